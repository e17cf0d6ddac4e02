// Pairs, products: dot products of sparse rows as they are given to the caller. A product is summed in double, column by
// column in ascending order: a column that one of the rows lacks adds 0 and changes nothing. Several sums run side by
// side, as each addition has to wait for the one before it.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <numeric>
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
  double product(const Row& row) const { return rest(row, 0, 0); }

  /// Calls done(n, product) for n from 0 to count - 1, where row_at(n) is the other row.
  template <class RowAt, class Done>
  void multiply(std::size_t count, RowAt&& row_at, Done&& done) const {
    constexpr std::size_t lanes = 4;
    std::size_t n = 0;
    for (; n + lanes <= count; n += lanes) {
      Row rows[lanes];
      std::size_t common = static_cast<std::size_t>(-1);
      for (std::size_t l = 0; l < lanes; ++l) {
        rows[l] = row_at(n + l);
        common = std::min(common, rows[l].size);
        if (n + lanes + l < count) fetch(row_at(n + lanes + l));
      }
      double sums[lanes] = {};
      for (std::size_t k = 0; k < common; ++k) {
        for (std::size_t l = 0; l < lanes; ++l) sums[l] += product(rows[l], k);
      }
      for (std::size_t l = 0; l < lanes; ++l) done(n + l, rest(rows[l], common, sums[l]));
    }
    for (; n < count; ++n) done(n, product(row_at(n)));
  }

 private:
  double product(const Row& row, std::size_t k) const {
    return static_cast<double>(row.values[k]) * static_cast<double>(values_[static_cast<std::size_t>(row.columns[k])]);
  }
  double rest(const Row& row, std::size_t k, double sum) const {
    for (; k < row.size; ++k) sum += product(row, k);
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

/// Some rows of a block: a bit for each.
using BlockBits = std::array<std::uint64_t, 2>;

/// A block of at most 128 rows of x, laid out so that each row of y can be multiplied with many of them: columns by rank,
/// so that what most rows have lies together, and rows by size, so that those multiplied side by side end together.
template <class T>
class BlockRows {
 public:
  explicit BlockRows(std::span<const std::uint32_t> rank) : rank_(rank), dense_(rank.size()) {}

  void begin(const SortedRows<T>& x, std::span<const std::uint32_t> rows) {
    at_.resize(rows.size());
    std::iota(at_.begin(), at_.end(), std::uint8_t{0});
    std::sort(at_.begin(), at_.end(), [&](auto p, auto q) {
      const std::size_t of_p = x[rows[p]].size, of_q = x[rows[q]].size;
      return of_p != of_q ? of_p < of_q : p < q;
    });
    slot_.resize(rows.size());
    starts_.assign(1, 0);
    entries_.clear();
    for (std::size_t s = 0; s < at_.size(); ++s) {
      slot_[at_[s]] = static_cast<std::uint8_t>(s);
      const auto row = x[rows[at_[s]]];
      for (std::size_t k = 0; k < row.size; ++k) entries_.push_back({row.values[k], rank_[static_cast<std::size_t>(row.columns[k])]});
      starts_.push_back(entries_.size());
    }
  }

  /// The bit of row i of the block.
  void add(std::size_t i, BlockBits& bits) const { bits[slot_[i] / 64] |= std::uint64_t{1} << slot_[i] % 64; }

  /// Calls done(i, product) of the row of y and each chosen row i of the block.
  template <class Done>
  void multiply(const typename SortedRows<T>::Row& y, const BlockBits& chosen, Done&& done) {
    std::array<std::uint8_t, 128> slots;
    std::size_t count = 0;
    for (std::size_t half = 0; half < 2; ++half) {
      for (auto left = chosen[half]; left != 0; left &= left - 1) {
        slots[count++] = static_cast<std::uint8_t>(64 * half + static_cast<std::size_t>(std::countr_zero(left)));
      }
    }
    for (std::size_t k = 0; k < y.size; ++k) dense_[rank_[static_cast<std::size_t>(y.columns[k])]] = static_cast<double>(y.values[k]);
    std::size_t n = 0;
    for (; n + lanes <= count; n += lanes) {
      const Entry* row[lanes];
      for (std::size_t l = 0; l < lanes; ++l) row[l] = entries_.data() + starts_[slots[n + l]];
      const std::size_t common = size(slots[n]);  // the smallest comes first
      double sums[lanes] = {};
      for (std::size_t k = 0; k < common; ++k) {
        for (std::size_t l = 0; l < lanes; ++l) sums[l] += product(row[l][k]);
      }
      for (std::size_t l = 0; l < lanes; ++l) {
        for (std::size_t k = common; k < size(slots[n + l]); ++k) sums[l] += product(row[l][k]);
        done(std::size_t{at_[slots[n + l]]}, sums[l]);
      }
    }
    for (; n < count; ++n) {
      double sum = 0;
      for (std::size_t k = starts_[slots[n]]; k < starts_[slots[n] + std::size_t{1}]; ++k) sum += product(entries_[k]);
      done(std::size_t{at_[slots[n]]}, sum);
    }
    for (std::size_t k = 0; k < y.size; ++k) dense_[rank_[static_cast<std::size_t>(y.columns[k])]] = 0;
  }

 private:
  static constexpr std::size_t lanes = 8;
  struct Entry {
    T value;
    std::uint32_t rank;
  };
  std::size_t size(std::size_t slot) const { return starts_[slot + 1] - starts_[slot]; }
  double product(const Entry& e) const { return static_cast<double>(e.value) * dense_[e.rank]; }

  std::span<const std::uint32_t> rank_;  // of each column
  std::vector<double> dense_;            // of each rank: the row of y at hand
  std::vector<std::uint8_t> at_, slot_;  // rows by size: which stands at a slot, and where each stands
  std::vector<std::size_t> starts_;      // of each slot
  std::vector<Entry> entries_;
};

}  // namespace wirecopy::detail
