#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <random>
#include <string>

#include "drawn_matrices.hpp"
#include "wirecopy/errors.hpp"
#include "wirecopy/pairs.hpp"

namespace wirecopy {
namespace {

/// Rows of a few frequent and many rare columns, some of them nearly alike.
Matrix drawn(std::size_t rows, unsigned seed) {
  std::mt19937 draw(seed);
  std::uniform_int_distribution<int> eighths(1, 8), rare(40, 1999), often(0, 39), coin(0, 1);
  Matrix m;
  m.columns = 2000;
  std::vector<double> row(m.columns);
  for (std::size_t i = 0; i < rows; ++i) {
    if (i % 4 == 0) std::fill(row.begin(), row.end(), 0);
    for (int k = 0; k < 12; ++k) row[static_cast<std::size_t>(coin(draw) ? rare(draw) : often(draw))] = eighths(draw) / 8.0;
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (row[c] != 0) m.indices.push_back(static_cast<std::int32_t>(c)), m.values.push_back(row[c]);
    }
    m.indptr.push_back(static_cast<std::int64_t>(m.indices.size()));
  }
  return m;
}

double dot(const Matrix& m, std::size_t i, std::size_t j) {
  double sum = 0;
  for (auto p = m.indptr[i]; p < m.indptr[i + 1]; ++p) {
    for (auto q = m.indptr[j]; q < m.indptr[j + 1]; ++q) {
      if (m.indices[static_cast<std::size_t>(p)] == m.indices[static_cast<std::size_t>(q)]) {
        sum += m.values[static_cast<std::size_t>(p)] * m.values[static_cast<std::size_t>(q)];
      }
    }
  }
  return sum;
}

TEST(Pairs, JoinIsEveryPairMultipliedOut) {
  const Matrix m = drawn(160, 1);
  for (const double threshold : {0.25, 1.0, 3.0, 6.0}) {
    std::vector<std::pair<ArticleId, ArticleId>> want;
    for (ArticleId i = 0; i < 160; ++i) {
      for (ArticleId j = i + 1; j < 160; ++j) {
        if (dot(m, i, j) >= threshold) want.emplace_back(i, j);
      }
    }
    ASSERT_FALSE(want.empty());
    for (const unsigned threads : {1U, 4U}) {
      Control control;
      control.threads = threads;
      const auto found = similarity_join(m.view(), threshold, {}, control);
      ASSERT_EQ(found.size(), want.size());
      for (std::size_t k = 0; k < want.size(); ++k) {
        EXPECT_EQ(std::pair(found.a[k], found.b[k]), want[k]);
        EXPECT_EQ(found.similarity[k], dot(m, want[k].first, want[k].second));
      }
    }
  }
}

TEST(Pairs, WindowLeavesOutWhatIsTooFar) {
  const Matrix m = drawn(4, 2);  // four rows that grow out of the first
  const std::vector<double> hours{0, 10, unknown_hours, 21};
  const auto found = similarity_join(m.view(), 1e-6, {.hours = hours, .window = 10});
  EXPECT_EQ(found.a, (std::vector<ArticleId>{0, 0, 1, 2}));
  EXPECT_EQ(found.b, (std::vector<ArticleId>{1, 2, 2, 3}));
}

TEST(Pairs, NearestBestFirst) {
  const Matrix m = drawn(90, 3);
  const auto found = nearest(m.view(), 5);
  for (std::size_t i = 0; i < 90; ++i) {
    std::vector<std::pair<double, std::int64_t>> all;
    for (std::size_t j = 0; j < 90; ++j) {
      if (j != i && dot(m, i, j) > 0) all.emplace_back(-dot(m, i, j), static_cast<std::int64_t>(j));
    }
    std::sort(all.begin(), all.end());
    for (std::size_t k = 0; k < 5; ++k) {
      EXPECT_EQ(found.indices[i * 5 + k], k < all.size() ? all[k].second : -1);
      EXPECT_EQ(found.similarity[i * 5 + k], k < all.size() ? -all[k].first : 0);
    }
  }
}

TEST(Pairs, ShinglesAreSets) {
  ShingleOptions options;
  options.n = 2;
  EXPECT_EQ(shingles("One two, one TWO one", options).size(), 2U);
  EXPECT_EQ(shingles("one", options).size(), 0U);
  options.unit = ShingleUnit::character;
  EXPECT_EQ(shingles("橋橋橋", options).size(), 1U);
}

TEST(Pairs, RunsInLowerCaseAreThoseOfTheLoweredText) {
  ShingleOptions as_it_is{.n = 2, .unit = ShingleUnit::run}, lowered = as_it_is;
  lowered.lowercase = true;
  for (const auto& [text, lower] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"The Old BRIDGE, the_old 12 bridges", "the old bridge, the_old 12 bridges"},
           {"ΟΔΟΣ ΣΑΣ, Straße ÄRGER Ж", "οδος σας, straße ärger ж"},  // a sigma at the end of a word is another letter
           {"A-word-OF-SO-MANY-LETTERSABCDEFGHIJKLMNOP B", "a-word-of-so-many-lettersabcdefghijklmnop b"}}) {
    EXPECT_EQ(shingles(text, lowered), shingles(lower, as_it_is));
    EXPECT_EQ(shingles(lower, lowered), shingles(lower, as_it_is));
    EXPECT_NE(shingles(text, as_it_is), shingles(lower, as_it_is));
  }
  EXPECT_THROW((void)shingles("well \xff", lowered), TextError);
}

TEST(Pairs, ShinglesOfTwoCollections) {
  const std::vector<std::string_view> texts = {"one two three", "four five six"}, others = {"four five six", "two three", "seven"};
  ShingleOptions options;
  options.n = 2;
  const auto found = shingle_join(texts, others, options);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(std::pair(found.a[0], found.b[0]), std::pair(ArticleId{0}, ArticleId{1}));
  EXPECT_EQ(std::pair(found.a[1], found.b[1]), std::pair(ArticleId{1}, ArticleId{0}));
  EXPECT_EQ(found.containment_b[0], 1.0);
  options.max_articles = 1;
  EXPECT_EQ(shingle_join(texts, others, options).size(), 0U);
  EXPECT_EQ(shingle_join(texts, others, options).left_out, 3U);
  options.max_articles = any_number;
  options.max_pairs = 1;
  EXPECT_THROW(shingle_join(texts, others, options), std::length_error);
  const std::array<std::int32_t, 2> outlets{7, -1};
  const std::array<std::int32_t, 3> outlets_of_others{7, 7, 7};
  options.max_pairs = any_number;
  EXPECT_EQ(shingle_join(texts, others, options, {.different = outlets, .different_y = outlets_of_others}).size(), 1U);
}

TEST(Pairs, ShingleJoinIsEveryPairCompared) {
  std::mt19937 draw(4);
  std::uniform_int_distribution<int> letter('a', 'd'), length(0, 60);
  std::vector<std::string> made(60);
  for (auto& text : made) {
    for (int n = length(draw); n > 0; --n) text.push_back(static_cast<char>(letter(draw)));
  }
  const std::vector<std::string_view> texts(made.begin(), made.end());
  for (const double containment : {0.0, 0.3, 0.6}) {
    for (const double resemblance : {0.0, 0.2}) {
      ShingleOptions options;
      options.n = 4;
      options.unit = ShingleUnit::character;
      options.min_containment = containment;
      options.min_resemblance = resemblance;
      options.min_shared = 2;
      const auto found = shingle_join(texts, options);
      std::size_t at = 0;
      for (ArticleId i = 0; i < 60; ++i) {
        for (ArticleId j = i + 1; j < 60; ++j) {
          const auto x = shingles(texts[i], options), y = shingles(texts[j], options);
          std::vector<std::uint64_t> both;
          std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
          const auto n = static_cast<double>(both.size());
          if (both.size() < 2 || n / static_cast<double>(std::min(x.size(), y.size())) < containment) continue;
          if (n / static_cast<double>(x.size() + y.size() - both.size()) < resemblance) continue;
          ASSERT_LT(at, found.size());
          EXPECT_EQ(std::pair(found.a[at], found.b[at]), std::pair(i, j));
          EXPECT_EQ(found.shared[at], static_cast<std::int64_t>(both.size()));
          EXPECT_EQ(found.containment_a[at], n / static_cast<double>(x.size()));
          EXPECT_EQ(found.containment_b[at], n / static_cast<double>(y.size()));
          ++at;
        }
      }
      EXPECT_EQ(at, found.size());
      EXPECT_GT(at, 0U);
    }
  }
}

TEST(Pairs, BadInputIsRefused) {
  const Matrix m = drawn(4, 5);
  for (const double threshold : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_THROW((void)similarity_join(m.view(), threshold), std::invalid_argument);
  }
  EXPECT_THROW((void)similarity_join(m.view(), 1, {.window = std::nan("")}), std::invalid_argument);
  const std::vector<double> hours{1};
  EXPECT_THROW((void)similarity_join(m.view(), 1, {.hours = hours}), std::invalid_argument);
  EXPECT_THROW((void)nearest(m.view(), 0), std::invalid_argument);
  Matrix narrow = m;
  narrow.columns = 1;
  EXPECT_THROW((void)nearest(m.view(), narrow.view(), 1), std::invalid_argument);
  const std::vector<std::string_view> texts{"good", "bad \xff"};
  EXPECT_THROW((void)shingle_join(texts), TextError);
  ShingleOptions options;
  options.min_containment = std::nan("");
  EXPECT_THROW((void)shingle_join(std::vector<std::string_view>{"a"}, options), std::invalid_argument);
  options = {};
  options.n = 0;
  EXPECT_THROW((void)shingles("a", options), std::invalid_argument);
}

}  // namespace
}  // namespace wirecopy
