#include <algorithm>

#include "clusters_sources.hpp"
#include "pipeline_run.hpp"
#include "wirecopy/clusters.hpp"

namespace wirecopy::detail {

namespace {

/// Each body where its representative is.
std::vector<std::int64_t> with_represented(std::span<const std::int64_t> labels,
                                           std::span<const ArticleId> representative) {
  std::vector<std::int64_t> out(labels.size());
  for (std::size_t body = 0; body < out.size(); ++body) out[body] = labels[representative[body]];
  return out;
}

/// Numbered anew in order of the first body, without gaps.
void renumber(std::vector<std::int64_t>& labels) {
  std::vector<std::int64_t> number(labels.size(), -1);
  std::int64_t next = 0;
  for (auto& label : labels) {
    auto& to = number[static_cast<std::size_t>(label)];
    if (to < 0) to = next++;
    label = to;
  }
}

/// The edge of a pair when what other clusters tell is no part of its two bodies.
double edge_without(const ToldElsewhere& told, const Evidence& e, const PairText& text, std::size_t articles) {
  EdgeParts parts;
  parts.units_a = text.units_a - told.of_a, parts.units_b = text.units_b - told.of_b;
  parts.headline = e.headline, parts.contradicted = e.contradicted;
  for (const Passage& p : text.passages) parts.matched += p.matched;
  // What is told elsewhere has its share of rare sequences too.
  const double smaller = std::min(parts.units_a, parts.units_b);
  const double larger = std::min(text.units_a, text.units_b) / smaller;
  parts.sequence_share = std::min(1.0, static_cast<double>(text.share) * larger);
  return std::max(e.edge, edge(parts, articles));
}

}  // namespace

BodyClusters cluster_bodies(const Verified& verified, std::span<const ArticleId> representative, std::size_t articles,
                            const CopyOptions& options, const Control& control) {
  const std::size_t n = representative.size();
  std::vector<Edge> edges;
  std::vector<SharedPair> shared;
  std::vector<std::size_t> source;  // in `verified`
  std::vector<std::uint32_t> units(n, 0);
  for (std::size_t k = 0; k < verified.pairs.size(); ++k) {
    const BodyPair& pair = verified.pairs[k];
    const PairText& text = verified.texts[k];
    if (representative[pair.a] != pair.a || representative[pair.b] != pair.b) continue;
    edges.push_back({pair.a, pair.b, pair.evidence.edge});
    shared.push_back({pair.a, pair.b, pair.evidence.edge, text.passages});
    source.push_back(k);
    units[pair.a] = text.units_a, units[pair.b] = text.units_b;
  }
  const ClusterOptions how{options.method, options.cluster};
  BodyClusters out;
  out.labels = with_represented(cluster_pairs(n, edges, how, control).labels, representative);

  const SourceOptions sources;
  const std::vector<char> roundup = find_roundups(shared, out.labels, units, sources, control);
  out.roundups = static_cast<std::size_t>(std::count(roundup.begin(), roundup.end(), 1));
  if (out.roundups > 0) {
    for (Edge& e : edges) {
      if (roundup[e.a] || roundup[e.b]) e.weight = 0;
    }
    out.labels = with_represented(cluster_pairs(n, edges, how, control).labels, representative);
  }

  const std::vector<ToldElsewhere> told = told_elsewhere(shared, out.labels, units, roundup, sources, control);
  std::vector<std::uint32_t> size(n, 0);
  for (const std::int64_t label : out.labels) ++size[static_cast<std::size_t>(label)];
  const auto size_of = [&](ArticleId body) { return size[static_cast<std::size_t>(out.labels[body])]; };
  for (std::size_t k = 0; k < edges.size(); ++k) {
    // Of two articles alone nothing says which part is the report and which the addition.
    const bool alone = size_of(edges[k].a) < 2 && size_of(edges[k].b) < 2;
    if (edges[k].weight == 0 || told[k].of_a + told[k].of_b == 0 || alone) continue;
    const BodyPair& pair = verified.pairs[source[k]];
    const double weight = edge_without(told[k], pair.evidence, verified.texts[source[k]], articles);
    out.lifted += weight > edges[k].weight;
    edges[k].weight = weight;
  }
  if (out.lifted > 0) out.labels = with_represented(cluster_pairs(n, edges, how, control).labels, representative);
  renumber(out.labels);
  return out;
}

}  // namespace wirecopy::detail
