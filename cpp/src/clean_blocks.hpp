// An article cut into blocks (a line, or a paragraph wrapped over several lines), each with what was counted in it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "wirecopy/text.hpp"

namespace wirecopy::detail {

struct Block {
  Span span;                   ///< without the white space around it
  bool paragraph = false;      ///< set apart by an empty line, an indent or the start of the article
  bool ends_sentence = false;  ///< sentence punctuation at the end, closing quotes aside
  bool ends_colon = false;
  bool lower_start = false;
  bool quote_start = false;
  bool no_case = false;      ///< mostly of a script without capitals
  bool address = false;      ///< a URL, an e-mail address or an @name stands in it
  bool dated = false;        ///< a date or a time stands in a short block
  bool date_like = false;    ///< nothing but a date or a time, with words like "updated"
  bool quotes = false;       ///< quotation marks stand in it
  bool repeated = false;     ///< the same block stands elsewhere in the article
  bool end_phrase = false;    ///< PhraseFlag end_phrase ...
  bool close_phrase = false;  ///< ... and close_phrase stand in it
  std::uint8_t phrases = 0;   ///< the other PhraseFlags
  std::uint32_t lines = 1;    ///< it is wrapped over
  std::uint32_t letters = 0;
  std::uint32_t digits = 0;
  std::uint32_t numbers = 0;     ///< runs of digits
  std::uint32_t sentences = 0;   ///< ends of sentences inside, the last one left out
  std::uint32_t separators = 0;  ///< | > and bullets
  std::uint32_t commas = 0;
  std::uint32_t cased_words = 0;  ///< words after the first that have case ...
  std::uint32_t title_words = 0;  ///< ... and begin with a capital
  std::uint32_t upper_words = 0;  ///< words of two or more letters, all capitals
  std::uint32_t stop_words = 0;
  std::uint32_t reader_words = 0;  ///< you, we, ...
  std::uint32_t page_words = 0;    ///< of what a site tells its readers about: newsletter, browser, ...
  float words = 0;  ///< words; in scripts without spaces, letters / 2 (Han, kana) or / 4 (Thai and kin)

  bool prose() const { return ends_sentence && words >= 8; }
  bool column() const { return lines >= 4; }  ///< a paragraph, full stop or not: headlines are wrapped over fewer
};

/// Blocks of a well-formed text in order; together they hold all that is not white space. O(length).
std::vector<Block> blocks_of(std::string_view text);

/// Counts what stands in `block.span` of `text` anew (for a part of a block). O(length of the span).
void measure(std::string_view text, Block& block);

/// `span` without the white space at its ends.
Span trimmed(std::string_view text, Span span);

}  // namespace wirecopy::detail
