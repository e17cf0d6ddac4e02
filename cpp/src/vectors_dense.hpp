// Vectors, dense: a tall matrix of few columns, stored in panels of 16 columns. One panel of a collection of some ten
// thousand rows fits into the second-level cache, and its rows never share a cache line.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "hash.hpp"
#include "memory.hpp"

namespace wirecopy::detail {

inline constexpr std::size_t panel_width = 16;

template <class T>
class Dense {
 public:
  Dense() = default;
  /// Not set, but for a last panel that is not full: columns from `width` to its end must stay zero.
  Dense(std::size_t rows, std::size_t width)
      : rows_(rows), width_(width), panels_((width + panel_width - 1) / panel_width), lines_(rows * panels_) {
    if (width % panel_width != 0) std::fill_n(lines_.end() - static_cast<std::ptrdiff_t>(rows), rows, Line{});
  }

  std::size_t rows() const { return rows_; }
  std::size_t width() const { return width_; }
  std::size_t panels() const { return panels_; }

  /// Leaves the first columns. Those after them in their panel must be zero.
  void narrow(std::size_t width) {
    width_ = width;
    panels_ = (width + panel_width - 1) / panel_width;
    lines_.resize(rows_ * panels_);
  }

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
  BlockVector<Line> lines_;
};

/// Some panels of a matrix, one after the other.
template <class T>
struct Panels {
  const Dense<T>& of;
  std::size_t first, count;
  const T* line(std::size_t panel, std::size_t row) const { return of.line(first + panel, row); }
};

/// Two panels of 16 columns in the upper halves of floats (8 significant bits, "bfloat16"): column k of the first panel
/// and column k of the second share a word. The rounds of an iteration need no more, and half as much is read.
class Halves {
 public:
  Halves() = default;
  /// Not set.
  Halves(std::size_t rows, std::size_t width)
      : rows_(rows), width_(width), pairs_((width + 2 * panel_width - 1) / (2 * panel_width)), lines_(rows * pairs_) {}

  std::size_t rows() const { return rows_; }
  std::size_t width() const { return width_; }
  std::size_t pairs() const { return pairs_; }
  std::uint32_t* line(std::size_t pair, std::size_t row) { return lines_[pair * rows_ + row].words; }
  const std::uint32_t* line(std::size_t pair, std::size_t row) const { return lines_[pair * rows_ + row].words; }

 private:
  struct alignas(64) Line {
    std::uint32_t words[panel_width];
  };
  std::size_t rows_ = 0, width_ = 0, pairs_ = 0;
  BlockVector<Line> lines_;
};

/// Two numbers rounded to the nearest halves, ties to even. Neither may be NaN.
inline std::uint32_t pack(float first, float second) {
  const auto rounded = [](float x) {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    return bits + 0x7fff + (bits >> 16 & 1);
  };
  return rounded(first) >> 16 | (rounded(second) & 0xffff0000U);
}

/// The odd multiples of 1/256 in (-1, 1), all as likely, eight from each hash of (seed, place). Halves hold them
/// exactly. Columns from `width` on are left.
template <class T>
void fill_random(T* line, std::size_t width, std::uint64_t seed, std::uint64_t place) {
  for (std::size_t first = 0; first < width; first += 8) {
    std::uint64_t bits = combine(seed, place * (panel_width / 8) + first / 8);
    for (std::size_t k = first; k < first + 8 && k < width; ++k, bits >>= 8) {
      line[k] = static_cast<T>(2 * static_cast<int>(static_cast<std::int8_t>(bits & 0xff)) + 1) / T(256);
    }
  }
}

}  // namespace wirecopy::detail
