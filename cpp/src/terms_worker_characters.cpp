// Terms: what one thread counts of code points, in whole texts or in words.
#include <algorithm>
#include <string_view>
#include <tuple>

#include "terms_worker.hpp"
#include "utf8.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t group = Level::group;
constexpr std::uint32_t longest_kept_word = 64;           // bytes of a word whose parts are remembered
constexpr std::size_t most_kept_parts = std::size_t{1} << 25;
constexpr std::size_t large_text = std::size_t{1} << 20;

/// The place after the code point at `at`.
std::size_t after(const char* p, std::size_t at) {
  const auto lead = static_cast<unsigned char>(p[at]);
  return at + (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
}

/// Calls each(start, length in bytes) for the runs of n code points in `size` bytes that begin with one of the first
/// `begins` code points.
template <class Each>
void each_run(const char* p, std::size_t size, std::size_t n, std::size_t begins, Each&& each) {
  std::size_t end = 0;
  for (std::size_t k = 0; k < n; ++k) {
    if (end >= size) return;
    end = after(p, end);
  }
  for (std::size_t start = 0, k = 0; k < begins; ++k) {
    each(start, static_cast<std::uint32_t>(end - start));
    if (end >= size) return;
    start = after(p, start);
    end = after(p, end);
  }
}

}  // namespace

/// Takes a term of code points in: at the next flush it is counted or, where `found` is given, its number goes there.
void Worker::gram(const char* p, std::uint32_t length, std::vector<std::uint32_t>* found) {
  Gram& waiting = waiting_[waiting_size_++];
  waiting.start = p;
  waiting.length = length;
  waiting.key = WordTable::key(p, length, waiting.hash);
  (known_ ? known_->words : own_.words).prefetch(waiting.hash);
  if (waiting_size_ == waiting_.size()) flush_grams(found);
}

void Worker::flush_grams(std::vector<std::uint32_t>* found) {
  std::uint32_t numbers[std::tuple_size_v<decltype(waiting_)>];
  for (std::size_t k = 0; k < waiting_size_; ++k) {
    const Gram& g = waiting_[k];
    numbers[k] = known_ ? known_->words.find(g.start, g.length, g.key, g.hash) : own_.words.insert(g.start, g.length, g.key, g.hash);
  }
  if (!known_) levels[0].make_room(own_.words.size());
  if (!found) levels[0].add({numbers, waiting_size_});
  for (std::size_t k = 0; found && k < waiting_size_; ++k) {
    if (numbers[k] != no_term) found->push_back(numbers[k]);
  }
  waiting_size_ = 0;
}

void Worker::count_grams(const char* padded, std::size_t size, std::vector<std::uint32_t>* found) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < size && length <= options_->max_n; at = after(padded, at)) ++length;
  for (std::size_t n = options_->min_n; n <= options_->max_n; ++n) {
    if (n >= length) {  // a short word counts once
      gram(padded, static_cast<std::uint32_t>(size), found);
      break;
    }
    each_run(padded, size, n, size, [&](std::size_t start, std::uint32_t bytes) { gram(padded + start, bytes, found); });
  }
  flush_grams(found);
}

/// The number of a word that is counted whole, with its terms found; no_term where it is too long or there are too many.
std::uint32_t Worker::bundle_of(const char* p, std::uint32_t length, const WordTable::Key& key, std::uint64_t hash) {
  if (length > longest_kept_word) return no_term;
  if (grams_.size() >= most_kept_parts) return in_words_.find(p, length, key, hash);
  const std::uint32_t word = in_words_.insert(p, length, key, hash);
  if (word == gram_ends_.size()) {  // new
    text_.assign(1, ' ').append(p, length).append(" ").append(16, '\0');
    count_grams(text_.data(), length + 2U, &grams_);
    gram_ends_.push_back(static_cast<std::uint32_t>(grams_.size()));
    levels[bundles].make_room(gram_ends_.size());
  }
  return word;
}

void Worker::count_in_words(const Piece& piece) {
  WordTable::Key keys[group];
  std::uint64_t hashes[group];
  std::uint32_t words[group];
  for (std::size_t from = 0; from < piece.ends.size(); from += group) {
    const std::size_t n = std::min(group, piece.ends.size() - from);
    for (std::size_t k = 0; k < n; ++k) {
      const std::uint32_t begin = piece.starts[from + k];
      keys[k] = WordTable::key(piece.data + begin, piece.ends[from + k] - begin, hashes[k]);
      in_words_.prefetch(hashes[k]);
    }
    for (std::size_t k = 0; k < n; ++k) {
      const char* const p = piece.data + piece.starts[from + k];
      const std::uint32_t length = piece.ends[from + k] - piece.starts[from + k];
      words[k] = bundle_of(p, length, keys[k], hashes[k]);
      if (words[k] != no_term) continue;
      text_.assign(1, ' ').append(p, length).append(" ").append(16, '\0');
      count_grams(text_.data(), length + 2U, nullptr);
    }
    levels[bundles].add({words, n});
  }
  if (text_.capacity() > large_text) text_ = {};
}

void Worker::count_characters(const Piece& piece) {
  const auto add_space = [&](const char* p, std::size_t size) {
    for (std::size_t k = 0; k < size; k = after(p, k)) {
      if (++spaces_ == 1) space_.assign(p + k, after(p, k) - k);
    }
  };
  const auto end_space = [&] {
    if (spaces_ > 0) text_.append(spaces_ == 1 ? std::string_view(space_) : std::string_view(" "));
    spaces_ = 0;
  };
  std::size_t at = 0;
  for (std::size_t k = 0; k < piece.ends.size(); ++k) {
    add_space(piece.data + at, piece.starts[k] - at);
    end_space();
    at = piece.ends[k];
    text_.append(piece.data + piece.starts[k], at - piece.starts[k]);
  }
  add_space(piece.data + at, piece.size - at);
  if (piece.last) end_space();
  const std::size_t size = text_.size();
  std::size_t length = 0;
  for (const char c : text_) length += !is_continuation(c);
  const std::size_t kept = piece.last ? 0 : std::min<std::size_t>(length, options_->max_n - 1);
  text_.append(16, '\0');
  for (std::size_t n = options_->min_n; n <= options_->max_n; ++n) {
    each_run(text_.data(), size, n, length - kept, [&](std::size_t start, std::uint32_t bytes) { gram(text_.data() + start, bytes, nullptr); });
  }
  flush_grams(nullptr);
  text_.resize(size);
  std::size_t tail = size;  // the last code points may begin terms that end in the next piece
  for (std::size_t k = 0; k < kept; ++k) {
    do --tail;
    while (is_continuation(text_[tail]));
  }
  text_.erase(0, tail);
  if (text_.capacity() > large_text) text_.shrink_to_fit();
}

/// Terms of words are not told apart before the row is written; only how many texts have each is found out.
void Worker::close_bundles() {
  seen_.resize(levels[0].tallies.size());
  std::uint32_t size = 0;
  const auto see = [&](std::uint32_t number) {
    Seen& seen = seen_[number];
    const bool fresh = seen.last_row != row_number_;
    seen.last_row = row_number_;
    seen.rows += fresh;
    size += fresh;
  };
  levels[0].close_row([&](std::uint32_t number, std::uint32_t count) {
    if (keep_rows_) levels[0].entries.push_back(number, count);
    see(number);
  });
  levels[bundles].close_row([&](std::uint32_t word, std::uint32_t count) {
    if (keep_rows_) levels[bundles].entries.push_back(word, count);
    row_words_.push_back(word);
  });
  each_bundle(row_words_.size(), [&](std::size_t k) { return row_words_[k]; },
              [&](std::size_t, std::span<const std::uint32_t> numbers) {
                for (const std::uint32_t number : numbers) see(number);
              });
  row_words_.clear();
  if (!keep_rows_) return;
  row_ends.push_back(levels[0].entries.size());
  row_ends.push_back(levels[bundles].entries.size());
  row_sizes_.push_back(size);
}

}  // namespace wirecopy::detail
