// Terms of code points: rows as leaves in order, from which the terms follow.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "terms_paths.hpp"
#include "terms_worker.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

/// Columns of one row and their counts, made of its leaves in order.
class Spread {
 public:
  /// The row's leaves and how often each is there, to be filled in.
  std::vector<std::uint32_t> leaves, times;

  /// Adds 1 to what each column of the row has; how many those are.
  std::size_t count(const Paths& paths, std::uint32_t* rows_with) {
    switch (paths.depth()) {
      case 1: return count_to<1>(paths, rows_with);
      case 2: return count_to<2>(paths, rows_with);
      case 3: return count_to<3>(paths, rows_with);
      case 4: return count_to<4>(paths, rows_with);
      default: return count_to<0>(paths, rows_with);
    }
  }
  void run(const Paths& paths) {
    const std::size_t most = leaves.size() * paths.depth() + 2;
    if (columns_.size() < most) columns_.resize(2 * most), counts_.resize(2 * most);
    switch (paths.depth()) {
      case 1: return run_to<1>(paths);
      case 2: return run_to<2>(paths);
      case 3: return run_to<3>(paths);
      case 4: return run_to<4>(paths);
      default: return run_to<0>(paths);
    }
  }
  std::span<const std::uint32_t> columns() const { return {columns_.data(), size_}; }
  std::span<const std::uint32_t> counts() const { return {counts_.data(), size_}; }

 private:
  struct Place {
    std::uint32_t column, count;  // what came last at this place of a path
    std::size_t at;                               // and where in the row it stands
  };
  /// Calls take(column, times, place) for every column of every leaf's path. `nowhere`: a place for what has no column.
  template <std::size_t depth, class Take>  // 0: any
  void each(const Paths& paths, std::size_t nowhere, Take&& take) {
    std::array<Place, depth> few;
    few.fill({no_column, 0, nowhere});
    std::vector<Place> many(depth == 0 ? paths.depth() : 0, {no_column, 0, nowhere});
    const std::size_t n = leaves.size();
    for (std::size_t k = 0; k < n; ++k) {
      if (k + 16 < n) paths.prefetch(leaves[k + 16]);
      if constexpr (depth > 0) {
        const std::uint32_t* const path = paths.even(leaves[k]);
        for (std::size_t j = 0; j < depth; ++j) take(path[j], times[k], few[j]);
      } else {
        const auto path = paths[leaves[k]];
        for (std::size_t j = 0; j < path.size(); ++j) take(path[j], times[k], many[j]);
      }
    }
  }
  template <std::size_t depth>
  std::size_t count_to(const Paths& paths, std::uint32_t* rows_with) {
    std::size_t size = 0;
    each<depth>(paths, 0, [&](std::uint32_t column, std::uint32_t, Place& place) {
      const auto some = 0 - static_cast<std::uint32_t>(column != no_column);
      const auto fresh = static_cast<std::uint32_t>(column != place.column) & some;
      rows_with[column & some] += fresh;
      place.column = column;
      size += fresh;
    });
    return size;
  }
  template <std::size_t depth>
  void run_to(const Paths& paths) {
    std::uint32_t* const columns = columns_.data();
    std::uint32_t* const counts = counts_.data();
    std::size_t size = 0;
    each<depth>(paths, columns_.size() - 1, [&](std::uint32_t column, std::uint32_t times_here, Place& place) {
      // Masks in place of branches, which would be guessed wrong.
      const auto some = 0 - static_cast<std::uint32_t>(column != no_column);
      const auto fresh = 0 - static_cast<std::size_t>((column != place.column) & (column != no_column));
      place.at ^= (place.at ^ size) & fresh;
      place.count = (place.count & ~static_cast<std::uint32_t>(fresh)) + (times_here & some);
      place.column = column;
      columns[size] = column;
      counts[place.at] = place.count;
      size -= fresh;
    });
    size_ = size;
  }

  std::vector<std::uint32_t> columns_, counts_;
  std::size_t size_ = 0;
};

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
  void spread(std::size_t row, Spread& out) const {
    const Row& r = rows_[row];
    out.leaves.resize(r.end - r.begin);
    out.times.resize(r.end - r.begin);
    stores_[r.store]->read(r.begin, r.end, out.leaves.data(), out.times.data());
    out.run(terms_.paths);
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
