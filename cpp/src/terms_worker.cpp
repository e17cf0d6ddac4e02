#include "terms_worker.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <tuple>

#include "parallel.hpp"
#include "utf8.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t group = Level::group;
constexpr std::size_t most_kept_spans = std::size_t{1} << 16;
constexpr std::uint32_t longest_copied = 1U << 12;  // bytes of a word

}  // namespace

void Level::add(std::span<const std::uint32_t> numbers) {
  if (touched_.size() < touched_size_ + numbers.size()) touched_.resize(2 * touched_.size() + numbers.size());
  std::size_t at = touched_size_;
  for (const std::uint32_t number : numbers) {
    if (number == no_term) continue;
    touched_[at] = number;
    at += tallies[number].count == 0;  // no branch: it would be guessed wrong half of the time
    ++tallies[number].count;
  }
  touched_size_ = at;
}

Worker::Worker(const CountOptions& options, const CharacterReader& characters, const Tokenizer* tokenizer,
               const Tables* known, bool keep_rows)
    : options_(&options), has_bundles_(options.unit == TermUnit::character_in_word),
      has_sequence_(!known && made_of_words(options) && options.max_n > 1),
      known_(made_of_words(options) ? known : nullptr), keep_rows_(keep_rows || !made_of_words(options)), reader_(characters),
      tokenizer_(tokenizer) {
  const bool words = made_of_words(options);
  levels.resize(known_ ? options.max_n : has_bundles() ? bundles + 1 : 1);
  previous_.resize(levels.size(), no_term);
  if (known_) {
    levels[0].make_room(known_->words.size());
    for (std::size_t k = 1; k < levels.size() && k <= known_->runs.size(); ++k) levels[k].make_room(known_->runs[k - 1].size());
  }
  if (!words) return;
  const auto number = [&](const std::string& word) { return known_ ? known_->words.find(word) : own_.words.insert(word); };
  std::vector<std::pair<std::uint32_t, std::uint32_t>> stands;
  for (const auto& [word, as] : options.counted_as) {
    const std::uint32_t from = own_.words.insert(word);
    stands.emplace_back(from, number(as));
  }
  for (const auto& word : options.stop_words) stands.emplace_back(own_.words.insert(word), stop_word);
  alias_.resize(own_.words.size());
  for (std::uint32_t k = 0; k < alias_.size(); ++k) alias_[k] = k;
  for (const auto& [word, as] : stands) alias_[word] = as;
  if (!known_) levels[0].make_room(own_.words.size());
}

void Worker::count(const TextView& text, std::size_t row) {
  text_.clear();
  spaces_ = 0;
  if (options_->unit == TermUnit::icu_word) {
    count_icu_words(text, row);
  } else {
    reader_.read(text, row, [&](const Piece& piece) {
      throw_if_stopping();
      if (options_->unit == TermUnit::word) count_tokens(piece.data, piece.starts, piece.ends);
      else if (options_->unit == TermUnit::character) count_characters(piece);
      else count_in_words(piece);
    });
  }
  if (!made_of_words(*options_)) return close_row();
  tokens_.text_ends.push_back(tokens_.size);
  if (tokens_.text_ends.size() == group) flush_tokens();
}

/// `first_bytes`: the first eight, those past the word 0.
bool Worker::long_enough(const char* p, std::uint32_t length, std::uint64_t first_bytes) const {
  constexpr std::uint64_t high = 0x8080'8080'8080'8080U, ones = 0x0101'0101'0101'0101U;
  if (length <= 8) {  // those that continue, added up: a call of popcount, for processors without it, would cost more
    const std::uint64_t continuing = (first_bytes & ~(first_bytes << 1) & high) >> 7;
    return length - static_cast<unsigned>(continuing * ones >> 56) >= options_->shortest;
  }
  if (length >= 4 * options_->shortest) return true;
  unsigned n = 0;
  for (std::uint32_t k = 0; k < length; ++k) n += !is_continuation(p[k]);
  return n >= options_->shortest;
}

namespace {

bool is_ascii(std::string_view text) {
  constexpr std::size_t step = 4096;
  for (std::size_t begin = 0; begin < text.size(); begin += step) {
    unsigned any = 0;
    for (const char c : text.substr(begin, step)) any |= static_cast<unsigned char>(c);
    if (any >= 0x80) return false;
  }
  return true;
}

/// Whether the text is UTF-8 where it lies.
bool is_utf8(const TextView& view) {
  if (view.encoding != Encoding::latin1) return view.encoding == Encoding::utf8;
  return is_ascii({static_cast<const char*>(view.data), view.size});
}

}  // namespace

void Worker::count_icu_words(const TextView& view, std::size_t row) {
  std::string_view text;
  if (is_utf8(view)) {
    text = {static_cast<const char*>(view.data), view.size};
  } else {
    to_utf8(view, row, text_);
    text = text_;
  }
  validate(text, row);  // also where it has just been made: it may be too long
  const auto clear = [&] {
    folded_.clear();
    starts_.clear();
    ends_.clear();
  };
  const auto flush = [&] {
    folded_.append(16, '\0');
    count_tokens(folded_.data(), starts_, ends_);
    clear();
  };
  clear();
  tokenizer_->words_to(text, spans_, [&](std::span<const Span> spans) {
    for (const Span span : spans) {
      const std::string_view word = text.substr(span.start, span.end - span.start);
      if (word.size() > longest_copied && is_ascii(word)) [[unlikely]] {
        flush();
        count_long_ascii(word);
        continue;
      }
      const std::size_t start = folded_.size();
      fold_to(word, folded_);
      if (folded_.size() > start) {
        starts_.push_back(static_cast<std::uint32_t>(start));
        ends_.push_back(static_cast<std::uint32_t>(folded_.size()));
      }
      if (folded_.size() > (std::size_t{1} << 15)) {
        throw_if_stopping();
        flush();
      }
    }
  });
  flush();
  if (spans_.capacity() > most_kept_spans) spans_ = std::vector<Span>();  // one huge text must not hold its memory
}

/// A word of ASCII that may be as long as its text: folded in memory that was used before. In new memory finding pages would
/// take longer than all else.
void Worker::count_long_ascii(std::string_view word) {
  constexpr std::size_t room = 16;  // what reads whole blocks may read so far past it
  const HugeBytes folded = huge_bytes(word.size() + room);
  char* const to = reinterpret_cast<char*>(folded.get());
  for (std::size_t k = 0; k < word.size(); k += sizeof(std::uint64_t)) {
    std::uint64_t block = 0;
    const std::size_t size = std::min(sizeof block, word.size() - k);
    std::memcpy(&block, word.data() + k, size);
    block = lower_ascii(block);
    std::memcpy(to + k, &block, sizeof block);
  }
  std::memset(to + word.size(), 0, room);
  const std::uint32_t start = 0, end = static_cast<std::uint32_t>(word.size());
  count_tokens(to, {&start, 1}, {&end, 1});
}

/// Takes words in, to be looked up at the next flush. A short one lies in its key; the bytes of a long one are kept too.
void Worker::count_tokens(const char* data, std::span<const std::uint32_t> starts, std::span<const std::uint32_t> ends) {
  const WordTable& table = known_ ? known_->words : own_.words;
  auto prefetch = table.prefetcher();  // no reference: the compiler would read the table's address anew for each word
  Tokens& t = tokens_;
  for (std::size_t from = 0; from < ends.size();) {
    const std::size_t to = std::min(from + group - t.size, ends.size());
    std::size_t size = t.size;
    for (; from < to; ++from) {
      const std::uint32_t begin = starts[from], length = ends[from] - begin;
      const char* const p = data + begin;
      std::uint64_t hash = 0;
      const WordTable::Key key = WordTable::key(p, length, hash);
      prefetch(hash);
      t.keys[size] = key;
      t.hashes[size] = hash;
      t.lengths[size] = length;
      if (length > WordTable::longest_short) [[unlikely]] {
        if (length > longest_copied) {
          t.size = size + long_enough(p, length, key.a);
          flush_tokens(p);
          return count_tokens(data, starts.subspan(from + 1), ends.subspan(from + 1));
        }
        t.places[size] = t.long_words.size();
        t.long_words.append(p, length);
      }
      size += long_enough(p, length, key.a);
    }
    t.size = size;
    if (size < group) continue;  // short ones were passed over
    flush_tokens();
    prefetch = table.prefetcher();
  }
}

/// Looks the words up, together, so that their cache lines come together, and counts them, text by text. `longest`: the
/// bytes of the last one, where they were not copied.
void Worker::flush_tokens(const char* longest) {
  Tokens& t = tokens_;
  WordTable& words = own_.words;
  const WordTable& table = known_ ? known_->words : words;
  std::uint32_t numbers[group];
  for (std::size_t k = 0; k < t.size; ++k) table.prefetch_key(t.hashes[k]);
  for (std::size_t k = 0; k < t.size; ++k) {
    const std::uint32_t length = t.lengths[k];
    const char* p = nullptr;
    if (length > WordTable::longest_short) [[unlikely]] p = length > longest_copied ? longest : t.long_words.data() + t.places[k];
    std::uint32_t number = no_term;
    if (known_) {
      const std::uint32_t before = alias_.empty() ? no_term : words.find(p, length, t.keys[k], t.hashes[k]);
      number = before == no_term ? known_->words.find(p, length, t.keys[k], t.hashes[k]) : alias_[before];
    } else {
      number = words.insert(p, length, t.keys[k], t.hashes[k]);
      if (number < alias_.size()) number = alias_[number];
    }
    numbers[k] = number;
  }
  if (!known_) levels[0].make_room(words.size());
  std::size_t from = 0;
  for (const std::size_t end : t.text_ends) {
    count_numbers(std::span(numbers).subspan(from, end - from));
    close_row();
    from = end;
  }
  count_numbers(std::span(numbers).subspan(from, t.size - from));
  t.size = 0;
  t.text_ends.clear();
  t.long_words.clear();
}

void Worker::count_numbers(std::span<std::uint32_t> numbers) {
  if (!alias_.empty()) numbers = numbers.first(static_cast<std::size_t>(std::remove(numbers.begin(), numbers.end(), stop_word) - numbers.begin()));
  if (has_sequence_) {
    sequence.insert(sequence.end(), numbers.begin(), numbers.end());
    return;
  }
  if (options_->min_n == 1) levels[0].add(numbers);
  if (options_->max_n > 1) count_runs(numbers);
}

/// Finds the runs of a vocabulary.
void Worker::count_runs(std::span<const std::uint32_t> words) {
  if (words.empty()) return;
  std::uint64_t keys[group], hashes[group];
  std::uint32_t shorter[group], longer[group];
  std::copy(words.begin(), words.end(), shorter);
  for (std::size_t level = 1; level < levels.size(); ++level) {
    const PairTable& table = known_->runs[level - 1];
    constexpr std::uint64_t none = ~std::uint64_t{0};
    std::uint32_t parent = previous_[level - 1];
    for (std::size_t k = 0; k < words.size(); ++k) {
      keys[k] = parent == no_term || words[k] == no_term ? none : PairTable::key(parent, words[k]);
      hashes[k] = PairTable::hash(keys[k]);
      table.prefetch(hashes[k]);
      parent = shorter[k];
    }
    previous_[level - 1] = parent;
    for (std::size_t k = 0; k < words.size(); ++k) table.prefetch_key(hashes[k]);
    for (std::size_t k = 0; k < words.size(); ++k) longer[k] = keys[k] == none ? no_term : table.find(keys[k], hashes[k]);
    Level& counted = levels[level];
    if (level + 1 >= options_->min_n) {
      for (std::size_t k = 0; k < words.size(); ++k) {
        if (longer[k] != no_term) __builtin_prefetch(&counted.tallies[longer[k]], 1);
      }
      counted.add({longer, words.size()});
    }
    std::copy(longer, longer + words.size(), shorter);
  }
}

void Worker::close_row() {
  std::fill(previous_.begin(), previous_.end(), no_term);
  if (has_sequence_) {
    sequence.push_back(no_term);
    row_ends.push_back(sequence.size() - 1);
    return;
  }
  for (Level& level : levels) {
    if (keep_rows_) level.close_row([&](std::uint32_t number, std::uint32_t count) { level.entries.push_back(number, count); });
    else level.close_row([](std::uint32_t, std::uint32_t) {});
    if (keep_rows_) row_ends.push_back(level.entries.size());
  }
}

void Worker::finish() {
  flush_leaves();
  in_words_ = WordTable();
  own_.words.forget_slots();
  if (!grams_.empty()) grams_.resize(grams_.size() + bundle_room);
}

void Worker::forget_rows() {
  levels = std::vector<Level>();
  row_ends = HugeVector<std::size_t>();
  gram_ends_ = grams_ = HugeVector<std::uint32_t>();
  sequence = HugeVector<std::uint32_t>();
}

}  // namespace wirecopy::detail
