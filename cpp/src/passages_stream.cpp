#include <algorithm>
#include <map>
#include <vector>

#include "icu.hpp"
#include "utf8.hpp"
#include "wirecopy/passages.hpp"

namespace wirecopy {

namespace {

constexpr char16_t none = 0;       // the code point leaves no unit
constexpr char16_t several = 0xffff;  // more than one, kept aside (U+FFFF is no character)

/// Units of every code point of the Basic Multilingual Plane, asked of ICU once.
struct UnitTable {
  std::vector<char16_t> single = std::vector<char16_t>(0x10000, none);
  std::map<char16_t, std::u16string> longer;

  UnitTable() {
    for (char32_t c = 1; c < 0xffff; ++c) {
      if (c >= 0xd800 && c < 0xe000) continue;
      const std::u16string units = detail::icu_stream_units(c);
      if (units.empty()) continue;
      single[c] = units.size() == 1 ? units[0] : several;
      if (units.size() > 1) longer.emplace(static_cast<char16_t>(c), units);
    }
  }
};

const UnitTable& unit_table() {
  static const UnitTable table;
  return table;
}

}  // namespace

Stream stream(std::string_view text, std::span<const Span> spans, bool with_offsets) {
  const UnitTable& table = unit_table();
  Stream out;
  std::size_t length = 0;
  for (const Span s : spans) length += s.end - s.start;
  out.units.reserve(length);
  if (with_offsets) out.offsets.reserve(length);
  const auto keep = [&](char16_t unit, std::size_t at) {
    out.units.push_back(unit);
    if (with_offsets) out.offsets.push_back(static_cast<ByteOffset>(at));
  };
  for (const Span s : spans) {
    for (std::size_t i = s.start; i < s.end;) {
      const std::size_t at = i;
      const char32_t c = detail::next_code_point(text, i);
      if (c < 0x10000) {
        const char16_t unit = table.single[c];
        if (unit == none) continue;
        if (unit != several) {
          keep(unit, at);
          continue;
        }
        for (const char16_t u : table.longer.at(static_cast<char16_t>(c))) keep(u, at);
      } else {
        for (const char16_t u : detail::icu_stream_units(c)) keep(u, at);
      }
    }
  }
  return out;
}

Stream stream(std::string_view text, bool with_offsets) {
  validate(text);
  const Span all{0, static_cast<ByteOffset>(text.size())};
  return stream(text, std::span(&all, 1), with_offsets);
}

}  // namespace wirecopy
