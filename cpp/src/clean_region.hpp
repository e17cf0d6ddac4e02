// Which blocks are reporting: a weight for each block, and the cheapest run of states over the whole article.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "clean_blocks.hpp"

namespace wirecopy::detail {

inline constexpr std::size_t feature_count = 44;
using Features = std::array<float, feature_count>;

/// What speaks for or against each block, from itself, its neighbours and the article around it. O(blocks).
std::vector<Features> features_of(std::span<const Block> blocks);

/// Weight of each feature (log odds of body) and what a change from body to furniture or back costs.
struct RegionWeights {
  Features weights;
  float change;
};
const RegionWeights& region_weights();

/// The best states (Viterbi 1967): true for a block of the body. `fixed`: -1 open, 0 says nothing and follows its
/// neighbours, 1 furniture. O(blocks).
std::vector<bool> body_blocks(std::span<const Features> features, std::span<const signed char> fixed,
                              const RegionWeights& weights = region_weights());

}  // namespace wirecopy::detail
