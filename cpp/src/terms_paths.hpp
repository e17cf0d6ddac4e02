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
#include "parallel.hpp"
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
  Paths(std::size_t leaves, unsigned min_n, unsigned max_n, Text&& text, Column&& column) : Paths(leaves, max_n - min_n + 1) {
    std::vector<std::uint32_t> sizes;
    for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
      char room[16];
      const std::string_view bytes = text(leaf, room);
      begins_of(bytes, min_n, sizes);
      for (std::size_t k = 0; k < sizes.size(); ++k) columns_.push_back(column(bytes, sizes[k], k));
      end(sizes.size());
    }
  }
  /// To be filled by push(): room for so many leaves of at most so many terms.
  Paths(std::size_t leaves, std::size_t most) : is_even_(most <= most_even), depth_(is_even_ ? std::bit_ceil(most) : 0) {
    if (is_even_) columns_.reserve(leaves * depth_);
    else starts_.push_back(0);
  }
  void push(std::span<const std::uint32_t> path) {
    columns_.insert(columns_.end(), path.begin(), path.end());
    end(path.size());
  }

  bool is_even() const { return is_even_; }             ///< all paths have one length, a power of two up to most_even
  std::size_t depth() const { return depth_; }          ///< length of the longest path
  std::size_t size() const { return size_; }            ///< leaves
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

  void end(std::size_t size) {
    if (is_even_) columns_.resize(columns_.size() + depth_ - size, no_column);
    else starts_.push_back(columns_.size());
    depth_ = std::max(depth_, size);
    ++size_;
  }

  bool is_even_ = true;
  std::size_t depth_ = 0, size_ = 0;
  HugeVector<std::uint32_t> columns_;
  std::vector<std::size_t> starts_;  // only where paths differ much
};

/// Terms of code points, which are the first bytes of leaves.
struct LeafTerms {
  struct Place {
    std::uint32_t leaf, size;
  };
  HugeVector<Place> places;  ///< by column
  Paths paths;                ///< by rank of the leaf
};
/// O(length of the leaves). Throws TooManyTerms.
LeafTerms terms_of_leaves(const Order& order, unsigned min_n, unsigned max_n);

/// Leaves of words: the runs of max_n words, and shorter ones at the end of a text. Each run, of whatever length, has a
/// number as a leaf, in order; the order's leaves() become those.
/// `column(level, rank, counted)` is asked for each run in order, `counted` where it has min_n words; else the answer is not
/// used. O(runs + length of the sequences).
template <class Column>
Paths paths_of_runs(Order& order, unsigned min_n, Column&& column, const Control& control) {
  const auto& levels = order.levels();
  std::vector<HugeVector<std::uint32_t>> number(levels.size());
  std::size_t most = 0;
  for (std::size_t k = 0; k < levels.size(); ++k) {
    number[k].resize(levels[k].size(), no_term);
    most += levels[k].size();
  }
  Paths out(most, levels.size() - min_n + 1);
  beside("vocabulary", control, [&] {
    std::vector<std::uint32_t> path(levels.size());
    std::uint32_t leaf = 0;
    order.walk([&](std::size_t level, std::size_t rank) {
      if (level == 0 && levels[0].rows[rank] == 0) return;
      if (leaf == no_term - 1) throw TooManyTerms();
      number[level][rank] = leaf++;
      const bool counted = level + 1 >= min_n;
      path[level] = column(level, rank, counted);
      out.push(counted ? std::span<const std::uint32_t>(path).subspan(min_n - 1, level + 2 - min_n) : std::span<const std::uint32_t>());
    });
  });
  auto& leaves = order.leaves();
  parallel_for("vocabulary", leaves.size(), control, [&](std::size_t w) {
    std::size_t level = 0;  // from the end on: so many words follow in the text, up to the most a run has
    constexpr std::size_t ahead = 16;
    for (std::size_t i = leaves[w].size(); i-- > 0;) {
      if (i >= ahead && leaves[w][i - ahead] != no_term) __builtin_prefetch(number.back().data() + leaves[w][i - ahead]);
      auto& leaf = leaves[w][i];
      if (leaf == no_term) {
        level = 0;
      } else {
        leaf = number[level][leaf];
        level = std::min(level + 1, levels.size() - 1);
      }
    }
  }, 1);
  return out;
}

}  // namespace wirecopy::detail
