// Pairs: an index over sparse rows that finds the few others whose dot product with a row can reach a bound.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "parallel.hpp"
#include "wirecopy/pairs.hpp"

namespace wirecopy::detail {

/// Rows in order of their times, those without one last, so that a window is a range of places.
struct TimeOrder {
  std::vector<std::uint32_t> row;   ///< of each place
  std::vector<double> hours;        ///< of each place
  std::size_t known = 0;            ///< places with a time
  TimeOrder(std::size_t rows, std::span<const double> given);

  /// The places whose times are at most `window` from `at`: a range of those with a time, and those without one.
  std::array<std::pair<std::size_t, std::size_t>, 2> near(double at, double window) const;
};

/// Columns by how many rows have them, most first; ties by column.
std::vector<std::uint32_t> frequent_first(std::span<const std::int64_t> rows_with);

/// The size of the head for which a join would cost least, judged by a sample of rows; a threshold of 0 stands for that
/// of the nearest few.
std::size_t head_size(const CsrView& x, const CsrView& y, double threshold);

/// Columns that most rows have (the head) are told from the others (the tail). Tail products are summed through an
/// inverted index; what the head can add is at most the product of the two head lengths (Cauchy and Schwarz), so only
/// rows whose sum and bound reach the threshold are multiplied out.
class HeadTailIndex {
 public:
  HeadTailIndex(const CsrView& rows, const TimeOrder& order, std::size_t head, const Control& control);

  struct Scratch {
    std::vector<double> tail;   ///< per place: sum over the tail
    std::vector<double> dense;  ///< per column: the row at hand
    double head = 0;            ///< its length in the head
    double length = 0;          ///< and in all
  };
  Scratch scratch() const;

  /// Sets up row i of x: sums over the tail for the places of the ranges.
  void begin(const CsrView& x, std::size_t i, std::span<const std::pair<std::size_t, std::size_t>> ranges, Scratch& s) const;
  void end(const CsrView& x, std::size_t i, std::span<const std::pair<std::size_t, std::size_t>> ranges, Scratch& s) const;

  /// Whether the product of a place with the row at hand may reach `bound`. NaN (of huge values) counts as yes.
  bool may_reach(const Scratch& s, std::size_t place, double bound) const {
    return !(s.tail[place] + s.head * head_length_[place] < bound - 1e-10 * s.length * longest_);
  }
  /// The product itself, summed in order of the columns: the same whichever of the two is the row at hand.
  double product(const Scratch& s, std::size_t place) const;

 private:
  const CsrView& rows_;
  const TimeOrder& order_;
  std::vector<char> in_head_;                ///< per column
  std::vector<std::int64_t> starts_;         ///< per column, of its tail entries
  std::vector<std::uint32_t> places_;        ///< ascending inside a column
  std::vector<double> values_;
  std::vector<double> head_length_;          ///< per place
  double longest_ = 0;
};

}  // namespace wirecopy::detail
