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

  /// Fills in `owned` and `column` from `column_of`.
  void place_columns();
  /// Calls each(column, count) for the entries of a row, in no order.
  template <class Each>
  void each_entry(const Row& row, Each&& each) const {
    const detail::Worker& w = *workers[row.worker];
    const std::size_t levels = w.levels.size();
    for (std::size_t level = 0; level < levels; ++level) {
      const std::size_t place = row.place * levels + level;
      const std::size_t begin = row.place == 0 ? 0 : w.row_ends[place - levels], end = w.row_ends[place];
      const auto columns_of = column[row.worker][level];
      w.levels[level].entries.each(begin, end, [&](std::uint32_t number, std::uint32_t count) {
        const std::uint32_t c = columns_of[number];
        if (c != detail::no_column) each(c, count);
      });
    }
  }
};

}  // namespace wirecopy
