#include "vectors_basis.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "parallel.hpp"
#include "vectors_kernels.hpp"

namespace wirecopy::detail {

template <class To, class From>
Dense<To> converted(const Dense<From>& from, const Control& control) {
  Dense<To> to(from.rows(), from.width());
  parallel_blocks("vectors", from.rows(), 4096, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = 0; panel < from.panels(); ++panel) {
      const From* const x = from.line(panel, begin);
      To* const y = to.line(panel, begin);
      for (std::size_t i = 0; i < (end - begin) * panel_width; ++i) y[i] = static_cast<To>(x[i]);
    }
  });
  return to;
}

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::size_t block = 256;            // rows summed in T
constexpr std::size_t tile = panel_width * panel_width;
constexpr std::size_t numbers = 1 << 22;      // of all partial sums together

Index at(std::size_t i) { return static_cast<Index>(i); }

/// How near to dependent Cholesky QR may find a column: the square of what is left of it beside the others. Below, the
/// rounding of the Gram matrix would show in the basis.
template <class T>
constexpr double least_pivot = std::is_same_v<T, float> ? 1e-4 : 1e-9;

/// One round: y becomes y R^-1. R^-1, or nothing (and y as it was) where a column is too nearly dependent.
template <class T>
MatrixXd cholesky_round(Dense<T>& y, const Control& control) {
  MatrixXd gram = products(y, y, control);
  if (!(gram.diagonal().minCoeff() > 0) || !gram.allFinite()) return {};
  const VectorXd scale = gram.diagonal().cwiseSqrt().cwiseInverse();
  gram = scale.asDiagonal() * gram * scale.asDiagonal();
  const Eigen::LLT<MatrixXd> llt(gram);
  if (llt.info() != Eigen::Success) return {};
  if (!(llt.matrixLLT().diagonal().array().square().minCoeff() > least_pivot<T>)) return {};
  MatrixXd inverse = llt.matrixU().solve(MatrixXd::Identity(gram.rows(), gram.cols()));
  inverse = scale.asDiagonal() * inverse;
  multiply_in_place(y, inverse, control);
  return inverse;
}

/// The smallest singular value of R by inverse iteration; eight steps settle the first digit, which is enough.
double smallest_singular_value(const MatrixXd& inverse) {
  VectorXd x = VectorXd::Ones(inverse.cols());
  for (Index i = 1; i < x.size(); i += 2) x[i] = -1;
  double length = 0;
  for (int step = 0; step < 8; ++step) {
    x /= x.norm();
    x = inverse.triangularView<Eigen::Upper>() * (inverse.transpose().triangularView<Eigen::Lower>() * x).eval();
    length = x.norm();
  }
  return length > 0 ? 1 / std::sqrt(length) : 0;
}

/// Keeps the directions that y has and puts random columns in place of the others.
template <class T>
void refill(Dense<T>& y, std::uint64_t round, const Control& control) {
  MatrixXd gram = products(y, y, control);
  VectorXd scale = gram.diagonal().cwiseSqrt();
  for (double& s : scale) s = s > 0 && std::isfinite(s) ? 1 / s : 0;
  gram = scale.asDiagonal() * gram * scale.asDiagonal();
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(gram);
  const VectorXd& values = solver.eigenvalues();
  VectorXd roots = VectorXd::Zero(values.size());
  const double least = 10 * least_pivot<T> * std::max(1.0, values.maxCoeff());
  for (Index i = 0; i < values.size(); ++i) {
    if (values[i] > least) roots[i] = 1 / std::sqrt(values[i]);
  }
  const MatrixXd turn = scale.asDiagonal() * solver.eigenvectors() * roots.asDiagonal();
  y = multiply(y, turn, control);
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
  const Eigen::HouseholderQR<MatrixXd> qr(full);
  full = qr.householderQ() * MatrixXd::Identity(full.rows(), full.cols());
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
      if (cholesky_round(y, control).size() > 0 && cholesky_round(y, control).size() > 0) return;
    }
    beside("vectors", control, [&] { householder(y); });
  }
}

}  // namespace

template <class T>
void multiply(const Operand& matrix, const Dense<T>& right, T shift, const Dense<T>& old, Dense<T>& out, const Control& control) {
  const auto& kernel = kernels<T>();
  const T* values = nullptr;
  if constexpr (std::is_same_v<T, float>) values = matrix.singles.data();
  else values = matrix.doubles.data();
  const std::size_t blocks = matrix.cuts.size() - 1;
  // Panel by panel, so that one panel of `right` stays in the cache.
  parallel_for("vectors", blocks * right.panels(), control, [&](std::size_t task) {
    const std::size_t panel = task / blocks, begin = matrix.cuts[task % blocks], end = matrix.cuts[task % blocks + 1];
    T* const to = out.line(panel, begin);
    kernel.multiply_sparse(end - begin, matrix.offsets.data() + begin, matrix.indices.data(), values, right.line(panel, 0), to);
    if (shift == 0) return;
    const T* const from = old.line(panel, begin);
    for (std::size_t i = 0; i < (end - begin) * panel_width; ++i) to[i] -= shift * from[i];
  }, 1);
}

template <class T>
MatrixXd products(const Dense<T>& a, const Dense<T>& b, const Control& control) {
  const bool same = &a == &b;
  const std::size_t across = b.panels(), tiles = a.panels() * across * tile;
  const std::size_t most = std::clamp<std::size_t>(numbers / tiles, 4, 64);
  const std::size_t grain = ((a.rows() + most - 1) / most + block - 1) / block * block;
  std::vector<std::vector<double>> sums((a.rows() + grain - 1) / grain, std::vector<double>(tiles));
  const auto& kernel = kernels<T>();
  parallel_blocks("vectors", a.rows(), grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    alignas(64) T sum[tile];
    auto& mine = sums[begin / grain];
    for (std::size_t r = begin; r < end; r += block) {
      for (std::size_t i = 0; i < a.panels(); ++i) {
        for (std::size_t j = same ? i : 0; j < across; ++j) {
          std::fill_n(sum, tile, T(0));
          kernel.add_products(std::min(block, end - r), a.line(i, r), b.line(j, r), sum);
          double* const total = mine.data() + (i * across + j) * tile;
          for (std::size_t k = 0; k < tile; ++k) total[k] += static_cast<double>(sum[k]);
        }
      }
    }
  });
  for (std::size_t part = 1; part < sums.size(); ++part) {
    for (std::size_t k = 0; k < tiles; ++k) sums[0][k] += sums[part][k];
  }
  MatrixXd out(at(a.width()), at(b.width()));
  for (std::size_t i = 0; i < a.width(); ++i) {
    for (std::size_t j = same ? i : 0; j < b.width(); ++j) {
      const std::size_t place = (i / panel_width * across + j / panel_width) * tile + i % panel_width * panel_width + j % panel_width;
      out(at(i), at(j)) = sums[0][place];
      if (same) out(at(j), at(i)) = sums[0][place];
    }
  }
  return out;
}

namespace {

/// The small factor in panels of T: rows up to the next multiple of 16.
template <class T>
Dense<T> panels_of(const MatrixXd& m) {
  const auto rows = static_cast<std::size_t>(m.rows());
  Dense<T> out((rows + panel_width - 1) / panel_width * panel_width, static_cast<std::size_t>(m.cols()));
  for (Index r = 0; r < m.rows(); ++r) {
    for (Index c = 0; c < m.cols(); ++c) out.at(static_cast<std::size_t>(r), static_cast<std::size_t>(c)) = static_cast<T>(m(r, c));
  }
  return out;
}

}  // namespace

template <class T>
Dense<T> multiply(const Dense<T>& left, const MatrixXd& right, const Control& control) {
  const auto factor = panels_of<T>(right);
  Dense<T> out(left.rows(), factor.width());
  const auto& kernel = kernels<T>();
  parallel_blocks("vectors", left.rows(), block, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = 0; panel < out.panels(); ++panel) {
      kernel.multiply_dense(end - begin, left.panels(), left.line(0, begin), left.rows() * panel_width, factor.line(panel, 0), out.line(panel, begin));
    }
  });
  return out;
}

template <class T>
void multiply_in_place(Dense<T>& left, const MatrixXd& upper, const Control& control) {
  const auto factor = panels_of<T>(upper);
  const auto& kernel = kernels<T>();
  parallel_blocks("vectors", left.rows(), block, control, [&](std::size_t begin, std::size_t end, unsigned) {
    alignas(64) T made[block * panel_width];
    // From the last panel on: a panel needs itself and those before it.
    for (std::size_t panel = left.panels(); panel-- > 0;) {
      kernel.multiply_dense(end - begin, panel + 1, left.line(0, begin), left.rows() * panel_width, factor.line(panel, 0), made);
      std::copy_n(made, (end - begin) * panel_width, left.line(panel, begin));
    }
  });
}

template <class T>
Basis orthonormalize(Dense<T>& y, Accuracy accuracy, const Control& control) {
  const MatrixXd inverse = cholesky_round(y, control);
  if (inverse.size() > 0) {
    if (accuracy == Accuracy::enough) return {false, smallest_singular_value(inverse)};
    if (cholesky_round(y, control).size() > 0) return {false, smallest_singular_value(inverse)};
  }
  orthonormalize_slowly(y, control);
  return {true, 0};
}

#define WIRECOPY_FOR(T)                                                                                             \
  template void multiply(const Operand&, const Dense<T>&, T, const Dense<T>&, Dense<T>&, const Control&);           \
  template MatrixXd products(const Dense<T>&, const Dense<T>&, const Control&);                                     \
  template Dense<T> multiply(const Dense<T>&, const MatrixXd&, const Control&);                                     \
  template void multiply_in_place(Dense<T>&, const MatrixXd&, const Control&);                                      \
  template Basis orthonormalize(Dense<T>&, Accuracy, const Control&);
WIRECOPY_FOR(float)
WIRECOPY_FOR(double)
template Dense<double> converted(const Dense<float>&, const Control&);
template Dense<float> converted(const Dense<double>&, const Control&);

}  // namespace wirecopy::detail
