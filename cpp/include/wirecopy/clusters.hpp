// Stage 8, clusters: weighted pairs in; a label for each article, and the pairs that bridge clusters, out.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/export.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy {

/// How pairs become clusters.
enum class Linkage : std::uint8_t {
  average,     ///< two clusters join while the mean weight between them is high enough
  components,  ///< whatever hangs together by pairs of enough weight
  correlation  ///< the clusters inside which weights exceed the threshold most, summed over all pairs
};

/// A pair of rows (a != b) and how alike they are, in [0, 1].
struct Edge {
  ArticleId a = 0;
  ArticleId b = 0;
  double weight = 0;
};

struct ClusterOptions {
  Linkage linkage = Linkage::average;
  double threshold = 0.5;  ///< two clusters join while the mean weight between them is at least this
};

struct Clusters {
  std::vector<std::int64_t> labels;    ///< one per row, 0 upwards in order of each cluster's first row
  std::vector<std::size_t> bridges;    ///< edges (index into the input) at or over the threshold that end in two clusters
};

/// Groups rows 0..n-1. Average link: the mean over all pairs between two clusters, a missing edge being 0; ties go to
/// the smallest rows, so the result does not depend on the order of the edges. A pair given twice counts with its
/// larger weight. Correlation (Bansal, Blum and Chawla 2004): the sum of weight - threshold over all pairs inside clusters,
/// made large by moving single rows, then whole clusters, while that helps (Blondel et al. 2008); a local best, in which no
/// single row would do better elsewhere. O(m log m) for m edges. Throws std::invalid_argument on a row out of range or a NaN.
WIRECOPY_API Clusters cluster_pairs(std::size_t n, std::span<const Edge> edges, const ClusterOptions& options = {},
                                    const Control& control = {});

}  // namespace wirecopy
