#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "wirecopy/relations.hpp"

namespace wirecopy {
namespace {

struct Text {
  std::vector<SentenceWord> words;
  std::vector<std::uint32_t> ends;
  Sentences view() const { return {words, ends}; }
};

Text text(std::initializer_list<std::vector<std::uint32_t>> sentences, bool vectors = false) {
  Text t;
  for (const auto& sentence : sentences) {
    for (const std::uint32_t term : sentence) t.words.push_back({term, vectors ? static_cast<std::int32_t>(term) : -1, 1.0});
    t.ends.push_back(static_cast<std::uint32_t>(t.words.size()));
  }
  return t;
}

TEST(Sentences, TheSameInTheSameOrder) {
  const Text a = text({{1, 2, 3}, {4, 5, 6}, {7, 8}}), b = text({{1, 2, 9}, {7, 8}});
  const SentenceAlignment found = align_sentences(a.view(), b.view());
  ASSERT_EQ(found.matches.size(), 2U);
  EXPECT_EQ(found.matches[0].a, 0U);
  EXPECT_EQ(found.matches[0].b, 0U);
  EXPECT_NEAR(found.matches[0].similarity, 4.0 / 6, 1e-12);
  EXPECT_EQ(found.matches[1].a, 2U);
  EXPECT_EQ(found.matches[1].b, 1U);
  EXPECT_EQ(found.matches[1].similarity, 1);
  EXPECT_EQ(found.told_a, 4.0 / 8);
  EXPECT_EQ(found.told_b, 4.0 / 5);
  EXPECT_EQ(found.in_order, 1);
}

TEST(Sentences, OneMayTellSeveral) {
  const Text a = text({{1, 2, 3, 4, 5, 6}}), b = text({{1, 2, 7}, {3, 4}, {5, 6, 8}});
  const SentenceAlignment found = align_sentences(a.view(), b.view());
  ASSERT_EQ(found.matches.size(), 1U);
  EXPECT_EQ(found.matches[0].b, 0U);
  EXPECT_EQ(found.matches[0].b_end, 3U);
  EXPECT_EQ(found.told_a, 1);
  const SentenceAlignment back = align_sentences(b.view(), a.view());
  ASSERT_EQ(back.matches.size(), 1U);
  EXPECT_EQ(back.matches[0].a_end, 3U);
  EXPECT_EQ(back.told_b, 1);
}

TEST(Sentences, OfSeveralEachIsTold) {
  const Text a = text({{1, 2, 3, 4}}), b = text({{1, 2, 3}, {4, 7, 8}});
  const SentenceAlignment found = align_sentences(a.view(), b.view());
  ASSERT_EQ(found.matches.size(), 1U);
  EXPECT_EQ(found.matches[0].b_end, 1U);
}

TEST(Sentences, WhatStandsElsewhereIsMoved) {
  const Text a = text({{1, 2}, {3, 4, 5}, {6, 7, 8}}), b = text({{3, 4, 5}, {6, 7, 8}, {1, 2}});
  const SentenceAlignment found = align_sentences(a.view(), b.view());
  ASSERT_EQ(found.matches.size(), 3U);
  EXPECT_TRUE(found.matches[0].moved);
  EXPECT_EQ(found.matches[0].b, 2U);
  EXPECT_FALSE(found.matches[1].moved);
  EXPECT_FALSE(found.matches[2].moved);
  EXPECT_NEAR(found.in_order, 12.0 / 16, 1e-12);
  EXPECT_EQ(found.told_a, 1);
}

TEST(Sentences, AlikeWordsCountAsFarAsTheyAre) {
  const Text a = text({{0, 3}}, true), b = text({{1, 3}}, true);
  const std::vector<float> rows{1, 0, 0.8F, 0.6F, 0, 1, 0.6F, 0.8F};
  const SentenceAlignment found = align_sentences(a.view(), b.view(), {2, rows});
  ASSERT_EQ(found.matches.size(), 1U);
  EXPECT_NEAR(found.matches[0].similarity, (0.8 + 1 + 0.96 + 1) / 4, 1e-6);  // 1 is more like 3 than like 0
  EXPECT_NEAR(align_sentences(a.view(), b.view(), {2, rows}, {.like = 0.99}).matches.at(0).similarity, 0.5, 1e-12);
}

TEST(Sentences, HeavyWordsTellMore) {
  Text a = text({{1, 2}}), b = text({{1, 3}});
  a.words[0].weight = b.words[0].weight = 9;
  EXPECT_EQ(align_sentences(a.view(), b.view()).matches.at(0).similarity, 0.9);
  a.words[0].weight = b.words[0].weight = 0.1;
  EXPECT_TRUE(align_sentences(a.view(), b.view()).matches.empty());
}

TEST(Sentences, NothingTellsNothing) {
  const Text none = text({}), empty = text({{}, {}}), some = text({{1, 2}});
  for (const Text* t : {&none, &empty}) {
    const SentenceAlignment found = align_sentences(t->view(), some.view());
    EXPECT_TRUE(found.matches.empty());
    EXPECT_EQ(found.told_a, 0);
    EXPECT_EQ(found.told_b, 0);
    EXPECT_EQ(found.in_order, 0);
  }
}

TEST(Sentences, WhatDoesNotFitIsRefused) {
  const Text good = text({{1, 2}}, true);
  const std::vector<float> rows(6, 0.0F);
  EXPECT_NO_THROW(align_sentences(good.view(), good.view(), {2, rows}));
  EXPECT_THROW(align_sentences(good.view(), good.view(), {3, rows}), std::invalid_argument);
  Text bad = good;
  bad.ends = {1};
  EXPECT_THROW(align_sentences(bad.view(), good.view(), {2, rows}), std::invalid_argument);
  bad.ends = {2, 1, 2};
  EXPECT_THROW(align_sentences(good.view(), bad.view(), {2, rows}), std::invalid_argument);
  for (const double weight : {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    bad = good;
    bad.words[1].weight = weight;
    EXPECT_THROW(align_sentences(bad.view(), good.view(), {2, rows}), std::invalid_argument);
  }
}

}  // namespace
}  // namespace wirecopy
