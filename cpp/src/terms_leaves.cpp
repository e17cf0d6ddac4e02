#include "terms_leaves.hpp"

#include <utility>

#include "parallel.hpp"
#include "terms_accumulator.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t rows_at_once = 64;

struct Ordering {
  Ordering(std::size_t leaves, bool bundles, std::size_t columns)
      : row(bundles ? leaves : 0), sorter(leaves), entries(leaves), rows_with(columns) {}
  NumberCounter row;
  NumberSorter sorter;
  RowSorter entries;
  Spread spread;
  HugeVector<std::uint32_t> rows_with;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> words;
};

/// Orders the leaves of a text that are few and seldom come twice: sorted beside the processor.
void order_sequence(std::span<const std::uint32_t> sequence, Ordering& o) {
  o.sorter.items.assign(sequence.begin(), sequence.end());
  o.sorter.sort();
  auto& leaves = o.spread.leaves;
  auto& times = o.spread.times;
  leaves.resize(sequence.size());
  times.resize(sequence.size());
  std::size_t size = 0;
  std::uint32_t last = no_term, count = 0;
  for (const std::uint32_t leaf : o.sorter.items) {  // without branches, which would be guessed wrong
    const bool fresh = leaf != last;
    count = fresh ? 1 : count + 1;
    size += fresh;
    leaves[size - 1] = last = leaf;
    times[size - 1] = count;
  }
  leaves.resize(size);
  times.resize(size);
}

/// Orders the leaves of code points of a text that has each of them once, with its count.
void order_entries(const Worker& w, std::size_t place, std::span<const std::uint32_t> ranks, Ordering& o) {
  auto& items = o.entries.items;
  const auto [begin, end] = w.entries_at(place, 0);
  items.resize(end - begin);
  std::uint64_t* to = items.data();
  w.entries(place, 0, [&](std::uint32_t number) { __builtin_prefetch(&ranks[number]); },
            [&](std::uint32_t number, std::uint32_t count) { *to++ = static_cast<std::uint64_t>(ranks[number]) << 32 | count; });
  o.entries.sort();
  o.spread.leaves.resize(items.size());
  o.spread.times.resize(items.size());
  for (std::size_t k = 0; k < items.size(); ++k) {
    o.spread.leaves[k] = static_cast<std::uint32_t>(items[k] >> 32);
    o.spread.times[k] = static_cast<std::uint32_t>(items[k]);
  }
}

/// Counts the leaves of code points of a text with words that stand for several.
void add_leaves(const Worker& w, std::size_t place, std::span<const std::uint32_t> ranks, Ordering& o) {
  const auto none = [](std::uint32_t) {};
  w.entries(place, 0, none, [&](std::uint32_t number, std::uint32_t count) { o.row.add({&ranks[number], 1}, count); });
  o.words.clear();
  w.entries(place, Worker::bundles, none, [&](std::uint32_t word, std::uint32_t count) { o.words.emplace_back(word, count); });
  w.each_bundle(o.words.size(), [&](std::size_t k) { return o.words[k].first; },
                [&](std::size_t k, std::span<const std::uint32_t> bundle) { o.row.add(bundle, o.words[k].second); });
}

}  // namespace

LeafRows::LeafRows(const std::vector<std::unique_ptr<Worker>>& workers, std::span<const TextPlace> texts,
                   std::span<const std::vector<std::uint32_t>> ranks, std::span<const HugeVector<std::uint32_t>> sequences,
                   Paths paths, std::size_t columns, const Control& control)
    : paths_(std::move(paths)) {
  for (std::size_t w = 0; w < workers.size(); ++w) workers[w]->renumber_bundles(ranks[w]);
  rows_.resize(texts.size());
  const unsigned threads = worker_count(control, (texts.size() + rows_at_once - 1) / rows_at_once);
  std::vector<std::unique_ptr<Ordering>> ordering(threads);
  for (unsigned t = 0; t < threads; ++t) stores_.push_back(std::make_unique<EntryStore>());
  parallel_blocks("vectors", texts.size(), rows_at_once, control, [&](std::size_t begin, std::size_t end, unsigned thread) {
    if (!ordering[thread]) ordering[thread] = std::make_unique<Ordering>(paths_.size(), workers[0]->has_bundles(), columns);
    Ordering& o = *ordering[thread];
    EntryStore& store = *stores_[thread];
    for (std::size_t i = begin; i < end; ++i) {
      const Worker& w = *workers[texts[i].worker];
      const std::size_t place = texts[i].place;
      if (w.has_sequence()) {
        const std::size_t first = place == 0 ? 0 : w.row_ends[place - 1] + 1;  // past the mark between texts
        order_sequence(std::span(sequences[texts[i].worker]).subspan(first, w.row_ends[place] - first), o);
      } else if (!w.has_bundles()) {
        order_entries(w, place, ranks[texts[i].worker], o);
      } else {
        add_leaves(w, place, ranks[texts[i].worker], o);
        o.row.drain(o.spread.leaves, o.spread.times);
      }
      Row& row = rows_[i];
      row.store = thread;
      row.begin = store.size();
      store.append(o.spread.leaves, o.spread.times);
      row.end = store.size();
      if (columns == 0) continue;
      throw_if_stopping();
      o.spread.run(paths_, false);
      row.size = static_cast<std::uint32_t>(o.spread.columns().size());
      const auto row_columns = o.spread.columns();
      for (std::size_t k = 0; k < row_columns.size(); ++k) {
        if (k + 16 < row_columns.size()) __builtin_prefetch(&o.rows_with[row_columns[k + 16]], 1);
        ++o.rows_with[row_columns[k]];
      }
    }
  });
  rows_with_.resize(columns);
  for (const auto& o : ordering) {
    for (std::size_t k = 0; o && k < columns; ++k) rows_with_[k] += o->rows_with[k];
  }
}

void LeafRows::keep(std::span<const std::uint32_t> place) {
  for (auto& column : paths_.columns()) {
    if (column != no_column) column = place[column];
  }
  std::size_t kept = 0;
  for (std::size_t k = 0; k < place.size(); ++k) {
    if (place[k] == no_column) continue;
    rows_with_[kept++] = rows_with_[k];
  }
  rows_with_.resize(kept);
  Spread out;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    spread(i, out, false);
    rows_[i].size = static_cast<std::uint32_t>(out.columns().size());
  }
}

void LeafRows::forget_rows() {
  stores_.clear();
  rows_ = {};
  paths_ = Paths();
}

}  // namespace wirecopy::detail
