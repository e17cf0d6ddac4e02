#include "wirecopy/vectors.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "parallel.hpp"

namespace wirecopy {

void validate(const CsrView& m) {
  const auto entries = static_cast<std::int64_t>(m.indices.size());
  if (m.indptr.empty() || m.indptr.front() != 0 || m.indptr.back() != entries || m.values.size() != m.indices.size()) {
    throw std::invalid_argument("the arrays of a sparse matrix do not fit each other");
  }
  for (std::size_t i = 0; i + 1 < m.indptr.size(); ++i) {
    if (m.indptr[i + 1] < m.indptr[i] || m.indptr[i + 1] > entries) throw std::invalid_argument("indptr must ascend");
    std::int64_t last = -1;
    for (auto k = static_cast<std::size_t>(m.indptr[i]); k < static_cast<std::size_t>(m.indptr[i + 1]); ++k) {
      if (m.indices[k] <= last || static_cast<std::size_t>(m.indices[k]) >= m.columns) {
        throw std::invalid_argument("row " + std::to_string(i) + ": columns must ascend and lie inside the matrix");
      }
      last = m.indices[k];
      if (!std::isfinite(m.values[k])) {
        throw std::invalid_argument("row " + std::to_string(i) + " holds a value that is not finite (NaN or infinite)");
      }
    }
  }
}

std::vector<std::int64_t> rows_with(std::span<const std::int32_t> indices, std::size_t columns) {
  std::vector<std::int64_t> out(columns);
  for (const auto c : indices) {
    if (c < 0 || static_cast<std::size_t>(c) >= columns) throw std::invalid_argument("column out of range");
    ++out[static_cast<std::size_t>(c)];
  }
  return out;
}

void inverse_frequency(std::span<const std::int64_t> rows_with, std::size_t rows, bool smooth, std::span<double> out) {
  if (out.size() != rows_with.size()) throw std::invalid_argument("the array must have room for each column");
  const double more = smooth ? 1 : 0;
  const auto of = [&](std::int64_t n) { return std::log((static_cast<double>(rows) + more) / (static_cast<double>(n) + more)) + 1; };
  std::vector<double> small;  // most columns are in few rows
  for (std::int64_t n = 0; n < 256; ++n) small.push_back(of(n));
  std::transform(rows_with.begin(), rows_with.end(), out.begin(),
                 [&](std::int64_t n) { return n >= 0 && n < 256 ? small[static_cast<std::size_t>(n)] : of(n); });
}

std::vector<double> inverse_frequency(std::span<const std::int64_t> rows_with, std::size_t rows, bool smooth) {
  std::vector<double> out(rows_with.size());
  inverse_frequency(rows_with, rows, smooth, out);
  return out;
}

void weigh(std::span<const std::int64_t> indptr, std::span<const std::int32_t> indices, std::span<double> values,
           std::span<const double> idf, bool sublinear, Norm norm, const Control& control) {
  if (indptr.empty() || static_cast<std::size_t>(indptr.back()) != indices.size() || values.size() != indices.size()) {
    throw std::invalid_argument("the arrays of a sparse matrix do not fit each other");
  }
  detail::parallel_for("vectors", indptr.size() - 1, control, [&](std::size_t i) {
    const auto begin = static_cast<std::size_t>(indptr[i]), end = static_cast<std::size_t>(indptr[i + 1]);
    double sum = 0;
    for (std::size_t k = begin; k < end; ++k) {
      double v = values[k];
      if (sublinear) v = std::log(v) + 1;
      if (!idf.empty()) v *= idf[static_cast<std::size_t>(indices[k])];
      values[k] = v;
      sum += norm == Norm::l1 ? std::abs(v) : v * v;
    }
    if (norm == Norm::none || sum == 0) return;
    const double length = norm == Norm::l1 ? sum : std::sqrt(sum);
    for (std::size_t k = begin; k < end; ++k) values[k] /= length;
  }, 256);
}

}  // namespace wirecopy
