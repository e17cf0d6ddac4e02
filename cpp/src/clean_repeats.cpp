#include "clean_repeats.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>

#include "clean_confidence.hpp"
#include "clean_letters.hpp"
#include "hash.hpp"
#include "parallel.hpp"

namespace wirecopy::detail {
namespace {

struct Line {
  std::uint64_t key;  // outlet and words
  std::uint32_t article;
  std::uint32_t bytes;
  friend bool operator<(const Line& a, const Line& b) {
    return std::tuple(a.key, a.article, a.bytes) < std::tuple(b.key, b.article, b.bytes);
  }
};

// Of the line's bytes, each run of white space taken as one space.
std::uint64_t line_hash(std::string_view line, std::uint64_t seed, std::string& scratch) {
  const auto spaced_once = [&] {
    for (std::size_t i = 0; i < line.size();) {
      const std::size_t at = i;
      const auto byte = static_cast<unsigned char>(line[i]);
      if (byte == ' ') {
        if (at + 1 < line.size() && line[at + 1] == ' ') return false;
        ++i;
      } else if (byte > ' ' && byte < 0xc0) {
        ++i;
      } else if (is_white(next_code_point(line, i))) {
        return false;
      }
    }
    return true;
  };
  if (spaced_once()) return hash_bytes(line, seed);
  scratch.clear();
  for (std::size_t i = 0; i < line.size();) {
    const std::size_t at = i;
    if (!is_white(next_code_point(line, i)))
      scratch.append(line, at, i - at);
    else if (scratch.empty() || scratch.back() != ' ')
      scratch.push_back(' ');
  }
  return hash_bytes(scratch, seed);
}

bool counts(const LabelledSpan& s) {
  return (s.label == Label::body || s.label == Label::crosshead || s.label == Label::headline) &&
         s.span.end - s.span.start >= RepeatRule::least_bytes;
}

template <class Visit>
void each_line(const Article& article, const Cleaned& cleaned, Visit&& visit) {
  if (article.outlet.empty()) return;
  const std::uint64_t seed = hash_bytes(article.outlet, 17);
  std::string scratch;
  for (std::size_t k = 0; k < cleaned.size(); ++k) {
    const Span s = cleaned[k].span;
    if (!counts(cleaned[k])) continue;
    visit(k, line_hash(article.text.substr(s.start, s.end - s.start), seed, scratch), s.end - s.start);
  }
}

// Articles in each outlet, by the outlet's hash, ascending.
std::vector<std::pair<std::uint64_t, std::size_t>> outlet_sizes(std::span<const Article> articles) {
  std::vector<std::uint64_t> outlets;
  for (const Article& a : articles)
    if (!a.outlet.empty()) outlets.push_back(hash_bytes(a.outlet, 17));
  std::sort(outlets.begin(), outlets.end());
  std::vector<std::pair<std::uint64_t, std::size_t>> sizes;
  for (const std::uint64_t o : outlets) {
    if (sizes.empty() || sizes.back().first != o) sizes.emplace_back(o, 0);
    ++sizes.back().second;
  }
  return sizes;
}

// Calls visit(first, last) for each run of lines with one key.
template <class Visit>
void each_key(const std::vector<Line>& lines, Visit&& visit) {
  for (std::size_t a = 0, b; a < lines.size(); a = b) {
    for (b = a + 1; b < lines.size() && lines[b].key == lines[a].key;) ++b;
    visit(a, b);
  }
}

std::vector<std::uint64_t> repeated_keys(std::span<const Article> articles, const std::vector<Line>& lines) {
  // Which articles are copies: more than half of the body stands in other articles of the outlet.
  std::vector<std::uint64_t> all(articles.size()), shared(articles.size());
  each_key(lines, [&](std::size_t a, std::size_t b) {
    for (std::size_t k = a; k < b; ++k) {
      all[lines[k].article] += lines[k].bytes;
      if (b - a > 1) shared[lines[k].article] += lines[k].bytes;
    }
  });
  const auto sizes = outlet_sizes(articles);
  std::vector<std::uint64_t> keys;
  each_key(lines, [&](std::size_t a, std::size_t b) {
    if (b - a < RepeatRule::least_articles) return;
    std::size_t witnesses = 0;
    std::uint32_t bytes = lines[a].bytes;  // the shortest way it is written
    for (std::size_t k = a; k < b; ++k) {
      witnesses += 2 * shared[lines[k].article] <= all[lines[k].article];
      bytes = std::min(bytes, lines[k].bytes);
    }
    const std::uint64_t outlet = hash_bytes(articles[lines[a].article].outlet, 17);
    const std::size_t size = std::lower_bound(sizes.begin(), sizes.end(), std::pair(outlet, std::size_t{0}))->second;
    const std::size_t rare = bytes >= RepeatRule::long_line ? RepeatRule::rare_long_line : RepeatRule::rare_line;
    if (witnesses >= RepeatRule::least_articles && witnesses * rare >= size) keys.push_back(lines[a].key);
  });
  return keys;  // ascending, as the lines are
}

/// What was taken for a deck under a line of the page is the headline.
void promote_deck(Cleaned& cleaned) {
  const auto is = [](Label label) { return [label](const LabelledSpan& s) { return s.label == label; }; };
  if (std::any_of(cleaned.begin(), cleaned.end(), is(Label::headline))) return;
  const auto deck = std::find_if(cleaned.begin(), cleaned.end(), is(Label::deck));
  if (deck != cleaned.end()) deck->label = Label::headline;
}

}  // namespace

void label_repeats(std::span<const Article> articles, std::vector<Cleaned>& cleaned, const Control& control) {
  std::vector<std::size_t> starts(articles.size() + 1);
  for (std::size_t i = 0; i < articles.size(); ++i) {
    std::size_t n = 0;
    if (!articles[i].outlet.empty())
      for (const LabelledSpan& s : cleaned[i]) n += counts(s);
    starts[i + 1] = starts[i] + n;
  }
  std::vector<Line> lines(starts.back());
  parallel_for("clean", articles.size(), control, [&](std::size_t i) {
    std::size_t k = starts[i];
    each_line(articles[i], cleaned[i], [&](std::size_t, std::uint64_t key, std::uint32_t bytes) {
      lines[k++] = {key, static_cast<std::uint32_t>(i), bytes};
    });
  });
  beside("clean", control, [&] {
    std::sort(lines.begin(), lines.end());
    lines.erase(std::unique(lines.begin(), lines.end(),
                            [](const Line& a, const Line& b) { return a.key == b.key && a.article == b.article; }),
                lines.end());
  });
  const std::vector<std::uint64_t> keys = repeated_keys(articles, lines);
  if (keys.empty()) return;
  parallel_for("clean", articles.size(), control, [&](std::size_t i) {
    std::vector<std::size_t> repeated;
    each_line(articles[i], cleaned[i], [&](std::size_t k, std::uint64_t key, std::uint32_t) {
      if (std::binary_search(keys.begin(), keys.end(), key)) repeated.push_back(k);
    });
    std::size_t body = 0, lost = 0;
    const auto bytes = [](const LabelledSpan& s) { return s.label == Label::body ? s.span.end - s.span.start : 0; };
    for (const LabelledSpan& s : cleaned[i]) body += bytes(s);
    for (const std::size_t k : repeated) lost += bytes(cleaned[i][k]);
    if (!LeastLeft::will_do(body - lost, body)) return;
    bool had_headline = false;
    for (const std::size_t k : repeated) {
      had_headline |= cleaned[i][k].label == Label::headline;
      cleaned[i][k].label = Label::boilerplate;
      cleaned[i][k].confidence = confidence(Label::boilerplate, Told::by_other_articles, 0);
    }
    if (had_headline) promote_deck(cleaned[i]);
  });
}

}  // namespace wirecopy::detail
