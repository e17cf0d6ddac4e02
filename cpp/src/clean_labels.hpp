// From blocks and the states found for them to labelled spans.
#pragma once

#include <string_view>
#include <vector>

#include "clean_blocks.hpp"
#include "clean_region.hpp"
#include "wirecopy/clean.hpp"

namespace wirecopy::detail {

/// Labels every block of an article. The states of `region` are corrected on the way; its log odds are for the confidence of a
/// label that no rule gave. O(length).
Cleaned label_blocks(const Article& article, std::vector<Block>& blocks, Region region);

}  // namespace wirecopy::detail
