// Terms of code points: a row of leaves in order becomes a row of terms in order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "terms_paths.hpp"

namespace wirecopy::detail {

class Spread {
 public:
  /// The row's leaves in order and how often each is there, to be filled in.
  std::vector<std::uint32_t> leaves, times;

  /// Finds columns() and counts(). O(leaves x depth of the paths).
  void run(const Paths& paths);
  std::span<const std::uint32_t> columns() const { return {columns_.data(), size_}; }
  std::span<const std::uint32_t> counts() const { return {counts_.data(), size_}; }

 private:
  template <std::size_t depth>
  void run_even(const Paths& paths);
  void run_uneven(const Paths& paths);

  std::vector<std::uint32_t> columns_, counts_;
  std::vector<std::uint32_t> flat_;  // the paths of the leaves, one after the other, with one of no columns before them
  std::vector<std::uint32_t> sums_;  // at each place of them: how often its column comes from there on
  std::size_t size_ = 0;
};

}  // namespace wirecopy::detail
