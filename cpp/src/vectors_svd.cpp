// Vectors: truncated SVD of a sparse matrix.
#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "hash.hpp"
#include "parallel.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy {

namespace {

using Dense = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Eigen::Index;

constexpr std::size_t grain = 512;  // rows; fixed, so that sums over rows do not depend on threads

Index at(std::size_t i) { return static_cast<Index>(i); }

/// matrix x right.
Dense multiply(const CsrView& m, const Dense& right, const Control& control) {
  Dense out(at(m.rows()), right.cols());
  detail::parallel_for("vectors", m.rows(), control, [&](std::size_t i) {
    auto row = out.row(at(i));
    row.setZero();
    for (auto k = static_cast<std::size_t>(m.indptr[i]); k < static_cast<std::size_t>(m.indptr[i + 1]); ++k) {
      row += m.values[k] * right.row(m.indices[k]);
    }
  }, 64);
  return out;
}

struct Transposed {
  std::vector<std::int64_t> indptr;
  std::vector<std::int32_t> indices;
  std::vector<double> values;
  CsrView view(std::size_t columns) const { return {columns, indptr, indices, values}; }
};

Transposed transpose(const CsrView& m) {
  Transposed t;
  t.indptr.resize(m.columns + 1);
  for (const auto c : m.indices) ++t.indptr[static_cast<std::size_t>(c) + 1];
  for (std::size_t c = 0; c < m.columns; ++c) t.indptr[c + 1] += t.indptr[c];
  t.indices.resize(m.indices.size());
  t.values.resize(m.indices.size());
  auto next = t.indptr;
  for (std::size_t i = 0; i < m.rows(); ++i) {
    for (auto k = static_cast<std::size_t>(m.indptr[i]); k < static_cast<std::size_t>(m.indptr[i + 1]); ++k) {
      const auto place = static_cast<std::size_t>(next[static_cast<std::size_t>(m.indices[k])]++);
      t.indices[place] = static_cast<std::int32_t>(i);
      t.values[place] = m.values[k];
    }
  }
  return t;
}

/// One round of Cholesky QR: y becomes y R^-1 with R'R = y'y. False where y is too nearly rank-deficient for it.
bool cholesky_qr(Dense& y, const Control& control) {
  const auto rows = static_cast<std::size_t>(y.rows());
  std::vector<Dense> parts((rows + grain - 1) / grain);
  detail::parallel_blocks("vectors", rows, grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    const auto block = y.middleRows(at(begin), at(end - begin));
    parts[begin / grain].noalias() = block.transpose() * block;
  });
  Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(y.cols(), y.cols());
  for (const auto& part : parts) gram += part;
  const Eigen::LLT<Eigen::MatrixXd> llt(gram);
  if (llt.info() != Eigen::Success) return false;
  const auto diagonal = llt.matrixLLT().diagonal();
  if (!(diagonal.minCoeff() > 1e-6 * diagonal.maxCoeff())) return false;
  const Eigen::MatrixXd inverse =
      llt.matrixU().solve(Eigen::MatrixXd::Identity(y.cols(), y.cols()));
  detail::parallel_blocks("vectors", rows, grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    auto block = y.middleRows(at(begin), at(end - begin));
    block = (block * inverse).eval();
  });
  return true;
}

/// An orthonormal basis of the columns; twice Cholesky QR is as orthogonal as Householder's, which stands in for it.
void orthonormalize(Dense& y, const Control& control) {
  Dense kept = y;
  if (y.rows() >= y.cols() && cholesky_qr(y, control) && cholesky_qr(y, control)) return;
  detail::beside("vectors", control, [&] {
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(kept);
    const Index width = std::min(kept.rows(), kept.cols());
    y = qr.householderQ() * Eigen::MatrixXd::Identity(kept.rows(), width);
  });
}

}  // namespace

Svd truncated_svd(const CsrView& matrix, const SvdOptions& options, const Control& control) {
  validate(matrix);
  if (options.components < 1) throw std::invalid_argument("components must be 1 or more");
  const std::size_t rank = std::min(matrix.rows(), matrix.columns);
  const std::size_t width = std::min(rank, options.components + options.oversamples);
  Svd out;
  out.components = std::min(options.components, rank);
  if (rank == 0) return out;
  Dense z(at(matrix.columns), at(width));
  for (Index i = 0; i < z.rows(); ++i) {
    for (Index k = 0; k < z.cols(); ++k) {
      const auto place = static_cast<std::uint64_t>(i * z.cols() + k);
      z(i, k) = static_cast<double>(detail::combine(options.seed, place) >> 11) * 0x1p-52 - 1;
    }
  }
  const Transposed transposed = transpose(matrix);
  const CsrView back = transposed.view(matrix.rows());
  Dense y = multiply(matrix, z, control);
  for (std::size_t n = 0; n < options.iterations; ++n) {
    orthonormalize(y, control);
    z = multiply(back, y, control);
    orthonormalize(z, control);
    y = multiply(matrix, z, control);
  }
  orthonormalize(y, control);
  z = multiply(back, y, control);  // columns x width: the transpose of the small matrix whose SVD is taken
  Dense q = z;
  orthonormalize(q, control);
  detail::beside("vectors", control, [&] {
    const Eigen::MatrixXd small = q.transpose() * z;
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(small, Eigen::ComputeFullU);
    const Eigen::MatrixXd axes = q * svd.matrixU().leftCols(at(out.components));
    out.axes.resize(out.components * matrix.columns);
    for (std::size_t c = 0; c < out.components; ++c) {
      out.singular_values.push_back(svd.singularValues()[at(c)]);
      Index largest = 0;
      axes.col(at(c)).cwiseAbs().maxCoeff(&largest);
      const double sign = axes(largest, at(c)) < 0 ? -1 : 1;
      for (std::size_t k = 0; k < matrix.columns; ++k) out.axes[c * matrix.columns + k] = sign * axes(at(k), at(c));
    }
  });
  return out;
}

std::vector<double> project(const CsrView& matrix, std::span<const double> axes, std::size_t components,
                            const Control& control) {
  validate(matrix);
  if (axes.size() != components * matrix.columns) throw std::invalid_argument("axes must be components x columns");
  const Eigen::Map<const Dense> rows(axes.data(), at(components), at(matrix.columns));
  const Dense columns = rows.transpose();
  const Dense out = multiply(matrix, columns, control);
  return {out.data(), out.data() + out.size()};
}

}  // namespace wirecopy
