#include "clean_lines.hpp"

#include <algorithm>
#include <cstddef>

#include "clean_letters.hpp"

namespace wirecopy::detail {

bool has_only_years(std::string_view line) {
  constexpr std::string_view digits = "0123456789";
  constexpr std::size_t of_year = 4;
  for (std::size_t i = line.find_first_of(digits); i != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_not_of(digits, i), line.size());
    const std::string_view number = line.substr(i, end - i);
    if (number.size() != of_year || !(number.starts_with("19") || number.starts_with("20"))) return false;
    i = line.find_first_of(digits, end);
  }
  return true;
}

bool share_word(std::string_view a, std::string_view b) {
  for (std::size_t i = 0, end = 0; i < a.size(); i = end + 1) {
    end = std::min(a.find(' ', i), a.size());
    const std::string_view word = a.substr(i, end - i);
    if (word.size() < 2) continue;
    for (std::size_t k = b.find(word); k != std::string_view::npos; k = b.find(word, k + 1)) {
      const bool begins = k == 0 || b[k - 1] == ' ', ends = k + word.size() == b.size() || b[k + word.size()] == ' ';
      if (begins && ends) return true;
    }
  }
  return false;
}

bool ends_in_full_stop(std::string_view line) {
  const auto stops = {".", "。", "．", "।", "۔", "…"};
  return std::any_of(stops.begin(), stops.end(), [&](std::string_view stop) { return line.ends_with(stop); });
}

bool closes_quotation(std::string_view line) {
  std::size_t i = line.size();
  return i > 0 && is_closing(previous_code_point(line, i));
}

}  // namespace wirecopy::detail
