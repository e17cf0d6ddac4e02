// How sure a label is: from the region's odds, or from how often a rule was found right.
#pragma once

#include "wirecopy/clean.hpp"

namespace wirecopy::detail {

/// Where a label comes from.
enum class Told { by_region, by_rule, by_other_articles };

/// Probability that the label is right. `log_odds` of body, as body_log_odds gives them, count for body and for
/// boilerplate that the region alone tells. A logistic curve through what was found on pages that the weights had not
/// seen (docs/accuracy.md); the odds of a region are too sure of themselves, as neighbours err together.
float confidence(Label label, Told told, float log_odds);

}  // namespace wirecopy::detail
