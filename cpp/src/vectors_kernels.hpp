// Vectors, kernels: the inner loops of the truncated SVD, each for every vector path. A product and a sum are
// rounded one after the other and sums run in one fixed order, so all paths give the same bits.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wirecopy::detail {

template <class T>
struct Kernels {
  /// Some panels of sparse x dense. Row i has the entries offsets[i]..offsets[i + 1] of `indices` and `values`; the panels
  /// of `right` are `stride` numbers apart, those of `out` `step`. Even and odd entries of a row are summed apart.
  void (*multiply_sparse)(std::size_t rows, const std::int64_t* offsets, const std::int32_t* indices, const T* values,
                          const T* right, std::size_t panels, std::size_t stride, T* out, std::size_t step);
  /// Adds a' b of two panels of `rows` rows to the 16 x 16 numbers of `sums`.
  void (*add_products)(std::size_t rows, const T* a, const T* b, T* sums);
  /// One panel of dense x dense: out = left x right. `left` has `panels` panels, `stride` numbers apart; `right` is one
  /// panel of 16 x panels rows. `further`: added to what is in `out`.
  void (*multiply_dense)(std::size_t rows, std::size_t panels, const T* left, std::size_t stride, const T* right, T* out, bool further);
};

/// multiply_sparse on two panels of halves (vectors_dense.hpp) at once, summed in float. The result goes to the panels
/// `first` and, unless it is null, `second`, or where `packed` is not null there, rounded to halves.
using MultiplyHalves = void (*)(std::size_t rows, const std::int64_t* offsets, const std::int32_t* indices, const float* values,
                                const std::uint32_t* right, float* first, float* second, std::uint32_t* packed);
MultiplyHalves multiply_halves();

/// The kernels of the path that simd() names; T is float or double.
template <class T>
const Kernels<T>& kernels();

}  // namespace wirecopy::detail
