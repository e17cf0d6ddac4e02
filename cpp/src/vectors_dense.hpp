// Vectors, dense: a tall matrix of few columns, stored in panels of 16 columns. One panel of a collection of some ten
// thousand rows fits into the second-level cache, and its rows never share a cache line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hash.hpp"

namespace wirecopy::detail {

inline constexpr std::size_t panel_width = 16;

template <class T>
class Dense {
 public:
  Dense() = default;
  /// All zero. Columns from `width` to the end of the last panel must stay zero.
  Dense(std::size_t rows, std::size_t width)
      : rows_(rows), width_(width), panels_((width + panel_width - 1) / panel_width), lines_(rows * panels_) {}

  std::size_t rows() const { return rows_; }
  std::size_t width() const { return width_; }
  std::size_t panels() const { return panels_; }

  /// 16 values: a row in one panel. The next row's follow.
  T* line(std::size_t panel, std::size_t row) { return lines_[panel * rows_ + row].values; }
  const T* line(std::size_t panel, std::size_t row) const { return lines_[panel * rows_ + row].values; }
  T& at(std::size_t row, std::size_t column) { return line(column / panel_width, row)[column % panel_width]; }
  const T& at(std::size_t row, std::size_t column) const { return line(column / panel_width, row)[column % panel_width]; }

 private:
  struct alignas(64) Line {
    T values[panel_width];
  };
  std::size_t rows_ = 0, width_ = 0, panels_ = 0;
  std::vector<Line> lines_;
};

/// Even numbers in [-1, 1), four from each hash of (seed, place); columns from `width` on stay zero.
template <class T>
void fill_random(T* line, std::size_t width, std::uint64_t seed, std::uint64_t place) {
  for (std::size_t k = 0; k < width; ++k) {
    const std::uint64_t bits = combine(seed, place * (panel_width / 4) + k / 4) >> (k % 4 * 16);
    line[k] = static_cast<T>(static_cast<std::int16_t>(bits & 0xffff)) * static_cast<T>(0x1p-15);
  }
}

}  // namespace wirecopy::detail
