#include <cstdint>
#include <cstring>
#include <vector>

#include "icu.hpp"
#include "utf8.hpp"
#include "wirecopy/text.hpp"
#include "wirecopy/tokens.hpp"

namespace wirecopy {

namespace {

/// The folded forms of the code points of the scripts up to U+1FFF, where a form does not depend on its neighbours and
/// has at most seven bytes. Read from ICU once.
class FoldTable {
 public:
  static constexpr char32_t end = 0x2000;
  static constexpr char depends = 8;
  struct Entry {
    char length = depends;
    char bytes[7] = {};
  };

  FoldTable() : entries_(end) {
    for (char32_t c = 0x80; c < end; ++c) {
      if (!detail::icu_folds_alone(c)) continue;
      const char two[] = {static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 0x3f))};
      const char three[] = {static_cast<char>(0xe0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3f)),
                            static_cast<char>(0x80 | (c & 0x3f))};
      std::string folded;
      detail::icu_fold(c < 0x800 ? std::string_view(two, 2) : std::string_view(three, 3), folded);
      if (folded.size() > sizeof(Entry::bytes)) continue;
      entries_[c].length = static_cast<char>(folded.size());
      std::memcpy(entries_[c].bytes, folded.data(), folded.size());
    }
  }

  const Entry& operator[](char32_t c) const { return entries_[c]; }

 private:
  std::vector<Entry> entries_;
};

/// Appends the form of a token that is not all ASCII, or returns false where the table does not know it.
bool fold_by_table(std::string_view token, std::string& out) {
  static const FoldTable table;
  for (std::size_t i = 0; i < token.size();) {
    const auto lead = static_cast<unsigned char>(token[i]);
    if (lead < 0x80) {
      out.push_back(lead >= 'A' && lead <= 'Z' ? static_cast<char>(lead | 0x20) : token[i]);
      ++i;
      continue;
    }
    const char32_t c = detail::next_code_point(token, i);
    if (c >= FoldTable::end) return false;
    const FoldTable::Entry& entry = table[c];
    if (entry.length == FoldTable::depends) return false;
    out.append(entry.bytes, static_cast<std::size_t>(entry.length));
  }
  return true;
}

/// Lowers `Word`s of a token that is as long as one at least; the last one overlaps. Returns all bytes put together.
template <class Word>
Word lower_all(const char* from, std::size_t size, char* to) {
  Word seen = 0;
  const auto at = [&](std::size_t i) {
    Word w = 0;
    std::memcpy(&w, from + i, sizeof w);
    seen |= w;
    w = detail::lower_ascii(w);
    std::memcpy(to + i, &w, sizeof w);
  };
  for (std::size_t i = 0; i + sizeof(Word) < size; i += sizeof(Word)) at(i);
  at(size - sizeof(Word));
  return seen;
}

/// False, with `out` as it was, where not all is ASCII.
bool fold_ascii(std::string_view token, std::string& out) {
  const std::size_t before = out.size(), size = token.size();
  out.resize(before + size);
  char* const to = out.data() + before;
  std::uint64_t seen = 0;
  if (size >= 8) {
    seen = lower_all<std::uint64_t>(token.data(), size, to);
  } else if (size >= 4) {
    seen = lower_all<std::uint32_t>(token.data(), size, to);
  } else {
    for (std::size_t i = 0; i < size; ++i) {
      const auto c = static_cast<unsigned char>(token[i]);
      seen |= c;
      to[i] = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
  }
  if ((seen & 0x8080808080808080ULL) == 0) return true;
  out.resize(before);
  return false;
}

}  // namespace

void fold_to(std::string_view token, std::string& out) {
  if (fold_ascii(token, out)) return;
  const std::size_t before = out.size();
  if (fold_by_table(token, out)) return;
  out.resize(before);
  detail::icu_fold(token, out);
}

std::string fold(std::string_view token) {
  validate(token);
  std::string out;
  fold_to(token, out);
  return out;
}

}  // namespace wirecopy
