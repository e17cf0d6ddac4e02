// Roundups and what is told elsewhere are held to a slow truth that looks at every unit of every row by itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "clusters_sources.hpp"

namespace wirecopy::detail {
namespace {

struct Pile {
  std::vector<std::vector<Passage>> passages;
  std::vector<SharedPair> pairs;
  std::vector<std::int64_t> labels;
  std::vector<std::uint32_t> units;
};

const SourceOptions small{.opening = 0.06, .opening_units = 6, .goes_on = 0.7, .alike = 0.5, .main = 0.25,
                          .item = 0.08, .most_own = 0.7, .items = 3, .between = 4};

/// What a row has from one cluster, by unit.
struct Part {
  std::set<std::uint32_t> all, inside;
  bool opens = false;
};

std::map<std::int64_t, Part> parts_of(const Pile& pile, ArticleId row, const std::vector<char>& left_out) {
  std::map<std::int64_t, Part> out;
  for (const SharedPair& p : pile.pairs) {
    if ((p.a != row && p.b != row) || (!left_out.empty() && (left_out[p.a] || left_out[p.b]))) continue;
    const bool first = p.a == row;
    const ArticleId other = first ? p.b : p.a;
    Part& part = out[pile.labels[other]];
    double matched = 0, begins = 1e9;
    for (const Passage& q : p.passages) {
      matched += q.matched;
      begins = std::min<double>(begins, first ? q.b.start : q.a.start);
    }
    const bool opening = begins <= small.opening_units || begins <= small.opening * pile.units[other];
    for (const Passage& q : p.passages) {
      const Span mine = first ? q.a : q.b;
      for (std::uint32_t u = mine.start; u < mine.end; ++u) {
        part.all.insert(u);
        if (!opening) part.inside.insert(u);
      }
    }
    const bool report = p.edge >= small.alike && matched >= small.main * pile.units[row];
    if (opening && !report && matched <= small.goes_on * pile.units[other]) part.opens = true;
  }
  return out;
}

bool slow_roundup(const Pile& pile, ArticleId row) {
  auto parts = parts_of(pile, row, {});
  const std::set<std::uint32_t> own = parts[pile.labels[row]].all;
  const double whole = pile.units[row];
  if (static_cast<double>(own.size()) > small.most_own * whole) return false;
  std::size_t items = static_cast<double>(own.size()) >= small.item * whole;
  std::set<std::uint32_t> seen = own;
  parts.erase(pile.labels[row]);
  for (;;) {
    std::vector<std::uint32_t> most;
    std::int64_t label = 0;
    for (const auto& [l, part] : parts) {
      std::vector<std::uint32_t> alone;
      for (const std::uint32_t u : part.all) {
        if (part.opens && !seen.contains(u)) alone.push_back(u);
      }
      if (alone.size() > most.size()) most = alone, label = l;
    }
    if (most.empty() || static_cast<double>(most.size()) < small.item * whole) return items >= small.items;
    std::int64_t middle = 0, before = 0, after = 0;
    for (const std::uint32_t u : most) middle += 2 * std::int64_t{u} + 1;
    middle /= static_cast<std::int64_t>(most.size());
    for (const std::int64_t u : own) {
      before += std::clamp<std::int64_t>(middle - 2 * u, 0, 2);
      after += std::clamp<std::int64_t>(2 * u + 2 - middle, 0, 2);
    }
    items += std::min(before, after) < 2 * std::int64_t{small.between};
    seen.insert(most.begin(), most.end());
    parts.erase(label);
  }
}

/// What others tell of `row` in a pair with `other`; the second: whether it is at home in its own cluster.
std::pair<std::uint32_t, bool> slow_told(const Pile& pile, ArticleId row, ArticleId other,
                                         const std::vector<char>& left_out) {
  auto parts = parts_of(pile, row, left_out);
  const std::set<std::uint32_t>& own = parts[pile.labels[row]].all;
  const std::set<std::uint32_t>& theirs = parts[pile.labels[other]].all;
  std::set<std::uint32_t> told;
  for (const auto& [label, part] : parts) {
    if (label == pile.labels[row]) continue;
    for (const std::uint32_t u : part.inside) {
      if (!own.contains(u) && !theirs.contains(u)) told.insert(u);
    }
  }
  const auto alone = std::count_if(own.begin(), own.end(), [&](std::uint32_t u) { return !theirs.contains(u); });
  return {static_cast<std::uint32_t>(told.size()),
          pile.labels[row] != pile.labels[other] && static_cast<std::size_t>(alone) > theirs.size()};
}

Pile drawn(std::mt19937& random) {
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  Pile pile;
  const std::uint32_t rows = 3 + below(8), clusters = 1 + below(rows);
  for (std::uint32_t i = 0; i < rows; ++i) {
    pile.labels.push_back(below(clusters));
    pile.units.push_back(20 + below(100));
  }
  struct Ends {
    ArticleId a, b;
    double edge;
  };
  std::vector<Ends> ends;
  for (ArticleId a = 0; a < rows; ++a) {
    for (ArticleId b = a + 1; b < rows; ++b) {
      if (below(3) == 0) continue;
      std::vector<Passage> passages;
      for (std::uint32_t k = 1 + below(3); k > 0; --k) {
        const std::uint32_t length = 2 + below(15);
        // Openings are common, so that there are roundups.
        const std::uint32_t in_a = below(pile.units[a] - length), last = pile.units[b] - length;
        const std::uint32_t in_b = below(2) ? below(7) % last : below(last);
        passages.push_back({{in_a, in_a + length}, {in_b, in_b + length}, 1.0, length});
      }
      pile.passages.push_back(std::move(passages));
      ends.push_back({a, b, 0.1 * below(8)});
    }
  }
  for (std::size_t k = 0; k < ends.size(); ++k) {
    pile.pairs.push_back({ends[k].a, ends[k].b, ends[k].edge, pile.passages[k]});
  }
  return pile;
}

TEST(ClustersSources, EqualTheSlowTruth) {
  std::mt19937 random(7);
  std::size_t roundups = 0, told_at_all = 0, at_home = 0;
  for (int round = 0; round < 600; ++round) {
    const Pile pile = drawn(random);
    const auto found = find_roundups(pile.pairs, pile.labels, pile.units, small, {});
    ASSERT_EQ(found.size(), pile.labels.size());
    for (ArticleId row = 0; row < found.size(); ++row) {
      ASSERT_EQ(found[row] != 0, slow_roundup(pile, row)) << round << ' ' << row;
      roundups += found[row] != 0;
    }
    const auto told = told_elsewhere(pile.pairs, pile.labels, pile.units, found, small, {});
    ASSERT_EQ(told.size(), pile.pairs.size());
    for (std::size_t k = 0; k < told.size(); ++k) {
      const auto& p = pile.pairs[k];
      if (found[p.a] || found[p.b]) {
        ASSERT_EQ(told[k].of_a + told[k].of_b, 0U);
        continue;
      }
      const auto [of_a, a_home] = slow_told(pile, p.a, p.b, found);
      const auto [of_b, b_home] = slow_told(pile, p.b, p.a, found);
      const bool apart = a_home || b_home;
      ASSERT_EQ(told[k].of_a, apart ? 0 : of_a) << round << ' ' << k;
      ASSERT_EQ(told[k].of_b, apart ? 0 : of_b) << round << ' ' << k;
      told_at_all += told[k].of_a + told[k].of_b > 0;
      at_home += apart;
    }
  }
  EXPECT_GT(roundups, 50U);
  EXPECT_GT(told_at_all, 500U);
  EXPECT_GT(at_home, 100U);
}

TEST(ClustersSources, AreTheSameForAnyNumberOfThreads) {
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    const Pile pile = drawn(random);
    Control four;
    four.threads = 4;
    EXPECT_EQ(find_roundups(pile.pairs, pile.labels, pile.units, small, {}),
              find_roundups(pile.pairs, pile.labels, pile.units, small, four));
    const auto one = told_elsewhere(pile.pairs, pile.labels, pile.units, {}, small, {});
    const auto other = told_elsewhere(pile.pairs, pile.labels, pile.units, {}, small, four);
    for (std::size_t k = 0; k < one.size(); ++k) {
      EXPECT_EQ(one[k].of_a, other[k].of_a);
      EXPECT_EQ(one[k].of_b, other[k].of_b);
    }
  }
}

/// Rows 1 to 3 are reports of 200 units, row 0 has the first 30 of each.
Pile roundup_of_three() {
  Pile pile;
  pile.labels = {0, 1, 2, 3};
  pile.units = {100, 200, 200, 200};
  for (std::uint32_t k = 1; k <= 3; ++k) pile.passages.push_back({{{30 * (k - 1), 30 * k}, {0, 30}, 1.0, 30}});
  for (ArticleId k = 1; k <= 3; ++k) pile.pairs.push_back({0, k, 0.2, pile.passages[k - 1]});
  return pile;
}

TEST(ClustersSources, WhatHoldsThreeOpeningsIsARoundup) {
  const Pile pile = roundup_of_three();
  EXPECT_EQ(find_roundups(pile.pairs, pile.labels, pile.units, {}, {}), (std::vector<char>{1, 0, 0, 0}));
}

TEST(ClustersSources, TwoOpeningsThreeMiddlesOrWholeReportsAreNone) {
  Pile two = roundup_of_three();
  two.pairs.pop_back();
  EXPECT_EQ(find_roundups(two.pairs, two.labels, two.units, {}, {})[0], 0);
  Pile middles = roundup_of_three();
  for (auto& p : middles.passages) p[0].b = {100, 130};
  EXPECT_EQ(find_roundups(middles.pairs, middles.labels, middles.units, {}, {})[0], 0);
  Pile whole = roundup_of_three();
  for (ArticleId k = 1; k <= 3; ++k) whole.units[k] = 35;
  EXPECT_EQ(find_roundups(whole.pairs, whole.labels, whole.units, {}, {})[0], 0);
}

TEST(ClustersSources, AnInsertionIsNoItem) {
  // Row 0 is a reprint of row 4, with the openings of three reports in the middle of it.
  Pile pile = roundup_of_three();
  pile.labels = {0, 1, 2, 3, 0};
  pile.units = {300, 200, 200, 200, 200};
  pile.passages.push_back({{{100, 200}, {0, 100}, 1.0, 100}, {{290, 300}, {100, 110}, 1.0, 10}});
  pile.pairs.clear();
  for (std::uint32_t k = 1; k <= 3; ++k) {
    pile.passages[k - 1][0].a = {200 + 30 * (k - 1), 200 + 30 * k};
    pile.pairs.push_back({0, k, 0.2, pile.passages[k - 1]});
  }
  pile.pairs.push_back({0, 4, 0.6, pile.passages[3]});
  EXPECT_EQ(find_roundups(pile.pairs, pile.labels, pile.units, {}, {})[0], 1);  // ten units are chance
  pile.passages[3][1] = {{260, 290}, {100, 130}, 1.0, 30};
  EXPECT_EQ(find_roundups(pile.pairs, pile.labels, pile.units, {}, {})[0], 0);
}

TEST(ClustersSources, AParagraphThatAnotherClusterTellsIsCounted) {
  // Rows 0 and 1 are reprints; 50 units of row 0 stand in the middle of row 2, and 20 of these in row 1 too.
  Pile pile;
  pile.labels = {0, 0, 1};
  pile.units = {150, 100, 400};
  pile.passages = {{{{0, 70}, {0, 70}, 1.0, 70}}, {{{50, 100}, {200, 250}, 1.0, 50}}};
  pile.pairs = {{0, 1, 0.5, pile.passages[0]}, {0, 2, 0.2, pile.passages[1]}};
  const auto told = told_elsewhere(pile.pairs, pile.labels, pile.units, {}, {}, {});
  EXPECT_EQ(told[0].of_a, 30U);
  EXPECT_EQ(told[0].of_b, 0U);
  EXPECT_EQ(told[1].of_a, 0U);
}

}  // namespace
}  // namespace wirecopy::detail
