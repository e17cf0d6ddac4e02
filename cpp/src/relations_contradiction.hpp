// Relations, what two articles say otherwise in the places that they share.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "relations_evidence.hpp"

namespace wirecopy::detail {

/// Whether `word` stands in `text` but for a third of its units (Sellers 1980); three must all stand. A digit is not
/// misread as another digit. `column` is room for the work. O(word * text).
bool stands_misread(std::u16string_view word, std::u16string_view text, std::vector<std::size_t>& column);

struct Contradiction {
  double share = 0;      ///< [0, 1]
  double misread = 0;    ///< share of the words there that the other has but for letters: of the side with more
  double differing = 0;  ///< names and numbers, a number one digit off included, in whose place the other has others
};

/// Items of one template share its words and differ in what fills them: names, numbers, days. Of what each side says inside
/// the passages and in the short gaps between them, weighed by rarity, the share that the other side does not have, not
/// even misread; words that are no names or numbers, which editors change too, count a third. Of the two sides' shares the
/// smaller, since what is only added or left out contradicts nothing, less what is misread.
/// `stream_a`, `stream_b`: what the passages were found in. O(tokens in the passages).
Contradiction contradiction(const Witness& a, std::u16string_view stream_a, const Witness& b, std::u16string_view stream_b,
                            std::span<const Passage> passages, const Rarity& rarity);

}  // namespace wirecopy::detail
