// Tree, what a copy costs as made of each of its candidates: how improbable the places are in which they differ.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tree_compare.hpp"

namespace wirecopy::detail {

/// A text that may be what a copy was made of, and how the copy differs from it.
struct TreeCandidate {
  std::uint32_t text;
  Comparison comparison;
  double changes = 0;                  ///< what the copy costs as made of this one
  std::vector<std::uint32_t> counted;  ///< the places that cost something, by number; the same in two: they are one witness
};

/// Fills `changes` and `counted` of the candidates of one copy, given with the first witness first.
void count_changes(const TreeTexts& texts, std::span<TreeCandidate> candidates);

}  // namespace wirecopy::detail
