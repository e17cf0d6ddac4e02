#include "vectors_sparse.hpp"

#include <algorithm>
#include <numeric>

#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t task = 1 << 16;       // entries and rows of one multiplication
constexpr std::size_t of_group = 1 << 14;   // entries of a group of columns, whose part of the transpose stays in the second cache
constexpr std::size_t most_groups = 256;
constexpr std::size_t ahead = 10;           // entries of a group, two lines

/// The place of each column among all by how many rows have it, most first; equal ones in their own order.
std::vector<std::int32_t> ranks(const std::vector<std::int64_t>& rows_with, std::size_t rows) {
  std::vector<std::int32_t> next(rows + 2), rank(rows_with.size());  // by rows that do not have it
  const auto without = [&](std::int64_t count) { return rows - static_cast<std::size_t>(count); };
  for (const auto count : rows_with) ++next[without(count) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  for (std::size_t c = 0; c < rows_with.size(); ++c) rank[c] = next[without(rows_with[c])]++;
  return rank;
}

/// An entry on its way to the transpose.
template <class T>
struct Entry {
  std::int32_t rank, row;
  T value;
};

/// By rank: its group. Each has about as many entries; those of a rank are never parted.
struct Groups {
  std::vector<std::uint8_t> of;
  std::vector<std::size_t> cuts;  ///< ranks: begins with 0, ends with the columns
  std::size_t count() const { return cuts.size() - 1; }

  explicit Groups(const std::vector<std::int64_t>& offsets) : of(offsets.size() - 1), cuts{0} {
    const auto entries = static_cast<std::size_t>(offsets.back());
    const std::size_t most = std::max(of_group, entries / (most_groups - 1) + 1);
    for (std::size_t rank = 0; rank < of.size(); ++rank) {
      of[rank] = static_cast<std::uint8_t>(cuts.size() - 1);
      const auto held = static_cast<std::size_t>(offsets[rank + 1] - offsets[cuts.back()]);
      if (held >= most || rank + 1 == of.size()) cuts.push_back(rank + 1);
    }
  }
};

}  // namespace

template <class T>
Ranked rank_columns(const SparseRows<T>& matrix, const Control& control) {
  const RowReader<T> reader(matrix);
  const std::size_t rows = reader.rows(), columns = reader.columns(), entries = reader.entries();
  const auto begin = [&](std::size_t i) { return reader.begin(i); };
  const auto cuts = cut_rows(rows, task, begin);
  const std::size_t blocks = cuts.size() - 1;
  PerThread<std::vector<std::int32_t>> counts(columns, control, blocks);
  std::vector<T> largest(blocks);
  Ranked out;
  out.forward.offsets.resize(rows + 1);
  out.forward.indices.resize(entries);
  parallel_blocks("vectors", blocks, 1, control, [&](std::size_t b, std::size_t, unsigned worker) {
    typename RowReader<T>::Buffer buffer;
    const auto block = reader.read(cuts[b], cuts[b + 1], buffer);
    auto& count = counts[worker];
    for (std::size_t i = 0; i < block.rows; ++i) out.forward.offsets[cuts[b] + i] = begin(cuts[b] + i);
    T most = 0;
    for (std::int64_t k = 0; k < block.offsets[block.rows]; ++k) {
      ++count[static_cast<std::size_t>(block.indices[k])];
      most = std::max(most, std::abs(block.values[k]));
    }
    largest[b] = most;
  });
  // Squares of values near the ends of the range would leave it.
  int exponent = 0;
  std::frexp(static_cast<double>(*std::max_element(largest.begin(), largest.end())), &exponent);
  exponent = std::max(exponent, -1021);  // so that 1 / unit is a number
  out.unit = std::ldexp(1.0, exponent);
  const double factor = std::ldexp(1.0, -exponent);
  out.forward.offsets[rows] = static_cast<std::int64_t>(entries);
  std::vector<std::int64_t> rows_with(columns);
  counts.for_each([&](const auto& count) {
    for (std::size_t c = 0; c < columns; ++c) rows_with[c] += count[c];
  });
  out.rank = ranks(rows_with, rows);
  out.back.offsets.resize(columns + 1);
  for (std::size_t c = 0; c < columns; ++c) out.back.offsets[static_cast<std::size_t>(out.rank[c]) + 1] = rows_with[c];
  std::partial_sum(out.back.offsets.begin(), out.back.offsets.end(), out.back.offsets.begin());
  out.back.indices.resize(entries);
  for (Operand* side : {&out.forward, &out.back}) {
    side->singles.resize(entries);
    if constexpr (std::is_same_v<T, double>) side->doubles.resize(entries);
  }
  // Into the transpose in two steps, by groups of columns first: one step would write to a line far off for each entry.
  const Groups groups(out.back.offsets);
  BlockVector<Entry<T>> grouped(entries);
  std::vector<std::vector<std::uint32_t>> starts(blocks);
  parallel_for("vectors", blocks, control, [&](std::size_t b) {
    typename RowReader<T>::Buffer buffer;
    const auto block = reader.read(cuts[b], cuts[b + 1], buffer, true);
    const auto base = static_cast<std::size_t>(begin(cuts[b])), held = static_cast<std::size_t>(block.offsets[block.rows]);
    std::int32_t* const ranks_here = out.forward.indices.data() + base;
    std::vector<std::uint32_t> next(groups.count() + 1);
    for (std::size_t k = 0; k < held; ++k) {
      ranks_here[k] = out.rank[static_cast<std::size_t>(block.indices[k])];
      ++next[groups.of[static_cast<std::size_t>(ranks_here[k])] + std::size_t{1}];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    starts[b] = next;
    for (std::size_t i = 0; i < block.rows; ++i) {
      for (auto k = static_cast<std::size_t>(block.offsets[i]); k < static_cast<std::size_t>(block.offsets[i + 1]); ++k) {
        const double value = static_cast<double>(block.values[k]) * factor;
        out.forward.singles[base + k] = static_cast<float>(value);
        if constexpr (std::is_same_v<T, double>) out.forward.doubles[base + k] = value;
        const std::int32_t rank = ranks_here[k];
        const std::size_t to = next[groups.of[static_cast<std::size_t>(rank)]]++;
        __builtin_prefetch(grouped.data() + base + to + ahead, 1);
        grouped[base + to] = {rank, static_cast<std::int32_t>(cuts[b] + i), static_cast<T>(value)};
      }
    }
  }, 1);
  parallel_for("vectors", groups.count(), control, [&](std::size_t g) {
    const std::size_t first = groups.cuts[g];
    std::vector<std::int64_t> next(out.back.offsets.begin() + static_cast<std::ptrdiff_t>(first),
                                   out.back.offsets.begin() + static_cast<std::ptrdiff_t>(groups.cuts[g + 1]));
    constexpr std::int64_t of_line = 16;
    for (std::int64_t k = out.back.offsets[first]; k < out.back.offsets[groups.cuts[g + 1]]; k += of_line) {
      __builtin_prefetch(out.back.indices.data() + k, 1);
      __builtin_prefetch(out.back.singles.data() + k, 1);
      if constexpr (std::is_same_v<T, double>) {
        __builtin_prefetch(out.back.doubles.data() + k, 1);
        __builtin_prefetch(out.back.doubles.data() + k + of_line / 2, 1);
      }
    }
    for (std::size_t b = 0; b < blocks; ++b) {
      const Entry<T>* const block = grouped.data() + begin(cuts[b]);
      for (std::size_t k = starts[b][g]; k < starts[b][g + 1]; ++k) {
        const auto to = static_cast<std::size_t>(next[static_cast<std::size_t>(block[k].rank) - first]++);
        out.back.indices[to] = block[k].row;
        out.back.singles[to] = static_cast<float>(block[k].value);
        if constexpr (std::is_same_v<T, double>) out.back.doubles[to] = block[k].value;
      }
    }
  }, 1);
  for (Operand* side : {&out.forward, &out.back}) {
    side->cuts = cut_rows(side->rows(), task, [&](std::size_t i) { return side->offsets[i]; });
  }
  return out;
}

template Ranked rank_columns(const SparseRows<float>&, const Control&);
template Ranked rank_columns(const SparseRows<double>&, const Control&);

}  // namespace wirecopy::detail
