// The few classes of code points that cleaning tells apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "utf8.hpp"

namespace wirecopy::detail {

/// Reads the code point that ends before `i` and steps back over it; i > 0.
inline char32_t previous_code_point(std::string_view s, std::size_t& i) {
  do --i;
  while (i > 0 && (static_cast<unsigned char>(s[i]) & 0xc0) == 0x80);
  std::size_t j = i;
  return next_code_point(s, j);
}

/// White_Space (UAX #44).
constexpr bool is_white(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13);
  return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
         c == 0x202f || c == 0x205f || c == 0x3000;
}

constexpr bool is_digit(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || (c >= 0x6f0 && c <= 0x6f9) ||
         (c >= 0x966 && c <= 0x96f) || (c >= 0xe50 && c <= 0xe59) || (c >= 0xff10 && c <= 0xff19);
}

/// Latin, Greek and Cyrillic capitals in the blocks where lower case follows a simple rule.
constexpr bool is_upper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  if (c >= 0xc0 && c <= 0xde) return c != 0xd7;
  if (c >= 0x100 && c <= 0x17f) return c <= 0x137 || c >= 0x14a ? (c & 1) == 0 && c < 0x178 : (c & 1) == 1 && c < 0x149;
  if (c >= 0x386 && c <= 0x3a9) return c != 0x387 && c != 0x390;  // Ά to Ώ with the accents
  return c >= 0x400 && c <= 0x42f;
}

constexpr char32_t to_lower(char32_t c) {
  if (!is_upper(c)) return c;
  if (c >= 0x386 && c <= 0x38f) return c == 0x386 ? 0x3ac : c == 0x38c ? 0x3cc : c <= 0x38a ? c + 0x25 : c + 0x3f;
  if (c < 0x80 || (c >= 0xc0 && c <= 0xde) || (c >= 0x391 && c <= 0x42f && c >= 0x410) || (c >= 0x391 && c <= 0x3a9))
    return c + 0x20;
  if (c >= 0x400) return c + 0x50;
  return c + 1;
}

/// Scripts written without spaces between words: Thai, Lao, Burmese, Khmer.
constexpr bool is_unspaced_abugida(char32_t c) {
  return (c >= 0xe00 && c <= 0xeff) || (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17ff);
}

/// Han, kana and the like; the iteration and long-vowel marks count as letters.
constexpr bool is_ideographic(char32_t c) {
  return (c >= 0x3005 && c <= 0x3007) || (c >= 0x3041 && c <= 0x30ff && c != 0x30fb) || (c >= 0x3400 && c <= 0x9fff) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

/// A letter or a mark of any script, near enough to count words: beyond ASCII whatever is not known to be punctuation,
/// a symbol, a digit or white space.
constexpr bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  if (c < 0xc0) return c == 0xaa || c == 0xb5 || c == 0xba;
  if (c == 0xd7 || c == 0xf7 || is_digit(c) || is_white(c)) return false;
  if (c >= 0x2000 && c <= 0x2bff) return c == 0x200c || c == 0x200d;
  if (c >= 0x2e00 && c <= 0x303f) return c >= 0x3005 && c <= 0x3007;
  if (c == 0x30fb || (c >= 0xfe10 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff0f) || c == 0xfeff) return false;
  if ((c >= 0xff1a && c <= 0xff20) || (c >= 0xff3b && c <= 0xff40) || (c >= 0xff5b && c <= 0xff65)) return false;
  if (c == 0x60c || c == 0x61b || c == 0x61f || c == 0x66a || c == 0x66c || c == 0x6d4) return false;
  if (c == 0x964 || c == 0x965 || c == 0xe2f || c == 0xe5a || c == 0xe5b || c == 0x104a || c == 0x104b) return false;
  return c < 0xe000 || (c >= 0xf900 && c < 0x1f000) || c >= 0x20000;
}

constexpr bool is_sentence_end(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff0e ||
         c == 0xff61 || c == 0x61f || c == 0x6d4 || c == 0x964 || c == 0x965 || c == 0x104b || c == 0x203c ||
         c == 0x2049;
}

constexpr bool is_dash(char32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

/// Closing quotation marks and brackets, which may stand after the end of a sentence.
constexpr bool is_closing(char32_t c) {
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == '*' || c == 0xbb || c == 0xab || c == 0x2019 ||
         c == 0x201d || c == 0x201c || c == 0x203a || c == 0x300d || c == 0x300f || c == 0x3011 || c == 0xff09;
}

/// Double quotation marks, which hold what somebody said.
constexpr bool is_quote(char32_t c) {
  return c == '"' || c == 0xab || c == 0xbb || (c >= 0x201c && c <= 0x201f) || (c >= 0x300c && c <= 0x300f);
}

constexpr bool is_opening(char32_t c) {
  return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0xab || c == 0x2018 || c == 0x201c || c == 0x201e ||
         c == 0x2039 || c == 0x300c || c == 0x300e || c == 0x3010 || c == 0xff08 || c == 0xbf || c == 0xa1;
}

}  // namespace wirecopy::detail
