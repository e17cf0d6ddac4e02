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

/// What becomes of one count before the row is normed.
double weight(double count, std::uint32_t column, const Weighting& how) {
  double v = how.binary ? 1 : count;
  if (how.sublinear) v = sublinear(v);
  return how.idf.empty() ? v : v * how.idf[column];
}

template <class Value>
void norm_row(Value* values, std::size_t n, double sum, Norm norm) {
  if (norm == Norm::none || sum == 0) return;
  const double length = norm == Norm::l1 ? sum : std::sqrt(sum);
  for (std::size_t k = 0; k < n; ++k) values[k] = static_cast<Value>(static_cast<double>(values[k]) / length);
}

/// One accumulator for each thread that asks.
class Accumulators {
 public:
  Accumulators(std::size_t columns, const Control& control, std::size_t blocks)
      : columns_(columns), made_(detail::worker_count(control, blocks)) {}
  detail::RowAccumulator& operator[](unsigned thread) {
    if (!made_[thread]) made_[thread] = std::make_unique<detail::RowAccumulator>(columns_);
    return *made_[thread];
  }

 private:
  std::size_t columns_;
  std::vector<std::unique_ptr<detail::RowAccumulator>> made_;
};

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

void CountedRows::Impl::find_indptr(const Control& control) const {
  if (!indptr.empty()) return;
  std::vector<std::int64_t> found(rows.size() + 1);
  const bool known = all_kept && !hashed;
  Accumulators accumulators(known ? 0 : columns, control, (rows.size() + grain - 1) / grain);
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
        auto& row = accumulators[thread];
        each_entry(rows[i], [&](std::uint32_t c, std::uint32_t) { row.add(c & ~negative, 0); });
        row.drain([&](std::uint32_t, std::int32_t) { ++length; });
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
  for (const auto& row : impl_->rows) {
    impl_->each_entry(row, [&](std::uint32_t column, std::uint32_t count) { out[column & ~Impl::negative] += count; });
  }
  return out;
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

template <class Index, class Value>
void CountedRows::write(std::span<Index> indptr, std::span<Index> indices, std::span<Value> values,
                        const Weighting& weighting, const Control& control) const {
  const std::size_t n = rows(), size = entries(control);
  if (indptr.size() != n + 1 || indices.size() != size || values.size() != size) throw std::invalid_argument("the arrays do not fit the rows");
  if (!weighting.idf.empty() && weighting.idf.size() != columns()) throw std::invalid_argument("idf must have one value per column");
  if (size > static_cast<std::size_t>(std::numeric_limits<Index>::max())) throw std::invalid_argument("too many entries for this type of index");
  std::copy(impl_->indptr.begin(), impl_->indptr.end(), indptr.begin());
  Accumulators accumulators(columns(), control, (n + grain - 1) / grain);
  detail::parallel_blocks("vectors", n, grain, control, [&](std::size_t begin, std::size_t end, unsigned thread) {
    auto& row = accumulators[thread];
    for (std::size_t i = begin; i < end; ++i) {
      impl_->each_entry(impl_->rows[i], [&](std::uint32_t column, std::uint32_t count) {
        const bool minus = impl_->hashed && (column & Impl::negative);
        row.add(impl_->hashed ? column & ~Impl::negative : column, static_cast<std::int32_t>(minus ? 0U - count : count));
      });
      const auto first = static_cast<std::size_t>(impl_->indptr[i]);
      std::size_t at = first;
      double sum = 0;
      row.drain([&](std::uint32_t column, std::int32_t count) {
        const double v = weight(count, column, weighting);
        indices[at] = static_cast<Index>(column);
        values[at++] = static_cast<Value>(v);
        sum += weighting.norm == Norm::l1 ? std::abs(v) : v * v;
      });
      norm_row(values.data() + first, at - first, sum, weighting.norm);
    }
  });
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
