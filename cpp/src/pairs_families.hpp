// Pairs, families: where many bodies are nearly the same, one of them speaks for the others.
#pragma once

#include <functional>
#include <vector>

#include "pairs_sketches.hpp"

namespace wirecopy::detail {

struct FamilyOptions {
  std::size_t crowd_at_least = 100;  ///< a body is in a crowd when half of its shingles are in more bodies than both bounds
  double crowd_share = 0.005;
  double alike = 0.85;          ///< share of the fuller body's shingles that the two must have in common
  double alike_weighed = 0.7;   ///< the same of their rarity: what one of the two alone has tells more than what many have
};

/// Of each body the one that represents it: itself, or a fuller one, nearly the same and inside the window. Only bodies in a
/// crowd have a representative other than themselves, so that pairs are left out only where there would be thousands.
/// A representative represents itself. `may_meet`, where there is one, must hold of the two.
///
/// The fullest first, each body is given to the representative it is most like, else becomes one (leader clustering, Hartigan
/// 1975); representatives are found by the 16 rarest of a body's shingles that are in a crowd, so work grows with the bodies
/// and not with their pairs. Throws Cancelled.
std::vector<ArticleId> find_representatives(const SequenceIndex& index, const TimeOrder& order, const FamilyOptions& options,
                                            const std::function<bool(ArticleId, ArticleId)>& may_meet, const Control& control);

}  // namespace wirecopy::detail
