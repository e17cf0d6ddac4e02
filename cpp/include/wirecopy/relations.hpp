// Stage 7, relations: a pair with its evidence in; what the pair is, which way it went, and why, out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "wirecopy/export.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy {

/// What a pair is: the first that holds. The first three are copies.
enum class Relation : std::uint8_t { exact, reprint, excerpt, rewrite, shared_quote, same_story, none };
WIRECOPY_API std::string_view name(Relation relation);
inline constexpr bool is_copy(Relation r) { return r <= Relation::excerpt; }

/// From the source to the copy.
enum class Direction : std::uint8_t { a_to_b, b_to_a, undetermined };
WIRECOPY_API std::string_view name(Direction direction);

/// Everything measured about a pair (a < b). Shares are in [0, 1]; a NaN was not measured.
struct Evidence {
  bool same_body = false;         ///< the bodies hold the same tokens
  double similarity = 0;          ///< cosine of the TF-IDF rows
  double resemblance = 0;         ///< Jaccard index of the word 5-shingles
  double containment_a = 0;       ///< share of a's shingles found in b
  double containment_b = 0;
  double aligned_a = 0;           ///< share of a's letters and digits inside passages, times their identity
  double aligned_b = 0;
  double edge = 0;                ///< what clusters are made of: the aligned share, weighed by how rare the shared text is;
                                  ///< more under one headline, less where they contradict
  double headline = 0;            ///< how far the two headlines are one, where the bodies share passages
  double contradicted = 0;        ///< share of what both say otherwise in the places they share, weighed by
                                  ///< rarity, as two items of one template do
  double misread = 0;             ///< share of the words in those places that the other has but for letters
  double agreed = 1;              ///< share of the names and numbers of the sentences they share that both have, weighed by
                                  ///< rarity, of the side with more; what is misread forgiven
  double differing = 0;           ///< names and numbers in whose place the other has others; less where much is misread
  bool other_subject = false;     ///< both first sentences lie in passages and begin with other names
  std::uint32_t shared_words = 0; ///< tokens of the shorter side inside passages
  std::uint32_t longest = 0;      ///< letters and digits of the longest passage
  std::uint32_t longest_words = 0;  ///< its tokens
  std::uint32_t reworded = 0;     ///< of these, more than any passage tells in a row word for word
  double hours = unknown_hours;   ///< b's time minus a's
  double facts = 0;               ///< rare terms, names and numbers shared, share of the smaller side's weight
  double facts_a = 0;             ///< share of a's facts that b has
  double facts_b = 0;
  std::uint32_t shared_facts = 0; ///< how many both have
  double least_facts = std::numeric_limits<double>::quiet_NaN();  ///< how many the side with fewer has; NaN where a side is
                                  ///< not written with capitals, without which names are not seen
  double order = 0;               ///< longest common subsequence of the shared facts over their number
  double told_a = 0;              ///< share of a's rare terms that stand together in one sentence of b as in one of a
  double told_b = 0;
  double worded_a = 0;            ///< how much of a's wording, its rare terms but names and numbers, b has: mean of the shares
                                  ///< that b has at all, has in the same order, and has together in one sentence
  double worded_b = 0;
  double source_told_a = 0;       ///< mean told_a of the articles in which a lies whole and of which b is a rewrite; 0: none
  double source_told_b = 0;
  double source_facts = 0;        ///< an article of which both are rewrites has so much of the facts of each, of the side with
                                  ///< less; the one that has most, published after neither; 0: none
  double quotes = 0;              ///< quoted tokens of the side with fewer that lie in 5-shingles of the other's quotes, share
  double after_a = 0;             ///< share of a's letters and digits behind its last passage
  double after_b = 0;
  bool credits_a = false;         ///< a's body names b's outlet; looked for only where times are not known
  bool credits_b = false;
  double length_a = 0;            ///< tokens in the body
  double length_b = 0;
};

/// One reason: a measure's name (a field of Evidence, or a rule such as "published_first") and its value.
struct Reason {
  std::string_view name;
  double value = 0;
};

struct Judgement {
  Relation relation = Relation::none;
  Direction direction = Direction::undetermined;
  std::vector<Reason> reasons;
};

/// The bounds of the kinds, on [0, 1].
struct RelationOptions {
  double reprint = 0.6;        ///< aligned share of both sides
  double excerpt = 0.4;        ///< aligned share of either side
  double copy = 0.35;          ///< edge of any copy, at least: shared passages must also be rare ones
  double copy_words = 20;      ///< words in passages of a copy, unless nearly all of one side is in them
  double rewrite_facts = 0.4;  ///< share of the facts of the side with fewer
  double rewrite_told = 0.4;   ///< of its sentences' rare terms, told together in one sentence
  double rewrite_order = 0.4;  ///< of the shared facts, in the same order
  double rewrite_contradicted = 0.05;  ///< said otherwise in shared places, at most, as a share of the body
  double rewrite_source = 0.75;        ///< of these bounds, and of the told share of the article, that suffices for its copy
  double rewrite_siblings = 0.5;       ///< of the facts of each of two rewrites, that an article they both retell has
  double rewrite_sibling_facts = 14;   ///< that such two have in common: items of one template have fewer
  double rewrite_worded = 0.27;        ///< of one side's wording, where a side has fewer than five facts, too few for any order
  double rewrite_words = 50;           ///< then, of both
  double quote_words = 12;     ///< words of the longest passage, at least, told word for word ...
  double quote_worded = 0.22;  ///< ... or, where it is told in other words, so much of one side's wording
  double quote_contradicted = 0.15;    ///< said otherwise in shared places, at most: a quotation is told word for word
  double story = 0.22;         ///< cosine of one story
  double earlier_hours = 0.5;  ///< times closer than this decide nothing
  double goes_on = 0.1;        ///< share behind the last passage from which the one body goes on where the other has ended
  double has_ended = 0.02;     ///< and up to which the other has ended
};

/// O(1). Articles that share a part, and not nearly the whole of one, are copies only where they tell of the same, or else
/// items of one template. What is told in other words is no quotation unless more of the wording is shared. Two rewrites of one
/// article are rewrites of each other where most of each is of that article and both sides of all three pairs share the facts
/// of a rewrite, many and in order; neither comes from the other, so they have no direction. Where a side has fewer than five
/// facts, wording tells. Never directs against the clock. Where times are not known a copy is directed by what speaks louder:
/// a body that names the other's outlet comes from there; one that ends where the other goes on was cut from it, and so was one
/// that nearly all lies in a body longer by half. A rewrite comes from where its facts are, if that is longer by half and has
/// many more.
WIRECOPY_API Judgement judge(const Evidence& evidence, const RelationOptions& options = {});

/// A word of a sentence, as align_sentences takes it: each once a sentence.
struct SentenceWord {
  std::uint32_t term = 0;    ///< the same for the same word
  std::int32_t vector = -1;  ///< its row among the vectors of words; -1: like nothing but itself
  double weight = 1;         ///< how much it tells, above 0
};

/// The sentences of one text: sentence i holds words[ends[i - 1] .. ends[i]], the first from 0.
struct Sentences {
  std::span<const SentenceWord> words;
  std::span<const std::uint32_t> ends;
};

/// Vectors of words, row by row, of norm 1 or 0: see word_vectors.
struct WordRows {
  std::size_t components = 0;
  std::span<const float> rows;
};

struct SentenceOptions {
  double like = 0.6;    ///< cosine from which two words are alike; a word is alike to itself by 1
  double least = 0.25;  ///< similarity that sentences must pass, so much of each is held against them
};

/// Sentences of a that tell what sentences of b tell: one and one, or one and up to three in a row, half of each of these told.
struct SentenceMatch {
  std::uint32_t a = 0, a_end = 0, b = 0, b_end = 0;  ///< numbers of sentences
  double similarity = 0;  ///< share of the weight of both sides that is told, each word as far as its likest is alike; [0, 1]
  bool moved = false;     ///< stands elsewhere than in the order of the others
};

struct SentenceAlignment {
  std::vector<SentenceMatch> matches;  ///< ascending by a; no sentence is in two
  double told_a = 0;    ///< share of the weight of a's words that its matches tell
  double told_b = 0;
  double in_order = 0;  ///< share of what the matches gain that those not moved gain
};

/// Aligns the sentences of two texts: matches in the order of both whose similarity is above `least` by most, weighed by their
/// length, by dynamic programming (as Gale, Church 1993 align translations; similarity is a soft cosine's best match, Sidorov and
/// others 2014, without squares); then, of what is left over, the best one after the other, as moved. O(words of a x words of b x
/// components + sentences of a x sentences of b x words of a sentence). Throws std::invalid_argument where arrays do not fit.
WIRECOPY_API SentenceAlignment align_sentences(const Sentences& a, const Sentences& b, const WordRows& vectors = {},
                                               const SentenceOptions& options = {});

}  // namespace wirecopy
