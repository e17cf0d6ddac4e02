// Pairs, products: dot products of sparse rows as they are given to the caller.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "pairs_cosine_rows.hpp"

namespace wirecopy::detail {

/// One row spread out over all columns, to be multiplied with others.
template <class T>
class DenseRow {
 public:
  using Row = typename SortedRows<T>::Row;
  explicit DenseRow(std::size_t columns) : values_(columns) {}

  void set(const Row& row) {
    row_ = row;
    for (std::size_t k = 0; k < row.size; ++k) values_[static_cast<std::size_t>(row.columns[k])] = row.values[k];
  }
  void clear() {
    for (std::size_t k = 0; k < row_.size; ++k) values_[static_cast<std::size_t>(row_.columns[k])] = 0;
  }

  /// Calls done(n, product) for n from 0 to count - 1 in turn, where row_at(n) is the other row. A product is summed in
  /// double, column by column in ascending order: a column that one row lacks adds 0 and changes nothing. Several sums
  /// run side by side, as each addition waits for the one before it.
  template <class RowAt, class Done>
  void multiply(std::size_t count, RowAt&& row_at, Done&& done) const {
    std::size_t n = 0;
    for (; n + lanes <= count; n += lanes) {
      Row rows[lanes];
      double sums[lanes] = {};
      std::size_t common = row_at(n).size;
      for (std::size_t l = 0; l < lanes; ++l) {
        rows[l] = row_at(n + l);
        common = std::min(common, rows[l].size);
      }
      for (std::size_t k = 0; k < common; ++k) {
        for (std::size_t l = 0; l < lanes; ++l) sums[l] += product(rows[l], k);
      }
      for (std::size_t l = 0; l < lanes; ++l) {
        for (std::size_t k = common; k < rows[l].size; ++k) sums[l] += product(rows[l], k);
        done(n + l, sums[l]);
      }
    }
    for (; n < count; ++n) {
      const Row row = row_at(n);
      double sum = 0;
      for (std::size_t k = 0; k < row.size; ++k) sum += product(row, k);
      done(n, sum);
    }
  }

 private:
  static constexpr std::size_t lanes = 4;
  double product(const Row& row, std::size_t k) const {
    return static_cast<double>(row.values[k]) * static_cast<double>(values_[static_cast<std::size_t>(row.columns[k])]);
  }
  std::vector<T> values_;
  Row row_{nullptr, nullptr, 0};
};

}  // namespace wirecopy::detail
