// Pairs, index: rows of y in a form in which many can be compared with a row of x at once.
//
// A sketch of a row is a few hundred bytes. A byte stands for a column or, where columns share one, for the length of
// the row in those columns, rounded up; so the product of two sketches is never less than that of the rows (Cauchy and
// Schwarz in each byte). Columns that have no byte are in the tail: an inverted index, whose products are summed as they
// are. What comes up to the threshold by sketch and tail is multiplied out.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "memory.hpp"
#include "pairs_cosine_kernels.hpp"
#include "pairs_cosine_rows.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

/// How an index is laid out. Only speed and memory depend on it.
struct SketchShape {
  std::size_t bytes = 64;  ///< of a sketch; a multiple of 4
  bool tail = false;       ///< whether columns beyond the bytes go to the tail; else they share bytes
};

inline constexpr std::uint16_t no_byte = 0xffff;

/// Columns that both matrices have, in the two orders in which they are given bytes.
template <class T>
class ColumnOrder {
 public:
  ColumnOrder(const SortedRows<T>& x, const SortedRows<T>& y);
  /// The byte of each column. With a tail the columns that would cost it most have one each; without, the heaviest have
  /// one each and the others share the rest evenly. O(columns).
  std::vector<std::uint16_t> bytes(const SketchShape& shape) const;
  /// Columns by how many products of two entries they take, most first.
  const std::vector<std::uint32_t>& by_products() const { return by_products_; }
  double products(std::uint32_t column) const { return products_[column]; }

 private:
  std::vector<double> products_, mass_;  // of each column
  std::vector<std::uint32_t> by_products_, by_mass_;
};

/// A power of two over every value of a matrix: sketches are of values divided by it, so that no square overflows.
double unit_of(double largest);

/// Writes the sketch of one row, 0 to 127 a byte; the row's part in a byte is at most the byte times what is returned.
/// `sums` is scratch of as many numbers.
template <class T>
float sketch_row(const typename SortedRows<T>::Row& row, std::span<const std::uint16_t> byte_of, double inverse_unit,
                 std::span<float> sums, std::uint8_t* out);

/// The bound that a sum in float of a row with so many entries in the tail is compared with: low enough that rounding
/// hides no pair. `bound` is in units of both matrices.
float least_sum(double bound, std::size_t in_tail);

/// A value as it stands in the tail: absolute, in units, and never so small that products become 0.
float tail_value(double value, double inverse_unit);

/// The sketches of some rows, panel_rows of them side by side.
template <class T>
class Sketches {
 public:
  Sketches() = default;
  /// O(entries + rows x bytes).
  Sketches(const SortedRows<T>& rows, std::span<const std::uint32_t> row_at, std::span<const std::uint16_t> byte_of,
           std::size_t bytes, const Control& control);
  std::size_t panels() const { return scales_.size() / panel_rows; }
  const std::uint8_t* panel(std::size_t p) const { return data_.data() + p * panel_rows * bytes_; }
  const float* scales(std::size_t p) const { return scales_.data() + p * panel_rows; }

 private:
  std::size_t bytes_ = 0;
  HugeVector<std::uint8_t> data_;
  std::vector<float> scales_;
};

/// How many places are best compared at once: their sketches stay in the second-level cache while a block of x goes over
/// them.
std::size_t tile_rows(std::size_t bytes);

/// An entry of the tail in 32 bits, as what has to be read decides how fast sums are made: the high half of a float, and
/// the place in its tile. The float that all 32 bits make is never less than the value.
using Posting = std::uint32_t;
inline float value_of(Posting p) { return std::bit_cast<float>(p); }
inline std::uint16_t place_of(Posting p) { return static_cast<std::uint16_t>(p); }

template <class T>
class CosineIndex {
 public:
  /// `row_at`: the row of y at each place. O(entries + rows x bytes).
  CosineIndex(const SortedRows<T>& x, const SortedRows<T>& y, std::span<const std::uint32_t> row_at,
              const ColumnOrder<T>& order, const SketchShape& shape, const Control& control);

  std::size_t bytes() const { return shape_.bytes; }
  bool has_tail() const { return shape_.tail; }
  std::span<const std::uint16_t> byte_of() const { return byte_of_; }
  double inverse_unit_x() const { return 1 / unit_x_; }
  /// A bound on products, in the units of both matrices.
  double in_units(double bound) const { return bound / unit_x_ / unit_y_; }
  const Sketches<T>& sketches() const { return sketches_; }
  /// Places that are compared at once: a power of two, at most 65536.
  std::size_t tile() const { return tile_; }
  /// Where the postings of each column in a tile begin; where the next one's do, they end.
  const std::uint32_t* starts(std::size_t tile) const { return starts_.data() + tile * columns_; }
  const Posting* postings() const { return postings_.data(); }

 private:
  void build_tail(const SortedRows<T>& y, std::span<const std::uint32_t> row_at);

  SketchShape shape_;
  std::size_t columns_, tile_;
  double unit_x_ = 1, unit_y_ = 1;
  std::vector<std::uint16_t> byte_of_;
  Sketches<T> sketches_;
  std::vector<std::uint32_t> starts_;  // of each tile and column, and the end
  HugeVector<Posting> postings_;
};

/// What a join is for, as far as its cost depends on it.
struct JoinTask {
  double threshold = 0;  ///< 0: the nearest `k`
  std::size_t k = 0;
  bool self = false;
  double pairs = 0;      ///< that may meet
};

/// The shape for which a join would cost least, judged by a sample of rows.
template <class T>
SketchShape cheapest_shape(const SortedRows<T>& x, const SortedRows<T>& y, const ColumnOrder<T>& order,
                           const JoinTask& task, const Control& control);

}  // namespace wirecopy::detail
