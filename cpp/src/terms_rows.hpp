// Terms: counted rows on their way into a matrix.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "parallel.hpp"
#include "terms_accumulator.hpp"
#include "terms_leaves.hpp"
#include "terms_order.hpp"
#include "wirecopy/terms.hpp"

namespace wirecopy {

constexpr std::size_t rows_at_once = 64;  // that a thread takes

struct CountedRows::Impl {
  static constexpr std::uint32_t negative = 0x8000'0000;  // of a hashed column: its terms count below zero
  std::vector<std::unique_ptr<detail::Worker>> workers;
  std::vector<detail::TextPlace> rows;
  std::size_t columns = 0;
  bool hashed = false;
  bool forgotten = false;  ///< only the terms are left
  bool all_kept = true;  ///< every counted term has a column
  /// Words: per worker and level the column of each number, no_column where it has none.
  std::vector<std::vector<std::span<const std::uint32_t>>> column;
  std::vector<std::vector<detail::HugeVector<std::uint32_t>>> owned;  ///< what `column` looks at, unless a vocabulary has it
  std::unique_ptr<detail::Order> order;                        ///< null with a vocabulary, and for hashed rows
  std::vector<detail::HugeVector<std::uint32_t>> column_of;    ///< words: per level and rank, with `order`
  detail::HugeVector<detail::LeafTerms::Place> leaf_terms;     ///< code points: by column, with `order`
  /// Code points and runs of words, with `order`: the rows. Code points without: the columns of each worker's leaves.
  std::unique_ptr<detail::LeafRows> leaf_rows;
  std::vector<detail::Paths> paths;

  mutable std::vector<std::int64_t> indptr;                    ///< empty until asked for

  /// Whether the entries of a row may have columns in common.
  bool adds_up() const { return hashed || !paths.empty(); }
  bool in_order = false;  ///< hashed words: the workers' entries are columns, in order
  /// Makes `leaf_rows` of the order's leaves with these paths, and frees what they were made of. `columns`: of the paths.
  void take_leaves(detail::Paths paths, std::size_t columns, const Control& control);
  /// Fills in `owned` and `column` from `column_of`.
  void place_columns();
  void find_indptr(const Control& control) const;
  void check_rows() const;  ///< throws std::logic_error where they have been forgotten
  /// What one thread needs to add up the leaves of a row.
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
  /// Calls each(level, number, count) for the words and runs of words of a row, in no order, each once; ahead(level,
  /// number) some before.
  template <class Ahead, class Each>
  void each_term(const detail::TextPlace& row, Ahead&& ahead, Each&& each) const {
    const detail::Worker& w = *workers[row.worker];
    for (std::size_t level = 0; level < w.levels.size(); ++level) {
      w.entries(row.place, level, [&](std::uint32_t number) { ahead(level, number); },
                [&](std::uint32_t number, std::uint32_t count) { each(level, number, count); });
    }
  }
  /// Calls each(column, count) for the entries of a row, in no order; where they add up, columns perhaps several times.
  template <class Each>
  void each_entry(std::size_t i, Scratch& scratch, Each&& each) const {
    if (leaf_rows) return leaf_rows->each_entry(i, each);
    const detail::TextPlace& row = rows[i];
    if (in_order) return workers[row.worker]->entries(row.place, 0, [](std::uint32_t) {}, each);
    if (!paths.empty()) {
      const detail::Paths& of = paths[row.worker];
      return each_leaf(row, scratch, [&](std::uint32_t number) { of.prefetch(number); },
                       [&](std::uint32_t number, std::uint32_t count) {
                         for (const std::uint32_t c : of[number]) {
                           if (c != detail::no_column) each(c, count);
                         }
                       });
    }
    const auto& columns_of = column[row.worker];
    each_term(row, [&](std::size_t level, std::uint32_t number) { __builtin_prefetch(&columns_of[level][number]); },
              [&](std::size_t level, std::uint32_t number, std::uint32_t count) {
                if (const std::uint32_t c = columns_of[level][number]; c != detail::no_column) each(c, count);
              });
  }

 private:
  /// Calls each(number, count) for the leaves of a row, each once; ahead(number) some before.
  template <class Ahead, class Each>
  void each_leaf(const detail::TextPlace& row, Scratch& s, Ahead&& ahead, Each&& each) const {
    const detail::Worker& w = *workers[row.worker];
    const std::size_t numbers = w.tables().words.size();
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
    w.entries(row.place, 0, none, [&](std::uint32_t number, std::uint32_t count) { make_room(1), add(number, count); });
    if (w.has_bundles()) {
      s.words.clear();
      w.entries(row.place, detail::Worker::bundles, none, [&](std::uint32_t word, std::uint32_t count) { s.words.emplace_back(word, count); });
      w.each_bundle(s.words.size(), [&](std::size_t k) { return s.words[k].first; },
                    [&](std::size_t k, std::span<const std::uint32_t> bundle) {
                      make_room(bundle.size());
                      for (const std::uint32_t number : bundle) add(number, s.words[k].second);
                    });
    }
    for (std::size_t k = 0; k < size; ++k) {
      if (k + 16 < size) ahead(s.touched[k + 16]);
      each(s.touched[k], s.count[s.touched[k]]);
      s.count[s.touched[k]] = 0;
    }
  }
};

namespace detail {

/// Fills in `paths`: `column(term)` for the terms of every worker's leaves, on as many threads as there are workers.
template <class Column>
void find_paths(CountedRows::Impl& rows, unsigned min_n, unsigned max_n, const Control& control, Column&& column) {
  rows.paths.resize(rows.workers.size());
  parallel_for("vocabulary", rows.workers.size(), control, [&](std::size_t w) {
    const WordTable& leaves = rows.workers[w]->tables().words;
    rows.paths[w] = Paths(leaves.size(), min_n, max_n,
                          [&](std::size_t leaf, char* room) { return leaves.text(static_cast<std::uint32_t>(leaf), room); },
                          [&](std::string_view text, std::uint32_t size, std::size_t) { return column(text.substr(0, size)); });
  }, 1);
}

}  // namespace detail

}  // namespace wirecopy
