#include "clean_notes.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "clean_ends.hpp"
#include "clean_letters.hpp"
#include "clean_rules.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

constexpr float longest_note = 60;     // words
constexpr float longest_uncased = 30;  // where phrases are found inside words
constexpr float longest_heading = 7;
constexpr float longest_title = 12;
constexpr float longest_link = 3;
constexpr std::size_t most_names = 4;
constexpr float one_behind_in = 4;      // of the article's words, behind a heading or before a byline
constexpr float one_title_in = 2;       // of them where these are titles
constexpr std::size_t most_behind = 3;  // paragraphs there,
constexpr std::size_t most_before = 1;  // and before a byline

struct Word {
  std::string_view written;
  std::string folded;
};

// The word at `from`, which it steps over; empty where something else than letters and spaces comes first.
Word take_word(std::string_view s, std::size_t& from) {
  Word word;
  std::size_t i = from;
  while (i < s.size() && s[i] == ' ') ++i;
  const std::size_t start = i;
  while (i < s.size()) {
    std::size_t next = i;
    const char32_t c = next_code_point(s, next);
    const bool inner = i > start && (c == '-' || c == '\'' || c == 0x2019);
    const bool initial = c == '.' && i == start + 1;  // Jane D. Doe
    if (!is_letter(c) && !inner && !initial) break;
    i = next;
  }
  word.written = s.substr(start, i - start);
  fold_ends(word.written, 64, word.folded);
  from = i;
  return word;
}

bool starts_upper(std::string_view s) {
  std::size_t i = 0;
  return !s.empty() && is_upper(next_code_point(s, i));
}

// "About Doe Media", all that stands in it (or before a colon).
bool names_subject(std::string_view s, bool& colon) {
  std::size_t at = 0, names = 0;
  if (!(word_flags(take_word(s, at).folded) & about_word) || !starts_upper(s)) return false;
  while (at < s.size() && names < 6) {
    const Word word = take_word(s, at);
    const bool small = word.written.size() <= 3;  // "de", "the"
    if (word.written.empty() || (!starts_upper(word.written) && !small)) break;
    names += starts_upper(word.written);
  }
  colon = at < s.size() && s[at] == ':';
  return names > 0 && (colon || at == s.size());
}

bool is_heading(std::string_view text, const Block& b) {
  if (b.words > longest_heading || b.ends_sentence) return false;
  bool colon = false;
  return b.close_phrase || names_subject(text.substr(b.span.start, b.span.end - b.span.start), colon);
}

}  // namespace

bool is_note(const Block& b) {
  return b.end_phrase && !b.quotes && b.words <= (b.no_case ? longest_uncased : longest_note);
}

std::string_view author_in_note(std::string_view text, const Block& b) {
  constexpr std::size_t least_letters = 3;  // of a surname
  if (b.no_case || b.quotes || b.words > longest_note) return {};
  const std::string_view s = text.substr(b.span.start, b.span.end - b.span.start);
  if (bool colon = false; names_subject(s, colon) && colon) return s;
  std::size_t at = 0, names = 0;
  std::string_view surname;
  Word word = take_word(s, at);
  while (starts_upper(word.written) && names < most_names) {
    surname = word.written;
    ++names;
    word = take_word(s, at);
    if (!word.written.empty() && !starts_upper(word.written) && !(word_flags(word.folded) & author_verb) &&
        word.written.size() <= least_letters) {  // "de", "von"
      std::size_t ahead = at;
      const Word next = take_word(s, ahead);
      if (starts_upper(next.written)) word = next, at = ahead;
    }
  }
  if (names < 2 || surname.size() < least_letters || !(word_flags(word.folded) & author_verb)) return {};
  bool author = (word_flags(word.folded) & author_word) != 0;
  std::size_t ahead = at;
  const std::string next = take_word(s, ahead).folded;
  if (author && (next.empty() || next == "that" || next == "que")) return {};  // the paper writes that ...
  for (int n = 0; n < 12 && !author; ++n) {
    word = take_word(s, at);
    if (word.written.empty()) break;
    author = (word_flags(word.folded) & author_word) != 0;
  }
  return author ? surname : std::string_view{};
}

bool stands_elsewhere(std::string_view text, std::span<const Block> blocks, const std::vector<bool>& body, std::size_t i,
                      std::string_view name) {
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    const Span other = blocks[k].span;
    if (k == i || !body[k] || is_note(blocks[k])) continue;
    const std::string_view line = text.substr(other.start, other.end - other.start);
    if (line.find(name) == std::string_view::npos || is_byline(line, blocks[k]) || is_name(line, blocks[k])) continue;
    if (author_in_note(text, blocks[k]) != name) return true;
  }
  return false;
}

void cut_before_byline(std::string_view text, std::span<const Block> blocks, std::vector<bool>& body) {
  float all = 0, before = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) all += body[i] ? blocks[i].words : 0;
  std::size_t to = 0, paragraphs = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& b = blocks[i];
    if (is_byline(text.substr(b.span.start, b.span.end - b.span.start), b)) to = i;
    before += body[i] ? b.words : 0;
    paragraphs += body[i] && is_plain_prose(b);
    // "In brief:" announces all that follows.
    if (before * one_behind_in > all || paragraphs > most_before || (body[i] && b.ends_colon)) break;
  }
  std::fill(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(to), false);
}

void cut_behind_headings(std::string_view text, std::span<const Block> blocks, std::vector<bool>& body) {
  float all = 0, behind = 0, titles = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) all += body[i] ? blocks[i].words : 0;
  std::size_t from = blocks.size(), paragraphs = 0;
  for (std::size_t i = blocks.size(); i-- > 0;) {
    const Block& b = blocks[i];
    // "Read more:" may stand between two paragraphs.
    const bool link = (b.phrases & opening_phrase) && b.words <= longest_link && paragraphs == 0;
    if (link || is_heading(text, b)) from = i;
    const bool title = !b.ends_sentence && b.sentences == 0 && b.digits == 0 && b.words <= longest_title;
    if (body[i] && !b.address) (title ? titles : behind) += b.words;
    paragraphs += body[i] && is_plain_prose(b);
    // Of a short article titles may be more than of a long one.
    if (behind * one_behind_in > all || (behind + titles) * one_title_in > all || paragraphs > most_behind) break;
  }
  std::fill(body.begin() + static_cast<std::ptrdiff_t>(from), body.end(), false);
}

}  // namespace wirecopy::detail
