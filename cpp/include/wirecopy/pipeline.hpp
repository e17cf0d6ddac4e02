// All stages in one call: articles in; copies, clusters, stories and the funnel out.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wirecopy/clean.hpp"
#include "wirecopy/clusters.hpp"
#include "wirecopy/control.hpp"
#include "wirecopy/export.hpp"
#include "wirecopy/passages.hpp"
#include "wirecopy/relations.hpp"
#include "wirecopy/terms.hpp"
#include "wirecopy/text.hpp"
#include "wirecopy/tree.hpp"

namespace wirecopy {

struct CopyOptions {
  bool clean = true;               ///< false: the whole text is body
  double window = std::numeric_limits<double>::infinity();  ///< hours; pairs further apart are not looked at
  bool same_language = false;      ///< true: articles of different languages are not compared; one not known is compared with all
  bool other_outlets = false;      ///< true: articles of one outlet are not compared; one not known is compared with all
  double cluster = 0.4;            ///< mean edge weight at which clusters join
  Linkage method = Linkage::average;  ///< how pairs become clusters, with `cluster` as the threshold; stories: always average
  double story = 0.26;             ///< mean cosine at which stories join, names and first sentences weighing more
  RelationOptions relations = {};
  AlignOptions align = {};
  /// Rows written for articles of the same bodies; beyond it the first article of the most printed bodies stands for the rest.
  std::size_t max_pairs = 10'000'000;
};

/// What became of an article.
enum class Note : std::uint8_t {
  used,        ///< compared with all others
  exact_only,  ///< body of 3 to 11 tokens: a copy only when the bodies are the same
  too_short,   ///< body of fewer than 3 tokens: matches nothing
  empty        ///< no token in the body
};
WIRECOPY_API std::string_view name(Note note);

/// One row per pair that has a relation, sorted by a, then b; a < b. Columns as in Evidence and Judgement.
struct PairTable {
  std::vector<ArticleId> a, b;
  std::vector<Relation> relation;
  std::vector<Direction> direction;
  std::vector<double> similarity, resemblance, containment_a, containment_b, aligned_a, aligned_b, hours;
  std::vector<std::uint32_t> shared_words;
  std::vector<std::uint8_t> collapsed;       ///< 1: the row also stands for pairs without a row, of articles that one represents
  std::vector<std::int64_t> reason_offsets;  ///< rows + 1: where each row's reasons start
  std::vector<Reason> reasons;
  std::size_t size() const { return a.size(); }
};

/// Opaque; made by find_copies.
struct Statistics;

struct Copies {
  PairTable pairs;
  std::vector<std::int64_t> labels;        ///< cluster of each article, 0 upwards in order of first rows
  std::vector<std::int64_t> story_labels;  ///< story of each article; a cluster lies in one story
  std::vector<ArticleId> origins;          ///< of each cluster
  std::vector<std::pair<ArticleId, ArticleId>> bridges;  ///< copies whose articles ended in two clusters
  std::vector<Cleaned> cleaned;            ///< of each article
  std::vector<Note> notes;                 ///< of each article
  std::vector<std::uint32_t> tokens;       ///< in each body
  /// What was looked at, step by step, with counts: nothing is dropped without a line here.
  std::vector<std::pair<std::string, std::int64_t>> funnel;
  /// What was learned of all articles (how rare terms and letter sequences are); explain() measures with it.
  std::shared_ptr<const Statistics> statistics;
};

/// Finds the copies. Same result for any number of threads; another order of the articles gives the same clusters and
/// scores. Throws TextError on ill-formed text, std::invalid_argument on an option out of range, Cancelled.
WIRECOPY_API Copies find_copies(std::span<const Article> articles, const CopyOptions& options = {},
                                const Background& background = {}, const Control& control = {});

/// Two words of other letters that stand among the same words.
struct AlikeWords {
  std::string a, b;       ///< folded
  double similarity = 0;  ///< cosine of their vectors
};

/// Sentences of a that tell what sentences of b tell.
struct RetoldSentences {
  Span a, b;              ///< in bytes of the two texts
  double similarity = 0;  ///< as in SentenceMatch
  bool moved = false;
  std::vector<AlikeWords> alike;  ///< what of a is told in another word of b, the most alike first
};

/// What two articles tell in whatever words; decides nothing.
struct Retelling {
  std::vector<RetoldSentences> sentences;  ///< ascending by a
  double told_a = 0, told_b = 0, in_order = 0;  ///< as in SentenceAlignment
  bool learned = false;   ///< whether vectors of words were there; else words are alike to themselves only
};

/// Everything known about one pair.
struct Explanation {
  Evidence evidence;
  Judgement judgement;
  std::vector<Passage> passages;  ///< in bytes of the two texts
  Cleaned cleaned_a, cleaned_b;
  struct Term { std::string term; double weight; };
  std::vector<Term> rare_terms;   ///< shared by both, rarest first
  std::vector<Term> contributions;  ///< what each shared term adds to the similarity, most first; together all of it
  Retelling retelling;            ///< of the first 400 sentences of each, and the first 4,000 of their rare words
};

/// Measures articles a and b (rows) of the run that gave `copies`, with the same figures as in its pairs, whether or not
/// they are a pair there. `articles` are those of that run. The first pair of a language that is no copy learns vectors of
/// words from its stories, one article of each, up to 1,500,000 words, where it has 500 or more in that language. Throws
/// std::invalid_argument on a row out of range or a == b, Cancelled.
WIRECOPY_API Explanation explain(const Copies& copies, std::span<const Article> articles, ArticleId a, ArticleId b,
                                 const Control& control = {});

/// What each article was made of: the transmission tree of every cluster, as one row per article; `parent`, `nearest` and
/// `also` are rows of `articles`, which are those of the run. Where times do not tell, the directions of `copies.pairs` do.
/// Throws std::invalid_argument where the articles are not those of the run, Cancelled.
WIRECOPY_API std::vector<Parent> find_parents(const Copies& copies, std::span<const Article> articles,
                                              const TreeOptions& options = {}, const Control& control = {});

/// The same from its parts: of each article its spans and cluster, and pairs of (source, copy).
WIRECOPY_API std::vector<Parent> find_parents(std::span<const Article> articles, std::span<const Cleaned> cleaned,
                                              std::span<const std::int64_t> labels,
                                              std::span<const std::pair<ArticleId, ArticleId>> sources,
                                              const TreeOptions& options = {}, const Control& control = {});

/// Compares two articles that are known alone.
WIRECOPY_API Explanation compare(const Article& a, const Article& b, const CopyOptions& options = {},
                                 const Background& background = {});

}  // namespace wirecopy
