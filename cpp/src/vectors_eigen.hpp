// Vectors, eigen: what the SVD asks of small dense matrices. Their algorithms are Eigen's but for some of many eigenvectors;
// no other file names these, as they take long to compile.
#pragma once

#include <Eigen/Core>

#include "wirecopy/control.hpp"

namespace wirecopy::detail {

struct Eigenpairs {
  Eigen::VectorXd values;   ///< descending
  Eigen::MatrixXd vectors;  ///< a column each, of norm 1
};

/// The `count` largest eigenvalues and their eigenvectors, orthogonal to about 1e-7, 1e-5 where T is float. For half of all
/// in about half the time of Eigen's solver, which turns every vector at each step: bisection's place is taken by values
/// alone, then inverse iteration on the tridiagonal form, to which T leads: float in half the time of double. All but the
/// form and the values is done by threads. O(n^3 + n^2 count).
template <class T>
Eigenpairs largest_eigenpairs(const Eigen::MatrixXd& symmetric, Eigen::Index count, const Control& control);

/// All of them, by Eigen's solver, to the precision of double. O(n^3).
Eigenpairs all_eigenpairs(const Eigen::MatrixXd& symmetric);

/// The `count` largest singular values and their left singular vectors of a square matrix, by Jacobi rotations, without
/// squaring it. O(n^3).
Eigenpairs left_singular_pairs(const Eigen::MatrixXd& square, Eigen::Index count);

/// R^-1 with R'R = gram, an upper triangle, or nothing where a column is too nearly dependent: where the square of what is
/// left of it beside the others, `pivot`, is `least` or less.
Eigen::MatrixXd inverse_root(const Eigen::MatrixXd& gram, double least, double* pivot = nullptr);

/// The inverse of an upper triangle.
Eigen::MatrixXd inverse_of_upper(const Eigen::MatrixXd& upper);

/// The smallest singular value of R, of which R^-1 is given, by inverse iteration; eight steps settle the first digit, which
/// is enough.
double smallest_singular_value(const Eigen::MatrixXd& inverse);

/// As many orthonormal columns as `tall` has, which span its own where these are independent (Householder).
Eigen::MatrixXd householder_basis(const Eigen::MatrixXd& tall);

Eigen::MatrixXd product(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);
/// a' b.
Eigen::MatrixXd product_of_transposed(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

}  // namespace wirecopy::detail
