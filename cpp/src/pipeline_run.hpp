// Pipeline, the parts of one run: what find_copies knows at each step.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pairs_candidates.hpp"
#include "pairs_families.hpp"
#include "relations_evidence.hpp"
#include "terms_profile.hpp"
#include "wirecopy/passages.hpp"
#include "wirecopy/pipeline.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy {

namespace detail {

/// What a pair (a < b) has from third articles: source_told_a, source_told_b and source_facts of Evidence.
struct FromSources {
  ArticleId a, b;
  double told_a = 0, told_b = 0, facts = 0;
};

/// Sentences of some articles of a run, and the vectors of words that are learned from them, by language, when they are first
/// asked for. Articles come in an order by their content, so that the same are read whatever the order of the input.
class WordSample {
 public:
  /// The next article. Each language takes so many words; further articles are left out.
  void add(const Profile& body);

  struct Words {
    std::vector<TermHash> terms;  ///< ascending; term i has row i
    WordVectors vectors;          ///< none where there were too few articles
    /// Its row, -1: none.
    std::int32_t row(TermHash term) const;
  };
  /// Of a language as in Profile. May be called by several threads; the first one learns, the others wait.
  const Words& of(std::int8_t language, const Control& control) const;

 private:
  struct Texts {
    std::vector<TermHash> terms;          // of all sentences
    std::vector<std::int64_t> sentences{0}, articles{0};  // where they end
  };
  std::map<std::int8_t, Texts> texts_;
  mutable std::timed_mutex learning_;
  mutable std::map<std::int8_t, Words> words_;
};

}  // namespace detail

/// What explain() needs of the run that found the copies.
struct Statistics {
  CopyOptions options;
  std::unique_ptr<const detail::Rarity> rarity;
  detail::SequenceStatistics sequences;
  std::unique_ptr<const detail::LanguageGuess> languages;
  std::vector<std::vector<detail::TermHash>> headlines;  ///< by row: of the article that stands for its body
  std::vector<ArticleId> body_of;                        ///< by row
  std::vector<detail::FromSources> from_sources;         ///< of pairs where it was measured, ascending
  detail::WordSample words;
};

namespace detail {

inline constexpr std::size_t least_alone = 80;

/// Words a body must have to be compared at all, and to be compared by anything but its exact words.
inline constexpr std::size_t shortest_compared = 3, shortest_aligned = 12;

/// The articles in an order of their own (by content), so that nothing depends on the order in which they came.
struct Prepared {
  std::vector<ArticleId> order;        ///< place -> row of the input
  std::vector<Article> articles;       ///< by place, like all that follows
  std::vector<Cleaned> cleaned;
  std::vector<Profile> profiles;
  std::vector<std::vector<TermHash>> headlines;  ///< their terms, sorted, distinct
  std::vector<Note> notes;
  std::vector<ArticleId> body_of;      ///< place -> its body
  std::vector<std::vector<ArticleId>> bodies;  ///< distinct bodies (of 3 tokens or more): places with it, ascending
  std::vector<Times> times;            ///< of each body's places
};
inline constexpr ArticleId no_body = 0xffff'ffff;

/// The body; of less than `least_alone` bytes, the headline too: a page may be hardly more than its headline.
std::vector<Span> compared_spans(const Cleaned& cleaned);
Prepared prepare(std::span<const Article> articles, const CopyOptions& options, const LanguageGuess& languages,
                 const Control& control);

/// A pair of bodies (a < b) that was aligned, or that may tell one story.
struct BodyPair {
  ArticleId a, b;
  Evidence evidence;
};

/// What a measured pair shares, kept until the clusters stand.
struct PairText {
  std::vector<Passage> passages;  ///< in units of the streams
  std::uint32_t units_a = 0, units_b = 0;
  float share = 0;                ///< of rare letter sequences
};

/// Pairs and, beside each, its text.
struct Verified {
  std::vector<BodyPair> pairs;
  std::vector<PairText> texts;
};

/// Two speakers (a < b) whose vectors are alike: there are many more of these than of measured pairs.
struct AlikePair {
  ArticleId a, b;
  double similarity = 0;
  double story = 0;  ///< cosine of their vectors for stories
};

/// Aligns the candidates; leaves out those that share next to nothing.
Verified verify(const Prepared& prepared, const Candidates& candidates, const Rarity& rarity,
                const CopyOptions& options, const Control& control);

/// The cluster of each body, and counts for the funnel. Pairs of bodies that represent others or themselves make clusters,
/// then again without roundups, and again with each pair's edge made without what other clusters tell.
struct BodyClusters {
  std::vector<std::int64_t> labels;
  std::size_t roundups = 0, lifted = 0;
};
BodyClusters cluster_bodies(const Verified& verified, std::span<const ArticleId> representative, std::size_t articles,
                            const CopyOptions& options, const Control& control);

/// Which articles may be a pair at all: inside the window, and what `same_language` and `other_outlets` ask.
class Meetings {
 public:
  Meetings(const Prepared& prepared, const CopyOptions& options, const LanguageGuess& languages);
  /// Of two places.
  bool places(ArticleId x, ArticleId y) const;
  /// Of two bodies: whether some two of their places may, as far as language and outlet go.
  bool bodies(ArticleId x, ArticleId y) const;
  /// Whether language and outlet matter.
  bool asks() const { return options_.same_language || options_.other_outlets; }

 private:
  const Prepared& p_;
  const CopyOptions& options_;
  std::vector<std::uint64_t> language_, outlet_;            // of places; 0: not known
  std::vector<std::uint64_t> body_language_, body_outlet_;  // of bodies; 0: not known, or not the same throughout
};

/// The words of an outlet's name.
Profile outlet_name(std::string_view outlet);

/// Rows of the pair table, with their counts in the funnel, and the bridges. Labels must stand already.
void write_rows(const Prepared& prepared, std::span<const BodyPair> pairs, std::span<const ArticleId> representative,
                const Meetings& meetings, const CopyOptions& options, Copies& out);

/// The body that speaks for each cluster: its fullest.
std::vector<ArticleId> speakers(const Prepared& prepared, std::span<const std::int64_t> labels);

/// Speakers whose vectors are alike.
std::vector<AlikePair> related(const Prepared& prepared, std::span<const ArticleId> speakers, const Rarity& rarity,
                              double window, const Control& control);

/// Measures the rest, passages included: a quotation may be too small a part of two long articles to make them candidates.
void measure_related(const Prepared& prepared, std::vector<BodyPair>& pairs, const SequenceIndex& sequences,
                     std::span<const std::uint32_t> rank, const Statistics& statistics, const Control& control);

/// Looks where one body of a pair lies whole in an article that the other retells, and where both retell one article, and writes it
/// to their evidence too. The pairs are in ascending order. Rests on what they are by themselves alone, so one such pair
/// makes no other. O(log pairs) for each article that a body of a pair lies in, O(1) for each that one of them retells.
std::vector<FromSources> look_at_sources(std::vector<BodyPair>& pairs, std::span<const Times> times,
                                         const RelationOptions& options, const Control& control);

/// The words of a body with their spans, and where its sentences lie.
struct BodyWords {
  std::vector<Span> words;      ///< as in the profile
  std::vector<Span> sentences;  ///< without the white space around them
  std::vector<std::uint32_t> ends;  ///< of each sentence, in `words`
};
BodyWords body_words(std::string_view text, const Cleaned& cleaned, const Tokenizer& tokenizer, const Profile& profile);

/// One side of what retelling() compares.
struct TextSide {
  std::string_view text;
  const Profile& profile;
  const BodyWords& words;
};

/// Which sentences tell the same: rare words weighed by rarity, names and numbers like nothing but themselves.
Retelling retelling(const TextSide& a, const TextSide& b, const Rarity& rarity, const WordSample::Words* vectors);

/// How much of a cosine counts towards one story when the articles lie `hours` apart (NaN: all of it).
double story_decay(double hours);

/// What each relation was decided on, swapped: b's measures as a's.
Evidence swapped(const Evidence& evidence);

}  // namespace detail
}  // namespace wirecopy
