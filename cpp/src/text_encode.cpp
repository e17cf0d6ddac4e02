// Text: other forms of text into UTF-8.
#include "text_encode.hpp"

#include <algorithm>
#include <cstring>

#include "wirecopy/text.hpp"

namespace wirecopy {

namespace detail {

namespace {

template <class Unit>
Utf8Growth growth(const Unit* units, std::size_t n) {
  // Counted without branches and in numbers as wide as the units, so that the compiler can take many at once; a block is so
  // short that they hold its count.
  constexpr std::size_t block = sizeof(Unit) == 1 ? 128 : 8192;
  Utf8Growth out;
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
    out.more += here;
    out.wrong = out.wrong || bad != 0;
  }
  return out;
}

template <class Unit>
char* write(const Unit* units, std::size_t n, char* to) {
  constexpr std::size_t at_once = 16;
  for (std::size_t i = 0; i < n;) {
    while (i + at_once <= n) {
      std::uint32_t all = 0;
      for (std::size_t k = 0; k < at_once; ++k) all |= units[i + k];
      if (all >= 0x80) break;
      for (std::size_t k = 0; k < at_once; ++k) to[k] = static_cast<char>(units[i + k]);
      to += at_once, i += at_once;
    }
    for (const std::size_t end = i + std::min(at_once, n - i); i < end; ++i) to = write_unit(units[i], to);
  }
  return to;
}

}  // namespace

EncodeKernels encode_kernels_portable() {
  return {growth<std::uint8_t>, growth<std::uint16_t>, growth<std::uint32_t>,
          write<std::uint8_t>,  write<std::uint16_t>,  write<std::uint32_t>};
}

EncodeKernels encode_kernels() {
#if WIRECOPY_X86
  switch (simd()) {
    case Simd::avx512: return encode_kernels_avx512();
    case Simd::avx2: return encode_kernels_avx2();
    case Simd::portable: break;
  }
#endif
  return encode_kernels_portable();
}

}  // namespace detail

namespace {

template <class Unit>
const Unit* units_of(const TextView& text) {
  return static_cast<const Unit*>(text.data);
}

}  // namespace

std::size_t utf8_size(const TextView& text) {
  if (text.encoding == Encoding::utf8) return text.size;
  const auto kernels = detail::encode_kernels();
  const auto growth = text.encoding == Encoding::latin1 ? kernels.bytes_more(units_of<std::uint8_t>(text), text.size)
                      : text.encoding == Encoding::ucs2 ? kernels.twos_more(units_of<std::uint16_t>(text), text.size)
                                                        : kernels.fours_more(units_of<std::uint32_t>(text), text.size);
  return growth.wrong ? utf8_impossible : text.size + growth.more;
}

char* write_utf8(const TextView& text, char* to) {
  if (text.encoding == Encoding::utf8) {
    if (text.size > 0) std::memcpy(to, text.data, text.size);
    return to + text.size;
  }
  const auto kernels = detail::encode_kernels();
  switch (text.encoding) {
    case Encoding::latin1: return kernels.bytes(units_of<std::uint8_t>(text), text.size, to);
    case Encoding::ucs2: return kernels.twos(units_of<std::uint16_t>(text), text.size, to);
    default: return kernels.fours(units_of<std::uint32_t>(text), text.size, to);
  }
}

}  // namespace wirecopy
