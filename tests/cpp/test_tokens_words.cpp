// The kernels of stage 1 against ICU, on every path: random strings of all classes, and texts made to be slow.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <vector>

#include "icu.hpp"
#include "icu_word_classes.hpp"
#include "parallel.hpp"
#include "simd.hpp"
#include "terms_worker.hpp"
#include "tokens_words.hpp"
#include "utf8.hpp"
#include "wirecopy/errors.hpp"
#include "wirecopy/tokens.hpp"

namespace wirecopy {
namespace {

using detail::IcuBreaker;
using detail::Simd;

/// splitmix64: the same texts on every machine.
struct Random {
  std::uint64_t state;
  std::size_t below(std::size_t n) {
    std::uint64_t x = state += 0x9e3779b97f4a7c15ULL;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
    return static_cast<std::size_t>((x ^ x >> 31) % n);
  }
};

std::string utf8(char32_t c) {
  std::string out;
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (c >> shift & 0x3f)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6), tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12), tail(6), tail(0);
  } else {
    out += static_cast<char>(0xf0 | c >> 18), tail(12), tail(6), tail(0);
  }
  return out;
}

/// Some characters of each class, of each length that it has in UTF-8.
const std::vector<std::u32string>& classes() {
  static const std::vector<std::u32string> all{
      U"abzAZ@", U"\u00e9\u0436\u03b1\u0627\u00aa", U"\u0905\u1e00\u0e01\u2c00\ua708", U"\U00010400\U0001f170",  // letters
      U"019", U"\u0660\u0967\U000104a0", U"_", U"\u203f\uff3f\u2040", U":", U"\u00b7\u0387\u055f\ufe55\uff1a",
      U".", U"\u2018\u2019\u2024\ufe52", U"'", U"\"", U",;", U"\u037e\u0589\u060c\u2044", U" ", U"\u2003\u3000\u1680",
      U"\u0301\u0308\u0903\u093f", U"\u200c\ufe0f\U000e0100", U"\u00ad\u2060\ufeff\u0600", U"\u200d",  // Extend, Format, ZWJ
      U"\r", U"\n", U"\v\f", U"\u0085\u2028\u2029", U"-!(%\t", U"\u00bf\u2014\u20ac", U"\U0001f389\U0001f469", U"\u00a9\u2764\u24c2",
      U"\u05d0\u05ea", U"\uac00\ud7a3\u1100", U"\u3042\u30a2\u30fc\uff9e\uff71", U"\u6771\u4eac\u3005\U00020000",
      U"\u0e40\u0e31\u0eab\u1000\u1780", U"\U0001f1eb\U0001f1f7",  // dictionaries' scripts; flags
  };
  return all;
}

std::string random_text(Random& random) {
  // Three in four texts keep to the characters that the kernels know, or nearly every text would go to ICU.
  const std::size_t known = classes().size() - 6;
  const std::size_t kinds = random.below(4) == 0 ? classes().size() : known;
  const std::size_t palette = 1 + random.below(8);  // few classes at a time: rules speak of neighbours
  std::vector<std::size_t> of;
  for (std::size_t i = 0; i < palette; ++i) of.push_back(random.below(kinds));
  std::string text(random.below(3) == 0 ? random.below(70) : 0, "a. \n"[random.below(4)]);
  const std::size_t length = random.below(10) == 0 ? random.below(150) : random.below(14);
  for (std::size_t i = 0; i < length; ++i) {
    const std::u32string& members = classes()[of[random.below(palette)]];
    text += utf8(members[random.below(members.size())]);
  }
  return text;
}

struct Truth {
  std::vector<Span> words;
  std::vector<ByteOffset> boundaries;
};

/// Words as the documentation has them: what ICU calls a word, and letters or numbers in those that begin in ASCII.
Truth by_icu(const IcuBreaker& breaker, const std::string& text) {
  std::vector<IcuBreaker::Boundary> ends;
  breaker.segment(text, ends);
  Truth out;
  ByteOffset start = 0;
  if (!text.empty()) out.boundaries.push_back(0);
  for (const auto& b : ends) {
    bool holds = static_cast<unsigned char>(text[start]) >= 0x80;
    for (std::size_t i = start; i < b.end && !holds;) holds = detail::icu_is_alnum(detail::next_code_point(text, i));
    if (b.word && holds) out.words.push_back({start, b.end});
    out.boundaries.push_back(b.end);
    start = b.end;
  }
  return out;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%04X ", static_cast<unsigned>(detail::next_code_point(text, i)));
    out += buffer;
  }
  return out;
}

std::string shown(const std::vector<ByteOffset>& offsets) {
  std::string out;
  for (const ByteOffset o : offsets) out += std::to_string(o) + ' ';
  return out;
}

std::string shown(const std::vector<Span>& spans) {
  std::string out;
  for (const Span s : spans) out += std::to_string(s.start) + '-' + std::to_string(s.end) + ' ';
  return out;
}

class EveryPath : public testing::Test {
 protected:
  void TearDown() override { detail::force_simd(before_); }
  static std::vector<Simd> paths() {
    std::vector<Simd> out;
    for (const Simd path : {Simd::portable, Simd::avx2, Simd::avx512}) {
      if (path <= detail::simd_of_machine()) out.push_back(path);
    }
    return out;
  }

 private:
  Simd before_ = detail::simd();
};

using TokensWords = EveryPath;

TEST_F(TokensWords, TheRulesOfThisIcuAreKnown) {
  if (icu_version() != "72.1" && icu_version() != "78.3") GTEST_SKIP() << "ICU " << icu_version() << " may segment all text";
  for (const char* language : {"", "en", "fi", "sv", "en-US-posix", "ja"}) {
    EXPECT_NE(IcuBreaker(IcuBreaker::Kind::word, language).word_classes(), nullptr) << language;
  }
}

TEST_F(TokensWords, RandomTextsAreCutAsIcuCutsThem) {
  // WIRECOPY_FUZZ_TEXTS: how many; WIRECOPY_FUZZ_SEED: which.
  const char* const count = std::getenv("WIRECOPY_FUZZ_TEXTS");
  const char* const seed = std::getenv("WIRECOPY_FUZZ_SEED");
  const long texts = count ? std::atol(count) : 60'000;
  Random random{seed ? static_cast<std::uint64_t>(std::atoll(seed)) : 1};
  const IcuBreaker root(IcuBreaker::Kind::word, ""), finnish(IcuBreaker::Kind::word, "fi");
  std::vector<Span> words;
  std::vector<ByteOffset> boundaries;
  for (long i = 0; i < texts; ++i) {
    const std::string text = random_text(random);
    const IcuBreaker& breaker = i % 8 == 0 ? finnish : root;
    const Truth truth = by_icu(breaker, text);
    for (const Simd path : paths()) {
      detail::force_simd(path);
      words.clear();
      detail::append_words(breaker, text, words);
      boundaries.clear();
      detail::append_word_boundaries(breaker, text, boundaries);
      ASSERT_TRUE(words == truth.words) << "text " << i << ' ' << name(path) << ": " << escaped(text) << "\nwords of ICU "
                                          << shown(truth.words) << "\nours         " << shown(words);
      ASSERT_TRUE(boundaries == truth.boundaries) << "text " << i << ' ' << name(path) << ": " << escaped(text) << "\nboundaries of ICU "
                                                    << shown(truth.boundaries) << "\nours " << shown(boundaries);
    }
  }
}

TEST_F(TokensWords, LongTextsAreCutAsIcuCutsThem) {
  Random random{2};
  const IcuBreaker root(IcuBreaker::Kind::word, "");
  for (int i = 0; i < 40; ++i) {
    std::string text;
    const std::size_t wanted = 10'000 + random.below(20'000), easy = random.below(300);
    while (text.size() < wanted) {
      text += random_text(random);
      for (std::size_t k = random.below(easy + 1); k > 0; --k) text += random.below(6) == 0 ? " " : "n";
    }
    const Truth truth = by_icu(root, text);
    for (const Simd path : paths()) {
      detail::force_simd(path);
      std::vector<Span> words;
      detail::append_words(root, text, words);
      std::vector<ByteOffset> boundaries;
      detail::append_word_boundaries(root, text, boundaries);
      ASSERT_TRUE(words == truth.words) << "text " << i << ' ' << name(path);
      ASSERT_TRUE(boundaries == truth.boundaries) << "text " << i << ' ' << name(path);
    }
  }
}

TEST_F(TokensWords, HostileTextsTakeLinearTime) {
  // Without an end in sight: a stage that looked back or ahead without bound would not come back from these.
  const std::size_t size = 8'000'000;
  const auto times = [&](std::string_view unit) {
    std::string out;
    while (out.size() < size) out += unit;
    return out;
  };
  const Tokenizer tokenizer;
  for (const Simd path : paths()) {
    detail::force_simd(path);
    EXPECT_EQ(tokenizer.words(times("a")).size(), 1U);
    EXPECT_EQ(tokenizer.words("a" + times("\u0301")).size(), 1U);
    EXPECT_EQ(tokenizer.words("a." + times("\u0301") + "b").size(), 1U);
    EXPECT_EQ(tokenizer.words("a." + times("\u0301") + " b").size(), 2U);
    EXPECT_EQ(tokenizer.words(times("a.")).size(), 1U);
    EXPECT_EQ(tokenizer.words(times(" ")).size(), 0U);
    EXPECT_EQ(tokenizer.words(times("_")).size(), 0U);
  }
  EXPECT_EQ(tokenizer.word_boundaries(times("\U0001f1eb\U0001f1f7\n")).size(), (size + 8) / 9 * 2 + 1);
}

TEST_F(TokensWords, WordsToAppends) {
  std::vector<Span> out{{7, 9}};
  Tokenizer().words_to("two words", out);
  EXPECT_EQ(out, (std::vector<Span>{{7, 9}, {0, 3}, {4, 9}}));
}

TEST(TokensTexts, EveryWayThroughALongTextHeedsAStop) {
  const std::atomic<bool> stop{true};
  detail::stopped_by_caller = &stop;
  std::vector<Span> words;
  const detail::IcuBreaker breaker(detail::IcuBreaker::Kind::word, "");
  EXPECT_THROW(detail::append_words(breaker, "one word after another", words), Cancelled);
  std::vector<detail::IcuBreaker::Boundary> ends;
  EXPECT_THROW(breaker.segment("one word after another", ends), Cancelled);
  std::string out;
  EXPECT_THROW(detail::to_utf8({"caf\xe9", 4, Encoding::latin1}, 0, out), Cancelled);
  detail::stopped_by_caller = nullptr;
}

TEST(TokensTexts, TextOfEveryEncodingBecomesUtf8) {
  std::string latin1, want;
  for (std::size_t i = 0; i < 200000; ++i) {
    const auto c = static_cast<unsigned char>(i % 7 == 3 || i % 1000 > 900 ? 0x80 + i % 128 : 'a' + i % 26);
    latin1 += static_cast<char>(c);
    detail::append_utf8(c, want);
  }
  const std::u16string ucs2 = u"\u00e9\u4e00z";
  const std::u32string ucs4 = U"\U0001f600\u00e9z", lone{0xd800};
  std::string out;
  detail::to_utf8({latin1.data(), latin1.size(), Encoding::latin1}, 0, out);
  EXPECT_EQ(out, want);
  out.clear();
  detail::to_utf8({ucs2.data(), ucs2.size(), Encoding::ucs2}, 0, out);
  detail::to_utf8({ucs4.data(), ucs4.size(), Encoding::ucs4}, 0, out);
  EXPECT_EQ(out, "\xc3\xa9\xe4\xb8\x80z\xf0\x9f\x98\x80\xc3\xa9z");
  EXPECT_THROW(detail::to_utf8({lone.data(), 1, Encoding::ucs4}, 0, out), TextError);
}

}  // namespace
}  // namespace wirecopy
