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
  /// Takes the rows out of the workers. O(leaves of all rows).
  LeafRows(std::vector<std::unique_ptr<Worker>>& workers, std::span<const TextPlace> texts, const Order& order, unsigned min_n,
           unsigned max_n, const Control& control);

  const Paths& paths() const { return terms_.paths; }
  std::size_t columns() const { return terms_.places.size(); }
  const std::vector<std::int64_t>& rows_with() const { return rows_with_; }  ///< of each column
  std::size_t size(std::size_t row) const { return rows_[row].size; }        ///< entries
  LeafTerms::Place term(std::size_t column) const { return terms_.places[column]; }
  void spread(std::size_t row, Spread& out, bool counts = true) const {
    const Row& r = rows_[row];
    out.leaves.resize(r.end - r.begin);
    out.times.resize(r.end - r.begin);
    stores_[r.store]->read(r.begin, r.end, out.leaves.data(), out.times.data());
    out.run(terms_.paths, counts);
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
  LeafTerms terms_;
  std::vector<std::int64_t> rows_with_;
  std::vector<std::unique_ptr<EntryStore>> stores_;  // of each thread that has put rows in order
  std::vector<Row> rows_;
};

}  // namespace wirecopy::detail
