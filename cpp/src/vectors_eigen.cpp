#include "vectors_eigen.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "hash.hpp"

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

}  // namespace

template <class T>
Eigenpairs largest_eigenpairs(const MatrixXd& symmetric, Index count) {
  using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
  const Index n = symmetric.rows();
  const Eigen::Tridiagonalization<Matrix> form(symmetric.cast<T>());
  const VectorXd diagonal = form.diagonal().template cast<double>(), beside = form.subDiagonal().template cast<double>();
  Eigen::SelfAdjointEigenSolver<MatrixXd> solver;
  solver.computeFromTridiagonal(diagonal, beside, Eigen::EigenvaluesOnly);
  Eigenpairs out{solver.eigenvalues().reverse().head(count), MatrixXd(n, count)};
  const double size = std::max(solver.eigenvalues().cwiseAbs().maxCoeff(), 1e-100);
  const double smallest = size * std::numeric_limits<double>::epsilon();
  const double close = 1e-8 * size;  // nearer ones would give vectors that share much
  Index cluster = 0;
  for (Index i = 0; i < count; ++i) {
    if (i > 0 && out.values[i - 1] - out.values[i] > close) cluster = i;
    const Factored factored(diagonal, beside, out.values[i], smallest);
    VectorXd x(n);
    for (std::uint64_t trial = 0; trial < 5; ++trial) {
      for (Index k = 0; k < n; ++k) {
        x[k] = static_cast<double>(combine(trial, static_cast<std::uint64_t>(i * n + k)) >> 11) * 0x1p-53 - 0.5;
      }
      double left = 0;  // of the vector beside those of the cluster
      for (int step = 0; step < 2; ++step) {
        x.normalize();
        factored.solve(x);
        x.normalize();
        for (Index k = cluster; k < i; ++k) x -= out.vectors.col(k).dot(x) * out.vectors.col(k);
        left = x.norm();
      }
      if (left > 0.1) break;
    }
    out.vectors.col(i) = x.normalized();
  }
  Matrix turned = out.vectors.cast<T>();
  turned.applyOnTheLeft(form.matrixQ());
  out.vectors = turned.template cast<double>();
  return out;
}

template Eigenpairs largest_eigenpairs<float>(const MatrixXd&, Index);
template Eigenpairs largest_eigenpairs<double>(const MatrixXd&, Index);

}  // namespace wirecopy::detail
