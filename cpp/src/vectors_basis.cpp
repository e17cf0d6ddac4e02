#include "vectors_basis.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "parallel.hpp"
#include "vectors_eigen.hpp"
#include "vectors_products.hpp"

namespace wirecopy::detail {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

Index at(std::size_t i) { return static_cast<Index>(i); }

/// How near to dependent Cholesky QR may find a column: the square of what is left of it beside the others. Below, the
/// rounding of the Gram matrix would show in the basis.
template <class T>
constexpr double least_pivot = std::is_same_v<T, float> ? 1e-4 : 1e-9;

/// How much of a column's square must be left beside the blocks before. Less would be the rounding of the products.
constexpr double least_share = 1e-8;

/// From this pivot on once is enough: to 1e-12 for double, and for float to what its Gram matrix tells.
template <class T>
constexpr double fair_pivot = std::is_same_v<T, float> ? 0.25 : 1e-4;

/// y becomes y R^-1; false, and y as it was, where it cannot. Twice unless once is enough.
template <class T>
bool cholesky_qr(Dense<T>& y, Accuracy accuracy, const Control& control, double* smallest = nullptr) {
  double pivot = 0;
  const MatrixXd inverse = inverse_root(products(y, y, control), least_pivot<T>, &pivot);
  if (inverse.size() == 0) return false;
  if (smallest) *smallest = smallest_singular_value(inverse);
  multiply_upper_in_place(y, inverse, control);
  if (accuracy == Accuracy::enough || pivot > fair_pivot<T>) return true;
  const MatrixXd again = inverse_root(products(y, y, control), least_pivot<T>);
  if (again.size() == 0) return false;
  multiply_upper_in_place(y, again, control);
  return true;
}

/// Keeps the directions that y has and puts random columns in place of the others.
template <class T>
void refill(Dense<T>& y, std::uint64_t round, const Control& control) {
  MatrixXd gram = products(y, y, control);
  VectorXd scale = gram.diagonal().cwiseSqrt();
  for (double& s : scale) s = s > 0 && std::isfinite(s) ? 1 / s : 0;
  gram = scale.asDiagonal() * gram * scale.asDiagonal();
  const auto [values, vectors] = all_eigenpairs(gram);
  VectorXd roots = VectorXd::Zero(values.size());
  const double least = 10 * least_pivot<T> * std::max(1.0, values.maxCoeff());
  for (Index i = 0; i < values.size(); ++i) {
    if (values[i] > least) roots[i] = 1 / std::sqrt(values[i]);
  }
  const MatrixXd turn = scale.asDiagonal() * vectors * roots.asDiagonal();
  multiply_in_place(y, turn, control);
  const double length = std::sqrt(3 / static_cast<double>(y.rows()));  // random numbers of [-1, 1) then have norm 1
  parallel_blocks("vectors", y.rows(), 4096, control, [&](std::size_t begin, std::size_t end, unsigned) {
    T random[panel_width];
    for (std::size_t panel = 0; panel < y.panels(); ++panel) {
      const std::size_t width = std::min(panel_width, y.width() - panel * panel_width);
      for (std::size_t r = begin; r < end; ++r) {
        fill_random(random, width, combine(round, panel), r);
        for (std::size_t k = 0; k < width; ++k) {
          if (roots[at(panel * panel_width + k)] == 0) y.line(panel, r)[k] = random[k] * static_cast<T>(length);
        }
      }
    }
  });
}

template <class T>
void householder(Dense<T>& y) {
  MatrixXd full(at(y.rows()), at(y.width()));
  for (std::size_t r = 0; r < y.rows(); ++r) {
    for (std::size_t c = 0; c < y.width(); ++c) full(at(r), at(c)) = static_cast<double>(y.at(r, c));
  }
  full = householder_basis(full);
  for (std::size_t r = 0; r < y.rows(); ++r) {
    for (std::size_t c = 0; c < y.width(); ++c) y.at(r, c) = static_cast<T>(full(at(r), at(c)));
  }
}

/// For columns that one Cholesky QR cannot part: double, random columns for dependent ones, Householder at last.
template <class T>
void orthonormalize_slowly(Dense<T>& y, const Control& control) {
  if constexpr (std::is_same_v<T, float>) {
    auto doubled = converted<double>(y, control);
    orthonormalize(doubled, Accuracy::full, control);
    y = converted<float>(doubled, control);
  } else {
    const bool small = y.rows() < 2 * y.width() || y.rows() * y.width() * y.width() < 1U << 22;
    for (std::uint64_t round = 0; !small && round < 3; ++round) {
      refill(y, round, control);
      if (cholesky_qr(y, Accuracy::full, control)) return;
    }
    beside("vectors", control, [&] { householder(y); });
  }
}

}  // namespace

template <class T>
Basis orthonormalize(Dense<T>& y, Accuracy accuracy, const Control& control) {
  Basis out;
  if (cholesky_qr(y, accuracy, control, &out.smallest)) return out;
  orthonormalize_slowly(y, control);
  return {true, 0};
}

Basis orthonormalize(const Dense<float>& y, Halves& basis, const Control& control) {
  const MatrixXd inverse = inverse_root(products(y, y, control), least_pivot<float>);
  if (inverse.size() == 0) return {true, 0};
  const auto factor = panels_of<float>(inverse);
  parallel_blocks("vectors", y.rows(), row_block, control, [&](std::size_t begin, std::size_t end, unsigned) {
    alignas(64) float made[2][row_block * panel_width] = {};
    for (std::size_t panel = 0; panel < y.panels(); ++panel) {
      multiply_panel(end - begin, panel + 1, y.line(0, begin), y.rows() * panel_width, factor.line(panel, 0), made[panel % 2]);
      if (panel % 2 == 0 && panel + 1 < y.panels()) continue;
      if (panel % 2 == 0) std::fill_n(made[1], row_block * panel_width, 0.0F);
      std::uint32_t* const words = basis.line(panel / 2, begin);
      for (std::size_t i = 0; i < (end - begin) * panel_width; ++i) words[i] = pack(made[0][i], made[1][i]);
    }
  });
  return {false, smallest_singular_value(inverse)};
}

template <class T>
MatrixXd orthonormalizer(const Dense<T>& y, const Control& control) {
  double pivot = 0;
  MatrixXd inverse = inverse_root(products(y, y, control), least_pivot<T>, &pivot);
  return pivot > fair_pivot<T> ? inverse : MatrixXd();
}

std::optional<MatrixXd> extend_basis(Dense<float>& basis, std::size_t first, const MatrixXd& shared, Halves& rounded,
                                     const Control& control) {
  const std::size_t count = rounded.pairs() * 2;
  const auto factor_before = panels_of<float>(shared);
  const Panels<float> last{basis, first, count};
  const MatrixXd gram = products(last, last, control, [&](std::size_t from, std::size_t to) {
    constexpr std::size_t some = 64;  // rows of all panels before that stay in the second cache
    alignas(64) float made[some * panel_width];
    for (std::size_t begin = from; first > 0 && begin < to; begin += some) {
      const std::size_t rows = std::min(some, to - begin);
      for (std::size_t panel = 0; panel < count; ++panel) {
        multiply_panel(rows, first, basis.line(0, begin), basis.rows() * panel_width, factor_before.line(panel, 0), made);
        float* const line = basis.line(first + panel, begin);
        for (std::size_t i = 0; i < rows * panel_width; ++i) line[i] -= made[i];
      }
    }
  });
  for (Index c = 0; c < gram.cols(); ++c) {
    if (!(gram(c, c) > least_share * (shared.rows() > 0 ? shared.col(c).squaredNorm() : 0))) return std::nullopt;
  }
  const MatrixXd inverse = inverse_root(gram, least_pivot<float>);
  if (inverse.size() == 0) return std::nullopt;
  const auto factor = panels_of<float>(inverse);
  parallel_blocks("vectors", basis.rows(), row_block, control, [&](std::size_t begin, std::size_t end, unsigned) {
    alignas(64) float made[2][row_block * panel_width];
    for (std::size_t pair = rounded.pairs(); pair-- > 0;) {
      for (const std::size_t half : {1U, 0U}) {
        const std::size_t panel = 2 * pair + half;
        multiply_panel(end - begin, panel + 1, basis.line(first, begin), basis.rows() * panel_width, factor.line(panel, 0), made[half]);
        std::copy_n(made[half], (end - begin) * panel_width, basis.line(first + panel, begin));
      }
      std::uint32_t* const words = rounded.line(pair, begin);
      for (std::size_t i = 0; i < (end - begin) * panel_width; ++i) words[i] = pack(made[0][i], made[1][i]);
    }
  });
  return inverse_of_upper(inverse);
}

#define WIRECOPY_FOR(T)                                                  \
  template MatrixXd orthonormalizer(const Dense<T>&, const Control&);    \
  template Basis orthonormalize(Dense<T>&, Accuracy, const Control&);
WIRECOPY_FOR(float)
WIRECOPY_FOR(double)

}  // namespace wirecopy::detail
