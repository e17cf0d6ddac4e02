// Vectors, basis: products of tall dense matrices and orthonormal bases of their columns. Sums over rows are taken in
// blocks that depend on the shape alone, so results do not depend on threads.
#pragma once

#include <Eigen/Dense>

#include <optional>

#include "vectors_dense.hpp"
#include "vectors_sparse.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

/// matrix x right.
template <class T>
void multiply(const Operand& matrix, const Dense<T>& right, Dense<T>& out, const Control& control);

/// matrix x right, in float, into the panels of `out` from `first` on.
void multiply(const Operand& matrix, const Halves& right, Dense<float>& out, std::size_t first, const Control& control);
/// y less factor x of.
void subtract(Dense<float>& y, float factor, const Halves& of, const Control& control);
/// matrix x right, rounded to halves.
void multiply(const Operand& matrix, const Halves& right, Halves& out, const Control& control);

/// a' b, summed in double over short blocks of T. Of equal a and b half is computed. O(rows x width x width).
template <class T>
Eigen::MatrixXd products(const Dense<T>& a, const Dense<T>& b, const Control& control);
/// The same of some of the panels, whole ones.
template <class T>
Eigen::MatrixXd products(const Panels<T>& a, const Panels<T>& b, const Control& control);

/// left becomes left x right, for a small `right` with at most as many columns as rows; `upper`: it is an upper triangle.
template <class T>
void multiply_in_place(Dense<T>& left, const Eigen::MatrixXd& right, const Control& control);
template <class T>
void multiply_upper_in_place(Dense<T>& left, const Eigen::MatrixXd& upper, const Control& control);

/// The same numbers in the other precision.
template <class To, class From>
Dense<To> converted(const Dense<From>& from, const Control& control);

enum class Accuracy {
  enough,  ///< columns far from dependent, for the next round of an iteration
  full,    ///< orthonormal to the precision of T
};

struct Basis {
  bool wide = false;    ///< the columns were too nearly dependent for T: the spectrum is wide, or the rank is low
  double smallest = 0;  ///< about the smallest singular value of what was given; 0 where `wide`
};

/// Makes the columns of y (rows >= width) orthonormal by Cholesky QR (Yamamoto and others 2015: twice is as good as
/// Householder). Columns that depend on others give way to random ones, so the basis always has y's width.
template <class T>
Basis orthonormalize(Dense<T>& y, Accuracy accuracy, const Control& control);

/// An upper triangle that makes y orthonormal, y x it, where one round is enough for the precision of T; else nothing.
template <class T>
Eigen::MatrixXd orthonormalizer(const Dense<T>& y, const Control& control);

/// One round of it with the basis rounded to halves. `wide`: it could not be made.
Basis orthonormalize(const Dense<float>& y, Halves& basis, const Control& control);

/// Adds the next block to a basis that grows: the panels from `first` on lose what they share with those before, which
/// `shared` gives (products of the panels before with them), and are made orthonormal; `rounded` takes them in halves.
/// What was left is the new columns x the upper triangle that it gives back; none where what is left of a column is too
/// little, or too near to the other ones.
std::optional<Eigen::MatrixXd> extend_basis(Dense<float>& basis, std::size_t first, const Eigen::MatrixXd& shared, Halves& rounded,
                                            const Control& control);

}  // namespace wirecopy::detail
