#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "wirecopy/vectors.hpp"

namespace wirecopy {
namespace {

struct Matrix {
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  std::vector<double> values;
  std::size_t columns = 0;
  CsrView view() const { return {columns, indptr, indices, values}; }
};

Matrix sparse(const std::vector<std::vector<double>>& dense) {
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

TEST(Vectors, WeightsByHand) {
  Matrix m = sparse({{3, 1, 0}, {2, 0, 0}, {0, 0, 0}});
  const auto idf = inverse_frequency(rows_with(m.indices, 3), 3);
  EXPECT_DOUBLE_EQ(idf[0], std::log(4.0 / 3) + 1);
  EXPECT_DOUBLE_EQ(idf[1], std::log(4.0 / 2) + 1);
  EXPECT_DOUBLE_EQ(idf[2], std::log(4.0 / 1) + 1);
  weigh(m.indptr, m.indices, m.values, idf, true, Norm::l2);
  const double x = (1 + std::log(3.0)) * idf[0], y = idf[1];
  EXPECT_NEAR(m.values[0], x / std::hypot(x, y), 1e-15);
  EXPECT_NEAR(m.values[1], y / std::hypot(x, y), 1e-15);
  EXPECT_NEAR(m.values[2], 1, 1e-15);
}

TEST(Vectors, SvdOfADiagonal) {
  const Matrix m = sparse({{0, 3, 0, 0}, {-5, 0, 0, 0}, {0, 0, 0, 1}});
  const auto svd = truncated_svd(m.view(), {.components = 2});
  ASSERT_EQ(svd.components, 2U);
  EXPECT_NEAR(svd.singular_values[0], 5, 1e-12);
  EXPECT_NEAR(svd.singular_values[1], 3, 1e-12);
  const std::vector<double> axes{1, 0, 0, 0, 0, 1, 0, 0};
  for (std::size_t i = 0; i < axes.size(); ++i) EXPECT_NEAR(svd.axes[i], axes[i], 1e-9);
  const auto rows = project(m.view(), svd.axes, 2);
  const std::vector<double> want{0, 3, -5, 0, 0, 0};
  for (std::size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(rows[i], want[i], 1e-9);
}

TEST(Vectors, MoreComponentsThanRows) {
  EXPECT_EQ(truncated_svd(sparse({{1, 2, 3}, {4, 5, 6}}).view(), {.components = 50}).components, 2U);
}

TEST(Vectors, BadMatricesAreRefused) {
  const auto refused = [](auto&& change) {
    Matrix m = sparse({{1, 2}, {3, 4}});
    change(m);
    EXPECT_THROW(validate(m.view()), std::invalid_argument);
  };
  refused([](Matrix& m) { m.indptr.back() = 9; });
  refused([](Matrix& m) { m.indptr[1] = -1; });
  refused([](Matrix& m) { m.indptr[1] = 5; });
  refused([](Matrix& m) { m.indptr.clear(); });
  refused([](Matrix& m) { m.indices[0] = 1; });
  refused([](Matrix& m) { m.indices[1] = 2; });
  refused([](Matrix& m) { m.indices[0] = -1; });
  refused([](Matrix& m) { m.values.pop_back(); });
  refused([](Matrix& m) { m.values[0] = std::numeric_limits<double>::quiet_NaN(); });
  EXPECT_THROW((void)truncated_svd(sparse({{1, 2}}).view(), {.components = 0}), std::invalid_argument);
  EXPECT_THROW((void)project(sparse({{1, 2}}).view(), std::vector<double>(3), 2), std::invalid_argument);
}

}  // namespace
}  // namespace wirecopy
