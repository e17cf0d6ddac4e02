// Stage 4, vectors: counts in; TF-IDF rows, and their dense projection, out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/export.hpp"
#include "wirecopy/memory.hpp"
#include "wirecopy/terms.hpp"

namespace wirecopy {

/// A sparse matrix by rows (CSR) that lies with the caller. Columns ascend inside a row, none twice.
struct CsrView {
  std::size_t columns = 0;
  std::span<const std::int64_t> indptr;  ///< rows + 1, from 0
  std::span<const std::int32_t> indices;
  std::span<const double> values;
  std::size_t rows() const { return indptr.size() - 1; }
};

/// Checks that the arrays fit each other and every value is finite. Throws std::invalid_argument. O(entries).
WIRECOPY_API void validate(const CsrView& matrix);

/// How many rows have each column (an entry of 0 counts as one, as it stands).
WIRECOPY_API std::vector<std::int64_t> rows_with(std::span<const std::int32_t> indices, std::size_t columns);

/// Inverse frequency of a column: ln(n / rows with it) + 1; smooth: ln((1 + n) / (1 + rows with it)) + 1.
WIRECOPY_API std::vector<double> inverse_frequency(std::span<const std::int64_t> rows_with, std::size_t rows, bool smooth = true);
/// The same into an array of the caller's, as long as `rows_with`; std::invalid_argument otherwise.
WIRECOPY_API void inverse_frequency(std::span<const std::int64_t> rows_with, std::size_t rows, bool smooth, std::span<double> out);

/// Turns counts into weights in place: sublinear 1 + ln(count), times `idf` of the column (empty: none), over the norm of
/// the row; a row of norm 0 stays as it is. The same for any number of threads. O(entries).
WIRECOPY_API void weigh(std::span<const std::int64_t> indptr, std::span<const std::int32_t> indices, std::span<double> values,
                        std::span<const double> idf, bool sublinear, Norm norm, const Control& control = {});

/// A sparse matrix by rows as numpy and scipy hold it: offsets and columns of 32 or 64 bits, values float or double.
/// It lies with the caller. The columns of a row stand in any order, none twice.
template <class T>
struct SparseRows {
  std::size_t columns = 0;  ///< at most 2^31 - 1
  std::variant<std::span<const std::int64_t>, std::span<const std::int32_t>> indptr;  ///< rows + 1, from 0
  std::variant<std::span<const std::int64_t>, std::span<const std::int32_t>> indices;
  std::span<const T> values;
  std::size_t rows() const {
    return std::visit([](const auto& all) { return all.empty() ? 0 : all.size() - 1; }, indptr);
  }
};

struct SvdOptions {
  std::size_t components = 100;
  std::size_t iterations = 5;    ///< of the subspace; more are nearer to the exact SVD
  std::size_t oversamples = 10;  ///< at least so many; the subspace is filled up to a multiple of 16
  std::uint64_t seed = 0;
};

template <class T>
struct SvdOf {
  std::size_t components = 0;     ///< at most rows and columns
  BlockVector<T> axes;            ///< components x columns, row by row; the largest entry of each is positive
  std::vector<T> singular_values; ///< descending
  BlockVector<T> rows;            ///< the rows on the axes, rows x components: what project() gives
  std::vector<T> variances;       ///< of the columns of `rows` (over rows, not rows - 1)
  double variance = 0;            ///< of all columns of the matrix, summed (over rows, not rows - 1)
};
using Svd = SvdOf<double>;

/// Truncated SVD from a random start (Halko, Martinsson, Tropp 2011, algorithm 5.1). Up to five iterations make a block
/// Krylov space that holds at least about as much (Musco, Musco 2015), further ones are subspace iterations with a shift of
/// the spectrum (Feng, Yu, Xie 2022); small matrices, and spectra of many sizes, have plain subspace iterations (Halko and
/// others, algorithm 4.4) throughout. T is float or double. Depends on the seed alone: not on threads, not on the
/// vector instructions of the machine. O((iterations + 1) x (entries + rows x components) x components).
/// Throws std::invalid_argument (bad arrays, a value that is not finite), Cancelled.
template <class T>
WIRECOPY_API SvdOf<T> truncated_svd(const SparseRows<T>& matrix, const SvdOptions& options = {}, const Control& control = {});
WIRECOPY_API Svd truncated_svd(const CsrView& matrix, const SvdOptions& options = {}, const Control& control = {});

/// The rows on the axes: rows x components, row by row. O(entries x components). Throws as truncated_svd.
template <class T>
WIRECOPY_API BlockVector<T> project(const SparseRows<T>& matrix, std::span<const T> axes, std::size_t components,
                                    const Control& control = {});
WIRECOPY_API BlockVector<double> project(const CsrView& matrix, std::span<const double> axes, std::size_t components,
                                         const Control& control = {});

/// Very sparse random projection (Li, Hastie, Church 2006): each entry of a components x columns matrix is
/// +-sqrt(s / components) with probability 1 / 2s each, else 0; s is the power of two next below sqrt(columns), at
/// least 1. Dot products and distances of rows are kept on average. The matrix is never stored: hashes of (seed, column)
/// stand for it.
struct RandomProjection {
  std::size_t components = 100;
  std::size_t columns = 0;
  std::uint64_t seed = 0;
};

/// The rows projected: rows x components, row by row. O(entries x (components / 64 x log s + components / s)) and no
/// memory beside the result. Throws std::invalid_argument, Cancelled.
template <class T>
WIRECOPY_API BlockVector<T> project(const SparseRows<T>& matrix, const RandomProjection& projection,
                                    const Control& control = {});

/// The matrix itself in coordinates, by columns: component, column and sign of each entry that is not 0, and the
/// absolute value of all of them.
struct ProjectionEntries {
  std::vector<std::int32_t> component, column;
  std::vector<std::int8_t> sign;
  double value = 0;
};
WIRECOPY_API ProjectionEntries entries(const RandomProjection& projection);

/// How vectors of words are made.
struct WordVectorOptions {
  std::size_t components = 64;
  std::size_t window = 5;        ///< words on each side of a word that stand beside it, inside its sentence
  double smoothing = 0.75;       ///< exponent of how often the word beside stands beside others
  std::size_t iterations = 5;    ///< of the SVD
  std::uint64_t seed = 0;
};

struct WordVectors {
  std::size_t components = 0;  ///< at most the number of words
  BlockVector<float> rows;     ///< words x components, row by row; of norm 1, or 0 for a word that nothing stands beside
};

/// Vectors of words out of what stands beside them: words are alike that stand among the same words. Counts of neighbours
/// inside sentences, as positive pointwise mutual information (Levy, Goldberg 2014; its contexts smoothed as by Levy,
/// Goldberg, Dagan 2015), by truncated SVD, each axis times the root of its singular value. Sentence i holds
/// words[offsets[i] .. offsets[i + 1]], numbers below `vocabulary`; -1 holds a place and is no word. The same for any
/// number of threads and any order of the sentences. O(words x window) and truncated_svd of at most twice as many entries,
/// for which 24 bytes each are needed. Throws std::invalid_argument (offsets, numbers, components or window), Cancelled.
WIRECOPY_API WordVectors word_vectors(std::span<const std::int64_t> offsets, std::span<const std::int32_t> words,
                                      std::size_t vocabulary, const WordVectorOptions& options = {}, const Control& control = {});

}  // namespace wirecopy
