// Foundation, utf8: reading code points of text that has been validated.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wirecopy::detail {

/// The code point at text[i]; moves i past it. The text must be well-formed.
inline char32_t next_code_point(std::string_view text, std::size_t& i) {
  const auto byte = [&](std::size_t k) { return static_cast<char32_t>(static_cast<unsigned char>(text[k])); };
  const char32_t lead = byte(i);
  if (lead < 0x80) return ++i, lead;
  if (lead < 0xe0) {
    i += 2;
    return (lead & 0x1f) << 6 | (byte(i - 1) & 0x3f);
  }
  if (lead < 0xf0) {
    i += 3;
    return (lead & 0x0f) << 12 | (byte(i - 2) & 0x3f) << 6 | (byte(i - 1) & 0x3f);
  }
  i += 4;
  return (lead & 0x07) << 18 | (byte(i - 3) & 0x3f) << 12 | (byte(i - 2) & 0x3f) << 6 | (byte(i - 1) & 0x3f);
}

inline void append_utf16(char32_t c, std::u16string& out) {
  if (c < 0x10000) {
    out.push_back(static_cast<char16_t>(c));
  } else {
    out.push_back(static_cast<char16_t>(0xd7c0 + (c >> 10)));
    out.push_back(static_cast<char16_t>(0xdc00 + (c & 0x3ff)));
  }
}

inline void append_utf8(char32_t c, std::string& out) {
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80 | (c >> shift & 0x3f)); };
  if (c < 0x80) out.push_back(static_cast<char>(c));
  else if (c < 0x800) out.append({static_cast<char>(0xc0 | c >> 6), tail(0)});
  else if (c < 0x10000) out.append({static_cast<char>(0xe0 | c >> 12), tail(6), tail(0)});
  else out.append({static_cast<char>(0xf0 | c >> 18), tail(12), tail(6), tail(0)});
}

/// True where a byte continues a code point.
inline bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// The bytes of a word of 32 or 64 bits with 0x20 added to the letters from A to Z; bytes beyond ASCII come out as anything.
template <class Word>
constexpr Word lower_ascii(Word w) {
  constexpr Word ones = static_cast<Word>(0x0101010101010101ULL), tops = ones << 7;
  const Word low = w & ~tops;
  const Word from_a = low + ones * (0x80 - 'A'), past_z = low + ones * (0x80 - 'Z' - 1);
  return w | (from_a & ~past_z & tops) >> 2;
}

}  // namespace wirecopy::detail
