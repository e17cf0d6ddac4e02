// Terms: one row on its way from entries in any order to columns that ascend.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "memory.hpp"

namespace wirecopy::detail {

/// Items sorted by numbers below `numbers`, which begin at bit `low`: digit by digit, from the lowest (LSD radix sort).
template <class Item, unsigned low>
class DigitSorter {
 public:
  explicit DigitSorter(std::size_t numbers) : bits_(static_cast<unsigned>(std::bit_width(numbers))) {}
  std::vector<Item> items;

  void sort() {
    const std::size_t n = items.size();
    if (n < 24) return std::sort(items.begin(), items.end());
    // Every pass goes over its buckets too: few items, few buckets.
    const unsigned most = n < 256 ? 8 : most_bits;
    const unsigned passes = std::max(1U, (bits_ + most - 1) / most), digit = (bits_ + passes - 1) / passes;
    const std::size_t buckets = std::size_t{1} << digit;
    other_.resize(n);
    for (unsigned pass = 0; pass < passes; ++pass) {
      const unsigned shift = low + pass * digit;
      std::fill_n(at_.begin(), buckets, 0);
      for (const auto item : items) ++at_[item >> shift & (buckets - 1)];
      std::uint32_t sum = 0;
      for (std::size_t b = 0; b < buckets; ++b) sum += std::exchange(at_[b], sum);
      for (const auto item : items) other_[at_[item >> shift & (buckets - 1)]++] = item;
      items.swap(other_);
    }
  }

 private:
  static constexpr unsigned most_bits = 11;
  unsigned bits_;
  std::vector<Item> other_;
  std::array<std::uint32_t, std::size_t{1} << most_bits> at_{};
};
using RowSorter = DigitSorter<std::uint64_t, 32>;    // (column << 32 | anything)
using NumberSorter = DigitSorter<std::uint32_t, 0>;  // numbers alone

/// Items sorted as by DigitSorter whose numbers are as good as drawn at random: put where their first bits lead, few are
/// still in the wrong place.
template <class Item, unsigned low>
class HashSorter {
 public:
  explicit HashSorter(std::size_t numbers) : bits_(static_cast<unsigned>(std::bit_width(numbers))), other_(numbers) {}
  std::vector<Item>& items() { return other_.items; }

  void sort() {
    auto& in = other_.items;
    const std::size_t n = in.size();
    const unsigned digit = std::min(bits_, static_cast<unsigned>(std::bit_width(n)) + 1);
    if (n < 12 || digit > most_bits) return other_.sort();
    const std::size_t buckets = std::size_t{1} << digit;
    const unsigned shift = low + bits_ - digit;
    std::fill_n(at_.begin(), buckets, 0);
    for (const auto item : in) ++at_[item >> shift & (buckets - 1)];
    std::uint32_t sum = 0;
    for (std::size_t b = 0; b < buckets; ++b) sum += std::exchange(at_[b], sum);
    out_.resize(n);
    for (const auto item : in) out_[at_[item >> shift & (buckets - 1)]++] = item;
    std::size_t left = 4 * n;  // moves; texts made for it could ask for n^2
    for (std::size_t k = 1; k < n; ++k) {
      const Item item = out_[k];
      std::size_t at = k;
      for (; at > 0 && out_[at - 1] > item && left > 0; --at, --left) out_[at] = out_[at - 1];
      out_[at] = item;
      if (left == 0) return other_.sort();
    }
    in.swap(out_);
  }

 private:
  static constexpr unsigned most_bits = 11;
  unsigned bits_;
  DigitSorter<Item, low> other_;
  std::vector<Item> out_;
  std::array<std::uint32_t, std::size_t{1} << most_bits> at_{};
};

/// Adds up counts by column, which may come several times, and gives them back in order. Up to 2^24 columns lie in an
/// array with a bit for each that is in use, and a bit for each 64 of those; more are sorted.
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
  HugeVector<std::int32_t> counts_;
  std::vector<std::uint64_t> bits_, summary_;
  std::vector<std::uint64_t> items_;
};

}  // namespace wirecopy::detail
