// Vectors, eigen: some eigenvectors of a small symmetric matrix.
#pragma once

#include <Eigen/Dense>

namespace wirecopy::detail {

struct Eigenpairs {
  Eigen::VectorXd values;   ///< descending
  Eigen::MatrixXd vectors;  ///< a column each, of norm 1; orthogonal to about 1e-7, 1e-5 where T is float
};

/// The `count` largest eigenvalues and their eigenvectors. For half of all in about half the time of Eigen's solver,
/// which turns every vector at each step: bisection's place is taken by values alone, then inverse iteration on the
/// tridiagonal form, to which T leads: float in half the time of double. O(n^3 + n^2 count).
template <class T>
Eigenpairs largest_eigenpairs(const Eigen::MatrixXd& symmetric, Eigen::Index count);

}  // namespace wirecopy::detail
