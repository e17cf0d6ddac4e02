// Terms: from the numbers that threads gave to terms, which depend on who met what first, to columns, which do not.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "terms_worker.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

inline constexpr std::uint32_t no_column = 0xffff'ffff;

struct TooManyTerms : std::length_error {
  TooManyTerms() : std::length_error("more than 2^31 - 1 distinct terms; use fewer units in a term, or hash them") {}
};

/// All distinct terms of one level, in order. Where one is kept: the worker that has it, and its number there.
struct OrderedLevel {
  struct Place {
    std::uint32_t worker, number;
  };
  std::vector<Place> places;                       ///< by rank; words and code points
  std::vector<std::uint64_t> keys;                 ///< by rank; runs: rank of the run without its last word, rank of that word
  std::vector<std::vector<std::uint32_t>> ranks;   ///< per worker, of each number
  std::vector<std::int64_t> rows;                  ///< by rank: texts with the term
  std::size_t size() const { return rows.size(); }
};

/// The terms of all workers in order: words by their bytes, runs of words as the tuples of their words.
class Order {
 public:
  /// O(distinct terms x log), on as many threads as there are workers.
  Order(const std::vector<std::unique_ptr<Worker>>& workers, const Control& control);

  const std::vector<OrderedLevel>& levels() const { return levels_; }

  /// Calls each(level, rank) for every term in order of its bytes when its words are joined by spaces: which is that of
  /// the tuples, for no word holds a character before the space.
  template <class Each>
  void walk(Each&& each) const {
    std::vector<std::size_t> next(levels_.size());
    for (std::size_t word = 0; word < levels_[0].size(); ++word) visit(0, word, next, each);
  }
  /// Frees what only rows need.
  void forget_ranks() {
    for (auto& level : levels_) level.ranks = {};
  }
  /// The bytes of the words of the first level.
  std::string_view word(std::size_t rank, char* room) const;

 private:
  template <class Each>
  void visit(std::size_t level, std::size_t rank, std::vector<std::size_t>& next, Each&& each) const {
    each(level, rank);
    if (level + 1 == levels_.size()) return;
    const auto& longer = levels_[level + 1].keys;
    // Runs stand in order of the shorter runs they begin with, and those are visited in order.
    for (auto& at = next[level + 1]; at < longer.size() && longer[at] >> 32 == rank;) visit(level + 1, at++, next, each);
  }
  void order_words(const Control& control);
  void order_runs(std::size_t level, const Control& control);

  const std::vector<std::unique_ptr<Worker>>& workers_;
  std::vector<OrderedLevel> levels_;
};

}  // namespace wirecopy::detail
