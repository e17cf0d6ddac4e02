// Relations, whether two articles tell of the same: the names and numbers around what they share.
#pragma once

#include <span>
#include <string_view>

#include "relations_evidence.hpp"

namespace wirecopy::detail {

struct Agreement {
  double share = 1;   ///< [0, 1]
  double lost = 0;    ///< numbers
  bool other_subject = false;  ///< both first sentences share something and begin with names that the other's lacks
};

/// Of the names and numbers in the sentences that passages lie in, weighed by rarity, the share that the other body has too, of
/// the side that has more of them; and how many of the numbers there each side has of its own, of the side with fewer. An
/// item of a template repeats the sentences and not what fills them; an update keeps what it takes over. A line's end
/// ends no sentence. O(tokens + names and numbers there * log(terms)).
Agreement agreement(const Witness& a, std::u16string_view stream_a, const Witness& b, std::u16string_view stream_b,
                    std::span<const Passage> passages, const Rarity& rarity);

}  // namespace wirecopy::detail
