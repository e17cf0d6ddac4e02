// Vectors, basis: orthonormal bases of the columns of tall dense matrices.
#pragma once

#include <Eigen/Core>

#include <optional>

#include "vectors_dense.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

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
