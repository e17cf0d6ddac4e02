// Stage 4, vectors: counts in; TF-IDF rows, and their dense projection, out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/export.hpp"
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

enum class Norm : std::uint8_t { none, l1, l2 };

/// How many rows have each column (an entry of 0 counts as one, as it stands).
WIRECOPY_API std::vector<std::int64_t> rows_with(std::span<const std::int32_t> indices, std::size_t columns);

/// Inverse frequency of a column: ln(n / rows with it) + 1; smooth: ln((1 + n) / (1 + rows with it)) + 1.
WIRECOPY_API std::vector<double> inverse_frequency(std::span<const std::int64_t> rows_with, std::size_t rows, bool smooth = true);

/// Turns counts into weights in place: sublinear 1 + ln(count), times `idf` of the column (empty: none), over the norm of
/// the row; a row of norm 0 stays as it is. The same for any number of threads. O(entries).
WIRECOPY_API void weigh(std::span<const std::int64_t> indptr, std::span<const std::int32_t> indices, std::span<double> values,
                        std::span<const double> idf, bool sublinear, Norm norm, const Control& control = {});

struct SvdOptions {
  std::size_t components = 100;
  std::size_t iterations = 5;    ///< of the subspace; more are nearer to the exact SVD
  std::size_t oversamples = 10;
  std::uint64_t seed = 0;
};

struct Svd {
  std::size_t components = 0;            ///< at most rows and columns
  std::vector<double> axes;              ///< components x columns, row by row; the largest entry of each is positive
  std::vector<double> singular_values;   ///< descending
};

/// Truncated SVD by randomized subspace iteration (Halko, Martinsson, Tropp 2011, algorithms 4.4 and 5.1). Depends on
/// the seed alone, not on threads. O((iterations + 1) x (entries + rows x components) x components).
/// Throws std::invalid_argument, Cancelled.
WIRECOPY_API Svd truncated_svd(const CsrView& matrix, const SvdOptions& options = {}, const Control& control = {});

/// The rows on the axes: rows x components, row by row.
WIRECOPY_API std::vector<double> project(const CsrView& matrix, std::span<const double> axes, std::size_t components,
                                         const Control& control = {});

}  // namespace wirecopy
