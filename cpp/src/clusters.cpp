#include "wirecopy/clusters.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include "clusters_correlation.hpp"
#include "parallel.hpp"

namespace wirecopy {

namespace {

/// Disjoint sets with the smallest member as root.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0U); }
  std::uint32_t find(std::uint32_t x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  void join(std::uint32_t x, std::uint32_t y) {
    x = find(x), y = find(y);
    parent_[std::max(x, y)] = std::min(x, y);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

/// Two clusters that could join; the heap gives the heaviest mean first, then the smallest rows.
struct Merge {
  double mean;
  std::uint32_t a, b;  // roots, a < b
  bool operator<(const Merge& other) const {
    if (mean != other.mean) return mean < other.mean;
    return a != other.a ? a > other.a : b > other.b;
  }
};

/// Sums of weights to the neighbouring clusters. Only ever looked up by key or copied whole into sums that do not
/// depend on order, so the map's own order reaches no result.
using Neighbours = std::unordered_map<std::uint32_t, double>;

void average_link(std::size_t n, std::span<const Edge> edges, double threshold, DisjointSets& sets) {
  std::vector<Neighbours> neighbours(n);
  std::vector<double> size(n, 1.0);
  std::priority_queue<Merge> heap;
  for (const Edge& e : edges) {
    neighbours[e.a][e.b] = e.weight;
    neighbours[e.b][e.a] = e.weight;
    if (e.weight >= threshold) heap.push({e.weight, std::min(e.a, e.b), std::max(e.a, e.b)});
  }
  std::vector<char> gone(n, 0);
  while (!heap.empty()) {
    const Merge top = heap.top();
    heap.pop();
    if (gone[top.a] || gone[top.b]) continue;
    const auto found = neighbours[top.a].find(top.b);
    if (found == neighbours[top.a].end()) continue;
    // Stale where one of the two has grown since: the entry with its present mean stands elsewhere in the heap.
    if (top.mean != found->second / (size[top.a] * size[top.b])) continue;
    // The one with more neighbours takes in the other: each edge moves O(log m) times.
    std::uint32_t keep = top.a, drop = top.b;
    if (neighbours[drop].size() > neighbours[keep].size()) std::swap(keep, drop);
    neighbours[keep].erase(drop);
    neighbours[drop].erase(keep);
    for (const auto& [other, sum] : neighbours[drop]) {
      neighbours[other].erase(drop);
      neighbours[keep][other] += sum;
      neighbours[other][keep] += sum;
    }
    Neighbours().swap(neighbours[drop]);
    gone[drop] = 1;
    size[keep] += size[drop];
    sets.join(keep, drop);
    for (const auto& [other, sum] : neighbours[keep]) {
      const double mean = sum / (size[keep] * size[other]);
      if (mean >= threshold) heap.push({mean, std::min(keep, other), std::max(keep, other)});
    }
  }
}

}  // namespace

Clusters cluster_pairs(std::size_t n, std::span<const Edge> edges, const ClusterOptions& options, const Control& control) {
  if (n > 0xffff'ffffU) throw std::invalid_argument("more than 2^32 rows");
  if (!(options.threshold > 0 && options.threshold <= 1)) throw std::invalid_argument("threshold must lie in (0, 1]");
  std::vector<Edge> unique(edges.begin(), edges.end());
  for (auto& e : unique) {
    if (e.a >= n || e.b >= n || e.a == e.b) {
      throw std::invalid_argument("a pair's rows must differ and be below " + std::to_string(n));
    }
    if (!(e.weight >= 0 && e.weight <= 1)) throw std::invalid_argument("a pair's weight must lie in [0, 1]");
    if (e.a > e.b) std::swap(e.a, e.b);
  }
  std::sort(unique.begin(), unique.end(), [](const Edge& x, const Edge& y) {
    return x.a != y.a ? x.a < y.a : x.b != y.b ? x.b < y.b : x.weight > y.weight;
  });
  unique.erase(std::unique(unique.begin(), unique.end(), [](const Edge& x, const Edge& y) { return x.a == y.a && x.b == y.b; }),
               unique.end());

  DisjointSets components(n), sets(n);
  for (const Edge& e : unique) {
    if (e.weight >= options.threshold) components.join(e.a, e.b);
  }
  Clusters out;
  if (options.linkage == Linkage::components) {
    sets = components;
  } else {
    // Clusters never leave their component, and edges between components never join anything.
    std::vector<Edge> inside;
    for (const Edge& e : unique) {
      if (components.find(e.a) == components.find(e.b)) inside.push_back(e);
    }
    detail::beside("clusters", control, [&] {
      if (options.linkage == Linkage::average) return average_link(n, inside, options.threshold, sets);
      const auto found = detail::correlation(n, inside, options.threshold);
      std::vector<std::uint32_t> first(n, 0xffff'ffff);
      for (std::uint32_t i = 0; i < n; ++i) {
        auto& f = first[found[i]];
        f == 0xffff'ffff ? void(f = i) : sets.join(f, i);
      }
    });
  }
  std::vector<std::int64_t> label(n, -1);
  out.labels.resize(n);
  std::int64_t next = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    auto& l = label[sets.find(i)];
    if (l < 0) l = next++;
    out.labels[i] = l;
  }
  for (std::size_t k = 0; k < edges.size(); ++k) {
    if (edges[k].weight >= options.threshold && out.labels[edges[k].a] != out.labels[edges[k].b]) out.bridges.push_back(k);
  }
  return out;
}

}  // namespace wirecopy
