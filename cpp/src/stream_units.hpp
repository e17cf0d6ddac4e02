// Foundation, stream units: the letters and digits of a text as 16-bit units, which alignment and sketches work on.
#pragma once

#include <cstddef>
#include <string_view>

#include "icu.hpp"
#include "utf8.hpp"

namespace wirecopy::detail {

/// Calls keep(unit, byte offset of its code point) for each unit of text[from, to).
template <class Keep>
void each_unit(std::string_view text, std::size_t from, std::size_t to, Keep&& keep);

/// Units of a well-formed text.
std::size_t stream_length(std::string_view text);

/// True where most units are Han, kana or Hangul: a unit then carries about as much as two or three letters.
bool is_dense_script(std::u16string_view units);

/// Units of every code point of the Basic Multilingual Plane, asked of ICU once.
struct UnitTable;
const UnitTable& unit_table();
/// 0: the code point leaves no unit; 0xffff (no character): several, or beyond the plane.
char16_t single_unit(const UnitTable& table, char32_t c);
std::u16string_view longer_units(const UnitTable& table, char32_t c, std::u16string& buffer);

template <class Keep>
void each_unit(std::string_view text, std::size_t from, std::size_t to, Keep&& keep) {
  const UnitTable& table = unit_table();
  std::u16string buffer;
  for (std::size_t i = from; i < to;) {
    const std::size_t at = i;
    const char32_t c = next_code_point(text, i);
    const char16_t unit = single_unit(table, c);
    if (unit == 0) continue;
    if (unit != 0xffff) {
      keep(unit, at);
    } else {
      for (const char16_t u : longer_units(table, c, buffer)) keep(u, at);
    }
  }
}

}  // namespace wirecopy::detail
