#include "terms_leaves.hpp"

#include <utility>

#include "parallel.hpp"
#include "terms_accumulator.hpp"
#include "terms_numbers.hpp"
#include "terms_spread.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t rows_at_once = 64;

struct Ordering {
  Ordering(std::size_t leaves, bool bundles, std::size_t columns)
      : row(bundles ? leaves : 0), sorter(leaves), entries(leaves), few_(columns) {}
  NumberCounter row;
  NumberSorter sorter;
  RowSorter entries;
  Spread spread;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> words;  // with their counts
  std::vector<std::uint32_t> leaves, times;                    // what they stand for, and how often
  std::vector<std::uint32_t> row_leaves, row_times;            // of the row at hand, in order, and room for more

  void make_room(std::size_t leaves) {
    if (row_leaves.size() < leaves) row_leaves.resize(2 * leaves);
    if (row_times.size() < leaves) row_times.resize(2 * leaves);
  }
  /// One row more has each of these.
  void count_rows(std::span<const std::uint32_t> columns) {
    std::uint16_t* const few = few_.data();
    for (const std::uint32_t column : columns) ++few[column];
    if (++rows_ == most_few) move_few();
  }
  void add_rows_to(HugeVector<std::int64_t>& sums) {
    if (!many_.empty()) move_few();
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += many_.empty() ? few_[k] : many_[k];
  }

 private:
  static constexpr std::uint32_t most_few = 0xffff;
  void move_few() {
    many_.resize(few_.size());
    for (std::size_t k = 0; k < few_.size(); ++k) many_[k] += std::exchange(few_[k], 0);
    rows_ = 0;
  }
  HugeVector<std::uint16_t> few_;  // rows with each column; narrow, to lie beside the processor
  HugeVector<std::uint32_t> many_;  // those that were too many for it
  std::uint32_t rows_ = 0;
};

/// Orders the leaves of a text that are few and seldom come twice, sorted beside the processor: how many.
std::size_t order_sequence(std::span<const std::uint32_t> sequence, Ordering& o) {
  o.sorter.items.assign(sequence.begin(), sequence.end());
  o.sorter.sort();
  o.make_room(sequence.size());
  std::uint32_t* const leaves = o.row_leaves.data();
  std::uint32_t* const times = o.row_times.data();
  std::size_t size = 0;
  std::uint32_t last = no_term, count = 0;
  for (const std::uint32_t leaf : o.sorter.items) {  // without branches, which would be guessed wrong
    const bool fresh = leaf != last;
    count = fresh ? 1 : count + 1;
    size += fresh;
    leaves[size - 1] = last = leaf;
    times[size - 1] = count;
  }
  return size;
}

/// Orders the leaves of code points of a text that has each of them once, with its count.
std::size_t order_entries(const Worker& w, std::size_t place, std::span<const std::uint32_t> ranks, Ordering& o) {
  auto& items = o.entries.items;
  const auto [begin, end] = w.entries_at(place, 0);
  items.resize(end - begin);
  std::uint64_t* to = items.data();
  w.entries(place, 0, [&](std::uint32_t number) { __builtin_prefetch(&ranks[number]); },
            [&](std::uint32_t number, std::uint32_t count) { *to++ = static_cast<std::uint64_t>(ranks[number]) << 32 | count; });
  o.entries.sort();
  o.make_room(items.size());
  for (std::size_t k = 0; k < items.size(); ++k) {
    o.row_leaves[k] = static_cast<std::uint32_t>(items[k] >> 32);
    o.row_times[k] = static_cast<std::uint32_t>(items[k]);
  }
  return items.size();
}

/// Of a text with words that stand for several.
std::size_t order_words(const Worker& w, std::size_t place, std::span<const std::uint32_t> ranks, Ordering& o) {
  const auto none = [](std::uint32_t) {};
  w.entries(place, 0, none, [&](std::uint32_t number, std::uint32_t count) { o.row.add({&ranks[number], 1}, &count); });
  o.words.clear();
  w.entries(place, Worker::bundles, none, [&](std::uint32_t word, std::uint32_t count) { o.words.emplace_back(word, count); });
  const std::size_t leaves = w.copy_bundles(o.words, o.leaves, o.times);
  o.row.add({o.leaves.data(), leaves}, o.times.data());
  return o.row.drain(o.row_leaves, o.row_times);
}

}  // namespace

LeafRows::LeafRows(const std::vector<std::unique_ptr<Worker>>& workers, std::span<const TextPlace> texts,
                   std::span<const HugeVector<std::uint32_t>> ranks, std::span<const HugeVector<std::uint32_t>> sequences,
                   Paths paths, std::size_t columns, bool hashed, const Control& control)
    : is_hashed_(hashed) {
  for (std::size_t w = 0; w < workers.size(); ++w) workers[w]->renumber_bundles(ranks[w]);
  const unsigned threads = worker_count(control, (texts.size() + rows_at_once - 1) / rows_at_once);
  std::vector<std::unique_ptr<Ordering>> ordering(threads);
  if (hashed) leaves_.resize(threads), hashed_.resize(texts.size());
  else terms_.resize(threads), rows_.resize(texts.size());
  parallel_blocks("vectors", texts.size(), rows_at_once, control, [&](std::size_t begin, std::size_t end, unsigned thread) {
    if (!ordering[thread]) ordering[thread] = std::make_unique<Ordering>(paths.size(), workers[0]->has_bundles(), hashed ? 0 : columns);
    Ordering& o = *ordering[thread];
    for (std::size_t i = begin; i < end; ++i) {
      const Worker& w = *workers[texts[i].worker];
      const std::size_t place = texts[i].place;
      std::size_t size = 0;
      if (w.has_sequence()) {
        const std::size_t first = place == 0 ? 0 : w.row_ends[place - 1] + 1;  // past the mark between texts
        size = order_sequence(std::span(sequences[texts[i].worker]).subspan(first, w.row_ends[place] - first), o);
      } else if (!w.has_bundles()) {
        size = order_entries(w, place, ranks[texts[i].worker], o);
      } else {
        size = order_words(w, place, ranks[texts[i].worker], o);
      }
      throw_if_stopping();
      const auto leaves = std::span(o.row_leaves).first(size), times = std::span(o.row_times).first(size);
      if (hashed) {
        EntryStore& store = leaves_[thread];
        hashed_[i] = {thread, store.size(), store.size() + size};
        store.append(leaves, times);
        continue;
      }
      o.spread.run(paths, leaves, times.data());
      rows_[i] = {terms_[thread].append(o.spread.columns(), o.spread.counts()), thread};
      o.count_rows(o.spread.columns());
    }
  });
  if (hashed) paths_ = std::move(paths);
  rows_with_.resize(hashed ? 0 : columns);
  for (const auto& o : ordering) {
    if (o) o->add_rows_to(rows_with_);
  }
}

void LeafRows::keep(std::span<const std::uint32_t> place) {
  std::vector<TermStore> kept(terms_.size());
  std::vector<std::uint32_t> columns, counts;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    columns.resize(size(i));
    counts.resize(size(i));
    read(i, columns.data(), counts.data());
    std::size_t n = 0;
    for (std::size_t k = 0; k < columns.size(); ++k) {
      counts[n] = counts[k];
      columns[n] = place[columns[k]];
      n += columns[n] != no_column;
    }
    rows_[i].place = kept[rows_[i].store].append({columns.data(), n}, {counts.data(), n});
  }
  terms_ = std::move(kept);
  std::size_t n = 0;
  for (std::size_t k = 0; k < place.size(); ++k) {
    if (place[k] != no_column) rows_with_[n++] = rows_with_[k];
  }
  rows_with_.resize(n);
}

void LeafRows::forget_rows() {
  terms_.clear();
  rows_ = {};
  leaves_.clear();
  hashed_ = {};
  paths_ = Paths();
}

}  // namespace wirecopy::detail
