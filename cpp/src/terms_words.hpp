// Terms: the words of a text as it stands, one by one.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "utf8.hpp"
#include "wirecopy/terms.hpp"

namespace wirecopy::detail {

/// Calls word(begin, end) with the bytes of each run of word characters that has `shortest` code points or more.
template <class Word>
void each_word(std::string_view text, std::span<const std::uint8_t> classes, unsigned shortest, Word&& word) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t begin = i;
    std::size_t end = i;
    unsigned length = 0;
    for (; i < text.size(); end = i, ++length) {
      if ((classes[next_code_point(text, i)] & word_character) == 0) break;
    }
    if (length > 0 && length >= shortest) word(begin, end);
  }
}

}  // namespace wirecopy::detail
