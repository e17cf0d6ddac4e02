// Pairs, products: dot products of sparse rows as they are given to the caller. A product is summed in double, column by
// column in ascending order: a column that one of the rows lacks adds 0 and changes nothing. Several sums run side by
// side, as each addition has to wait for the one before it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
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
  double product(const Row& row) const {
    return sum_of_products(row.columns, row.values, row.size, values_.data());
  }

  /// Calls done(n, product) for n from 0 to count - 1, where row_at(n) is the other row.
  template <class RowAt, class Done>
  void multiply(std::size_t count, RowAt&& row_at, Done&& done) const {
    std::size_t n = 0;
    for (; n + lanes <= count; n += lanes) {
      Row rows[lanes];  // the shortest first
      std::size_t place[lanes];
      for (std::size_t l = 0; l < lanes; ++l) {
        const Row row = row_at(n + l);
        if (n + lanes + l < count) fetch(row_at(n + lanes + l));
        std::size_t at = l;
        for (; at > 0 && rows[at - 1].size > row.size; --at) rows[at] = rows[at - 1], place[at] = place[at - 1];
        rows[at] = row, place[at] = l;
      }
      double sums[lanes] = {}, products[lanes];
      std::size_t k = 0;
      add_side_by_side<0>(rows, k, sums);
      add_side_by_side<1>(rows, k, sums);
      add_side_by_side<2>(rows, k, sums);
      add_side_by_side<3>(rows, k, sums);
      for (std::size_t l = 0; l < lanes; ++l) products[place[l]] = sums[l];
      for (std::size_t l = 0; l < lanes; ++l) done(n + l, products[l]);
    }
    for (; n < count; ++n) done(n, product(row_at(n)));
  }

 private:
  static constexpr std::size_t lanes = 4;
  double product(const Row& row, std::size_t k) const {
    return static_cast<double>(row.values[k]) * static_cast<double>(values_[static_cast<std::size_t>(row.columns[k])]);
  }
  /// Rows from `first` on, as far as that one goes.
  template <std::size_t first>
  void add_side_by_side(const Row* rows, std::size_t& k, double* sums) const {
    for (; k < rows[first].size; ++k) {
      for (std::size_t l = first; l < lanes; ++l) sums[l] += product(rows[l], k);
    }
  }
  /// A function of its own, else the sum is kept in memory from one addition to the next.
  [[gnu::noinline]] static double sum_of_products(const std::int32_t* columns, const T* values, std::size_t size,
                                                  const T* dense) {
    double sum = 0;
    for (std::size_t k = 0; k < size; ++k)
      sum += static_cast<double>(values[k]) * static_cast<double>(dense[static_cast<std::size_t>(columns[k])]);
    return sum;
  }
  /// Rows lie far from each other; what comes soon is asked for now.
  static void fetch([[maybe_unused]] const Row& row) {
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(row.columns);
    __builtin_prefetch(row.columns + 16);
    __builtin_prefetch(row.values);
    __builtin_prefetch(row.values + 16);
#endif
  }
  std::vector<T> values_;
  Row row_{nullptr, nullptr, 0};
};

/// A block of rows of x, laid out so that each row of y can be multiplied with many of them: columns by rank, so that what
/// most rows have lies together.
template <class T>
class BlockRows {
 public:
  explicit BlockRows(std::span<const std::uint32_t> rank) : rank_(rank), dense_(rank.size()) {}

  void begin(const SortedRows<T>& x, std::span<const std::uint32_t> rows) {
    starts_.assign(1, 0);
    entries_.clear();
    for (const auto r : rows) {
      const auto row = x[r];
      for (std::size_t k = 0; k < row.size; ++k)
        entries_.push_back({row.values[k], rank_[static_cast<std::size_t>(row.columns[k])]});
      starts_.push_back(entries_.size());
    }
  }
  std::size_t size(std::size_t i) const { return starts_[i + 1] - starts_[i]; }

  /// Calls done(n, product) of the row of y and row row_at(n) of the block, for n from 0 to count - 1. Fastest where the
  /// rows come by size, as those multiplied side by side then end together.
  template <class RowAt, class Done>
  void multiply(const typename SortedRows<T>::Row& y, std::size_t count, RowAt&& row_at, Done&& done) {
    constexpr std::size_t lanes = 8;
    for (std::size_t k = 0; k < y.size; ++k)
      dense_[rank_[static_cast<std::size_t>(y.columns[k])]] = static_cast<double>(y.values[k]);
    std::size_t n = 0;
    for (; n + lanes <= count; n += lanes) {
      const Entry *at[lanes], *end[lanes];
      std::size_t common = static_cast<std::size_t>(-1);
      for (std::size_t l = 0; l < lanes; ++l) {
        const std::size_t i = row_at(n + l);
        at[l] = entries_.data() + starts_[i], end[l] = at[l] + size(i);
        common = std::min(common, size(i));
      }
      double sums[lanes] = {};
      for (std::size_t k = 0; k < common; ++k) {
        for (std::size_t l = 0; l < lanes; ++l) sums[l] += product(at[l][k]);
      }
      for (std::size_t l = 0; l < lanes; ++l) done(n + l, rest(at[l] + common, end[l], sums[l]));
    }
    for (; n < count; ++n) {
      const Entry* const at = entries_.data() + starts_[row_at(n)];
      done(n, rest(at, at + size(row_at(n)), 0));
    }
    for (std::size_t k = 0; k < y.size; ++k) dense_[rank_[static_cast<std::size_t>(y.columns[k])]] = 0;
  }

 private:
  struct Entry {
    T value;
    std::uint32_t rank;
  };
  double product(const Entry& e) const { return static_cast<double>(e.value) * dense_[e.rank]; }
  double rest(const Entry* at, const Entry* end, double sum) const {
    for (; at != end; ++at) sum += product(*at);
    return sum;
  }

  std::span<const std::uint32_t> rank_;  // of each column
  std::vector<double> dense_;            // of each rank: the row of y at hand
  std::vector<std::size_t> starts_;
  std::vector<Entry> entries_;
};

}  // namespace wirecopy::detail
