#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "clean_cursor.hpp"
#include "clean_letters.hpp"
#include "clean_rules.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

constexpr std::size_t longest_dateline = 110;  // bytes

struct Token {
  std::string folded;
  std::uint32_t letters = 0, uppers = 0, digits = 0;
  bool capital = false, cased = false, dotted = false;

  bool caps() const { return cased && letters >= 2 && uppers == letters; }
};

// Letters and digits with the marks that stand inside names: St. Paul, Tel-Aviv, Frankfurt/Main, N.J.
Token take_token(Cursor& c) {
  Token t;
  while (!c.done()) {
    const char32_t p = c.peek();
    const bool inner = t.letters > 0 && (p == '.' || p == '\'' || p == 0x2019 || p == '/' || p == '&' || p == '-');
    if (!is_letter(p) && !is_digit(p) && !inner) break;
    if (p == '-' || p == '/' || p == '.') {  // only between letters, or a full stop that ends an abbreviation
      Cursor ahead = c;
      ahead.take();
      const char32_t q = ahead.peek();
      if (p != '.' && !is_letter(q)) break;
      if (p == '.' && is_dash(q)) break;
    }
    const std::size_t from = c.at;
    c.take();
    if (c.peek() == 0xe2f && is_letter(p)) c.take();  // Thai: the rest of the name is left out
    if (is_letter(p)) {
      if (t.letters++ == 0) t.capital = is_upper(p), t.cased = p < 0x590;
      t.uppers += is_upper(p);
      std::string low;
      fold_ends(c.text.substr(from, c.at - from), 8, low);
      t.folded += low;
    } else if (is_digit(p)) {
      ++t.digits;
    } else {
      t.dotted |= p == '.';
        if (p == '-' || p == '/') t.folded.push_back(static_cast<char>(p));
    }
    if (t.folded.size() > 40) break;
  }
  return t;
}

// A dash with space behind it, or a long one; ":" and ".-" as some agencies write. Steps over it and the space behind.
bool take_separator(Cursor& c, bool spaced, bool colon_too) {
  Cursor ahead = c;
  if (ahead.peek() == '.') ahead.take(), ahead.skip_white();
  std::size_t dashes = 0;
  bool wide = false;
  while (!ahead.done() && is_dash(ahead.peek())) wide |= ahead.take() != '-', ++dashes;
  if (dashes == 0) {
    if (!colon_too || c.peek() != ':') return false;
    c.take();
    return c.skip_white();
  }
  const bool behind = ahead.skip_white() || ahead.done();
  if (!wide && dashes < 2 && !behind) return false;
  if (!wide && !spaced && dashes < 2 && !behind) return false;
  c = ahead;
  return true;
}

bool is_time_of_day(std::string_view s) {
  std::size_t n = 0;
  while (n < s.size() && s[n] >= '0' && s[n] <= '9') ++n;
  return n >= 1 && n <= 2 && n + 2 < s.size() && (s[n] == ':' || s[n] == '.') && s[n + 1] >= '0' && s[n + 1] <= '5' &&
         s[n + 2] >= '0' && s[n + 2] <= '9';
}

struct Found {
  bool place = false, caps = false, date = false, agency = false, region = false, comma = false;
  bool uncased = false;  // the place is written in a script without capitals
  bool closed = false;  // what stands there needs no separator
  std::size_t words = 0, letters = 0;  // of the place
  bool function_words = false;
  bool bracket = false;  // a name in brackets that is no known agency's
};

// One of the names between slashes will do: dpa/apa.
bool names_agency(std::string_view folded) {
  for (std::size_t from = 0; from <= folded.size();) {
    const std::size_t to = std::min(folded.find('/', from), folded.size());
    if (word_flags(folded.substr(from, to - from)) & agency_word) return true;
    from = to + 1;
  }
  return false;
}

bool take_agency(Cursor& c, Found& found) {
  Cursor ahead = c;
  const char32_t open = ahead.take();
  const char32_t close = open == '(' ? U')' : open == '[' ? U']' : U'/';
  std::size_t words = 0, capitals = 0, letters = 0;
  bool known = false;
  while (!ahead.done() && ahead.peek() != close) {
    const Token t = take_token(ahead);
    if (t.letters > 0) {
      ++words;
      letters += t.letters;
      capitals += t.capital || !t.cased;
      known |= names_agency(t.folded) || (t.caps() && t.letters <= 5);
      if (word_flags(t.folded) & heading_word) return false;
    } else if (t.digits == 0) {
      ahead.take();
    }
    if (words > 5 || ahead.at - c.at > 45) return false;
  }
  if (ahead.done() || words == 0 || letters < 2) return false;
  if (!known && (open == '/' || capitals < words || words > 4)) return false;
  const bool letters_only = found.uncased && letters <= 4;  // أ ف ب
  found.bracket = !known && found.place && !found.caps && !letters_only && !found.date;
  ahead.take();
  if (ahead.peek() == '.') {
    Cursor stop = ahead;
    stop.take();
    stop.skip_white();
    if (is_dash(stop.peek()))
      ahead = stop;
    else if (open == '/')  // "/ТАСС/." needs no dash
      ahead.take(), found.closed = true;
  }
  c = ahead;
  found.agency = !found.bracket;
  if (found.uncased && found.date && known && open == '(') found.closed = true;  // नई दिल्ली, 4 मई (भाषा)
  return true;
}

// One part between commas: a place, a region, or a date. False where it is none of them.
bool take_part(Cursor& c, Found& found) {
  std::size_t words = 0, capitals = 0, caps = 0, numbers = 0, months = 0, letters = 0, uncased = 0;
  while (!c.done()) {
    const Cursor before = c;
    const char32_t p = c.peek();
    if (p == ',' || p == '(' || p == '[' || p == '/' || p == ':' || is_dash(p)) break;
    if (!is_letter(p) && !is_digit(p)) return false;
    const Token t = take_token(c);
    if (t.letters == 0 && t.digits == 0) return false;
    const std::uint16_t flags = word_flags(t.folded);
    if (t.digits > 0 && t.letters <= 2) {
      ++numbers;
      if (c.peek() == '.') {  // an ordinal: "15. Mai"
        Cursor month = c;
        month.take();
        month.skip_white();
        Cursor after = month;
        if (is_letter(month.peek()) && (word_flags(take_token(after).folded) & month_word)) c = month;
      }
      if (c.peek() == '/') {  // 4/5
        Cursor month = c;
        month.take();
        if (is_digit(month.peek()) && take_token(month).letters == 0) c = month, ++months;
      }
    } else if (numbers > 0 && months == 0 && t.folded == "de") {  // "16 de mayo"
    } else if (words == 0 && (flags & date_word) && !(flags & month_word) && !t.capital) {  // "ngày 4/5", วันที่ 4
    } else if (flags & month_word) {
      ++months;
    } else if ((flags & agency_word) && words + months > 0 && t.capital) {
      found.agency = true;
    } else {
      if (!t.capital && t.cased && !(flags & stop_word) && t.folded != "am") return c = before, false;
      if ((flags & (heading_word | slug_word)) && words == 0) return false;
      ++words;
      letters += t.letters;
      found.function_words |= !t.capital && (flags & stop_word);
      capitals += t.capital || !t.cased;
      uncased += !t.cased;
      caps += t.caps() || (t.dotted && t.capital);
    }
    if (words > 4) return false;
    c.skip_white();
    if (c.peek() == '.') {
      Cursor stop = c;
      stop.take();
      stop.skip_white();
      if (is_dash(stop.peek())) break;
      if (stop.peek() == '/') {
        c = stop;
        break;
      }
    }
  }
  if (months > 0 && numbers > 0) found.date = true;
  if (numbers > 0 && months == 0 && !found.date) return false;
  if (words > 0) {
    if (capitals == 0) return false;
    if (found.place) {
      found.region = true;
    } else {
      found.place = true;
      found.caps = caps == words && letters >= 3;
      found.uncased = uncased == words;
      found.words = words;
      found.letters = letters;
    }
  }
  return words + months + numbers > 0;
}

// OSLO - 4 Mayıs - , OSLO - AA -
void take_second(Cursor& c) {
  Cursor ahead = c;
  Found second;
  if (!is_digit(ahead.peek())) {
    const Token t = take_token(ahead);
    if (!(word_flags(t.folded) & agency_word) || !t.caps()) return;
    ahead.skip_white();
  } else if (!take_part(ahead, second) || !second.date || second.place) {
    return;
  }
  if (!take_separator(ahead, true, false)) return;
  c = ahead;
  c.skip_white();
}

}  // namespace

std::size_t dateline_length(std::string_view text, DatelineAt at) {
  const bool more = text.size() > longest_dateline;
  std::size_t cut = std::min(text.size(), longest_dateline);
  while (more && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) --cut;
  Cursor c{text.substr(0, cut)};
  Found found;
  while (c.peek() == '*') c.take();
  bool spaced = false;
  if (c.peek() != '(') {
    for (int part = 0; part < 5; ++part) {
      if (!take_part(c, found)) return 0;
      if (c.peek() != ',') break;
      found.comma = true;
      c.take();
      c.skip_white();
      if (c.peek() == '(') break;
    }
    if (!found.place) return 0;
  }
  spaced = c.at > 0 && c.text[c.at - 1] == ' ';
  if (found.uncased && is_dash(c.peek())) {  // إيلرا - (أ ف ب) -
    Cursor ahead = c;
    ahead.take();
    ahead.skip_white();
    if (ahead.peek() == '(') c = ahead;
  }
  const bool bracket = c.peek() == '(' || c.peek() == '[' || c.peek() == '/';
  if (bracket && !take_agency(c, found)) return 0;
  if (bracket && c.skip_white()) spaced = true;
  const bool head = at == DatelineAt::head;
  const bool colon_too = found.agency || (head && found.caps && !found.comma && found.letters >= 4);
  const char32_t mark = c.peek();
  if (found.closed) {
    Cursor ahead = c;
    if (take_separator(ahead, true, true)) c = ahead;
  } else if (!take_separator(c, spaced, colon_too)) {
    return 0;
  }
  const bool wide_dash = mark != '-' && is_dash(mark);
  c.skip_white();
  if (found.date) {  // 4 марта — РИА Новости.
    Cursor ahead = c;
    Token t = take_token(ahead);
    if (names_agency(t.folded) && t.cased) {
      for (int further = 0; further < 2 && !t.dotted && ahead.peek() != '.' && ahead.skip_white(); ++further)
        t = take_token(ahead);
      if (!t.dotted && ahead.peek() == ',') {  // РИА Новости, Анна Петрова.
        Cursor name = ahead;
        name.take();
        int names = 0;
        bool stop = false;
        for (; names < 3 && !stop && name.skip_white() && is_upper(name.peek()); ++names) stop = take_token(name).dotted;
        if (names > 0 && stop) ahead = name, t.dotted = true;
      }
      if (t.dotted || ahead.peek() == '.') {
        if (ahead.peek() == '.') ahead.take();
        if (is_white(ahead.peek())) c = ahead, c.skip_white();
      }
    }
  }
  if (found.caps && !found.date) take_second(c);
  if (is_time_of_day(c.text.substr(c.at))) return 0;  // "May 5, 2021 - 2:19 pm" stands over a comment
  if (found.uncased && !found.agency && is_digit(c.peek())) return 0;  // a span of days: "16 สิงหาคม - 15 ตุลาคม"
  const bool rest = !c.done() || more;
  const char32_t next = c.peek();
  const bool opens = is_upper(next) || is_digit(next) || is_opening(next) || next == '<' || next == '+' || next == 0 ||
                     (is_letter(next) && next >= 0x590);
  bool accept = found.agency || (found.date && found.place);
  if (!accept && head && opens && rest) {
    Cursor ahead = c;
    const bool title = (word_flags(take_token(ahead).folded) & month_word) != 0;  // PRICES - APRIL 7
    if (found.bracket)
      accept = spaced && text.size() >= 80 && found.words <= 3 && !found.function_words;
    else if (found.caps)
      accept = !title;
    else if (found.region)
      accept = wide_dash;
    else
      accept = wide_dash && spaced && text.size() >= 80 && found.words <= 2 && !found.function_words;
  }
  if (!accept) return 0;
  while (c.at > 0) {  // the separator, not the space behind it
    std::size_t i = c.at;
    if (!is_white(previous_code_point(c.text, i))) break;
    c.at = i;
  }
  return c.at;
}

}  // namespace wirecopy::detail
