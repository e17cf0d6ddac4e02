// MinHash: bands of signatures as keys of buckets.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>

#include "hash.hpp"
#include "wirecopy/minhash.hpp"

namespace wirecopy::detail {

inline constexpr std::uint32_t no_row = 0xffff'ffff;

/// The bucket of a band: equal for equal minima; for others all but always different.
inline std::uint64_t band_key(std::span<const std::uint32_t> minima) {
  std::uint64_t key = minima.size();
  for (const std::uint32_t m : minima) key = combine(key, m);
  return key;
}

inline void check_bands(const Bands& bands, unsigned k) {
  if (bands.bands < 1 || bands.rows < 1 || std::uint64_t{bands.bands} * bands.rows > k) {
    throw std::invalid_argument("bands and rows must be 1 or more, and bands x rows at most k");
  }
}

}  // namespace wirecopy::detail
