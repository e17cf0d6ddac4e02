#include <gtest/gtest.h>

#include "wirecopy/errors.hpp"
#include "wirecopy/terms.hpp"

namespace wirecopy {
namespace {

using Texts = std::vector<std::string_view>;

std::vector<std::string> names(const TermList& terms) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < terms.size(); ++i) out.emplace_back(terms[i]);
  return out;
}

TEST(Terms, CountsByOrderOfBytes) {
  const Texts texts{"the bridge shut the road", "a Bridge, the é1_", ""};
  const auto counted = count_terms(texts);
  EXPECT_EQ(names(counted.terms), (std::vector<std::string>{"Bridge", "bridge", "road", "shut", "the", "é1_"}));
  EXPECT_EQ(counted.counts.columns, 6U);
  EXPECT_EQ(counted.counts.indptr, (std::vector<std::int64_t>{0, 4, 7, 7}));
  EXPECT_EQ(counted.counts.indices, (std::vector<std::int32_t>{1, 2, 3, 4, 0, 4, 5}));
  EXPECT_EQ(counted.counts.counts, (std::vector<std::int32_t>{1, 1, 1, 2, 1, 1, 1}));
}

TEST(Terms, SeveralWordsAfterStopWords) {
  CountOptions options;
  options.max_n = 2;
  options.stop_words = {"of"};
  const auto counted = count_terms(Texts{"port of call"}, options);
  EXPECT_EQ(names(counted.terms), (std::vector<std::string>{"call", "port", "port call"}));
}

TEST(Terms, CodePointsAndWhiteSpace) {
  CountOptions options;
  options.unit = TermUnit::character;
  options.min_n = options.max_n = 3;
  EXPECT_EQ(names(count_terms(Texts{"a \n 橋b"}, options).terms), (std::vector<std::string>{" 橋b", "a 橋"}));
  options.unit = TermUnit::character_in_word;
  EXPECT_EQ(names(count_terms(Texts{"ab  c"}, options).terms), (std::vector<std::string>{" ab", " c ", "ab "}));
  options.min_n = 2, options.max_n = 5;
  const auto counted = count_terms(Texts{"c"}, options);
  EXPECT_EQ(names(counted.terms), (std::vector<std::string>{" c", " c ", "c "}));
  EXPECT_EQ(counted.counts.counts, (std::vector<std::int32_t>{1, 1, 1}));
}

TEST(Terms, VocabularyPassesOverWhatItLacks) {
  const Texts terms{"the", "road"};
  const std::vector<std::int32_t> columns{1, 0};
  const Vocabulary vocabulary(terms, columns);
  const auto counts = count_terms(Texts{"the the road is shut", "nothing"}, vocabulary);
  EXPECT_EQ(counts.columns, 2U);
  EXPECT_EQ(counts.indptr, (std::vector<std::int64_t>{0, 2, 2}));
  EXPECT_EQ(counts.indices, (std::vector<std::int32_t>{0, 1}));
  EXPECT_EQ(counts.counts, (std::vector<std::int32_t>{1, 2}));
}

TEST(Terms, TheSameForAnyNumberOfThreads) {
  std::vector<std::string> made;
  for (int i = 0; i < 500; ++i) {
    made.push_back("word" + std::to_string(i * 7919 % 613) + " word" + std::to_string(i % 97) + " and others");
  }
  const Texts texts(made.begin(), made.end());
  CountOptions options;
  options.max_n = 3;
  Control control;
  control.threads = 1;
  const auto one = count_terms(texts, options, control);
  for (const unsigned threads : {2U, 3U, 8U}) {
    control.threads = threads;
    const auto many = count_terms(texts, options, control);
    EXPECT_EQ(many.terms.data, one.terms.data);
    EXPECT_EQ(many.counts.indptr, one.counts.indptr);
    EXPECT_EQ(many.counts.indices, one.counts.indices);
    EXPECT_EQ(many.counts.counts, one.counts.counts);
  }
}

TEST(Terms, BadInputIsRefused) {
  CountOptions options;
  options.min_n = 2;
  EXPECT_THROW((void)count_terms(Texts{"a"}, options), std::invalid_argument);
  const std::vector<std::uint8_t> few(7);
  CountOptions classes;
  classes.classes = few;
  EXPECT_THROW((void)count_terms(Texts{"a"}, classes), std::invalid_argument);
  try {
    (void)count_terms(Texts{"good", "bad \xff"});
    FAIL();
  } catch (const TextError& e) {
    EXPECT_EQ(e.article(), 1U);
    EXPECT_EQ(e.offset(), 4U);
  }
  const Texts twice{"a", "a"};
  const std::vector<std::int32_t> columns{0, 1}, negative{0, -1};
  EXPECT_THROW(Vocabulary(twice, columns), std::invalid_argument);
  const Texts two{"a", "b"};
  EXPECT_THROW(Vocabulary(two, negative), std::invalid_argument);
  EXPECT_THROW(Vocabulary(Texts{"a"}, columns), std::invalid_argument);
}

}  // namespace
}  // namespace wirecopy
