// Pairs, time order: what may lie inside a window of time, found without looking at the rest.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "wirecopy/text.hpp"

namespace wirecopy::detail {

/// When a body was printed: first and last time of its articles, NaN where one of them is not known.
struct Times {
  double earliest = unknown_hours, latest = unknown_hours;
};

/// Bodies in the order of their times, so that those inside the window of one lie side by side; their places in it are
/// ranks. Without a window the order is the one given.
class TimeOrder {
 public:
  TimeOrder(std::span<const Times> times, double window);
  std::size_t size() const { return bodies_.size(); }
  ArticleId body(std::size_t rank) const { return bodies_[rank]; }
  /// Whether some two articles of the bodies are no further apart than the window; unknown times are never too far.
  bool inside(std::size_t x, std::size_t y) const;

  /// Calls visit(first, last) for the stretches of [first, last), ascending ranks, that may lie inside the window of `rank`.
  template <class Visit>
  void each_near(std::size_t rank, const std::uint32_t* first, const std::uint32_t* last, Visit&& visit) const {
    const Range& near = near_[rank];
    if (near.begin <= always_ && near.end == size()) return visit(first, last);
    const std::uint32_t* const known = std::lower_bound(first, last, always_);
    const std::uint32_t* const begin = std::lower_bound(known, last, near.begin);
    visit(first, known);
    visit(begin, std::lower_bound(begin, last, near.end));
  }

 private:
  struct Range {
    std::uint32_t begin, end;
  };
  Range range_of(std::size_t rank) const;

  std::vector<ArticleId> bodies_;
  std::vector<Times> times_;  // by rank
  std::vector<Range> near_;   // by rank: those from always_ on that may be inside its window
  std::uint32_t always_ = 0;  // ranks below are looked at by everybody: their time is not known, or a long stretch
  double window_;
};

}  // namespace wirecopy::detail
