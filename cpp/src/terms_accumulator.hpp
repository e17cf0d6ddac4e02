// Terms: one row on its way from entries in any order to columns that ascend, each once.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace wirecopy::detail {

/// Adds up counts by column and gives them back in order. Up to 2^24 columns lie in an array with a bit for each that is
/// in use, and a bit for each 64 of those: to set a bit and find it again is cheaper than to sort. More are sorted.
class RowAccumulator {
 public:
  explicit RowAccumulator(std::size_t columns) : wide_(columns > most_narrow) {
    if (wide_) return;
    counts_.resize(columns);
    bits_.resize(columns / 64 + 1);
    summary_.resize(bits_.size() / 64 + 1);
  }

  void add(std::uint32_t column, std::int32_t count) {
    if (wide_) {
      items_.push_back(static_cast<std::uint64_t>(column) << 32 | static_cast<std::uint32_t>(count));
      return;
    }
    counts_[column] += count;
    bits_[column / 64] |= std::uint64_t{1} << column % 64;
    summary_[column / 4096] |= std::uint64_t{1} << column / 64 % 64;
  }

  /// Calls each(column, count) in order of columns; a sum of 0 is told too. Leaves nothing behind.
  template <class Each>
  void drain(Each&& each) {
    if (wide_) return drain_wide(each);
    for (std::size_t s = 0; s < summary_.size(); ++s) {
      for (; summary_[s] != 0; summary_[s] &= summary_[s] - 1) {
        const std::size_t w = s * 64 + static_cast<std::size_t>(std::countr_zero(summary_[s]));
        for (std::uint64_t bits = bits_[w]; bits != 0; bits &= bits - 1) {
          const auto column = static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
          each(column, counts_[column]);
          counts_[column] = 0;
        }
        bits_[w] = 0;
      }
    }
  }

 private:
  static constexpr std::size_t most_narrow = std::size_t{1} << 24;
  template <class Each>
  void drain_wide(Each&& each) {
    std::sort(items_.begin(), items_.end());
    for (std::size_t i = 0; i < items_.size();) {
      const auto column = static_cast<std::uint32_t>(items_[i] >> 32);
      std::int32_t sum = 0;
      for (; i < items_.size() && items_[i] >> 32 == column; ++i) sum += static_cast<std::int32_t>(items_[i] & 0xffff'ffff);
      each(column, sum);
    }
    items_.clear();
  }

  bool wide_;
  std::vector<std::int32_t> counts_;
  std::vector<std::uint64_t> bits_, summary_;
  std::vector<std::uint64_t> items_;
};

}  // namespace wirecopy::detail
