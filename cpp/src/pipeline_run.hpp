// Pipeline, the parts of one run: what find_copies knows at each step.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "pairs_candidates.hpp"
#include "relations_evidence.hpp"
#include "terms_profile.hpp"
#include "wirecopy/pipeline.hpp"

namespace wirecopy {

/// What explain() needs of the run that found the copies.
struct Statistics {
  CopyOptions options;
  std::unique_ptr<const detail::Rarity> rarity;
  detail::SequenceStatistics sequences;
  std::unique_ptr<const detail::LanguageGuess> languages;
  std::size_t articles = 0;      ///< distinct bodies compared
};

namespace detail {

/// Words a body must have to be compared at all, and to be compared by anything but its exact words.
inline constexpr std::size_t shortest_compared = 3, shortest_aligned = 12;

/// The articles in an order of their own (by content), so that nothing depends on the order in which they came.
struct Prepared {
  std::vector<ArticleId> order;        ///< place -> row of the input
  std::vector<Article> articles;       ///< by place, like all that follows
  std::vector<Cleaned> cleaned;
  std::vector<Profile> profiles;
  std::vector<Note> notes;
  std::vector<ArticleId> body_of;      ///< place -> its body
  std::vector<std::vector<ArticleId>> bodies;  ///< distinct bodies (of 3 tokens or more): places with it, ascending
  std::vector<double> earliest, latest;        ///< of each body's places; NaN: not known
};
inline constexpr ArticleId no_body = 0xffff'ffff;

std::vector<Span> body_spans(const Cleaned& cleaned);
Prepared prepare(std::span<const Article> articles, const CopyOptions& options, const LanguageGuess& languages,
                 const Control& control);

/// A pair of bodies (a < b) that was aligned, or that may tell one story.
struct BodyPair {
  ArticleId a, b;
  Evidence evidence;
};

/// Aligns the candidates; leaves out those that share next to nothing.
std::vector<BodyPair> verify(const Prepared& prepared, const Candidates& candidates, const Rarity& rarity,
                             const CopyOptions& options, const Control& control);

/// The body that speaks for each cluster: its fullest.
std::vector<ArticleId> speakers(const Prepared& prepared, std::span<const std::int64_t> labels);

/// Speakers whose vectors are alike; of their evidence only the similarity is measured.
std::vector<BodyPair> related(const Prepared& prepared, std::span<const ArticleId> speakers, const Rarity& rarity,
                              const Control& control);

/// Measures the rest, passages included: a quotation may be too small a part of two long articles to make them candidates.
void measure_related(const Prepared& prepared, std::vector<BodyPair>& pairs, const Statistics& statistics,
                     const Control& control);

/// How much of a cosine counts towards one story when the articles lie `hours` apart (NaN: all of it).
double story_decay(double hours);

/// What each relation was decided on, swapped: b's measures as a's.
Evidence swapped(const Evidence& evidence);

}  // namespace detail
}  // namespace wirecopy
