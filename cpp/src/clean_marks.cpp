// Reads the marks of clean_languages/.
#include <array>
#include <string_view>
#include <vector>

#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

using Marks = std::array<std::vector<std::string_view>, mark_count>;

void add(Marks& all, MarkKind kind, std::string_view rest) {
  while (!rest.empty()) {
    const std::size_t n = std::min(rest.find('|'), rest.size());
    if (n > 0) all[static_cast<std::size_t>(kind)].push_back(rest.substr(0, n));
    rest.remove_prefix(std::min(n + 1, rest.size()));
  }
}

#define WORDS(flags, words)
#define PHRASES(flags, phrases)
#define MARKS(kind, marks) add(all, MarkKind::kind, marks);
Marks read() {
  Marks all;
#include "clean_languages.inc"
  return all;
}

}  // namespace

std::span<const std::string_view> marks(MarkKind kind) {
  static const Marks all = read();
  return all[static_cast<std::size_t>(kind)];
}

}  // namespace wirecopy::detail
