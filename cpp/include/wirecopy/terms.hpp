// Stage 3, terms: what tokens are counted as, how often each article has them, and how common words are at large.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/export.hpp"
#include "wirecopy/text.hpp"

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
inline constexpr std::uint8_t cased = 4;            ///< Unicode's Cased, and not Case_Ignorable
inline constexpr std::uint8_t case_ignorable = 8;   ///< Unicode's Case_Ignorable
/// The classes as ICU's version of Unicode has them. A caller whose own tables differ hands in its own.
WIRECOPY_API std::span<const std::uint8_t> character_classes();

/// What code points are counted as. The arrays lie with the caller.
class WIRECOPY_API CharacterMap {
 public:
  static constexpr std::uint32_t expansion = 0x8000'0000;
  /// Each code point as itself.
  CharacterMap() = default;
  /// Up to 0x110000 values, those of the first code points; others are counted as themselves. Each is a code point, or
  /// `expansion | length << 24 | place` for `length` code points (0 to 18) at `place` in `expansions`. Throws
  /// std::invalid_argument. O(values).
  CharacterMap(std::span<const std::uint32_t> values, std::span<const std::uint32_t> expansions);
  std::span<const std::uint32_t> values() const { return values_; }
  std::span<const std::uint32_t> expansions() const { return expansions_; }

 private:
  std::span<const std::uint32_t> values_, expansions_;
};
/// The lower case of each code point by itself, as ICU's version of Unicode has it.
WIRECOPY_API CharacterMap lower_case();

/// What a term is made of: words (runs of word characters), code points, code points inside a word with a space on
/// either side of it, or words by UAX #29, folded (NFKC_Casefold).
enum class TermUnit : std::uint8_t { word, character, character_in_word, icu_word };

struct CountOptions {
  TermUnit unit = TermUnit::word;
  unsigned shortest = 2;  ///< code points of a word; shorter ones are left out
  unsigned min_n = 1;     ///< units in a term, at least
  unsigned max_n = 1;     ///< and at most
  bool lowercase = false; ///< lower-case first, sigma at the end of a word included (Unicode 15, 3.13)
  std::vector<std::string> stop_words = {};   ///< words left out before terms of several words are made
  std::vector<std::pair<std::string, std::string>> counted_as = {};  ///< words and what each is counted as: its stem
  std::span<const std::uint8_t> classes = {}; ///< 0x110000 bytes; empty: character_classes()
  CharacterMap map = {};                      ///< empty: lower_case() where `lowercase`; its ASCII must agree with that
};

/// Many strings in one buffer.
struct TermList {
  std::string data;
  std::vector<std::int64_t> offsets{0};
  std::size_t size() const { return offsets.size() - 1; }
  void push_back(std::string_view term) {
    data.append(term);
    offsets.push_back(static_cast<std::int64_t>(data.size()));
  }
  std::string_view operator[](std::size_t i) const {
    return std::string_view(data).substr(static_cast<std::size_t>(offsets[i]), static_cast<std::size_t>(offsets[i + 1] - offsets[i]));
  }
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

enum class Norm : std::uint8_t { none, l1, l2 };

/// What becomes of a count: 1 where `binary`, 1 + ln(count) where `sublinear`, times `idf` of its column (empty: none),
/// over the norm of the row; a row of norm 0 stays as it is.
struct Weighting {
  bool binary = false;
  bool sublinear = false;
  std::span<const double> idf = {};
  Norm norm = Norm::none;
};

/// Texts whose terms have been counted and have their columns, before they are a matrix that the caller owns.
class WIRECOPY_API CountedRows {
 public:
  ~CountedRows();
  CountedRows(CountedRows&&) noexcept;
  CountedRows& operator=(CountedRows&&) noexcept;

  std::size_t rows() const;
  std::size_t columns() const;
  /// Entries of the matrix. O(entries) at the first call, where terms share columns or columns were left out.
  std::size_t entries(const Control& control = {}) const;
  /// Texts with each column, and its count in all of them together. O(columns), O(entries).
  std::vector<std::int64_t> rows_with() const;
  std::vector<std::int64_t> totals() const;
  /// rows_with() into an array of the caller's, a place for each column; std::invalid_argument otherwise.
  void rows_with(std::span<std::int64_t> out) const;
  /// The term of each column, in order of UTF-8 bytes, which is that of code points. Not for hashed rows or a given
  /// vocabulary. O(length of the terms).
  TermList terms() const;
  /// Frees the rows and keeps the terms, for which alone this can be asked after.
  void forget_rows();
  /// Keeps the columns with a bit other than 0, in their order. O(terms).
  void keep(std::span<const std::uint8_t> columns);

  /// Writes the matrix by rows (CSR), columns ascending inside a row: `indptr` has rows() + 1 places, the others
  /// entries(). Index is int32 or int64, Value one of those, float or double. O(entries). Throws Cancelled.
  template <class Index, class Value>
  void write(std::span<Index> indptr, std::span<Index> indices, std::span<Value> values, const Weighting& weighting = {},
             const Control& control = {}) const;

  struct Impl;
  explicit CountedRows(std::unique_ptr<Impl> impl);

 private:
  std::unique_ptr<Impl> impl_;
};

/// Counts the terms of texts, batch by batch. Runs of two or more white-space characters are one space to terms of code
/// points. The same for any number of threads and any cut into batches.
class WIRECOPY_API TermCounter {
 public:
  /// `keep_rows` false: only which terms there are and how many texts have each. Throws std::invalid_argument.
  explicit TermCounter(const CountOptions& options = {}, bool keep_rows = true);
  /// Counts the terms that a vocabulary has, which must outlive this; others are passed over.
  TermCounter(const Vocabulary& vocabulary, const CountOptions& options = {});
  ~TermCounter();
  TermCounter(TermCounter&&) noexcept;
  TermCounter& operator=(TermCounter&&) noexcept;

  /// O(total length x (max_n - min_n + 1)). Throws TextError with the text's number among all added and the offset in
  /// its units, Cancelled; after either, only destruction is left.
  void add(std::span<const TextView> texts, const Control& control = {});
  /// Columns in order of the terms, or those of the vocabulary. O(distinct terms x log). Leaves nothing behind.
  CountedRows finish(const Control& control = {});
  /// Columns by MurmurHash3 (x86, 32 bits, seed 0; Appleby 2011) of the term, modulo `columns`; with `alternate_sign`
  /// a term whose hash is negative counts below zero (Weinberger et al. 2009).
  CountedRows finish_hashed(std::size_t columns, bool alternate_sign, const Control& control = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// MurmurHash3 (x86, 32 bits; Appleby 2011) of some bytes. O(bytes).
WIRECOPY_API std::uint32_t murmur3(std::string_view bytes, std::uint32_t seed = 0);

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

/// TermCounter in one call. Throws TextError, std::invalid_argument, Cancelled.
WIRECOPY_API CountedTerms count_terms(std::span<const std::string_view> texts, const CountOptions& options = {},
                                      const Control& control = {});
WIRECOPY_API Counts count_terms(std::span<const std::string_view> texts, const Vocabulary& vocabulary,
                                const CountOptions& options = {}, const Control& control = {});

}  // namespace wirecopy
