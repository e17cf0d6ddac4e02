// Vectors, sparse: how the stages read a borrowed sparse matrix, and the two copies of it that the SVD multiplies by.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "memory.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy::detail {

/// A few rows of a sparse matrix: entries offsets[i]..offsets[i + 1] of `indices` and `values` are row i's.
template <class T>
struct RowBlock {
  std::size_t rows = 0;
  const std::int64_t* offsets = nullptr;
  const std::int32_t* indices = nullptr;
  const T* values = nullptr;
};

/// Reads blocks of rows in one form, whatever types lie underneath, and checks them on the way.
template <class T>
class RowReader {
 public:
  struct Buffer {
    std::vector<std::int64_t> offsets;
    std::vector<std::int32_t> indices;
    std::vector<std::uint32_t> seen;  // by column: the last row that had it
    std::uint32_t row = 0;
  };

  explicit RowReader(const SparseRows<T>& matrix) : matrix_(matrix) {
    const bool empty = std::visit([](const auto& all) { return all.empty() || all.front() != 0; }, matrix.indptr);
    const auto entries = std::visit([](const auto& all) { return all.size(); }, matrix.indices);
    if (empty || begin(matrix.rows()) != static_cast<std::int64_t>(entries) || matrix.values.size() != entries) {
      throw std::invalid_argument("the arrays of a sparse matrix do not fit each other");
    }
    if (matrix.columns > 0x7fffffff || matrix.rows() > 0x7fffffff) {
      throw std::invalid_argument("a sparse matrix has at most 2147483647 rows and columns");
    }
  }

  std::size_t rows() const { return matrix_.rows(); }
  std::size_t columns() const { return matrix_.columns; }
  std::size_t entries() const { return matrix_.values.size(); }
  std::int64_t begin(std::size_t row) const {
    return std::visit([&](const auto& all) { return static_cast<std::int64_t>(all[row]); }, matrix_.indptr);
  }

  /// Throws std::invalid_argument where the rows are not as SparseRows says, unless they were `checked` before.
  RowBlock<T> read(std::size_t first, std::size_t last, Buffer& buffer, bool checked = false) const {
    const std::int64_t base = begin(first), end = begin(last);
    if (base < 0 || end < base || end > static_cast<std::int64_t>(entries())) throw std::invalid_argument("indptr must ascend");
    buffer.offsets.resize(last - first + 1);
    for (std::size_t i = first; i <= last; ++i) {
      buffer.offsets[i - first] = begin(i) - base;
      if (i > first && buffer.offsets[i - first] < buffer.offsets[i - first - 1]) throw std::invalid_argument("indptr must ascend");
    }
    const auto at = static_cast<std::size_t>(base), count = static_cast<std::size_t>(end - base);
    RowBlock<T> block{last - first, buffer.offsets.data(), nullptr, matrix_.values.data() + at};
    if (!checked) std::visit([&](const auto& all) { check(block, all.data() + at, first, buffer); }, matrix_.indices);
    if (const auto* narrow = std::get_if<std::span<const std::int32_t>>(&matrix_.indices)) {
      block.indices = narrow->data() + at;
    } else {
      const auto& wide = std::get<std::span<const std::int64_t>>(matrix_.indices);
      buffer.indices.resize(count);
      for (std::size_t k = 0; k < count; ++k) buffer.indices[k] = static_cast<std::int32_t>(wide[at + k]);
      block.indices = buffer.indices.data();
    }
    return block;
  }

 private:
  template <class Index>
  void check(const RowBlock<T>& block, const Index* indices, std::size_t first, Buffer& buffer) const {
    const auto columns = static_cast<Index>(this->columns());
    for (std::size_t i = 0; i < block.rows; ++i) {
      const Index *const begin = indices + block.offsets[i], *const end = indices + block.offsets[i + 1];
      // Without branches, so that compilers work on several entries at once.
      unsigned falls = 0, outside = 0, endless = 0;
      for (std::int64_t k = 1; k < end - begin; ++k) falls |= static_cast<unsigned>(begin[k] <= begin[k - 1]);
      for (std::int64_t k = 0; k < end - begin; ++k) outside |= static_cast<unsigned>(begin[k] < 0) | static_cast<unsigned>(begin[k] >= columns);
      for (std::int64_t k = block.offsets[i]; k < block.offsets[i + 1]; ++k) {
        endless |= static_cast<unsigned>(!(std::abs(block.values[k]) <= std::numeric_limits<T>::max()));
      }
      if (outside || (falls && has_repeats(begin, end, buffer))) {
        throw std::invalid_argument("row " + std::to_string(first + i) + ": columns must lie inside the matrix, none twice");
      }
      if (endless) throw std::invalid_argument("row " + std::to_string(first + i) + " holds a value that is not finite (NaN or infinite)");
    }
  }

  template <class Index>
  bool has_repeats(const Index* begin, const Index* end, Buffer& buffer) const {
    buffer.seen.resize(columns());
    ++buffer.row;
    bool repeats = false;
    for (; begin != end; ++begin) {
      auto& seen = buffer.seen[static_cast<std::size_t>(*begin)];
      repeats |= seen == buffer.row;
      seen = buffer.row;
    }
    return repeats;
  }

  const SparseRows<T>& matrix_;
};

/// Where to cut rows so that each block has about `weight` entries and rows together. Begins with 0, ends with the rows.
template <class Begin>
std::vector<std::size_t> cut_rows(std::size_t rows, std::size_t weight, Begin&& begin) {
  std::vector<std::size_t> cuts{0};
  for (std::size_t i = 1; i <= rows; ++i) {
    const auto entries = static_cast<std::size_t>(begin(i) - begin(cuts.back()));
    if (i == rows || entries + (i - cuts.back()) >= weight) cuts.push_back(i);
  }
  return cuts;
}

/// A sparse matrix as the kernels take it. Values stand once for each precision that is wanted.
struct Operand {
  std::vector<std::int64_t> offsets;
  BlockVector<std::int32_t> indices;
  BlockVector<float> singles;
  BlockVector<double> doubles;
  std::vector<std::size_t> cuts;
  std::size_t rows() const { return offsets.size() - 1; }
};

/// The matrix and its transpose with the columns renumbered, those of most rows first: what is often read lies together.
struct Ranked {
  std::vector<std::int32_t> rank;  ///< of each column
  double unit = 1;                 ///< a power of two; values stand divided by it, the largest between 1/2 and 1
  Operand forward, back;
};

/// O(entries + columns), 24 bytes for each entry of doubles, 16 of floats; while they are made 16 and 12 more.
template <class T>
Ranked rank_columns(const SparseRows<T>& matrix, const Control& control);

}  // namespace wirecopy::detail
