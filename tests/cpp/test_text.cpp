#include <gtest/gtest.h>

#include <array>
#include <string>

#include "wirecopy/errors.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy {
namespace {

std::size_t offset_of_error(const std::string& text) {
  try {
    validate(text, 7);
  } catch (const TextError& e) {
    EXPECT_EQ(e.article(), 7U);
    return e.offset();
  }
  return std::string::npos;
}

TEST(Text, WellFormedPasses) {
  for (const std::string text : {"", "plain", "na\xc3\xafve", "\xe6\x96\xb0\xe8\x81\x9e", "\xf0\x9f\x98\x80", "\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf"}) {
    EXPECT_EQ(offset_of_error(text), std::string::npos) << text;
  }
  EXPECT_EQ(offset_of_error(std::string("a\0b", 3)), std::string::npos);
}

TEST(Text, IllFormedNamesTheByte) {
  EXPECT_EQ(offset_of_error("12345678\xff"), 8U);
  EXPECT_EQ(offset_of_error("abc\x80"), 3U);           // a lone continuation
  EXPECT_EQ(offset_of_error("ab\xc0\xaf"), 2U);        // overlong
  EXPECT_EQ(offset_of_error("\xe0\x9f\xbf"), 0U);      // overlong
  EXPECT_EQ(offset_of_error("x\xed\xa0\x80"), 1U);     // a surrogate
  EXPECT_EQ(offset_of_error("\xf4\x90\x80\x80"), 0U);  // past U+10FFFF
  EXPECT_EQ(offset_of_error("cut \xe6\x96"), 4U);      // ends inside a sequence
}

TEST(Text, EveryTwoByteSequenceIsJudgedAsTheStandardSays) {
  for (int lead = 0x80; lead < 0x100; ++lead) {
    for (int next = 0; next < 0x100; ++next) {
      const std::string text{static_cast<char>(lead), static_cast<char>(next)};
      const bool good = lead >= 0xc2 && lead <= 0xdf && next >= 0x80 && next <= 0xbf;
      EXPECT_EQ(offset_of_error(text) == std::string::npos, good) << lead << ' ' << next;
    }
  }
}

TEST(Text, OffsetsBecomeCodePoints) {
  const std::string text = "a\xc3\xa9\xe6\x96\xb0\xf0\x9f\x98\x80z";
  std::array<std::uint32_t, 6> offsets{0, 1, 3, 6, 10, 11};
  to_code_points(text, offsets);
  EXPECT_EQ(offsets, (std::array<std::uint32_t, 6>{0, 1, 2, 3, 4, 5}));
  std::array<std::uint32_t, 4> unordered{11, 0, 6, 6};
  to_code_points_unordered(text, unordered);
  EXPECT_EQ(unordered, (std::array<std::uint32_t, 4>{5, 0, 3, 3}));
  std::array<std::uint32_t, 2> descending{3, 1};
  EXPECT_THROW(to_code_points(text, descending), std::invalid_argument);
  std::array<std::uint32_t, 1> past{12};
  EXPECT_THROW(to_code_points(text, past), std::invalid_argument);
  EXPECT_EQ(code_points(text), 5U);
}

TEST(Text, InfiniteHoursAreRefused) {
  std::array<Article, 1> articles{Article{.text = "a"}};
  articles[0].hours = std::numeric_limits<double>::infinity();
  EXPECT_THROW(validate(articles), std::invalid_argument);
}

}  // namespace
}  // namespace wirecopy
