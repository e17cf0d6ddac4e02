// Terms of code points: rows as leaves in order, from which the terms follow.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "terms_spread.hpp"
#include "terms_worker.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

class LeafRows {
 public:
  /// Takes the rows out of the workers. `ranks`: per worker the leaf of each number; `sequences`: per worker the leaves
  /// themselves, where it has read a sequence. `columns`: of the paths, for which rows_with() is found; 0: it
  /// is not. O(leaves of all rows).
  LeafRows(const std::vector<std::unique_ptr<Worker>>& workers, std::span<const TextPlace> texts,
           std::span<const std::vector<std::uint32_t>> ranks, std::span<const HugeVector<std::uint32_t>> sequences, Paths paths, std::size_t columns, const Control& control);

  const HugeVector<std::int64_t>& rows_with() const { return rows_with_; }  ///< of each column
  std::size_t size(std::size_t row) const { return rows_[row].size; }        ///< entries
  /// Calls each(column, count) for the columns of the paths of a row, one as often as it is there.
  template <class Each>
  void each_entry(std::size_t row, Each&& each) const {
    const Row& r = rows_[row];
    stores_[r.store]->each(r.begin, r.end, [&](std::uint32_t leaf) { paths_.prefetch(leaf); },
                           [&](std::uint32_t leaf, std::uint32_t count) {
                             for (const std::uint32_t column : paths_[leaf]) {
                               if (column != no_column) each(column, count);
                             }
                           });
  }
  /// The row as columns in order. Not for columns that are hashes.
  void spread(std::size_t row, Spread& out, bool counts = true) const {
    const Row& r = rows_[row];
    out.leaves.resize(r.end - r.begin);
    out.times.resize(r.end - r.begin);
    stores_[r.store]->read(r.begin, r.end, out.leaves.data(), out.times.data());
    out.run(paths_, counts);
  }
  /// `place`: per column the new one, or no_column. O(entries).
  void keep(std::span<const std::uint32_t> place);
  void forget_rows();

 private:
  struct Row {
    std::uint32_t store;
    std::uint32_t size;
    std::size_t begin, end;
  };
  Paths paths_;
  HugeVector<std::int64_t> rows_with_;
  std::vector<std::unique_ptr<EntryStore>> stores_;  // of each thread that has put rows in order
  std::vector<Row> rows_;
};

}  // namespace wirecopy::detail
