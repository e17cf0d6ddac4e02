// Terms: counts of numbers in one text, given back in order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "memory.hpp"

namespace wirecopy::detail {

/// Counts numbers that are all there is room for, most of them few times: what is counted often lies apart, so that the
/// rest stays near the processor. Each number in use has a bit, each 512 bits a mark.
class NumberCounter {
 public:
  explicit NumberCounter(std::size_t numbers);

  /// Counts the k-th of these times[k] more.
  void add(std::span<const std::uint32_t> numbers, const std::uint32_t* times) {
    is_far_ ? add<true>(numbers, times) : add<false>(numbers, times);
  }
  /// What was counted, in order, and how often. Leaves nothing behind. O(counted + room / 512).
  void drain(std::vector<std::uint32_t>& numbers, std::vector<std::uint32_t>& counts);

 private:
  static constexpr std::uint32_t is_large = 255;
  struct Free {
    void operator()(std::uint32_t* p) const { std::free(p); }
  };
  template <bool far>
  void add(std::span<const std::uint32_t> numbers, const std::uint32_t* times) {
    // No members below: a byte that is written could be any of them, and they would be read anew.
    std::uint8_t* const counts = counts_.data();
    std::uint64_t* const bits = bits_.data();
    std::uint8_t* const marks = marks_.data();
    const std::uint32_t* const p = numbers.data();
    const std::size_t n = numbers.size();
    for (std::size_t k = 0; k < n; ++k) {
      if (far && k + 16 < n) __builtin_prefetch(&counts[p[k + 16]], 1);
      const std::uint32_t number = p[k], sum = counts[number] + (times[k] < is_large ? times[k] : is_large);
      if (sum < is_large) [[likely]] counts[number] = static_cast<std::uint8_t>(sum);
      else add_large(number, times[k]);
      bits[number / 64] |= std::uint64_t{1} << number % 64;
      marks[number / 512] = 1;
    }
    most_ += n;
  }
  void add_large(std::uint32_t number, std::uint32_t times) {
    large_[number] += times + (counts_[number] == is_large ? 0 : counts_[number]);
    counts_[number] = is_large;
  }

  HugeVector<std::uint8_t> counts_;               // 255: see large_
  std::unique_ptr<std::uint32_t[], Free> large_;  // takes no memory where nothing is
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint8_t> marks_;
  std::vector<std::uint32_t> words_;  // of bits_, those in use
  std::size_t most_ = 0;              // in use, or fewer
  bool is_far_;                       // too many to lie beside the processor
};

/// The kernel of drain(): finds the words of `bits` in use by their `marks`, 8 words to a mark, 8 marks or a multiple of
/// them, and from these the numbers of the bits. Clears both. How many numbers. Room for 8 words and 64 numbers more than there are.
using NumbersKernel = std::size_t (*)(std::uint64_t* bits, std::uint8_t* marks, std::size_t n_marks, std::uint32_t* words,
                                      std::uint32_t* numbers);
/// That of the path in force (simd()).
NumbersKernel numbers_kernel();

}  // namespace wirecopy::detail
