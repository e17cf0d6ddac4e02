// Vectors: truncated SVD of a sparse matrix.
#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <type_traits>

#include "parallel.hpp"
#include "vectors_basis.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy {

namespace {

using detail::Accuracy;
using detail::Dense;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

Index at(std::size_t i) { return static_cast<Index>(i); }

template <class T>
Dense<T> random_start(std::size_t rows, std::size_t width, std::uint64_t seed, const Control& control) {
  Dense<T> out(rows, width);
  detail::parallel_blocks("vectors", rows, 1024, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = 0; panel < out.panels(); ++panel) {
      const std::size_t columns = std::min(detail::panel_width, width - panel * detail::panel_width);
      for (std::size_t r = begin; r < end; ++r) detail::fill_random(out.line(panel, r), columns, seed, r * out.panels() + panel);
    }
  });
  return out;
}

enum class OnWide { give_up, go_on };

/// The subspace after all rounds, not yet orthonormal: (A A')^n A times a random start. Every round subtracts a share of
/// the spectrum: (A A' - shift) keeps the order of the large values while shift is at most half of the smallest that is
/// followed, and parts them sooner. Where the spectrum is wide both sides are made orthonormal, and nothing is shifted.
template <class T>
std::optional<Dense<T>> subspace(const detail::Ranked& a, std::size_t width, const SvdOptions& options, OnWide on_wide,
                                 const Control& control) {
  auto z = random_start<T>(a.back.rows(), width, options.seed, control);
  Dense<T> y(a.forward.rows(), width), next(a.forward.rows(), width);
  detail::multiply<T>(a.forward, z, 0, y, y, control);
  bool wide = false;
  double shift = 0;
  for (std::size_t n = 0; n < options.iterations; ++n) {
    const auto basis = detail::orthonormalize(y, Accuracy::enough, control);
    wide |= basis.wide;
    if (wide && on_wide == OnWide::give_up) return std::nullopt;
    // y was (A A' - shift) times an orthonormal basis: its smallest singular value and the shift are the smallest of A A'.
    if (n > 0) shift = std::max(shift, (basis.smallest + shift) / 2);
    if (wide) shift = 0;
    detail::multiply<T>(a.back, y, 0, z, z, control);
    if (wide) detail::orthonormalize(z, Accuracy::enough, control);
    detail::multiply<T>(a.forward, z, static_cast<T>(shift), y, next, control);
    std::swap(y, next);
  }
  return y;
}

/// Axes of the rows (columns x components) and singular values out of an orthonormal y.
template <class T>
std::pair<Dense<T>, VectorXd> axes_of(const detail::Ranked& a, const Dense<T>& y, std::size_t components, const Control& control) {
  Dense<T> z(a.back.rows(), y.width());
  detail::multiply<T>(a.back, y, 0, z, z, control);
  const MatrixXd gram = detail::products(z, z, control);
  VectorXd values;
  MatrixXd turn;
  bool apart = false;
  // The Gram matrix squares the spectrum: only where that leaves enough digits do its eigenvectors serve.
  constexpr double least = std::is_same_v<T, float> ? 1e-3 : 1e-6;
  detail::beside("vectors", control, [&] {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(gram);
    const VectorXd squares = solver.eigenvalues().reverse().head(at(components));
    apart = squares[at(components) - 1] > least * squares[0];
    if (!apart) return;
    values = squares.cwiseSqrt();
    turn = solver.eigenvectors().rowwise().reverse().leftCols(at(components)) * values.cwiseInverse().asDiagonal();
  });
  if (apart) return {detail::multiply(z, turn, control), values};
  Dense<T> q = z;
  detail::orthonormalize(q, Accuracy::full, control);
  const MatrixXd small = detail::products(q, z, control);
  detail::beside("vectors", control, [&] {
    const Eigen::JacobiSVD<MatrixXd> svd(small, Eigen::ComputeFullU);
    values = svd.singularValues().head(at(components));
    turn = svd.matrixU().leftCols(at(components));
  });
  return {detail::multiply(q, turn, control), values};
}

/// The axes row by row in the order of the columns, the largest entry of each positive (the first of equal ones).
template <class T>
std::vector<T> axes_by_row(const Dense<T>& axes, const std::vector<std::int32_t>& rank, const Control& control) {
  const std::size_t columns = rank.size();
  std::vector<T> out(axes.width() * columns);
  detail::parallel_for("vectors", axes.panels(), control, [&](std::size_t panel) {
    const std::size_t first = panel * detail::panel_width, width = std::min(detail::panel_width, axes.width() - first);
    T largest[detail::panel_width] = {};
    for (std::size_t c = 0; c < columns; ++c) {
      const T* const line = axes.line(panel, static_cast<std::size_t>(rank[c]));
      for (std::size_t k = 0; k < width; ++k) {
        out[(first + k) * columns + c] = line[k];
        if (std::abs(line[k]) > std::abs(largest[k])) largest[k] = line[k];
      }
    }
    for (std::size_t k = 0; k < width; ++k) {
      if (largest[k] >= 0) continue;
      for (std::size_t c = 0; c < columns; ++c) out[(first + k) * columns + c] *= -1;
    }
  }, 1);
  return out;
}

}  // namespace

template <class T>
SvdOf<T> truncated_svd(const SparseRows<T>& matrix, const SvdOptions& options, const Control& control) {
  if (options.components < 1) throw std::invalid_argument("components must be 1 or more");
  const auto a = detail::rank_columns(matrix, control);
  const std::size_t rank = std::min(matrix.rows(), matrix.columns);
  const std::size_t wanted = options.components + std::min(options.oversamples, rank);
  const std::size_t width = std::min(rank, (wanted + detail::panel_width - 1) / detail::panel_width * detail::panel_width);
  SvdOf<T> out;
  out.components = std::min(options.components, rank);
  if (rank == 0) return out;
  std::optional<Dense<T>> y;
  if constexpr (std::is_same_v<T, double>) {
    // Rounding errors of the rounds do not reach the result, which is taken from an exact basis: float is enough.
    if (const auto found = subspace<float>(a, width, options, OnWide::give_up, control)) y = detail::converted<double>(*found, control);
  }
  if (!y) y = subspace<T>(a, width, options, OnWide::go_on, control);
  detail::orthonormalize(*y, Accuracy::full, control);
  const auto [axes, values] = axes_of(a, *y, out.components, control);
  for (const double v : values) out.singular_values.push_back(static_cast<T>(v * a.unit));
  out.axes = axes_by_row(axes, a.rank, control);
  return out;
}

template SvdOf<float> truncated_svd(const SparseRows<float>&, const SvdOptions&, const Control&);
template SvdOf<double> truncated_svd(const SparseRows<double>&, const SvdOptions&, const Control&);

Svd truncated_svd(const CsrView& m, const SvdOptions& options, const Control& control) {
  return truncated_svd<double>({m.columns, m.indptr, m.indices, m.values}, options, control);
}

}  // namespace wirecopy
