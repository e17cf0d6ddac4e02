// Looks for the phrases of clean_languages/ in a text.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "clean_letters.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

struct PhraseList {
  std::uint16_t flag;
  const char* phrases;
};

#define WORDS(flags, words)
#define PHRASES(flags, phrases) {flags, phrases},
#define MARKS(kind, marks)
constexpr PhraseList phrase_lists[] = {
#include "clean_languages.inc"
};

struct Phrase {
  std::string_view text;
  std::uint16_t flag;
};

/// Phrases by their first two bytes.
struct PhraseTable {
  std::vector<Phrase> phrases;
  std::array<std::uint32_t, 65537> starts{};

  static std::size_t key(std::string_view s) {
    return static_cast<std::size_t>(static_cast<unsigned char>(s[0])) << 8 | static_cast<unsigned char>(s[1]);
  }
  PhraseTable() {
    for (const PhraseList& list : phrase_lists) {
      std::string_view rest = list.phrases;
      while (!rest.empty()) {
        const std::size_t n = std::min(rest.find('|'), rest.size());
        if (n >= 2) phrases.push_back({rest.substr(0, n), list.flag});
        rest.remove_prefix(std::min(n + 1, rest.size()));
      }
    }
    std::stable_sort(phrases.begin(), phrases.end(),
                     [](const Phrase& a, const Phrase& b) { return key(a.text) < key(b.text); });
    for (const Phrase& p : phrases) ++starts[key(p.text) + 1];
    for (std::size_t k = 1; k < starts.size(); ++k) starts[k] += starts[k - 1];
  }
};

bool word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

/// Where the text stops once what does not tell one label from another is left out: digits and punctuation.
std::string_view bare(std::string_view s) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80 || c == '('; };
  while (!s.empty() && !plain(s.front())) s.remove_prefix(1);
  while (!s.empty() && !plain(s.back())) s.remove_suffix(1);
  return s;
}

}  // namespace

std::uint16_t phrase_flags(std::string_view folded) {
  static const PhraseTable table;
  std::uint16_t flags = 0;
  const std::string_view whole = bare(folded);
  const auto start = static_cast<std::size_t>(whole.data() - folded.data());
  bool before_is_word = false;
  for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
    const char c = folded[i];
    const bool wide =
        static_cast<unsigned char>(c) >= 0xe0;  // scripts without spaces: any code point may begin a phrase
    if (!before_is_word || wide) {
      const std::size_t k = PhraseTable::key(folded.substr(i));
      for (std::uint32_t p = table.starts[k]; p < table.starts[k + 1]; ++p) {
        const Phrase& phrase = table.phrases[p];
        const std::size_t n = phrase.text.size();
        if (i + n > folded.size() || (n > 2 && folded[i + 2] != phrase.text[2])) continue;
        if (folded.compare(i, n, phrase.text) != 0) continue;
        if (phrase.flag == whole_phrase) {
          if (i == start && n == whole.size()) flags |= whole_phrase;
          continue;
        }
        const bool cut = i + n < folded.size() && word_byte(phrase.text.back()) && word_byte(folded[i + n]);
        if (cut && static_cast<unsigned char>(phrase.text.back()) < 0xe0 &&
            static_cast<unsigned char>(folded[i + n]) < 0xe0)
          continue;
        if ((phrase.flag & at_start) && i > start) continue;
        flags = static_cast<std::uint16_t>(flags | (phrase.flag & ~at_start));
      }
    }
    before_is_word = word_byte(c);
  }
  return flags;
}

void fold_ends(std::string_view text, std::size_t limit, std::string& out) {
  out.clear();
  const auto fold_part = [&](std::string_view part) {
    bool space = true;
    for (std::size_t i = 0; i < part.size();) {
      const char32_t c = to_lower(next_code_point(part, i));
      if (is_white(c)) {
        if (!space) out.push_back(' ');
        space = true;
        continue;
      }
      space = false;
      if (c == 0x2019 || c == 0x2018) {
        out.push_back('\'');
      } else if (c < 0x80) {
        out.push_back(static_cast<char>(c));
      } else if (c < 0x800) {
        out.push_back(static_cast<char>(0xc0 | c >> 6));
        out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
      } else if (c < 0x10000) {
        out.push_back(static_cast<char>(0xe0 | c >> 12));
        out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3f)));
        out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
      } else {
        out.push_back(static_cast<char>(0xf0 | c >> 18));
        out.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3f)));
        out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3f)));
        out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
      }
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
  };
  if (text.size() <= 2 * limit) return fold_part(text);
  const auto boundary = [&](std::size_t i) {
    while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80) ++i;
    return i;
  };
  fold_part(text.substr(0, boundary(limit)));
  out.push_back('\n');
  fold_part(text.substr(boundary(text.size() - limit)));
}

}  // namespace wirecopy::detail
