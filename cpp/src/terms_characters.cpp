// Terms: what code points are to the counter, as ICU's version of Unicode has it.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "icu.hpp"
#include "icu_case.hpp"
#include "parallel.hpp"
#include "terms_reader.hpp"
#include "terms_worker.hpp"
#include "utf8.hpp"
#include "wirecopy/errors.hpp"

namespace wirecopy {

namespace {

constexpr std::size_t code_point_count = 0x110000;
constexpr std::size_t longest_expansion = 18;  // U+FDFA under NFKD

}  // namespace

CharacterMap::CharacterMap(std::span<const std::uint32_t> values, std::span<const std::uint32_t> expansions)
    : values_(values), expansions_(expansions) {
  if (values.size() > code_point_count) throw std::invalid_argument("a character map has one value per code point, 0x110000 at most");
  for (std::size_t c = 0; c < values.size(); ++c) {
    const std::size_t place = values[c] & 0x00ff'ffff, length = values[c] >> 24 & 0x7f;
    const bool bad = values[c] & expansion ? length > longest_expansion || place + length > expansions.size()
                                           : values[c] >= code_point_count;
    if (bad) throw std::invalid_argument("the character map is wrong at code point " + std::to_string(c));
  }
  for (const std::uint32_t c : expansions) {
    if (c >= code_point_count) throw std::invalid_argument("an expansion of the character map is no code point");
  }
}

std::span<const std::uint8_t> character_classes() {
  static const std::vector<std::uint8_t> classes = [] {
    std::vector<std::uint8_t> out(code_point_count);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto c = static_cast<char32_t>(i);
      unsigned bits = 0;
      if (c == U'_' || detail::icu_is_alnum(c)) bits |= word_character;
      if (detail::icu_is_space(c)) bits |= space_character;
      if (detail::icu_is_case_ignorable(c)) bits |= case_ignorable;
      else if (detail::icu_is_cased(c)) bits |= cased;
      out[i] = static_cast<std::uint8_t>(bits);
    }
    return out;
  }();
  return classes;
}

CharacterMap lower_case() {
  static const auto made = [] {
    std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>> out;
    auto& [values, expansions] = out;
    values.resize(code_point_count);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::u32string lower = detail::icu_lower(static_cast<char32_t>(i));
      values[i] = lower[0];
      if (lower.size() == 1) continue;
      values[i] = CharacterMap::expansion | static_cast<std::uint32_t>(lower.size()) << 24 | static_cast<std::uint32_t>(expansions.size());
      expansions.insert(expansions.end(), lower.begin(), lower.end());
    }
    while (values.back() == values.size() - 1) values.pop_back();
    values.shrink_to_fit();
    return out;
  }();
  static const CharacterMap map(made.first, made.second);
  return map;
}

CountOptions detail::checked(const CountOptions& options) {
  if (options.min_n < 1 || options.min_n > options.max_n) {
    throw std::invalid_argument("min_n must be 1 or more and at most max_n");
  }
  if (options.max_n > 4096) throw std::invalid_argument("max_n must be at most 4096");
  if (options.unit == TermUnit::icu_word && (options.lowercase || !options.map.values().empty())) {
    throw std::invalid_argument("words of UAX #29 are folded as they are; lowercase and map are not for them");
  }
  if (!options.classes.empty() && options.classes.size() != code_point_count) {
    throw std::invalid_argument("classes must have one byte per code point, 0x110000 in all");
  }
  const auto map = options.map.values();
  for (std::size_t c = 0; c < 128 && !map.empty(); ++c) {
    if ((c < map.size() ? map[c] : c) != (options.lowercase && c >= 'A' && c <= 'Z' ? c + 32 : c)) {
      throw std::invalid_argument("the character map must leave ASCII as it is, or lower-case it where lowercase is set");
    }
  }
  CountOptions out = options;
  if (out.classes.empty()) out.classes = character_classes();
  if (out.lowercase && out.map.values().empty()) out.map = lower_case();
  return out;
}

void detail::to_utf8(const TextView& view, std::size_t row, std::string& out) {
  const auto append = [&](char32_t c, std::size_t at) {
    if ((c >= 0xd800 && c < 0xe000) || c > 0x10ffff) throw TextError(row, at, "lone surrogate");
    append_utf8(c, out);
  };
  constexpr std::size_t piece = 1 << 16;  // between two looks at whether to stop
  out.reserve(out.size() + view.size);
  for (std::size_t i = 0; i < view.size;) {
    detail::throw_if_stopping();
    const std::size_t end = std::min(view.size, i + piece);
    if (view.encoding == Encoding::latin1) {
      const auto* const bytes = static_cast<const char*>(view.data);
      while (i < end) {
        const std::size_t begin = i;
        for (std::uint64_t word = 0; i + 8 <= end; i += 8) {
          std::memcpy(&word, bytes + i, 8);
          if ((word & 0x8080808080808080U) != 0) break;
        }
        while (i < end && static_cast<unsigned char>(bytes[i]) < 0x80) ++i;
        out.append(bytes + begin, i - begin);
        if (i < end) append(static_cast<unsigned char>(bytes[i]), i), ++i;
      }
    } else if (view.encoding == Encoding::ucs2) {
      for (; i < end; ++i) append(static_cast<const char16_t*>(view.data)[i], i);
    } else {
      for (; i < end; ++i) append(static_cast<const char32_t*>(view.data)[i], i);
    }
  }
}

}  // namespace wirecopy
