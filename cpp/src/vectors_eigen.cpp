#include "vectors_eigen.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <Eigen/SVD>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "hash.hpp"
#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// A symmetric tridiagonal matrix less a number on its diagonal, as L U with rows swapped where that keeps L small.
class Factored {
 public:
  Factored(const VectorXd& diagonal, const VectorXd& beside, double less, double smallest)
      : diagonal_(diagonal.array() - less), first_(VectorXd::Zero(diagonal.size())), second_(first_), lower_(first_), swapped_(diagonal.size()) {
    const Index n = diagonal.size();
    first_.head(n - 1) = beside;
    for (Index i = 0; i + 1 < n; ++i) {
      const double below = beside[i];
      swapped_[i] = std::abs(below) > std::abs(diagonal_[i]);
      if (swapped_[i]) {
        lower_[i] = diagonal_[i] / below;
        diagonal_[i] = below;
        const double right = first_[i];
        first_[i] = diagonal_[i + 1];
        second_[i] = first_[i + 1];
        diagonal_[i + 1] = right - lower_[i] * first_[i];
        first_[i + 1] *= -lower_[i];
      } else {
        if (diagonal_[i] == 0) diagonal_[i] = smallest;
        lower_[i] = below / diagonal_[i];
        diagonal_[i + 1] -= lower_[i] * first_[i];
      }
    }
    for (double& d : diagonal_) {
      if (std::abs(d) < smallest) d = std::copysign(smallest, d);
    }
  }

  void solve(VectorXd& x) const {
    const Index n = x.size();
    for (Index i = 0; i + 1 < n; ++i) {
      if (swapped_[i]) std::swap(x[i], x[i + 1]);
      x[i + 1] -= lower_[i] * x[i];
    }
    for (Index i = n; i-- > 0;) {
      double left = x[i];
      if (i + 1 < n) left -= first_[i] * x[i + 1];
      if (i + 2 < n) left -= second_[i] * x[i + 2];
      x[i] = left / diagonal_[i];
    }
  }

 private:
  VectorXd diagonal_, first_, second_;  // of U: its diagonal and the two beside it
  VectorXd lower_;
  Eigen::Array<bool, Eigen::Dynamic, 1> swapped_;
};

/// Eigenvectors first..end of a tridiagonal matrix, of which no other has nearly the value of one of them, unless it is one
/// too: two steps of inverse iteration each.
void iterate_inversely(const VectorXd& diagonal, const VectorXd& beside, Index first, Index end, double size, Eigenpairs& out) {
  const Index n = diagonal.size();
  const double smallest = size * std::numeric_limits<double>::epsilon();
  VectorXd x(n);
  for (Index i = first; i < end; ++i) {
    const Factored factored(diagonal, beside, out.values[i], smallest);
    for (std::uint64_t trial = 0; trial < 5; ++trial) {
      for (Index k = 0; k < n; ++k) {
        x[k] = static_cast<double>(combine(trial, static_cast<std::uint64_t>(i * n + k)) >> 11) * 0x1p-53 - 0.5;
      }
      double left = 0;  // of the vector beside those before it
      for (int step = 0; step < 2; ++step) {
        x.normalize();
        factored.solve(x);
        x.normalize();
        for (Index k = first; k < i; ++k) x -= out.vectors.col(k).dot(x) * out.vectors.col(k);
        left = x.norm();
      }
      if (left > 0.1) break;
    }
    out.vectors.col(i) = x.normalized();
  }
}

}  // namespace

template <class T>
Eigenpairs largest_eigenpairs(const MatrixXd& symmetric, Index count, const Control& control) {
  using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
  const Index n = symmetric.rows();
  Eigen::Tridiagonalization<Matrix> form(n);
  VectorXd diagonal, along;
  Eigenpairs out;
  double size = 0;
  beside("vectors", control, [&] {
    form.compute(symmetric.cast<T>());
    diagonal = form.diagonal().template cast<double>(), along = form.subDiagonal().template cast<double>();
    Eigen::SelfAdjointEigenSolver<MatrixXd> solver;
    solver.computeFromTridiagonal(diagonal, along, Eigen::EigenvaluesOnly);
    size = std::max(solver.eigenvalues().cwiseAbs().maxCoeff(), 1e-100);
    out = {solver.eigenvalues().reverse().head(count), MatrixXd(n, count)};
  });
  const double close = 1e-8 * size;  // nearer ones would give vectors that share much
  std::vector<Index> cuts{0};
  for (Index i = 1; i < count; ++i) {
    if (out.values[i - 1] - out.values[i] > close) cuts.push_back(i);
  }
  cuts.push_back(count);
  parallel_for("vectors", cuts.size() - 1, control, [&](std::size_t group) {
    iterate_inversely(diagonal, along, cuts[group], cuts[group + 1], size, out);
  });
  constexpr Index some = 32;  // vectors turned at once
  parallel_blocks("vectors", static_cast<std::size_t>(count), some, control, [&](std::size_t begin, std::size_t end, unsigned) {
    auto vectors = out.vectors.middleCols(static_cast<Index>(begin), static_cast<Index>(end - begin));
    Matrix turned = vectors.template cast<T>();
    turned.applyOnTheLeft(form.matrixQ());
    vectors = turned.template cast<double>();
  });
  return out;
}

template Eigenpairs largest_eigenpairs<float>(const MatrixXd&, Index, const Control&);
template Eigenpairs largest_eigenpairs<double>(const MatrixXd&, Index, const Control&);

Eigenpairs all_eigenpairs(const MatrixXd& symmetric) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(symmetric);
  return {solver.eigenvalues().reverse(), solver.eigenvectors().rowwise().reverse()};
}

Eigenpairs left_singular_pairs(const MatrixXd& square, Index count) {
  const Eigen::JacobiSVD<MatrixXd, Eigen::NoQRPreconditioner> svd(square, Eigen::ComputeFullU);
  return {svd.singularValues().head(count), svd.matrixU().leftCols(count)};
}

MatrixXd inverse_root(const MatrixXd& gram, double least, double* pivot) {
  if (!(gram.diagonal().minCoeff() > 0) || !gram.allFinite()) return {};
  const VectorXd scale = gram.diagonal().cwiseSqrt().cwiseInverse();
  const Eigen::LLT<MatrixXd> llt(scale.asDiagonal() * gram * scale.asDiagonal());
  if (llt.info() != Eigen::Success) return {};
  const double found = llt.matrixLLT().diagonal().array().square().minCoeff();
  if (!(found > least)) return {};
  if (pivot) *pivot = found;
  const MatrixXd inverse = llt.matrixU().solve(MatrixXd::Identity(gram.rows(), gram.cols()));
  return scale.asDiagonal() * inverse;
}

MatrixXd inverse_of_upper(const MatrixXd& upper) {
  return upper.triangularView<Eigen::Upper>().solve(MatrixXd::Identity(upper.rows(), upper.cols()));
}

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

MatrixXd householder_basis(const MatrixXd& tall) {
  const Eigen::HouseholderQR<MatrixXd> qr(tall);
  return qr.householderQ() * MatrixXd::Identity(tall.rows(), tall.cols());
}

MatrixXd product(const MatrixXd& a, const MatrixXd& b) { return a * b; }

MatrixXd product_of_transposed(const MatrixXd& a, const MatrixXd& b) { return a.transpose() * b; }

}  // namespace wirecopy::detail
