// Stage 0, text: other forms of text into UTF-8, as each vector path does it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "simd.hpp"

namespace wirecopy::detail {

/// What units take in UTF-8 beyond a byte each.
struct Utf8Growth {
  std::size_t more = 0;
  bool wrong = false;  // a surrogate or no code point is among them
};

/// The same for units of 1, 2 and 4 bytes: Latin-1, UCS-2 and UCS-4.
struct EncodeKernels {
  Utf8Growth (*bytes_more)(const std::uint8_t*, std::size_t);
  Utf8Growth (*twos_more)(const std::uint16_t*, std::size_t);
  Utf8Growth (*fours_more)(const std::uint32_t*, std::size_t);
  // Units that are well-formed; writes exactly what they take and returns where it ends.
  char* (*bytes)(const std::uint8_t*, std::size_t, char* to);
  char* (*twos)(const std::uint16_t*, std::size_t, char* to);
  char* (*fours)(const std::uint32_t*, std::size_t, char* to);
};

EncodeKernels encode_kernels_portable();
#if WIRECOPY_X86
EncodeKernels encode_kernels_avx2();
EncodeKernels encode_kernels_avx512();
#endif
EncodeKernels encode_kernels();

/// One code point, in 1 to 4 bytes. Static: each vector path has its own.
template <class Unit>
static inline char* write_unit(Unit unit, char* to) {
  const auto byte = [&](std::uint32_t b) { *to++ = static_cast<char>(b); };
  const std::uint32_t c = unit;
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xc0 | c >> 6), byte(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f));
  } else {
    byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 0x3f)), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f));
  }
  return to;
}

}  // namespace wirecopy::detail
