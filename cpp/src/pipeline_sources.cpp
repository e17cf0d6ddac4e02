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

}  // namespace

std::vector<SourceTold> look_at_sources(std::vector<BodyPair>& pairs, std::size_t bodies, const RelationOptions& options,
                                        const Control& control) {
  std::vector<Relation> relations(pairs.size());
  parallel_for("sources", pairs.size(), control,
               [&](std::size_t i) { relations[i] = judge(pairs[i].evidence, options).relation; });
  std::vector<std::vector<ArticleId>> sources(bodies);  // of each body, those it lies in
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (!is_copy(relations[i])) continue;
    if (pairs[i].evidence.aligned_a >= whole) sources[pairs[i].a].push_back(pairs[i].b);
    if (pairs[i].evidence.aligned_b >= whole) sources[pairs[i].b].push_back(pairs[i].a);
  }
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
  });
  std::vector<SourceTold> out;
  for (const BodyPair& pair : pairs) {
    const Evidence& e = pair.evidence;
    if (e.source_told_a > 0 || e.source_told_b > 0) out.push_back({pair.a, pair.b, e.source_told_a, e.source_told_b});
  }
  return out;
}

}  // namespace wirecopy::detail
