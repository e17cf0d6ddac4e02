// Pairs, sketches: the letter sequences that each body keeps, and an index of those that two bodies or more have.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pairs_time_order.hpp"
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

inline constexpr unsigned tiers = 16;  // a sketch keeps the shingles whose hash is below 2^(32 - tier)

struct Sketch {
  std::vector<std::uint32_t> hashes;  // ascending, distinct
  unsigned tier = 0;
};
/// Character shingles (6 units; 3 in dense scripts) of a stream, about `wanted` of them.
Sketch sketch_of(std::u16string_view units, std::size_t wanted);

/// What is kept of the shingles that two articles or more have, to measure any pair later with the same figures.
struct SequenceStatistics {
  std::vector<std::uint32_t> hash;      ///< ascending
  std::vector<std::uint32_t> articles;  ///< that have it
  std::vector<float> weight;            ///< its rarity: log(1 + articles that could have it / articles that do)
  std::size_t frequent = 0;             ///< in more articles than this: frequent
  CandidateOptions options;
};

/// Shingles that two bodies or more have, each with the bodies (ranks) that have it; and of each body its shingles.
struct SequenceIndex {
  SequenceStatistics statistics;
  std::vector<std::size_t> starts{0};    ///< shingle -> postings
  std::vector<std::uint32_t> postings;   ///< ranks, ascending
  std::vector<std::size_t> row_starts;   ///< rank -> rows
  std::vector<std::uint32_t> rows;       ///< shingles of each body, ascending by hash
  std::vector<std::uint8_t> tier;        ///< of each body's sketch
  std::vector<std::uint32_t> size;       ///< of each body's sketch, shingles that it alone has included
  std::size_t frequent = 0;              ///< of the shingles, frequent

  std::size_t bodies() const { return tier.size(); }
  std::span<const std::uint32_t> row(std::size_t rank) const {
    return {rows.data() + row_starts[rank], row_starts[rank + 1] - row_starts[rank]};
  }
};

/// `stream_of(body)` gives a body's units (called once each, from many threads); an empty one takes no part.
/// Sorted in parts to bound memory: about 12 bytes for each shingle of a sketch. Throws Cancelled.
SequenceIndex index_sequences(const TimeOrder& order, const std::function<std::u16string(ArticleId)>& stream_of,
                              const CandidateOptions& options, const Control& control);

}  // namespace wirecopy::detail
