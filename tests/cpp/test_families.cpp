// Families are held to a slow truth: every body of a crowd against every representative before it, by plain sets.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pairs_families.hpp"

namespace wirecopy::detail {
namespace {

using MayMeet = std::function<bool(ArticleId, ArticleId)>;
using Shingles = std::set<std::uint32_t>;

Shingles common(const Shingles& x, const Shingles& y) {
  Shingles out;
  std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::inserter(out, out.end()));
  return out;
}

struct SlowFamilies {
  const SequenceIndex& index;
  const TimeOrder& order;
  const FamilyOptions& options;
  const MayMeet& may_meet;

  std::size_t articles(std::uint32_t shingle) const { return index.statistics.articles[shingle]; }

  Shingles crowded(std::uint32_t i) const {
    Shingles out;
    for (const std::uint32_t g : index.row(i)) {
      const double share = std::floor(options.crowd_share * static_cast<double>(index.bodies()));
      if (articles(g) > options.crowd_at_least && static_cast<double>(articles(g)) > share) out.insert(g);
    }
    return out;
  }

  /// The 16 rarest of them.
  Shingles keys(std::uint32_t i) const {
    std::set<std::pair<std::size_t, std::uint32_t>> by_rarity;
    for (const std::uint32_t g : crowded(i)) by_rarity.insert({articles(g), g});
    Shingles out;
    for (const auto& [n, g] : by_rarity) {
      if (out.size() < 16) out.insert(g);
    }
    return out;
  }

  double likeness(std::uint32_t x, std::uint32_t y) const {
    const unsigned tier = std::max(index.tier[x], index.tier[y]);
    const auto reached = [&](std::uint32_t i) {
      Shingles out;
      for (const std::uint32_t g : index.row(i)) {
        if (tier == 0 || index.statistics.hash[g] >> (32 - tier) == 0) out.insert(g);
      }
      return out;
    };
    const auto weight = [&](const Shingles& of) {
      double sum = 0;
      for (const std::uint32_t g : of) sum += index.statistics.weight[g];
      return sum;
    };
    const auto alone = [&](std::uint32_t i) { return (index.size[i] - index.row(i).size()) >> (tier - index.tier[i]); };
    const double of_one = std::log(1.0 + static_cast<double>(index.bodies()));
    const Shingles of_x = reached(x), of_y = reached(y), both = common(of_x, of_y);
    const double heaviest = std::max(weight(of_x) + of_one * static_cast<double>(alone(x)),
                                     weight(of_y) + of_one * static_cast<double>(alone(y)));
    const auto most = static_cast<double>(std::max(of_x.size() + alone(x), of_y.size() + alone(y)));
    if (most == 0 || weight(both) < options.alike_weighed * heaviest) return 0;
    return static_cast<double>(both.size()) / most;
  }

  std::vector<ArticleId> representatives() const {
    std::vector<ArticleId> out(index.bodies());
    std::vector<std::uint32_t> crowd, leaders;
    for (std::uint32_t i = 0; i < out.size(); ++i) {
      out[order.body(i)] = order.body(i);
      if (!crowded(i).empty() && 2 * crowded(i).size() >= index.size[i]) crowd.push_back(i);
    }
    const auto length = [&](std::uint32_t i) { return std::uint64_t{index.size[i]} << index.tier[i]; };
    std::sort(crowd.begin(), crowd.end(), [&](auto x, auto y) {
      return length(x) != length(y) ? length(x) > length(y) : order.body(x) < order.body(y);
    });
    for (const std::uint32_t i : crowd) {
      std::vector<std::pair<std::size_t, std::uint32_t>> met;
      for (const std::uint32_t leader : leaders) {
        const std::size_t hits = common(keys(i), keys(leader)).size();
        const ArticleId one = order.body(i), other = order.body(leader);
        if (hits >= 4 && order.inside(i, leader) && (!may_meet || may_meet(one, other))) met.push_back({hits, leader});
      }
      std::sort(met.begin(), met.end(), [&](const auto& p, const auto& q) {
        return p.first != q.first ? p.first > q.first : order.body(p.second) < order.body(q.second);
      });
      if (met.size() > 8) met.resize(8);
      double most = 0;
      std::uint32_t best = i;
      for (const auto& [hits, leader] : met) {
        const double share = likeness(i, leader);
        if (share >= options.alike && share > most) most = share, best = leader;
      }
      if (best == i) leaders.push_back(i);
      out[order.body(i)] = order.body(best);
    }
    return out;
  }
};

/// Bodies of a few kinds, each with some of its letters changed and some of its end left out.
std::vector<std::u16string> drawn_bodies(std::mt19937& draw, std::size_t n) {
  const auto up_to = [&](std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(draw); };
  const auto letter = [&] { return static_cast<char16_t>(u'a' + up_to(25)); };
  std::vector<std::u16string> kinds(3), out(n);
  for (auto& kind : kinds) {
    kind.resize(150 + up_to(900));
    for (auto& c : kind) c = letter();
  }
  for (auto& body : out) {
    body = kinds[up_to(2)];
    body.resize(body.size() - up_to(body.size() / (1 + up_to(20))));
    if (body.empty()) continue;
    for (std::size_t changes = up_to(8); changes > 0; --changes) body[up_to(body.size() - 1)] = letter();
  }
  return out;
}

TEST(Families, AreThoseOfTheSlowTruth) {
  std::size_t represented = 0, alone = 0;
  for (unsigned seed = 0; seed < 40; ++seed) {
    std::mt19937 draw(seed);
    const auto up_to = [&](int most) { return std::uniform_int_distribution<int>(0, most)(draw); };
    const std::vector<std::u16string> bodies = drawn_bodies(draw, 30 + static_cast<std::size_t>(up_to(50)));
    std::vector<Times> times(bodies.size());
    for (Times& t : times) {
      if (up_to(9) > 0) t.earliest = t.latest = up_to(40);
    }
    const TimeOrder order(times, seed % 2 == 0 ? 24 : std::numeric_limits<double>::infinity());
    CandidateOptions sketched;
    sketched.sketch = seed % 3 == 0 ? 1500 : 200;  // the smaller: sketches of several tiers
    const auto index = index_sequences(order, [&](ArticleId i) { return bodies[i]; }, sketched, {});
    FamilyOptions options;
    options.crowd_at_least = static_cast<std::size_t>(2 + up_to(8));
    options.crowd_share = up_to(20) / 100.0;
    options.alike = (50 + up_to(45)) / 100.0;
    options.alike_weighed = (30 + up_to(60)) / 100.0;
    MayMeet may_meet;
    if (seed % 4 == 0) may_meet = [](ArticleId x, ArticleId y) { return (x + y) % 3 != 0; };
    const auto found = find_representatives(index, order, options, may_meet, {});
    const SlowFamilies slow{index, order, options, may_meet};
    EXPECT_EQ(found, slow.representatives()) << "seed " << seed;
    for (ArticleId i = 0; i < found.size(); ++i) ++(found[i] != i ? represented : alone);
  }
  EXPECT_GT(represented, 300U);
  EXPECT_GT(alone, 300U);
}

}  // namespace
}  // namespace wirecopy::detail
