#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <string>

#include "wirecopy/errors.hpp"
#include "wirecopy/passages.hpp"

namespace wirecopy {
namespace {

/// Pronounceable words without meaning, so that chance matches are as rare or as common as in prose.
std::string prose(std::mt19937& random, std::size_t words) {
  static constexpr std::string_view starts[] = {"b", "d", "f", "gr", "k", "l", "m", "n", "pr", "s", "st", "t", "v", "w"};
  static constexpr std::string_view vowels[] = {"a", "e", "i", "o", "u", "ea", "ou"};
  std::string out;
  for (std::size_t i = 0; i < words; ++i) {
    for (std::size_t k = 1 + random() % 3; k > 0; --k) out.append(starts[random() % 14]).append(vowels[random() % 7]);
    out += i % 11 == 10 ? ".\n" : " ";
  }
  return out;
}

/// Each letter is misread with this chance: changed, dropped or doubled.
std::string misread(const std::string& text, double chance, std::mt19937& random) {
  std::string out;
  std::uniform_real_distribution<double> unit(0, 1);
  for (const char c : text) {
    if (c == ' ' || c == '\n' || unit(random) >= chance) {
      out += c;
    } else if (const auto kind = random() % 4; kind < 2) {
      out += static_cast<char>('a' + random() % 26);
    } else if (kind == 2) {
      out += c, out += c;
    }
  }
  return out;
}

double covered(const std::vector<Passage>& passages, std::size_t from, std::size_t to) {
  double sum = 0;
  for (const auto& p : passages) {
    const auto a = std::max<std::size_t>(p.a.start, from), b = std::min<std::size_t>(p.a.end, to);
    if (a < b) sum += static_cast<double>(b - a);
  }
  return sum / static_cast<double>(to - from);
}

TEST(Passages, SameTextIsOnePassage) {
  std::mt19937 random(1);
  const std::string text = prose(random, 200);
  const auto passages = align(text, text);
  ASSERT_EQ(passages.size(), 1U);
  EXPECT_EQ(passages[0].identity, 1.0);
  EXPECT_EQ(passages[0].a, passages[0].b);
  EXPECT_EQ(passages[0].a.start, 0U);
}

TEST(Passages, UnrelatedTextsShareNone) {
  std::mt19937 random(2);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(align(prose(random, 250), prose(random, 250)).empty());
}

TEST(Passages, WrappingCaseAndPunctuationDoNotMatter) {
  const auto passages = align("The committee voted on Tues-\nday to close the bridge, officials said.",
                              "the COMMITTEE voted\non Tuesday to close the bridge officials said");
  ASSERT_EQ(passages.size(), 1U);
  EXPECT_EQ(passages[0].identity, 1.0);
}

TEST(Passages, ReusedMiddleIsFoundThroughMisreading) {
  std::mt19937 random(3);
  for (const auto& [chance, least] : {std::pair{0.0, 0.99}, {0.05, 0.98}, {0.10, 0.95}, {0.15, 0.90}}) {
    double reused = 0, spurious = 0;
    constexpr int rounds = 40;
    for (int i = 0; i < rounds; ++i) {
      const std::string head = prose(random, 40), middle = prose(random, 150), tail = prose(random, 40);
      const auto passages = align(head + middle + tail, misread(prose(random, 40) + middle + prose(random, 40), chance, random));
      reused += covered(passages, head.size(), head.size() + middle.size());
      spurious += covered(passages, 0, head.size()) + covered(passages, head.size() + middle.size(), head.size() + middle.size() + tail.size());
    }
    EXPECT_GE(reused / rounds, least) << chance;
    EXPECT_LE(spurious / rounds, 0.05) << chance;
  }
}

TEST(Passages, MovedBlocksArePassagesOfTheirOwn) {
  std::mt19937 random(4);
  const std::string x = prose(random, 80), y = prose(random, 80), z = prose(random, 80);
  const auto passages = align(x + y + z, z + x + y);
  ASSERT_EQ(passages.size(), 2U);
  EXPECT_EQ(covered(passages, 0, x.size() + y.size() + z.size()) > 0.97, true);
  EXPECT_GT(passages[0].b.start, passages[1].b.start);
}

TEST(Passages, NeverOverlapOnEitherSideAndStayInside) {
  std::mt19937 random(5);
  for (int i = 0; i < 50; ++i) {
    const std::string block = prose(random, 60);
    const std::string a = prose(random, 20) + block + prose(random, 20) + block, b = block + prose(random, 30) + misread(block, 0.1, random);
    auto passages = align(a, b);
    for (int side = 0; side < 2; ++side) {
      std::size_t end = 0;
      std::sort(passages.begin(), passages.end(), [&](auto& p, auto& q) { return side ? p.b.start < q.b.start : p.a.start < q.a.start; });
      for (const auto& p : passages) {
        const Span s = side ? p.b : p.a;
        EXPECT_GE(s.start, end);
        EXPECT_LT(s.start, s.end);
        EXPECT_LE(s.end, (side ? b : a).size());
        EXPECT_GT(p.identity, 0.4);
        EXPECT_LE(p.identity, 1.0);
        end = s.end;
      }
    }
  }
}

TEST(Passages, ScriptsWithoutSpacesAndAccents) {
  const std::string chinese = "市政府星期二宣布，将于下个月关闭旧桥进行维修，预计工期为六个月。";
  ASSERT_EQ(align("本报讯 " + chinese, chinese + "记者报道。").size(), 1U);
  const auto accents = align("La décision a été annoncée hier à la préfecture", "La decision a ete annoncee hier a la prefecture");
  ASSERT_EQ(accents.size(), 1U);
  EXPECT_EQ(accents[0].identity, 1.0);
}

TEST(Passages, RepetitiveTextEnds) {
  const std::string same(200'000, 'a');
  EXPECT_FALSE(align(same, same).empty());
  std::string lines;
  for (int i = 0; i < 3'000; ++i) lines += "All rights reserved. ";
  EXPECT_FALSE(align(lines, lines).empty());
}

TEST(Passages, EmptyAndBadInput) {
  EXPECT_TRUE(align("", "").empty());
  EXPECT_TRUE(align("", "some text").empty());
  try {
    (void)align("fine", "bad\xff");
    FAIL();
  } catch (const TextError& e) {
    EXPECT_EQ(e.article(), 1U);
    EXPECT_EQ(e.offset(), 3U);
  }
  AlignOptions options;
  options.seed = -1;
  EXPECT_THROW((void)align("a", "b", options), std::invalid_argument);
}

}  // namespace
}  // namespace wirecopy
