#include "icu_word_classes.hpp"

#include <unicode/uniset.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <string_view>

#include "hash.hpp"
#include "utf8.hpp"

namespace wirecopy::detail {

namespace {

/// hash_bytes of the rules, without the definitions of their sets, that the kernels were held against ICU with.
constexpr std::uint64_t known_rules[] = {
    0xa24c9275f1318330,  // ICU 72.1 and 78.3, which differ in the sets alone
};

/// The text of rules, cut at its semicolons into definitions ($Name=[...]) and all else.
class Rules {
 public:
  explicit Rules(std::string_view text) {
    int depth = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == '[') {
        ++depth;
      } else if (text[i] == ']') {
        --depth;
      } else if (text[i] == ';' && depth == 0) {
        statement(text.substr(start, i - start));
        start = i + 1;
      }
    }
    rest_ += text.substr(start);
  }

  std::uint64_t hash() const { return hash_bytes(rest_); }

  /// A set by its name; throws std::out_of_range where the rules define none such.
  icu::UnicodeSet set(const std::string& name) const {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeSet out(icu::UnicodeString::fromUTF8(definitions_.at(name)), status);
    if (U_FAILURE(status)) throw std::out_of_range(name);
    return out;
  }

 private:
  static std::size_t name_end(std::string_view s, std::size_t i) {
    while (i < s.size() && (s[i] == '_' || (s[i] >= '0' && s[i] <= '9') || (s[i] >= 'A' && s[i] <= 'Z') ||
                            (s[i] >= 'a' && s[i] <= 'z'))) {
      ++i;
    }
    return i;
  }

  void statement(std::string_view s) {
    const std::size_t end = s.starts_with('$') ? name_end(s, 1) : 0;
    if (end == 0 || !s.substr(end).starts_with("=[")) {
      rest_ += s;
      rest_ += ';';
      return;
    }
    // Names of sets defined before stand for what they were defined as.
    std::string pattern;
    for (std::size_t i = end + 1; i < s.size();) {
      if (s[i] != '$') {
        pattern += s[i++];
        continue;
      }
      const std::size_t stop = name_end(s, i + 1);
      const auto known = definitions_.find(std::string(s.substr(i + 1, stop - i - 1)));
      pattern += known == definitions_.end() ? std::string("$") : known->second;
      i = stop;
    }
    definitions_[std::string(s.substr(1, end - 1))] = pattern;
  }

  std::map<std::string, std::string> definitions_;
  std::string rest_;
};

template <class F>
void for_each_range(const icu::UnicodeSet& set, F&& visit) {
  for (int32_t i = 0; i < set.getRangeCount(); ++i) {
    visit(static_cast<char32_t>(set.getRangeStart(i)), static_cast<char32_t>(set.getRangeEnd(i)));
  }
}

constexpr char32_t code_space = 0x110000;

/// The class of each code point. One that two classes claim is left to ICU, as is all that a dictionary segments.
std::vector<std::uint8_t> classes_of(const Rules& rules) {
  std::vector<std::uint8_t> classes(code_space, 0), claimed(code_space, 0);
  const auto add = [&](const icu::UnicodeSet& set, std::uint8_t cls) {
    for_each_range(set, [&](char32_t first, char32_t last) {
      for (char32_t c = first; c <= last; ++c) {
        classes[c] = claimed[c] ? WordClass::special : cls;
        claimed[c] = 1;
      }
    });
  };
  add(rules.set("ALetterPlus"), WordClass::letter);
  add(rules.set("Numeric"), WordClass::number);
  add(rules.set("ExtendNumLet"), WordClass::connector);
  add(rules.set("MidLetter"), WordClass::mid_letter);
  add(rules.set("MidNum"), WordClass::mid_number);
  add(rules.set("MidNumLet"), WordClass::mid_letter | WordClass::mid_number);
  add(rules.set("Single_Quote"), WordClass::mid_letter | WordClass::mid_number);
  add(rules.set("WSegSpace"), WordClass::space);
  add(rules.set("ExFm"), WordClass::extend);
  for (const char* const name : {"CR", "LF", "Newline", "ZWJ", "Regional_Indicator", "Hebrew_Letter", "Katakana", "Hiragana",
                                 "Ideographic", "HangulSyllable", "KanaKanji", "dictionary"}) {
    for_each_range(rules.set(name), [&](char32_t first, char32_t last) {
      std::fill(classes.begin() + first, classes.begin() + last + 1, WordClass::special);
    });
  }
  return classes;
}

/// Whether ASCII is as the kernels and the safe cuts of stage 1 take it to be.
bool ascii_is_as_expected(const std::vector<std::uint8_t>& classes) {
  for (char32_t c = 0; c < 0x80; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), number = c >= '0' && c <= '9';
    const std::uint8_t mid = WordClass::mid_letter | WordClass::mid_number;
    const std::uint8_t cls = classes[c];
    const bool good = letter                  ? cls == WordClass::letter
                      : number                ? cls == WordClass::number
                      : c == '_'              ? cls == WordClass::connector
                      : c == '@'              ? cls == 0 || cls == WordClass::letter
                      : c == ' '              ? cls == WordClass::space
                      : c >= 0x0a && c <= 0x0d ? cls == WordClass::special
                                              : (cls & ~mid) == 0;
    if (!good) return false;
  }
  return true;
}

std::shared_ptr<const WordClasses> build(const std::string& text) {
  const Rules rules(text);
  if (std::find(std::begin(known_rules), std::end(known_rules), rules.hash()) == std::end(known_rules)) return nullptr;
  const icu::UnicodeSet cr = rules.set("CR"), lf = rules.set("LF"), joiner = rules.set("ZWJ");
  auto classes = classes_of(rules);
  if (!ascii_is_as_expected(classes) || cr.size() != 1 || !cr.contains('\r') || lf.size() != 1 || !lf.contains('\n') ||
      joiner.size() != 1 || !joiner.contains(static_cast<UChar32>(WordClasses::zero_width_joiner))) {
    return nullptr;
  }
  if (classes['@'] != 0) classes['@'] |= WordClass::connector;

  auto out = std::make_shared<WordClasses>();
  for_each_range(rules.set("Newline"), [&](char32_t first, char32_t last) {
    for (char32_t c = std::max<char32_t>(first, 0x80); c <= last; ++c) out->line_ends.push_back(c);
  });
  for_each_range(rules.set("Extended_Pict"), [&](char32_t first, char32_t last) { out->pictographs.emplace_back(first, last); });

  auto& tables = out->tables;
  std::map<std::array<std::uint8_t, 64>, std::uint16_t> rows;
  for (std::size_t p = 0; p < std::size(tables.page_of); ++p) {
    std::array<std::uint8_t, 64> page{};
    if (p < code_space / 64) std::copy_n(classes.begin() + static_cast<std::ptrdiff_t>(p * 64), 64, page.begin());
    const auto [row, fresh] = rows.emplace(page, static_cast<std::uint16_t>(rows.size()));
    if (fresh) out->pages.push_back(page);
    tables.page_of[p] = row->second;
  }
  tables.pages = reinterpret_cast<const std::uint8_t(*)[64]>(out->pages.data());
  std::copy_n(classes.begin(), 128, tables.ascii);
  for (std::size_t c = 0; c < 128; ++c) {
    for (std::size_t k = 0; k < WordTables::planes; ++k) {
      if (tables.ascii[c] >> k & 1) tables.nibbles[k][c & 15] |= static_cast<std::uint8_t>(1U << (c >> 4));
    }
  }
  return out;
}

}  // namespace

std::shared_ptr<const WordClasses> icu_word_classes(const std::string& rules) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const WordClasses>> kept;
  const std::lock_guard lock(mutex);
  const auto found = kept.find(rules);
  if (found != kept.end()) return found->second;
  std::shared_ptr<const WordClasses> built;
  try {
    built = build(rules);
  } catch (const std::out_of_range&) {
    // Rules without a set that the kernels need are other rules.
  }
  return kept[rules] = built;
}

bool WordClasses::is_pictograph(char32_t c) const {
  const auto after = std::upper_bound(pictographs.begin(), pictographs.end(), c,
                                      [](char32_t value, const auto& range) { return value < range.first; });
  return after != pictographs.begin() && c <= std::prev(after)->second;
}

WordClasses::Special WordClasses::special_at(std::string_view text, std::size_t i) const {
  const char32_t c = next_code_point(text, i);
  if (std::find(line_ends.begin(), line_ends.end(), c) != line_ends.end()) return Special::line_end;
  if (c != zero_width_joiner) return Special::hard;
  return i < text.size() && is_pictograph(next_code_point(text, i)) ? Special::hard : Special::extend;
}

}  // namespace wirecopy::detail
