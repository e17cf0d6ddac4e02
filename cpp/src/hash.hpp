// Foundation, hash: the same 64-bit hashes on every machine (std::hash promises nothing).
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace wirecopy::detail {

/// Finalizer of splitmix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

constexpr std::uint64_t combine(std::uint64_t a, std::uint64_t b) {
  return mix(a * 0x9e3779b97f4a7c15ULL + b + 0x2545f4914f6cdd1dULL);
}

/// Eight bytes at a time, read little-endian.
inline std::uint64_t hash_bytes(std::string_view s, std::uint64_t seed = 0) {
  std::uint64_t h = mix(seed + s.size() + 0x9e3779b97f4a7c15ULL);
  std::size_t i = 0;
  for (; i + 8 <= s.size(); i += 8) {
    std::uint64_t w = 0;
    for (int k = 7; k >= 0; --k) w = w << 8 | static_cast<unsigned char>(s[i + static_cast<std::size_t>(k)]);
    h = combine(h, w);
  }
  std::uint64_t w = 0;
  for (std::size_t k = s.size(); k > i; --k) w = w << 8 | static_cast<unsigned char>(s[k - 1]);
  return combine(h, w);
}

}  // namespace wirecopy::detail
