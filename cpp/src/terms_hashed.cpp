// Terms: columns by hashing (Weinberger et al. 2009), without a vocabulary.
#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

#include "parallel.hpp"
#include "terms_hashed.hpp"

namespace wirecopy {

std::uint32_t murmur3(std::string_view bytes, std::uint32_t seed) {
  constexpr std::uint32_t c1 = 0xcc9e2d51, c2 = 0x1b873593;
  const auto scrambled = [](std::uint32_t k) { return std::rotl(k * c1, 15) * c2; };
  std::uint32_t h = seed;
  std::size_t i = 0;
  for (; i + 4 <= bytes.size(); i += 4) {
    std::uint32_t k = 0;
    std::memcpy(&k, bytes.data() + i, 4);
    h = std::rotl(h ^ scrambled(k), 13) * 5 + 0xe6546b64;
  }
  std::uint32_t k = 0;
  for (std::size_t left = bytes.size(); left > i; --left) k = k << 8 | static_cast<unsigned char>(bytes[left - 1]);
  h ^= scrambled(k);
  h ^= static_cast<std::uint32_t>(bytes.size());
  h = (h ^ h >> 16) * 0x85ebca6b;
  h = (h ^ h >> 13) * 0xc2b2ae35;
  return h ^ h >> 16;
}

namespace detail {

std::uint32_t hashed_column(std::string_view term, std::uint32_t columns, bool alternate_sign) {
  const auto h = static_cast<std::int32_t>(murmur3(term, 0));
  // The absolute value, which the least number has none of: scikit-learn's way for it, to the letter.
  const std::uint32_t size = h == INT32_MIN ? 0x7fff'ffffU - (columns - 1) : static_cast<std::uint32_t>(h < 0 ? -h : h);
  return size % columns | (alternate_sign && h < 0 ? CountedRows::Impl::negative : 0);
}

/// The entries of each row become columns, in order, where they lie: most rows are short, and sorted beside the processor.
void hash_words(CountedRows::Impl& rows, std::uint32_t columns, bool alternate_sign, const Control& control) {
  std::vector<HugeVector<std::uint32_t>> column(rows.workers.size());
  parallel_for("vocabulary", column.size(), control, [&](std::size_t w) {
    const WordTable& words = rows.workers[w]->tables().words;
    column[w].resize(words.size());
    char room[16];
    for (std::uint32_t k = 0; k < words.size(); ++k) column[w][k] = hashed_column(words.text(k, room), columns, alternate_sign);
  }, 1);
  std::vector<std::int64_t> ends(rows.rows.size() + 1);
  PerThread<HashSorter<std::uint64_t, 33>> sorters(columns - 1, control, (rows.rows.size() + rows_at_once - 1) / rows_at_once);
  parallel_blocks("vectors", rows.rows.size(), rows_at_once, control, [&](std::size_t begin, std::size_t end, unsigned thread) {
    auto& sorter = sorters[thread];
    for (std::size_t i = begin; i < end; ++i) {
      Worker& worker = *rows.workers[rows.rows[i].worker];
      const auto& of = column[rows.rows[i].worker];
      const auto [first, last] = worker.entries_at(rows.rows[i].place, 0);
      sorter.items().resize(last - first);
      std::uint64_t* item = sorter.items().data();
      worker.levels[0].entries.each(first, last, [&](std::uint32_t word) { __builtin_prefetch(&of[word]); },
                                    [&](std::uint32_t word, std::uint32_t count) { *item++ = std::uint64_t{std::rotl(of[word], 1)} << 32 | count; });
      sorter.sort();
      std::uint64_t before = ~std::uint64_t{0};
      for (auto& x : sorter.items()) {
        const std::uint64_t at = x >> 33;
        ends[i + 1] += at != std::exchange(before, at);
        x = std::uint64_t{std::rotr(static_cast<std::uint32_t>(x >> 32), 1)} << 32 | (x & 0xffff'ffff);
      }
      worker.levels[0].entries.replace(first, sorter.items());
    }
  });
  for (std::size_t i = 0; i < rows.rows.size(); ++i) ends[i + 1] += ends[i];
  rows.indptr = std::move(ends);
  rows.in_order = true;
}

void hash_runs(CountedRows::Impl& rows, unsigned min_n, unsigned max_n, std::uint32_t columns, bool alternate_sign,
               const Control& control) {
  rows.order = std::make_unique<Order>(rows.workers, max_n, control);
  const auto& levels = rows.order->levels();
  std::vector<std::size_t> ends(levels.size());
  std::string term;  // each is met after the one without its last word
  auto paths = paths_of_runs(*rows.order, min_n, [&](std::size_t level, std::size_t rank, bool counted) {
    rows.order->spell(level, rank, term, ends);
    return counted ? hashed_column(term, columns, alternate_sign) : no_column;
  }, control);
  rows.take_leaves(std::move(paths), columns, control);
  rows.order.reset();
}

}  // namespace detail
}  // namespace wirecopy
