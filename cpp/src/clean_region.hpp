// Which blocks are reporting: a weight for each block, and the cheapest run of states over the whole article.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "clean_blocks.hpp"

namespace wirecopy::detail {

inline constexpr std::size_t feature_count = 48;
using Features = std::array<float, feature_count>;

/// What speaks for or against each block, from itself, its neighbours and the article around it. O(blocks).
std::vector<Features> features_of(std::span<const Block> blocks);

/// Weight of each feature (log odds of body) and what a change from body to furniture or back costs.
struct RegionWeights {
  Features weights;
  float change;
};
const RegionWeights& region_weights();

/// What speaks for the body besides the features: a paragraph set apart by empty lines is a sign of an article that was
/// taken out of its page, and a dateline opens a body. O(length of the blocks' heads).
std::vector<float> favour_of(std::string_view text, std::span<const Block> blocks);

/// The best states (Viterbi 1967): true for a block of the body. `favour` is added to each block's weight. O(blocks).
std::vector<bool> body_blocks(std::span<const Features> features, std::span<const float> favour,
                              const RegionWeights& weights = region_weights());

/// Log odds of body for each block, summed over all runs of states (forward-backward, Baum et al. 1970). O(blocks).
std::vector<float> body_log_odds(std::span<const Features> features, std::span<const float> favour,
                                 const RegionWeights& weights = region_weights());

/// Body and its log odds for each block, and the blocks that were looked at last.
struct Region {
  std::vector<bool> body;
  std::vector<float> log_odds;
  std::size_t begin = 0, end = 0;
};

/// All of the above for an article. A few lines of furniture at its ends are left out and what remains is looked at again, so
/// that they do not tell what lies inside from the body. O(length).
Region region_of(std::string_view text, std::span<const Block> blocks);

}  // namespace wirecopy::detail
