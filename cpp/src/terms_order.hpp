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
  HugeVector<Place> places;                        ///< by rank; words and code points
  HugeVector<std::uint64_t> keys;                  ///< by rank; runs: rank of the run without its last word, rank of that word
  std::vector<HugeVector<std::uint32_t>> ranks;    ///< per worker, of each number; words
  HugeVector<std::int64_t> rows;                   ///< by rank: texts with the word or, where there are runs, how often it is there
  std::size_t size() const { return keys.empty() ? places.size() : keys.size(); }
};

/// The terms of all workers in order: words by their bytes, runs of words as the tuples of their words.
class Order {
 public:
  /// Orders words, and runs of up to max_n of them where sequences were read, which are used up. O(distinct terms x log +
  /// length of the sequences x max_n).
  Order(const std::vector<std::unique_ptr<Worker>>& workers, unsigned max_n, const Control& control);

  const std::vector<OrderedLevel>& levels() const { return levels_; }

  /// Calls each(level, rank) for every term in order of its bytes when its words are joined by spaces: which is that of
  /// the tuples, for no word holds a character before the space.
  template <class Each>
  void walk(Each&& each) const {
    std::vector<std::size_t> next(levels_.size());
    for (std::size_t word = 0; word < levels_[0].size(); ++word) visit(0, word, next, each);
  }
  /// The bytes of a term on the way of walk(), to `term`: it and `ends` are what the call before has left, ends one per level.
  void spell(std::size_t level, std::size_t rank, std::string& term, std::vector<std::size_t>& ends) const;
  /// Frees what only rows need.
  void forget_ranks() {
    for (auto& level : levels_) level.ranks = {};
    leaves_ = {};
  }
  /// Where there are runs: per worker the rank of the longest that begins at each place of its sequence, at first; then
  /// its number as a leaf (see paths_of_runs).
  std::vector<HugeVector<std::uint32_t>>& leaves() { return leaves_; }
  /// The bytes of the words of the first level.
  std::string_view word(std::size_t rank, char* room) const;
  /// Where those are looked up, to be fetched before.
  const void* word_place(std::size_t rank) const {
    const auto place = levels_[0].places[rank];
    return workers_[place.worker]->tables().words.text_place(place.number);
  }

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
  void order_runs(unsigned max_n, const Control& control);

  const std::vector<std::unique_ptr<Worker>>& workers_;
  std::vector<OrderedLevel> levels_;
  std::vector<HugeVector<std::uint32_t>> leaves_;
};

}  // namespace wirecopy::detail
