// Relations, wording: what two bodies tell in the same words, wherever these stand.
#pragma once

#include "relations_evidence.hpp"

namespace wirecopy::detail {

/// Shares of one side, [0, 1].
struct Telling {
  double told = 0;    ///< of its sentences' rare terms, those that one sentence of the other holds together
  double worded = 0;  ///< of its wording, that the other has: see Evidence
};

struct Tellings {
  Telling a, b;
};

/// O(terms of both * log terms), and once for each two sentences with a term in common.
Tellings tellings(const Witness& a, const Witness& b);

/// Words of `a` inside `part` of its stream that also stand in a row in `b`: of the longest such run, from five words on.
std::uint32_t words_in_a_row(const Witness& a, Span part, const Witness& b);

}  // namespace wirecopy::detail
