// Looks words up in the lists of clean_languages/.
#include "clean_words.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "hash.hpp"

namespace wirecopy::detail {
namespace {

struct WordList {
  std::uint16_t flag;
  const char* words;
};

#define WORDS(flags, words) {flags, words},
#define PHRASES(flags, phrases)
#define MARKS(kind, marks)
constexpr WordList word_lists[] = {
#include "clean_languages.inc"
};

constexpr std::size_t slots = 8192;  // more than twice the words above

struct WordTable {
  std::array<std::uint64_t, slots> keys{};
  std::array<std::uint16_t, slots> flags{};

  WordTable() {
    for (const WordList& list : word_lists) {
      std::string_view rest = list.words;
      while (!rest.empty()) {
        const std::size_t n = std::min(rest.find(' '), rest.size());
        add(rest.substr(0, n), list.flag);
        rest.remove_prefix(std::min(n + 1, rest.size()));
      }
    }
  }

  std::size_t slot(std::uint64_t key) const {
    std::size_t s = key % slots;
    while (keys[s] != 0 && keys[s] != key) s = (s + 1) % slots;
    return s;
  }
  void add(std::string_view word, std::uint16_t flag) {
    const std::uint64_t key = hash_bytes(word) | 1;
    const std::size_t s = slot(key);
    keys[s] = key;
    flags[s] |= flag;
  }
};

}  // namespace

std::uint16_t word_flags(std::string_view folded) {
  static const WordTable table;
  return folded.empty() ? std::uint16_t{0} : table.flags[table.slot(hash_bytes(folded) | 1)];
}

}  // namespace wirecopy::detail
