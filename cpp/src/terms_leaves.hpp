// Terms of code points: rows as leaves in order, from which the terms follow.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "terms_entries.hpp"
#include "terms_paths.hpp"
#include "terms_store.hpp"
#include "terms_worker.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

class LeafRows {
 public:
  /// Takes the rows out of the workers. `ranks`: per worker the leaf of each number; `sequences`: per worker the leaves
  /// themselves, where it has read a sequence. `columns`: of the paths, in order of the terms unless they are `hashed`.
  /// O(terms of all rows).
  LeafRows(const std::vector<std::unique_ptr<Worker>>& workers, std::span<const TextPlace> texts,
           std::span<const HugeVector<std::uint32_t>> ranks, std::span<const HugeVector<std::uint32_t>> sequences, Paths paths,
           std::size_t columns, bool hashed, const Control& control);

  /// Of hashed rows only each_entry() can be asked.
  const HugeVector<std::int64_t>& rows_with() const { return rows_with_; }  ///< of each column
  std::size_t size(std::size_t row) const { return rows_[row].place.size; }  ///< entries
  /// Columns in order, with their counts; room for size(row) of both. Count: std::uint32_t or double.
  template <class Count>
  void read(std::size_t row, std::uint32_t* columns, Count* counts) const {
    terms_[rows_[row].store].read(rows_[row].place, columns, counts);
  }
  /// Calls each(column, count) for the columns of a row; a hashed one as often as it is there.
  template <class Each>
  void each_entry(std::size_t row, Each&& each) const {
    if (!is_hashed_) {
      std::vector<std::uint32_t> columns(size(row)), counts(size(row));
      read(row, columns.data(), counts.data());
      for (std::size_t k = 0; k < columns.size(); ++k) each(columns[k], counts[k]);
      return;
    }
    const HashedRow& r = hashed_[row];
    leaves_[r.store].each(r.begin, r.end, [&](std::uint32_t leaf) { paths_.prefetch(leaf); },
                          [&](std::uint32_t leaf, std::uint32_t count) {
                            for (const std::uint32_t column : paths_[leaf]) {
                              if (column != no_column) each(column, count);
                            }
                          });
  }
  /// `place`: per column the new one, or no_column; order is kept. O(entries).
  void keep(std::span<const std::uint32_t> place);
  void forget_rows();

 private:
  struct Row {
    TermStore::Row place;
    std::uint32_t store;
  };
  struct HashedRow {
    std::uint32_t store;
    std::size_t begin, end;
  };
  bool is_hashed_;
  HugeVector<std::int64_t> rows_with_;
  std::vector<TermStore> terms_;  // of each thread that has put rows in order
  std::vector<Row> rows_;
  Paths paths_;                   // hashed
  std::vector<EntryStore> leaves_;
  std::vector<HashedRow> hashed_;
};

}  // namespace wirecopy::detail
