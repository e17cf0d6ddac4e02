// Stage 5, pairs: rows or shingles in; every pair over a bound, or the nearest rows of each, out.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/export.hpp"
#include "wirecopy/text.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy {

/// Pairs further apart in time than the window are left out; a time that is not known (NaN) is never too far.
struct TimeWindow {
  std::span<const double> hours = {};    ///< of the rows; empty: none known
  std::span<const double> hours_y = {};  ///< of the rows of the second matrix, where there is one
  double window = std::numeric_limits<double>::infinity();
};

/// Sorted by a, then b.
struct SimilarPairs {
  std::vector<ArticleId> a, b;
  std::vector<double> similarity;
  std::size_t size() const { return a.size(); }
};

/// Every pair of rows whose dot product is `threshold` or more: a < b, each pair once. For rows of length 1, as
/// weigh() makes them, that is their cosine. Exact, for values of any sign: products are summed in double in order of
/// the columns, and what is passed over is passed over by a bound (Cauchy and Schwarz). `threshold` must be over 0.
/// The same for any number of threads. Throws std::invalid_argument, Cancelled.
WIRECOPY_API SimilarPairs similarity_join(const CsrView& x, double threshold, const TimeWindow& time = {},
                                          const Control& control = {});
/// The same of a row of x and a row of y: every (a, b) with a in x, b in y.
WIRECOPY_API SimilarPairs similarity_join(const CsrView& x, const CsrView& y, double threshold, const TimeWindow& time = {},
                                          const Control& control = {});

struct Nearest {
  std::size_t k = 0;
  std::vector<std::int64_t> indices;  ///< rows x k, best first, ties by index; -1 where there are fewer
  std::vector<double> similarity;     ///< rows x k; 0 where there are fewer
};

/// The k other rows with the largest dot product over 0 with each row. Throws as similarity_join does.
WIRECOPY_API Nearest nearest(const CsrView& x, std::size_t k, const Control& control = {});
/// The k rows of y nearest to each row of x.
WIRECOPY_API Nearest nearest(const CsrView& x, const CsrView& y, std::size_t k, const Control& control = {});

/// What shingles are made of: UAX #29 words, folded; code points as they stand; runs of word characters as they stand
/// (lower-case the texts before, where case should not count).
enum class ShingleUnit : std::uint8_t { word, character, run };

struct ShingleOptions {
  unsigned n = 5;
  ShingleUnit unit = ShingleUnit::word;
  double min_containment = 0;  ///< of the larger of the two sides
  double min_resemblance = 0;
  std::uint64_t min_shared = 1;
  std::span<const std::uint8_t> classes = {};  ///< as in CountOptions, for runs
};

/// Sorted by a, then b; a < b.
struct ShinglePairs {
  std::vector<ArticleId> a, b;
  std::vector<std::int64_t> shared;     ///< shingles both have
  std::vector<double> resemblance;      ///< shared over those that either has
  std::vector<double> containment_a;    ///< shared over those of a
  std::vector<double> containment_b;
  std::size_t size() const { return a.size(); }
};

/// The set of a text's shingles, hashed to 64 bits, ascending. A text of fewer than n units has none. Throws TextError.
WIRECOPY_API std::vector<std::uint64_t> shingles(std::string_view text, const ShingleOptions& options = {});

/// Every pair of texts that meets all bounds. Nothing is sampled and no shingle is too frequent to count; exact as far as
/// no two different shingles of the texts have the same 64-bit hash. The same for any number of threads.
/// Throws TextError, std::invalid_argument, Cancelled.
WIRECOPY_API ShinglePairs shingle_join(std::span<const std::string_view> texts, const ShingleOptions& options = {},
                                       const TimeWindow& time = {}, const Control& control = {});

}  // namespace wirecopy
