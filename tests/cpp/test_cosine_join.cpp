#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>

#include "pairs_cosine_index.hpp"
#include "pairs_cosine_kernels.hpp"
#include "pairs_filter.hpp"
#include "simd.hpp"
#include "wirecopy/pairs.hpp"

namespace wirecopy {
namespace {

constexpr detail::Simd paths[] = {detail::Simd::portable, detail::Simd::avx2, detail::Simd::avx512};

struct PathRestored {
  ~PathRestored() { detail::force_simd(detail::simd_of_machine()); }
};

template <class T>
struct Matrix {
  std::vector<std::int32_t> indptr{0}, indices;
  std::vector<T> values;
  std::size_t columns = 0;
  SparseRows<T> view() const {
    return {columns, std::span<const std::int32_t>(indptr), std::span<const std::int32_t>(indices), values};
  }
  void end_row() { indptr.push_back(static_cast<std::int32_t>(indices.size())); }
};

/// Rows with frequent and rare columns, of very unlike sizes, some nearly alike, some empty.
template <class T>
Matrix<T> drawn(std::size_t rows, std::size_t columns, unsigned seed, bool negative = false) {
  std::mt19937 draw(seed);
  std::uniform_real_distribution<double> share(0.01, 1);
  Matrix<T> m;
  m.columns = columns;
  std::vector<double> row(columns);
  for (std::size_t i = 0; i < rows; ++i) {
    if (i % 4 == 0) std::fill(row.begin(), row.end(), 0);
    const int terms = i % 11 == 0 ? 0 : i % 7 == 0 ? 200 : 25;
    for (int k = 0; k < terms; ++k) {
      const double u = share(draw);
      const auto c = static_cast<std::size_t>(u * u * u * static_cast<double>(columns - 1));
      row[c] = share(draw) * (negative && k % 3 == 0 ? -1 : 1);
    }
    if (i % 11 != 0) {
      for (std::size_t c = 0; c < columns; ++c) {
        if (row[c] != 0) m.indices.push_back(static_cast<std::int32_t>(c)), m.values.push_back(static_cast<T>(row[c]));
      }
    }
    m.end_row();
  }
  return m;
}

template <class T>
double dot(const Matrix<T>& m, std::size_t i, std::size_t j) {
  double sum = 0;
  auto p = static_cast<std::size_t>(m.indptr[i]), q = static_cast<std::size_t>(m.indptr[j]);
  const auto p_end = static_cast<std::size_t>(m.indptr[i + 1]), q_end = static_cast<std::size_t>(m.indptr[j + 1]);
  while (p < p_end && q < q_end) {
    if (m.indices[p] == m.indices[q]) sum += static_cast<double>(m.values[p]) * static_cast<double>(m.values[q]);
    const bool step_p = m.indices[p] <= m.indices[q], step_q = m.indices[q] <= m.indices[p];
    p += step_p, q += step_q;
  }
  return sum;
}

template <class T>
void expect_joined(const Matrix<T>& m, double threshold, const SimilarPairs& found) {
  std::size_t at = 0;
  for (ArticleId i = 0; i + 1 < m.indptr.size(); ++i) {
    for (ArticleId j = i + 1; j + 1 < m.indptr.size(); ++j) {
      const double similarity = dot(m, i, j);
      if (!(similarity >= threshold)) continue;
      ASSERT_LT(at, found.size());
      EXPECT_EQ(std::pair(found.a[at], found.b[at]), std::pair(i, j));
      EXPECT_EQ(found.similarity[at], similarity);
      ++at;
    }
  }
  EXPECT_EQ(at, found.size());
}

template <class T>
class CosineJoin : public testing::Test {};
using Values = testing::Types<float, double>;
TYPED_TEST_SUITE(CosineJoin, Values);

TYPED_TEST(CosineJoin, IsEveryPairComparedOnEveryPath) {
  const PathRestored restored;
  for (const bool negative : {false, true}) {
    const auto m = drawn<TypeParam>(310, 5000, 1, negative);
    for (const double threshold : {1e-9, 0.5, 2.0, 8.0}) {
      for (const auto path : paths) {
        detail::force_simd(path);
        for (const unsigned threads : {1U, 4U}) {
          Control control;
          control.threads = threads;
          expect_joined(m, threshold, similarity_join(m.view(), threshold, {}, control));
        }
      }
    }
  }
}

TYPED_TEST(CosineJoin, NearestAreTheBestOfAllOnEveryPath) {
  const PathRestored restored;
  const auto m = drawn<TypeParam>(300, 5000, 2);
  for (const auto path : paths) {
    detail::force_simd(path);
    Control control;
    for (const unsigned threads : {1U, 3U}) {
      control.threads = threads;
      const auto found = nearest(m.view(), 7, control);
      for (std::size_t i = 0; i < 300; ++i) {
        std::vector<std::pair<double, std::int64_t>> all;
        for (std::size_t j = 0; j < 300; ++j) {
          if (j != i && dot(m, i, j) > 0) all.emplace_back(-dot(m, i, j), static_cast<std::int64_t>(j));
        }
        std::sort(all.begin(), all.end());
        for (std::size_t k = 0; k < 7; ++k) {
          ASSERT_EQ(found.indices[i * 7 + k], k < all.size() ? all[k].second : -1);
          ASSERT_EQ(found.similarity[i * 7 + k], k < all.size() ? -all[k].first : 0);
        }
      }
    }
  }
}

TEST(CosineKernels, AllPathsGiveTheSame) {
  std::mt19937 draw(3);
  std::uniform_int_distribution<int> byte(0, 127);
  std::uniform_real_distribution<float> scale(0.001F, 0.01F);
  for (const std::size_t bytes : {4U, 64U, 260U}) {
    constexpr std::size_t panels = 3, places = panels * detail::panel_rows;
    std::vector<std::uint8_t> x(detail::stripe_rows * bytes), y(places * bytes);
    for (auto* all : {&x, &y}) {
      for (auto& b : *all) b = static_cast<std::uint8_t>(draw() % 8 == 0 ? 127 : byte(draw));
    }
    std::vector<float> x_scale(detail::stripe_rows), y_scale(places), least(detail::stripe_rows, 0.5F),
        given(detail::stripe_rows * places), y_least(places, 1e9F);
    y_least[18] = 0.01F;
    for (auto* all : {&x_scale, &y_scale, &given}) {
      for (auto& v : *all) v = scale(draw);
    }
    for (const auto sums : {detail::Sums::none, detail::Sums::clear, detail::Sums::keep}) {
      std::vector<std::vector<std::uint16_t>> reached;
      std::vector<std::vector<float>> left;
      const auto run = [&](detail::ScanStripe scan) {
        auto& sum = left.emplace_back(given);
        auto& bits = reached.emplace_back(detail::stripe_rows * panels);
        scan({bytes, x.data(), x_scale.data(), least.data(), y.data(), y_scale.data(), y_least.data(), panels,
              sum.data(), places, bits.data()},
             sums);
      };
      run(detail::scan_stripe_portable);
#if WIRECOPY_X86
      if (detail::simd_of_machine() >= detail::Simd::avx2) run(detail::scan_stripe_avx2);
      if (detail::simd_of_machine() >= detail::Simd::avx512 && __builtin_cpu_supports("avx512vnni"))
        run(detail::scan_stripe_avx512);
#endif
      for (std::size_t i = 1; i < left.size(); ++i) {
        EXPECT_EQ(reached[i], reached[0]);
        EXPECT_EQ(left[i], left[0]);
      }
      // Row 2 of x, place 17: one pair by hand.
      std::int64_t product = 0;
      for (std::size_t k = 0; k < bytes; ++k) product += x[2 * bytes + k] * y[16 * bytes + k / 4 * 64 + 4 + k % 4];
      float all = static_cast<float>(product) * (x_scale[2] * y_scale[17]);
      if (sums != detail::Sums::none) all += given[2 * places + 17];
      EXPECT_EQ(reached[0][2 * panels + 1] >> 1 & 1, all >= 0.5F);
      EXPECT_EQ(left[0][2 * places + 17], sums == detail::Sums::keep    ? all
                                          : sums == detail::Sums::clear ? 0
                                                                        : given[2 * places + 17]);
    }
  }
}

TYPED_TEST(CosineJoin, SketchAndTailAreNeverUnderTheProduct) {
  const auto m = drawn<TypeParam>(120, 3000, 4, true);
  const detail::SortedRows<TypeParam> rows(m.view(), {});
  const detail::ColumnOrder<TypeParam> order(rows, rows);
  std::vector<float> sums(64);
  std::vector<std::uint8_t> a(64), b(64);
  const double inverse = 1 / detail::unit_of(rows.largest());
  const auto bytes = order.bytes({64, false});
  std::size_t under = 0;
  for (std::size_t i = 0; i < 120; ++i) {
    const float of_a = detail::sketch_row<TypeParam>(rows[i], bytes, inverse, sums, a.data());
    for (std::size_t j = 0; j < 120; ++j) {
      const float of_b = detail::sketch_row<TypeParam>(rows[j], bytes, inverse, sums, b.data());
      const double most = static_cast<double>(of_a) * of_b * std::inner_product(a.begin(), a.end(), b.begin(), 0);
      under += most < std::abs(dot(m, i, j)) * inverse * inverse;
    }
  }
  EXPECT_EQ(under, 0U);
}

TYPED_TEST(CosineJoin, ReadsInPartsWhatItFindsAtOnce) {
  const auto m = drawn<TypeParam>(400, 3000, 5);
  const auto whole = similarity_join(m.view(), 1.0);
  const SimilarityJoin join(m.view(), 1.0);
  ASSERT_TRUE(join.sorted());
  SimilarPairs all;
  for (std::size_t begin = 0; begin < join.rows(); begin += 37) {
    join.read(begin, std::min(join.rows(), begin + 37), [&](const SimilarPairs& part) {
      all.a.insert(all.a.end(), part.a.begin(), part.a.end());
      all.b.insert(all.b.end(), part.b.begin(), part.b.end());
      all.similarity.insert(all.similarity.end(), part.similarity.begin(), part.similarity.end());
    });
  }
  EXPECT_GT(all.size(), 100U);
  EXPECT_EQ(all.a, whole.a);
  EXPECT_EQ(all.b, whole.b);
  EXPECT_EQ(all.similarity, whole.similarity);
  EXPECT_THROW(join.read(0, join.rows() + 1, [](const SimilarPairs&) {}), std::invalid_argument);
  EXPECT_THROW((void)similarity_join(m.view(), 1.0, {}, {}, whole.size() - 1), std::length_error);
  EXPECT_EQ(similarity_join(m.view(), 1.0, {}, {}, whole.size()).size(), whole.size());
}

TYPED_TEST(CosineJoin, DenseRowsAreJoinedAsSparseOnes) {
  const auto m = drawn<TypeParam>(200, 90, 6, true);
  std::vector<TypeParam> values(200 * 90);
  for (std::size_t i = 0; i < 200; ++i) {
    for (auto k = static_cast<std::size_t>(m.indptr[i]); k < static_cast<std::size_t>(m.indptr[i + 1]); ++k) {
      values[i * 90 + static_cast<std::size_t>(m.indices[k])] = m.values[k];
    }
  }
  const DenseRows<TypeParam> dense{90, values};
  const auto found = similarity_join(dense, 1.5), want = similarity_join(m.view(), 1.5);
  EXPECT_GT(want.size(), 20U);
  EXPECT_EQ(found.a, want.a);
  EXPECT_EQ(found.b, want.b);
  EXPECT_EQ(found.similarity, want.similarity);
  const auto close = nearest(dense, 6), same = nearest(m.view(), 6);
  EXPECT_EQ(close.indices, same.indices);
  EXPECT_EQ(close.similarity, same.similarity);
}

TEST(PairFilters, RangesHoldWhateverMeets) {
  std::mt19937 draw(7);
  constexpr std::size_t rows = 150;
  std::vector<double> hours(rows);
  std::vector<std::int32_t> same(rows), different(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    hours[i] = draw() % 9 == 0 ? unknown_hours : static_cast<double>(draw() % 100);
    same[i] = static_cast<std::int32_t>(draw() % 5) - 1;
    different[i] = static_cast<std::int32_t>(draw() % 4) - 1;
  }
  const PairFilter filter{.hours = hours, .window = 10, .same = same, .different = different};
  const detail::FilterOrder order(rows, detail::side_x(filter), filter.window);
  const detail::Meets meets(filter, true);
  std::size_t inside = 0, all = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    std::vector<detail::Places> ranges;
    order.add_near(same[i], hours[i], 10, ranges);
    detail::merge_ranges(ranges, 1);
    for (std::size_t p = 0; p < rows; ++p) {
      const bool in =
          std::any_of(ranges.begin(), ranges.end(), [&](const auto& r) { return r.first <= p && p < r.second; });
      if (meets(i, order.row()[p])) {
        EXPECT_TRUE(in);
      }
      inside += in, ++all;
    }
  }
  EXPECT_LT(inside, all * 2 / 3);
}

}  // namespace
}  // namespace wirecopy
