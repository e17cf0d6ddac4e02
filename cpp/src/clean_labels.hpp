// From blocks and the states found for them to labelled spans.
#pragma once

#include <string_view>
#include <vector>

#include "clean_blocks.hpp"
#include "wirecopy/clean.hpp"

namespace wirecopy::detail {

/// Labels every block of an article. `body`: the state of each block; it is corrected on the way. `log_odds` of body:
/// for the confidence of a label that no rule gave. O(length).
Cleaned label_blocks(const Article& article, std::vector<Block>& blocks, std::vector<bool> body,
                     std::vector<float> log_odds);

}  // namespace wirecopy::detail
