#include "clean_ends.hpp"

#include <algorithm>
#include <cstddef>

#include "clean_rules.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

constexpr float least_prose = 12;    // words of a block that can be nothing but reporting
constexpr float longest_loose = 12;  // words of a line that stands out
constexpr float longest_date = 6;    // words of a line that a date or a time stands in
constexpr float times_shorter = 2;   // than the prose on average: not so are lines of a column that were not joined
constexpr float longest_address = 60;
constexpr float longest_headline = 28;
constexpr float one_broken_in = 6;   // words of sentences: with more in lines that end none, columns were not joined
constexpr std::uint32_t least_numbers = 2;  // in a row of a table, or of results

/// A line that is no sentence, and no row of a table.
bool is_loose(std::string_view line, const Block& b) {
  if (b.letters == 0) return b.digits <= 2;
  if (b.words > longest_loose) return false;
  if ((line.front() == '(' && line.back() == ')') || (line.starts_with("（") && line.ends_with("）"))) return true;
  if (b.sentences > 0) return false;
  const bool address = line.find(' ') == std::string_view::npos && line.find_first_of(".@") < line.size() - 1;
  if (address && b.words <= longest_date) return true;
  if (b.dated && b.words <= longest_date) return true;
  return !b.ends_sentence && !b.ends_colon && !b.lower_start && b.numbers < least_numbers;
}

struct End {
  std::vector<std::size_t> loose;  // from the outside in
  std::size_t outside = 0;         // of these, the ones with furniture between them and the prose
  bool at_prose = false;           // nothing but these stands before a sentence
};

/// One end of the article, from the outermost block on; what speaks to the reader is taken out of `body` at once.
template <class Step>
End end_of(std::string_view text, std::span<const Block> blocks, const std::vector<bool>& known, std::vector<bool>& body,
           std::size_t first, Step step) {
  End end;
  for (std::size_t i = first; i < blocks.size(); i = step(i)) {
    const Block& b = blocks[i];
    const std::string_view line = text.substr(b.span.start, b.span.end - b.span.start);
    if (body[i] && speaks_to_reader(b)) body[i] = false;
    if (known[i] || !body[i]) {
      end.outside = end.loose.size();
    } else if (is_loose(line, b) && dateline_length(line, DatelineAt::head) == 0) {
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
  const End tail = end_of(text, blocks, known, body, blocks.size() - 1, [](std::size_t i) { return i - 1; });
  const End head = end_of(text, blocks, known, body, 0, [](std::size_t i) { return i + 1; });
  float words = 0, paragraphs = 0, sentences = 0, broken = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (!body[i]) continue;
    if (is_plain_prose(blocks[i])) words += blocks[i].words, paragraphs += 1;
    (blocks[i].ends_sentence ? sentences : broken) += blocks[i].words;
  }
  if (paragraphs == 0) return;
  for (const End* end : {&tail, &head})
    for (const std::size_t i : end->loose) broken -= blocks[i].ends_sentence ? 0 : blocks[i].words;
  // Where lines of a column are blocks of their own, any of them may break off.
  if (broken * one_broken_in > sentences) return;
  const float longest = words / paragraphs / times_shorter;
  const auto cut = [&](const End& end) {
    if (!end.at_prose) return;
    const auto inside = end.loose.begin() + static_cast<std::ptrdiff_t>(end.outside);
    const bool shorter = std::all_of(inside, end.loose.end(), [&](std::size_t i) { return blocks[i].words <= longest; });
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
