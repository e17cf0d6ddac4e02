// Stage 5, pairs: rows or shingles in; every pair over a bound, or the nearest rows of each, out.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/export.hpp"
#include "wirecopy/terms.hpp"
#include "wirecopy/text.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy {

/// Which pairs may meet. What is not known of a row (no list, a time of NaN, a label below 0) keeps it from nothing.
struct PairFilter {
  std::span<const double> hours = {};    ///< of the rows: pairs further apart than `window` do not meet
  std::span<const double> hours_y = {};  ///< of the rows of the second matrix, where there is one
  double window = std::numeric_limits<double>::infinity();
  std::span<const std::int32_t> same = {}, same_y = {};            ///< only rows of equal label meet: one language
  std::span<const std::int32_t> different = {}, different_y = {};  ///< only rows of unlike labels meet: two outlets
};

/// Sorted by a, then b.
struct SimilarPairs {
  std::vector<ArticleId> a, b;
  std::vector<double> similarity;
  std::size_t size() const { return a.size(); }
};

inline constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

/// Every pair of rows whose dot product is `threshold` or more: a < b, each pair once. For rows of length 1, as
/// weigh() makes them, that is their cosine. T is float or double. Exact for values of any sign, fastest without
/// negative ones: the products of the columns that both rows have are rounded to double and summed in double, column by
/// column in ascending order, and pairs are passed over only by an upper bound of that sum. `threshold` must be over 0.
/// The same for any number of threads and on any machine.
///
/// Time: at worst every pair that may meet costs some products of bytes, 64 to 4,096, hundreds of them a nanosecond;
/// those that come near the threshold, O(entries of the two rows). Memory: beside the pairs at most twice that of x, of
/// small matrices some ten megabytes.
/// A method of this library's own: head and tail as in L2AP (Anastasiu and Karypis 2014), bounds by Cauchy and Schwarz.
/// Throws std::invalid_argument (bad arrays, values that are not finite), std::length_error where there are more than
/// `max_pairs`, Cancelled.
template <class T>
WIRECOPY_API SimilarPairs similarity_join(const SparseRows<T>& x, double threshold, const PairFilter& filter = {},
                                          const Control& control = {}, std::size_t max_pairs = any_number);
/// The same of a row of x and a row of y: every (a, b) with a in x, b in y.
template <class T>
WIRECOPY_API SimilarPairs similarity_join(const SparseRows<T>& x, const SparseRows<T>& y, double threshold,
                                          const PairFilter& filter = {}, const Control& control = {},
                                          std::size_t max_pairs = any_number);
WIRECOPY_API SimilarPairs similarity_join(const CsrView& x, double threshold, const PairFilter& filter = {},
                                          const Control& control = {}, std::size_t max_pairs = any_number);
WIRECOPY_API SimilarPairs similarity_join(const CsrView& x, const CsrView& y, double threshold, const PairFilter& filter = {},
                                          const Control& control = {}, std::size_t max_pairs = any_number);

/// Rows that are dense, one after the other, such as those of truncated_svd(); they lie with the caller.
template <class T>
struct DenseRows {
  std::size_t columns = 0;
  std::span<const T> values;  ///< rows x columns
  std::size_t rows() const { return columns == 0 ? 0 : values.size() / columns; }
};

/// The join of dense rows: the same, of pairs whose product in T, blocked (Eigen), is within its rounding error of the
/// threshold or over it. Time O(pairs x columns).
template <class T>
WIRECOPY_API SimilarPairs similarity_join(const DenseRows<T>& x, double threshold, const PairFilter& filter = {},
                                          const Control& control = {}, std::size_t max_pairs = any_number);
template <class T>
WIRECOPY_API SimilarPairs similarity_join(const DenseRows<T>& x, const DenseRows<T>& y, double threshold,
                                          const PairFilter& filter = {}, const Control& control = {},
                                          std::size_t max_pairs = any_number);

namespace detail {
class PairReader;
}

/// The same join, made ready once and read a part at a time. The matrices and the lists of the filter must outlive it.
class WIRECOPY_API SimilarityJoin {
 public:
  template <class T>
  SimilarityJoin(const SparseRows<T>& x, double threshold, const PairFilter& filter = {}, const Control& control = {});
  template <class T>
  SimilarityJoin(const SparseRows<T>& x, const SparseRows<T>& y, double threshold, const PairFilter& filter = {},
                 const Control& control = {});
  template <class T>
  SimilarityJoin(const DenseRows<T>& x, double threshold, const PairFilter& filter = {}, const Control& control = {});
  template <class T>
  SimilarityJoin(const DenseRows<T>& x, const DenseRows<T>& y, double threshold, const PairFilter& filter = {},
                 const Control& control = {});
  SimilarityJoin(SimilarityJoin&&) noexcept;
  SimilarityJoin& operator=(SimilarityJoin&&) noexcept;
  ~SimilarityJoin();

  /// Rows of x: what read() counts.
  std::size_t rows() const;
  /// How many rows are best read at once by one thread: their pairs stay within some ten megabytes.
  std::size_t stretch() const;
  /// Whether reading from 0 to the end gives pairs sorted by a, then b. Else, where `same`, or `hours` and a window, are
  /// given, rows come by label and time.
  bool sorted() const;
  /// Gives the pairs of rows begin to end to `take` in parts, always in the same order; each pair of the join belongs to
  /// one row. `take` is called from one thread at a time, not always the same. Memory: what `take` keeps, and a part for
  /// each thread. Throws as similarity_join.
  void read(std::size_t begin, std::size_t end, const std::function<void(const SimilarPairs&)>& take, const Control& control = {}) const;

 private:
  std::unique_ptr<detail::PairReader> reader_;
};

struct Nearest {
  std::size_t k = 0;
  std::vector<std::int64_t> indices;  ///< rows x k, best first, ties by index; -1 where there are fewer
  std::vector<double> similarity;     ///< rows x k; 0 where there are fewer
};

/// The k other rows with the largest dot product over 0 with each row, summed as in similarity_join. Exact. Throws as
/// similarity_join does. Time as there, of every pair; memory up to two and a half times that of x.
template <class T>
WIRECOPY_API Nearest nearest(const SparseRows<T>& x, std::size_t k, const Control& control = {});
/// The k rows of y nearest to each row of x.
template <class T>
WIRECOPY_API Nearest nearest(const SparseRows<T>& x, const SparseRows<T>& y, std::size_t k, const Control& control = {});
template <class T>
WIRECOPY_API Nearest nearest(const DenseRows<T>& x, std::size_t k, const Control& control = {});
template <class T>
WIRECOPY_API Nearest nearest(const DenseRows<T>& x, const DenseRows<T>& y, std::size_t k, const Control& control = {});
WIRECOPY_API Nearest nearest(const CsrView& x, std::size_t k, const Control& control = {});
WIRECOPY_API Nearest nearest(const CsrView& x, const CsrView& y, std::size_t k, const Control& control = {});

/// What shingles are made of: UAX #29 words, folded; code points as they stand; runs of word characters as they stand
/// (in lower case with `lowercase`).
enum class ShingleUnit : std::uint8_t { word, character, run };

struct ShingleOptions {
  unsigned n = 5;
  ShingleUnit unit = ShingleUnit::word;
  double min_containment = 0;  ///< of the larger of the two sides
  double min_resemblance = 0;
  std::uint64_t min_shared = 1;
  std::span<const std::uint8_t> classes = {};  ///< as in CountOptions, for runs
  /// A shingle that more texts have is left out of all sets, as if no text had it; how many were is told.
  std::size_t max_articles = any_number;
  std::size_t max_pairs = any_number;
  bool lowercase = false;                      ///< as in CountOptions, for runs
  CharacterMap map = {};                       ///< and this
};

/// Sorted by a, then b; a < b.
struct ShinglePairs {
  std::vector<ArticleId> a, b;
  std::vector<std::int64_t> shared;     ///< shingles both have
  std::vector<double> resemblance;      ///< shared over those that either has
  std::vector<double> containment_a;    ///< shared over those of a
  std::vector<double> containment_b;
  std::size_t left_out = 0;             ///< shingles of more than max_articles texts
  std::size_t size() const { return a.size(); }
};

/// The set of a text's shingles, hashed to 64 bits, ascending. A text of fewer than n units has none. Throws TextError.
WIRECOPY_API std::vector<std::uint64_t> shingles(std::string_view text, const ShingleOptions& options = {});

/// Every pair of texts that meets all bounds. Nothing is sampled and no shingle is too frequent to count, unless
/// `max_articles` says so; exact as far as no two different shingles of the texts have the same 64-bit hash. The same for any
/// number of threads.
///
/// Shingles that one text alone has are passed over unsorted; of the others each text looks up as many of its rarest as must
/// hold one of any partner's (prefix filter, Chaudhuri, Ganti, Kaushik 2006), inside the filter's window only. O(length), and
/// the pairs that share a looked-up shingle. Memory: 8 bytes a shingle.
/// Throws TextError, std::invalid_argument, std::length_error where there are more than `max_pairs`, Cancelled.
WIRECOPY_API ShinglePairs shingle_join(std::span<const std::string_view> texts, const ShingleOptions& options = {},
                                       const PairFilter& filter = {}, const Control& control = {});
/// The same of a text of `texts` and one of `others`: every (a, b) with a in the first, b in the second. How often a shingle
/// occurs is counted in both together. A TextError numbers the others after the texts.
WIRECOPY_API ShinglePairs shingle_join(std::span<const std::string_view> texts, std::span<const std::string_view> others,
                                       const ShingleOptions& options = {}, const PairFilter& filter = {},
                                       const Control& control = {});

}  // namespace wirecopy
