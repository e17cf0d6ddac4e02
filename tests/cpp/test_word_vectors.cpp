#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "hash.hpp"
#include "wirecopy/errors.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy {
namespace {

struct Text {
  std::vector<std::int64_t> offsets{0};
  std::vector<std::int32_t> words;
  void add(std::initializer_list<std::int32_t> sentence) {
    words.insert(words.end(), sentence);
    offsets.push_back(static_cast<std::int64_t>(words.size()));
  }
};

double cosine(const WordVectors& v, std::size_t x, std::size_t y) {
  return std::inner_product(&v.rows[x * v.components], &v.rows[x * v.components] + v.components, &v.rows[y * v.components], 0.0);
}

/// Sentences of eight words: 0 and 1 stand among 2..5, 6 and 7 among 8..11.
Text two_subjects() {
  Text t;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const auto pick = [&](std::uint64_t k, std::uint64_t of) { return static_cast<std::int32_t>(detail::combine(i, k) % of); };
    const std::int32_t base = i % 2 ? 6 : 0, about = base + pick(0, 2);
    t.add({base + 2 + pick(1, 4), about, base + 2 + pick(2, 4), base + 2 + pick(3, 4)});
  }
  return t;
}

TEST(WordVectors, WordsAmongTheSameWordsAreAlike) {
  const Text t = two_subjects();
  const WordVectors v = word_vectors(t.offsets, t.words, 13, {.components = 4});
  ASSERT_EQ(v.components, 4U);
  ASSERT_EQ(v.rows.size(), 13U * 4);
  EXPECT_GT(cosine(v, 0, 1), 0.9);
  EXPECT_GT(cosine(v, 6, 7), 0.9);
  EXPECT_LT(cosine(v, 0, 6), 0.1);
  EXPECT_NEAR(cosine(v, 0, 0), 1, 1e-6);
  EXPECT_EQ(cosine(v, 12, 12), 0);  // nothing stands beside it
}

TEST(WordVectors, NeitherThreadsNorTheOrderOfSentencesMatter) {
  const Text t = two_subjects();
  Text other;
  for (std::size_t i = t.offsets.size() - 1; i-- > 0;) {
    other.words.insert(other.words.end(), t.words.begin() + t.offsets[i], t.words.begin() + t.offsets[i + 1]);
    other.offsets.push_back(static_cast<std::int64_t>(other.words.size()));
  }
  Control one, four;
  one.threads = 1, four.threads = 4;
  const WordVectors v = word_vectors(t.offsets, t.words, 13, {}, one);
  EXPECT_EQ(v.rows, word_vectors(t.offsets, t.words, 13, {}, four).rows);
  EXPECT_EQ(v.rows, word_vectors(other.offsets, other.words, 13, {}, four).rows);
}

TEST(WordVectors, WindowsEndWithSentencesAndAnUnknownWordKeepsItsPlace) {
  Text apart;
  apart.add({0}), apart.add({1});
  EXPECT_EQ(word_vectors(apart.offsets, apart.words, 2).rows, BlockVector<float>(4, 0.0F));
  Text far;
  far.add({0, -1, -1, 1});
  const WordVectors narrow = word_vectors(far.offsets, far.words, 2, {.window = 2});
  EXPECT_TRUE(std::all_of(narrow.rows.begin(), narrow.rows.end(), [](float x) { return x == 0; }));
  const WordVectors wide = word_vectors(far.offsets, far.words, 2, {.window = 3});
  EXPECT_NEAR(std::abs(cosine(wide, 0, 0)), 1, 1e-6);
}

TEST(WordVectors, NothingIsNothing) {
  const std::vector<std::int64_t> none{0};
  EXPECT_TRUE(word_vectors(none, {}, 0).rows.empty());
  EXPECT_EQ(word_vectors(none, {}, 3).rows.size(), 9U);
}

TEST(WordVectors, WhatDoesNotFitIsRefused) {
  const std::vector<std::int32_t> words{0, 1, 2};
  const auto of = [&](std::vector<std::int64_t> offsets, std::size_t vocabulary, WordVectorOptions o = {}) {
    word_vectors(offsets, words, vocabulary, o);
  };
  EXPECT_THROW(of({}, 3), std::invalid_argument);
  EXPECT_THROW(of({0, 2}, 3), std::invalid_argument);
  EXPECT_THROW(of({0, 3, 1, 3}, 3), std::invalid_argument);
  EXPECT_THROW(of({0, 3}, 2), std::invalid_argument);
  EXPECT_THROW(of({0, 3}, 3, {.window = 0}), std::invalid_argument);
  EXPECT_THROW(of({0, 3}, 3, {.components = 0}), std::invalid_argument);
  Control c;
  c.tick = [](const Progress&) { return false; };
  EXPECT_THROW(word_vectors(std::vector<std::int64_t>{0, 3}, words, 3, {}, c), Cancelled);
}

}  // namespace
}  // namespace wirecopy
