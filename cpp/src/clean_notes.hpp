// Notes around an article: about its author, about what was changed in it, to its reader.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "clean_blocks.hpp"

namespace wirecopy::detail {

/// A note known by its words, where it stands at an end of the article: "An earlier version of this article ...". Reporting
/// uses them inside quotation marks, or further in.
bool is_note(const Block& block);

/// Block `i` behind the article says who wrote it: "Jane Doe is a reporter in Oslo." Whom the reporting is about, it has
/// named before. O(length of the article).
bool is_author_note(std::string_view text, std::span<const Block> blocks, std::size_t i, const std::vector<bool>& body);

/// Takes out of `body` what stands behind a heading such as "About the author" or "Most read", where that is the smaller part of the
/// article. O(blocks).
void cut_behind_headings(std::string_view text, std::span<const Block> blocks, std::vector<bool>& body);

}  // namespace wirecopy::detail
