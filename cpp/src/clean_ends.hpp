// What stands before the first and behind the last sentence of an article, told by shape and by whom it speaks to.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "clean_blocks.hpp"

namespace wirecopy::detail {

/// The site speaks to its reader about itself: "You can change your settings on this website." Reporting does so inside
/// quotation marks only.
bool speaks_to_reader(const Block& block);

/// Prose that can only be reporting, beside which a line that is no sentence stands out.
bool is_plain_prose(const Block& block);

/// Takes out of `body` what stands at the article's ends, before and behind all its prose: lines much shorter than the prose that
/// are no sentences, and blocks in which the site speaks to the reader. `known`: blocks whose label stands. O(blocks).
void cut_ends(std::string_view text, std::span<const Block> blocks, const std::vector<bool>& known, std::vector<bool>& body);

/// Takes out of `body` what stands above a byline at the head, however little follows, and returns the byline's block; 0
/// where there is none with one to three lines above it that are no sentences, and some body behind it. O(blocks).
std::size_t cut_above_byline(std::string_view text, std::span<const Block> blocks, const std::vector<bool>& known,
                             std::vector<bool>& body);

}  // namespace wirecopy::detail
