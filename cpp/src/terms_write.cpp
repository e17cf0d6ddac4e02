// Terms: counted rows become a matrix in the caller's arrays.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "memory.hpp"
#include "parallel.hpp"
#include "terms_accumulator.hpp"
#include "terms_row_kernels.hpp"
#include "terms_rows.hpp"

namespace wirecopy {

namespace {

/// 1 + ln(count), from a table where the count is small.
double sublinear(double count) {
  static const auto table = [] {
    std::array<double, 256> out{};
    for (std::size_t k = 1; k < out.size(); ++k) out[k] = std::log(static_cast<double>(k)) + 1;
    return out;
  }();
  return count >= 1 && count < 256 ? table[static_cast<std::size_t>(count)] : std::log(count) + 1;
}

/// What becomes of one count before its inverse frequency and the norm.
double weight(double count, const Weighting& how) {
  const double v = how.binary ? 1 : count;
  return how.sublinear ? sublinear(v) : v;
}

template <class Value>
void norm_row(Value* values, std::size_t n, double sum, Norm norm) {
  if (norm == Norm::none || sum == 0) return;
  const double length = norm == Norm::l1 ? sum : std::sqrt(sum);
  for (std::size_t k = 0; k < n; ++k) values[k] = static_cast<Value>(static_cast<double>(values[k]) / length);
}

struct Sorting {
  explicit Sorting(std::size_t columns) : row(columns) {}
  detail::RowSorter row;  // column << 32 | count
  CountedRows::Impl::Scratch scratch;
};

/// Entries that share a column are added up.
template <class Index, class Value>
void write_added(const CountedRows::Impl& impl, std::span<Index> indices, std::span<Value> values, const Weighting& how,
                  const Control& control) {
  detail::PerThread<CountedRows::Impl::Adding> adding(impl.columns, control, (impl.rows.size() + rows_at_once - 1) / rows_at_once);
  detail::parallel_blocks("vectors", impl.rows.size(), rows_at_once, control, [&](std::size_t begin, std::size_t end, unsigned thread) {
    auto& [row, scratch] = adding[thread];
    for (std::size_t i = begin; i < end; ++i) {
      impl.each_entry(i, scratch, [&](std::uint32_t column, std::uint32_t count) {
        const bool minus = (column & CountedRows::Impl::negative) != 0;
        row.add(column & ~CountedRows::Impl::negative, static_cast<std::int32_t>(minus ? 0U - count : count));
      });
      const auto first = static_cast<std::size_t>(impl.indptr[i]);
      std::size_t at = first;
      double sum = 0;
      row.drain([&](std::uint32_t column, std::int32_t count) {
        const double v = weight(count, how) * (how.idf.empty() ? 1 : how.idf[column]);
        indices[at] = static_cast<Index>(column);
        values[at++] = static_cast<Value>(v);
        sum += how.norm == Norm::l1 ? std::abs(v) : v * v;
      });
      norm_row(values.data() + first, at - first, sum, how.norm);
    }
  });
}

/// The same, where they come one after the other.
template <class Index, class Value>
void write_in_order(const CountedRows::Impl& impl, std::span<Index> indices, std::span<Value> values, const Weighting& how,
                    const Control& control) {
  constexpr std::uint32_t negative = CountedRows::Impl::negative;
  const bool plain = !how.binary && !how.sublinear;
  detail::parallel_blocks("vectors", impl.rows.size(), rows_at_once, control, [&](std::size_t begin, std::size_t end, unsigned) {
    std::vector<std::uint32_t> columns, counts;
    std::vector<std::int32_t> sums;
    for (std::size_t i = begin; i < end; ++i) {
      const detail::Worker& worker = *impl.workers[impl.rows[i].worker];
      const auto [from, to] = worker.entries_at(impl.rows[i].place, 0);
      columns.resize(to - from);
      counts.resize(to - from);
      sums.resize(to - from);
      worker.levels[0].entries.read(from, to, columns.data(), counts.data());
      for (std::size_t k = 0; k < columns.size(); ++k) {
        sums[k] = static_cast<std::int32_t>(columns[k] & negative ? 0U - counts[k] : counts[k]);
        columns[k] &= ~negative;
      }
      const auto first = static_cast<std::size_t>(impl.indptr[i]);
      const std::size_t n = static_cast<std::size_t>(impl.indptr[i + 1]) - first;
      if (n < columns.size()) {  // some share a column
        std::size_t at = 0;
        for (std::size_t k = 1; k < columns.size(); ++k) {
          if (columns[k] == columns[at]) sums[at] += sums[k];
          else columns[++at] = columns[k], sums[at] = sums[k];
        }
      }
      Index* const to_index = indices.data() + first;
      Value* const to_value = values.data() + first;
      double sum = 0;
      for (std::size_t k = 0; k < n; ++k) {
        const double v = (plain ? static_cast<double>(sums[k]) : weight(sums[k], how)) * (how.idf.empty() ? 1 : how.idf[columns[k]]);
        to_index[k] = static_cast<Index>(columns[k]);
        to_value[k] = static_cast<Value>(v);
        sum += how.norm == Norm::l1 ? std::abs(v) : v * v;
      }
      norm_row(to_value, n, sum, how.norm);
    }
  });
}

/// Inverse frequencies by the number of rows with a column, where they follow from it: what is read at random is a quarter.
struct FrequencyCodes {
  detail::HugeVector<std::uint16_t> rows_with;
  std::vector<double> idf;  // by that; empty where they do not follow

  FrequencyCodes(std::span<const std::int64_t> counts, std::span<const double> given) {
    constexpr std::size_t most = 0xffff;
    if (given.empty()) return;
    rows_with.resize(given.size());
    std::vector<std::uint8_t> known;
    for (std::size_t k = 0; k < given.size(); ++k) {
      const auto n = static_cast<std::size_t>(counts[k]);
      if (n < most && n >= idf.size()) idf.resize(n + 1), known.resize(n + 1);
      if (n < most && !known[n]) idf[n] = given[k], known[n] = 1;
      if (n >= most || idf[n] != given[k]) {
        idf.clear();
        return;
      }
      rows_with[k] = static_cast<std::uint16_t>(n);
    }
  }
};

/// Rows of terms in order.
template <class Index, class Value>
void write_leaves(const CountedRows::Impl& impl, std::span<Index> indices, std::span<Value> values, const Weighting& how,
                  const Control& control) {
  const detail::LeafRows& rows = *impl.leaf_rows;
  const FrequencyCodes codes(rows.rows_with(), how.idf);
  const detail::RowKernels& kernels = detail::row_kernels();
  const bool plain = !how.binary && !how.sublinear;
  detail::parallel_blocks("vectors", impl.rows.size(), rows_at_once, control, [&](std::size_t begin, std::size_t end, unsigned) {
    std::vector<std::uint32_t> room;
    std::vector<double> weights;
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t n = rows.size(i);
      if (room.size() < n) room.resize(2 * n), weights.resize(2 * n);
      const auto first = static_cast<std::size_t>(impl.indptr[i]);
      Index* const to_index = indices.data() + first;
      Value* const to_value = values.data() + first;
      std::uint32_t* columns = room.data();
      if constexpr (std::is_same_v<Index, std::int32_t>) columns = reinterpret_cast<std::uint32_t*>(to_index);
      rows.read(i, columns, weights.data());
      if constexpr (!std::is_same_v<Index, std::int32_t>) std::copy_n(columns, n, to_index);
      if (!plain) std::transform(weights.data(), weights.data() + n, weights.data(), [&](double count) { return weight(count, how); });
      if (!codes.idf.empty()) {
        for (std::size_t k = 0; k < n; ++k) weights[k] *= codes.idf[codes.rows_with[columns[k]]];
      } else if (!how.idf.empty()) {
        for (std::size_t k = 0; k < n; ++k) {
          if (k + 16 < n) __builtin_prefetch(&how.idf[columns[k + 16]]);
          weights[k] *= how.idf[columns[k]];
        }
      }
      double length = 1;
      if (how.norm == Norm::l2) length = std::sqrt(kernels.sum_of_squares(weights.data(), n));
      if (how.norm == Norm::l1) length = std::accumulate(weights.data(), weights.data() + n, 0.0, [](double sum, double v) { return sum + std::abs(v); });
      if (length == 0) length = 1;
      if constexpr (std::is_same_v<Value, double>) kernels.divide(weights.data(), n, length, to_value);
      else std::transform(weights.data(), weights.data() + n, to_value, [&](double v) { return static_cast<Value>(v / length); });
    }
  });
}

/// Each term has a column of its own.
template <class Index, class Value>
void write_sorted(const CountedRows& counted, const CountedRows::Impl& impl, std::span<Index> indices, std::span<Value> values,
                  const Weighting& how, const Control& control) {
  detail::PerThread<Sorting> sorting(impl.columns, control, (impl.rows.size() + rows_at_once - 1) / rows_at_once);
  const bool plain = !how.binary && !how.sublinear;
  // With few rows and a large vocabulary of the caller's, to count rows would be most of the work.
  const bool coded = impl.order && !how.idf.empty();
  const FrequencyCodes codes(coded ? counted.rows_with() : std::vector<std::int64_t>(), coded ? how.idf : std::span<const double>());
  detail::parallel_blocks("vectors", impl.rows.size(), rows_at_once, control, [&](std::size_t begin, std::size_t end, unsigned thread) {
    auto& [row, scratch] = sorting[thread];
    for (std::size_t i = begin; i < end; ++i) {
      const auto first = static_cast<std::size_t>(impl.indptr[i]);
      const std::size_t n = static_cast<std::size_t>(impl.indptr[i + 1]) - first;
      row.items.resize(n);
      std::uint64_t* item = row.items.data();
      impl.each_entry(i, scratch, [&](std::uint32_t column, std::uint32_t count) {
        *item++ = static_cast<std::uint64_t>(column) << 32 | count;
      });
      row.sort();
      double sum = 0;
      const std::uint64_t* const sorted = row.items.data();
      Index* const to_index = indices.data() + first;
      Value* const to_value = values.data() + first;
      const auto write = [&](auto&& idf) {
        for (std::size_t k = 0; k < n; ++k) {
          const std::size_t column = sorted[k] >> 32;
          const auto count = static_cast<double>(sorted[k] & 0xffff'ffff);
          const double v = (plain ? count : weight(count, how)) * idf(column);
          to_index[k] = static_cast<Index>(column);
          to_value[k] = static_cast<Value>(v);
          sum += how.norm == Norm::l1 ? std::abs(v) : v * v;
        }
      };
      if (!codes.idf.empty()) write([&](std::size_t column) { return codes.idf[codes.rows_with[column]]; });
      else if (!how.idf.empty()) write([&](std::size_t column) { return how.idf[column]; });
      else write([](std::size_t) { return 1.0; });
      norm_row(to_value, n, sum, how.norm);
    }
  });
}

}  // namespace

template <class Index, class Value>
void CountedRows::write(std::span<Index> indptr, std::span<Index> indices, std::span<Value> values,
                        const Weighting& weighting, const Control& control) const {
  const std::size_t n = rows(), size = entries(control);
  if (indptr.size() != n + 1 || indices.size() != size || values.size() != size) throw std::invalid_argument("the arrays do not fit the rows");
  if (!weighting.idf.empty() && weighting.idf.size() != columns()) throw std::invalid_argument("idf must have one value per column");
  if (size > static_cast<std::size_t>(std::numeric_limits<Index>::max())) throw std::invalid_argument("too many entries for this type of index");
  std::copy(impl_->indptr.begin(), impl_->indptr.end(), indptr.begin());
  if (impl_->leaf_rows && !impl_->hashed) write_leaves(*impl_, indices, values, weighting, control);
  else if (impl_->in_order) write_in_order(*impl_, indices, values, weighting, control);
  else if (impl_->adds_up()) write_added(*impl_, indices, values, weighting, control);
  else write_sorted(*this, *impl_, indices, values, weighting, control);
}

#define WIRECOPY_WRITE(Index, Value)                                                                                         \
  template WIRECOPY_API void CountedRows::write(std::span<Index>, std::span<Index>, std::span<Value>, const Weighting&, \
                                                       const Control&) const;
WIRECOPY_WRITE(std::int32_t, std::int32_t)
WIRECOPY_WRITE(std::int32_t, std::int64_t)
WIRECOPY_WRITE(std::int32_t, float)
WIRECOPY_WRITE(std::int32_t, double)
WIRECOPY_WRITE(std::int64_t, std::int32_t)
WIRECOPY_WRITE(std::int64_t, std::int64_t)
WIRECOPY_WRITE(std::int64_t, float)
WIRECOPY_WRITE(std::int64_t, double)
#undef WIRECOPY_WRITE

}  // namespace wirecopy
