// Terms: counted rows on their way into a matrix.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "terms_accumulator.hpp"
#include "terms_order.hpp"
#include "wirecopy/terms.hpp"

namespace wirecopy {

constexpr std::size_t rows_at_once = 64;  // that a thread takes

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
  std::vector<std::vector<detail::HugeVector<std::uint32_t>>> owned;  ///< what `column` looks at, unless a vocabulary has it
  std::unique_ptr<detail::Order> order;                        ///< null with a vocabulary, and for hashed rows
  std::vector<std::vector<std::uint32_t>> column_of;           ///< per level and rank, with `order`

  mutable std::vector<std::int64_t> indptr;                    ///< empty until asked for

  /// Fills in `owned` and `column` from `column_of`.
  void place_columns();
  void find_indptr(const Control& control) const;
  void check_rows() const;  ///< throws std::logic_error where they have been forgotten
  /// What one thread needs to add up the words of a row that are counted whole.
  struct Scratch {
    detail::HugeVector<std::uint32_t> count;
    std::vector<std::uint32_t> touched;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> words;  ///< and their counts
  };
  /// What one thread needs to add up columns that come several times.
  struct Adding {
    explicit Adding(std::size_t columns) : row(columns) {}
    detail::RowAccumulator row;
    Scratch scratch;
  };
  /// Calls each(level, number, count) for the terms of a row, in no order, each once; ahead(level, number) some before.
  template <class Ahead, class Each>
  void each_term(const Row& row, Scratch& scratch, Ahead&& ahead, Each&& each) const {
    const detail::Worker& w = *workers[row.worker];
    const std::size_t levels = w.levels.size();
    const auto range = [&](std::size_t level, auto&& before, auto&& entry) {
      const std::size_t place = row.place * levels + level;
      w.levels[level].entries.each(row.place == 0 ? 0 : w.row_ends[place - levels], w.row_ends[place], before, entry);
    };
    if (w.has_bundles()) return each_of_bundles(w, column[row.worker][0].size(), range, scratch, ahead, each);
    for (std::size_t level = 0; level < levels; ++level) {
      range(level, [&](std::uint32_t number) { ahead(level, number); },
            [&](std::uint32_t number, std::uint32_t count) { each(level, number, count); });
    }
  }
  /// Calls each(column, count) for the entries of a row, in no order, hashed columns perhaps several times.
  template <class Each>
  void each_entry(const Row& row, Scratch& scratch, Each&& each) const {
    const auto& columns_of = column[row.worker];
    each_term(row, scratch, [&](std::size_t level, std::uint32_t number) { __builtin_prefetch(&columns_of[level][number]); },
              [&](std::size_t level, std::uint32_t number, std::uint32_t count) {
                if (const std::uint32_t c = columns_of[level][number]; c != detail::no_column) each(c, count);
              });
  }

 private:
  template <class Range, class Ahead, class Each>
  static void each_of_bundles(const detail::Worker& w, std::size_t numbers, Range&& range, Scratch& s, Ahead&& ahead, Each&& each) {
    if (s.count.size() < numbers) s.count.resize(numbers);
    std::size_t size = 0;
    // Counted by number: those that came first are the frequent ones, and lie together.
    const auto add = [&](std::uint32_t number, std::uint32_t count) {
      s.touched[size] = number;
      size += s.count[number] == 0;
      s.count[number] += count;
    };
    const auto make_room = [&](std::size_t more) {
      if (s.touched.size() < size + more) s.touched.resize(2 * s.touched.size() + more);
    };
    const auto none = [](std::uint32_t) {};
    range(0, none, [&](std::uint32_t number, std::uint32_t count) { make_room(1), add(number, count); });
    s.words.clear();
    range(detail::Worker::bundles, none, [&](std::uint32_t word, std::uint32_t count) { s.words.emplace_back(word, count); });
    w.each_bundle(s.words.size(), [&](std::size_t k) { return s.words[k].first; },
                  [&](std::size_t k, std::span<const std::uint32_t> bundle) {
                    make_room(bundle.size());
                    for (const std::uint32_t number : bundle) add(number, s.words[k].second);
                  });
    for (std::size_t k = 0; k < size; ++k) {
      if (k + 16 < size) ahead(0, s.touched[k + 16]);
      each(0, s.touched[k], s.count[s.touched[k]]);
      s.count[s.touched[k]] = 0;
    }
  }
};

}  // namespace wirecopy
