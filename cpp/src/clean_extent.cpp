#include "clean_extent.hpp"

#include <algorithm>
#include <cstddef>

#include "clean_rules.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

constexpr std::size_t near = 6;          // blocks
constexpr std::size_t list_lines = 3;    // that make a list between two parts of the body,
constexpr std::size_t one_marked_in = 5; // of which no more may be marked,
constexpr float list_words = 4;          // and words a line has on average: menus have fewer

std::string_view text_of(std::string_view text, const Block& b) {
  return text.substr(b.span.start, b.span.end - b.span.start);
}

bool marked(const Block& b) {
  return (b.phrases & (page_phrase | whole_phrase | opening_phrase | notice_phrase)) != 0 || b.date_like;
}

// An agency's dateline opens the article: body far in front of it (teasers in a menu) is none.
void cut_before_dateline(std::string_view text, std::span<const Block> blocks, std::vector<bool>& body) {
  // Without a gap in the body there is no part far in front.
  std::size_t i = 0, behind = blocks.size();
  bool gap = false;
  for (std::size_t k = 0; k < blocks.size() && !gap; ++k) {
    if (!body[k]) continue;
    gap = k > behind + near;
    behind = k;
  }
  if (!gap) return;
  const auto opens = [&](std::size_t k) {
    const std::string_view t = text_of(text, blocks[k]);
    if (any_dateline_length(t, DatelineAt::inside) == 0) return false;
    return blocks[k].prose() || (k + 1 < blocks.size() && blocks[k + 1].prose());
  };
  while (i < blocks.size() && !opens(i)) ++i;
  if (i == blocks.size()) return;
  std::size_t from = i;
  for (std::size_t k = i; k-- > 0 && from - k <= near;)
    if (body[k]) from = k;
  std::fill(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(from), false);
}

// Dates that come again and again with text between them are those of readers' comments, or of other articles.
void cut_comments(std::span<const Block> blocks, std::vector<bool>& body) {
  constexpr std::size_t least = 3;
  float words = 0;
  std::size_t first = 0, n = 0, last = 0;
  bool begun = false;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& b = blocks[i];
    if (b.date_like && b.digits >= 7 && words >= 25) {
      if (n == 0 || i - last > 2 * near) n = 0, first = i;
      ++n;
      last = i;
      if (n >= least) begun = true;
      if (begun) break;
    }
    if (body[i] && b.prose()) words += b.words;
  }
  if (begun) std::fill(body.begin() + static_cast<std::ptrdiff_t>(first), body.end(), false);
}

// A full paragraph with the body close on both sides belongs to it, and so does a list without marks of the page.
void fill_inside(std::span<const Block> blocks, std::vector<bool>& body) {
  const std::size_t n = blocks.size();
  for (std::size_t i = 0; i < n;) {
    if (!body[i]) {
      ++i;
      continue;
    }
    std::size_t next = i + 1;
    while (next < n && !body[next]) ++next;
    if (next == n) return;
    const std::size_t hole = next - i - 1;
    std::size_t marks = 0;
    float words = 0;
    for (std::size_t k = i + 1; k < next; ++k) marks += marked(blocks[k]), words += blocks[k].words;
    const bool list =
        hole >= list_lines && marks * one_marked_in <= hole && words >= list_words * static_cast<float>(hole);
    for (std::size_t k = i + 1; k < next; ++k) {
      const Block& b = blocks[k];
      const bool plain = b.phrases == 0 || (b.phrases == caption_phrase && b.words >= 40);
      const bool paragraph = plain && b.prose() && b.words >= 20;
      if ((hole <= 2 * near && paragraph) || (list && !marked(b))) body[k] = true;
    }
    i = next;
  }
}

bool is_paragraph(const Block& b, float least) {
  const bool plain = b.phrases == 0 || (b.phrases == page_phrase && b.words >= 40);
  return b.prose() && b.words >= least && plain && !b.repeated && !b.address;
}

// Paragraphs that only short lines (share buttons, a table of prices) or a caption part from the body are its ends.
void reach_out(std::string_view text, std::span<const Block> blocks, std::vector<bool>& body) {
  constexpr std::size_t back = 4, on = 1;  // short lines
  constexpr float first_paragraph = 20, last_paragraph = 14;
  const auto parts = [](const Block& b) {
    return !b.prose() && b.words < ((b.phrases & caption_phrase) ? 30.0F : 14.0F);
  };
  std::size_t first = 0, last = blocks.size(), gap = 0;
  while (first < blocks.size() && !body[first]) ++first;
  if (first == blocks.size()) return;
  while (!body[last - 1]) --last;
  for (std::size_t k = first; k-- > 0;) {
    const Block& b = blocks[k];
    if (is_paragraph(b, first_paragraph)) {
      body[k] = true;
      for (std::size_t m = k + 1; m < first; ++m) body[m] = body[m] || (!marked(blocks[m]) && blocks[m].words >= 3);
      first = k, gap = 0;
    } else if (!parts(b) || ++gap > back || b.date_like || is_byline(text_of(text, b), b)) {
      break;
    }
  }
  gap = 0;
  for (std::size_t k = last; k < blocks.size(); ++k) {
    if (is_paragraph(blocks[k], last_paragraph))
      body[k] = true, gap = 0;
    else if (!parts(blocks[k]) || ++gap > on || (blocks[k].phrases & whole_phrase))
      break;
  }
}

}  // namespace

void keep_main_part(std::span<const Block> blocks, std::vector<bool>& body) {
  constexpr std::size_t far = 8;
  struct Part {
    std::size_t begin, end;
    double size;
  };
  std::vector<Part> parts;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (!body[i]) continue;
    if (parts.empty() || i - parts.back().end > far) parts.push_back({i, i, 0});
    parts.back().end = i + 1;
    parts.back().size += blocks[i].letters + blocks[i].digits;
  }
  double largest = 0;
  for (const Part& p : parts) largest = std::max(largest, p.size);
  for (const Part& p : parts)
    if (p.size * 4 < largest)
      for (std::size_t i = p.begin; i < p.end; ++i) body[i] = false;
}

void mend_body(std::string_view text, std::span<const Block> blocks, std::vector<bool>& body) {
  cut_before_dateline(text, blocks, body);
  cut_comments(blocks, body);
  reach_out(text, blocks, body);
  fill_inside(blocks, body);
}

}  // namespace wirecopy::detail
