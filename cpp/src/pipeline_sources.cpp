#include <algorithm>
#include <numeric>
#include <vector>

#include "parallel.hpp"
#include "pipeline_run.hpp"

namespace wirecopy::detail {

namespace {

constexpr double whole = 0.9;  // aligned share of what lies in another as good as whole

/// The place of a pair, or their number.
std::size_t find(std::span<const BodyPair> pairs, ArticleId x, ArticleId y) {
  const ArticleId a = std::min(x, y), b = std::max(x, y);
  const auto is_before = [&](const BodyPair& p) { return p.a != a ? p.a < a : p.b < b; };
  const auto it = std::partition_point(pairs.begin(), pairs.end(), is_before);
  return it != pairs.end() && it->a == a && it->b == b ? static_cast<std::size_t>(it - pairs.begin()) : pairs.size();
}

/// A body that another retells, and how much of the other's facts it has.
struct Retold {
  ArticleId source;
  double facts;
};

/// Of each body, ascending, the bodies that it retells, or that retell it: which it is, only times tell.
std::vector<std::vector<Retold>> retold_by(std::span<const BodyPair> pairs, std::span<const Relation> relations,
                                           std::span<const Times> times, const RelationOptions& options) {
  std::vector<std::vector<Retold>> out(times.size());
  const auto is_later = [&](ArticleId x, ArticleId y) { return times[x].earliest - times[y].earliest >= options.earlier_hours; };
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto& [a, b, e] = pairs[i];
    if (relations[i] != Relation::rewrite || std::min(e.facts_a, e.facts_b) < options.rewrite_facts) continue;
    if (!is_later(b, a)) out[a].push_back({b, e.facts_a});
    if (!is_later(a, b)) out[b].push_back({a, e.facts_b});
  }
  for (auto& sources : out) std::sort(sources.begin(), sources.end(), [](auto& x, auto& y) { return x.source < y.source; });
  return out;
}

/// Of the bodies that both retell, the most that one has of the facts of the side of which it has less.
double facts_in_one(std::span<const Retold> a, std::span<const Retold> b) {
  double most = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (x->source == y->source) most = std::max(most, std::min(x++->facts, y++->facts));
    else x->source < y->source ? ++x : ++y;
  }
  return most;
}

}  // namespace

std::vector<FromSources> look_at_sources(std::vector<BodyPair>& pairs, std::span<const Times> times,
                                         const RelationOptions& options, const Control& control) {
  std::vector<Relation> relations(pairs.size());
  parallel_for("sources", pairs.size(), control,
               [&](std::size_t i) { relations[i] = judge(pairs[i].evidence, options).relation; });
  std::vector<std::vector<ArticleId>> sources(times.size());  // of each body, those it lies in
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (!is_copy(relations[i])) continue;
    if (pairs[i].evidence.aligned_a >= whole) sources[pairs[i].a].push_back(pairs[i].b);
    if (pairs[i].evidence.aligned_b >= whole) sources[pairs[i].b].push_back(pairs[i].a);
  }
  const auto retold = retold_by(pairs, relations, times, options);
  // How much `other` tells of the sources of `part`, on average over those that it retells.
  const auto told = [&](ArticleId part, ArticleId other) {
    std::vector<double> shares;
    for (const ArticleId source : sources[part]) {
      const std::size_t i = source == other ? pairs.size() : find(pairs, source, other);
      if (i == pairs.size() || relations[i] != Relation::rewrite) continue;
      shares.push_back(pairs[i].a == source ? pairs[i].evidence.told_a : pairs[i].evidence.told_b);
    }
    std::sort(shares.begin(), shares.end());  // the sum must not depend on the order of articles
    return shares.empty() ? 0.0 : std::accumulate(shares.begin(), shares.end(), 0.0) / static_cast<double>(shares.size());
  };
  parallel_for("sources", pairs.size(), control, [&](std::size_t i) {
    if (relations[i] <= Relation::rewrite) return;
    Evidence& e = pairs[i].evidence;
    e.source_told_a = told(pairs[i].a, pairs[i].b);
    e.source_told_b = told(pairs[i].b, pairs[i].a);
    e.source_facts = facts_in_one(retold[pairs[i].a], retold[pairs[i].b]);
  });
  std::vector<FromSources> out;
  for (const auto& [a, b, e] : pairs) {
    if (e.source_told_a > 0 || e.source_told_b > 0 || e.source_facts > 0) {
      out.push_back({a, b, e.source_told_a, e.source_told_b, e.source_facts});
    }
  }
  return out;
}

}  // namespace wirecopy::detail
