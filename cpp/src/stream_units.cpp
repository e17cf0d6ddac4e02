#include "stream_units.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace wirecopy::detail {

struct UnitTable {
  std::vector<char16_t> single = std::vector<char16_t>(0x10000, 0);
  std::map<char32_t, std::u16string> longer;

  UnitTable() {
    for (char32_t c = 1; c < 0xffff; ++c) {
      if (c >= 0xd800 && c < 0xe000) continue;
      std::u16string units = icu_stream_units(c);
      if (units.empty()) continue;
      single[c] = units.size() == 1 ? units[0] : char16_t{0xffff};
      if (units.size() > 1) longer.emplace(c, std::move(units));
    }
  }
};

const UnitTable& unit_table() {
  static const UnitTable table;
  return table;
}

char16_t single_unit(const UnitTable& table, char32_t c) { return c < 0x10000 ? table.single[c] : char16_t{0xffff}; }

std::u16string_view longer_units(const UnitTable& table, char32_t c, std::u16string& buffer) {
  if (c < 0x10000) return table.longer.at(c);
  return buffer = icu_stream_units(c);
}

std::size_t stream_length(std::string_view text) {
  std::size_t length = 0;
  each_unit(text, 0, text.size(), [&](char16_t, std::size_t) { ++length; });
  return length;
}

bool is_dense_script(std::u16string_view units) {
  const auto dense = std::count_if(units.begin(), units.end(), [](char16_t u) { return u >= 0x2e80 && u < 0xd800; });
  return 2 * static_cast<std::size_t>(dense) > units.size();
}

}  // namespace wirecopy::detail
