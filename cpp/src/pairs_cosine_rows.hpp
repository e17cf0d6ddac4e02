// Pairs, rows: a borrowed sparse matrix, checked, with the columns of every row ascending.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "wirecopy/vectors.hpp"

namespace wirecopy::detail {

template <class T>
class SortedRows {
 public:
  struct Row {
    const std::int32_t* columns;
    const T* values;
    std::size_t size;
  };

  /// Borrows the arrays; columns of 64 bits, and rows whose columns do not ascend, are copied. Throws as RowReader does.
  /// O(entries).
  SortedRows(const SparseRows<T>& matrix, const Control& control);
  SortedRows(const SortedRows&) = delete;
  SortedRows& operator=(const SortedRows&) = delete;

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  std::size_t entries() const { return entries_; }
  /// Bytes of the matrix itself.
  std::size_t bytes() const { return entries_ * (sizeof(T) + 4) + rows_ * 4; }
  double largest() const { return largest_; }  ///< absolute value
  const std::vector<std::uint32_t>& rows_with() const { return rows_with_; }  ///< of each column
  const std::vector<double>& mass() const { return mass_; }  ///< of each column: sum of absolute values over largest()

  Row operator[](std::size_t i) const {
    const auto from = at(i), to = at(i + 1);
    return {indices_ + from, values_ + from, static_cast<std::size_t>(to - from)};
  }

 private:
  std::int64_t at(std::size_t i) const { return narrow_ ? narrow_[i] : wide_[i]; }

  std::size_t rows_ = 0, columns_ = 0, entries_ = 0;
  const std::int32_t* narrow_ = nullptr;  // one of the two is null
  const std::int64_t* wide_ = nullptr;
  const std::int32_t* indices_ = nullptr;
  const T* values_ = nullptr;
  std::vector<std::int32_t> own_indices_;
  std::vector<T> own_values_;
  double largest_ = 0;
  std::vector<std::uint32_t> rows_with_;
  std::vector<double> mass_;
};

}  // namespace wirecopy::detail
