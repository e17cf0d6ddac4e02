// Pairs, stripes: some rows of x against a stretch of an index, 16 rows at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pairs_cosine_index.hpp"

namespace wirecopy::detail {

template <class T>
class Stripes {
 public:
  Stripes(const SortedRows<T>& x, const CosineIndex<T>& index);

  /// Takes up rows of x; none of their products is under `bound` (in units) that is to be found.
  void begin(std::span<const std::uint32_t> rows, double bound);
  /// What products of row `i` are compared with from now on.
  void set_bound(std::size_t i, double bound) { least_[i] = least_sum(bound, in_tail(i)); }
  /// Bounds of the places of the next tile, of which the lower of two counts; infinite otherwise.
  std::span<float> other_bounds() { return y_least_; }
  void set_least(std::size_t i, float least) { least_[i] = least; }
  float least(std::size_t i) const { return least_[i]; }
  std::size_t count() const { return (rows_ + stripe_rows - 1) / stripe_rows; }
  /// Compares the rows of one stripe with panels of one tile.
  void scan(std::size_t stripe, std::size_t first_panel, std::size_t last_panel, bool keep_sums);

  /// Calls found(row of the stripe, place) for what came up to the bound, row by row, places ascending.
  template <class Found>
  void reached(Found&& found) const;
  /// What was compared, if it was kept: no product of the pair is over it, but for rounding.
  float sum(std::size_t row_of_stripe, std::size_t place) const {
    return sums_[row_of_stripe * stride_ + place % stride_];
  }

 private:
  struct Entry {
    std::uint32_t column;
    float value;
  };
  std::size_t in_tail(std::size_t i) const { return tail_starts_[i + 1] - tail_starts_[i]; }
  /// Adds the tail of the places of a tile from place `from` in it on; of earlier ones nothing, or all.
  void add_tail(std::size_t stripe, std::size_t tile, std::size_t from);

  const SortedRows<T>& x_;
  const CosineIndex<T>& index_;
  ScanStripe kernel_;
  std::size_t stride_;  // of sums: places of a tile
  std::size_t rows_ = 0, first_panel_ = 0, panels_ = 0;
  std::vector<float> scratch_;
  std::vector<std::uint8_t> sketches_;
  std::vector<float> scales_, least_;
  std::vector<std::size_t> tail_starts_;  // of each row
  std::vector<Entry> tail_;
  std::vector<float> sums_, y_least_;  // of the places of a tile
  std::vector<std::uint16_t> reached_;
};

/// What the sketches of a few rows of x and of y come to, for the cost model.
template <class T>
class SketchSample {
 public:
  SketchSample(const SortedRows<T>& x, std::span<const std::uint32_t> xs, std::span<const std::uint16_t> byte_of,
               std::size_t bytes, const Sketches<T>& y);
  float sum(std::size_t i, std::size_t j) const { return sums_[i * stride_ + j]; }

 private:
  std::size_t stride_;
  std::vector<float> sums_;
};

template <class T>
template <class Found>
void Stripes<T>::reached(Found&& found) const {
  for (std::size_t r = 0; r < stripe_rows; ++r) {
    const std::uint16_t* const bits = reached_.data() + r * panels_;
    for (std::size_t p = 0; p < panels_; ++p) {
      if (bits[p] == 0) continue;
      for (unsigned left = bits[p]; left != 0; left &= left - 1) {
        found(r, (first_panel_ + p) * panel_rows + static_cast<std::size_t>(std::countr_zero(left)));
      }
    }
  }
}

}  // namespace wirecopy::detail
