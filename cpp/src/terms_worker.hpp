// Terms: what one thread counts. Terms of one kind (words; runs of two words; ...; code points) form a level with
// numbers of its own; a run of words is a pair: the run without its last word, and that word.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "terms_reader.hpp"
#include "terms_table.hpp"
#include "wirecopy/tokens.hpp"

namespace wirecopy::detail {

/// (number, count) pairs, one after the other; five bytes each, and no growth by copying.
class EntryStore {
 public:
  std::size_t size() const { return size_; }
  void push_back(std::uint32_t number, std::uint32_t count) {
    if (size_ % block == 0) blocks_.push_back(std::make_unique_for_overwrite<Block>());
    Block& b = *blocks_.back();
    b.numbers[size_ % block] = number;
    b.counts[size_ % block] = static_cast<std::uint8_t>(count < large ? count : large);
    if (count >= large) large_.emplace_back(size_, count);
    ++size_;
  }
  /// Calls each(number, count) for the pairs at begin to end - 1.
  template <class Each>
  void each(std::size_t begin, std::size_t end, Each&& each) const {
    while (begin < end) {
      const Block& b = *blocks_[begin / block];
      const std::size_t from = begin % block, to = std::min(block, from + (end - begin));
      for (std::size_t k = from; k < to; ++k) {
        const std::uint8_t c = b.counts[k];
        each(b.numbers[k], c < large ? c : large_count(begin + (k - from)));
      }
      begin += to - from;
    }
  }

 private:
  static constexpr std::size_t block = std::size_t{1} << 15;
  static constexpr std::uint32_t large = 255;
  struct Block {
    std::array<std::uint32_t, block> numbers;
    std::array<std::uint8_t, block> counts;
  };
  std::uint32_t large_count(std::size_t i) const;
  std::vector<std::unique_ptr<Block>> blocks_;
  std::vector<std::pair<std::size_t, std::uint32_t>> large_;  // by place
  std::size_t size_ = 0;
};

struct Level {
  std::vector<std::uint32_t> count;    // of each number, in the text at hand
  std::vector<std::uint32_t> touched;  // numbers counted in the text at hand
  std::vector<std::uint32_t> rows;     // texts with each number
  EntryStore entries;

  void make_room(std::size_t numbers) {
    if (numbers <= count.size()) return;
    const std::size_t size = std::max<std::size_t>(numbers, 2 * count.size());
    count.resize(size);
    rows.resize(size);
  }
  void add(std::uint32_t number, std::uint32_t times = 1) {
    if (count[number] == 0) touched.push_back(number);
    count[number] += times;
  }
  void close_row(bool keep);
};

/// In place of a number: a word that is left out as if it were not there.
inline constexpr std::uint32_t stop_word = no_term - 1;

/// The tables of all levels.
struct Tables {
  WordTable words;  ///< words, or terms of code points
  std::vector<PairTable> runs;  ///< of 2, 3, ... words
};

/// `view`, which is not UTF-8, as UTF-8. Throws TextError.
void to_utf8(const TextView& view, std::size_t row, std::string& out);

class Worker {
 public:
  /// `known`: tables of a vocabulary, of which only terms are found; null: terms are numbered as they come.
  Worker(const CountOptions& checked_options, const CharacterReader& characters, const Tokenizer* tokenizer,
         const Tables* known, bool keep_rows);

  void count(const TextView& text, std::size_t row);

  const Tables& tables() const { return known_ ? *known_ : own_; }
  std::vector<Level> levels;  ///< terms of min_n units and more, from [0] for one unit; code points: [0] alone
  std::vector<std::size_t> row_ends;  ///< per text and level: where its entries end
  bool keeps_rows() const { return keep_rows_; }

 private:
  struct Token {
    std::uint32_t start, length;
  };
  void count_words(const Piece& piece);
  void count_icu_words(const TextView& text, std::size_t row);
  void count_in_words(const Piece& piece);
  void count_characters(const Piece& piece);
  void count_tokens(const char* data, std::span<const Token> tokens);
  void count_runs(std::span<const std::uint32_t> words);
  void count_grams(const char* padded, std::size_t size, std::vector<std::uint32_t>* found);
  void gram(const char* p, std::uint32_t length, std::vector<std::uint32_t>* found);
  void close_row();
  bool long_enough(const char* p, std::uint32_t length) const;

  const CountOptions* options_;
  const Tables* known_;
  Tables own_;
  std::vector<std::uint32_t> alias_;  ///< of the words known before: what each is counted as
  bool keep_rows_;
  TextReader reader_;
  const Tokenizer* tokenizer_;

  std::vector<std::uint32_t> previous_;  // per level: the run that ended at the last word
  std::vector<Token> tokens_;
  std::vector<Span> spans_;
  std::string text_, folded_;
  std::string space_;          // the first of the white space that waits for the next piece
  std::size_t spaces_ = 0;

  // Code points inside words: what a word is made of is found once, and words are counted.
  WordTable in_words_;
  std::vector<std::uint32_t> gram_ends_, grams_, word_count_, word_touched_;
};

}  // namespace wirecopy::detail
