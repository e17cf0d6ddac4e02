#include "clean_blocks.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "clean_letters.hpp"
#include "clean_words.hpp"
#include "hash.hpp"

namespace wirecopy::detail {
namespace {

struct Line {
  Span span;  // trimmed
  std::uint32_t indent = 0;
  std::uint32_t width = 0;       // code points
  std::uint32_t first_word = 0;  // code points before the first white space
  char32_t first = 0, last = 0;
  bool after_blank = false;
};

constexpr bool ends_line(char32_t c) { return (c >= 10 && c <= 13) || c == 0x85 || c == 0x2028 || c == 0x2029; }

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  bool blank = true;
  for (std::size_t i = 0; i < text.size();) {
    Line line;
    std::size_t end = i, start = std::string_view::npos;
    std::uint32_t n = 0;
    while (i < text.size()) {
      const std::size_t at = i;
      const char32_t c = next_code_point(text, i);
      if (ends_line(c)) {
        if (c == '\r' && i < text.size() && text[i] == '\n') ++i;
        break;
      }
      if (is_white(c)) {
        if (start == std::string_view::npos)
          line.indent += c == '\t' ? 4 : 1;
        else if (line.first_word == 0)
          line.first_word = n;
        if (start != std::string_view::npos) ++n;
        continue;
      }
      if (start == std::string_view::npos) start = at, line.first = c;
      line.last = c;
      end = i;
      line.width = ++n;
    }
    if (start == std::string_view::npos) {
      blank = true;
      continue;
    }
    if (line.first_word == 0 || line.first_word > line.width) line.first_word = line.width;
    line.span = {static_cast<ByteOffset>(start), static_cast<ByteOffset>(end)};
    line.after_blank = std::exchange(blank, false);
    lines.push_back(line);
  }
  return lines;
}

bool breaks_off(const Line& line) {
  return line.last == '-' || line.last == 0xad || line.last == ',' || line.last == 0x2010;
}

// Lines without an empty line between them.
struct Group {
  std::size_t first = 0, last = 0;
  bool split_at_indent = false;  // some lines are indented, some are not: an indent starts a paragraph
  bool joined = false;           // prose broken at a fixed width
};

// Is a group prose broken at a fixed width? Then nearly every line was broken where the next word would not have
// fitted, and lines go on in lower case or after a hyphen. Where the other groups are (`likely`), the first sign will
// do.
bool wrapped(const std::vector<Line>& lines, const Group& group, bool likely) {
  const auto [first, last, split_at_indent, joined_before] = group;
  std::uint32_t width = 0;
  for (std::size_t k = first; k < last; ++k) width = std::max(width, lines[k].width);
  if (last - first < 2 || width > 130 || width < 16) return false;
  std::size_t joins = 0, full = 0, runs_on = 0, told_by_case = 0, ended = 0;
  for (std::size_t k = first; k + 1 < last; ++k) {
    if (split_at_indent && lines[k + 1].indent >= 2) continue;
    ++joins;
    ended += is_sentence_end(lines[k].last);
    if (lines[k].width + 1 + lines[k + 1].first_word + 2 >= width) ++full;
    const char32_t c = lines[k + 1].first;
    const bool unspaced = is_ideographic(c) || is_unspaced_abugida(c);
    const bool cased = is_letter(c) && c < 0x530;
    if (unspaced) {
      runs_on += lines[k].width + 2 >= width && last - first > 3;
    } else {
      const bool told = (cased && !is_upper(c)) || breaks_off(lines[k]);
      told_by_case += told;
      runs_on += told || (is_letter(c) && !cased && !is_sentence_end(lines[k].last));
    }
  }
  if (joins == 0) return split_at_indent;
  if (likely && width < 80 && full * 4 >= joins * 3) return true;
  // Two lines alone: only where the second cannot begin anything.
  if (joins == 1) return full == 1 && told_by_case == 1 && width < 90 && !is_sentence_end(lines[first].last);
  // Lines of one length that end sentences are paragraphs: without spaces any line may break off anywhere.
  return full * 4 >= joins * 3 && runs_on * 5 >= joins * 2 && ended * 5 <= joins * 2 + 1;
}

std::vector<Group> groups_of(const std::vector<Line>& lines) {
  std::vector<Group> groups;
  std::size_t several = 0, joined = 0;
  for (std::size_t first = 0, last; first < lines.size(); first = last) {
    last = first + 1;
    bool indented = lines[first].indent >= 2, flush = lines[first].indent < 2;
    for (; last < lines.size() && !lines[last].after_blank; ++last) (lines[last].indent >= 2 ? indented : flush) = true;
    Group group{first, last, indented && flush, false};
    group.joined = wrapped(lines, group, false);
    if (last - first > 1) ++several, joined += group.joined;
    groups.push_back(group);
  }
  if (joined >= 3 && joined * 2 >= several)
    for (std::size_t g = 1; g < groups.size(); ++g)
      groups[g].joined = groups[g].joined || wrapped(lines, groups[g], true);
  return groups;
}

void mark_repeats(std::string_view text, std::vector<Block>& blocks) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> seen;
  seen.reserve(blocks.size());
  for (std::uint32_t b = 0; b < blocks.size(); ++b) {
    const Span s = blocks[b].span;
    seen.emplace_back(hash_bytes(text.substr(s.start, s.end - s.start)), b);
  }
  std::sort(seen.begin(), seen.end());
  for (std::size_t k = 1; k < seen.size(); ++k)
    if (seen[k].first == seen[k - 1].first)
      blocks[seen[k].second].repeated = blocks[seen[k - 1].second].repeated = true;
}

// Gathers a word while a block is read: its bytes folded, its first letter, its case.
struct Word {
  std::string folded;
  std::uint32_t letters = 0, uppers = 0;
  bool capital = false, cased = false, spaced = true;
};

void close_word(Word& word, Block& block, std::uint32_t& dated) {
  if (word.letters > 0 && word.spaced) {
    const std::uint16_t flags = word_flags(word.folded);
    if (flags & stop_word) ++block.stop_words;
    if (flags & reader_word) ++block.reader_words;
    if (flags & page_word) ++block.page_words;
    if (flags & (date_word | stop_word)) dated += word.letters;
    if (word.cased && block.words > 0) {
      ++block.cased_words;
      if (word.capital) ++block.title_words;
    }
    if (word.letters >= 2 && word.uppers == word.letters) ++block.upper_words;
    block.words += 1;
  } else if (word.letters > 0 && !word.folded.empty()) {  // Thai and its kin: พ.ค. is two words of a letter
    if (word.letters <= 2 || (word_flags(word.folded) & date_word)) dated += word.letters;
  }
  word.folded.clear();
  word.letters = word.uppers = 0;
  word.capital = word.cased = false;
  word.spaced = true;
}

// A year, a time of day, or three numbers joined as in 5.11.2023; and not a row of figures.
bool reads_as_date(std::string_view s) {
  if (s.size() > 120) return false;
  std::size_t numbers = 0;
  bool sign = false;
  const auto digit = [&](std::size_t i) { return i < s.size() && s[i] >= '0' && s[i] <= '9'; };
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (!digit(i)) continue;
    ++numbers;
    std::size_t n = 0;
    while (digit(i + n)) ++n;
    sign |= n == 4 && (s.compare(i, 2, "19") == 0 || s.compare(i, 2, "20") == 0);
    sign |= n <= 2 && i + n < s.size() && s[i + n] == ':' && digit(i + n + 1) && digit(i + n + 2);
    std::size_t k = i + n, parts = 1;
    while (k + 1 < s.size() && s[k] == s[i + n] && (s[k] == '/' || s[k] == '-' || s[k] == '.') && digit(k + 1)) {
      for (++k; digit(k);) ++k;
      ++parts;
    }
    sign |= parts == 3;
    i += n;
  }
  return sign && numbers <= 12;
}

}  // namespace

Span trimmed(std::string_view text, Span span) {
  std::size_t a = span.start, b = span.end;
  while (a < b) {
    std::size_t i = a;
    if (!is_white(next_code_point(text, i))) break;
    a = i;
  }
  while (b > a) {
    std::size_t i = b;
    if (!is_white(previous_code_point(text, i))) break;
    b = i;
  }
  return {static_cast<ByteOffset>(a), static_cast<ByteOffset>(b)};
}

void measure(std::string_view text, Block& block) {
  block.letters = block.digits = block.numbers = block.sentences = block.separators = block.commas = 0;
  block.cased_words = block.title_words = block.upper_words = block.stop_words = 0;
  block.reader_words = block.page_words = 0;
  block.words = 0;
  block.ends_sentence = block.ends_colon = block.lower_start = block.quote_start = block.address = block.quotes = false;
  std::uint32_t dated = 0, caseless = 0;
  Word word;
  char32_t before = ' ', last = 0, closing = 0;
  bool pending = false, unspaced_script = false, opened = false;
  const std::string_view s = text.substr(0, block.span.end);
  for (std::size_t i = block.span.start; i < s.size();) {
    const std::size_t at = i;
    const char32_t c = next_code_point(s, i);
    if (is_letter(c)) {
      if (block.letters++ == 0 && block.digits == 0)  // "380 jobs" begins in no case at all
        block.lower_start = c < 0x80 ? c >= 'a' : c < 0x530 && to_lower(c) == c;
      if (is_ideographic(c) || is_unspaced_abugida(c)) {
        ++caseless;
        if (c == U'年' || c == U'月' || c == U'日' || c == U'时' || c == U'時' || c == U'分') ++dated;
        block.words += is_ideographic(c) ? 0.5F : 0.25F;
        unspaced_script |= is_unspaced_abugida(c);
        if (is_unspaced_abugida(c) && word.folded.size() < 48) word.folded.append(s, at, i - at);
        word.spaced = false;
      } else {
        const bool upper = is_upper(c);
        if (word.letters == 0) word.capital = upper, word.cased = c < 0x590;
        if (c >= 0x590) ++caseless;
        word.uppers += upper;
        if (word.folded.size() < 24) {
          const char32_t low = upper ? to_lower(c) : c;
          if (low < 0x80)
            word.folded.push_back(static_cast<char>(low));
          else if (low < 0x800)
            word.folded += {static_cast<char>(0xc0 | low >> 6), static_cast<char>(0x80 | (low & 0x3f))};
          else
            word.folded.append(s, at, i - at);
        }
      }
      ++word.letters;
    } else if (is_digit(c)) {
      ++block.digits;
      block.numbers += !is_digit(before);
    } else {
      const bool inner = (c == '\'' || c == 0x2019) && word.letters > 0;
      if (!inner) close_word(word, block, dated);
      if (c == ',' || c == 0x3001 || c == 0xff0c || c == 0x60c) ++block.commas;
      const bool closes = c == '>' && opened;  // agencies set companies between < and >
      if ((c == '|' || c == 0xbb || c == 0x203a || c == 0xb7 || c == 0x2022 || c == '>' || c == 0x25cf) && !closes)
        ++block.separators;
      if (c == '<' || c == '>') opened = c == '<';
      if (is_quote(c)) block.quotes = true;
      if (c == '@' || (c == '/' && before == '/')) block.address = true;
      if (block.letters == 0 && block.digits == 0 && is_opening(c)) block.quote_start = true;
    }
    if (is_white(c)) {
      if (pending) ++block.sentences;
      pending = false;
    } else if (is_sentence_end(c)) {
      pending = c < 0x3000 ? true : (++block.sentences, false);
    } else if (!is_closing(c)) {
      pending = false;
    }
    if (!is_white(c)) {
      if (!is_closing(c)) closing = c;
      last = c;
    }
    before = c;
  }
  close_word(word, block, dated);
  block.ends_sentence = is_sentence_end(closing);
  if (block.ends_sentence && closing >= 0x3000 && block.sentences > 0) --block.sentences;
  block.ends_colon = last == ':' || last == 0xff1a;
  block.no_case = caseless * 2 > block.letters;
  // Thai and its kin end sentences with a space: length has to stand for the full stop.
  if (unspaced_script && block.no_case && block.words >= 8) block.ends_sentence = true;
  block.dated = block.digits >= 3 && block.digits <= 28 &&
                reads_as_date(text.substr(block.span.start, block.span.end - block.span.start));
  block.date_like = block.dated && block.letters <= dated + 2;
}

std::vector<Block> blocks_of(std::string_view text) {
  const std::vector<Line> lines = lines_of(text);
  std::vector<Block> blocks;
  for (const auto& [first, last, split_at_indent, joined] : groups_of(lines)) {
    for (std::size_t k = first; k < last; ++k) {
      if (joined && k > first && !(split_at_indent && lines[k].indent >= 2)) {
        blocks.back().span.end = lines[k].span.end;
        ++blocks.back().lines;
        continue;
      }
      Block block;
      block.span = lines[k].span;
      block.paragraph = k == first || (split_at_indent && lines[k].indent >= 2);
      blocks.push_back(block);
    }
  }
  std::string folded;
  for (Block& block : blocks) {
    measure(text, block);
    fold_ends(text.substr(block.span.start, block.span.end - block.span.start), 200, folded);
    const std::uint16_t found = phrase_flags(folded);
    block.phrases = static_cast<std::uint8_t>(found & 0xff & ~end_phrase);
    block.end_phrase = (found & detail::end_phrase) != 0;
    block.close_phrase = (found & detail::close_phrase) != 0;
  }
  mark_repeats(text, blocks);
  return blocks;
}

}  // namespace wirecopy::detail
