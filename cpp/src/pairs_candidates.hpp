// Pairs, the first sieve of find_copies: which pairs of articles share enough rare letter sequences to be worth aligning.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "pairs_sketches.hpp"
#include "wirecopy/control.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy::detail {

struct Candidate {
  ArticleId a, b;  ///< a < b
  float share;     ///< of the smaller side's looked-at weight
};

/// The share that find_candidates gives for two streams.
double sequence_share(const SequenceStatistics& statistics, std::u16string_view a, std::u16string_view b);
/// The same of two ranks.
double sequence_share(const SequenceIndex& index, std::size_t x, std::size_t y);

struct Candidates {
  std::vector<Candidate> pairs;  ///< sorted by a, then b
  std::size_t looked_at = 0;     ///< pairs inside the window that share at least one looked-at shingle
};

/// Pairs whose shared shingles, each weighed by its rarity, make up min_share of the side with less. A body looks up its
/// rare shingles, and of its frequent ones the rarest until half its weight is covered, so that a story printed everywhere
/// is still found. Only bodies that represent themselves take part; `may_meet`, where there is one, is asked last.
/// O(postings inside the window of each body's looked-up shingles). Throws Cancelled.
Candidates find_candidates(const SequenceIndex& index, const TimeOrder& order, std::span<const ArticleId> representative,
                           const std::function<bool(ArticleId, ArticleId)>& may_meet, const Control& control);

}  // namespace wirecopy::detail
