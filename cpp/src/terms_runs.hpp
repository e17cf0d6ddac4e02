// Terms: runs of words, from the sequences of words that were read. A table of all pairs of words would lie far from the
// processor: millions, most of them met once or twice. So a run is no more than its place in a sequence until all words
// have their ranks; then places are sorted by what stands there, part by part, each small enough to stay near.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "wirecopy/control.hpp"

namespace wirecopy::detail {

/// What one worker has read.
struct Sequence {
  std::span<const std::uint32_t> words;    ///< ranks, with no_term after each text
  std::span<const std::uint32_t> shorter;  ///< of the run of so many words that begins at each place; no_term: there is none
  std::span<std::uint32_t> longer;         ///< to be filled in: of the run with one word more
};

/// Numbers the runs of `size` + 1 words in their order: that of the run without the last word, then that of the last word.
/// Gives (rank of the shorter run << 32 | rank of the word) of each. `shorter` and `words`: how many there are. O(places).
std::vector<std::uint64_t> rank_runs(std::span<const Sequence> sequences, std::size_t size, std::size_t shorter,
                                     std::size_t words, const Control& control);

}  // namespace wirecopy::detail
