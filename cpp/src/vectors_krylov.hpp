// Vectors, Krylov: the subspace that the SVD begins with, grown block by block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "vectors_dense.hpp"
#include "vectors_sparse.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

/// A subspace may grow for so many rounds; the error of its basis grows with each block.
inline constexpr std::size_t grown_rounds = 5;

struct Subspace {
  Dense<float> y;       ///< its directions, nearly orthonormal
  double smallest = 0;  ///< about the smallest eigenvalue of A A' among them
};

/// `width` directions that hold at least about what as many would after `rounds` rounds of subspace iteration. They are
/// chosen from a block Krylov space (Musco and Musco 2015): A G, (A A') A G, ... of a narrow random G, each block
/// orthonormal and orthogonal to those before, as many as it takes. Products are read in halves.
/// Nothing where there are no rounds, too few rows or columns, or the spectrum is too wide for halves.
/// O(d x entries + d^2 x rows + d^3) for a space of d = (1.5 + 0.15 rounds) x width directions.
std::optional<Subspace> grow_subspace(const Ranked& a, std::size_t width, std::size_t rounds, std::uint64_t seed, const Control& control);

}  // namespace wirecopy::detail
