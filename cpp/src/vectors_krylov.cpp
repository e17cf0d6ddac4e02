#include "vectors_krylov.hpp"

#include <algorithm>
#include <utility>

#include "parallel.hpp"
#include "vectors_basis.hpp"
#include "vectors_eigen.hpp"
#include "vectors_products.hpp"

namespace wirecopy::detail {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr std::size_t pair_width = 2 * panel_width;

Index at(std::size_t i) { return static_cast<Index>(i); }

struct Shape {
  std::size_t pairs, blocks;  ///< a block is so many pairs of panels wide
  std::size_t width() const { return pairs * pair_width * blocks; }
};

/// How large a space holds what `rounds` rounds of subspace iteration would: measured on news and wire items, 5 to 400
/// axes, 1 to 5 rounds. About 9 blocks, as the error of the basis grows with their number, and enough of them to part near
/// values where the axes are few. With 8 blocks and fewer the space must be a tenth larger for as much.
Shape shape_of(std::size_t width, std::size_t rounds) {
  constexpr std::size_t many = 9;
  const std::size_t wanted = width * (27 + 3 * rounds) / 20, wanted_of_few = width * (30 + 3 * rounds) / 20;
  Shape out;
  out.pairs = std::max<std::size_t>(1, (wanted / pair_width + 6) / 9);
  const auto blocks = [&](std::size_t space) { return (space + out.pairs * pair_width - 1) / (out.pairs * pair_width); };
  out.blocks = std::max({std::min<std::size_t>(rounds + 2, 6), blocks(wanted), std::min(many, blocks(wanted_of_few))});
  return out;
}

Halves random_start(std::size_t rows, std::size_t pairs, std::uint64_t seed, const Control& control) {
  Halves z(rows, pairs * pair_width);
  parallel_blocks("vectors", rows, 1024, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t pair = 0; pair < pairs; ++pair) {
      for (std::size_t r = begin; r < end; ++r) {
        float line[pair_width];
        fill_random(line, pair_width, seed, 2 * (r * pairs + pair));
        for (std::size_t k = 0; k < panel_width; ++k) z.line(pair, r)[k] = pack(line[k], line[panel_width + k]);
      }
    }
  });
  return z;
}

}  // namespace

std::optional<Subspace> grow_subspace(const Ranked& a, std::size_t width, std::size_t rounds, std::uint64_t seed, const Control& control) {
  const Shape shape = shape_of(width, rounds);
  const std::size_t rows = a.forward.rows(), columns = a.back.rows(), step = 2 * shape.pairs;
  if (rounds == 0 || shape.width() > std::min(rows, columns)) return std::nullopt;
  const std::size_t across = step * panel_width;
  Dense<float> basis(rows, shape.width());
  Halves z = random_start(columns, shape.pairs, seed, control), q(rows, across);
  // What A A' is inside the space: symmetric, so that each block column is needed down to its own block only.
  MatrixXd inside = MatrixXd::Zero(at(shape.width()), at(shape.width()));
  MatrixXd shared;
  multiply(a.forward, z, basis, 0, control);
  for (std::size_t n = 0;; ++n) {
    const Index begin = at(n * across), width_of_block = at(across);
    const auto left = extend_basis(basis, n * step, shared, q, control);
    if (!left) return std::nullopt;
    if (n + 1 == shape.blocks) {
      // Of the last block no product is left to take: what it has in common with the one before is what was left of that
      // one's product, and with those before nothing.
      Dense<float> last(columns, across);
      multiply(a.back, q, last, 0, control);
      inside.block(begin, begin, width_of_block, width_of_block) = products(last, last, control);
      if (n > 0) inside.block(begin - width_of_block, begin, width_of_block, width_of_block) = left->transpose();
      break;
    }
    multiply(a.back, q, z, control);
    multiply(a.forward, z, basis, (n + 1) * step, control);
    shared = products(Panels<float>{basis, 0, (n + 1) * step}, Panels<float>{basis, (n + 1) * step, step}, control);
    inside.block(0, begin, shared.rows(), shared.cols()) = shared;
  }
  for (Index c = 0; c < inside.cols(); ++c) {
    for (Index r = 0; r < c; ++r) inside(c, r) = inside(r, c);
  }
  const Eigenpairs found = largest_eigenpairs<float>(inside, at(width), control);  // finer than the halves that it came of
  constexpr double least = 1e-4;  // of the largest; below, the noise of the halves would lie over what is wanted
  const double smallest = found.values[at(width) - 1];
  if (!(smallest > least * found.values[0])) return std::nullopt;
  multiply_in_place(basis, found.vectors, control);
  return Subspace{std::move(basis), smallest};
}

}  // namespace wirecopy::detail
