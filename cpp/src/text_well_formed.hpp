// Stage 0, text: how much of a text is well-formed UTF-8, 64 bytes at a time.
#pragma once

#include <cstddef>

#include "simd.hpp"

namespace wirecopy::detail {

/// Length of a well-formed beginning of `bytes`, which ends between two characters. All that follows, if anything does, is
/// shorter than a block of 64 bytes and a character, or has a fault within its first 68 bytes. O(length).
std::size_t well_formed_portable(const unsigned char* bytes, std::size_t size);
#if WIRECOPY_X86
std::size_t well_formed_avx2(const unsigned char* bytes, std::size_t size);
std::size_t well_formed_avx512(const unsigned char* bytes, std::size_t size);
#endif

}  // namespace wirecopy::detail
