#include "wirecopy/minhash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "hash.hpp"
#include "simd.hpp"
#include "wirecopy/errors.hpp"

namespace wirecopy {
namespace {

std::vector<std::uint64_t> drawn(std::size_t n, std::uint64_t seed = 0) {
  std::vector<std::uint64_t> out;
  for (std::size_t i = 0; i < n; ++i) out.push_back(detail::mix(seed * 1'000'003 + i + 1));
  return out;
}

Sets sets_of(std::initializer_list<std::vector<std::uint64_t>> given) {
  Sets out;
  for (auto set : given) {
    std::sort(set.begin(), set.end());
    out.values.insert(out.values.end(), set.begin(), set.end());
    out.starts.push_back(static_cast<std::int64_t>(out.values.size()));
  }
  return out;
}

std::vector<std::uint32_t> signature(const MinHasher& hasher, std::span<const std::uint64_t> set) {
  std::vector<std::uint32_t> out(hasher.k(), no_minimum);
  hasher.update(out, set);
  return out;
}

TEST(MinHash, EveryPathGivesTheSame) {
  const detail::Simd before = detail::simd();
  for (const unsigned k : {1U, 2U, 15U, 16U, 17U, 100U, 128U, 129U, 256U, 257U, 512U, 513U, 1000U}) {
    const MinHasher hasher(k, k);
    for (const std::size_t n : {0U, 1U, 2U, 7U, 8U, 9U, 24U, 25U, 33U, 64U, 100U, 127U, 128U, 129U, 300U, 385U, 500U, 1023U, 1024U, 1025U, 3000U}) {
      const auto set = drawn(n, n);
      detail::force_simd(detail::Simd::portable);
      const auto want = signature(hasher, set);
      for (const auto path : {detail::Simd::avx2, detail::Simd::avx512}) {
        detail::force_simd(path);
        EXPECT_EQ(signature(hasher, set), want) << "k " << k << ", " << n << " shingles, " << detail::name(path);
      }
    }
  }
  detail::force_simd(before);
}

TEST(MinHash, OrderAndPiecesAndRepeatsChangeNothing) {
  const MinHasher hasher(128);
  auto set = drawn(700);
  const auto want = signature(hasher, set);
  std::vector<std::uint32_t> pieces(128, no_minimum);
  std::reverse(set.begin(), set.end());
  for (std::size_t i = 0; i < set.size(); i += 7) hasher.update(pieces, std::span(set).subspan(i, 7));
  EXPECT_EQ(pieces, want);
  hasher.update(pieces, set);
  EXPECT_EQ(pieces, want);
  auto left = signature(hasher, std::span(set).first(10));
  merge_signatures(left, signature(hasher, std::span(set).subspan(5)));
  EXPECT_EQ(left, want);
}

TEST(MinHash, EmptySetsAndOneShingle) {
  const MinHasher hasher(64, 3);
  const auto none = signature(hasher, {}), one = signature(hasher, drawn(1));
  EXPECT_TRUE(std::all_of(none.begin(), none.end(), [](auto m) { return m == no_minimum; }));
  EXPECT_TRUE(std::none_of(one.begin(), one.end(), [](auto m) { return m == no_minimum; }));
  EXPECT_EQ(signature_similarity(none, none), 0);
  EXPECT_EQ(signature_similarity(none, one), 0);
  EXPECT_EQ(signature_similarity(one, one), 1);
  EXPECT_NE(signature(MinHasher(64, 4), drawn(1)), one);
}

TEST(MinHash, TextsAndThreads) {
  std::vector<std::string> owned;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (int w = 0; w < i % 40; ++w) text += "w" + std::to_string((i * 7 + w * w) % 50) + " ";
    owned.push_back(text);
  }
  const std::vector<std::string_view> texts(owned.begin(), owned.end());
  const MinHasher hasher(32);
  const Sets sets = shingle_sets(texts);
  const auto want = hasher.signatures(sets.view());
  for (const unsigned threads : {1U, 2U, 5U}) {
    EXPECT_EQ(hasher.signatures(texts, {}, {threads, nullptr}), want);
    EXPECT_EQ(hasher.signatures(sets.view(), {threads, nullptr}), want);
  }
  EXPECT_EQ(sets.view().size(), 300U);
  EXPECT_TRUE(std::ranges::equal(sets.view()[39], shingles(texts[39])));
  EXPECT_TRUE(sets.view()[4].empty());
  const std::string_view bad[] = {"\xff"};
  EXPECT_THROW((void)hasher.signatures(bad), TextError);
}

TEST(MinHash, IntoTheCallersArray) {
  const MinHasher hasher(20);
  const std::vector<std::string_view> texts{"one two three four five six seven eight", "", "one two three four five six nine"};
  const Sets sets = shingle_sets(texts);
  const auto want = hasher.signatures(sets.view());
  std::vector<std::uint32_t> out(texts.size() * 20, 7);
  hasher.signatures(sets.view(), out);
  EXPECT_EQ(out, want);
  std::fill(out.begin(), out.end(), 7);
  hasher.signatures(texts, {}, out);
  EXPECT_EQ(out, want);
  out.pop_back();
  EXPECT_THROW(hasher.signatures(sets.view(), out), std::invalid_argument);
  EXPECT_THROW(hasher.signatures(texts, {}, out), std::invalid_argument);
}

TEST(MinHash, Packed) {
  const MinHasher hasher(128);
  const auto set = drawn(600);
  auto both = signature(hasher, std::span(set).first(400));
  const auto other = signature(hasher, std::span(set).last(400));
  both.insert(both.end(), other.begin(), other.end());
  for (const unsigned bits : {1U, 2U, 4U, 8U, 16U}) {
    const auto packed = pack_signatures(both, 128, bits);
    ASSERT_EQ(packed.size(), 2 * packed_words(128, bits));
    const std::int64_t rows[] = {0, 1};
    EXPECT_EQ(packed_similarity(packed, 128, bits, rows, rows), std::vector<double>({1, 1}));
    const std::int64_t first[] = {0}, second[] = {1};
    EXPECT_NEAR(packed_similarity(packed, 128, bits, first, second)[0], 1.0 / 3, bits == 1 ? 0.36 : 0.25);
  }
  EXPECT_THROW((void)pack_signatures(both, 128, 3), std::invalid_argument);
  EXPECT_THROW((void)pack_signatures(both, 100, 1), std::invalid_argument);
}

TEST(MinHash, BandsAreChosenForTheRecall) {
  const Bands bands = choose_bands(0.5, 128, 0.95);
  EXPECT_EQ(bands.bands, 23U);
  EXPECT_EQ(bands.rows, 3U);
  EXPECT_NEAR(bands.recall(0.5), 1 - std::pow(1 - 0.125, 23), 1e-12);
  EXPECT_LT((Bands{22, 3}.recall(0.5)), 0.95);
  EXPECT_LT((Bands{32, 4}.recall(0.5)), 0.95);
  EXPECT_THROW((void)choose_bands(0.01, 128, 0.95), std::invalid_argument);
  EXPECT_THROW((void)choose_bands(std::nan(""), 128, 0.95), std::invalid_argument);
  EXPECT_THROW((void)bands.recall(1.5), std::invalid_argument);
}

TEST(MinHash, CandidatesAndTheIndexAgree) {
  const MinHasher hasher(32);
  std::vector<std::uint32_t> matrix;
  for (std::size_t i = 0; i < 200; ++i) {
    auto set = drawn(20, i % 60);
    for (std::size_t w = 0; w < i / 60; ++w) set[w] = i * 100 + w;
    if (i % 50 == 7) set.clear();
    const auto row = signature(hasher, set);
    matrix.insert(matrix.end(), row.begin(), row.end());
  }
  const Bands bands{8, 4};
  const auto row = [&](std::size_t i) { return std::span(matrix).subspan(i * 32, 32); };
  MinHashIndex index(32, bands);
  std::vector<std::pair<std::int64_t, std::int64_t>> want, found;
  for (std::size_t i = 0; i < 200; ++i) {
    for (const auto j : index.query(row(i))) want.emplace_back(j, i);
    EXPECT_EQ(index.insert(row(i)), i);
  }
  std::sort(want.begin(), want.end());
  ASSERT_GT(want.size(), 100U);
  for (const unsigned threads : {1U, 3U}) {
    const auto pairs = candidate_pairs(matrix, 32, bands, false, want.size(), {threads, nullptr});
    found.clear();
    for (std::size_t i = 0; i < pairs.size(); ++i) found.emplace_back(pairs.a[i], pairs.b[i]);
    EXPECT_EQ(found, want);
  }
  EXPECT_THROW((void)candidate_pairs(matrix, 32, bands, false, want.size() - 1), std::length_error);
  EXPECT_THROW((void)candidate_pairs(matrix, 32, {9, 4}), std::invalid_argument);
  EXPECT_TRUE(index.query(row(7)).empty());
  index.remove(0);
  EXPECT_THROW(index.remove(0), std::invalid_argument);
  EXPECT_THROW(index.remove(200), std::invalid_argument);
  EXPECT_EQ(index.size(), 199U);
  const auto rest = index.query(row(0));
  EXPECT_TRUE(std::find(rest.begin(), rest.end(), 0U) == rest.end());
  EXPECT_THROW((void)index.query(row(0).first(31)), std::invalid_argument);
}

TEST(MinHash, EqualSignaturesStandTogether) {
  const auto one = signature(MinHasher(16), drawn(50));
  std::vector<std::uint32_t> matrix;
  for (int i = 0; i < 5000; ++i) matrix.insert(matrix.end(), one.begin(), one.end());
  const auto pairs = candidate_pairs(matrix, 16, {4, 4}, true, 4999);
  ASSERT_EQ(pairs.size(), 4999U);
  EXPECT_TRUE(std::all_of(pairs.a.begin(), pairs.a.end(), [](auto a) { return a == 0; }));
  EXPECT_THROW((void)candidate_pairs(matrix, 16, {4, 4}, false), std::length_error);
}

TEST(MinHash, SamplesAndWhatSetsShare) {
  const auto all = drawn(20'000);
  const Sets sets = sets_of({all, {all.begin(), all.begin() + 5000}, {}, {all.begin() + 4000, all.begin() + 6000}});
  const Sets every = frac_minhash(sets.view(), 1), some = frac_minhash(sets.view(), 10, 5, {3, nullptr});
  EXPECT_EQ(every.starts, sets.starts);
  EXPECT_NEAR(static_cast<double>(some.view()[0].size()), 2000, 4 * std::sqrt(1800));
  const auto whole = some.view()[0];
  for (const auto h : some.view()[1]) EXPECT_TRUE(std::binary_search(whole.begin(), whole.end(), h));
  const auto found = pairs_of_sets(every.view());
  EXPECT_EQ(found.a, (std::vector<std::int64_t>{0, 0, 1}));
  EXPECT_EQ(found.b, (std::vector<std::int64_t>{1, 3, 3}));
  EXPECT_EQ(found.shared, (std::vector<std::int64_t>{5000, 2000, 1000}));
  EXPECT_EQ(pairs_of_sets(every.view(), 1, 0.51).a.size(), 2U);
  EXPECT_EQ(pairs_of_sets(every.view(), 2001).a.size(), 1U);
  EXPECT_THROW((void)pairs_of_sets(every.view(), 1, 0, 2), std::length_error);
  const std::int64_t a[] = {1, 2}, b[] = {3, 0}, none[] = {4, 0};
  EXPECT_EQ(shared_values(sets.view(), a, b), (std::vector<std::int64_t>{1000, 0}));
  EXPECT_THROW((void)shared_values(sets.view(), a, none), std::invalid_argument);
  EXPECT_THROW((void)frac_minhash(sets.view(), 0.5), std::invalid_argument);
}

TEST(MinHash, ContainmentIsCorrectedForEmptySamples) {
  EXPECT_EQ(frac_containment(0, 0, 5, 10), 0);
  EXPECT_EQ(frac_containment(3, 4, 4, 1), 0.75);
  EXPECT_NEAR(frac_containment(1, 4, 20, 10), 0.25 / (1 - std::pow(0.9, 20)), 1e-12);
  EXPECT_EQ(frac_containment(1, 4, -1, 10), frac_containment(1, 4, 40, 10));
  EXPECT_EQ(frac_containment(4, 4, 4, 10), 1);
  EXPECT_THROW((void)frac_containment(2, 1, 5, 10), std::invalid_argument);
}

TEST(MinHash, WrongArguments) {
  EXPECT_THROW(MinHasher(0), std::invalid_argument);
  EXPECT_THROW(MinHasher(65537), std::invalid_argument);
  std::vector<std::uint32_t> row(5);
  EXPECT_THROW(MinHasher(6).update(row, {}), std::invalid_argument);
  EXPECT_THROW(merge_signatures(row, std::vector<std::uint32_t>(4)), std::invalid_argument);
  const std::int64_t starts[] = {0, 3}, falling[] = {0, 2, 1};
  const std::uint64_t values[] = {1, 2};
  EXPECT_THROW((void)MinHasher(5).signatures(SetsView{starts, values}), std::invalid_argument);
  EXPECT_THROW((void)MinHasher(5).signatures(SetsView{falling, values}), std::invalid_argument);
  EXPECT_TRUE(MinHasher(5).signatures(SetsView{}).empty());
}

}  // namespace
}  // namespace wirecopy
