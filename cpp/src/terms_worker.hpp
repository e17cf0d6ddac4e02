// Terms: what one thread counts. Terms of one kind (words; runs of two words; ...; code points) form a level with
// numbers of its own; a run of words is a pair: the run without its last word, and that word.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "memory.hpp"
#include "terms_entries.hpp"
#include "terms_reader.hpp"
#include "terms_table.hpp"
#include "wirecopy/tokens.hpp"

namespace wirecopy::detail {

struct Level {
  struct Tally {
    std::uint32_t count;  ///< in the text at hand
    std::uint32_t rows;   ///< texts with the term
  };
  HugeVector<Tally> tallies;  ///< of each number
  EntryStore entries;

  static constexpr std::size_t group = 128;  // terms looked up together, so that their cache lines come together

  void make_room(std::size_t numbers) {
    if (numbers > tallies.size()) tallies.resize(std::max<std::size_t>(numbers, 2 * tallies.size()));
  }
  /// Counts each number once more; no_term is passed over.
  void add(std::span<const std::uint32_t> numbers);
  /// Calls each(number, count) for those counted in the text at hand, and closes it.
  template <class Each>
  void close_row(Each&& each) {
    for (std::size_t k = 0; k < touched_size_; ++k) {
      Tally& tally = tallies[touched_[k]];
      each(touched_[k], tally.count);
      tally.count = 0;
      ++tally.rows;
    }
    touched_size_ = 0;
  }

 private:
  std::vector<std::uint32_t> touched_;  // numbers counted in the text at hand, and room for more
  std::size_t touched_size_ = 0;
};

/// Whether terms are words and runs of them, not of code points.
inline bool made_of_words(const CountOptions& options) {
  return options.unit == TermUnit::word || options.unit == TermUnit::icu_word;
}

/// In place of a number: a word that is left out as if it were not there.
inline constexpr std::uint32_t stop_word = no_term - 1;

/// The tables of all levels.
struct Tables {
  WordTable words;  ///< words, or leaves of code points
  std::vector<PairTable> runs;  ///< of 2, 3, ... words, of a vocabulary
};

/// Where a text was counted.
struct TextPlace {
  std::uint32_t worker, place;  ///< among the texts of that worker
};

/// `view`, which is not UTF-8, as UTF-8. Throws TextError.
void to_utf8(const TextView& view, std::size_t row, std::string& out);

class Worker {
 public:
  /// `known`: tables of a vocabulary, of which only words and runs of them are found; null: they are numbered as they come.
  /// Leaves of code points always are, and their rows always kept: which terms they hold is seen at the end.
  Worker(const CountOptions& checked_options, const CharacterReader& characters, const Tokenizer* tokenizer,
         const Tables* known, bool keep_rows);

  void count(const TextView& text, std::size_t row);
  /// Counts the words that wait; rows and row_ends are whole after it.
  void flush_tokens(const char* longest = nullptr);
  /// After the last text.
  void finish();
  /// Frees all but the spelling of words.
  void forget_rows();

  const Tables& tables() const { return known_ ? *known_ : own_; }
  /// Words: [0]; of a vocabulary also runs of two: [1] and so on, of which those of min_n words and more are counted. Code
  /// points: [0], their leaves (see terms_paths.hpp). Code points in words: [0] for leaves of long words, and `bundles`,
  /// the level of words that are counted whole, for all others.
  std::vector<Level> levels;
  HugeVector<std::size_t> row_ends;  ///< per text and level: where its entries end
  /// Where runs of words are terms that no vocabulary has: the number of each word as it was read, no_term after each text,
  /// in place of counts; row_ends tell where those stand.
  HugeVector<std::uint32_t> sequence;
  bool has_sequence() const { return has_sequence_; }
  /// Texts of so many units are to come.
  void expect(std::size_t units) {
    if (has_sequence_ && sequence.size() + units / 5 > sequence.capacity()) {  // what a word takes, as a rule
      sequence.reserve(std::max(sequence.size() + units / 5, 2 * sequence.capacity()));
    }
  }
  static constexpr std::size_t bundles = 1;
  static constexpr std::size_t bundle_room = 16;  ///< so many numbers can be read where a bundle begins
  bool has_bundles() const { return has_bundles_; }
  /// Calls each(number, count) for what the text at `place` among those of this worker has of a level; ahead(number) some
  /// before.
  template <class Ahead, class Each>
  void entries(std::size_t place, std::size_t level, Ahead&& ahead, Each&& each) const {
    const auto [begin, end] = entries_at(place, level);
    levels[level].entries.each(begin, end, ahead, each);
  }
  /// Where those stand: begin and end.
  std::pair<std::size_t, std::size_t> entries_at(std::size_t place, std::size_t level) const {
    const std::size_t at = place * levels.size() + level;
    return {place == 0 ? 0 : row_ends[at - levels.size()], row_ends[at]};
  }
  /// The leaves that a word of level `bundles` stands for; one that it has twice stands there twice.
  std::span<const std::uint32_t> bundle(std::uint32_t word) const {
    const std::uint32_t begin = word == 0 ? 0 : gram_ends_[word - 1];
    return std::span(grams_).subspan(begin, gram_ends_[word] - begin);
  }
  /// Calls each(k, bundle) for the words word(k), k below n; what they stand for is fetched some words before.
  template <class Word, class Each>
  void each_bundle(std::size_t n, Word&& word, Each&& each) const {
    constexpr std::size_t far = 24, near = 12;
    const auto fetch = [&](std::size_t k) {
      const std::span<const std::uint32_t> later = bundle(word(k));
      __builtin_prefetch(later.data());
      __builtin_prefetch(later.data() + 16);
    };
    for (std::size_t k = 0; k < std::min(n, far); ++k) __builtin_prefetch(&gram_ends_[word(k)]);
    for (std::size_t k = 0; k < std::min(n, near); ++k) fetch(k);
    for (std::size_t k = 0; k < n; ++k) {
      if (k + far < n) __builtin_prefetch(&gram_ends_[word(k + far)]);
      if (k + near < n) fetch(k + near);
      each(k, bundle(word(k)));
    }
  }
  /// The leaves of words, given with their counts, one after the other, and how often each counts: of how many. Both grow, and
  /// may hold more. Each bundle is copied as if it were as long as most are at most: to go by its length would be guessed
  /// wrong for each word.
  std::size_t copy_bundles(std::span<const std::pair<std::uint32_t, std::uint32_t>> words, std::vector<std::uint32_t>& leaves,
                           std::vector<std::uint32_t>& times) const {
    std::size_t size = 0;
    each_bundle(words.size(), [&](std::size_t k) { return words[k].first; }, [&](std::size_t k, std::span<const std::uint32_t> bundle) {
      const std::size_t room = size + std::max(bundle.size(), bundle_room);
      if (leaves.size() < room) leaves.resize(2 * room), times.resize(2 * room);
      std::memcpy(leaves.data() + size, bundle.data(), bundle_room * sizeof(std::uint32_t));
      std::fill_n(times.data() + size, bundle_room, words[k].second);
      if (bundle.size() > bundle_room) {
        std::ranges::copy(bundle, leaves.data() + size);
        std::fill_n(times.data() + size, bundle.size(), words[k].second);
      }
      size += bundle.size();
    });
    return size;
  }
  /// Gives each leaf of the bundles another number.
  void renumber_bundles(std::span<const std::uint32_t> numbers) {
    for (auto& leaf : grams_) leaf = numbers[leaf];
  }

 private:
  void count_icu_words(const TextView& text, std::size_t row);
  void count_long_ascii(std::string_view word);
  void count_in_words(const Piece& piece);
  void count_characters(const Piece& piece);
  /// The words that stand at starts to ends of `data`; 16 bytes can be read after each start.
  void count_tokens(const char* data, std::span<const std::uint32_t> starts, std::span<const std::uint32_t> ends);
  void count_numbers(std::span<std::uint32_t> numbers);
  void count_runs(std::span<const std::uint32_t> words);
  void count_leaves(const char* p, std::size_t size, std::size_t begins);
  void leaf(const char* p, std::uint32_t length);
  void flush_leaves();
  void count_word(const char* p, std::uint32_t length, bool found);
  std::uint32_t new_bundle(const char* p, std::uint32_t length, const WordTable::Key& key, std::uint64_t hash);
  void close_row();
  bool long_enough(const char* p, std::uint32_t length, std::uint64_t first_bytes) const;

  const CountOptions* options_;  // while texts are counted; the rows may outlive them
  bool has_bundles_, has_sequence_;
  const Tables* known_;
  Tables own_;
  std::vector<std::uint32_t> alias_;  ///< of the words known before: what each is counted as
  bool keep_rows_;
  TextReader reader_;
  const Tokenizer* tokenizer_;

  /// Words to be looked up together, of several texts where those are short.
  struct Tokens {
    std::size_t size = 0;
    std::array<WordTable::Key, Level::group> keys;
    std::array<std::uint64_t, Level::group> hashes;
    std::array<std::uint32_t, Level::group> lengths;
    std::array<std::size_t, Level::group> places;  // in `long_words`
    std::string long_words;
    std::vector<std::size_t> text_ends;            // before so many of the words a text ended
  };
  Tokens tokens_;

  std::vector<std::uint32_t> previous_;  // per level: the run that ended at the last word
  std::vector<std::uint32_t> starts_, ends_;
  std::vector<Span> spans_;
  std::string text_, folded_;
  std::string space_;          // the first of the white space that waits for the next piece
  std::size_t spaces_ = 0;

  // Code points inside words: what a word is made of is found once, and words are counted.
  WordTable in_words_;
  struct Waiting {
    const char* start;
    std::uint32_t length;
    WordTable::Key key;
    std::uint64_t hash;
  };
  std::array<Waiting, 64> waiting_;  // to be looked up together
  std::size_t waiting_size_ = 0;
  bool waiting_found_ = false;       // they belong to words
  HugeVector<std::uint32_t> gram_ends_, grams_;  // leaves of the words
};

}  // namespace wirecopy::detail
