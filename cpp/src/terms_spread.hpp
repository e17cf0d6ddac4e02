// Terms of code points: a row of leaves in order becomes a row of terms in order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "terms_paths.hpp"

namespace wirecopy::detail {

class Spread {
 public:
  /// Finds columns() and counts() of a row: its leaves in order, and how often each is there. O(leaves x depth of the paths).
  void run(const Paths& paths, std::span<const std::uint32_t> leaves, const std::uint32_t* times);
  std::span<const std::uint32_t> columns() const { return {columns_.data(), size_}; }
  std::span<const std::uint32_t> counts() const { return {counts_.data(), size_}; }

 private:
  template <std::size_t depth>
  void run_even(const Paths& paths, std::span<const std::uint32_t> leaves, const std::uint32_t* times);
  void run_uneven(const Paths& paths, std::span<const std::uint32_t> leaves, const std::uint32_t* times);

  std::vector<std::uint32_t> columns_, counts_;
  std::vector<std::uint32_t> flat_;  // the paths of the leaves, one after the other, with one of no columns before them
  std::vector<std::uint32_t> sums_;  // at each place of them: how often its column comes from there on
  std::size_t size_ = 0;
};

}  // namespace wirecopy::detail
