// Terms of code points: a text is counted by its leaves. Of the terms that begin at one place the longest is its leaf; the
// others are what the leaf begins with. So each place is counted once, however many lengths a term may have, and terms
// that are no leaves come from the leaves' order: those that begin with the same term stand side by side.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "memory.hpp"
#include "terms_order.hpp"
#include "wirecopy/terms.hpp"

namespace wirecopy::detail {

/// For each leaf the columns of the terms that it begins with, itself included, the shortest first.
class Paths {
 public:
  static constexpr std::size_t most_even = 8;  ///< up to so many, every leaf takes the room of the longest
  Paths() = default;
  /// `text(leaf, room)` has its bytes; `column(text, size, k)` is asked for the k-th term that it begins with, of so many
  /// bytes, leaf after leaf.
  template <class Text, class Column>
  Paths(std::size_t leaves, unsigned min_n, unsigned max_n, Text&& text, Column&& column) {
    const bool even = max_n - min_n < most_even;
    if (even) {
      depth_ = std::bit_ceil(max_n - min_n + 1);
      columns_.reserve(leaves * depth_);
    } else {
      starts_.push_back(0);
    }
    std::vector<std::uint32_t> sizes;
    for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
      char room[16];
      const std::string_view bytes = text(leaf, room);
      begins_of(bytes, min_n, sizes);
      for (std::size_t k = 0; k < sizes.size(); ++k) columns_.push_back(column(bytes, sizes[k], k));
      if (even) columns_.resize((leaf + 1) * depth_, no_column);
      else starts_.push_back(columns_.size());
      depth_ = std::max(depth_, sizes.size());
    }
  }

  bool is_even() const { return starts_.empty(); }      ///< all paths have one length, a power of two up to most_even
  std::size_t depth() const { return depth_; }          ///< length of the longest path
  std::span<std::uint32_t> columns() { return columns_; }
  /// With no_column for terms that have none, and perhaps at the end.
  std::span<const std::uint32_t> operator[](std::size_t leaf) const {
    if (is_even()) return {even(leaf), depth_};
    return {columns_.data() + starts_[leaf], starts_[leaf + 1] - starts_[leaf]};
  }
  const std::uint32_t* even(std::size_t leaf) const { return columns_.data() + leaf * depth_; }
  void prefetch(std::size_t leaf) const {
    if (is_even()) __builtin_prefetch(even(leaf));
  }

 private:
  static void begins_of(std::string_view leaf, unsigned min_n, std::vector<std::uint32_t>& sizes);

  std::size_t depth_ = 0;
  HugeVector<std::uint32_t> columns_;
  std::vector<std::size_t> starts_;  // only where paths differ much
};

/// The terms of leaves in order. Each is the first bytes of a leaf.
struct LeafTerms {
  struct Place {
    std::uint32_t leaf, size;
  };
  std::vector<Place> places;  ///< by column
  Paths paths;                ///< by rank of the leaf
};
/// O(length of the leaves). Throws std::length_error.
LeafTerms terms_of_leaves(const Order& order, unsigned min_n, unsigned max_n);

}  // namespace wirecopy::detail
