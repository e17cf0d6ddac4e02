// Relations, what two articles say otherwise in the places that they share.
#pragma once

#include <span>
#include <string_view>

#include "relations_evidence.hpp"

namespace wirecopy::detail {

/// Items of one template share its words and differ in what fills them: names, numbers, days. Of what each side says inside
/// the passages and in the short gaps between them, weighed by rarity, the share that the other side does not have, not
/// even misread; words that are no names or numbers, which editors change too, count a third. Of the two sides' shares the
/// smaller, since what is only added or left out contradicts nothing, less what is misread. [0, 1].
/// `stream_a`, `stream_b`: what the passages were found in. O(tokens in the passages).
double contradiction(const Witness& a, std::u16string_view stream_a, const Witness& b, std::u16string_view stream_b,
                     std::span<const Passage> passages, const Rarity& rarity);

}  // namespace wirecopy::detail
