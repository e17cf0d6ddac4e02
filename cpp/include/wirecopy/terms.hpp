// Stage 3, terms: what tokens are counted as, how often each article has them, and how common words are at large.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/export.hpp"

namespace wirecopy {

/// How often words occur in a language at large, so that a handful of articles still tells a name from a common word.
struct BackgroundLanguage {
  std::string language;            ///< BCP 47 tag
  std::vector<std::string> words;  ///< folded
  std::vector<float> zipf;         ///< log10 of occurrences in 10^9 words, one per word
};
using Background = std::vector<BackgroundLanguage>;

/// What a code point is to the counter: bits, one byte per code point up to U+10FFFF.
inline constexpr std::uint8_t word_character = 1;   ///< letter, number or underscore
inline constexpr std::uint8_t space_character = 2;  ///< white space
/// The classes as ICU's version of Unicode has them. A caller whose own tables differ hands in its own.
WIRECOPY_API std::span<const std::uint8_t> character_classes();

/// What a term is made of: words (runs of word characters), code points, or code points inside a word with a space on
/// either side of it.
enum class TermUnit : std::uint8_t { word, character, character_in_word };

struct CountOptions {
  TermUnit unit = TermUnit::word;
  unsigned shortest = 2;  ///< code points of a word; shorter ones are left out
  unsigned min_n = 1;     ///< units in a term, at least
  unsigned max_n = 1;     ///< and at most
  std::vector<std::string> stop_words;        ///< words left out before terms of several words are made
  std::span<const std::uint8_t> classes = {}; ///< 0x110000 bytes; empty: character_classes()
};

/// Many strings in one buffer.
struct TermList {
  std::string data;
  std::vector<std::int64_t> offsets{0};
  std::size_t size() const { return offsets.size() - 1; }
  std::string_view operator[](std::size_t i) const {
    return std::string_view(data).substr(static_cast<std::size_t>(offsets[i]), static_cast<std::size_t>(offsets[i + 1] - offsets[i]));
  }
};

/// Counts as a sparse matrix by rows (CSR): columns ascend inside a row.
struct Counts {
  std::size_t columns = 0;
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  std::vector<std::int32_t> counts;
};

struct CountedTerms {
  TermList terms;  ///< in order of their UTF-8 bytes, which is that of code points; the column is the place here
  Counts counts;
};

/// Which term has which column.
class WIRECOPY_API Vocabulary {
 public:
  /// Throws std::invalid_argument where the lengths differ, a term stands twice or a column is negative.
  Vocabulary(std::span<const std::string_view> terms, std::span<const std::int32_t> columns);
  ~Vocabulary();
  Vocabulary(Vocabulary&&) noexcept;
  Vocabulary& operator=(Vocabulary&&) noexcept;
  std::size_t columns() const;
  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// Counts the terms of each text, as it stands: lower-case it before where case should not count. Runs of two or more
/// white-space characters are one space to terms of code points. The same for any number of threads.
/// O(total length x (max_n - min_n + 1) + distinct terms x log). Throws TextError, std::invalid_argument, Cancelled.
WIRECOPY_API CountedTerms count_terms(std::span<const std::string_view> texts, const CountOptions& options = {},
                                      const Control& control = {});
/// Counts the terms that a vocabulary has; others are passed over.
WIRECOPY_API Counts count_terms(std::span<const std::string_view> texts, const Vocabulary& vocabulary,
                                const CountOptions& options = {}, const Control& control = {});

}  // namespace wirecopy
