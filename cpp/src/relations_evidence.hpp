// Relations, the measuring: two articles with all that earlier stages know of them in, their Evidence out.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "terms_profile.hpp"
#include "wirecopy/passages.hpp"
#include "wirecopy/relations.hpp"

namespace wirecopy::detail {

/// A name, number or rare term, where it first stands.
struct Fact {
  TermHash term;
  float weight;
};

/// 32 bits, as of terms: of two bodies of 1,000 words one pair in 4,000 has a shingle in common that is none.
using ShingleHash = std::uint32_t;
inline constexpr std::size_t shingle_words = 5;
/// Of the words from `first`, of which there must be enough.
ShingleHash shingle(const Profile& profile, std::size_t first);

/// What is measured on one article, once, however many pairs it is in.
struct Witness {
  const Profile* profile = nullptr;
  std::vector<Weight> vector;
  std::vector<Fact> facts;                       ///< in order of first occurrence
  std::vector<ShingleHash> shingles;             ///< word 5-shingles, sorted, distinct
  std::vector<ShingleHash> quoted_shingles;      ///< those inside quotation marks
  std::vector<Weight> told;                      ///< rare terms of each sentence with their rarity, each once: its wording
                                                 ///< in text order, then names and numbers
  std::vector<std::uint32_t> sentence_ends;      ///< in `told`, of each sentence with such terms
  std::vector<std::uint32_t> wording_ends;       ///< in `told`, of the wording of each sentence
  std::vector<TermHash> vocabulary;              ///< sorted, distinct
  std::vector<Weight> headline;                  ///< its terms with their rarity, ascending by term
  std::size_t units = 0;                         ///< length of its stream
  bool has_capitals = false;                     ///< most of its sentences begin with one
};

/// Terms of an article's vector that stories are told apart by.
inline constexpr std::size_t story_terms = 100;

/// `headline`: the terms of the article's headline, sorted, distinct; empty where it has none.
Witness witness(const Profile& profile, std::span<const TermHash> headline, const Rarity& rarity);

/// Whether a body names an outlet, given as the profile of its name. A name of one word must be of four letters and stand with
/// a capital inside a sentence, as no common word would.
bool credits(const Profile& body, const Profile& outlet);

/// How much weight the share of rare letter sequences gets beside the aligned share, by the number of articles: in a
/// handful nothing tells rare from common.
double sequence_exponent(std::size_t articles);

/// What an edge is made of: letters matched and in all, and the measures of the same names.
struct EdgeParts {
  double matched = 0, units_a = 0, units_b = 0;
  double sequence_share = 0, headline = 0, contradicted = 0;
};

/// How alike two bodies are for clusters, [0, 1], among so many articles.
double edge(const EdgeParts& parts, std::size_t articles);

/// What two bodies share. `sequence_share`: of the smaller side's rarity-weighed letter sequences, those the other has,
/// [0, 1]; passages in units of the streams.
struct SharedText {
  std::u16string_view stream_a, stream_b;
  std::span<const Passage> passages;
  double sequence_share = 0;
};

Evidence measure(const Witness& a, const Witness& b, const SharedText& text, const Rarity& rarity);

}  // namespace wirecopy::detail
