// Pairs, filter: which pairs may meet, and an order of rows in which those that may lie near each other.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "wirecopy/pairs.hpp"

namespace wirecopy::detail {

/// Throws std::invalid_argument where a filter does not fit: wrong sizes, an infinite time, a window that is none.
/// `rows_y` counts where there is a second matrix.
void check(const PairFilter& filter, std::size_t rows, bool self, std::size_t rows_y);

/// One side of a filter: what is known of its rows.
struct FilterSide {
  std::span<const double> hours;
  std::span<const std::int32_t> same, different;
};
inline FilterSide side_x(const PairFilter& f) { return {f.hours, f.same, f.different}; }
inline FilterSide side_y(const PairFilter& f, bool self) {
  return self ? side_x(f) : FilterSide{f.hours_y, f.same_y, f.different_y};
}

/// Whether the filter lets a row of x meet a row of y.
class Meets {
 public:
  Meets(const PairFilter& f, bool self) : x_(side_x(f)), y_(side_y(f, self)), window_(f.window) {}
  bool operator()(std::size_t a, std::size_t b) const {
    if (!x_.same.empty() && !y_.same.empty() && x_.same[a] >= 0 && y_.same[b] >= 0 && x_.same[a] != y_.same[b])
      return false;
    if (!x_.different.empty() && !y_.different.empty() && x_.different[a] >= 0 && x_.different[a] == y_.different[b])
      return false;
    return x_.hours.empty() || y_.hours.empty() || !(std::abs(x_.hours[a] - y_.hours[b]) > window_);
  }

 private:
  FilterSide x_, y_;
  double window_;
};

using Places = std::pair<std::size_t, std::size_t>;

/// Rows in order of label, then time, those without one last each, then row; their own order where nothing narrows it.
class FilterOrder {
 public:
  FilterOrder(std::size_t rows, const FilterSide& side, double window);
  const std::vector<std::uint32_t>& row() const { return row_; }  ///< of each place
  bool moved() const { return moved_; }  ///< whether any row stands elsewhere than at its own number
  /// Adds ranges of places that hold every row which may meet one of this label and time. O(log rows).
  void add_near(std::int32_t label, double at, double window, std::vector<Places>& out) const;

 private:
  struct Group {
    std::int32_t label;
    std::size_t begin, timed, end;  // places with a time come first
  };
  void add_near_in(const Group& group, double at, double window, std::vector<Places>& out) const;
  std::vector<std::uint32_t> row_;
  std::vector<double> hours_;  // of each place; empty: none known
  std::vector<Group> groups_;  // by label; -1, not known, last
  bool moved_ = false;
};

/// Sorted, apart from each other, cut to multiples of `grain` outwards (the last place need not be).
void merge_ranges(std::vector<Places>& ranges, std::size_t grain);

}  // namespace wirecopy::detail
