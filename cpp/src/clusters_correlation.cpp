#include "clusters_correlation.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

/// Nodes of one level: rows first, then the clusters of the level before.
struct Level {
  std::vector<std::size_t> starts;  // of each node's neighbours
  std::vector<std::pair<std::uint32_t, double>> neighbours;
  std::vector<double> rows;         // in each node
};

Level level_of(std::span<const Edge> edges, std::vector<double> rows) {
  Level l;
  l.rows = std::move(rows);
  l.starts.assign(l.rows.size() + 1, 0);
  for (const Edge& e : edges) ++l.starts[e.a + 1], ++l.starts[e.b + 1];
  std::partial_sum(l.starts.begin(), l.starts.end(), l.starts.begin());
  l.neighbours.resize(l.starts.back());
  std::vector<std::size_t> next(l.starts.begin(), l.starts.end() - 1);
  for (const Edge& e : edges) {
    l.neighbours[next[e.a]++] = {e.b, e.weight};
    l.neighbours[next[e.b]++] = {e.a, e.weight};
  }
  return l;
}

constexpr double least_gain = 1e-9;  // smaller ones may be rounding
constexpr std::uint32_t none = 0xffff'ffff;

/// Moves single nodes to where they agree most, until none would gain. `cluster`: where each node is, numbers below the
/// number of nodes. Whether any has moved.
bool move_nodes(const Level& l, double threshold, std::vector<std::uint32_t>& cluster) {
  const std::size_t n = l.rows.size();
  std::vector<double> rows(n, 0.0), weight(n, 0.0);
  std::vector<std::uint32_t> members(n, 0), empty, touched;
  for (std::uint32_t v = 0; v < n; ++v) rows[cluster[v]] += l.rows[v], ++members[cluster[v]];
  for (std::uint32_t c = 0; c < n; ++c) {
    if (members[c] == 0) empty.push_back(c);
  }
  bool moved = false;
  for (bool any = true; any;) {
    any = false;
    throw_if_stopping();
    for (std::uint32_t v = 0; v < n; ++v) {
      touched.clear();
      for (std::size_t k = l.starts[v]; k < l.starts[v + 1]; ++k) {
        const auto [other, w] = l.neighbours[k];
        touched.push_back(cluster[other]);
        weight[cluster[other]] += w;
      }
      const std::uint32_t from = cluster[v];
      const auto gain = [&](std::uint32_t c) { return weight[c] - threshold * l.rows[v] * (rows[c] - (c == from ? l.rows[v] : 0)); };
      double best = gain(from);
      std::uint32_t to = from;
      std::sort(touched.begin(), touched.end());
      for (const std::uint32_t c : touched) {
        if (c != from && gain(c) > best + least_gain) best = gain(c), to = c;
      }
      // Alone it gains nothing. There are as many clusters as nodes: where one holds two, another is empty.
      if (best < -least_gain && members[from] > 1) to = empty.back();
      if (to != from) {
        any = moved = true;
        if (members[to]++ == 0) empty.pop_back();
        if (--members[from] == 0) empty.push_back(from);
        rows[from] -= l.rows[v], rows[to] += l.rows[v];
        cluster[v] = to;
      }
      for (const std::uint32_t c : touched) weight[c] = 0;
    }
  }
  return moved;
}

/// Clusters numbered anew, 0 upwards in order of their first node. How many there are.
std::uint32_t renumber(std::vector<std::uint32_t>& cluster) {
  std::vector<std::uint32_t> number(cluster.size(), none);
  std::uint32_t next = 0;
  for (auto& c : cluster) {
    if (number[c] == none) number[c] = next++;
    c = number[c];
  }
  return next;
}

/// The edges between clusters: sums of those of their nodes, in an order of their own.
std::vector<Edge> between(std::span<const Edge> edges, std::span<const std::uint32_t> cluster) {
  std::vector<Edge> all;
  for (const Edge& e : edges) {
    const auto [a, b] = std::minmax(cluster[e.a], cluster[e.b]);
    if (a != b) all.push_back({a, b, e.weight});
  }
  std::stable_sort(all.begin(), all.end(), [](const Edge& x, const Edge& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  std::vector<Edge> sums;
  for (const Edge& e : all) {
    if (!sums.empty() && sums.back().a == e.a && sums.back().b == e.b) {
      sums.back().weight += e.weight;
    } else {
      sums.push_back(e);
    }
  }
  return sums;
}

}  // namespace

std::vector<std::uint32_t> correlation(std::size_t n, std::span<const Edge> edges, double threshold) {
  const Level single = level_of(edges, std::vector<double>(n, 1.0));
  std::vector<std::uint32_t> label(n);
  std::iota(label.begin(), label.end(), 0U);
  // Rows, then clusters as if they were rows; what that has changed may make rows move again.
  while (move_nodes(single, threshold, label)) {
    for (;;) {
      const std::uint32_t clusters = renumber(label);
      std::vector<double> rows(clusters, 0.0);
      for (const std::uint32_t l : label) ++rows[l];
      std::vector<std::uint32_t> joined(clusters);
      std::iota(joined.begin(), joined.end(), 0U);
      if (!move_nodes(level_of(between(edges, label), std::move(rows)), threshold, joined)) break;
      for (auto& l : label) l = joined[l];
    }
  }
  return label;
}

}  // namespace wirecopy::detail
