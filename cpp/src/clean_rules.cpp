#include "clean_rules.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "clean_letters.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

constexpr auto npos = std::string_view::npos;

// Calls visit(word as written) for each run of letters.
template <class Visit>
void each_word(std::string_view text, Visit&& visit) {
  std::size_t start = npos;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t at = i;
    const bool letter = is_letter(next_code_point(text, i));
    if (letter && start == npos) start = at;
    if (!letter && start != npos) visit(text.substr(start, at - start)), start = npos;
  }
  if (start != npos) visit(text.substr(start));
}

std::uint16_t flags_of(std::string_view word) {
  std::string folded;
  fold_ends(word, 64, folded);
  return word_flags(folded);
}

bool starts_upper(std::string_view s) {
  std::size_t i = 0;
  return !s.empty() && is_upper(next_code_point(s, i));
}

// What stands in the brackets after a caption: who took the picture, for whom.
bool reads_as_credit(std::string_view inside, bool& bare_agency) {
  std::size_t words = 0, capitals = 0, small_links = 0;
  bool agency = false, picture = false;
  each_word(inside, [&](std::string_view w) {
    const std::uint16_t flags = flags_of(w);
    ++words;
    if (starts_upper(w)) {
      ++capitals;
      agency |= (flags & agency_word) != 0;
      picture |= (flags & picture_word) != 0;
    } else {
      small_links += w == "via" || w == "by" || w == "for" || w == "of" || w == "the" || w == "and" || w == "photo" ||
                     w == "file" || w == "courtesy" || w == "de" || w == "von" || w == "per" || w == "pool";
      if (flags & agency_word) agency = true, ++small_links;  // dpa
    }
  });
  if (words == 0 || words > 14 || capitals == 0 || capitals + small_links < words) return false;
  const bool slash = inside.find('/') != npos && inside.find("//") == npos;
  bare_agency = agency && !picture && !slash && words <= 2;
  return agency || picture || (slash && capitals >= 2 && words >= 3);
}

// "UPDATE 2-", "CORRECTED-", "ROUNDUP 3: ", one or several, before a headline.
std::size_t slug_length(std::string_view head) {
  constexpr int most = 3;
  std::size_t end = 0;
  for (int n = 0; n < most; ++n) {
    std::size_t i = end, letters = 0, uppers = 0;
    bool cased = false, number = false;
    while (i < head.size()) {
      std::size_t next = i;
      const char32_t c = next_code_point(head, next);
      if (!is_letter(c)) break;
      ++letters, uppers += is_upper(c), cased |= c < 0x590, i = next;
    }
    if (letters == 0 || !(flags_of(head.substr(end, i - end)) & slug_word)) break;
    const auto peek = [&](std::size_t at, std::size_t& next) {
      next = at;
      return at < head.size() ? next_code_point(head, next) : U'\0';
    };
    std::size_t next = 0;
    std::size_t k = i;
    if (is_white(peek(k, next))) k = next;
    while (is_digit(peek(k, next)) || (peek(k, next) >= U'０' && peek(k, next) <= U'９')) number = true, k = next;
    if (number) i = k;
    const char32_t mark = peek(i, next);
    const bool capitals = cased && uppers == letters;
    if (mark == ':' || mark == U'：') {
      if (cased && !capitals) break;
    } else if (!is_dash(mark) && mark != U'－') {
      break;
    } else if (cased && !capitals && !(number && starts_upper(head.substr(end)))) {
      break;
    }
    k = next;
    const bool white = is_white(peek(k, next));
    if (mark == ':' && !white) break;
    if (mark == '-' && white && !number) break;  // "Update - what we know"
    if (white) k = next;
    if (k >= head.size()) break;
    end = k;
  }
  if (end == 0) return 0;
  std::size_t i = end;
  const char32_t first = next_code_point(head, i);
  if (!is_upper(first) && !is_digit(first) && !is_opening(first) && !(is_letter(first) && first >= 0x590)) return 0;
  for (std::size_t k = end; k > 0; end = k)
    if (!is_white(previous_code_point(head, k))) break;
  return end;
}


bool holds_any(std::string_view s, MarkKind kind) {
  const auto all = marks(kind);
  return std::any_of(all.begin(), all.end(), [&](std::string_view m) { return s.find(m) != npos; });
}

// （写真：...） or, after a full stop, a space or ＝, 新华社记者...摄 at the end.
std::size_t ideographic_credit(std::string_view core) {
  constexpr std::size_t longest = 75;  // bytes
  constexpr std::string_view open = "（", close = "）";
  if (core.ends_with(close)) {
    const std::size_t at = core.rfind(open);
    return at != npos && core.size() - at <= longest && holds_any(core.substr(at), MarkKind::picture_sign) ? at : npos;
  }
  const auto ends = marks(MarkKind::picture_end);
  if (std::none_of(ends.begin(), ends.end(), [&](std::string_view m) { return core.ends_with(m); })) return npos;
  for (std::size_t i = core.size(); i > 0 && core.size() - i <= longest;) {
    const std::size_t behind = i;
    const char32_t c = previous_code_point(core, i);
    if (c == U'＝' || c == U'|' || c == U'｜') return i;
    if (c == U'。' || is_white(c)) return behind;
  }
  return core.size() <= longest / 2 ? 0 : npos;
}

}  // namespace

std::size_t credit_start(std::string_view text, bool& bare_agency) {
  bare_agency = false;
  if (text.size() < 4) return npos;
  std::string_view core = text;
  while (!core.empty() && (core.back() == '.' || core.back() == ' ')) core.remove_suffix(1);
  if (core.empty()) return npos;
  if (const std::size_t n = ideographic_credit(core); n != npos) return n;
  if (core.back() == ')') {
    const std::size_t open = core.rfind('(');
    if (open == npos || core.size() - open > 120) return npos;
    return reads_as_credit(core.substr(open + 1, core.size() - open - 2), bare_agency) ? open : npos;
  }
  // JANE DOE/AGENCY after the last sentence.
  const std::size_t tail_from = core.size() > 90 ? core.size() - 90 : 0;
  const std::string_view tail = core.substr(tail_from);
  std::size_t stop = tail.rfind(". ");
  const std::size_t slash = tail.rfind('/');
  if (slash != npos && (stop != npos || tail_from == 0) && (stop == npos || stop < slash)) {
    const std::size_t from = stop == npos ? 0 : stop + 2;
    const std::string_view name = tail.substr(from);
    const bool plain = std::none_of(name.begin(), name.end(), [](char c) { return (c >= '0' && c <= '9') || c == ':'; });
    bool capitals = plain;
    std::size_t words = 0;
    each_word(name, [&](std::string_view w) {
      ++words;
      for (std::size_t i = 0; i < w.size();) capitals &= is_upper(next_code_point(w, i));
    });
    if (capitals && words >= 2 && words <= 8) return tail_from + from;
    // AGENCY/Jane Doe, Jane Doe/Agency
    bool bare = false;
    if (plain && words >= 2 && words <= 5 && names_outlet(name) && reads_as_credit(name, bare)) return tail_from + from;
  }
  // "Photograph by Jane Doe", "Credit: Agency" at the end.
  // Only where a sentence or a bracket has ended, or the block begins, can it open.
  std::size_t from = core.size() > 110 ? core.size() - 110 : 0;
  char32_t before = from == 0 ? U'.' : U' ';
  while (from > 0 && from < core.size() && is_continuation(core[from])) ++from;
  for (std::size_t i = from; i < core.size();) {
    const std::size_t at = i;
    const char32_t c = next_code_point(core, i);
    if (is_white(c)) continue;
    if (is_sentence_end(before) || is_closing(before)) {
      const std::string_view rest = core.substr(at);
      for (const std::string_view opening : marks(MarkKind::picture_credit))
        if (rest.starts_with(opening) && rest.find(". ", opening.size()) == npos) return at;
    }
    before = c;
  }
  return npos;
}

bool is_agencies(std::string_view text) {
  constexpr std::size_t most_words = 4, longest = 40;  // bytes
  if (text.size() > longest) return false;
  for (const std::string_view sign : {"(c)", "(C)"})
    if (text.starts_with(sign)) text.remove_prefix(sign.size());
  std::size_t words = 0, agencies = 0;
  each_word(text, [&](std::string_view w) {
    ++words;
    agencies += (flags_of(w) & agency_word) != 0;
  });
  return words > 0 && words <= most_words && agencies == words;
}

bool is_copyright(std::string_view text) {
  constexpr std::size_t reach = 60;  // bytes
  constexpr std::array<std::string_view, 6> signs = {"©", "(c) ", "(C) ", "Copyright ©", "Copyright (c) ", "Copyright (C) "};
  const bool sign = std::any_of(signs.begin(), signs.end(), [&](std::string_view s) { return text.starts_with(s); });
  // "Copyright 2020 Daily Herald", but not "Copyright law was last changed in 2020".
  constexpr std::string_view word = "Copyright ";
  if (!sign && !text.starts_with(word)) return false;
  const std::string_view head = text.substr(0, reach);
  const auto digit = [&](std::size_t k) { return k < head.size() && head[k] >= '0' && head[k] <= '9'; };
  for (const std::string_view century : {"19", "20"}) {
    for (std::size_t k = head.find(century); k != npos; k = head.find(century, k + 1)) {
      const bool year = digit(k + 2) && digit(k + 3) && !digit(k + 4) && (k == 0 || !digit(k - 1));
      if (year && (sign || k == word.size())) return true;
    }
  }
  return false;
}

std::size_t metadata_length(std::string_view text) {
  std::size_t cut = std::min<std::size_t>(text.size(), 60);
  while (cut < text.size() && cut > 0 && is_continuation(text[cut])) --cut;
  const std::string_view head = text.substr(0, cut);
  if (const std::size_t n = slug_length(head)) return n;
  std::string folded;
  std::size_t i = 0;
  while (i < head.size() && ((head[i] >= 'a' && head[i] <= 'z') || (head[i] >= 'A' && head[i] <= 'Z'))) ++i;
  fold_ends(head.substr(0, i), 64, folded);
  if (i == 0 || i > 12 || i >= head.size()) return 0;
  if (!(word_flags(folded) & date_word) || (word_flags(folded) & month_word)) return 0;
  if (head[i] == ':') ++i;
  if (i >= head.size() || head[i] != ' ') return 0;
  std::size_t k = ++i, digits = 0, marks = 0;
  while (k < head.size() && ((head[k] >= '0' && head[k] <= '9') || head[k] == '-' || head[k] == '/' || head[k] == '.'))
    (head[k] >= '0' && head[k] <= '9' ? digits : marks)++, ++k;
  if (digits < 6 || marks < 2 || k >= head.size() || head[k] != ' ') return 0;
  return starts_upper(head.substr(k + 1)) ? k : 0;
}

std::size_t outlet_start(std::string_view headline, std::string_view outlet) {
  static constexpr std::array<std::string_view, 6> separators = {" | ", " – ", " — ", " - ", " :: ", " « "};
  std::size_t best = npos, behind = 0;
  for (const std::string_view s : separators) {
    const std::size_t at = headline.rfind(s);
    if (at != npos && (best == npos || at > best)) best = at, behind = at + s.size();
  }
  if (best == npos || best < 8) return npos;
  const std::string_view name = headline.substr(behind);
  std::size_t words = 0, capitals = 0;
  bool publisher = headline[best + 1] == '|' || (!outlet.empty() && name == outlet) ||
                   (name.find(' ') == npos && name.find('.') != npos && name.back() != '.');
  each_word(name, [&](std::string_view w) {
    ++words;
    capitals += starts_upper(w);
    publisher |= starts_upper(w) && (flags_of(w) & (outlet_word | agency_word)) != 0;
  });
  return publisher && words >= 1 && words <= 6 && capitals * 2 >= words ? best + 1 : npos;
}

bool is_byline(std::string_view text, const Block& block) {
  if (block.no_case) {  // a mark, a name or two, and no sentence
    if (block.ends_sentence || block.commas > 0 || block.words > 6 || text.size() > 60) return false;
    const auto starts = marks(MarkKind::byline_start), ends = marks(MarkKind::byline_end);
    const auto begins = [&](std::string_view m) { return text.size() > m.size() && text.starts_with(m); };
    const auto closes = [&](std::string_view m) {
      return text.size() > m.size() && text.size() <= 36 && text.ends_with(m);
    };
    return std::any_of(starts.begin(), starts.end(), begins) || std::any_of(ends.begin(), ends.end(), closes);
  }
  if (block.words < 2 || block.words > 14 || block.digits > (block.dated ? 14 : 4) || text.size() > 160) return false;
  if (block.ends_sentence && block.sentences > 0) return false;
  const std::size_t n = text.find(' ');
  if (n == npos || !(flags_of(text.substr(0, n)) & by_word)) return false;
  const bool lower = !starts_upper(text);  // "by Jane Doe", names alone
  std::size_t words = 0, capitals = 0, small = 0;
  bool role = false;
  each_word(text.substr(n + 1), [&](std::string_view w) {
    const std::uint16_t flags = flags_of(w);
    ++words;
    role |= (flags & role_word) != 0;
    capitals += starts_upper(w) || (flags & (role_word | stop_word | date_word)) != 0;
    small += !starts_upper(w) && !(flags & stop_word);
  });
  if (lower && (small > 0 || words < 2)) return false;
  if (role && capitals == words && words <= 5) return true;  // "By our own correspondent"
  return starts_upper(text.substr(n + 1)) && (capitals * 5 >= words * 4 || role) && block.stop_words <= 4;
}

bool is_name(std::string_view text, const Block& block) {
  if (block.words < 2 || block.words > 4 || block.digits > 0 || block.no_case || text.size() > 60) return false;
  bool capitals = true, plain = true;
  each_word(text, [&](std::string_view w) {
    capitals &= starts_upper(w) || w == "de" || w == "von" || w == "van" || w == "al" || w == "bin";
    plain &= (flags_of(w) & (date_word | heading_word | stop_word)) == 0;
  });
  return capitals && plain && !block.ends_sentence && !block.ends_colon;
}

bool names_outlet(std::string_view text) {
  bool any = false;
  each_word(text,
            [&](std::string_view w) { any |= starts_upper(w) && (flags_of(w) & (outlet_word | agency_word)) != 0; });
  return any;
}

}  // namespace wirecopy::detail
