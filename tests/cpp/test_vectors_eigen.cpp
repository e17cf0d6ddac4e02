// Small dense algebra: what it says of itself holds for it. Products are taken from there too: Eigen's own would be compiled
// once more.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "drawn_matrices.hpp"
#include "vectors_eigen.hpp"
#include "vectors_products.hpp"

namespace wirecopy {
namespace {

using detail::product;
using detail::product_of_transposed;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

MatrixXd identity(Index n) { return MatrixXd::Identity(n, n); }

double off(const MatrixXd& a, const MatrixXd& b) { return a.size() == 0 ? 0 : (a - b).cwiseAbs().maxCoeff(); }

MatrixXd drawn(Index n, std::uint64_t seed) {
  const auto some = random_dense<double>(static_cast<std::size_t>(n), static_cast<std::size_t>(n), seed);
  MatrixXd out(n, n);
  for (Index r = 0; r < n; ++r) {
    for (Index c = 0; c < n; ++c) out(r, c) = some.at(static_cast<std::size_t>(r), static_cast<std::size_t>(c));
  }
  return out;
}

/// turn x diagonal x turn'.
MatrixXd of_values(const MatrixXd& turn, const VectorXd& values) {
  const MatrixXd m = product(MatrixXd(turn * values.asDiagonal()), turn.transpose());
  return (m + m.transpose()) / 2;
}

/// Symmetric: drawn, values many times each, the same turned, thirty orders of size, and zero.
std::vector<MatrixXd> symmetric_matrices(Index n) {
  const MatrixXd any = drawn(n, 14), turn = detail::householder_basis(any);
  const VectorXd steps = VectorXd::LinSpaced(n, 1, 4).array().floor();
  const VectorXd sizes = VectorXd::LinSpaced(n, 0, -30).unaryExpr([](double e) { return std::pow(10.0, e); });
  return {product_of_transposed(any, any), steps.asDiagonal(), of_values(turn, steps), of_values(turn, sizes), MatrixXd::Zero(n, n)};
}

TEST(VectorsEigen, EigenpairsOfSymmetricMatrices) {
  for (const Index n : {1, 2, 7, 90, 150}) {
    for (const MatrixXd& m : symmetric_matrices(n)) {
      const double size = std::max(1e-300, m.cwiseAbs().rowwise().sum().maxCoeff());
      const auto whole = detail::all_eigenpairs(m);
      EXPECT_LT(off(of_values(whole.vectors, whole.values), m), 1e-13 * size);
      EXPECT_LT(off(product_of_transposed(whole.vectors, whole.vectors), identity(n)), 1e-13);
      for (Index i = 1; i < n; ++i) EXPECT_GE(whole.values[i - 1], whole.values[i]);

      const Index count = (n + 1) / 2;
      const auto found = detail::largest_eigenpairs<double>(m, count, {});
      EXPECT_LT((found.values - whole.values.head(count)).cwiseAbs().maxCoeff(), 1e-12 * size);
      EXPECT_LT(off(product(m, found.vectors), found.vectors * found.values.asDiagonal()), 1e-12 * size);
      EXPECT_LT(off(product_of_transposed(found.vectors, found.vectors), identity(count)), 1e-7);
      const auto single = detail::largest_eigenpairs<float>(m, count, {});
      EXPECT_LT((single.values - found.values).cwiseAbs().maxCoeff(), 1e-5 * size);
      EXPECT_LT(off(product(m, single.vectors), single.vectors * single.values.asDiagonal()), 1e-5 * size);
      EXPECT_LT(off(product_of_transposed(single.vectors, single.vectors), identity(count)), 1e-5);
    }
  }
}

TEST(VectorsEigen, EigenpairsDoNotDependOnThreads) {
  for (const MatrixXd& m : symmetric_matrices(90)) {
    Control one, three;
    one.threads = 1, three.threads = 3;
    const auto a = detail::largest_eigenpairs<float>(m, 70, one), b = detail::largest_eigenpairs<float>(m, 70, three);
    EXPECT_EQ(a.values, b.values);
    EXPECT_EQ(a.vectors, b.vectors);
  }
}

TEST(VectorsEigen, TheRootOfAGramMatrixMakesItOne) {
  for (const Index n : {1, 5, 40}) {
    const MatrixXd any = drawn(n, 3) + 3 * identity(n), gram = product_of_transposed(any, any);
    double pivot = 0;
    const MatrixXd inverse = detail::inverse_root(gram, 1e-9, &pivot);
    ASSERT_EQ(inverse.rows(), n);
    EXPECT_LT(off(product_of_transposed(inverse, product(gram, inverse)), identity(n)), 1e-9);
    EXPECT_GT(pivot, 1e-9);
    EXPECT_EQ(detail::inverse_root(gram, pivot).size(), 0) << "no more than the least is too little";
    const MatrixXd root = detail::inverse_of_upper(inverse);
    EXPECT_LT(off(product(root, inverse), identity(n)), 1e-9);
    EXPECT_TRUE(root.isUpperTriangular(1e-12));
    const double smallest = detail::left_singular_pairs(root, n).values[n - 1];
    EXPECT_NEAR(detail::smallest_singular_value(inverse), smallest, 0.1 * smallest);
  }
  MatrixXd twice(2, 2);
  twice << 1, 1, 1, 1;
  EXPECT_EQ(detail::inverse_root(twice, 1e-9).size(), 0) << "two equal columns";
  EXPECT_EQ(detail::inverse_root(MatrixXd::Zero(3, 3), 1e-9).size(), 0);
  EXPECT_EQ(detail::inverse_root(MatrixXd::Constant(1, 1, std::nan("")), 1e-9).size(), 0);
}

TEST(VectorsEigen, SingularPairsFromTheLeft) {
  for (const Index n : {1, 6, 30}) {
    const MatrixXd turn = detail::householder_basis(drawn(n, 4)), other = detail::householder_basis(drawn(n, 5));
    const VectorXd sizes = VectorXd::LinSpaced(n, 0, -9).unaryExpr([](double e) { return std::pow(10.0, e); });
    const Index count = (n + 1) / 2;
    const auto found = detail::left_singular_pairs(product(MatrixXd(turn * sizes.asDiagonal()), other.transpose()), count);
    for (Index i = 0; i < count; ++i) {
      EXPECT_NEAR(found.values[i], sizes[i], 1e-14);
      EXPECT_NEAR(std::abs(found.vectors.col(i).dot(turn.col(i))), 1, 1e-9);
    }
  }
}

TEST(VectorsEigen, AHouseholderBasisSpansItsColumns) {
  const MatrixXd tall = drawn(40, 6).leftCols(9), basis = detail::householder_basis(tall);
  EXPECT_LT(off(product_of_transposed(basis, basis), identity(9)), 1e-14);
  EXPECT_LT(off(product(basis, product_of_transposed(basis, tall)), tall), 1e-14);
  const MatrixXd of_none = detail::householder_basis(MatrixXd::Zero(40, 9));
  EXPECT_LT(off(product_of_transposed(of_none, of_none), identity(9)), 1e-14);
}

}  // namespace
}  // namespace wirecopy
