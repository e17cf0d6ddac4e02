// MinHash's kernel: takes shingles into a signature, on three vector paths that give the same.
//
// Every shingle is thrown into one of k places, round after round, with a fraction drawn anew in each; a place keeps the
// least (round, fraction) that has hit it. From round k on, place r - k is hit by all in round r. So nothing is to be done
// in a round that no place waits for, and with more than a few times k shingles that is all but the first.
#pragma once

#include <cstddef>
#include <cstdint>

#include "simd.hpp"

namespace wirecopy::detail {

struct Throws {
  std::uint64_t key;       ///< a shingle s is known by x, the upper half of mix(s + key)
  const std::uint32_t* a;  ///< 2k: in round r it is a[r] x + b[r] modulo 2^32, in the first x itself
  const std::uint32_t* b;
  std::uint32_t k;
  unsigned round_bits;     ///< of a minimum, the upper ones: the round. The rest: the fraction
};

void take_portable(const Throws& throws, const std::uint64_t* shingles, std::size_t n, std::uint32_t* signature);
#if WIRECOPY_X86
void take_avx2(const Throws& throws, const std::uint64_t* shingles, std::size_t n, std::uint32_t* signature);
void take_avx512(const Throws& throws, const std::uint64_t* shingles, std::size_t n, std::uint32_t* signature);
/// The same for k = 128 alone.
void take_128_avx512(const Throws& throws, const std::uint64_t* shingles, std::size_t n, std::uint32_t* signature);
#endif

/// Shingles taken at a time: mixed, they stay in the first cache from round to round.
inline constexpr std::size_t taken_at_once = 1024, block = 128;
/// What became of a round on a vector path: no place waits for it, it is done, or the path has no way of its own.
enum class Round { needless, done, left };
/// The greatest minimum that is not "none".
inline constexpr std::uint32_t last_minimum = 0xffff'fffe;

}  // namespace wirecopy::detail
