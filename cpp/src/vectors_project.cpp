// Vectors: rows of a sparse matrix on given axes, and on random ones.
#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

#include "hash.hpp"
#include "parallel.hpp"
#include "vectors_dense.hpp"
#include "vectors_kernels.hpp"
#include "vectors_sparse.hpp"

namespace wirecopy {

namespace {

using detail::panel_width;

constexpr std::size_t task = 1 << 14;  // entries and rows read at once

/// The axes turned into panels: columns x components.
template <class T>
detail::Dense<T> by_column(std::span<const T> axes, std::size_t columns, std::size_t components, const Control& control) {
  detail::Dense<T> out(columns, components);
  detail::parallel_blocks("vectors", columns, 2048, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = 0; panel < out.panels(); ++panel) {
      const std::size_t first = panel * panel_width, width = std::min(panel_width, components - first);
      for (std::size_t c = begin; c < end; ++c) {
        for (std::size_t k = 0; k < width; ++k) out.line(panel, c)[k] = axes[(first + k) * columns + c];
      }
    }
  });
  return out;
}

/// Which components a column has, 64 at once: the bits that are set in all of `halvings` hashes, so that each is set
/// with probability 1 / 2^halvings; then their signs. Calls visit(component, negative).
template <class Visit>
void for_each_entry(const RandomProjection& p, unsigned halvings, std::uint64_t column, Visit&& visit) {
  const std::uint64_t key = detail::combine(p.seed, column);
  for (std::size_t first = 0; first < p.components; first += 64) {
    std::uint64_t bits = ~std::uint64_t{0};
    if (p.components - first < 64) bits >>= 64 - (p.components - first);
    for (unsigned h = 0; h < halvings && bits; ++h) bits &= detail::combine(key, first * 64 + h);
    if (!bits) continue;
    const std::uint64_t signs = detail::combine(key, first * 64 + 63);
    for (; bits; bits &= bits - 1) {
      const auto bit = static_cast<unsigned>(std::countr_zero(bits));
      visit(first + bit, (signs >> bit & 1) != 0);
    }
  }
}

/// log2 of s.
unsigned halvings_of(const RandomProjection& p) {
  const auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(p.columns)));
  return root > 1 ? static_cast<unsigned>(std::bit_width(root)) - 1 : 0;
}

double value_of(const RandomProjection& p) {
  return std::sqrt(std::ldexp(1.0, static_cast<int>(halvings_of(p))) / static_cast<double>(p.components));
}

}  // namespace

template <class T>
BlockVector<T> project(const SparseRows<T>& matrix, std::span<const T> axes, std::size_t components, const Control& control) {
  const detail::RowReader<T> reader(matrix);
  if (axes.size() != components * matrix.columns) throw std::invalid_argument("axes must be components x columns");
  const auto right = by_column(axes, matrix.columns, components, control);
  BlockVector<T> out(matrix.rows() * components);
  const auto cuts = detail::cut_rows(reader.rows(), task, [&](std::size_t i) { return reader.begin(i); });
  const auto& kernel = detail::kernels<T>();
  detail::parallel_for("vectors", cuts.size() - 1, control, [&](std::size_t b) {
    typename detail::RowReader<T>::Buffer buffer;
    const auto block = reader.read(cuts[b], cuts[b + 1], buffer);
    detail::Dense<T> made(block.rows, panel_width);
    for (std::size_t panel = 0; panel < right.panels(); ++panel) {
      kernel.multiply_sparse(block.rows, block.offsets, block.indices, block.values, right.line(panel, 0), 1, 0, made.line(0, 0), 0);
      const std::size_t first = panel * panel_width, width = std::min(panel_width, components - first);
      for (std::size_t i = 0; i < block.rows; ++i) {
        std::copy_n(made.line(0, i), width, out.data() + (cuts[b] + i) * components + first);
      }
    }
  }, 1);
  return out;
}

template <class T>
BlockVector<T> project(const SparseRows<T>& matrix, const RandomProjection& projection, const Control& control) {
  if (projection.components < 1) throw std::invalid_argument("components must be 1 or more");
  if (projection.columns != matrix.columns) throw std::invalid_argument("the projection is of another number of columns");
  const detail::RowReader<T> reader(matrix);
  const unsigned halvings = halvings_of(projection);
  const double value = value_of(projection);
  const std::size_t components = projection.components;
  BlockVector<T> out(matrix.rows() * components);
  const auto cuts = detail::cut_rows(reader.rows(), task, [&](std::size_t i) { return reader.begin(i); });
  detail::parallel_for("vectors", cuts.size() - 1, control, [&](std::size_t b) {
    typename detail::RowReader<T>::Buffer buffer;
    const auto block = reader.read(cuts[b], cuts[b + 1], buffer);
    std::vector<double> sums(components);
    for (std::size_t i = 0; i < block.rows; ++i) {
      std::fill(sums.begin(), sums.end(), 0.0);
      for (std::int64_t k = block.offsets[i]; k < block.offsets[i + 1]; ++k) {
        const auto x = static_cast<double>(block.values[k]);
        for_each_entry(projection, halvings, static_cast<std::uint64_t>(block.indices[k]), [&](std::size_t c, bool negative) {
          sums[c] += negative ? -x : x;
        });
      }
      T* const row = out.data() + (cuts[b] + i) * components;
      for (std::size_t c = 0; c < components; ++c) row[c] = static_cast<T>(sums[c] * value);
    }
  }, 1);
  return out;
}

ProjectionEntries entries(const RandomProjection& projection) {
  if (projection.components < 1) throw std::invalid_argument("components must be 1 or more");
  ProjectionEntries out;
  out.value = value_of(projection);
  const unsigned halvings = halvings_of(projection);
  for (std::size_t column = 0; column < projection.columns; ++column) {
    for_each_entry(projection, halvings, column, [&](std::size_t c, bool negative) {
      out.component.push_back(static_cast<std::int32_t>(c));
      out.column.push_back(static_cast<std::int32_t>(column));
      out.sign.push_back(negative ? std::int8_t{-1} : std::int8_t{1});
    });
  }
  return out;
}

template BlockVector<float> project(const SparseRows<float>&, std::span<const float>, std::size_t, const Control&);
template BlockVector<double> project(const SparseRows<double>&, std::span<const double>, std::size_t, const Control&);
template BlockVector<float> project(const SparseRows<float>&, const RandomProjection&, const Control&);
template BlockVector<double> project(const SparseRows<double>&, const RandomProjection&, const Control&);

BlockVector<double> project(const CsrView& m, std::span<const double> axes, std::size_t components, const Control& control) {
  return project<double>({m.columns, m.indptr, m.indices, m.values}, axes, components, control);
}

}  // namespace wirecopy
