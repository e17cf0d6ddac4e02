// Terms: what rows are made of, many numbers with their counts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "memory.hpp"

namespace wirecopy::detail {

/// (number, count) pairs, one after the other; five bytes each, and no growth by copying.
class EntryStore {
 public:
  std::size_t size() const { return size_; }
  void push_back(std::uint32_t number, std::uint32_t count) {
    if (size_ == room_) grow();
    Block& b = blocks_.back();
    const std::size_t at = size_ - b.first;
    b.numbers()[at] = number;
    b.counts()[at] = static_cast<std::uint8_t>(count < large ? count : large);
    if (count >= large) large_.emplace_back(size_, count);
    ++size_;
  }
  void append(std::span<const std::uint32_t> numbers, std::span<const std::uint32_t> counts) {
    for (std::size_t done = 0; done < numbers.size();) {
      if (size_ == room_) grow();
      Block& b = blocks_.back();
      const std::size_t at = size_ - b.first, n = std::min(b.size - at, numbers.size() - done);
      std::uint32_t* const to_number = b.numbers() + at;
      std::uint8_t* const to_count = b.counts() + at;
      std::uint32_t most = 0;
      for (std::size_t k = 0; k < n; ++k) {
        const std::uint32_t c = counts[done + k];
        to_number[k] = numbers[done + k];
        to_count[k] = static_cast<std::uint8_t>(std::min(c, large));
        most = std::max(most, c);
      }
      for (std::size_t k = 0; most >= large && k < n; ++k) {
        if (counts[done + k] >= large) large_.emplace_back(size_ + k, counts[done + k]);
      }
      size_ += n;
      done += n;
    }
  }
  /// The pairs at begin to end - 1.
  void read(std::size_t begin, std::size_t end, std::uint32_t* numbers, std::uint32_t* counts) const {
    const std::size_t first = begin;
    while (begin < end) {
      const Block& b = block_of(begin);
      const std::size_t from = begin - b.first, n = std::min(b.size - from, end - begin);
      std::copy_n(b.numbers() + from, n, numbers + (begin - first));
      std::copy_n(b.counts() + from, n, counts + (begin - first));
      begin += n;
    }
    for (auto at = first_large(first); at != large_.end() && at->first < end; ++at) counts[at->first - first] = at->second;
  }
  /// Puts pairs, number << 32 | count, in place of those at `begin` and after: the same counts in another order.
  void replace(std::size_t begin, std::span<const std::uint64_t> pairs) {
    auto at_large = large_.begin() + (first_large(begin) - large_.cbegin());
    for (std::size_t done = 0; done < pairs.size();) {
      const Block& b = block_of(begin + done);
      const std::size_t at = begin + done - b.first, n = std::min(b.size - at, pairs.size() - done);
      std::uint32_t* const to_number = b.numbers() + at;
      std::uint8_t* const to_count = b.counts() + at;
      std::uint32_t most = 0;
      for (std::size_t k = 0; k < n; ++k) {
        const auto count = static_cast<std::uint32_t>(pairs[done + k]);
        to_number[k] = static_cast<std::uint32_t>(pairs[done + k] >> 32);
        to_count[k] = static_cast<std::uint8_t>(std::min(count, large));
        most = std::max(most, count);
      }
      for (std::size_t k = 0; most >= large && k < n; ++k) {
        const auto count = static_cast<std::uint32_t>(pairs[done + k]);
        if (count >= large) *at_large++ = {begin + done + k, count};
      }
      done += n;
    }
  }
  /// Calls each(number, count) for the pairs at begin to end - 1, and ahead(number) some pairs before.
  template <class Ahead, class Each>
  void each(std::size_t begin, std::size_t end, Ahead&& ahead, Each&& each) const {
    while (begin < end) {
      const Block& b = block_of(begin);
      const std::size_t from = begin - b.first, to = std::min(b.size, from + (end - begin));
      const std::uint32_t* const numbers = b.numbers();
      const std::uint8_t* const counts = b.counts();
      for (std::size_t k = from; k < to; ++k) {
        if (k + 16 < to) ahead(numbers[k + 16]);
        each(numbers[k], counts[k] < large ? counts[k] : first_large(b.first + k)->second);
      }
      begin += to - from;
    }
  }

 private:
  static constexpr std::uint32_t large = 255;
  static constexpr std::size_t small_block = std::size_t{1} << 15, small_blocks = 16, big_block = std::size_t{1} << 19;

  struct Block {
    std::size_t first, size;  // pairs
    HugeBytes memory;
    std::uint32_t* numbers() const { return reinterpret_cast<std::uint32_t*>(memory.get()); }
    std::uint8_t* counts() const { return reinterpret_cast<std::uint8_t*>(numbers() + size); }
  };
  void grow() {
    const std::size_t size = blocks_.size() < small_blocks ? small_block : big_block;
    blocks_.push_back({size_, size, huge_bytes(size * 5)});
    room_ += size;
  }
  const Block& block_of(std::size_t i) const {
    constexpr std::size_t small = small_blocks * small_block;
    return blocks_[i < small ? i / small_block : small_blocks + (i - small) / big_block];
  }
  std::vector<std::pair<std::size_t, std::uint32_t>>::const_iterator first_large(std::size_t i) const {
    return std::lower_bound(large_.begin(), large_.end(), i, [](const auto& x, std::size_t place) { return x.first < place; });
  }

  std::vector<Block> blocks_;
  std::vector<std::pair<std::size_t, std::uint32_t>> large_;  // by place
  std::size_t size_ = 0, room_ = 0;
};

}  // namespace wirecopy::detail
