// Reads the head of a text, where datelines stand.
#pragma once

#include <cstddef>
#include <string_view>

#include "clean_letters.hpp"

namespace wirecopy::detail {

/// Walks over a text code point by code point.
struct Cursor {
  std::string_view text;
  std::size_t at = 0;

  bool done() const { return at >= text.size(); }
  char32_t peek() const {
    if (done()) return 0;
    std::size_t i = at;
    return next_code_point(text, i);
  }
  char32_t take() { return next_code_point(text, at); }
  bool skip_white() {
    const std::size_t from = at;
    while (!done() && is_white(peek())) take();
    return at > from;
  }
};

}  // namespace wirecopy::detail
