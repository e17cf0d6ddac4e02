// Terms: runs of words, from the sequences of words that were read. A table of all pairs of words would lie far from the
// processor: millions, most of them met once or twice. So a run is no more than its place in a sequence until all words
// have their ranks; then places are sorted by what stands there, part by part, each small enough to stay near.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "memory.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

/// What one worker has read: the ranks of words, with no_term after each text; and for each place the rank of the run of so
/// many words that begins there or, at the end of a text, of the longest. Both may be one.
struct Sequence {
  std::span<const std::uint32_t> words;
  std::span<std::uint32_t> runs;
};

/// Numbers the runs of `size` + 1 words, where `runs` are of up to `size`, in their order: that of the run without the last
/// word, then that of the last word. They take the places of the shorter ones. Gives (rank of the shorter run << 32 |
/// rank of the word) of each. `shorter` and `words`: how many there are. O(places).
HugeVector<std::uint64_t> rank_runs(std::span<const Sequence> sequences, std::size_t size, std::size_t shorter,
                                    std::size_t words, const Control& control);

}  // namespace wirecopy::detail
