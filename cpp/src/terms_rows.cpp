#include "terms_rows.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "parallel.hpp"

namespace wirecopy {

namespace {

/// Entries of one row, (column << 32 | count), being sorted by column: digit by digit, from the lowest.
class RowSorter {
 public:
  explicit RowSorter(std::size_t columns) {
    const auto bits = static_cast<unsigned>(std::bit_width(columns));
    passes_ = std::max(1U, (bits + most_bits - 1) / most_bits);
    digit_ = (bits + passes_ - 1) / passes_;
  }
  std::vector<std::uint64_t> items;

  void sort() {
    if (items.size() < 64) return std::sort(items.begin(), items.end());
    const std::size_t buckets = std::size_t{1} << digit_;
    other_.resize(items.size());
    for (unsigned pass = 0; pass < passes_; ++pass) {
      const unsigned shift = 32 + pass * digit_;
      std::fill_n(at_.begin(), buckets, 0);
      for (const auto item : items) ++at_[item >> shift & (buckets - 1)];
      std::uint32_t sum = 0;
      for (std::size_t b = 0; b < buckets; ++b) sum += std::exchange(at_[b], sum);
      for (const auto item : items) other_[at_[item >> shift & (buckets - 1)]++] = item;
      items.swap(other_);
    }
  }

 private:
  static constexpr unsigned most_bits = 9;
  unsigned passes_, digit_;
  std::vector<std::uint64_t> other_;
  std::array<std::uint32_t, std::size_t{1} << most_bits> at_{};
};

/// 1 + ln(count), from a table where the count is small.
double sublinear(double count) {
  static const auto table = [] {
    std::array<double, 256> out{};
    for (std::size_t k = 1; k < out.size(); ++k) out[k] = std::log(static_cast<double>(k)) + 1;
    return out;
  }();
  return count < 256 ? table[static_cast<std::size_t>(count)] : std::log(count) + 1;
}

template <class Value>
void weigh_row(Value* values, std::span<const double> counts, std::span<const std::uint64_t> items, const Weighting& how) {
  double sum = 0;
  for (std::size_t k = 0; k < items.size(); ++k) {
    double v = how.binary ? 1 : counts[k];
    if (how.sublinear) v = sublinear(v);
    if (!how.idf.empty()) v *= how.idf[items[k] >> 32];
    values[k] = static_cast<Value>(v);
    sum += how.norm == Norm::l1 ? std::abs(v) : v * v;
  }
  if (how.norm == Norm::none || sum == 0) return;
  const double length = how.norm == Norm::l1 ? sum : std::sqrt(sum);
  for (std::size_t k = 0; k < items.size(); ++k) values[k] = static_cast<Value>(static_cast<double>(values[k]) / length);
}

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

std::size_t CountedRows::entries() const {
  std::int64_t sum = 0;
  for (const auto n : rows_with()) sum += n;
  return static_cast<std::size_t>(sum);
}

std::vector<std::int64_t> CountedRows::rows_with() const {
  std::vector<std::int64_t> out(impl_->columns);
  const auto bits = impl_->hashed ? ~Impl::negative : ~0U;
  for (std::size_t w = 0; w < impl_->workers.size(); ++w) {
    for (std::size_t level = 0; level < impl_->column[w].size(); ++level) {
      const auto& rows = impl_->workers[w]->levels[level].rows;
      const auto columns = impl_->column[w][level];
      for (std::size_t k = 0; k < std::min(columns.size(), rows.size()); ++k) {
        if (columns[k] != detail::no_column) out[columns[k] & bits] += rows[k];
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
  impl_->place_columns();
}

template <class Index, class Value>
std::size_t CountedRows::write(std::span<Index> indptr, std::span<Index> indices, std::span<Value> values,
                               const Weighting& weighting, const Control& control) const {
  const std::size_t n = rows();
  if (indptr.size() != n + 1 || indices.size() != values.size()) throw std::invalid_argument("the arrays do not fit the rows");
  if (!weighting.idf.empty() && weighting.idf.size() != columns()) throw std::invalid_argument("idf must have one value per column");
  constexpr std::size_t grain = 64;
  indptr[0] = 0;
  detail::parallel_for("vectors", n, control, [&](std::size_t i) {
    const auto& row = impl_->rows[i];
    const detail::Worker& w = *impl_->workers[row.worker];
    std::size_t length = 0;
    if (impl_->all_kept) {
      const std::size_t levels = w.levels.size(), at = row.place * levels;
      for (std::size_t k = 0; k < levels; ++k) length += w.row_ends[at + k] - (row.place == 0 ? 0 : w.row_ends[at + k - levels]);
    } else {
      impl_->each_entry(row, [&](std::uint32_t, std::uint32_t) { ++length; });
    }
    indptr[i + 1] = static_cast<Index>(length);
  }, grain);
  for (std::size_t i = 0; i < n; ++i) indptr[i + 1] = static_cast<Index>(indptr[i + 1] + indptr[i]);
  if (static_cast<std::size_t>(indptr[n]) != indices.size()) throw std::invalid_argument("the arrays do not fit the entries");

  std::vector<std::size_t> lengths(impl_->hashed ? n : 0);  // once terms of the same column are one
  detail::parallel_blocks("vectors", n, grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    RowSorter sorter(columns());
    std::vector<double> counts;
    auto& items = sorter.items;
    for (std::size_t i = begin; i < end; ++i) {
      items.clear();
      impl_->each_entry(impl_->rows[i], [&](std::uint32_t column, std::uint32_t count) {
        items.push_back(static_cast<std::uint64_t>(column & (impl_->hashed ? ~Impl::negative : ~0U)) << 32 |
                        (impl_->hashed && (column & Impl::negative) ? 0U - count : count));
      });
      sorter.sort();
      counts.clear();
      if (impl_->hashed) {
        std::size_t kept = 0;
        for (const auto item : items) {
          const auto count = static_cast<double>(static_cast<std::int32_t>(item & 0xffff'ffff));
          if (kept > 0 && items[kept - 1] >> 32 == item >> 32) counts.back() += count;
          else items[kept++] = item, counts.push_back(count);
        }
        items.resize(kept);
        lengths[i] = kept;
      } else {
        for (const auto item : items) counts.push_back(static_cast<double>(item & 0xffff'ffff));
      }
      const auto at = static_cast<std::size_t>(indptr[i]);
      for (std::size_t k = 0; k < items.size(); ++k) indices[at + k] = static_cast<Index>(items[k] >> 32);
      weigh_row(values.data() + at, counts, items, weighting);
    }
  });
  if (!impl_->hashed) return indices.size();
  std::size_t written = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const auto from = static_cast<std::size_t>(indptr[i]);
    if (from != written) {
      std::copy_n(indices.begin() + static_cast<std::ptrdiff_t>(from), lengths[i], indices.begin() + static_cast<std::ptrdiff_t>(written));
      std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(from), lengths[i], values.begin() + static_cast<std::ptrdiff_t>(written));
    }
    indptr[i] = static_cast<Index>(written);
    written += lengths[i];
  }
  indptr[n] = static_cast<Index>(written);
  return written;
}

#define WIRECOPY_WRITE(Index, Value)                                                                                         \
  template WIRECOPY_API std::size_t CountedRows::write(std::span<Index>, std::span<Index>, std::span<Value>, const Weighting&, \
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
