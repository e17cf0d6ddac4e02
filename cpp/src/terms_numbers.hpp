// Terms: counts of numbers in one text, given back in order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "memory.hpp"

namespace wirecopy::detail {

/// Counts numbers that are all there is room for, most of them few times: what is counted often lies apart, so that the
/// rest stays near the processor. Each line of 64 numbers with one in use has a mark, each 64 lines one more.
class NumberCounter {
 public:
  explicit NumberCounter(std::size_t numbers);

  /// Counts the k-th of these times[k] more.
  void add(std::span<const std::uint32_t> numbers, const std::uint32_t* times) {
    is_far_ ? add<true>(numbers, times) : add<false>(numbers, times);
  }
  /// What was counted, in order, and how often: of how many. Both grow, and may hold more. Leaves nothing behind.
  /// O(counted + room / 4096).
  std::size_t drain(std::vector<std::uint32_t>& numbers, std::vector<std::uint32_t>& counts);

 private:
  static constexpr std::uint32_t is_large = 255;
  struct Free {
    void operator()(std::uint32_t* p) const { std::free(p); }
  };
  template <bool far>
  void add(std::span<const std::uint32_t> numbers, const std::uint32_t* times) {
    // No members below: a byte that is written could be any of them, and they would be read anew.
    std::uint8_t* const counts = counts_.data();
    std::uint8_t* const lines = lines_.data();
    std::uint8_t* const groups = groups_.data();
    const std::uint32_t* const p = numbers.data();
    const std::size_t n = numbers.size();
    for (std::size_t k = 0; k < n; ++k) {
      if (far && k + 16 < n) __builtin_prefetch(&counts[p[k + 16]], 1);
      const std::uint32_t number = p[k], sum = counts[number] + (times[k] < is_large ? times[k] : is_large);
      if (sum < is_large) [[likely]] counts[number] = static_cast<std::uint8_t>(sum);
      else add_large(number, times[k]);
      lines[number / 64] = 1;
      groups[number / 4096] = 1;
    }
    most_ += n;
  }
  void add_large(std::uint32_t number, std::uint32_t times) {
    large_[number] += times + (counts_[number] == is_large ? 0 : counts_[number]);
    counts_[number] = is_large;
  }

  HugeVector<std::uint8_t> counts_;               // 255: see large_
  std::unique_ptr<std::uint32_t[], Free> large_;  // takes no memory where nothing is
  std::vector<std::uint8_t> lines_, groups_;  // marks
  std::vector<std::uint32_t> in_use_;         // lines
  std::size_t most_ = 0;              // in use, or fewer
  bool is_far_;                       // too many to lie beside the processor
};

/// What the kernel of drain() works on. `n_groups` is a multiple of 64; past those that there are lines for, groups have no mark. Of
/// `counts` only lines with a mark are read.
struct NumberCounts {
  std::uint8_t *counts, *lines, *groups;
  std::size_t n_groups;
  std::uint32_t* in_use;          // for lines in use and 64 more
  std::uint32_t *numbers, *times;  // for numbers in use and 64 more
};
/// Writes the numbers in use in order and how often each was counted; clears counts and marks. How many, and whether the
/// count of any is 255.
using NumbersKernel = std::pair<std::size_t, bool> (*)(const NumberCounts& of);
/// That of the path in force (simd()).
NumbersKernel numbers_kernel();

}  // namespace wirecopy::detail
