// Pairs, the first sieve of find_copies: which pairs of articles share enough rare letter sequences to be worth aligning.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy::detail {

struct CandidateOptions {
  double min_share = 0.08;       ///< of the rarity-weighed shingles of the smaller side
  std::size_t sketch = 1500;     ///< shingles an article keeps, about; longer ones keep a sample that nests
  std::size_t frequent_at_least = 64;   ///< a shingle in more articles than both bounds is frequent
  double frequent_share = 0.01;
  std::size_t frequent_looked_at = 128; ///< frequent shingles an article still uses when it has too few others
  double window = std::numeric_limits<double>::infinity();  ///< hours
};

struct Candidate {
  ArticleId a, b;  ///< a < b
  float share;     ///< of the smaller side's looked-at weight
};

struct Candidates {
  std::vector<Candidate> pairs;  ///< sorted by a, then b
  std::size_t shingles = 0;      ///< distinct ones in two articles or more
  std::size_t frequent = 0;      ///< of these, frequent
  std::size_t looked_at = 0;     ///< pairs that share at least one looked-at shingle
};

/// Character shingles (6 units; 3 in dense scripts) of each article's stream, those of one article only left aside,
/// each weighed by its rarity log(articles / articles with it). An article looks up its rare shingles, and of its
/// frequent ones the rarest until half its weight is covered, so that a story printed everywhere is still found.
/// `stream_of(i)` gives article i's units (called once each, from many threads); `hours` one per article.
Candidates find_candidates(std::size_t n, const std::function<std::u16string(std::size_t)>& stream_of,
                           std::span<const double> hours, const CandidateOptions& options, const Control& control);

}  // namespace wirecopy::detail
