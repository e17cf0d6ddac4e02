#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "pairs_candidates.hpp"
#include "pairs_families.hpp"
#include "pairs_time_order.hpp"

namespace wirecopy::detail {
namespace {

std::vector<Times> drawn_times(std::mt19937& draw, std::size_t n) {
  std::uniform_real_distribution<double> hour(0, 100), length(0, 30);
  std::uniform_int_distribution<int> kind(0, 9);
  std::vector<Times> times(n);
  for (Times& t : times) {
    const int k = kind(draw);
    if (k == 0) continue;  // not known
    t.earliest = t.latest = std::round(hour(draw));
    if (k <= 3) t.latest += std::round(length(draw));
  }
  return times;
}

TEST(TimeOrder, StretchesHoldEveryBodyInsideTheWindow) {
  std::mt19937 draw(3);
  for (const double window : {0.0, 1.0, 7.0, 40.0, std::numeric_limits<double>::infinity()}) {
    const std::vector<Times> times = drawn_times(draw, 120);
    const TimeOrder order(times, window);
    std::vector<std::uint32_t> all(order.size());
    for (std::uint32_t r = 0; r < all.size(); ++r) all[r] = r;
    std::size_t looked_at = 0;
    for (std::uint32_t x = 0; x < all.size(); ++x) {
      std::vector<char> near(all.size(), 0);
      order.each_near(x, all.data(), all.data() + all.size(), [&](const std::uint32_t* from, const std::uint32_t* to) {
        for (; from != to; ++from) near[*from] += 1;
      });
      for (std::uint32_t y = 0; y < all.size(); ++y) {
        const Times &a = times[order.body(x)], &b = times[order.body(y)];
        const double gap = std::max(a.earliest - b.latest, b.earliest - a.latest);
        const bool inside = std::isnan(gap) || gap <= window;
        EXPECT_EQ(order.inside(x, y), inside);
        if (inside) {
          EXPECT_EQ(near[y], 1) << x << ' ' << y;
        }
        EXPECT_LE(near[y], 1);
        looked_at += near[y] != 0;
      }
    }
    if (window <= 7) {
      EXPECT_LT(looked_at, all.size() * all.size() * 3 / 4);
    }
  }
}

TEST(TimeOrder, WithoutAWindowTheOrderIsTheOneGiven) {
  std::mt19937 draw(4);
  const TimeOrder order(drawn_times(draw, 50), std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(order.body(i), i);
}

std::u16string letters(std::mt19937& draw, std::size_t n) {
  std::uniform_int_distribution<int> letter('a', 'z');
  std::u16string out;
  for (std::size_t i = 0; i < n; ++i) out.push_back(static_cast<char16_t>(letter(draw)));
  return out;
}

/// 150 bodies with one letter changed, 30 of another kind with one letter changed, and 20 of their own.
struct Bodies {
  std::vector<std::u16string> streams;
  std::vector<Times> times;
  Bodies() {
    std::mt19937 draw(5);
    const std::u16string often = letters(draw, 700), seldom = letters(draw, 700);
    for (std::size_t i = 0; i < 200; ++i) {
      std::u16string s = i < 150 ? often : i < 180 ? seldom : letters(draw, 700);
      s[(i * 37) % s.size()] = u'#';
      streams.push_back(std::move(s));
    }
    times.assign(streams.size(), Times{0, 0});
  }
};

TEST(Families, OnlyACrowdHasRepresentatives) {
  const Bodies b;
  const TimeOrder order(b.times, 24);
  const auto index = index_sequences(order, [&](ArticleId i) { return b.streams[i]; }, {}, {});
  const auto representative = find_representatives(index, order, {}, nullptr, {});
  ASSERT_EQ(representative.size(), b.streams.size());
  std::size_t represented = 0;
  for (ArticleId i = 0; i < representative.size(); ++i) {
    EXPECT_EQ(representative[representative[i]], representative[i]);
    represented += representative[i] != i;
    if (representative[i] != i) {
      EXPECT_LT(std::max(i, representative[i]), 150U);
    }
  }
  EXPECT_EQ(represented, 149U);

  // Nobody is represented by a body that it may not meet.
  const auto never = find_representatives(index, order, {}, [](ArticleId, ArticleId) { return false; }, {});
  for (ArticleId i = 0; i < never.size(); ++i) EXPECT_EQ(never[i], i);
}

TEST(Families, RepresentativesLieInsideTheWindow) {
  Bodies b;
  for (std::size_t i = 0; i < b.times.size(); ++i) b.times[i] = {static_cast<double>(i % 2) * 1000, static_cast<double>(i % 2) * 1000};
  const TimeOrder order(b.times, 24);
  const auto index = index_sequences(order, [&](ArticleId i) { return b.streams[i]; }, {}, {});
  const auto representative = find_representatives(index, order, {}, nullptr, {});
  std::size_t represented = 0;
  for (ArticleId i = 0; i < representative.size(); ++i) {
    EXPECT_EQ(representative[i] % 2, i % 2);
    represented += representative[i] != i;
  }
  EXPECT_EQ(represented, 148U);
}

TEST(Candidates, AreThoseThatRepresentThemselvesInsideTheWindow) {
  Bodies b;
  for (std::size_t i = 150; i < 180; ++i) b.times[i] = {static_cast<double>(i), static_cast<double>(i)};
  CandidateOptions options;
  options.window = 10;
  const TimeOrder order(b.times, options.window);
  const auto index = index_sequences(order, [&](ArticleId i) { return b.streams[i]; }, options, {});
  const auto representative = find_representatives(index, order, {}, nullptr, {});
  const auto pairs = find_candidates(index, order, representative, nullptr, {}).pairs;
  std::size_t want = 0;
  for (ArticleId x = 150; x < 180; ++x) {
    for (ArticleId y = x + 1; y < 180 && y - x <= 10; ++y) ++want;
  }
  EXPECT_EQ(pairs.size(), want);
  for (const Candidate& c : pairs) {
    EXPECT_GE(c.a, 150U);
    EXPECT_LT(c.b, 180U);
    EXPECT_LE(c.b - c.a, 10U);
    // explain() measures the same share from the texts.
    EXPECT_EQ(c.share, static_cast<float>(sequence_share(index.statistics, b.streams[c.a], b.streams[c.b])));
  }
}

}  // namespace
}  // namespace wirecopy::detail
