// Foundation, radix_sort: by keys of 64 bits, from the lowest digit up; bytes in which all keys agree are passed over.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace wirecopy::detail {

struct KeyAndNumber {
  std::uint64_t key;
  std::uint32_t number;
};

/// Stable, by key. O(n x digits in which keys differ); as much room again while it works.
template <class Vector>
void radix_sort(Vector& items) {
  if (items.size() < 256) {
    std::stable_sort(items.begin(), items.end(), [](const auto& x, const auto& y) { return x.key < y.key; });
    return;
  }
  constexpr unsigned bits = 11;
  constexpr std::size_t buckets = std::size_t{1} << bits;
  std::uint64_t any = 0, all = ~std::uint64_t{0};
  for (const auto& item : items) any |= item.key, all &= item.key;
  const std::uint64_t differs = any & ~all;
  Vector other(items.size());
  std::vector<std::size_t> at(buckets);
  for (unsigned shift = 0; shift < 64; shift += bits) {
    if ((differs >> shift & (buckets - 1)) == 0) continue;
    std::fill(at.begin(), at.end(), 0);
    for (const auto& item : items) ++at[item.key >> shift & (buckets - 1)];
    std::size_t sum = 0;
    for (auto& a : at) sum += std::exchange(a, sum);
    for (const auto& item : items) other[at[item.key >> shift & (buckets - 1)]++] = item;
    items.swap(other);
  }
}

}  // namespace wirecopy::detail
