#include "terms_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "parallel.hpp"
#include "terms_accumulator.hpp"

namespace wirecopy {

namespace {

/// 1 + ln(count), from a table where the count is small.
double sublinear(double count) {
  static const auto table = [] {
    std::array<double, 256> out{};
    for (std::size_t k = 1; k < out.size(); ++k) out[k] = std::log(static_cast<double>(k)) + 1;
    return out;
  }();
  return count < 256 ? table[static_cast<std::size_t>(count)] : std::log(count) + 1;
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

/// One T for each thread that asks.
template <class T>
class PerThread {
 public:
  PerThread(std::size_t columns, const Control& control, std::size_t blocks)
      : columns_(columns), made_(detail::worker_count(control, blocks)) {}
  T& operator[](unsigned thread) {
    if (!made_[thread]) made_[thread] = std::make_unique<T>(columns_);
    return *made_[thread];
  }

 private:
  std::size_t columns_;
  std::vector<std::unique_ptr<T>> made_;
};

struct Adding {
  explicit Adding(std::size_t columns) : row(columns) {}
  detail::RowAccumulator row;
  CountedRows::Impl::Scratch scratch;
};

struct Sorting {
  explicit Sorting(std::size_t columns) : row(columns) {}
  detail::RowSorter row;
  std::vector<double> weights;
  CountedRows::Impl::Scratch scratch;
};

/// Where the weight of a term is read: its column and inverse frequency, side by side, for they are read at random.
struct TermPlace {
  std::uint32_t column = detail::no_column;
  double idf = 1;
};
using TermPlaces = std::vector<std::vector<detail::HugeVector<TermPlace>>>;  // per worker and level

TermPlaces term_places(const CountedRows::Impl& rows, std::span<const double> idf) {
  TermPlaces out(rows.column.size());
  for (std::size_t w = 0; w < out.size(); ++w) {
    for (const auto columns : rows.column[w]) {
      auto& places = out[w].emplace_back(columns.size());
      for (std::size_t k = 0; k < places.size(); ++k) {
        if (k + 16 < places.size() && !idf.empty() && columns[k + 16] != detail::no_column) __builtin_prefetch(&idf[columns[k + 16]]);
        if (columns[k] != detail::no_column) places[k] = {columns[k], idf.empty() ? 1 : idf[columns[k]]};
      }
    }
  }
  return out;
}

constexpr std::size_t grain = 64;  // rows

}  // namespace

CountedRows::CountedRows(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CountedRows::~CountedRows() = default;
CountedRows::CountedRows(CountedRows&&) noexcept = default;
CountedRows& CountedRows::operator=(CountedRows&&) noexcept = default;
std::size_t CountedRows::rows() const { return impl_->rows.size(); }
std::size_t CountedRows::columns() const { return impl_->columns; }

void CountedRows::Impl::place_columns() {
  const auto& levels = order->levels();
  owned.assign(workers.size(), {});
  column.assign(workers.size(), {});
  for (std::size_t w = 0; w < workers.size(); ++w) {
    for (std::size_t level = 0; level < levels.size(); ++level) {
      auto& of = owned[w].emplace_back();
      of.reserve(levels[level].ranks[w].size());
      for (const std::uint32_t rank : levels[level].ranks[w]) of.push_back(column_of[level][rank]);
      column[w].emplace_back(of);
    }
  }
}

void CountedRows::Impl::check_rows() const {
  if (column.size() != workers.size()) throw std::logic_error("the rows have been forgotten; only terms can be asked for");
}

void CountedRows::Impl::find_indptr(const Control& control) const {
  check_rows();
  if (!indptr.empty()) return;
  std::vector<std::int64_t> found(rows.size() + 1);
  const bool known = all_kept && !hashed;
  PerThread<Adding> adding(hashed ? columns : 0, control, (rows.size() + grain - 1) / grain);
  detail::parallel_blocks("vectors", rows.size(), grain, control, [&](std::size_t begin, std::size_t end, unsigned thread) {
    for (std::size_t i = begin; i < end; ++i) {
      const detail::Worker& w = *workers[rows[i].worker];
      std::int64_t length = 0;
      if (known && w.has_bundles()) {
        length = w.row_sizes()[rows[i].place];
      } else if (known) {
        const std::size_t levels = w.levels.size(), at = rows[i].place * levels;
        for (std::size_t k = 0; k < levels; ++k) {
          length += static_cast<std::int64_t>(w.row_ends[at + k] - (rows[i].place == 0 ? 0 : w.row_ends[at + k - levels]));
        }
      } else {
        auto& [row, scratch] = adding[thread];
        each_entry(rows[i], scratch, [&](std::uint32_t c, std::uint32_t) {
          if (hashed) row.add(c & ~negative, 0);
          else ++length;
        });
        if (hashed) row.drain([&](std::uint32_t, std::int32_t) { ++length; });
      }
      found[i + 1] = length;
    }
  });
  for (std::size_t i = 0; i < rows.size(); ++i) found[i + 1] += found[i];
  indptr = std::move(found);
}

std::size_t CountedRows::entries(const Control& control) const {
  impl_->find_indptr(control);
  return static_cast<std::size_t>(impl_->indptr.back());
}

std::vector<std::int64_t> CountedRows::rows_with() const {
  impl_->check_rows();
  std::vector<std::int64_t> out(impl_->columns);
  const auto bits = impl_->hashed ? ~Impl::negative : ~0U;
  for (std::size_t w = 0; w < impl_->workers.size(); ++w) {
    for (std::size_t level = 0; level < impl_->column[w].size(); ++level) {
      const auto& tallies = impl_->workers[w]->levels[level].tallies;
      const auto columns = impl_->column[w][level];
      for (std::size_t k = 0; k < std::min(columns.size(), tallies.size()); ++k) {
        if (columns[k] != detail::no_column) out[columns[k] & bits] += tallies[k].rows;
      }
    }
  }
  return out;
}

std::vector<std::int64_t> CountedRows::totals() const {
  std::vector<std::int64_t> out(impl_->columns);
  Impl::Scratch scratch;
  for (const auto& row : impl_->rows) {
    impl_->each_entry(row, scratch, [&](std::uint32_t column, std::uint32_t count) { out[column & ~Impl::negative] += count; });
  }
  return out;
}

void CountedRows::forget_rows() {
  if (!impl_->order) throw std::logic_error("only rows with terms of their own can be forgotten");
  for (auto& worker : impl_->workers) worker->forget_rows();
  impl_->rows = {};
  impl_->owned = {};
  impl_->column = {};
  impl_->indptr = {};
  impl_->order->forget_ranks();
}

TermList CountedRows::terms() const {
  TermList out;
  if (!impl_->order) throw std::logic_error("these rows have no terms of their own");
  const auto& levels = impl_->order->levels();
  std::string path;
  std::vector<std::size_t> ends(levels.size());
  impl_->order->walk([&](std::size_t level, std::size_t rank) {
    char room[16];
    path.resize(level == 0 ? 0 : ends[level - 1]);
    if (level > 0) path += ' ';
    path += impl_->order->word(level == 0 ? rank : levels[level].keys[rank] & 0xffff'ffff, room);
    ends[level] = path.size();
    if (impl_->column_of[level][rank] != detail::no_column) out.push_back(path);
  });
  return out;
}

void CountedRows::keep(std::span<const std::uint8_t> columns) {
  if (columns.size() != impl_->columns || !impl_->order) throw std::invalid_argument("keep needs one byte per column");
  std::vector<std::uint32_t> place(columns.size(), detail::no_column);
  std::uint32_t kept = 0;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (columns[k]) place[k] = kept++;
  }
  for (auto& level : impl_->column_of) {
    for (auto& c : level) {
      if (c != detail::no_column) c = place[c];
    }
  }
  impl_->all_kept = impl_->all_kept && kept == columns.size();
  impl_->columns = kept;
  impl_->indptr.clear();
  impl_->place_columns();
}

namespace {

/// Terms that share a column are added up.
template <class Index, class Value>
void write_hashed(const CountedRows::Impl& impl, std::span<Index> indices, std::span<Value> values, const Weighting& how,
                  const Control& control) {
  PerThread<Adding> adding(impl.columns, control, (impl.rows.size() + grain - 1) / grain);
  detail::parallel_blocks("vectors", impl.rows.size(), grain, control, [&](std::size_t begin, std::size_t end, unsigned thread) {
    auto& [row, scratch] = adding[thread];
    for (std::size_t i = begin; i < end; ++i) {
      impl.each_entry(impl.rows[i], scratch, [&](std::uint32_t column, std::uint32_t count) {
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

/// Each term has a column of its own.
template <class Index, class Value>
void write_sorted(const CountedRows::Impl& impl, std::span<Index> indices, std::span<Value> values, const Weighting& how,
                  const Control& control) {
  PerThread<Sorting> sorting(impl.columns, control, (impl.rows.size() + grain - 1) / grain);
  // With few rows and a large vocabulary of the caller's, this would be most of the work.
  const TermPlaces places = impl.order ? term_places(impl, how.idf) : TermPlaces();
  detail::parallel_blocks("vectors", impl.rows.size(), grain, control, [&](std::size_t begin, std::size_t end, unsigned thread) {
    auto& [row, weights, scratch] = sorting[thread];
    for (std::size_t i = begin; i < end; ++i) {
      row.items.clear();
      weights.clear();
      const auto take = [&](std::uint32_t column, std::uint32_t count, double idf) {
        if (column == detail::no_column) return;
        row.items.push_back(static_cast<std::uint64_t>(column) << 32 | weights.size());
        weights.push_back(weight(count, how) * idf);
      };
      if (impl.order) {
        const auto& of = places[impl.rows[i].worker];
        impl.each_term(impl.rows[i], scratch, [&](std::size_t level, std::uint32_t number) { __builtin_prefetch(&of[level][number]); },
                       [&](std::size_t level, std::uint32_t number, std::uint32_t count) {
                         take(of[level][number].column, count, of[level][number].idf);
                       });
      } else {
        impl.each_entry(impl.rows[i], scratch, [&](std::uint32_t column, std::uint32_t count) {
          take(column, count, how.idf.empty() ? 1 : how.idf[column]);
        });
      }
      row.sort();
      const auto first = static_cast<std::size_t>(impl.indptr[i]);
      double sum = 0;
      for (std::size_t k = 0; k < row.items.size(); ++k) {
        const double v = weights[row.items[k] & 0xffff'ffff];
        indices[first + k] = static_cast<Index>(row.items[k] >> 32);
        values[first + k] = static_cast<Value>(v);
        sum += how.norm == Norm::l1 ? std::abs(v) : v * v;
      }
      norm_row(values.data() + first, row.items.size(), sum, how.norm);
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
  if (impl_->hashed) write_hashed(*impl_, indices, values, weighting, control);
  else write_sorted(*impl_, indices, values, weighting, control);
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
