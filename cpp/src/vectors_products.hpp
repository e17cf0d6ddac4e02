// Vectors, products: those of the sparse matrix and of tall dense matrices with small ones and each other. Sums over rows
// are taken in blocks that depend on the shape alone, so results do not depend on threads.
#pragma once

#include <Eigen/Core>

#include <functional>

#include "vectors_dense.hpp"
#include "vectors_sparse.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

inline constexpr std::size_t row_block = 256;  ///< rows summed in T, or worked on while they are in the cache

/// matrix x right.
template <class T>
void multiply(const Operand& matrix, const Dense<T>& right, Dense<T>& out, const Control& control);

/// matrix x right, in float, into the panels of `out` from `first` on.
void multiply(const Operand& matrix, const Halves& right, Dense<float>& out, std::size_t first, const Control& control);
/// matrix x right, rounded to halves.
void multiply(const Operand& matrix, const Halves& right, Halves& out, const Control& control);
/// y less factor x of.
void subtract(Dense<float>& y, float factor, const Halves& of, const Control& control);

/// a' b, summed in double over short blocks of T. Of equal a and b half is computed. O(rows x width x width).
template <class T>
Eigen::MatrixXd products(const Dense<T>& a, const Dense<T>& b, const Control& control);

/// Work on the rows begin..end that comes before their products, and leaves them in the cache for these.
using RowsFirst = std::function<void(std::size_t begin, std::size_t end)>;
/// The same of some of the panels, whole ones.
template <class T>
Eigen::MatrixXd products(const Panels<T>& a, const Panels<T>& b, const Control& control, const RowsFirst& before = {});

/// The small factor in panels of T: rows up to the next multiple of 16.
template <class T>
Dense<T> panels_of(const Eigen::MatrixXd& m);
/// One panel of left x right, which is one of panels_of: `panels` of left, `stride` numbers apart. A few of them are taken
/// after the other, so that their rows of `right` stay in the nearest cache.
template <class T>
void multiply_panel(std::size_t rows, std::size_t panels, const T* left, std::size_t stride, const T* right, T* out);

/// left becomes left x right, for a small `right` with at most as many columns as rows; `upper`: it is an upper triangle.
template <class T>
void multiply_in_place(Dense<T>& left, const Eigen::MatrixXd& right, const Control& control);
template <class T>
void multiply_upper_in_place(Dense<T>& left, const Eigen::MatrixXd& upper, const Control& control);

/// The same numbers in the other precision.
template <class To, class From>
Dense<To> converted(const Dense<From>& from, const Control& control);

}  // namespace wirecopy::detail
