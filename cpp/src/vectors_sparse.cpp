#include "vectors_sparse.hpp"

#include <algorithm>
#include <numeric>

#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t task = 1 << 16;  // entries and rows of one multiplication
constexpr std::int64_t ahead = 16;     // entries whose place in the transpose is fetched

/// The place of each column among all by how many rows have it, most first; equal ones in their own order.
std::vector<std::int32_t> ranks(const std::vector<std::int64_t>& rows_with, std::size_t rows) {
  std::vector<std::int32_t> next(rows + 2), rank(rows_with.size());  // by rows that do not have it
  const auto without = [&](std::int64_t count) { return rows - static_cast<std::size_t>(count); };
  for (const auto count : rows_with) ++next[without(count) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  for (std::size_t c = 0; c < rows_with.size(); ++c) rank[c] = next[without(rows_with[c])]++;
  return rank;
}

}  // namespace

template <class T>
Ranked rank_columns(const SparseRows<T>& matrix, const Control& control) {
  const RowReader<T> reader(matrix);
  const std::size_t rows = reader.rows(), columns = reader.columns(), entries = reader.entries();
  const auto begin = [&](std::size_t i) { return reader.begin(i); };
  // Each part of the rows counts its columns and so knows where its entries of the transpose go.
  const std::size_t parts = std::clamp<std::size_t>(entries / std::max<std::size_t>(4 * columns, task), 1, 32);
  const auto cuts = cut_rows(rows, (entries + rows) / parts + 1, begin);
  const std::size_t blocks = cuts.size() - 1;
  std::vector<std::vector<std::int32_t>> counts(blocks, std::vector<std::int32_t>(columns));
  std::vector<T> largest(blocks);
  Ranked out;
  out.forward.offsets.resize(rows + 1);
  out.forward.indices.resize(entries);
  parallel_for("vectors", blocks, control, [&](std::size_t b) {
    typename RowReader<T>::Buffer buffer;
    const auto block = reader.read(cuts[b], cuts[b + 1], buffer);
    for (std::size_t i = 0; i < block.rows; ++i) out.forward.offsets[cuts[b] + i] = begin(cuts[b] + i);
    for (std::int64_t k = 0; k < block.offsets[block.rows]; ++k) {
      ++counts[b][static_cast<std::size_t>(block.indices[k])];
      largest[b] = std::max(largest[b], std::abs(block.values[k]));
    }
  }, 1);
  // Squares of values near the ends of the range would leave it.
  int exponent = 0;
  std::frexp(static_cast<double>(*std::max_element(largest.begin(), largest.end())), &exponent);
  exponent = std::max(exponent, -1021);  // so that 1 / unit is a number
  out.unit = std::ldexp(1.0, exponent);
  const double factor = std::ldexp(1.0, -exponent);
  out.forward.offsets[rows] = static_cast<std::int64_t>(entries);
  std::vector<std::int64_t> rows_with(columns);
  for (const auto& count : counts) {
    for (std::size_t c = 0; c < columns; ++c) rows_with[c] += count[c];
  }
  out.rank = ranks(rows_with, rows);
  out.back.offsets.resize(columns + 1);
  for (std::size_t c = 0; c < columns; ++c) out.back.offsets[static_cast<std::size_t>(out.rank[c]) + 1] = rows_with[c];
  std::partial_sum(out.back.offsets.begin(), out.back.offsets.end(), out.back.offsets.begin());
  std::vector<std::int32_t> earlier(columns);  // entries of the column in the parts before
  for (auto& count : counts) {
    for (std::size_t c = 0; c < columns; ++c) std::swap(count[c], earlier[c]), earlier[c] += count[c];
  }
  earlier = {};
  out.back.indices.resize(entries);
  for (Operand* side : {&out.forward, &out.back}) {
    side->singles.resize(entries);
    if constexpr (std::is_same_v<T, double>) side->doubles.resize(entries);
  }
  parallel_for("vectors", blocks, control, [&](std::size_t b) {
    typename RowReader<T>::Buffer buffer;
    const auto block = reader.read(cuts[b], cuts[b + 1], buffer, true);
    const auto base = static_cast<std::size_t>(begin(cuts[b]));
    std::vector<std::int64_t> next(columns);  // by rank, so that those often read lie together
    for (std::size_t c = 0; c < columns; ++c) {
      const auto rank = static_cast<std::size_t>(out.rank[c]);
      next[rank] = out.back.offsets[rank] + counts[b][c];
    }
    const std::int64_t last = block.offsets[block.rows] - ahead;
    for (std::size_t i = 0; i < block.rows; ++i) {
      for (std::int64_t k = block.offsets[i]; k < block.offsets[i + 1]; ++k) {
        if (k < last) {
          const auto column = static_cast<std::size_t>(block.indices[k + ahead]);
          const std::int64_t soon = next[static_cast<std::size_t>(out.rank[column])];
          __builtin_prefetch(out.back.indices.data() + soon, 1);
          __builtin_prefetch(out.back.singles.data() + soon, 1);
          if constexpr (std::is_same_v<T, double>) __builtin_prefetch(out.back.doubles.data() + soon, 1);
        }
        const std::size_t from = base + static_cast<std::size_t>(k);
        const std::int32_t rank = out.rank[static_cast<std::size_t>(block.indices[k])];
        const auto to = static_cast<std::size_t>(next[static_cast<std::size_t>(rank)]++);
        out.forward.indices[from] = rank;
        out.back.indices[to] = static_cast<std::int32_t>(cuts[b] + i);
        const double value = static_cast<double>(block.values[k]) * factor;
        out.forward.singles[from] = out.back.singles[to] = static_cast<float>(value);
        if constexpr (std::is_same_v<T, double>) out.forward.doubles[from] = out.back.doubles[to] = value;
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
