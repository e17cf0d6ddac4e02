// The parts that rows of runs of words and of code points are made by, each held to the plainest way.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "memory.hpp"
#include "simd.hpp"
#include "terms_accumulator.hpp"
#include "terms_entries.hpp"
#include "terms_numbers.hpp"
#include "terms_row_kernels.hpp"
#include "terms_runs.hpp"
#include "terms_spread.hpp"
#include "terms_spread_kernels.hpp"
#include "terms_store.hpp"

namespace wirecopy::detail {
namespace {

/// Numbers drawn alike on every machine.
struct Draw {
  explicit Draw(std::uint32_t seed) : engine(seed) {}
  std::uint32_t operator()() { return static_cast<std::uint32_t>(engine()); }
  std::mt19937 engine;
};

TEST(SpreadKernel, EveryPathGivesThePortableColumns) {
  Draw draw(3);
  const auto before = simd();
  for (const std::size_t depth : {1U, 2U, 4U, 8U}) {
    for (std::size_t leaves = 0; leaves < 40; ++leaves) {
      std::vector<std::uint32_t> flat(depth * (leaves + 1), no_column), sums(depth * leaves);
      for (std::size_t k = depth; k < flat.size(); ++k) flat[k] = draw() % 5 == 0 ? no_column : draw() % 3;
      for (auto& s : sums) s = draw();
      std::vector<std::vector<std::uint32_t>> found;
      for (const auto path : {Simd::portable, Simd::avx2, Simd::avx512}) {
        force_simd(path);
        std::vector<std::uint32_t> columns(sums.size() + spread_slack), counts(columns.size());
        const std::size_t n = spread_kernel()(flat.data() + depth, sums.size(), depth, sums.data(), columns.data(), counts.data());
        columns.resize(n);
        columns.insert(columns.end(), counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(n));
        found.push_back(columns);
        EXPECT_EQ(found.back(), found.front()) << name(path);
      }
    }
  }
  force_simd(before);
}

/// Words of one letter or more as paths of code points would be: leaves "ab", "abc", "b" and so on, in order.
TEST(Spread, AddsUpWhatLeavesBeginWith) {
  Draw draw(5);
  for (const unsigned longest : {1U, 2U, 3U, 5U, 8U, 11U}) {
    std::set<std::string> leaves;
    while (leaves.size() < std::min(120U, (1U << longest))) {
      std::string leaf;
      const std::size_t length = 1 + draw() % longest;
      while (leaf.size() < length) leaf.push_back(static_cast<char>('a' + draw() % 2));
      leaves.insert(leaf);
    }
    std::map<std::string, std::uint32_t> column;
    for (const auto& leaf : leaves) {
      for (std::size_t k = 1; k <= leaf.size(); ++k) column[leaf.substr(0, k)];
    }
    std::uint32_t next = 0;
    for (auto& [term, place] : column) place = term.size() == 2 && longest > 4 ? no_column : next++;
    Paths paths(leaves.size(), longest);
    for (const auto& leaf : leaves) {
      std::vector<std::uint32_t> path;
      for (std::size_t k = 1; k <= leaf.size(); ++k) path.push_back(column[leaf.substr(0, k)]);
      paths.push(path);
    }
    for (int turn = 0; turn < 20; ++turn) {
      Spread row;
      std::vector<std::uint32_t> row_leaves, times;
      std::map<std::uint32_t, std::uint32_t> want;
      for (std::uint32_t k = 0; k < leaves.size(); ++k) {
        if (draw() % 3 != 0) continue;
        row_leaves.push_back(k);
        times.push_back(1 + draw() % 1000);
        for (const std::uint32_t c : paths[k]) {
          if (c != no_column) want[c] += times.back();
        }
      }
      row.run(paths, row_leaves, times.data());
      std::vector<std::pair<std::uint32_t, std::uint32_t>> got;
      for (std::size_t i = 0; i < row.columns().size(); ++i) got.emplace_back(row.columns()[i], row.counts()[i]);
      const std::vector<std::pair<std::uint32_t, std::uint32_t>> expected(want.begin(), want.end());
      EXPECT_EQ(got, expected);
    }
  }
}

TEST(NumberCounter, CountsOfAnySizeOnEveryPath) {
  const auto before = simd();
  for (const auto path : {Simd::portable, Simd::avx2, Simd::avx512}) {
    force_simd(path);
    for (const std::uint32_t room : {1U, 63U, 64U, 511U, 4096U, 5000U, 40000U, 600000U}) {
      Draw draw(9);
      NumberCounter counter(room);
      for (int turn = 0; turn < 12; ++turn) {
        std::map<std::uint32_t, std::uint32_t> want;
        for (int k = 0; k < (turn % 3 == 0 ? 4000 : 400); ++k) {
          const std::uint32_t number = draw() % (turn % 2 ? room : std::min(20U, room)), times = draw() % 4 == 0 ? 1 + draw() % 1000 : 1 + draw() % 3;
          want[number] += times;
          counter.add({{number}}, &times);
        }
        std::vector<std::uint32_t> numbers, counts;
        ASSERT_EQ(counter.drain(numbers, counts), want.size());
        std::size_t k = 0;
        for (const auto& [number, times] : want) {
          ASSERT_EQ(numbers[k], number);
          ASSERT_EQ(counts[k++], times);
        }
      }
    }
  }
  force_simd(before);
}

TEST(RowKernels, EveryPathGivesThePortableRow) {
  Draw draw(21);
  const auto before = simd();
  for (std::size_t n = 0; n < 70; ++n) {
    std::vector<std::uint32_t> columns(n), counts(n);
    std::vector<double> values(n);
    for (std::size_t k = 0; k < n; ++k) {
      columns[k] = draw();
      counts[k] = draw() % 5 == 0 ? draw() : draw() % 300;
      values[k] = static_cast<double>(draw()) / 1e6;
    }
    std::vector<std::vector<double>> found;
    for (const auto path : {Simd::portable, Simd::avx2, Simd::avx512}) {
      force_simd(path);
      std::vector<std::uint16_t> low(n);
      std::vector<std::uint8_t> few(n);
      std::vector<std::uint32_t> wide(n), many(n);
      std::vector<double> doubles(n), parts(n);
      auto& out = found.emplace_back();
      out.push_back(row_kernels().narrow(columns.data(), counts.data(), n, low.data(), few.data()));
      row_kernels().widen_columns(low.data(), 7U << 16, n, wide.data());
      row_kernels().widen_counts(few.data(), n, many.data());
      row_kernels().counts_to_double(few.data(), n, doubles.data());
      out.push_back(row_kernels().sum_of_squares(values.data(), n));
      row_kernels().divide(values.data(), n, 3.7, parts.data());
      for (std::size_t k = 0; k < n; ++k) {
        EXPECT_EQ(wide[k], (7U << 16 | (columns[k] & 0xffff)));
        EXPECT_EQ(many[k], std::min(counts[k], 255U));
        EXPECT_EQ(doubles[k], many[k]);
        EXPECT_EQ(parts[k], values[k] / 3.7);
      }
      EXPECT_EQ(found.back(), found.front()) << name(path);
    }
    EXPECT_EQ(found.front()[0], n == 0 ? 0 : *std::max_element(counts.begin(), counts.end()));
    double plain = 0;
    for (const double v : values) plain += v * v;
    EXPECT_NEAR(found.front()[1], plain, 1e-12 * plain);
  }
  force_simd(before);
}

TEST(TermStore, GivesRowsBack) {
  Draw draw(23);
  TermStore store;
  std::vector<TermStore::Row> places;
  std::vector<std::vector<std::uint32_t>> columns, counts;
  for (int row = 0; row < 300; ++row) {
    const std::uint32_t most = row % 3 == 0 ? 100U : row % 3 == 1 ? 300'000U : 0xffff'fffeU;
    const std::size_t n = row % 50 == 0 ? 20'000 : row % 7 == 0 ? 0 : draw() % 200;
    std::set<std::uint32_t> some;
    for (std::size_t k = 0; k < n; ++k) some.insert(draw() % most);
    columns.emplace_back(some.begin(), some.end());
    auto& of = counts.emplace_back();
    for (std::size_t k = 0; k < some.size(); ++k) of.push_back(draw() % 40 == 0 ? 200 + draw() % 100'000 : 1 + draw() % 9);
    places.push_back(store.append(columns.back(), counts.back()));
  }
  for (std::size_t row = 0; row < places.size(); ++row) {
    const std::size_t n = columns[row].size();
    ASSERT_EQ(places[row].size, n);
    std::vector<std::uint32_t> got(n), many(n);
    std::vector<double> doubles(n);
    store.read(places[row], got.data(), many.data());
    EXPECT_EQ(got, columns[row]);
    EXPECT_EQ(many, counts[row]);
    store.read(places[row], got.data(), doubles.data());
    EXPECT_EQ(doubles, std::vector<double>(many.begin(), many.end()));
  }
}

TEST(DigitSorter, SortsFewAndMany) {
  Draw draw(11);
  for (const std::size_t numbers : {2UL, 200UL, 70000UL, 3000000UL}) {
    NumberSorter sorter(numbers);
    for (const std::size_t n : {0U, 1U, 23U, 24U, 255U, 256U, 5000U}) {
      sorter.items.clear();
      while (sorter.items.size() < n) sorter.items.push_back(static_cast<std::uint32_t>(draw() % numbers));
      auto want = sorter.items;
      std::sort(want.begin(), want.end());
      sorter.sort();
      EXPECT_EQ(sorter.items, want);
    }
  }
}

TEST(EntryStore, GivesBackWhatItTook) {
  Draw draw(13);
  EntryStore store;
  std::vector<std::uint32_t> numbers, counts;
  while (numbers.size() < 1'300'000) {
    std::vector<std::uint32_t> n(draw() % 3000), c(n.size());
    for (std::size_t k = 0; k < n.size(); ++k) n[k] = draw(), c[k] = draw() % 100 == 0 ? draw() : draw() % 300;
    if (draw() % 2) store.append(n, c);
    else for (std::size_t k = 0; k < n.size(); ++k) store.push_back(n[k], c[k]);
    numbers.insert(numbers.end(), n.begin(), n.end());
    counts.insert(counts.end(), c.begin(), c.end());
  }
  ASSERT_EQ(store.size(), numbers.size());
  for (const auto& [begin, end] : {std::pair<std::size_t, std::size_t>{0, numbers.size()}, {500'000, 530'000}, {7, 7}}) {
    std::vector<std::uint32_t> n(end - begin), c(end - begin), n2, c2;
    store.read(begin, end, n.data(), c.data());
    store.each(begin, end, [](std::uint32_t) {}, [&](std::uint32_t number, std::uint32_t count) { n2.push_back(number), c2.push_back(count); });
    EXPECT_TRUE(std::equal(n.begin(), n.end(), numbers.begin() + static_cast<std::ptrdiff_t>(begin)));
    EXPECT_TRUE(std::equal(c.begin(), c.end(), counts.begin() + static_cast<std::ptrdiff_t>(begin)));
    EXPECT_EQ(n2, n);
    EXPECT_EQ(c2, c);
  }
}

/// Sequences of two workers, whose runs of two and three words are numbered as tuples are ordered.
TEST(Runs, AreNumberedInTheOrderOfTheirWords) {
  Draw draw(17);
  // The last has so many words that an item needs 64 bits; the one before a word that fills more than a part.
  for (const std::size_t words : {3UL, 1000UL, 40UL, 1UL << 20}) {
    const bool crowded = words == 40;
    std::vector<std::vector<std::uint32_t>> given(2);
    for (auto& of : given) {
      while (of.size() < (crowded ? 60'000U : 4000U)) {
        for (std::size_t k = draw() % 12; k > 0; --k) of.push_back(crowded && draw() % 2 ? 7 : static_cast<std::uint32_t>(draw() % words));
        of.push_back(no_term);
      }
    }
    auto runs = given;
    std::vector<Sequence> sequences;
    for (std::size_t w = 0; w < given.size(); ++w) sequences.push_back({given[w], runs[w]});
    std::vector<std::vector<std::uint32_t>> tuples;  // by number
    for (std::uint32_t k = 0; k < words; ++k) tuples.push_back({k});
    for (std::size_t size = 1; size < 3; ++size) {
      const auto keys = rank_runs(sequences, size, tuples.size(), words, {});
      std::vector<std::vector<std::uint32_t>> longer;
      for (const std::uint64_t key : keys) {
        longer.push_back(tuples[key >> 32]);
        longer.back().push_back(static_cast<std::uint32_t>(key));
      }
      EXPECT_TRUE(std::is_sorted(longer.begin(), longer.end()));
      EXPECT_EQ(std::adjacent_find(longer.begin(), longer.end()), longer.end());
      std::set<std::vector<std::uint32_t>> met;
      for (std::size_t w = 0; w < given.size(); ++w) {
        for (std::size_t i = 0; i + size < given[w].size(); ++i) {
          const std::vector<std::uint32_t> run(given[w].begin() + static_cast<std::ptrdiff_t>(i), given[w].begin() + static_cast<std::ptrdiff_t>(i + size + 1));
          if (std::find(run.begin(), run.end(), no_term) != run.end()) continue;
          met.insert(run);
          ASSERT_EQ(longer[runs[w][i]], run);
        }
      }
      EXPECT_EQ(met.size(), longer.size());
      tuples = std::move(longer);
    }
  }
}

TEST(Blocks, AreKeptForWhoAsksNext) {
  const std::size_t before = kept_bytes();
  void* const first = take_block(3 * large_block);
  static_cast<char*>(first)[3 * large_block - 1] = 1;
  give_block(first, 3 * large_block);
  const std::size_t kept = kept_bytes();
  EXPECT_LE(kept, most_kept_bytes);
  if (kept > before) {  // not on every system
    void* const again = take_block(3 * large_block - 5);
    EXPECT_EQ(again, first);
    static_cast<char*>(again)[0] = 1;
    give_block(again, 3 * large_block - 5);
  }
  // New memory is asked for: as much is let go of first.
  void* const more = take_block(5 * large_block);
  EXPECT_LE(kept_bytes() + 3 * large_block, std::max(kept, 3 * large_block));
  give_block(more, 5 * large_block);
  // More than may be kept at all.
  void* const huge = take_block(most_kept_bytes + large_block);
  give_block(huge, most_kept_bytes + large_block);
  EXPECT_LE(kept_bytes(), most_kept_bytes);
}

}  // namespace
}  // namespace wirecopy::detail
