// Stage 3, terms: what tokens are counted as, and how common words are in a language at large.
#pragma once

#include <string>
#include <vector>

#include "wirecopy/export.hpp"

namespace wirecopy {

/// How often words occur in a language at large, so that a handful of articles still tells a name from a common word.
struct BackgroundLanguage {
  std::string language;            ///< BCP 47 tag
  std::vector<std::string> words;  ///< folded
  std::vector<float> zipf;         ///< log10 of occurrences in 10^9 words, one per word
};
using Background = std::vector<BackgroundLanguage>;

}  // namespace wirecopy
