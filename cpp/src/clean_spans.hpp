// From labelled blocks to labelled spans: datelines, credits, slugs and outlets are parts of blocks.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "clean_blocks.hpp"
#include "clean_confidence.hpp"
#include "wirecopy/clean.hpp"

namespace wirecopy::detail {

inline constexpr std::size_t no_credit = static_cast<std::size_t>(-1);

/// What is known of each block.
struct BlockLabels {
  const std::vector<Label>& labels;
  const std::vector<Told>& told;
  const std::vector<float>& log_odds;
  const std::vector<std::size_t>& credits;  ///< where a caption's credit starts in its block; no_credit
};

/// Spans in order, each with its confidence. O(length).
Cleaned spans_of(const Article& article, std::span<const Block> blocks, const BlockLabels& known);

}  // namespace wirecopy::detail
