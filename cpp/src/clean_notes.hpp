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

/// Whom a block names as the writer, as far as it reads like a note: "Jane Doe is a reporter in Oslo."; empty: nobody.
/// Of "About Doe Media: ..." it is the whole. Such a block is a note where it stands behind the article and the name in no
/// other part of it: whom the reporting is about, it has named before. O(length of the block).
std::string_view author_in_note(std::string_view text, const Block& block);

/// `name` stands in the body, block `i`, bylines and other notes aside. O(length of the article).
bool stands_elsewhere(std::string_view text, std::span<const Block> blocks, const std::vector<bool>& body, std::size_t i,
                      std::string_view name);

/// Takes out of `body` what stands before a byline at the head: headline and deck, where they are at most a quarter of the
/// words. O(length of the article).
void cut_before_byline(std::string_view text, std::span<const Block> blocks, std::vector<bool>& body);

/// Takes out of `body` what stands behind a heading such as "About the author" or "Most read", where that is at most a
/// quarter of the words and three paragraphs. O(length of the article).
void cut_behind_headings(std::string_view text, std::span<const Block> blocks, std::vector<bool>& body);

}  // namespace wirecopy::detail
