#include "terms_rows.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "parallel.hpp"

namespace wirecopy {

CountedRows::CountedRows(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CountedRows::~CountedRows() = default;
CountedRows::CountedRows(CountedRows&&) noexcept = default;
CountedRows& CountedRows::operator=(CountedRows&&) noexcept = default;
std::size_t CountedRows::rows() const { return impl_->rows.size(); }
std::size_t CountedRows::columns() const { return impl_->columns; }

void CountedRows::Impl::take_leaves(detail::Paths leaf_paths, std::size_t columns_of_paths, const Control& control) {
  columns = columns_of_paths;
  leaf_rows = std::make_unique<detail::LeafRows>(workers, rows, order->levels()[0].ranks, order->leaves(), std::move(leaf_paths),
                                                 columns, hashed, control);
  for (auto& worker : workers) worker->forget_rows();
  order->forget_ranks();
}

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
  if (forgotten) throw std::logic_error("the rows have been forgotten; only terms can be asked for");
}

void CountedRows::Impl::find_indptr(const Control& control) const {
  check_rows();
  if (!indptr.empty()) return;
  std::vector<std::int64_t> found(rows.size() + 1);
  detail::PerThread<Adding> adding(adds_up() ? columns : 0, control, (rows.size() + rows_at_once - 1) / rows_at_once);
  detail::parallel_blocks("vectors", rows.size(), rows_at_once, control, [&](std::size_t begin, std::size_t end, unsigned thread) {
    for (std::size_t i = begin; i < end; ++i) {
      std::int64_t length = 0;
      if (leaf_rows && !hashed) {
        length = static_cast<std::int64_t>(leaf_rows->size(i));
      } else if (adds_up()) {
        auto& [row, scratch] = adding[thread];
        each_entry(i, scratch, [&](std::uint32_t c, std::uint32_t) { row.add(c & ~negative, 0); });
        row.drain([&](std::uint32_t, std::int32_t) { ++length; });
      } else if (all_kept) {
        const detail::Worker& w = *workers[rows[i].worker];
        const std::size_t levels = w.levels.size(), at = rows[i].place * levels;
        for (std::size_t k = 0; k < levels; ++k) {
          length += static_cast<std::int64_t>(w.row_ends[at + k] - (rows[i].place == 0 ? 0 : w.row_ends[at + k - levels]));
        }
      } else {
        each_entry(i, adding[thread].scratch, [&](std::uint32_t, std::uint32_t) { ++length; });
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

void CountedRows::rows_with(std::span<std::int64_t> out) const {
  impl_->check_rows();
  if (out.size() != impl_->columns) throw std::invalid_argument("the array must have room for each column");
  if (impl_->leaf_rows && !impl_->hashed) {
    std::ranges::copy(impl_->leaf_rows->rows_with(), out.begin());
    return;
  }
  std::fill(out.begin(), out.end(), 0);
  if (impl_->leaf_rows || impl_->in_order || !impl_->paths.empty()) {
    Impl::Adding adding(impl_->columns);
    for (std::size_t i = 0; i < impl_->rows.size(); ++i) {
      impl_->each_entry(i, adding.scratch, [&](std::uint32_t c, std::uint32_t) { adding.row.add(c & ~Impl::negative, 0); });
      adding.row.drain([&](std::uint32_t c, std::int32_t) { ++out[c]; });
    }
    return;
  }
  for (std::size_t w = 0; w < impl_->workers.size(); ++w) {
    for (std::size_t level = 0; level < impl_->column[w].size(); ++level) {
      const auto& tallies = impl_->workers[w]->levels[level].tallies;
      const auto columns = impl_->column[w][level];
      for (std::size_t k = 0; k < std::min(columns.size(), tallies.size()); ++k) {
        if (columns[k] != detail::no_column) out[columns[k]] += tallies[k].rows;
      }
    }
  }
}

std::vector<std::int64_t> CountedRows::rows_with() const {
  std::vector<std::int64_t> out(impl_->columns);
  rows_with(out);
  return out;
}

std::vector<std::int64_t> CountedRows::totals() const {
  impl_->check_rows();
  std::vector<std::int64_t> out(impl_->columns);
  Impl::Scratch scratch;
  for (std::size_t i = 0; i < impl_->rows.size(); ++i) {
    impl_->each_entry(i, scratch, [&](std::uint32_t column, std::uint32_t count) { out[column & ~Impl::negative] += count; });
  }
  return out;
}

void CountedRows::forget_rows() {
  if (!impl_->order) throw std::logic_error("only rows with terms of their own can be forgotten");
  for (auto& worker : impl_->workers) worker->forget_rows();
  if (impl_->leaf_rows) impl_->leaf_rows->forget_rows();
  impl_->rows = {};
  impl_->owned = {};
  impl_->column = {};
  impl_->indptr = {};
  impl_->order->forget_ranks();
  impl_->forgotten = true;
}

TermList CountedRows::terms() const {
  TermList out;
  if (!impl_->order) throw std::logic_error("these rows have no terms of their own");
  if (impl_->column_of.empty()) {
    char room[16];
    for (const auto& term : impl_->leaf_terms) out.push_back(impl_->order->word(term.leaf, room).substr(0, term.size));
    return out;
  }
  const auto& levels = impl_->order->levels();
  std::string path;
  std::vector<std::size_t> ends(levels.size());
  impl_->order->walk([&](std::size_t level, std::size_t rank) {
    impl_->order->spell(level, rank, path, ends);
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
  if (impl_->leaf_rows) impl_->leaf_rows->keep(place);
  if (!impl_->leaf_terms.empty()) {
    for (std::size_t k = 0; k < place.size(); ++k) {
      if (place[k] != detail::no_column) impl_->leaf_terms[place[k]] = impl_->leaf_terms[k];
    }
    impl_->leaf_terms.resize(kept);
  }
  for (auto& level : impl_->column_of) {
    for (auto& c : level) {
      if (c != detail::no_column) c = place[c];
    }
  }
  impl_->all_kept = impl_->all_kept && kept == columns.size();
  impl_->columns = kept;
  impl_->indptr.clear();
  if (!impl_->leaf_rows) impl_->place_columns();
}

}  // namespace wirecopy
