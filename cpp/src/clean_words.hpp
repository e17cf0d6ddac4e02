// What furniture is written in: words and phrases of several languages, folded, with what each of them is a sign of.
// They stand in clean_languages/, a file a language.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
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
  role_word = 256,    ///< staff, correspondent, writer, ...
  slug_word = 512,    ///< stands before a headline: update, corrected, wrapup, ...
  reader_word = 1024, ///< the reader or the site itself: you, your, our, ...
  page_word = 2048,   ///< what a site tells its readers about: newsletter, browser, settings, ...
  author_word = 4096, ///< who writes: reporter, columnist, novelist, ...
  author_verb = 8192, ///< stands behind an author's name in a note about them: is, writes, covers, ...
  about_word = 16384  ///< opens a note about a company before its name: about
};

/// Flags of a folded word; 0 for a word that tells nothing.
std::uint16_t word_flags(std::string_view folded);

/// What a phrase is a sign of (bits).
enum PhraseFlag : std::uint16_t {
  page_phrase = 1,      ///< of the web page: sign up, all rights reserved, ...
  whole_phrase = 2,     ///< of the web page where it is all that a block holds: share, home, menu, ...
  tagline_phrase = 4,   ///< reporting by, contributed to this report, ...
  caption_phrase = 8,   ///< image copyright, file photo, ...
  opening_phrase = 16,  ///< of the web page where a block begins with it: read more, related, ...
  at_start = 64,        ///< counts only where a block begins with it
  notice_phrase = 32,   ///< of the web page even in a full sentence: all rights reserved, sign up for our, ...
  end_phrase = 128,     ///< in what is said around an article, at its ends only: an earlier version of this article, ...
  close_phrase = 256    ///< as a short line behind the article it opens what is no more of it: about the author, most read
};

/// Flags of all phrases found in `folded` (as fold_ends gives it). O(length).
std::uint16_t phrase_flags(std::string_view folded);

/// What is looked for as it is written, capitals and marks included.
enum class MarkKind : std::uint8_t {
  picture_credit,  ///< opens the credit at the end of a caption: "Photo by ", "Foto: "
  wire_source,     ///< begins a dateline in scripts without spaces: 新华社
  wire_report,     ///< ends such a dateline: 电, 消息
  bracket_source,  ///< stands inside a dateline in brackets: 共同
  picture_sign,    ///< stands inside the full-width brackets of a credit: 写真
  picture_end,     ///< ends a credit without brackets: 摄
  byline_start,    ///< begins a byline in scripts without capitals: 记者, بقلم
  byline_end,      ///< ends one: 記者
  sign_off         ///< is all that stands in the last line: （完）
};
inline constexpr std::size_t mark_count = 9;
std::span<const std::string_view> marks(MarkKind kind);

/// Folds letters (Latin, Greek, Cyrillic) to lower case, typographic apostrophes to ', white space to single spaces,
/// and appends them to `out`, which is cleared first. Of a text of more than 2 x `limit` bytes only both ends are kept,
/// joined by a newline, so that the cost of a long block is bounded.
void fold_ends(std::string_view text, std::size_t limit, std::string& out);

}  // namespace wirecopy::detail
