#include "clean_ends.hpp"

#include <algorithm>
#include <cstddef>

#include "clean_notes.hpp"
#include "clean_rules.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

constexpr float least_prose = 12;    // words of a block that can be nothing but reporting
constexpr float longest_loose = 12;  // words of a line that stands out
constexpr std::uint32_t least_title = 4;  // words of a title whose other words nearly all begin with a capital
constexpr std::uint32_t least_name = 1;   // ... and of a name, behind its first word
constexpr float longest_title = 20;
constexpr float longest_date = 6;    // words of a line that a date or a time stands in
constexpr std::uint32_t most_digits = 4;  // of a line without letters: "1 / 23"
constexpr float longest_slug = 6;  // words of "Britain-Election, 2nd Ld"
constexpr float times_shorter = 2;   // than the prose on average: not so are lines of a column that were not joined
constexpr float longest_line = 40;   // words of a line of a column
constexpr float longest_address = 60;
constexpr float longest_headline = 28;
constexpr float one_broken_in = 6;   // words of sentences: with more in lines that end none, columns were not joined
constexpr std::uint32_t least_numbers = 2;  // in a row of a table, or of results

/// A title, or names: nearly all words begin with a capital.
bool is_title(std::string_view line, const Block& b, std::uint32_t least) {
  return b.cased_words >= least && b.title_words * 4 >= b.cased_words * 3 && b.upper_words * 2 < b.cased_words + 1 &&
         b.words <= longest_title && b.commas == 0 && b.sentences == 0 && !b.quotes && !b.lower_start && !b.ends_colon &&
         line.find(';') == std::string_view::npos;
}

bool is_address(std::string_view line, const Block& b) { return b.address && line.find(' ') == std::string_view::npos; }

/// A line that is no sentence, and no row of a table.
bool is_loose(std::string_view line, const Block& b) {
  if (b.letters == 0) return b.digits <= most_digits;
  if (is_title(line, b, least_title)) return true;
  if (is_address(line, b) || is_byline(line, b)) return true;
  if (b.words > longest_loose) return false;
  if ((line.front() == '(' && line.back() == ')') || (line.starts_with("（") && line.ends_with("）"))) return true;
  if (b.sentences > 0) return false;
  const bool address = line.find(' ') == std::string_view::npos && line.find_first_of(".@") < line.size() - 1;
  if (address && b.words <= longest_date) return true;
  if (b.dated && b.words <= longest_date) return true;
  return !b.ends_sentence && !b.ends_colon && !b.lower_start && b.numbers < least_numbers;
}

/// It opens with a dateline, and is more than a few words behind a dash.
bool is_dated_prose(std::string_view line, const Block& b) {
  const std::size_t n = dateline_length(line, DatelineAt::head);
  return n > 0 && (n == line.size() || b.words > longest_slug || b.ends_sentence);
}

// It may be a part of a column that was not joined.
bool is_line(const Block& b) { return !b.ends_sentence && b.words < longest_line; }

struct End {
  std::vector<std::size_t> loose;  // from the outside in
  std::size_t outside = 0;         // of these, the ones with furniture between them and the prose
  bool at_prose = false;           // nothing but these stands before a sentence
};

struct Page {
  std::string_view text;
  std::span<const Block> blocks;
  const std::vector<bool>& known;
  std::vector<bool>& body;
  float words = 0;       // of the body, notes left out
  int searches_left = 8; // for the names of authors: each reads the whole article
};

bool is_note_at_end(Page& page, std::size_t i, bool tail) {
  if (page.words < least_prose) return false;
  if (is_note(page.blocks[i])) return true;
  if (!tail || page.searches_left == 0 || page.words - page.blocks[i].words < least_prose) return false;
  const std::string_view name = author_in_note(page.text, page.blocks[i]);
  if (name.empty()) return false;
  --page.searches_left;
  if (stands_elsewhere(page.text, page.blocks, page.body, i, name)) return false;
  page.words -= page.blocks[i].words;
  return true;
}

/// One end of the article, from the outermost block on; notes and what speaks to the reader are taken out of the body at once.
template <class Step>
End end_of(Page& page, std::size_t first, bool tail, Step step) {
  End end;
  for (std::size_t i = first; i < page.blocks.size(); i = step(i)) {
    const Block& b = page.blocks[i];
    const std::string_view line = page.text.substr(b.span.start, b.span.end - b.span.start);
    if (page.body[i] && (speaks_to_reader(b) || is_note_at_end(page, i, tail))) page.body[i] = false;
    if (page.known[i] || !page.body[i]) {
      end.outside = end.loose.size();
    } else if (is_loose(line, b) && !is_dated_prose(line, b)) {
      end.loose.push_back(i);
    } else {
      end.at_prose = b.ends_sentence || b.sentences > 0;
      break;
    }
  }
  return end;
}

}  // namespace

bool is_plain_prose(const Block& b) { return b.ends_sentence && b.words >= least_prose && b.phrases == 0; }

bool speaks_to_reader(const Block& b) {
  constexpr std::uint32_t least_page_words = 2, one_in = 4;
  if (b.words > longest_address || b.quotes) return false;
  const bool phrase = (b.phrases & page_phrase) != 0;
  if (b.page_words < least_page_words && !phrase) return false;
  if (phrase && (b.page_words > least_page_words || (b.no_case && b.reader_words == 0))) return true;
  return b.reader_words > 0 && static_cast<float>((b.reader_words + b.page_words) * one_in) >= b.words;
}

void cut_ends(std::string_view text, std::span<const Block> blocks, const std::vector<bool>& known, std::vector<bool>& body) {
  if (blocks.empty()) return;
  cut_before_byline(text, blocks, body);
  cut_behind_headings(text, blocks, body);
  Page page{text, blocks, known, body};
  for (std::size_t i = 0; i < blocks.size(); ++i) page.words += body[i] && !is_note(blocks[i]) ? blocks[i].words : 0;
  const End tail = end_of(page, blocks.size() - 1, true, [](std::size_t i) { return i - 1; });
  const End head = end_of(page, 0, false, [](std::size_t i) { return i + 1; });
  float words = 0, paragraphs = 0, sentences = 0, broken = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (!body[i]) continue;
    if (is_plain_prose(blocks[i])) words += blocks[i].words, paragraphs += 1;
    (is_line(blocks[i]) ? broken : sentences) += blocks[i].words;
  }
  if (paragraphs == 0) return;
  for (const End* end : {&tail, &head})
    for (const std::size_t i : end->loose) broken -= is_line(blocks[i]) ? blocks[i].words : 0;
  // Where lines of a column are blocks of their own, any of them may break off.
  if (broken * one_broken_in > sentences) return;
  const float longest = words / paragraphs / times_shorter;
  const auto cut = [&](const End& end) {
    if (!end.at_prose) return;
    const auto inside = end.loose.begin() + static_cast<std::ptrdiff_t>(end.outside);
    const bool shorter = std::all_of(inside, end.loose.end(), [&](std::size_t i) {
      const std::string_view line = text.substr(blocks[i].span.start, blocks[i].span.end - blocks[i].span.start);
      return blocks[i].words <= longest || is_address(line, blocks[i]) || is_title(line, blocks[i], least_name);
    });
    std::for_each(end.loose.begin(), shorter ? end.loose.end() : inside, [&](std::size_t i) { body[i] = false; });
  };
  cut(tail);
  cut(head);
}

std::size_t cut_above_byline(std::string_view text, std::span<const Block> blocks, const std::vector<bool>& known,
                             std::vector<bool>& body) {
  constexpr std::size_t reach = 4;  // blocks
  const auto line = [&](std::size_t i) {
    return text.substr(blocks[i].span.start, blocks[i].span.end - blocks[i].span.start);
  };
  const auto asks = [&](std::size_t i) {
    return line(i).ends_with('?') || line(i).ends_with("？") || line(i).ends_with("؟");
  };
  std::size_t at = 0;
  for (; at < std::min(reach, blocks.size()) && !is_byline(line(at), blocks[at]); ++at) {
    const Block& b = blocks[at];
    if (b.words > longest_headline || b.sentences > 0 || b.ends_colon || b.column()) return 0;
    if (b.prose() && !asks(at)) return 0;
  }
  if (at == 0 || at >= reach || at >= blocks.size() || known[at]) return 0;
  const auto byline = body.begin() + static_cast<std::ptrdiff_t>(at);
  if (std::find(byline + 1, body.end(), true) == body.end()) return 0;
  std::fill(body.begin(), byline, false);
  return at;
}

}  // namespace wirecopy::detail
