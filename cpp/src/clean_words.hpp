// What furniture is written in: words and phrases of several languages, folded, with what each of them is a sign of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wirecopy::detail {

/// What a single word is a sign of (bits).
enum WordFlag : std::uint16_t {
  stop_word = 1,      ///< function word: prose is full of them, menus and headlines are not
  agency_word = 2,    ///< news or picture agency
  picture_word = 4,   ///< photo, image, courtesy, ...
  date_word = 8,      ///< month, weekday, am, pm, updated, ...
  heading_word = 16,  ///< stands before a colon without being a place: NOTE, WATCH, EXCLUSIVE, ...
  by_word = 32,       ///< opens a byline
  month_word = 64,
  outlet_word = 128,  ///< ends the name of a publisher: news, times, herald, ...
  role_word = 256     ///< staff, correspondent, writer, ...
};

/// Flags of a folded word; 0 for a word that tells nothing.
std::uint16_t word_flags(std::string_view folded);

/// What a phrase is a sign of (bits).
enum PhraseFlag : std::uint8_t {
  page_phrase = 1,      ///< of the web page: sign up, all rights reserved, ...
  whole_phrase = 2,     ///< of the web page where it is all that a block holds: share, home, menu, ...
  tagline_phrase = 4,   ///< reporting by, contributed to this report, ...
  caption_phrase = 8,   ///< image copyright, file photo, ...
  opening_phrase = 16,  ///< of the web page where a block begins with it: read more, related, ...
  at_start = 64,        ///< counts only where a block begins with it
  notice_phrase = 32    ///< of the web page even in a full sentence: all rights reserved, sign up for our, ...
};

/// Flags of all phrases found in `folded` (as fold_ends gives it). O(length).
std::uint8_t phrase_flags(std::string_view folded);

/// Folds letters (Latin, Greek, Cyrillic) to lower case, typographic apostrophes to ', white space to single spaces,
/// and appends them to `out`, which is cleared first. Of a text of more than 2 x `limit` bytes only both ends are kept,
/// joined by a newline, so that the cost of a long block is bounded.
void fold_ends(std::string_view text, std::size_t limit, std::string& out);

}  // namespace wirecopy::detail
