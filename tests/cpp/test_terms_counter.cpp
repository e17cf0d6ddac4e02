// The counter against a plain one: every encoding, every vector path, every cut into batches gives the same rows.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "simd.hpp"
#include "terms_accumulator.hpp"
#include "terms_hashed.hpp"
#include "utf8.hpp"
#include "wirecopy/errors.hpp"
#include "wirecopy/terms.hpp"

namespace wirecopy {
namespace {

using Row = std::map<std::string, int>;

std::string utf8(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text) detail::append_utf8(c, out);
  return out;
}

/// Plain truth: runs of word characters of two code points or more, lower-cased one by one.
Row words_of(const std::u32string& text) {
  const auto classes = character_classes();
  const auto lower = lower_case();
  std::u32string counted;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint32_t value = text[i] < lower.values().size() ? lower.values()[text[i]] : text[i];
    if (!(value & CharacterMap::expansion)) {
      counted.push_back(value);
      continue;
    }
    for (std::size_t k = 0; k < (value >> 24 & 0x7f); ++k) counted.push_back(lower.expansions()[(value & 0xffffff) + k]);
  }
  Row out;
  std::u32string word;
  for (const char32_t c : counted + U" ") {
    if (classes[c] & word_character) {
      word.push_back(c);
      continue;
    }
    if (word.size() >= 2) ++out[utf8(word)];
    word.clear();
  }
  return out;
}

std::vector<Row> rows_of(const CountedRows& rows) {
  std::vector<std::int32_t> indptr(rows.rows() + 1), indices(rows.entries());
  std::vector<std::int64_t> values(rows.entries());
  rows.write<std::int32_t, std::int64_t>(indptr, indices, values);
  const TermList terms = rows.terms();
  std::vector<Row> out(rows.rows());
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (auto k = static_cast<std::size_t>(indptr[i]); k < static_cast<std::size_t>(indptr[i + 1]); ++k) {
      EXPECT_TRUE(k == static_cast<std::size_t>(indptr[i]) || indices[k - 1] < indices[k]);
      out[i][std::string(terms[static_cast<std::size_t>(indices[k])])] = static_cast<int>(values[k]);
    }
  }
  return out;
}

/// Texts of all kinds: long words, no words, long ASCII, letters of every length in UTF-8, words across piece ends.
std::vector<std::u32string> made_texts() {
  std::mt19937 draw(7);
  const std::u32string alphabet = U"aAbZ09__  .,-\n\u00e9\u00c9\u00df\u0130\u0416\u0436\u3042\u6a4b\u0e01\u0301\U0001f600\U00010400";
  std::vector<std::u32string> out{U"", U"a", U"ab", U"\u00e9", U" ", std::u32string(200, U'x')};
  for (int i = 0; i < 200; ++i) {
    std::u32string text;
    const std::size_t length = draw() % 300;
    const bool ascii = i % 3 == 0;
    while (text.size() < length) text.push_back(alphabet[draw() % (ascii ? 14 : alphabet.size())]);
    out.push_back(text);
  }
  for (const std::size_t length : {std::size_t{32767}, std::size_t{32768}, std::size_t{70001}, std::size_t{300000}}) {
    std::u32string text;
    while (text.size() < length) text += draw() % 50 == 0 ? U"\u0416\u0436 " : draw() % 5 == 0 ? U" " : U"word";
    out.push_back(text);
    out.push_back(std::u32string(length, U'w') + U" tail");
    out.push_back(U"x " + std::u32string(length, U'\u0436'));
  }
  return out;
}

TEST(TermCounter, EveryEncodingAndPathGivesThePlainRows) {
  const auto texts = made_texts();
  std::vector<Row> want;
  for (const auto& text : texts) want.push_back(words_of(text));
  CountOptions options;
  options.lowercase = true;
  const auto before = detail::simd();
  for (const auto path : {detail::Simd::portable, detail::Simd::avx2, detail::Simd::avx512}) {
    detail::force_simd(path);
    for (const auto encoding : {Encoding::utf8, Encoding::latin1, Encoding::ucs2, Encoding::ucs4}) {
      std::vector<std::string> bytes;
      std::vector<std::u16string> twos;
      std::vector<TextView> views;
      std::vector<Row> expected;
      bytes.reserve(texts.size());
      twos.reserve(texts.size());
      for (std::size_t i = 0; i < texts.size(); ++i) {
        const char32_t highest = encoding == Encoding::latin1 ? 0xff : encoding == Encoding::ucs2 ? 0xffff : 0x10ffff;
        if (std::any_of(texts[i].begin(), texts[i].end(), [&](char32_t c) { return c > highest; })) continue;
        expected.push_back(want[i]);
        if (encoding == Encoding::utf8) views.emplace_back(bytes.emplace_back(utf8(texts[i])));
        else if (encoding == Encoding::ucs4) views.emplace_back(texts[i].data(), texts[i].size(), encoding);
        else if (encoding == Encoding::ucs2) views.emplace_back(twos.emplace_back(texts[i].begin(), texts[i].end()).data(), texts[i].size(), encoding);
        else {
          std::string narrow;
          for (const char32_t c : texts[i]) narrow.push_back(static_cast<char>(static_cast<unsigned char>(c)));
          views.emplace_back(bytes.emplace_back(narrow).data(), narrow.size(), encoding);
        }
      }
      for (const unsigned threads : {1U, 2U, 3U}) {
        TermCounter counter(options);
        Control control;
        control.threads = threads;
        const std::span<const TextView> all = views;
        counter.add(all.subspan(0, all.size() / 3), control);
        counter.add(all.subspan(all.size() / 3), control);
        EXPECT_EQ(rows_of(counter.finish(control)), expected) << detail::name(path) << " " << static_cast<int>(encoding);
      }
    }
  }
  detail::force_simd(before);
}

TEST(TermCounter, WordsThatAgreeAtTheirBeginningAreInOrderForAnyNumberOfThreads) {
  std::mt19937 draw(11);
  std::vector<std::string> made;
  std::map<std::string, int> truth;
  for (int i = 0; i < 3000; ++i) {
    std::string& text = made.emplace_back();
    for (int k = 0; k < 6; ++k) {
      std::string word = std::string(draw() % 2 == 0 ? draw() % 20 : 12 + draw() % 40, 'a') + static_cast<char>('a' + draw() % 3);
      if (draw() % 2 == 0) word += std::string(draw() % 3, 'b') + std::to_string(draw() % 40);
      ++truth[word];
      text += word + " ";
    }
  }
  const std::vector<std::string_view> texts(made.begin(), made.end());
  CountOptions options;
  options.shortest = 1;
  for (const unsigned threads : {1U, 2U, 3U, 5U}) {
    Control control;
    control.threads = threads;
    const auto counted = count_terms(texts, options, control);
    std::vector<int> totals(counted.terms.size());
    for (std::size_t k = 0; k < counted.counts.indices.size(); ++k) {
      totals[static_cast<std::size_t>(counted.counts.indices[k])] += counted.counts.counts[k];
    }
    ASSERT_EQ(counted.terms.size(), truth.size()) << threads;
    std::size_t column = 0;
    for (const auto& [word, count] : truth) {
      EXPECT_EQ(counted.terms[column], word) << threads;
      EXPECT_EQ(totals[column++], count) << threads << " " << word;
    }
  }
}

TEST(TermCounter, SigmaIsFinalAtTheEndOfAWord) {
  CountOptions options;
  options.lowercase = true;
  const std::vector<std::string_view> texts{"ΟΔΟΣ ΟΔΟΣ. ΣΑΣ Σ ΑΣ'Α ΑΣ'"};
  const auto counted = count_terms(texts, options);
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < counted.terms.size(); ++i) terms.emplace_back(counted.terms[i]);
  EXPECT_EQ(terms, (std::vector<std::string>{"ας", "ασ", "οδος", "σας"}));
}

TEST(TermCounter, LoneSurrogatesAreNamed) {
  const std::u16string bad = u"good \xd800 bad";
  TermCounter counter;
  const std::vector<TextView> views{TextView("fine"), TextView(bad.data(), bad.size(), Encoding::ucs2)};
  try {
    counter.add(views);
    FAIL();
  } catch (const TextError& e) {
    EXPECT_EQ(e.article(), 1U);
    EXPECT_EQ(e.offset(), 5U);
  }
}

TEST(TermCounter, WordsMayBeCountedAsOthers) {
  CountOptions options;
  options.max_n = 2;
  options.stop_words = {"the"};
  options.counted_as = {{"bridges", "bridge"}, {"shuts", "shut"}};
  const auto counted = count_terms(std::vector<std::string_view>{"bridges the shuts", "bridge shut"}, options);
  EXPECT_EQ(counted.terms.data, "bridgebridge shutshut");
  EXPECT_EQ(counted.counts.counts, (std::vector<std::int32_t>{1, 1, 1, 1, 1, 1}));
}

TEST(TermCounter, HashedColumnsAreThoseOfMurmurHash) {
  // Appleby's own values for the empty string and the ASCII "test" with seed 0.
  EXPECT_EQ(murmur3("", 0), 0U);
  EXPECT_EQ(murmur3("test", 0), 0xba6bd213U);
  EXPECT_EQ(murmur3("Hello, world!", 0), 0xc0363e43U);
  TermCounter counter;
  counter.add(std::vector<TextView>{TextView("test test other")});
  const auto rows = counter.finish_hashed(1, false);
  std::vector<std::int32_t> indptr(2), indices(rows.entries());
  std::vector<double> values(rows.entries());
  rows.write<std::int32_t, double>(indptr, indices, values);
  EXPECT_EQ(values, (std::vector<double>{3}));
}

TEST(TermCounter, AMapMustBeRight) {
  std::vector<std::uint32_t> values(0x110000);
  for (std::uint32_t c = 0; c < values.size(); ++c) values[c] = c;
  const std::vector<std::uint32_t> none;
  EXPECT_NO_THROW(CharacterMap(values, none));
  values[200] = 0x110000;
  EXPECT_THROW(CharacterMap(values, none), std::invalid_argument);
  values[200] = CharacterMap::expansion | 1U << 24;
  EXPECT_THROW(CharacterMap(values, none), std::invalid_argument);
  values[200] = 200;
  values['a'] = 'b';
  CountOptions options;
  options.map = {values, none};
  EXPECT_THROW(TermCounter{options}, std::invalid_argument);
  values.push_back(0);
  EXPECT_THROW(CharacterMap(values, none), std::invalid_argument);
}

TEST(TermCounter, CodePointsPastTheEndOfAMapAreThemselves) {
  std::vector<std::uint32_t> values(0xe5);
  for (std::uint32_t c = 0; c < values.size(); ++c) values[c] = c;
  values[0xe4] = 'a';
  const std::vector<std::uint32_t> none;
  CountOptions options;
  options.map = {values, none};
  const std::vector<std::string_view> texts{"\u00e4\u00e4 \u00f6\u00f6 \U0001f600x"};
  options.unit = TermUnit::character;
  const auto counted = count_terms(texts, options);
  ASSERT_EQ(counted.terms.size(), 5U);
  EXPECT_EQ(counted.terms[1], "a");
  EXPECT_EQ(counted.terms[3], "\u00f6");
  EXPECT_EQ(counted.terms[4], "\U0001f600");
}

TEST(TermCounter, ManyShortTextsAreLookedUpTogetherAndCountedApart) {
  std::vector<std::string> kept;
  for (unsigned i = 0; i < 1000; ++i) {
    std::string& text = kept.emplace_back("same");
    for (unsigned k = 0; k < i % 7; ++k) text += " w" + std::to_string(100 + i % 50 + k);
    if (i % 3 == 0) text.clear();
    if (i % 5 == 0) text += " " + std::string(i % 10 == 0 ? 5000 : 40, 'x');  // long enough to lie apart
  }
  const std::vector<std::string_view> texts(kept.begin(), kept.end());
  CountOptions options;
  for (const unsigned most : {1U, 2U}) {
    options.max_n = most;
    const auto together = count_terms(texts, options);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto alone = count_terms(std::span(texts).subspan(i, 1), options);
      std::vector<std::string_view> terms, expected;
      for (auto at = together.counts.indptr[i]; at < together.counts.indptr[i + 1]; ++at) {
        terms.push_back(together.terms[static_cast<std::size_t>(together.counts.indices[static_cast<std::size_t>(at)])]);
      }
      for (std::size_t k = 0; k < alone.terms.size(); ++k) expected.push_back(alone.terms[k]);
      ASSERT_EQ(terms, expected) << i;
    }
  }
}

TEST(TermCounter, HashedColumnsAreSortedHoweverTheyFall) {
  std::mt19937_64 draw(11);
  constexpr std::uint64_t columns = std::uint64_t{1} << 20;
  for (const std::size_t n : {0, 1, 11, 12, 100, 900, 1100, 5000}) {
    // Drawn evenly, as they mostly are; all in one bucket, the last first, as texts made for it could have them.
    for (const bool even : {true, false}) {
      detail::HashSorter<std::uint64_t, 33> sorter(columns - 1);
      for (std::size_t k = 0; k < n; ++k) sorter.items().push_back((even ? draw() % columns : n - k) << 33 | draw() % 7);
      auto want = sorter.items();
      std::sort(want.begin(), want.end());
      sorter.sort();
      auto found = sorter.items();
      const auto by_column = [](std::uint64_t x, std::uint64_t y) { return x >> 33 < y >> 33; };
      EXPECT_TRUE(std::is_sorted(found.begin(), found.end(), by_column)) << n << even;
      std::sort(found.begin(), found.end());
      EXPECT_EQ(found, want) << n << even;
    }
  }
}

}  // namespace
}  // namespace wirecopy
