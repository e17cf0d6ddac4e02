#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "wirecopy/errors.hpp"
#include "wirecopy/tokens.hpp"

namespace wirecopy {
namespace {

std::vector<std::string> slices(const std::string& text, const std::vector<Span>& spans) {
  std::vector<std::string> out;
  for (const Span s : spans) out.push_back(text.substr(s.start, s.end - s.start));
  return out;
}

TEST(Tokens, WordsLeaveOutSpaceAndPunctuation) {
  const std::string text = "The mayor's 3.5 mln \xe2\x82\xac plan \xe2\x80\x94 \xf0\x9f\x8e\x89 passed.";
  EXPECT_EQ(slices(text, Tokenizer().words(text)), (std::vector<std::string>{"The", "mayor's", "3.5", "mln", "plan", "passed"}));
}

TEST(Tokens, SentencesCoverAllButSpace) {
  const std::string text = "  It rained. \"Go home!\" she said.\n\nNew paragraph  ";
  EXPECT_EQ(slices(text, Tokenizer().sentences(text)),
            (std::vector<std::string>{"It rained.", "\"Go home!\"", "she said.", "New paragraph"}));
}

TEST(Tokens, EmptyTextHasNothing) {
  const Tokenizer tokenizer;
  EXPECT_TRUE(tokenizer.words("").empty());
  EXPECT_TRUE(tokenizer.sentences("").empty());
  EXPECT_TRUE(tokenizer.word_boundaries("").empty());
  EXPECT_TRUE(tokenizer.sentences(" \n ").empty());
}

TEST(Tokens, FinnishKeepsTheColonInsideAWord) {
  if (icu_version() != "72.1") GTEST_SKIP() << "ICU " << icu_version() << " may have other rules for the colon";
  EXPECT_EQ(Tokenizer("fi").words("EU:n").size(), 1U);
  EXPECT_EQ(Tokenizer().words("EU:n").size(), 2U);
}

TEST(Tokens, LanguageMustBeATag) { EXPECT_THROW(Tokenizer("not a tag!"), std::invalid_argument); }

TEST(Tokens, IllFormedTextNamesTheByte) {
  EXPECT_THROW((void)Tokenizer().words("ab\xff"), TextError);
  EXPECT_THROW((void)fold("\xc3"), TextError);
}

TEST(Tokens, FoldIsCaseAndCompatibilityBlind) {
  EXPECT_EQ(fold("WIRE"), "wire");
  EXPECT_EQ(fold("Stra\xc3\x9f" "e"), "strasse");
  EXPECT_EQ(fold("\xef\xbd\x97\xef\xbd\x89"), "wi");                  // full-width letters
  EXPECT_EQ(fold("e\xcc\x81"), fold("\xc3\x89"));                     // e + acute, E acute
  EXPECT_EQ(fold("\xef\xac\x81le"), "file");                          // a ligature
}

TEST(Tokens, ManyCombiningMarksFoldInPieces) {
  // Without the Stream-Safe limit this takes minutes.
  std::string text = "a";
  for (int i = 0; i < 500'000; ++i) text += "\xcc\x81\xcc\x96";
  EXPECT_GE(fold(text).size(), 1'900'000U);
}

TEST(Tokens, OneTokenizerServesManyThreads) {
  const Tokenizer tokenizer;
  const std::string text = "One story, told by many outlets at once.";
  const auto expected = tokenizer.words(text);
  std::vector<int> wrong(4, 0);
  std::vector<std::jthread> threads;
  for (int& w : wrong) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) w += tokenizer.words(text) != expected;
    });
  }
  threads.clear();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace wirecopy
