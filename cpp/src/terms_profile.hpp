// Terms, as the pipeline keeps them: each article's body as a sequence of hashed terms with a few marks, and how rare a
// term is in these articles and in its language.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/terms.hpp"
#include "wirecopy/text.hpp"
#include "wirecopy/tokens.hpp"

namespace wirecopy::detail {

/// 32 bits of a folded term's hash: among half a million terms some thirty share theirs with another, which moves no
/// score that anyone could see; what must be exact (the same body) is decided by 128 bits.
using TermHash = std::uint32_t;
TermHash term_hash(std::string_view folded);

/// `digit`: begins with one; `number`: holds no letters; `goes_on`: of a `sentence_start`, only a line ends before it.
enum Mark : std::uint8_t { upper = 1, digit = 2, sentence_start = 4, quoted = 8, number = 16, goes_on = 32 };

struct Profile {
  std::vector<TermHash> terms;       ///< in text order
  std::vector<std::uint8_t> marks;   ///< one per term
  std::vector<std::uint8_t> units;   ///< one per term: its length in the aligner's stream, 255 for longer ones
  std::array<std::uint64_t, 2> body_key{};  ///< equal where the bodies hold the same tokens
  std::int8_t language = -1;         ///< index into the background, -1: none of them
};

/// Profile of what lies inside `body`.
Profile profile(std::string_view text, std::span<const Span> body, const Tokenizer& tokenizer);

struct Weight {
  TermHash term;
  float weight;
};

/// Tells which language of the background an article is in.
class LanguageGuess {
 public:
  explicit LanguageGuess(const Background& background);
  /// Index into the background: the language of the tag, else the one whose commonest words the article uses most;
  /// -1 where the tag is of none of them or fewer than one term in ten is such a word.
  std::int8_t of(const Profile& profile, std::string_view tag) const;
  /// Of an index that of() gave; empty for -1.
  std::string_view name(std::int8_t language) const {
    return language < 0 ? std::string_view() : names_[static_cast<std::size_t>(language)];
  }

 private:
  std::vector<std::string> names_;
  std::unordered_map<TermHash, std::uint64_t> common_;  // bit per language; looked up by key only
};

/// What counts for more in an article's vector.
struct Emphasis {
  double names = 1.5;       ///< factor of names and numbers
  double lead = 0;          ///< what is added to the factor of a term at the very start of the body ...
  double lead_terms = 100;  ///< ... and fades to 1/e of it over so many terms
};

/// How telling a term is: -log of the share of articles expected to hold it, counted in these articles and, the fewer
/// they are the more, expected from the language at large.
class Rarity {
 public:
  Rarity(std::span<const Profile* const> profiles, const Background& background, const Control& control);

  /// At least 0; near 9 for a term that nothing else holds.
  double of(TermHash term, int language) const;
  /// The article's heaviest terms, at most `most`, ascending by term; squares of the weights add up to 1.
  std::vector<Weight> vector(const Profile& profile, std::size_t most, const Emphasis& emphasis = {}) const;
  /// Articles counted in.
  std::size_t articles() const { return static_cast<std::size_t>(articles_); }

 private:
  double computed(TermHash term, double df, int language) const;

  std::vector<std::pair<TermHash, std::uint32_t>> counts_;  // sorted by term; articles with it
  std::vector<std::uint32_t> buckets_;                      // where the terms with the same first bits begin in counts_
  int shift_ = 31;
  std::vector<std::vector<double>> known_;  // by language + 1, where an article is in it: the rarity of each of counts_
  double articles_ = 0;
  std::vector<std::unordered_map<TermHash, float>> expected_;  // per language; looked up by key only
};

/// Cosine of two vectors as Rarity::vector makes them.
double cosine(std::span<const Weight> a, std::span<const Weight> b);

}  // namespace wirecopy::detail
