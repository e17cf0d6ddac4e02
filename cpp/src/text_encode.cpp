// Text: other forms of text into UTF-8.
#include <algorithm>
#include <cstring>

#include "wirecopy/text.hpp"

namespace wirecopy {

namespace {

template <class Unit>
std::size_t size_of(const Unit* units, std::size_t n) {
  // Counted without branches and in numbers as wide as the units, so that the compiler can take many at once; a block is so
  // short that they hold its count.
  constexpr std::size_t block = sizeof(Unit) == 1 ? 128 : 8192;
  std::size_t more = 0;
  bool wrong = false;
  for (std::size_t i = 0; i < n;) {
    Unit here = 0, bad = 0;
    for (const std::size_t end = i + std::min(block, n - i); i < end; ++i) {
      const Unit c = units[i];
      here = static_cast<Unit>(here + (c >= 0x80));
      if constexpr (sizeof(Unit) > 1) {
        here = static_cast<Unit>(here + (c >= 0x800));
        bad = static_cast<Unit>(bad | ((c & ~Unit{0x7ff}) == 0xd800));
      }
      if constexpr (sizeof(Unit) > 2) {
        here = static_cast<Unit>(here + (c >= 0x10000));
        bad = static_cast<Unit>(bad | (c > 0x10ffff));
      }
    }
    more += here;
    wrong = wrong || bad != 0;
  }
  return wrong ? utf8_impossible : n + more;
}

template <class Unit>
char* write(const Unit* units, std::size_t n, char* to) {
  constexpr std::size_t at_once = 16;
  const auto byte = [&](std::uint32_t b) { *to++ = static_cast<char>(b); };
  for (std::size_t i = 0; i < n;) {
    while (i + at_once <= n) {
      std::uint32_t all = 0;
      for (std::size_t k = 0; k < at_once; ++k) all |= units[i + k];
      if (all >= 0x80) break;
      for (std::size_t k = 0; k < at_once; ++k) to[k] = static_cast<char>(units[i + k]);
      to += at_once, i += at_once;
    }
    for (const std::size_t end = i + std::min(at_once, n - i); i < end; ++i) {
      const std::uint32_t c = units[i];
      if (c < 0x80) {
        byte(c);
      } else if (c < 0x800) {
        byte(0xc0 | c >> 6), byte(0x80 | (c & 0x3f));
      } else if (c < 0x10000) {
        byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f));
      } else {
        byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 0x3f)), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f));
      }
    }
  }
  return to;
}

}  // namespace

std::size_t utf8_size(const TextView& text) {
  switch (text.encoding) {
    case Encoding::utf8: return text.size;
    case Encoding::latin1: return size_of(static_cast<const std::uint8_t*>(text.data), text.size);
    case Encoding::ucs2: return size_of(static_cast<const std::uint16_t*>(text.data), text.size);
    case Encoding::ucs4: return size_of(static_cast<const std::uint32_t*>(text.data), text.size);
  }
  return utf8_impossible;
}

char* write_utf8(const TextView& text, char* to) {
  switch (text.encoding) {
    case Encoding::utf8:
      if (text.size > 0) std::memcpy(to, text.data, text.size);
      return to + text.size;
    case Encoding::latin1: return write(static_cast<const std::uint8_t*>(text.data), text.size, to);
    case Encoding::ucs2: return write(static_cast<const std::uint16_t*>(text.data), text.size, to);
    case Encoding::ucs4: return write(static_cast<const std::uint32_t*>(text.data), text.size, to);
  }
  return to;
}

}  // namespace wirecopy
