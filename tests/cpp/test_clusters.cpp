#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "wirecopy/clusters.hpp"

namespace wirecopy {
namespace {

using Labels = std::vector<std::int64_t>;

TEST(Clusters, JoinWhileTheMeanHolds) {
  // A chain: each neighbour alike, the ends not at all.
  const std::vector<Edge> chain{{0, 1, 0.9}, {1, 2, 0.8}, {2, 3, 0.9}};
  EXPECT_EQ(cluster_pairs(5, chain).labels, (Labels{0, 0, 1, 1, 2}));
  ClusterOptions components;
  components.linkage = Linkage::components;
  EXPECT_EQ(cluster_pairs(5, chain, components).labels, (Labels{0, 0, 0, 0, 1}));
}

TEST(Clusters, BridgesAreTheEdgesThatEndInTwoClusters) {
  const std::vector<Edge> chain{{0, 1, 0.9}, {1, 2, 0.8}, {2, 3, 0.9}};
  EXPECT_EQ(cluster_pairs(4, chain).bridges, std::vector<std::size_t>{1});
}

TEST(Clusters, APairGivenTwiceCountsWithItsLargerWeight) {
  EXPECT_EQ(cluster_pairs(2, std::vector<Edge>{{0, 1, 0.1}, {1, 0, 0.7}}).labels, (Labels{0, 0}));
}

TEST(Clusters, BadInputIsRefused) {
  EXPECT_THROW((void)cluster_pairs(2, std::vector<Edge>{{0, 2, 0.5}}), std::invalid_argument);
  EXPECT_THROW((void)cluster_pairs(2, std::vector<Edge>{{1, 1, 0.5}}), std::invalid_argument);
  EXPECT_THROW((void)cluster_pairs(2, std::vector<Edge>{{0, 1, std::nan("")}}), std::invalid_argument);
  ClusterOptions options;
  options.threshold = std::nan("");
  EXPECT_THROW((void)cluster_pairs(2, {}, options), std::invalid_argument);
}

/// Average link as it is written in textbooks: look at every two clusters, join the two with the highest mean.
Labels plain_average_link(std::size_t n, const std::vector<Edge>& edges, double threshold) {
  std::vector<std::vector<std::size_t>> clusters(n);
  for (std::size_t i = 0; i < n; ++i) clusters[i] = {i};
  std::vector<std::vector<double>> weight(n, std::vector<double>(n, 0));
  for (const auto& e : edges) weight[e.a][e.b] = weight[e.b][e.a] = e.weight;
  for (;;) {
    double best = 0;
    std::size_t x = 0, y = 0;
    for (std::size_t i = 0; i < clusters.size(); ++i) {
      for (std::size_t k = i + 1; k < clusters.size(); ++k) {
        double sum = 0;
        for (const auto p : clusters[i]) {
          for (const auto q : clusters[k]) sum += weight[p][q];
        }
        const double mean = sum / static_cast<double>(clusters[i].size() * clusters[k].size());
        if (mean > best) best = mean, x = i, y = k;
      }
    }
    if (best < threshold) break;
    clusters[x].insert(clusters[x].end(), clusters[y].begin(), clusters[y].end());
    clusters.erase(clusters.begin() + static_cast<std::ptrdiff_t>(y));
  }
  Labels of(n);
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    for (const auto p : clusters[i]) of[p] = static_cast<std::int64_t>(i);
  }
  Labels renamed(n), first(n, -1);
  std::int64_t next = 0;
  for (std::size_t i = 0; i < n; ++i) {
    auto& l = first[static_cast<std::size_t>(of[i])];
    if (l < 0) l = next++;
    renamed[i] = l;
  }
  return renamed;
}

TEST(Clusters, EqualTheTextbookAtManyThresholds) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> unit(0.01, 1);
  for (int round = 0; round < 200; ++round) {
    const std::size_t n = 2 + random() % 14;
    std::vector<Edge> edges;
    for (ArticleId i = 0; i < n; ++i) {
      for (ArticleId k = i + 1; k < n; ++k) {
        if (random() % 3) edges.push_back({i, k, unit(random)});
      }
    }
    ClusterOptions options;
    options.threshold = unit(random);
    const Labels expected = plain_average_link(n, edges, options.threshold);
    EXPECT_EQ(cluster_pairs(n, edges, options).labels, expected);
    std::shuffle(edges.begin(), edges.end(), random);
    EXPECT_EQ(cluster_pairs(n, edges, options).labels, expected);
  }
}

TEST(Clusters, ManyOfOneKindAreOneCluster) {
  std::vector<Edge> edges;
  for (ArticleId i = 0; i < 400; ++i) {
    for (ArticleId k = i + 1; k < 400; ++k) edges.push_back({i, k, 0.8});
  }
  const auto labels = cluster_pairs(401, edges).labels;
  EXPECT_EQ(std::count(labels.begin(), labels.end(), 0), 400);
  EXPECT_EQ(labels.back(), 1);
}

TEST(Clusters, CorrelationWeighsAgreementAgainstDisagreement) {
  // Two triangles and one edge between them: components make one cluster, correlation two.
  const std::vector<Edge> edges{{0, 1, 0.9}, {1, 2, 0.9}, {0, 2, 0.9}, {3, 4, 0.9}, {4, 5, 0.9}, {3, 5, 0.9}, {2, 3, 0.9}};
  EXPECT_EQ(cluster_pairs(6, edges, {Linkage::components, 0.5}).labels, (std::vector<std::int64_t>{0, 0, 0, 0, 0, 0}));
  const Clusters found = cluster_pairs(6, edges, {Linkage::correlation, 0.5});
  EXPECT_EQ(found.labels, (std::vector<std::int64_t>{0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(found.bridges, (std::vector<std::size_t>{6}));
  EXPECT_EQ(cluster_pairs(3, {}, {Linkage::correlation, 0.5}).labels, (std::vector<std::int64_t>{0, 1, 2}));
}

TEST(Clusters, CorrelationJoinsWholeClustersToo) {
  // A ring of pairs in which each alone gains by its partner first, and the pairs then gain by one another.
  std::vector<Edge> edges;
  for (ArticleId i = 0; i < 8; ++i) {
    for (ArticleId k = i + 1; k < 8; ++k) edges.push_back({i, k, i / 2 == k / 2 ? 1.0 : 0.6});
  }
  EXPECT_EQ(cluster_pairs(8, edges, {Linkage::correlation, 0.5}).labels, std::vector<std::int64_t>(8, 0));
  EXPECT_EQ(cluster_pairs(8, edges, {Linkage::correlation, 0.7}).labels, (std::vector<std::int64_t>{0, 0, 1, 1, 2, 2, 3, 3}));
}

}  // namespace
}  // namespace wirecopy
