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

}  // namespace

/// Takes a leaf in: at the next flush it is counted or becomes part of a word.
void Worker::leaf(const char* p, std::uint32_t length) {
  Waiting& waiting = waiting_[waiting_size_++];
  waiting.start = p;
  waiting.length = length;
  waiting.key = WordTable::key(p, length, waiting.hash);
  own_.words.prefetch(waiting.hash);
  if (waiting_size_ == waiting_.size()) flush_leaves();
}

void Worker::flush_leaves() {
  if (waiting_size_ == 0) return;
  std::uint32_t numbers[std::tuple_size_v<decltype(waiting_)>];
  for (std::size_t k = 0; k < waiting_size_; ++k) own_.words.prefetch_key(waiting_[k].hash);
  for (std::size_t k = 0; k < waiting_size_; ++k) {
    const Waiting& w = waiting_[k];
    numbers[k] = own_.words.insert(w.start, w.length, w.key, w.hash);
  }
  levels[0].make_room(own_.words.size());
  if (waiting_found_) grams_.insert(grams_.end(), numbers, numbers + waiting_size_);
  else levels[0].add({numbers, waiting_size_});
  waiting_size_ = 0;
}

/// The leaves that begin with one of the first `begins` code points: the runs of max_n code points or, at the end, of as
/// many as there are, min_n at least.
void Worker::count_leaves(const char* p, std::size_t size, std::size_t begins) {
  std::size_t end = 0, length = 0;
  for (; length < options_->max_n && end < size; ++length) end = after(p, end);
  for (std::size_t start = 0; begins > 0 && length >= options_->min_n; --begins) {
    leaf(p + start, static_cast<std::uint32_t>(end - start));
    if (end < size) end = after(p, end);
    else --length;
    start = after(p, start);
  }
}

/// The leaves of a word with a space on either side; one that is shorter than min_n so is a leaf by itself. Short ones
/// may go on waiting, for they lie in their keys. `found`: they are to be part of a word.
void Worker::count_word(const char* p, std::uint32_t length, bool found) {
  if (waiting_found_ != found) flush_leaves();
  waiting_found_ = found;
  text_.assign(1, ' ').append(p, length).append(" ").append(16, '\0');
  const std::size_t size = length + 2U;
  std::size_t n = 0;
  for (std::size_t at = 0; at < size && n < options_->min_n; at = after(text_.data(), at)) ++n;
  if (n < options_->min_n) leaf(text_.data(), static_cast<std::uint32_t>(size));
  else count_leaves(text_.data(), size, size);
  if (!found || size > WordTable::longest_short) flush_leaves();
}

/// The number of a word that has none yet and is to be counted whole, with its leaves found; no_term where it is too long
/// or there are too many.
std::uint32_t Worker::new_bundle(const char* p, std::uint32_t length, const WordTable::Key& key, std::uint64_t hash) {
  if (length > longest_kept_word || grams_.size() >= most_kept_parts) return no_term;
  const std::uint32_t word = in_words_.insert(p, length, key, hash);
  count_word(p, length, true);
  gram_ends_.push_back(static_cast<std::uint32_t>(grams_.size() + waiting_size_));
  levels[bundles].make_room(gram_ends_.size());
  return word;
}

void Worker::count_in_words(const Piece& piece) {
  WordTable::Key keys[group];
  std::uint64_t hashes[group];
  std::uint32_t words[group];
  for (std::size_t from = 0; from < piece.ends.size(); from += group) {
    const std::size_t n = std::min(group, piece.ends.size() - from);
    const std::uint32_t* const starts = piece.starts.data() + from;
    const std::uint32_t* const ends = piece.ends.data() + from;
    const auto prefetch = in_words_.prefetcher();  // no member: the compiler would read the table's address anew for each word
    for (std::size_t k = 0; k < n; ++k) {
      keys[k] = WordTable::key(piece.data + starts[k], ends[k] - starts[k], hashes[k]);
      prefetch(hashes[k]);
    }
    for (std::size_t k = 0; k < n; ++k) in_words_.prefetch_key(hashes[k]);
    for (std::size_t k = 0; k < n; ++k) {
      const char* const p = piece.data + starts[k];
      const std::uint32_t length = ends[k] - starts[k];
      words[k] = in_words_.find(p, length, keys[k], hashes[k]);
      if (words[k] != no_term) [[likely]] continue;
      words[k] = new_bundle(p, length, keys[k], hashes[k]);
      if (words[k] == no_term) count_word(p, length, false);
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
  count_leaves(text_.data(), size, length - kept);
  flush_leaves();
  text_.resize(size);
  std::size_t tail = size;  // the last code points may begin terms that end in the next piece
  for (std::size_t k = 0; k < kept; ++k) {
    do --tail;
    while (is_continuation(text_[tail]));
  }
  text_.erase(0, tail);
  if (text_.capacity() > large_text) text_.shrink_to_fit();
}

}  // namespace wirecopy::detail
