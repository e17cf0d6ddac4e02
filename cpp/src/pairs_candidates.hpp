// Pairs, the first sieve of find_copies: which pairs of articles share enough rare letter sequences to be worth aligning.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
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

/// What is kept of the shingles that two articles or more have, to measure any pair later with the same figures.
struct SequenceStatistics {
  std::vector<std::uint32_t> hash;      ///< ascending
  std::vector<std::uint32_t> articles;  ///< that have it
  std::vector<float> weight;            ///< its rarity
  std::size_t frequent = 0;             ///< in more articles than this: frequent
  CandidateOptions options;
};

/// The share that find_candidates gives for two streams.
double sequence_share(const SequenceStatistics& statistics, std::u16string_view a, std::u16string_view b);

struct Candidates {
  std::vector<Candidate> pairs;  ///< sorted by a, then b
  SequenceStatistics statistics;
  std::size_t frequent = 0;      ///< of its shingles, frequent
  std::size_t looked_at = 0;     ///< pairs that share at least one looked-at shingle
};

/// Character shingles (6 units; 3 in dense scripts) of each article's stream, those of one article only left aside,
/// each weighed by its rarity log(articles / articles with it). An article looks up its rare shingles, and of its
/// frequent ones the rarest until half its weight is covered, so that a story printed everywhere is still found.
/// `stream_of(i)` gives article i's units (called once each, from many threads); `earliest` and `latest` are the times of
/// its copies of the same body, NaN where unknown: a pair is inside the window when some two of them may be.
Candidates find_candidates(std::size_t n, const std::function<std::u16string(std::size_t)>& stream_of,
                           std::span<const double> earliest, std::span<const double> latest,
                           const CandidateOptions& options, const Control& control);

}  // namespace wirecopy::detail
