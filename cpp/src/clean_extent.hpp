// From where to where the body goes, by what only shows over several blocks.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "clean_blocks.hpp"

namespace wirecopy::detail {

/// On a page, text far from the reporting and much smaller (a teaser, a comment, a note on cookies) is not part of it. O(blocks).
void keep_main_part(std::span<const Block> blocks, std::vector<bool>& body);

/// Mends the blocks taken for body: nothing far in front of an agency's dateline, nothing among readers' comments, and
/// paragraphs and lists between parts of the body are filled in. O(blocks).
void mend_body(std::string_view text, std::span<const Block> blocks, std::vector<bool>& body);

}  // namespace wirecopy::detail
