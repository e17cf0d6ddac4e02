// Truncated SVD: its sparse operands, its results, the random projection beside it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

#include "drawn_matrices.hpp"
#include "vectors_sparse.hpp"
#include "wirecopy/errors.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy {
namespace {

template <class T>
class VectorSvd : public testing::Test {};
using Numbers = testing::Types<float, double>;
TYPED_TEST_SUITE(VectorSvd, Numbers);

TYPED_TEST(VectorSvd, TheTransposeHasTheRowsInOrder) {
  using T = TypeParam;
  // Less than a group of columns and a block of rows; many of either; rows longer than a block.
  for (const auto& m : {Drawn<T>(40, 30, 20, 1), Drawn<T>(3000, 2000, 150, 2), Drawn<T>(4, 300'000, 600'000, 3)}) {
    const auto want = detail::rank_columns(m.view(), {.threads = 1, .tick = {}});
    const auto got = detail::rank_columns(m.view(), {.threads = 3, .tick = {}});
    for (const auto& [a, b] : {std::pair(&want.forward, &got.forward), std::pair(&want.back, &got.back)}) {
      EXPECT_TRUE(a->offsets == b->offsets && a->indices == b->indices && a->singles == b->singles && a->doubles == b->doubles);
    }
    std::vector<std::vector<std::pair<std::int32_t, T>>> columns(m.columns);
    for (std::size_t i = 0; i + 1 < m.indptr.size(); ++i) {
      for (auto k = static_cast<std::size_t>(m.indptr[i]); k < static_cast<std::size_t>(m.indptr[i + 1]); ++k) {
        columns[static_cast<std::size_t>(m.indices[k])].emplace_back(static_cast<std::int32_t>(i), m.values[k]);
        EXPECT_EQ(got.forward.indices[k], got.rank[static_cast<std::size_t>(m.indices[k])]);
        EXPECT_EQ(got.forward.singles[k] * static_cast<float>(got.unit), static_cast<float>(m.values[k]));
        if constexpr (std::is_same_v<T, double>) {
          EXPECT_EQ(got.forward.doubles[k] * got.unit, m.values[k]);
        }
      }
    }
    for (std::size_t c = 0; c < m.columns; ++c) {
      const auto rank = static_cast<std::size_t>(got.rank[c]);
      const auto first = static_cast<std::size_t>(got.back.offsets[rank]);
      ASSERT_EQ(got.back.offsets[rank + 1] - got.back.offsets[rank], std::ssize(columns[c]));
      for (std::size_t k = 0; k < columns[c].size(); ++k) {
        ASSERT_EQ(got.back.indices[first + k], columns[c][k].first);
        ASSERT_EQ(got.back.singles[first + k] * static_cast<float>(got.unit), static_cast<float>(columns[c][k].second));
        if constexpr (std::is_same_v<T, double>) {
          ASSERT_EQ(got.back.doubles[first + k] * got.unit, columns[c][k].second);
        }
      }
    }
  }
}

TYPED_TEST(VectorSvd, SvdIsTheSameOnEveryPathForAnyThreadsAndIndexType) {
  using T = TypeParam;
  const Drawn<T> m(900, 700, 60, 9);
  const std::vector<std::int32_t> indptr(m.indptr.begin(), m.indptr.end());
  const std::vector<std::int64_t> indices(m.indices.begin(), m.indices.end());
  // Blocks of 32 columns, of 64, with further rounds, and a space that does not fit.
  for (const SvdOptions options : {SvdOptions{20, 2, 3, 4}, SvdOptions{230, 5, 10, 4}, SvdOptions{20, 8, 3, 5}, SvdOptions{300, 2, 9, 4}}) {
    const auto want = truncated_svd(m.view(), options, {.threads = 1, .tick = {}});
    EXPECT_EQ(want.rows, project<T>(m.view(), want.axes, options.components));
    on_every_path([&] {
      const auto got = truncated_svd(SparseRows<T>{m.columns, indptr, indices, m.values}, options, {.threads = 3, .tick = {}});
      EXPECT_EQ(got.axes, want.axes);
      EXPECT_EQ(got.singular_values, want.singular_values);
      EXPECT_EQ(got.rows, want.rows);
      EXPECT_EQ(got.variance, want.variance);
      EXPECT_EQ(got.variances, want.variances);
    });
  }
}

TEST(Vectors, VarianceOfTheColumns) {
  EXPECT_NEAR(truncated_svd(sparse({{1, 2, 0}, {3, 2, 0}, {5, 2, 3}}).view(), {.components = 1}).variance, 8.0 / 3 + 0 + 2, 1e-12);
}

TYPED_TEST(VectorSvd, VariancesOfTheRowsOnTheAxes) {
  using T = TypeParam;
  const Drawn<T> m(1500, 90, 30, 10);
  for (const std::size_t components : {1U, 5U, 40U}) {
    const auto svd = truncated_svd(m.view(), {.components = components});
    ASSERT_EQ(svd.variances.size(), components);
    for (std::size_t c = 0; c < components; ++c) {
      double mean = 0, squares = 0;
      for (std::size_t r = 0; r < 1500; ++r) mean += static_cast<double>(svd.rows[r * components + c]) / 1500;
      for (std::size_t r = 0; r < 1500; ++r) squares += std::pow(static_cast<double>(svd.rows[r * components + c]) - mean, 2) / 1500;
      EXPECT_NEAR(svd.variances[c] / squares, 1, sizeof(T) == 4 ? 1e-6 : 1e-12);
    }
  }
  const auto same = truncated_svd(sparse({{3, 4}, {3, 4}, {3, 4}}).view(), {.components = 1});  // none at all
  EXPECT_EQ(same.variances, std::vector<double>{0});
}

TYPED_TEST(VectorSvd, TheLargestEntryOfAnAxisIsPositive) {
  using T = TypeParam;
  const Drawn<T> m(3000, 2500, 12, 21);
  const auto svd = truncated_svd(m.view(), {.components = 20});
  for (std::size_t c = 0; c < 20; ++c) {
    const auto axis = std::span(svd.axes).subspan(c * 2500, 2500);
    EXPECT_GT(*std::max_element(axis.begin(), axis.end()), -*std::min_element(axis.begin(), axis.end()));
  }
}

TEST(Vectors, WhereBothSignsAreAsLargeTheFirstEntryIsPositive) {
  for (const double sign : {1.0, -1.0}) {
    const auto svd = truncated_svd(sparse({{sign, -sign}}).view(), {.components = 1});
    ASSERT_EQ(svd.axes[0], -svd.axes[1]);
    EXPECT_NEAR(svd.axes[0], std::sqrt(0.5), 1e-12);
    EXPECT_NEAR(svd.rows[0], sign * std::sqrt(2.0), 1e-12);
  }
}

TYPED_TEST(VectorSvd, SvdOfValuesNearTheEndsOfTheRange) {
  using T = TypeParam;
  const Drawn<T> m(300, 90, 30, 10);
  const auto plain = truncated_svd(m.view(), {.components = 5});
  for (const T factor : {std::ldexp(T(1), std::numeric_limits<T>::max_exponent - 8), std::ldexp(T(1), std::numeric_limits<T>::min_exponent + 30)}) {
    Drawn<T> scaled = m;
    for (T& v : scaled.values) v *= factor;
    const auto svd = truncated_svd(scaled.view(), {.components = 5});
    EXPECT_EQ(svd.axes, plain.axes);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(svd.singular_values[i], plain.singular_values[i] * factor);
  }
}

TEST(Vectors, SvdStopsWhereTheCallerAsks) {
  const Drawn<double> m(2000, 900, 60, 11);
  Control control{.threads = 2, .tick = [](const Progress&) { return false; }};
  EXPECT_THROW((void)truncated_svd(m.view(), {}, control), Cancelled);
}

TEST(Vectors, ColumnsInAnyOrderButNoneTwice) {
  const std::vector<std::int64_t> indptr{0, 3, 5};
  std::vector<std::int32_t> indices{2, 0, 1, 1, 0};
  const std::vector<double> values{1, 2, 3, 4, 5};
  const SparseRows<double> rows{3, indptr, indices, values};
  EXPECT_NEAR(truncated_svd(rows, {.components = 1}).singular_values[0], truncated_svd(sparse({{2, 3, 1}, {5, 4, 0}}).view(), {.components = 1}).singular_values[0], 1e-12);
  indices[1] = 2;
  EXPECT_THROW((void)truncated_svd(rows, {.components = 1}), std::invalid_argument);
  indices[1] = 3;
  EXPECT_THROW((void)truncated_svd(rows, {.components = 1}), std::invalid_argument);
}

TYPED_TEST(VectorSvd, RandomProjectionIsItsMatrix) {
  using T = TypeParam;
  const Drawn<T> m(40, 500, 50, 12);
  const RandomProjection p{.components = 130, .columns = 500, .seed = 13};
  const auto parts = entries(p);
  EXPECT_DOUBLE_EQ(parts.value, std::sqrt(16.0 / 130));  // 22 = sqrt(500): s is 16
  EXPECT_NEAR(static_cast<double>(parts.sign.size()), 130 * 500 / 16.0, 5 * std::sqrt(130 * 500 / 16.0));
  std::vector<double> matrix(500 * 130);
  for (std::size_t i = 0; i < parts.sign.size(); ++i) {
    auto& entry = matrix[static_cast<std::size_t>(parts.column[i]) * 130 + static_cast<std::size_t>(parts.component[i])];
    EXPECT_EQ(entry, 0);
    entry = parts.sign[i] * parts.value;
  }
  const auto got = project(m.view(), p);
  for (std::size_t i = 0; i < 40; ++i) {
    for (std::size_t c = 0; c < 130; ++c) {
      double sum = 0;
      for (auto k = m.indptr[i]; k < m.indptr[i + 1]; ++k) {
        const auto at = static_cast<std::size_t>(k);
        sum += static_cast<double>(m.values[at]) * matrix[static_cast<std::size_t>(m.indices[at]) * 130 + c];
      }
      EXPECT_NEAR(static_cast<double>(got[i * 130 + c]), sum, sizeof(T) == 4 ? 1e-6 : 1e-13);
    }
  }
}

}  // namespace
}  // namespace wirecopy
