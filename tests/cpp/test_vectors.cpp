#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "drawn_matrices.hpp"
#include "vectors_basis.hpp"
#include "vectors_kernels.hpp"
#include "vectors_krylov.hpp"
#include "vectors_products.hpp"
#include "wirecopy/errors.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy {
namespace {

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

TEST(Vectors, SvdOfNothing) {
  for (const std::size_t rows : {0U, 3U}) {
    for (const std::size_t columns : {std::size_t{0}, std::size_t{rows == 0 ? 5U : 0U}}) {
      const std::vector<std::int64_t> indptr(rows + 1, 0);
      const auto svd = truncated_svd({columns, indptr, {}, {}}, {});
      EXPECT_EQ(svd.components, 0U);
      EXPECT_TRUE(svd.rows.empty() && svd.axes.empty() && svd.singular_values.empty());
    }
  }
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

template <class T>
class VectorKernels : public testing::Test {};
using Numbers = testing::Types<float, double>;
TYPED_TEST_SUITE(VectorKernels, Numbers);

TYPED_TEST(VectorKernels, SparseProductIsThePlainOneToTheBit) {
  using T = TypeParam;
  const Drawn<T> m(57, 40, 23, 1);
  const auto right = random_dense<T>(40, 112, 2);  // as many panels as have to be taken in fours, twos and alone
  on_every_path([&] {
    detail::Dense<T> out(57, 112);
    detail::kernels<T>().multiply_sparse(57, m.indptr.data(), m.indices.data(), m.values.data(), right.line(0, 0), 7, 40 * 16, out.line(0, 0), 57 * 16);
    for (std::size_t i = 0; i < 57; ++i) {
      for (std::size_t c = 0; c < 112; ++c) {
        T sums[2] = {};
        for (auto k = m.indptr[i]; k < m.indptr[i + 1]; ++k) {
          const auto at = static_cast<std::size_t>(k);
          sums[(k - m.indptr[i]) % 2] += m.values[at] * right.at(static_cast<std::size_t>(m.indices[at]), c);
        }
        ASSERT_EQ(out.at(i, c), sums[0] + sums[1]) << i << ' ' << c;
      }
    }
  });
}

TYPED_TEST(VectorKernels, DenseProductsAreThePlainOnesToTheBit) {
  using T = TypeParam;
  const auto a = random_dense<T>(37, 48, 3), b = random_dense<T>(37, 16, 4), small = random_dense<T>(48, 16, 5);
  on_every_path([&] {
    alignas(64) T sums[256] = {};
    detail::kernels<T>().add_products(37, a.line(1, 0), b.line(0, 0), sums);
    detail::Dense<T> out(37, 16);
    detail::kernels<T>().multiply_dense(37, 3, a.line(0, 0), 37 * 16, small.line(0, 0), out.line(0, 0), false);
    detail::Dense<T> parts(37, 16);
    detail::kernels<T>().multiply_dense(37, 1, a.line(0, 0), 37 * 16, small.line(0, 0), parts.line(0, 0), false);
    detail::kernels<T>().multiply_dense(37, 2, a.line(1, 0), 37 * 16, small.line(0, 16), parts.line(0, 0), true);
    for (std::size_t i = 0; i < 16; ++i) {
      for (std::size_t j = 0; j < 16; ++j) {
        T sum = 0;
        for (std::size_t r = 0; r < 37; ++r) sum += a.at(r, 16 + i) * b.at(r, j);
        ASSERT_EQ(sums[i * 16 + j], sum);
      }
    }
    for (std::size_t r = 0; r < 37; ++r) {
      for (std::size_t j = 0; j < 16; ++j) {
        T sum = 0;
        for (std::size_t k = 0; k < 48; ++k) sum += a.at(r, k) * small.at(k, j);
        ASSERT_EQ(out.at(r, j), sum);
        ASSERT_EQ(parts.at(r, j), sum);
      }
    }
  });
}

TEST(Vectors, ProductsOverAnyNumberOfPartsOfTheRows) {
  for (std::size_t parts = 1; parts <= 16; ++parts) {
    const std::size_t rows = parts * detail::row_block - 3;
    const auto a = random_dense<double>(rows, 32, 16), b = random_dense<double>(rows, 20, 17);
    Control one, three;
    one.threads = 1, three.threads = 3;
    std::vector<int> seen(rows);
    const auto found = detail::products(a, b, one);
    const auto again = detail::products(detail::Panels<double>{a, 0, 2}, detail::Panels<double>{b, 0, 2}, three,
                                        [&](std::size_t begin, std::size_t end) {
                                          for (std::size_t r = begin; r < end; ++r) ++seen[r];
                                        });
    for (std::size_t i = 0; i < 32; ++i) {
      for (std::size_t j = 0; j < 20; ++j) {
        double sum = 0;
        for (std::size_t r = 0; r < rows; ++r) sum += a.at(r, i) * b.at(r, j);
        const auto row = static_cast<Eigen::Index>(i), column = static_cast<Eigen::Index>(j);
        ASSERT_NEAR(found(row, column), sum, 1e-12 * static_cast<double>(rows)) << rows << " rows";
        ASSERT_EQ(found(row, column), again(row, column));
      }
    }
    EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](int times) { return times == 1; }));
  }
}

TEST(Vectors, HalvesRoundToTheNearestEven) {
  const auto first = [](float x) { return std::bit_cast<float>(detail::pack(x, 0) << 16); };
  EXPECT_EQ(first(1.0F), 1.0F);
  EXPECT_EQ(first(1 + 0x1p-8F), 1.0F);             // half way between 1 and 1 + 2^-7
  EXPECT_EQ(first(1 + 3 * 0x1p-8F), 1 + 0x1p-6F);  // half way above an odd one
  EXPECT_EQ(first(-1 - 0x1.8p-8F), -1 - 0x1p-7F);
  EXPECT_EQ(std::bit_cast<float>(detail::pack(0, 2.5F) & 0xffff0000U), 2.5F);
}

TEST(Vectors, ProductOfHalvesIsThePlainOneToTheBit) {
  const Drawn<float> m(57, 40, 23, 6);
  detail::Halves right(40, 32);
  for (std::size_t r = 0; r < 40; ++r) {
    for (std::size_t k = 0; k < 16; ++k) {
      right.line(0, r)[k] = detail::pack(static_cast<float>(detail::combine(7, r * 16 + k) % 99) - 50, static_cast<float>(k) / 7);
    }
  }
  on_every_path([&] {
    detail::Dense<float> out(57, 32);
    detail::Halves packed(57, 32);
    const auto kernel = detail::multiply_halves();
    kernel(57, m.indptr.data(), m.indices.data(), m.values.data(), right.line(0, 0), out.line(0, 0), out.line(1, 0), nullptr);
    kernel(57, m.indptr.data(), m.indices.data(), m.values.data(), right.line(0, 0), nullptr, nullptr, packed.line(0, 0));
    for (std::size_t i = 0; i < 57; ++i) {
      for (std::size_t k = 0; k < 16; ++k) {
        float sums[2][2] = {};
        for (auto e = m.indptr[i]; e < m.indptr[i + 1]; ++e) {
          const auto word = right.line(0, static_cast<std::size_t>(m.indices[static_cast<std::size_t>(e)]))[k];
          sums[0][(e - m.indptr[i]) % 2] += m.values[static_cast<std::size_t>(e)] * std::bit_cast<float>(word << 16);
          sums[1][(e - m.indptr[i]) % 2] += m.values[static_cast<std::size_t>(e)] * std::bit_cast<float>(word & 0xffff0000U);
        }
        const float one = sums[0][0] + sums[0][1], two = sums[1][0] + sums[1][1];
        ASSERT_EQ(out.at(i, k), one);
        ASSERT_EQ(out.at(i, 16 + k), two);
        ASSERT_EQ(packed.line(0, i)[k], detail::pack(one, two));
      }
    }
  });
}

TYPED_TEST(VectorKernels, ABasisIsOrthonormalWhateverItIsMadeOf) {
  using T = TypeParam;
  const double near = std::is_same_v<T, float> ? 1e-5 : 1e-12;
  for (const int kind : {0, 1, 2, 3, 4}) {
    SCOPED_TRACE(kind);
    auto y = random_dense<T>(3000, 40, 8);  // large enough for the refilling, not for Householder's QR alone
    for (std::size_t r = 0; r < y.rows(); ++r) {
      if (kind == 1) y.at(r, 39) = y.at(r, 0) + y.at(r, 1);
      if (kind == 2) std::fill_n(y.line(1, r), 16, T(0));
      for (std::size_t c = 0; c < 40; ++c) {
        if (kind == 3) y.at(r, c) *= static_cast<T>(std::pow(10.0, -0.4 * static_cast<double>(c)));
        if (kind == 4) y.at(r, c) = 0;
      }
    }
    const auto given = y;
    const auto basis = detail::orthonormalize(y, detail::Accuracy::full, {});
    EXPECT_EQ(basis.wide, kind == 1 || kind == 2 || kind == 4);
    const auto gram = detail::products(y, y, {});
    EXPECT_LT((gram - Eigen::MatrixXd::Identity(40, 40)).cwiseAbs().maxCoeff(), near);
    // What was given lies in it.
    const Eigen::MatrixXd inside = detail::products(y, given, {});
    for (std::size_t r = 0; r < y.rows(); r += 100) {
      for (Eigen::Index c = 0; c < 40; ++c) {
        double sum = 0;
        for (Eigen::Index k = 0; k < 40; ++k) sum += static_cast<double>(y.at(r, static_cast<std::size_t>(k))) * inside(k, c);
        EXPECT_NEAR(sum, static_cast<double>(given.at(r, static_cast<std::size_t>(c))), near * 10);
      }
    }
  }
}

TEST(Vectors, ABasisGrowsByWhatIsNewInABlock) {
  auto basis = random_dense<float>(1000, 64, 15);
  for (std::size_t r = 0; r < 1000; ++r) {
    for (std::size_t c = 32; c < 64; ++c) basis.at(r, c) = basis.at(r, c) / 8 + basis.at(r, c - 32);  // much of it is there
  }
  const auto given = basis;
  detail::Halves rounded(1000, 32);
  ASSERT_TRUE(detail::extend_basis(basis, 0, {}, rounded, {}).has_value());
  const auto shared = detail::products(detail::Panels<float>{basis, 0, 2}, detail::Panels<float>{basis, 2, 2}, {});
  const auto left = detail::extend_basis(basis, 2, shared, rounded, {});
  ASSERT_TRUE(left.has_value());
  EXPECT_LT((detail::products(basis, basis, {}) - Eigen::MatrixXd::Identity(64, 64)).cwiseAbs().maxCoeff(), 1e-4);
  const Eigen::MatrixXd inside = detail::products(basis, given, {});
  EXPECT_LT((inside.bottomRightCorner(32, 32) - *left).cwiseAbs().maxCoeff(), 1e-4);
  for (std::size_t r = 0; r < 1000; r += 50) {
    for (std::size_t c = 0; c < 64; ++c) {
      double sum = 0;
      for (std::size_t k = 0; k < 64; ++k) sum += static_cast<double>(basis.at(r, k)) * inside(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(c));
      EXPECT_NEAR(sum, static_cast<double>(given.at(r, c)), 1e-4);
    }
    for (std::size_t k = 0; k < 16; ++k) EXPECT_EQ(rounded.line(0, r)[k], detail::pack(basis.at(r, 32 + k), basis.at(r, 48 + k)));
  }
  // A block that lies in those before adds nothing.
  auto again = given;
  for (std::size_t r = 0; r < 1000; ++r) {
    for (std::size_t c = 0; c < 32; ++c) again.at(r, c + 32) = again.at(r, 31 - c);
  }
  ASSERT_TRUE(detail::extend_basis(again, 0, {}, rounded, {}).has_value());
  const auto all = detail::products(detail::Panels<float>{again, 0, 2}, detail::Panels<float>{again, 2, 2}, {});
  EXPECT_FALSE(detail::extend_basis(again, 2, all, rounded, {}).has_value());
}

TEST(Vectors, ASubspaceGrowsOnlyWhereItFits) {
  const Drawn<float> m(900, 700, 60, 16);
  const auto ranked = detail::rank_columns(m.view(), {});
  const auto grown = detail::grow_subspace(ranked, 32, 3, 1, {});
  ASSERT_TRUE(grown.has_value());
  EXPECT_EQ(grown->y.width(), 32U);
  EXPECT_LT((detail::products(grown->y, grown->y, {}) - Eigen::MatrixXd::Identity(32, 32)).cwiseAbs().maxCoeff(), 0.01);
  EXPECT_GT(grown->smallest, 0);
  EXPECT_FALSE(detail::grow_subspace(ranked, 32, 0, 1, {}).has_value());
  EXPECT_FALSE(detail::grow_subspace(ranked, 600, 3, 1, {}).has_value());
}

}  // namespace
}  // namespace wirecopy
