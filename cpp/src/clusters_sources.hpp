// Clusters, where the parts of an article come from: pairs with their passages and a first grouping in; the roundups,
// and how much of an article other clusters tell, out.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/passages.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy::detail {

/// Two rows (a != b), how alike they are, [0, 1], and what they share, in units of their streams.
struct SharedPair {
  ArticleId a, b;
  double edge;
  std::span<const Passage> passages;
};

struct SourceOptions {
  double opening = 0.06;            ///< a passage that begins in this share of an article's units is its opening,
  std::uint32_t opening_units = 40;  ///< or in so many units, whichever is more
  double goes_on = 0.7;             ///< at most so much of a report is in a roundup that holds its opening
  double alike = 0.5;               ///< from this edge on two articles are one report, not a roundup and an item,
  double main = 0.5;                ///< where this share of the roundup, or more, is that article's
  double item = 0.08;               ///< least share of a roundup that is one item's and no other's
  double most_own = 0.75;           ///< what has more than this from one cluster is no roundup
  std::size_t items = 3;            ///< of different clusters, to make a roundup
  std::uint32_t between = 24;       ///< units of its own cluster's on both sides make a part an insertion and no item
};

/// Which rows are roundups: they hold the openings of reports of other clusters, each at another place, not in the
/// middle of what their own cluster has and going on beyond what they hold, and with their own cluster's part these are
/// `items` or more. `labels`: the clusters as far as they are known; `units`: the length of each row's stream.
/// O(passages log passages), whatever the number of clusters. Throws Cancelled.
std::vector<char> find_roundups(std::span<const SharedPair> pairs, std::span<const std::int64_t> labels,
                                std::span<const std::uint32_t> units, const SourceOptions& options,
                                const Control& control);

/// Of a pair's two rows, the units that articles of other clusters tell.
struct ToldElsewhere {
  std::uint32_t of_a = 0, of_b = 0;
};

/// For each pair: the units of each side in passages with articles of clusters other than the two rows', where neither
/// of these clusters has the passage too. Openings do not count, since they are items and not additions, nor do
/// articles in `left_out`. 0 for both sides where the two are of different clusters and either has more from its own
/// cluster alone than from the other's: it is at home there. O(passages log passages). Throws Cancelled.
std::vector<ToldElsewhere> told_elsewhere(std::span<const SharedPair> pairs, std::span<const std::int64_t> labels,
                                          std::span<const std::uint32_t> units, std::span<const char> left_out,
                                          const SourceOptions& options, const Control& control);

}  // namespace wirecopy::detail
