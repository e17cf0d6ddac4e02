#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "simd.hpp"
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

/// Table 3-7 of the Unicode standard, row by row: the first byte that begins no well-formed sequence.
std::size_t first_fault(std::string_view text) {
  struct Row {
    int first, last;
    int second_low, second_high;
    std::size_t length;
  };
  static constexpr Row rows[] = {{0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
                                 {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
                                 {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<int>(static_cast<unsigned char>(text[i])) : -1; };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = 0;
    for (const Row& row : rows) {
      if (byte(i) < row.first || byte(i) > row.last) continue;
      bool good = row.length < 2 || (byte(i + 1) >= row.second_low && byte(i + 1) <= row.second_high);
      for (std::size_t k = 2; k < row.length; ++k) good = good && byte(i + k) >= 0x80 && byte(i + k) <= 0xbf;
      if (good) length = row.length;
    }
    if (length == 0) return i;
    i += length;
  }
  return std::string::npos;
}

TEST(Text, EveryPathFindsTheSameFirstFault) {
  // Sequences at the edges of every row of the table, good and bad, at each place of a block and across two.
  std::vector<std::string> pieces{"", "abc", "\x80", "\xbf\x80", "\xff", "\xc3\xa9"};
  for (const int lead : {0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xfe}) {
    for (const int second : {0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xe1}) {
      for (const std::string rest : {"", "\x80", "\xbf\x80", "\x80\xbf\x80", "\x80\xc3\xa9"}) {
        pieces.push_back(std::string{static_cast<char>(lead), static_cast<char>(second)} + rest);
      }
    }
  }
  const detail::Simd before = detail::simd();
  for (const std::string& piece : pieces) {
    for (const std::size_t lead : {0, 1, 30, 31, 59, 60, 61, 62, 63, 64, 65, 126, 127}) {
      for (const std::string filler : {"x", "\xd0\xb6"}) {
        std::string text;
        while (text.size() + filler.size() <= lead) text += filler;
        text.resize(lead, '-');
        text += piece;
        for (const std::size_t tail : {0, 1, 2, 63, 64, 130}) {
          const std::string whole = text + std::string(tail, 'y');
          const std::size_t truth = first_fault(whole);
          for (const auto path : {detail::Simd::portable, detail::Simd::avx2, detail::Simd::avx512}) {
            detail::force_simd(path);
            ASSERT_EQ(offset_of_error(whole), truth) << name(path) << ' ' << lead << ' ' << tail << ' ' << testing::PrintToString(piece);
          }
        }
      }
    }
  }
  detail::force_simd(before);
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

TEST(Text, OtherFormsBecomeUtf8) {
  const std::u32string points = U"a\u00e9\u65b0\U0001f600 and more than sixteen plain letters, \u201cquoted\u201d \u00e9";
  const std::string want = "a\xc3\xa9\xe6\x96\xb0\xf0\x9f\x98\x80 and more than sixteen plain letters, \xe2\x80\x9cquoted\xe2\x80\x9d \xc3\xa9";
  const auto encoded = [](const TextView& text) {
    std::string out(utf8_size(text), '?');
    EXPECT_EQ(write_utf8(text, out.data()), out.data() + out.size());
    return out;
  };
  EXPECT_EQ(encoded({points.data(), points.size(), Encoding::ucs4}), want);
  std::u16string units;
  std::string bytes;
  for (const char32_t c : points) {
    if (c < 0x10000) units.push_back(static_cast<char16_t>(c));
    if (c < 0x100) bytes.push_back(static_cast<char>(c));
  }
  std::string narrow = want, latin = want;
  narrow.erase(narrow.find("\xf0"), 4);
  for (const char* gone : {"\xe6\x96\xb0", "\xf0\x9f\x98\x80", "\xe2\x80\x9c", "\xe2\x80\x9d"}) latin.erase(latin.find(gone), std::string(gone).size());
  EXPECT_EQ(encoded({units.data(), units.size(), Encoding::ucs2}), narrow);
  EXPECT_EQ(encoded({bytes.data(), bytes.size(), Encoding::latin1}), latin);
  EXPECT_EQ(encoded(TextView(std::string_view(want))), want);
  const std::u16string surrogate = u"a\xd800";
  EXPECT_EQ(utf8_size({surrogate.data(), surrogate.size(), Encoding::ucs2}), utf8_impossible);
  const std::u32string beyond{U'a', static_cast<char32_t>(0x110000)};
  EXPECT_EQ(utf8_size({beyond.data(), beyond.size(), Encoding::ucs4}), utf8_impossible);
}

// One by one, as the Unicode standard's table 3-6 has it.
template <class Unit>
std::string plainly(const std::vector<Unit>& units) {
  std::string out;
  for (const std::uint32_t c : units) {
    const int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    constexpr unsigned lead[] = {0, 0xc0, 0xe0, 0xf0};
    out += static_cast<char>(lead[more] | c >> 6 * more);
    for (int k = more; k-- > 0;) out += static_cast<char>(0x80 | (c >> 6 * k & 0x3f));
  }
  return out;
}

template <class Unit>
void every_path_encodes(Encoding form, std::uint32_t most) {
  std::mt19937 engine(5);
  const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
  const std::array<std::uint32_t, 9> ends{0, 0x7f, 0x80, 0xff, 0x7ff, 0x800, 0xd7ff, 0xe000, 0x10ffff};
  for (std::size_t round = 0; round < 600; ++round) {
    std::vector<Unit> units(random() % 200);
    const unsigned rare = std::array{1U, 4U, 40U, 1000U}[round % 4];
    for (auto& unit : units) {
      std::uint32_t c = random() % 0x80;
      if (random() % rare == 0) c = random() % 3 == 0 ? ends[random() % ends.size()] : random() % (most + 1);
      if (c > most || (c >= 0xd800 && c < 0xe000)) c = 'x';
      unit = static_cast<Unit>(c);
    }
    const TextView text{units.data(), units.size(), form};
    const std::string want = plainly(units);
    for (const auto path : {detail::Simd::portable, detail::Simd::avx2, detail::Simd::avx512}) {
      detail::force_simd(path);
      ASSERT_EQ(utf8_size(text), want.size()) << detail::name(path);
      std::string got(want.size() + 64, '?');
      ASSERT_EQ(write_utf8(text, got.data()), got.data() + want.size());
      ASSERT_EQ(got, want + std::string(64, '?')) << detail::name(path) << ", " << units.size() << " units";
    }
    if (units.empty() || most < 0xd800) continue;
    // What cannot be written is seen wherever it stands.
    units[random() % units.size()] = static_cast<Unit>(round % 2 == 0 || most < 0x10000 ? 0xd800 + random() % 0x800 : 0x110000);
    for (const auto path : {detail::Simd::portable, detail::Simd::avx2, detail::Simd::avx512}) {
      detail::force_simd(path);
      ASSERT_EQ(utf8_size(text), utf8_impossible) << detail::name(path);
    }
  }
}

TEST(Text, EveryPathEncodesAlike) {
  const detail::Simd before = detail::simd();
  every_path_encodes<std::uint8_t>(Encoding::latin1, 0xff);
  every_path_encodes<std::uint16_t>(Encoding::ucs2, 0xffff);
  every_path_encodes<std::uint32_t>(Encoding::ucs4, 0x10ffff);
  detail::force_simd(before);
}

TEST(Text, InfiniteHoursAreRefused) {
  std::array<Article, 1> articles{Article{.text = "a"}};
  articles[0].hours = std::numeric_limits<double>::infinity();
  EXPECT_THROW(validate(articles), std::invalid_argument);
}

}  // namespace
}  // namespace wirecopy
