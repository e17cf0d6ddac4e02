// Matrices for the tests of vectors and pairs.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "hash.hpp"
#include "simd.hpp"
#include "vectors_dense.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy {

struct Matrix {
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  std::vector<double> values;
  std::size_t columns = 0;
  CsrView view() const { return {columns, indptr, indices, values}; }
};

inline Matrix sparse(const std::vector<std::vector<double>>& dense) {
  Matrix m;
  m.columns = dense.front().size();
  for (const auto& row : dense) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (row[c] != 0) m.indices.push_back(static_cast<std::int32_t>(c)), m.values.push_back(row[c]);
    }
    m.indptr.push_back(static_cast<std::int64_t>(m.indices.size()));
  }
  return m;
}

/// Rows whose columns are drawn with a skew, as words are, and whose values are of any size.
template <class T>
struct Drawn {
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  std::vector<T> values;
  std::size_t columns;
  Drawn(std::size_t rows, std::size_t width, std::size_t most, std::uint64_t seed) : columns(width) {
    for (std::size_t i = 0; i < rows; ++i) {
      std::vector<std::int32_t> row;
      for (std::size_t k = 0; k < detail::combine(seed, i) % (most + 1); ++k) {
        const double u = static_cast<double>(detail::combine(seed + 1, i * most + k) >> 11) * 0x1p-53;
        row.push_back(static_cast<std::int32_t>(u * u * static_cast<double>(width)));
      }
      std::sort(row.begin(), row.end());
      row.erase(std::unique(row.begin(), row.end()), row.end());
      for (const auto c : row) {
        indices.push_back(c);
        values.push_back(static_cast<T>(static_cast<double>(detail::combine(seed + 2, values.size()) >> 40) * 0x1p-24 - 0.3));
      }
      indptr.push_back(static_cast<std::int64_t>(indices.size()));
    }
  }
  SparseRows<T> view() const { return {columns, indptr, indices, values}; }
};

/// Runs a test on every path of the machine and puts the path back.
template <class Body>
void on_every_path(Body&& body) {
  const auto before = detail::simd();
  for (const auto path : {detail::Simd::portable, detail::Simd::avx2, detail::Simd::avx512}) {
    detail::force_simd(path);
    SCOPED_TRACE(detail::name(detail::simd()));
    body();
  }
  detail::force_simd(before);
}

template <class T>
detail::Dense<T> random_dense(std::size_t rows, std::size_t width, std::uint64_t seed) {
  detail::Dense<T> out(rows, width);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < width; ++c) out.at(r, c) = static_cast<T>(static_cast<double>(detail::combine(seed, r * width + c) >> 11) * 0x1p-53 - 0.5);
  }
  return out;
}

}  // namespace wirecopy
