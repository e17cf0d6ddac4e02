#include "clean_common.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <utility>

#include "clean_confidence.hpp"
#include "clean_letters.hpp"
#include "clean_repeats.hpp"
#include "hash.hpp"
#include "parallel.hpp"

namespace wirecopy::detail {
namespace {

/// Letters and digits in lower case, and all bytes beyond ASCII; 0: passed over.
constexpr std::array<std::uint8_t, 256> kept_bytes = [] {
  std::array<std::uint8_t, 256> t{};
  for (unsigned c = 0; c < 256; ++c) {
    const bool upper_case = c >= 'A' && c <= 'Z';
    const bool keep = upper_case || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
    t[c] = static_cast<std::uint8_t>(!keep ? 0 : upper_case ? c + 32 : c);
  }
  return t;
}();

constexpr std::uint64_t base = 0x9e3779b97f4a7c15ULL;
constexpr std::uint64_t base_to_window = [] {
  std::uint64_t p = 1;
  for (std::size_t i = 0; i < CommonRule::window; ++i) p *= base;
  return p;
}();

struct Window {
  std::uint64_t key;
  std::size_t start, end;  // bytes of the text it covers
  std::size_t count;       // kept bytes of the body up to its end
};

/// Calls visit(Window) for each chosen window of the body; returns how many bytes of it are kept. The polynomial hash of a
/// window rolls along (Karp, Rabin 1987). Windows go over from one body span to the next.
template <class Visit>
std::size_t each_window(const Article& article, const Cleaned& cleaned, Visit&& visit) {
  std::array<std::uint8_t, CommonRule::window> ring{};
  std::array<std::size_t, CommonRule::window> at{};
  std::uint64_t hash = 0;
  std::size_t n = 0;
  for (const LabelledSpan& s : cleaned) {
    if (s.label != Label::body) continue;
    for (std::size_t i = s.span.start; i < s.span.end; ++i) {
      const std::uint8_t byte = kept_bytes[static_cast<unsigned char>(article.text[i])];
      if (byte == 0) continue;
      const std::size_t slot = n % CommonRule::window;
      hash = hash * base + byte - ring[slot] * base_to_window;
      ring[slot] = byte, at[slot] = i;
      if (++n < CommonRule::window) continue;
      const std::uint64_t key = mix(hash);
      if (key % CommonRule::one_in == 0) visit(Window{key, at[n % CommonRule::window], i + 1, n});
    }
  }
  return n;
}

/// The chosen windows of one article, in text order.
struct Windows {
  std::vector<std::uint64_t> key;
  std::vector<std::uint32_t> count;  // kept bytes of the body up to each one's end
  std::size_t kept = 0;              // bytes of the body
};

std::vector<Windows> windows_of(std::span<const Article> articles, const std::vector<Cleaned>& cleaned, const Control& control) {
  std::vector<Windows> all(articles.size());
  parallel_for("clean", articles.size(), control, [&](std::size_t i) {
    Windows& mine = all[i];
    mine.kept = each_window(articles[i], cleaned[i], [&](const Window& w) {
      mine.key.push_back(w.key);
      mine.count.push_back(static_cast<std::uint32_t>(w.count));
    });
  });
  return all;
}

using Holder = std::pair<std::uint64_t, std::uint32_t>;  // key, article

/// The articles of each window that may stand in enough of them, by key. A first pass counts in small counters that windows
/// may share, which can only keep too many.
std::vector<Holder> frequent_holders(const std::vector<Windows>& windows, const Control& control) {
  std::size_t all = 0;
  for (const Windows& mine : windows) all += mine.key.size();
  const unsigned bits = static_cast<unsigned>(std::bit_width(std::max<std::size_t>(all, 1024))) + 1;
  std::vector<std::atomic<std::uint8_t>> counters(std::size_t{1} << bits);
  const auto counter = [&](std::uint64_t key) -> std::atomic<std::uint8_t>& { return counters[(key * base) >> (64 - bits)]; };
  constexpr std::uint8_t enough = CommonRule::least_articles;
  parallel_for("clean", windows.size(), control, [&](std::size_t i) {
    // Threads may pass each other between look and count; 255 is far enough above for that.
    for (const std::uint64_t key : windows[i].key) {
      auto& c = counter(key);
      if (c.load(std::memory_order_relaxed) < enough) c.fetch_add(1, std::memory_order_relaxed);
    }
  });
  std::vector<Holder> holders;
  for (std::uint32_t i = 0; i < windows.size(); ++i) {
    for (const std::uint64_t key : windows[i].key) {
      if (counter(key).load(std::memory_order_relaxed) >= enough) holders.emplace_back(key, i);
    }
  }
  beside("clean", control, [&] {
    std::sort(holders.begin(), holders.end());
    holders.erase(std::unique(holders.begin(), holders.end()), holders.end());
  });
  return holders;
}

/// Calls visit(first, last) for each window that stands in enough articles.
template <class Visit>
void each_frequent(const std::vector<Holder>& holders, Visit&& visit) {
  for (std::size_t a = 0, b; a < holders.size(); a = b) {
    for (b = a + 1; b < holders.size() && holders[b].first == holders[a].first;) ++b;
    if (b - a >= CommonRule::least_articles) visit(a, b);
  }
}

/// Whether stretches of windows that stand in enough articles make up no more than half of the body.
bool is_mostly_its_own(const Windows& windows, const std::vector<std::uint64_t>& frequent) {
  std::size_t shared = 0, first = 0;
  bool inside = false;
  for (std::size_t k = 0; k < windows.key.size(); ++k) {
    const bool is_frequent = std::binary_search(frequent.begin(), frequent.end(), windows.key[k]);
    if (is_frequent && !inside) first = windows.count[k] - CommonRule::window;
    if (!is_frequent && inside) shared += windows.count[k - 1] - first;
    inside = is_frequent;
  }
  if (inside) shared += windows.count.back() - first;
  return 2 * shared <= windows.kept;
}

/// Keys of the windows that are furniture, ascending.
std::vector<std::uint64_t> common_keys(const std::vector<Windows>& windows, const Control& control) {
  const std::vector<Holder> holders = frequent_holders(windows, control);
  std::vector<std::uint64_t> frequent, found;
  each_frequent(holders, [&](std::size_t a, std::size_t) { frequent.push_back(holders[a].first); });
  if (frequent.empty()) return found;
  std::vector<char> unrelated(windows.size(), 0);
  parallel_for("clean", windows.size(), control, [&](std::size_t i) { unrelated[i] = is_mostly_its_own(windows[i], frequent); });
  each_frequent(holders, [&](std::size_t a, std::size_t b) {
    std::size_t n = 0;
    for (std::size_t k = a; k < b; ++k) n += unrelated[holders[k].second] != 0;
    if (n >= CommonRule::least_articles && 3 * n >= 2 * (b - a)) found.push_back(holders[a].first);
  });
  return found;
}

/// Whether a code point is no part of a word that goes on beside it: scripts without spaces have no words to go into.
bool parts_words(char32_t c) {
  if (c < 0x80) return is_white(c);
  return !is_letter(c) || is_ideographic(c) || is_unspaced_abugida(c);
}

/// Moves a passage's start back to where its line, else its sentence, begins, if that is near; never into another word.
std::size_t widened_start(std::string_view text, std::size_t from, std::size_t start) {
  while (is_continuation(text[start])) --start;  // windows are of bytes
  const std::size_t least = start - std::min(start - from, CommonRule::reach);
  std::size_t sentence = start;
  for (std::size_t i = start; i > least; --i) {
    if (text[i - 1] == '\n') return i;
    if (sentence != start || i == start || is_continuation(text[i])) continue;
    std::size_t before = i, after = i;
    const char32_t end = previous_code_point(text, before);
    if (end >= 0x80 && is_sentence_end(end)) sentence = i;
    if (end < 0x80 && is_sentence_end(end) && is_white(next_code_point(text, after))) sentence = after;
  }
  if (least == from) return from;
  if (sentence != start) return sentence;
  for (std::size_t i = start; i > from && !parts_words(previous_code_point(text, i));) start = i;
  return start;
}

std::size_t widened_end(std::string_view text, std::size_t end, std::size_t to) {
  while (end < to && is_continuation(text[end])) ++end;
  const std::size_t most = end + std::min(to - end, CommonRule::reach);
  std::size_t sentence = end;
  for (std::size_t i = end; i < most;) {
    if (text[i] == '\n') return i;
    const char32_t c = next_code_point(text, i);
    if (sentence != end || !is_sentence_end(c)) continue;
    std::size_t after = i;
    if (c >= 0x80 || i == text.size() || is_white(next_code_point(text, after))) sentence = i;
  }
  if (most == to) return to;
  if (sentence != end) return sentence;
  for (std::size_t i = end; i < to && !parts_words(next_code_point(text, i));) end = i;
  return end;
}

/// Passages of the body, widened, in text order; they do not overlap.
std::vector<Span> passages_of(const Article& article, const Cleaned& cleaned, const std::vector<std::uint64_t>& keys) {
  std::vector<Span> found;
  std::size_t windows = 0, start = 0, end = 0;
  const auto body_around = [&](std::size_t byte) {
    const auto it = std::find_if(cleaned.begin(), cleaned.end(), [&](const LabelledSpan& s) { return byte < s.span.end; });
    return it->span;
  };
  const auto close = [&] {
    if (windows >= CommonRule::least_windows) {
      const auto from = widened_start(article.text, body_around(start).start, start);
      const auto to = widened_end(article.text, end, body_around(end - 1).end);
      const Span s{static_cast<ByteOffset>(from), static_cast<ByteOffset>(to)};
      if (!found.empty() && s.start <= found.back().end) {
        found.back().end = std::max(found.back().end, s.end);
      } else {
        found.push_back(s);
      }
    }
    windows = 0;
  };
  each_window(article, cleaned, [&](const Window& w) {
    if (!std::binary_search(keys.begin(), keys.end(), w.key)) return close();
    if (windows++ == 0) start = w.start;
    end = w.end;
  });
  close();
  return found;
}

/// The part of [from, to) without white space at its ends.
Span trimmed(std::string_view text, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to && is_white(next_code_point(text, i));) from = i;
  for (std::size_t i = to; i > from && is_white(previous_code_point(text, i));) to = i;
  return {static_cast<ByteOffset>(from), static_cast<ByteOffset>(to)};
}

Cleaned without(const Article& article, const Cleaned& cleaned, std::span<const Span> passages) {
  Cleaned out;
  std::size_t next = 0;
  for (const LabelledSpan& s : cleaned) {
    if (s.label != Label::body) {
      out.push_back(s);
      continue;
    }
    const auto add = [&](std::size_t from, std::size_t to, Label label, float sure) {
      const Span part = trimmed(article.text, from, to);
      if (part.start < part.end) out.push_back({part, label, sure});
    };
    std::size_t at = s.span.start;
    while (next < passages.size() && passages[next].end <= at) ++next;
    for (std::size_t k = next; k < passages.size() && passages[k].start < s.span.end; ++k) {
      const std::size_t from = std::max<std::size_t>(at, passages[k].start), to = std::min(passages[k].end, s.span.end);
      add(at, from, Label::body, s.confidence);
      add(from, to, Label::boilerplate, confidence(Label::boilerplate, Told::by_other_articles, 0));
      at = to;
    }
    add(at, s.span.end, Label::body, s.confidence);
  }
  return out;
}

}  // namespace

void label_common(std::span<const Article> articles, std::vector<Cleaned>& cleaned, const Control& control) {
  if (articles.size() < CommonRule::least_articles) return;
  std::vector<std::uint64_t> common;
  {
    const auto windows = windows_of(articles, cleaned, control);
    common = common_keys(windows, control);
  }
  if (common.empty()) return;
  parallel_for("clean", articles.size(), control, [&](std::size_t i) {
    const auto passages = passages_of(articles[i], cleaned[i], common);
    if (passages.empty()) return;
    Cleaned parted = without(articles[i], cleaned[i], passages);
    const auto body = [](const Cleaned& spans) {
      std::size_t bytes = 0;
      for (const LabelledSpan& s : spans) bytes += s.label == Label::body ? s.span.end - s.span.start : 0;
      return bytes;
    };
    if (LeastLeft::will_do(body(parted), body(cleaned[i]))) cleaned[i] = std::move(parted);
  });
}

}  // namespace wirecopy::detail
