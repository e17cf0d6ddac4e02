#include "tokens_words.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "parallel.hpp"
#include "simd.hpp"
#include "tokens_scan.hpp"
#include "utf8.hpp"

namespace wirecopy::detail {

namespace {

using Boundaries = std::vector<IcuBreaker::Boundary>;

ScanEnd scan(ScanFor what, const ScanText& text, std::size_t at, ScanState& state, std::uint32_t* events) {
#if WIRECOPY_X86
  switch (simd()) {
    case Simd::avx512: return scan_avx512(what, text, at, state, events);
    case Simd::avx2: return scan_avx2(what, text, at, state, events);
    case Simd::portable: break;
  }
#endif
  return scan_portable(what, text, at, state, events);
}

/// ICU counts runs of underscores, and of "@" in some versions, as words.
bool holds_letter_or_number(std::string_view segment) {
  const auto first = static_cast<unsigned char>(segment[0] | 0x20);
  if ((first >= 'a' && first <= 'z') || first >= 0x80) return true;
  for (std::size_t i = 0; i < segment.size();) {
    if (icu_is_alnum(next_code_point(segment, i))) return true;
  }
  return false;
}

/// Whether a segment of letters, numbers and connectors is a word to ICU and holds a letter or a number. ICU's rules give
/// the status of a word to a lone connector neither by itself nor with Extend after it, and take it from a segment that ends
/// in a connector with Extend.
bool is_word(const WordClasses& classes, std::string_view segment) {
  std::uint8_t last = 0;
  std::size_t characters = 0;
  bool extended = false;
  for (std::size_t i = 0; i < segment.size();) {
    const std::uint8_t cls = classes.of(next_code_point(segment, i));
    extended = cls == WordClass::extend || cls == WordClass::special;  // special: ZWJ, or ICU would have been asked
    if (extended) continue;
    last = cls;
    ++characters;
  }
  if (last == WordClass::connector && (extended || characters == 1)) return false;
  return holds_letter_or_number(segment);
}

/// Where words go. `events` are starts and ends in turn; a start without its end is kept for the next call.
struct WordSink {
  static constexpr ScanFor what = ScanFor::words;
  const WordClasses& classes;
  std::string_view text;
  std::vector<Span>& out;
  const TakeWords& take_words;  // may be none

  void pass_on() {
    constexpr std::size_t enough = std::size_t{1} << 14;
    if (!take_words || out.size() < enough) return;
    take_words(out);
    out.clear();
  }

  std::size_t take(std::uint32_t* events, std::size_t count, bool& odd) {
    static_assert(sizeof(Span) == 2 * sizeof(std::uint32_t));
    const std::size_t before = out.size();
    out.resize(before + count / 2);
    if (count >= 2) std::memcpy(static_cast<void*>(out.data() + before), events, count / 2 * sizeof(Span));
    if (odd) {
      const auto none = std::remove_if(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(), [&](const Span& s) {
        if (begins_plainly(text[s.start]) && static_cast<unsigned char>(text[s.end - 1]) < 0x80) return false;
        return !is_word(classes, text.substr(s.start, s.end - s.start));
      });
      out.erase(none, out.end());
    }
    odd = odd && count % 2 != 0;
    if (count % 2 != 0) events[0] = events[count - 1];
    return count % 2;
  }

  void take_icu(std::size_t start, const Boundaries& ends) {
    auto from = static_cast<ByteOffset>(start);
    for (const auto& b : ends) {
      const auto to = static_cast<ByteOffset>(start + b.end);
      if (b.word && holds_letter_or_number(text.substr(from, to - from))) out.push_back({from, to});
      from = to;
    }
  }

  static bool begins_plainly(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
};

/// Where boundaries go: all of them but the text's end, each once.
struct BoundarySink {
  static constexpr ScanFor what = ScanFor::boundaries;
  std::vector<ByteOffset>& out;

  void pass_on() {}

  std::size_t take(const std::uint32_t* events, std::size_t count, bool&) {
    out.insert(out.end(), events, events + count);
    return 0;
  }

  void take_icu(std::size_t start, const Boundaries& ends) {
    if (out.empty() || out.back() != start) out.push_back(static_cast<ByteOffset>(start));
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) out.push_back(static_cast<ByteOffset>(start + ends[i].end));
  }
};

/// The first place at `from` or later where every text has a boundary, whatever stands before it and after it: before a
/// line end, and before a space that no other space precedes.
std::size_t safe_cut(const WordClasses& classes, std::string_view text, std::size_t from) {
  for (std::size_t i = from; i < text.size(); ++i) {
    const char c = text[i];
    if (c != ' ' && (c < '\n' || c > '\r')) continue;
    std::size_t last = i - 1;
    while (is_continuation(text[last])) --last;
    if (c == '\n' ? text[last] != '\r' : c != ' ' || classes.of(next_code_point(text, last)) != WordClass::space) return i;
  }
  return text.size();
}

/// How much more than a hard character's own stretch goes to ICU at once. A call of ICU costs as much as some dozen bytes,
/// so a text with hard characters all over is given to it in pieces that grow up to a bound.
class Stretch {
 public:
  std::size_t after(std::size_t easy_bytes) {
    length_ = easy_bytes < dense ? std::min(8 * length_ + 2 * dense, longest) : length_ / 4;
    return length_;
  }

 private:
  static constexpr std::size_t dense = 48, longest = 1U << 16;
  std::size_t length_ = 0;
};

template <class Sink>
void walk(const IcuBreaker& breaker, const WordClasses& classes, std::string_view text, Sink sink) {
  const ScanText scanned(classes, text);
  std::array<std::uint32_t, event_room> events;
  std::size_t at = 0, held = 0, fresh_from = 0;
  ScanState state;
  Stretch stretch;
  Boundaries ends;
  IcuBreaker::Session icu(breaker);
  while (at < text.size()) {
    throw_if_stopping();
    const ScanEnd end = scan(Sink::what, scanned, at, state, events.data() + held);
    std::size_t count = held + end.events;
    at = end.at;
    if (end.hard) {
      // Rules look at nothing before a boundary, so ICU may begin at the last one. A word that is open begins there, and
      // ICU finds it again.
      if (Sink::what == ScanFor::words && count % 2 != 0) --count;
      sink.take(events.data(), count, state.odd);
      const std::size_t cut = safe_cut(classes, text, std::min(text.size(), at + 1 + stretch.after(at - fresh_from)));
      const std::size_t start = state.last_boundary;
      icu.segment(text.substr(start, cut - start), ends);
      sink.take_icu(start, ends);
      at = fresh_from = cut;
      state = {};
      state.last_boundary = static_cast<std::uint32_t>(cut);
      held = 0;
    } else {
      held = sink.take(events.data(), count, state.odd);
    }
    sink.pass_on();
  }
  // What the end of the text settles.
  if (state.pending) events[held++] = state.pending_at;
  if (Sink::what == ScanFor::boundaries || held % 2 != 0) events[held++] = static_cast<std::uint32_t>(text.size());
  sink.take(events.data(), held, state.odd);
}

}  // namespace

namespace {

void find_words(const IcuBreaker& breaker, std::string_view text, std::vector<Span>& out, const TakeWords& take) {
  if (text.empty()) return;
  if (const WordClasses* const classes = breaker.word_classes()) {
    walk(breaker, *classes, text, WordSink{*classes, text, out, take});
    return;
  }
  Boundaries ends;
  breaker.segment(text, ends);
  ByteOffset from = 0;
  for (const auto& b : ends) {
    if (b.word && holds_letter_or_number(text.substr(from, b.end - from))) out.push_back({from, b.end});
    from = b.end;
  }
}

}  // namespace

void append_words(const IcuBreaker& breaker, std::string_view text, std::vector<Span>& out) { find_words(breaker, text, out, {}); }

void each_words(const IcuBreaker& breaker, std::string_view text, std::vector<Span>& room, const TakeWords& take) {
  room.clear();
  find_words(breaker, text, room, take);
  take(room);
}

void append_word_boundaries(const IcuBreaker& breaker, std::string_view text, std::vector<ByteOffset>& out) {
  if (text.empty()) return;
  if (const WordClasses* const classes = breaker.word_classes()) {
    walk(breaker, *classes, text, BoundarySink{out});
    return;
  }
  Boundaries ends;
  breaker.segment(text, ends);
  out.push_back(0);
  for (const auto& b : ends) out.push_back(b.end);
}

}  // namespace wirecopy::detail
