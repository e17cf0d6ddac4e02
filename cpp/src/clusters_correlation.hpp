// Clusters, by correlation: pairs that agree and pairs that do not, weighed against each other.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "wirecopy/clusters.hpp"

namespace wirecopy::detail {

/// A label (any number) of each row 0..n-1. `edges` without doubles; missing ones have weight 0.
std::vector<std::uint32_t> correlation(std::size_t n, std::span<const Edge> edges, double threshold);

}  // namespace wirecopy::detail
