// Stage 1, tokens: words of a whole text, by the kernels where they know the rules and by ICU where they do not.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "icu.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy::detail {

/// Appends the words, or every boundary, of a well-formed text: exactly those of breaker.segment(text). O(length).
void append_words(const IcuBreaker& breaker, std::string_view text, std::vector<Span>& out);
/// The same words, some thousands at a time. `room`: for those.
using TakeWords = std::function<void(std::span<const Span>)>;
void each_words(const IcuBreaker& breaker, std::string_view text, std::vector<Span>& room, const TakeWords& take);
void append_word_boundaries(const IcuBreaker& breaker, std::string_view text, std::vector<ByteOffset>& out);

}  // namespace wirecopy::detail
