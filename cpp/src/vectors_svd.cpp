// Vectors: truncated SVD of a sparse matrix.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <type_traits>

#include "parallel.hpp"
#include "vectors_basis.hpp"
#include "vectors_eigen.hpp"
#include "vectors_krylov.hpp"
#include "vectors_products.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy {

namespace {

using detail::Accuracy;
using detail::Dense;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

Index at(std::size_t i) { return static_cast<Index>(i); }

/// Further rounds on a subspace, which is y. Every round subtracts a share of the spectrum: (A A' - shift) keeps the order
/// of the large values while shift is at most half of the smallest that is followed, and parts them sooner. In halves;
/// false where the spectrum is too wide for that.
bool further_rounds(const detail::Ranked& a, std::size_t rounds, double smallest, Dense<float>& y, const Control& control) {
  if (rounds == 0) return true;
  detail::Halves z(a.back.rows(), y.width()), q(a.forward.rows(), y.width());
  double shift = smallest / 2;
  for (std::size_t n = 0; n < rounds; ++n) {
    const auto basis = detail::orthonormalize(y, q, control);
    if (basis.wide) return false;
    // y was (A A' - shift) times an orthonormal basis: its smallest singular value and the shift are the smallest of A A'.
    if (n > 0) shift = std::max(shift, (basis.smallest + shift) / 2);
    detail::multiply(a.back, q, z, control);
    detail::multiply(a.forward, z, y, 0, control);
    detail::subtract(y, static_cast<float>(shift), q, control);
  }
  return true;
}

/// The subspace after all rounds, not yet orthonormal: (A A')^n A times a random start, in T, with both sides made
/// orthonormal: for any spectrum.
template <class T>
Dense<T> careful_subspace(const detail::Ranked& a, std::size_t width, const SvdOptions& options, const Control& control) {
  Dense<T> z(a.back.rows(), width), y(a.forward.rows(), width);
  detail::parallel_blocks("vectors", z.rows(), 1024, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = 0; panel < z.panels(); ++panel) {
      const std::size_t columns = std::min(detail::panel_width, width - panel * detail::panel_width);
      for (std::size_t r = begin; r < end; ++r) detail::fill_random(z.line(panel, r), columns, options.seed, r * z.panels() + panel);
    }
  });
  detail::multiply(a.forward, z, y, control);
  for (std::size_t n = 0; n < options.iterations; ++n) {
    detail::orthonormalize(y, Accuracy::enough, control);
    detail::multiply(a.back, y, z, control);
    detail::orthonormalize(z, Accuracy::enough, control);
    detail::multiply(a.forward, z, y, control);
  }
  return y;
}

/// Axes of the rows (columns x components) and singular values out of y, which is made orthonormal where one round of
/// that is not enough; where it is, the small matrices take the round in.
template <class T>
std::pair<Dense<T>, VectorXd> axes_of(const detail::Ranked& a, Dense<T>& y, std::size_t components, const Control& control) {
  const MatrixXd round = detail::orthonormalizer(y, control);
  if (round.size() == 0) detail::orthonormalize(y, Accuracy::full, control);
  Dense<T> z(a.back.rows(), y.width());
  detail::multiply(a.back, y, z, control);
  MatrixXd gram = detail::products(z, z, control);
  if (round.size() > 0) gram = detail::product_of_transposed(round, detail::product(gram, round));
  detail::Eigenpairs found;
  // The Gram matrix squares the spectrum: only where that leaves enough digits do its eigenvectors serve.
  constexpr double least = std::is_same_v<T, float> ? 1e-3 : 1e-6;
  if constexpr (std::is_same_v<T, float>) found = detail::largest_eigenpairs<double>(gram, at(components), control);
  else detail::beside("vectors", control, [&] { found = detail::all_eigenpairs(gram); });
  if (found.values[at(components) - 1] > least * found.values[0]) {
    const VectorXd values = found.values.head(at(components)).cwiseSqrt();
    MatrixXd turn = found.vectors.leftCols(at(components)) * values.cwiseInverse().asDiagonal();
    if (round.size() > 0) turn = detail::product(round, turn);
    detail::multiply_in_place(z, turn, control);
    return {std::move(z), values};
  }
  if (round.size() > 0) detail::multiply_upper_in_place(z, round, control);
  Dense<T> q = z;
  detail::orthonormalize(q, Accuracy::full, control);
  const MatrixXd small = detail::products(q, z, control);
  detail::beside("vectors", control, [&] { found = detail::left_singular_pairs(small, at(components)); });
  detail::multiply_in_place(q, found.vectors, control);
  return {std::move(q), found.values};
}

/// -1 for each axis whose largest entry is negative, 1 for the others. Where both signs are as large the first entry decides.
template <class T>
std::vector<T> signs_of(const Dense<T>& axes, const Control& control) {
  struct Ends {
    T high[detail::panel_width] = {}, low[detail::panel_width] = {};
  };
  constexpr std::size_t grain = 2048;
  const std::size_t panels = axes.panels();
  std::vector<Ends> ends((axes.rows() + grain - 1) / grain * panels);
  detail::parallel_blocks("vectors", axes.rows(), grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = 0; panel < panels; ++panel) {
      Ends here;
      for (std::size_t r = begin; r < end; ++r) {
        const T* const line = axes.line(panel, r);
        for (std::size_t k = 0; k < detail::panel_width; ++k) {
          here.high[k] = std::max(here.high[k], line[k]);
          here.low[k] = std::min(here.low[k], line[k]);
        }
      }
      ends[begin / grain * panels + panel] = here;
    }
  });
  std::vector<T> signs(panels * detail::panel_width, T(1));
  for (std::size_t c = 0; c < axes.width(); ++c) {
    const std::size_t panel = c / detail::panel_width, k = c % detail::panel_width;
    T high = 0, low = 0;
    for (std::size_t i = panel; i < ends.size(); i += panels) high = std::max(high, ends[i].high[k]), low = std::min(low, ends[i].low[k]);
    T decides = high + low;
    for (std::size_t r = 0; decides == 0 && high > 0; ++r) {
      if (std::abs(axes.at(r, c)) == high) decides = axes.at(r, c);
    }
    if (decides < 0) signs[c] = T(-1);
  }
  return signs;
}

/// The variance of all columns together, in the units of `a`.
double variance_of(const detail::Ranked& a, const Control& control) {
  const auto& back = a.back;
  const auto rows = static_cast<double>(a.forward.rows());
  std::vector<double> sums(back.cuts.size() - 1);
  detail::parallel_for("vectors", sums.size(), control, [&](std::size_t task) {
    for (std::size_t c = back.cuts[task]; c < back.cuts[task + 1]; ++c) {
      double sum = 0, squares = 0;
      for (auto k = static_cast<std::size_t>(back.offsets[c]); k < static_cast<std::size_t>(back.offsets[c + 1]); ++k) {
        const double x = back.doubles.empty() ? static_cast<double>(back.singles[k]) : back.doubles[k];
        sum += x;
        squares += x * x;
      }
      sums[task] += squares / rows - sum / rows * (sum / rows);
    }
  }, 1);
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

/// A dense matrix with its columns one after the other, each times its sign; row i of the result's columns is row place[i].
template <class T>
BlockVector<T> by_column(const Dense<T>& m, const std::vector<T>& signs, const std::vector<std::int32_t>& place, const Control& control) {
  constexpr std::size_t some = 16;  // rows turned at once
  BlockVector<T> out(m.width() * m.rows());
  detail::parallel_blocks("vectors", m.rows(), 4096, control, [&](std::size_t begin, std::size_t end, unsigned) {
    T square[detail::panel_width][some];
    for (std::size_t panel = 0; panel < m.panels(); ++panel) {
      const std::size_t first = panel * detail::panel_width, width = std::min(detail::panel_width, m.width() - first);
      for (std::size_t r = begin; r < end; r += some) {
        const std::size_t rows = std::min(some, end - r);
        for (std::size_t i = r + some; i < std::min(r + 2 * some, end); ++i) {
          __builtin_prefetch(m.line(panel, static_cast<std::size_t>(place[i])));
        }
        for (std::size_t i = 0; i < rows; ++i) {
          const T* const line = m.line(panel, static_cast<std::size_t>(place[r + i]));
          for (std::size_t k = 0; k < detail::panel_width; ++k) square[k][i] = line[k] * signs[first + k];
        }
        for (std::size_t k = 0; k < width; ++k) std::copy_n(square[k], rows, &out[(first + k) * m.rows() + r]);
      }
    }
  });
  return out;
}

/// A dense matrix row by row, times a factor and the sign of its column, as `rows` of the result; and the variance of each column.
template <class T>
void put_rows(const Dense<T>& m, const std::vector<T>& signs, T factor, SvdOf<T>& out, const Control& control) {
  constexpr std::size_t grain = 512;
  const std::size_t width = m.width();
  struct Sum {
    double once = 0, squares = 0;
  };
  out.rows.resize(width * m.rows());
  std::vector<Sum> sums((m.rows() + grain - 1) / grain * width);  // less the first row, so that nothing is lost beside a mean
  detail::parallel_blocks("vectors", m.rows(), grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = 0; panel < m.panels(); ++panel) {
      const std::size_t first = panel * detail::panel_width, columns = std::min(detail::panel_width, width - first);
      double once[detail::panel_width] = {}, squares[detail::panel_width] = {};
      const T* const start = m.line(panel, 0);
      for (std::size_t r = begin; r < end; ++r) {
        const T* const line = m.line(panel, r);
        for (std::size_t k = 0; k < detail::panel_width; ++k) {
          const double x = static_cast<double>(line[k]) - static_cast<double>(start[k]);
          once[k] += x;
          squares[k] += x * x;
        }
        for (std::size_t k = 0; k < columns; ++k) out.rows[r * width + first + k] = line[k] * (factor * signs[first + k]);
      }
      for (std::size_t k = 0; k < columns; ++k) sums[begin / grain * width + first + k] = {once[k], squares[k]};
    }
  });
  const auto rows = static_cast<double>(m.rows());
  for (std::size_t c = 0; c < width; ++c) {
    Sum all;
    for (std::size_t i = c; i < sums.size(); i += width) all.once += sums[i].once, all.squares += sums[i].squares;
    const double variance = std::max(0.0, all.squares / rows - all.once / rows * (all.once / rows));
    out.variances.push_back(static_cast<T>(variance * static_cast<double>(factor) * static_cast<double>(factor)));
  }
}

}  // namespace

template <class T>
SvdOf<T> truncated_svd(const SparseRows<T>& matrix, const SvdOptions& options, const Control& control) {
  if (options.components < 1) throw std::invalid_argument("components must be 1 or more");
  const std::size_t rank = std::min(matrix.rows(), matrix.columns);
  if (rank == 0 && matrix.values.empty()) return {};
  const detail::SameTeam team;
  const auto a = detail::rank_columns(matrix, control);
  const std::size_t wanted = options.components + std::min(options.oversamples, rank);
  const std::size_t width = std::min(rank, (wanted + detail::panel_width - 1) / detail::panel_width * detail::panel_width);
  SvdOf<T> out;
  out.components = std::min(options.components, rank);
  out.variance = variance_of(a, control) * a.unit * a.unit;
  std::optional<Dense<T>> y;
  const std::size_t grown = std::min(options.iterations, detail::grown_rounds);
  if (auto quick = detail::grow_subspace(a, width, grown, options.seed, control);
      quick && further_rounds(a, options.iterations - grown, quick->smallest, quick->y, control)) {
    if constexpr (std::is_same_v<T, double>) y = detail::converted<double>(quick->y, control);
    else y = std::move(quick->y);
  } else {
    y = careful_subspace<T>(a, width, options, control);
  }
  auto [axes, values] = axes_of(a, *y, out.components, control);
  const std::vector<T> signs = signs_of(axes, control);
  for (const double v : values) out.singular_values.push_back(static_cast<T>(v * a.unit));
  y->narrow(out.components);
  detail::multiply(a.forward, axes, *y, control);
  put_rows(*y, signs, static_cast<T>(a.unit), out, control);
  out.axes = by_column(axes, signs, a.rank, control);
  return out;
}

template SvdOf<float> truncated_svd(const SparseRows<float>&, const SvdOptions&, const Control&);
template SvdOf<double> truncated_svd(const SparseRows<double>&, const SvdOptions&, const Control&);

Svd truncated_svd(const CsrView& m, const SvdOptions& options, const Control& control) {
  return truncated_svd<double>({m.columns, m.indptr, m.indices, m.values}, options, control);
}

}  // namespace wirecopy
