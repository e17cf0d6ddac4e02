#include "vectors_basis.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "parallel.hpp"
#include "vectors_kernels.hpp"

namespace wirecopy::detail {

template <class To, class From>
Dense<To> converted(const Dense<From>& from, const Control& control) {
  Dense<To> to(from.rows(), from.width());
  parallel_blocks("vectors", from.rows(), 4096, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = 0; panel < from.panels(); ++panel) {
      const From* const x = from.line(panel, begin);
      To* const y = to.line(panel, begin);
      for (std::size_t i = 0; i < (end - begin) * panel_width; ++i) y[i] = static_cast<To>(x[i]);
    }
  });
  return to;
}

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::size_t block = 256;            // rows summed in T
constexpr std::size_t together = 4;           // panels of one sparse product
constexpr std::size_t tile = panel_width * panel_width;
constexpr std::size_t numbers = 1 << 22;      // of all partial sums together

Index at(std::size_t i) { return static_cast<Index>(i); }

/// How near to dependent Cholesky QR may find a column: the square of what is left of it beside the others. Below, the
/// rounding of the Gram matrix would show in the basis.
template <class T>
constexpr double least_pivot = std::is_same_v<T, float> ? 1e-4 : 1e-9;

/// How much of a column's square must be left beside the blocks before. Less would be the rounding of the products.
constexpr double least_share = 1e-8;

/// R^-1 with R'R = gram, which is y'y, or nothing where a column of y is too nearly dependent.
template <class T>
MatrixXd inverse_root(MatrixXd gram, double* least = nullptr) {
  if (!(gram.diagonal().minCoeff() > 0) || !gram.allFinite()) return {};
  const VectorXd scale = gram.diagonal().cwiseSqrt().cwiseInverse();
  gram = scale.asDiagonal() * gram * scale.asDiagonal();
  const Eigen::LLT<MatrixXd> llt(gram);
  if (llt.info() != Eigen::Success) return {};
  const double pivot = llt.matrixLLT().diagonal().array().square().minCoeff();
  if (!(pivot > least_pivot<T>)) return {};
  if (least) *least = pivot;
  MatrixXd inverse = llt.matrixU().solve(MatrixXd::Identity(gram.rows(), gram.cols()));
  return scale.asDiagonal() * inverse;
}

/// The smallest singular value of R by inverse iteration; eight steps settle the first digit, which is enough.
double smallest_singular_value(const MatrixXd& inverse) {
  VectorXd x = VectorXd::Ones(inverse.cols());
  for (Index i = 1; i < x.size(); i += 2) x[i] = -1;
  double length = 0;
  for (int step = 0; step < 8; ++step) {
    x /= x.norm();
    x = inverse.triangularView<Eigen::Upper>() * (inverse.transpose().triangularView<Eigen::Lower>() * x).eval();
    length = x.norm();
  }
  return length > 0 ? 1 / std::sqrt(length) : 0;
}

/// From this pivot on once is enough: to 1e-12 for double, and for float to what its Gram matrix tells.
template <class T>
constexpr double fair_pivot = std::is_same_v<T, float> ? 0.25 : 1e-4;

/// y becomes y R^-1; false, and y as it was, where it cannot. Twice unless once is enough.
template <class T>
bool cholesky_qr(Dense<T>& y, Accuracy accuracy, const Control& control, double* smallest = nullptr) {
  double pivot = 0;
  const MatrixXd inverse = inverse_root<T>(products(y, y, control), &pivot);
  if (inverse.size() == 0) return false;
  if (smallest) *smallest = smallest_singular_value(inverse);
  multiply_upper_in_place(y, inverse, control);
  if (accuracy == Accuracy::enough || pivot > fair_pivot<T>) return true;
  const MatrixXd again = inverse_root<T>(products(y, y, control));
  if (again.size() == 0) return false;
  multiply_upper_in_place(y, again, control);
  return true;
}

/// Keeps the directions that y has and puts random columns in place of the others.
template <class T>
void refill(Dense<T>& y, std::uint64_t round, const Control& control) {
  MatrixXd gram = products(y, y, control);
  VectorXd scale = gram.diagonal().cwiseSqrt();
  for (double& s : scale) s = s > 0 && std::isfinite(s) ? 1 / s : 0;
  gram = scale.asDiagonal() * gram * scale.asDiagonal();
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(gram);
  const VectorXd& values = solver.eigenvalues();
  VectorXd roots = VectorXd::Zero(values.size());
  const double least = 10 * least_pivot<T> * std::max(1.0, values.maxCoeff());
  for (Index i = 0; i < values.size(); ++i) {
    if (values[i] > least) roots[i] = 1 / std::sqrt(values[i]);
  }
  const MatrixXd turn = scale.asDiagonal() * solver.eigenvectors() * roots.asDiagonal();
  multiply_in_place(y, turn, control);
  const double length = std::sqrt(3 / static_cast<double>(y.rows()));  // random numbers of [-1, 1) then have norm 1
  parallel_blocks("vectors", y.rows(), 4096, control, [&](std::size_t begin, std::size_t end, unsigned) {
    T random[panel_width];
    for (std::size_t panel = 0; panel < y.panels(); ++panel) {
      const std::size_t width = std::min(panel_width, y.width() - panel * panel_width);
      for (std::size_t r = begin; r < end; ++r) {
        fill_random(random, width, combine(round, panel), r);
        for (std::size_t k = 0; k < width; ++k) {
          if (roots[at(panel * panel_width + k)] == 0) y.line(panel, r)[k] = random[k] * static_cast<T>(length);
        }
      }
    }
  });
}

template <class T>
void householder(Dense<T>& y) {
  MatrixXd full(at(y.rows()), at(y.width()));
  for (std::size_t r = 0; r < y.rows(); ++r) {
    for (std::size_t c = 0; c < y.width(); ++c) full(at(r), at(c)) = static_cast<double>(y.at(r, c));
  }
  const Eigen::HouseholderQR<MatrixXd> qr(full);
  full = qr.householderQ() * MatrixXd::Identity(full.rows(), full.cols());
  for (std::size_t r = 0; r < y.rows(); ++r) {
    for (std::size_t c = 0; c < y.width(); ++c) y.at(r, c) = static_cast<T>(full(at(r), at(c)));
  }
}

/// For columns that one Cholesky QR cannot part: double, random columns for dependent ones, Householder at last.
template <class T>
void orthonormalize_slowly(Dense<T>& y, const Control& control) {
  if constexpr (std::is_same_v<T, float>) {
    auto doubled = converted<double>(y, control);
    orthonormalize(doubled, Accuracy::full, control);
    y = converted<float>(doubled, control);
  } else {
    const bool small = y.rows() < 2 * y.width() || y.rows() * y.width() * y.width() < 1U << 22;
    for (std::uint64_t round = 0; !small && round < 3; ++round) {
      refill(y, round, control);
      if (cholesky_qr(y, Accuracy::full, control)) return;
    }
    beside("vectors", control, [&] { householder(y); });
  }
}

}  // namespace

template <class T>
void multiply(const Operand& matrix, const Dense<T>& right, Dense<T>& out, const Control& control) {
  const auto& kernel = kernels<T>();
  const T* values = nullptr;
  if constexpr (std::is_same_v<T, float>) values = matrix.singles.data();
  else values = matrix.doubles.data();
  const std::size_t blocks = matrix.cuts.size() - 1;
  // A few panels after the other, so that these of `right` stay in the cache.
  parallel_for("vectors", blocks * ((right.panels() + together - 1) / together), control, [&](std::size_t task) {
    const std::size_t panel = task / blocks * together, begin = matrix.cuts[task % blocks], end = matrix.cuts[task % blocks + 1];
    kernel.multiply_sparse(end - begin, matrix.offsets.data() + begin, matrix.indices.data(), values, right.line(panel, 0),
                           std::min(together, right.panels() - panel), right.rows() * panel_width, out.line(panel, begin),
                           out.rows() * panel_width);
  }, 1);
}

void multiply(const Operand& matrix, const Halves& right, Dense<float>& out, std::size_t first, const Control& control) {
  const auto kernel = multiply_halves();
  const std::size_t blocks = matrix.cuts.size() - 1;
  parallel_for("vectors", blocks * right.pairs(), control, [&](std::size_t task) {
    const std::size_t pair = task / blocks, begin = matrix.cuts[task % blocks], end = matrix.cuts[task % blocks + 1];
    const std::size_t panel = first + 2 * pair;
    float* const second = panel + 1 < out.panels() ? out.line(panel + 1, begin) : nullptr;
    kernel(end - begin, matrix.offsets.data() + begin, matrix.indices.data(), matrix.singles.data(), right.line(pair, 0), out.line(panel, begin),
           second, nullptr);
  }, 1);
}

void subtract(Dense<float>& y, float factor, const Halves& of, const Control& control) {
  parallel_blocks("vectors", y.rows(), 2048, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = 0; panel < y.panels(); ++panel) {
      float* const line = y.line(panel, begin);
      const std::uint32_t* const words = of.line(panel / 2, begin);
      const int up = panel % 2 == 0 ? 16 : 0;
      for (std::size_t i = 0; i < (end - begin) * panel_width; ++i) line[i] -= factor * std::bit_cast<float>(words[i] << up & 0xffff0000U);
    }
  });
}

void multiply(const Operand& matrix, const Halves& right, Halves& out, const Control& control) {
  const auto kernel = multiply_halves();
  const std::size_t blocks = matrix.cuts.size() - 1;
  parallel_for("vectors", blocks * right.pairs(), control, [&](std::size_t task) {
    const std::size_t pair = task / blocks, begin = matrix.cuts[task % blocks], end = matrix.cuts[task % blocks + 1];
    kernel(end - begin, matrix.offsets.data() + begin, matrix.indices.data(), matrix.singles.data(), right.line(pair, 0), nullptr, nullptr,
           out.line(pair, begin));
  }, 1);
}

namespace {

/// products, of rows begin..end only after before(begin, end): for work on the rows that finds them in the cache then.
template <class T, class Before>
MatrixXd products_after(const Panels<T>& a, const Panels<T>& b, const Control& control, Before&& before) {
  const bool same = &a.of == &b.of && a.first == b.first && a.count == b.count;
  const std::size_t rows = a.of.rows(), across = b.count, tiles = a.count * across * tile;
  const std::size_t most = std::clamp<std::size_t>(numbers / tiles, 4, std::clamp<std::size_t>(rows / 2048, 16, 64));
  const std::size_t grain = ((rows + most - 1) / most + block - 1) / block * block;
  std::vector<std::vector<double>> sums((rows + grain - 1) / grain, std::vector<double>(tiles));
  const auto& kernel = kernels<T>();
  parallel_blocks("vectors", rows, grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    alignas(64) T sum[tile];
    auto& mine = sums[begin / grain];
    for (std::size_t r = begin; r < end; r += block) {
      before(r, std::min(r + block, end));
      for (std::size_t i = 0; i < a.count; ++i) {
        for (std::size_t j = same ? i : 0; j < across; ++j) {
          std::fill_n(sum, tile, T(0));
          kernel.add_products(std::min(block, end - r), a.line(i, r), b.line(j, r), sum);
          double* const total = mine.data() + (i * across + j) * tile;
          for (std::size_t k = 0; k < tile; ++k) total[k] += static_cast<double>(sum[k]);
        }
      }
    }
  });
  for (std::size_t part = 1; part < sums.size(); ++part) {
    for (std::size_t k = 0; k < tiles; ++k) sums[0][k] += sums[part][k];
  }
  MatrixXd out(at(a.count * panel_width), at(b.count * panel_width));
  for (std::size_t i = 0; i < a.count * panel_width; ++i) {
    for (std::size_t j = same ? i : 0; j < b.count * panel_width; ++j) {
      const std::size_t place = (i / panel_width * across + j / panel_width) * tile + i % panel_width * panel_width + j % panel_width;
      out(at(i), at(j)) = sums[0][place];
      if (same) out(at(j), at(i)) = sums[0][place];
    }
  }
  return out;
}

}  // namespace

template <class T>
MatrixXd products(const Panels<T>& a, const Panels<T>& b, const Control& control) {
  return products_after(a, b, control, [](std::size_t, std::size_t) {});
}

template <class T>
MatrixXd products(const Dense<T>& a, const Dense<T>& b, const Control& control) {
  return products(Panels<T>{a, 0, a.panels()}, Panels<T>{b, 0, b.panels()}, control).topLeftCorner(at(a.width()), at(b.width()));
}

namespace {

/// One panel of left x right, a few panels of `left` after the other, so that their rows of `right` stay in the nearest cache.
template <class T>
void multiply_panel(std::size_t rows, std::size_t panels, const T* left, std::size_t stride, const T* right, T* out) {
  constexpr std::size_t few = 8;
  const auto& kernel = kernels<T>();
  for (std::size_t first = 0; first < panels; first += few) {
    kernel.multiply_dense(rows, std::min(few, panels - first), left + first * stride, stride, right + first * tile, out, first > 0);
  }
}

/// The small factor in panels of T: rows up to the next multiple of 16.
template <class T>
Dense<T> panels_of(const MatrixXd& m) {
  const auto rows = static_cast<std::size_t>(m.rows());
  Dense<T> out((rows + panel_width - 1) / panel_width * panel_width, static_cast<std::size_t>(m.cols()));
  for (std::size_t panel = 0; panel < out.panels(); ++panel) {
    for (std::size_t r = rows; r < out.rows(); ++r) std::fill_n(out.line(panel, r), panel_width, T(0));
  }
  for (Index r = 0; r < m.rows(); ++r) {
    for (Index c = 0; c < m.cols(); ++c) out.at(static_cast<std::size_t>(r), static_cast<std::size_t>(c)) = static_cast<T>(m(r, c));
  }
  return out;
}

}  // namespace

template <class T>
void multiply_in_place(Dense<T>& left, const MatrixXd& right, const Control& control) {
  const auto factor = panels_of<T>(right);
  constexpr std::size_t some = 128;  // rows whose result waits in the cache
  parallel_blocks("vectors", left.rows(), some, control, [&](std::size_t begin, std::size_t end, unsigned) {
    Dense<T> made(end - begin, factor.width());
    for (std::size_t panel = 0; panel < made.panels(); ++panel) {
      multiply_panel(end - begin, left.panels(), left.line(0, begin), left.rows() * panel_width, factor.line(panel, 0), made.line(panel, 0));
    }
    for (std::size_t panel = 0; panel < made.panels(); ++panel) {
      std::copy_n(made.line(panel, 0), (end - begin) * panel_width, left.line(panel, begin));
    }
  });
  left.narrow(factor.width());
}

template <class T>
void multiply_upper_in_place(Dense<T>& left, const MatrixXd& upper, const Control& control) {
  const auto factor = panels_of<T>(upper);
  parallel_blocks("vectors", left.rows(), block, control, [&](std::size_t begin, std::size_t end, unsigned) {
    alignas(64) T made[block * panel_width];
    // From the last panel on: a panel needs itself and those before it.
    for (std::size_t panel = left.panels(); panel-- > 0;) {
      multiply_panel(end - begin, panel + 1, left.line(0, begin), left.rows() * panel_width, factor.line(panel, 0), made);
      std::copy_n(made, (end - begin) * panel_width, left.line(panel, begin));
    }
  });
}

template <class T>
Basis orthonormalize(Dense<T>& y, Accuracy accuracy, const Control& control) {
  Basis out;
  if (cholesky_qr(y, accuracy, control, &out.smallest)) return out;
  orthonormalize_slowly(y, control);
  return {true, 0};
}

Basis orthonormalize(const Dense<float>& y, Halves& basis, const Control& control) {
  const MatrixXd inverse = inverse_root<float>(products(y, y, control));
  if (inverse.size() == 0) return {true, 0};
  const auto factor = panels_of<float>(inverse);
  parallel_blocks("vectors", y.rows(), block, control, [&](std::size_t begin, std::size_t end, unsigned) {
    alignas(64) float made[2][block * panel_width] = {};
    for (std::size_t panel = 0; panel < y.panels(); ++panel) {
      multiply_panel(end - begin, panel + 1, y.line(0, begin), y.rows() * panel_width, factor.line(panel, 0), made[panel % 2]);
      if (panel % 2 == 0 && panel + 1 < y.panels()) continue;
      if (panel % 2 == 0) std::fill_n(made[1], block * panel_width, 0.0F);
      std::uint32_t* const words = basis.line(panel / 2, begin);
      for (std::size_t i = 0; i < (end - begin) * panel_width; ++i) words[i] = pack(made[0][i], made[1][i]);
    }
  });
  return {false, smallest_singular_value(inverse)};
}

template <class T>
MatrixXd orthonormalizer(const Dense<T>& y, const Control& control) {
  double pivot = 0;
  MatrixXd inverse = inverse_root<T>(products(y, y, control), &pivot);
  return pivot > fair_pivot<T> ? inverse : MatrixXd();
}

std::optional<MatrixXd> extend_basis(Dense<float>& basis, std::size_t first, const MatrixXd& shared, Halves& rounded,
                                     const Control& control) {
  const std::size_t count = rounded.pairs() * 2;
  const auto factor_before = panels_of<float>(shared);
  const Panels<float> last{basis, first, count};
  const MatrixXd gram = products_after(last, last, control, [&](std::size_t from, std::size_t to) {
    constexpr std::size_t some = 64;  // rows of all panels before that stay in the second cache
    alignas(64) float made[some * panel_width];
    for (std::size_t begin = from; first > 0 && begin < to; begin += some) {
      const std::size_t rows = std::min(some, to - begin);
      for (std::size_t panel = 0; panel < count; ++panel) {
        multiply_panel(rows, first, basis.line(0, begin), basis.rows() * panel_width, factor_before.line(panel, 0), made);
        float* const line = basis.line(first + panel, begin);
        for (std::size_t i = 0; i < rows * panel_width; ++i) line[i] -= made[i];
      }
    }
  });
  for (Index c = 0; c < gram.cols(); ++c) {
    if (!(gram(c, c) > least_share * (shared.rows() > 0 ? shared.col(c).squaredNorm() : 0))) return std::nullopt;
  }
  const MatrixXd inverse = inverse_root<float>(gram);
  if (inverse.size() == 0) return std::nullopt;
  const auto factor = panels_of<float>(inverse);
  parallel_blocks("vectors", basis.rows(), block, control, [&](std::size_t begin, std::size_t end, unsigned) {
    alignas(64) float made[2][block * panel_width];
    for (std::size_t pair = rounded.pairs(); pair-- > 0;) {
      for (const std::size_t half : {1U, 0U}) {
        const std::size_t panel = 2 * pair + half;
        multiply_panel(end - begin, panel + 1, basis.line(first, begin), basis.rows() * panel_width, factor.line(panel, 0), made[half]);
        std::copy_n(made[half], (end - begin) * panel_width, basis.line(first + panel, begin));
      }
      std::uint32_t* const words = rounded.line(pair, begin);
      for (std::size_t i = 0; i < (end - begin) * panel_width; ++i) words[i] = pack(made[0][i], made[1][i]);
    }
  });
  return MatrixXd(inverse.triangularView<Eigen::Upper>().solve(MatrixXd::Identity(inverse.rows(), inverse.cols())));
}

#define WIRECOPY_FOR(T)                                                                                             \
  template void multiply(const Operand&, const Dense<T>&, Dense<T>&, const Control&);                               \
  template MatrixXd products(const Dense<T>&, const Dense<T>&, const Control&);                                     \
  template MatrixXd products(const Panels<T>&, const Panels<T>&, const Control&);                                   \
  template void multiply_in_place(Dense<T>&, const MatrixXd&, const Control&);                                      \
  template void multiply_upper_in_place(Dense<T>&, const MatrixXd&, const Control&);                                      \
  template MatrixXd orthonormalizer(const Dense<T>&, const Control&);                                               \
  template Basis orthonormalize(Dense<T>&, Accuracy, const Control&);
WIRECOPY_FOR(float)
WIRECOPY_FOR(double)
template Dense<double> converted(const Dense<float>&, const Control&);
template Dense<float> converted(const Dense<double>&, const Control&);

}  // namespace wirecopy::detail
