// Terms: counted rows on their way into a matrix.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "terms_order.hpp"
#include "wirecopy/terms.hpp"

namespace wirecopy {

struct CountedRows::Impl {
  static constexpr std::uint32_t negative = 0x8000'0000;  // of a hashed column: its terms count below zero
  struct Row {
    std::uint32_t worker, place;  // among the texts of that worker
  };
  std::vector<std::unique_ptr<detail::Worker>> workers;
  std::vector<Row> rows;
  std::size_t columns = 0;
  unsigned min_n = 1;
  bool hashed = false;
  bool all_kept = true;  ///< every counted term has a column
  /// Per worker and level: the column of each number, no_column where it has none.
  std::vector<std::vector<std::span<const std::uint32_t>>> column;
  std::vector<std::vector<std::vector<std::uint32_t>>> owned;  ///< what `column` looks at, unless a vocabulary has it
  std::unique_ptr<detail::Order> order;                        ///< null with a vocabulary, and for hashed rows
  std::vector<std::vector<std::uint32_t>> column_of;           ///< per level and rank, with `order`

  mutable std::vector<std::int64_t> indptr;                    ///< empty until asked for

  /// Fills in `owned` and `column` from `column_of`.
  void place_columns();
  void find_indptr(const Control& control) const;
  /// Calls each(column, count) for the entries of a row, in no order, some columns perhaps several times.
  template <class Each>
  void each_entry(const Row& row, Each&& each) const {
    const detail::Worker& w = *workers[row.worker];
    const std::size_t levels = w.levels.size();
    const auto range = [&](std::size_t level, auto&& entry) {
      const std::size_t place = row.place * levels + level;
      w.levels[level].entries.each(row.place == 0 ? 0 : w.row_ends[place - levels], w.row_ends[place], entry);
    };
    const auto placed = [&](std::span<const std::uint32_t> columns_of) {
      return [&each, columns_of](std::uint32_t number, std::uint32_t count) {
        if (const std::uint32_t c = columns_of[number]; c != detail::no_column) each(c, count);
      };
    };
    if (!w.has_bundles()) {
      for (std::size_t level = 0; level < levels; ++level) range(level, placed(column[row.worker][level]));
      return;
    }
    const auto add = placed(column[row.worker][0]);
    range(0, add);
    range(detail::Worker::bundles, [&](std::uint32_t word, std::uint32_t count) {
      for (const std::uint32_t number : w.bundle(word)) add(number, count);
    });
  }
};

}  // namespace wirecopy
