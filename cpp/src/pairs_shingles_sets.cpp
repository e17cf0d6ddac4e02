// Pairs: the set of shingles of one text.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <stdexcept>
#include <string>

#include "hash.hpp"
#include "pairs_shingles.hpp"
#include "utf8.hpp"

namespace wirecopy {

namespace detail {

namespace {

constexpr std::uint64_t base = 0x9e3779b97f4a7c15ULL;  // odd

/// hash_bytes of a word of up to 15 bytes of ASCII, folded unless it is to be taken as it is; false elsewhere. `after`: bytes
/// that may be read.
template <bool folded>
bool hash_short_word(const char* word, std::size_t size, std::size_t after, std::uint64_t& hash) {
  static constexpr std::array<std::uint64_t, 16> start = [] {
    std::array<std::uint64_t, 16> t{};
    for (std::uint64_t n = 0; n < t.size(); ++n) t[n] = mix(n + 0x9e3779b97f4a7c15ULL);
    return t;
  }();
  if (std::endian::native != std::endian::little || size >= start.size() || after < 16) return false;
  const auto cased = [](std::uint64_t letters) { return folded ? lower_ascii(letters) : letters; };
  std::uint64_t low = 0, high = 0;
  std::memcpy(&low, word, 8);
  std::memcpy(&high, word + 8, 8);
  if (size < 8) {
    low &= (std::uint64_t{1} << (8 * size)) - 1;
    if (low & 0x8080808080808080ULL) return false;
    hash = combine(start[size], cased(low));
  } else {
    high &= (std::uint64_t{1} << (8 * (size - 8))) - 1;
    if ((low | high) & 0x8080808080808080ULL) return false;
    hash = combine(combine(start[size], cased(low)), cased(high));
  }
  return true;
}

/// How their words are read.
CountOptions runs_of(const ShingleOptions& options) {
  CountOptions out;
  out.lowercase = options.lowercase;
  out.classes = options.classes;
  out.map = options.map;
  return out;
}

}  // namespace

ShingleOptions checked(const ShingleOptions& options) {
  if (options.n < 1) throw std::invalid_argument("n must be 1 or more");
  const auto share = [](double v) { return v >= 0 && v <= 1; };
  if (!share(options.min_containment)) throw std::invalid_argument("min_containment must be between 0 and 1");
  if (!share(options.min_resemblance)) throw std::invalid_argument("min_resemblance must be between 0 and 1");
  if (!options.classes.empty() && options.classes.size() != 0x110000) {
    throw std::invalid_argument("classes must have one byte per code point, 0x110000 in all");
  }
  ShingleOptions out = options;
  out.min_shared = std::max<std::uint64_t>(1, options.min_shared);
  if (out.unit == ShingleUnit::run) (void)checked(runs_of(out));
  return out;
}

Shingler::Shingler(const ShingleOptions& options, const Tokenizer& tokenizer) : options_(options), tokenizer_(tokenizer) {
  for (unsigned i = 1; i < options.n; ++i) leaving_ *= base;
  if (options.unit != ShingleUnit::run) return;
  characters_.emplace(checked(runs_of(options)));
  reader_.emplace(*characters_);
}

void Shingler::take_words(std::string_view text) {
  words_.clear();
  tokenizer_.words_to(text, words_);
  units_.resize(words_.size());
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const Span word = words_[i];
    const std::size_t size = word.end - word.start;
    if (hash_short_word<true>(text.data() + word.start, size, text.size() - word.start, units_[i])) continue;
    folded_.clear();
    fold_to(text.substr(word.start, size), folded_);
    units_[i] = hash_bytes(folded_);
  }
}

void Shingler::take_runs(std::string_view text, std::size_t number) {
  reader_->read(text, number, [&](const Piece& piece) {
    const std::size_t before = units_.size();
    units_.resize(before + piece.ends.size());
    std::uint64_t* unit = units_.data() + before;
    for (std::size_t k = 0; k < piece.ends.size(); ++k, ++unit) {
      const char* const run = piece.data + piece.starts[k];
      const std::size_t size = piece.ends[k] - piece.starts[k];
      if (!hash_short_word<false>(run, size, 16, *unit)) *unit = hash_bytes({run, size});
    }
  });
}

std::span<const std::uint64_t> Shingler::operator()(std::string_view text, std::size_t number) {
  units_.clear();
  if (options_.unit != ShingleUnit::run) validate(text, number);
  if (options_.unit == ShingleUnit::word) {
    take_words(text);
  } else if (options_.unit == ShingleUnit::run) {
    take_runs(text, number);
  } else {
    for (std::size_t i = 0; i < text.size();) units_.push_back(mix(next_code_point(text, i) + 1));
  }
  const std::size_t n = options_.n;
  if (units_.size() < n) return {};
  const std::size_t count = units_.size() - n + 1;
  shingles_.resize(count);
  const int bits = static_cast<int>(std::bit_width(count)) + 1;
  seen_.assign(std::size_t{1} << bits, 0);
  // A polynomial of the units' hashes that rolls along (Karp, Rabin 1987). 0 marks an empty place of the table.
  std::uint64_t sum = 0;
  for (std::size_t k = 0; k + 1 < n; ++k) sum = sum * base + units_[k];
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sum = sum * base + units_[i + n - 1];
    const std::uint64_t h = std::max<std::uint64_t>(1, mix(sum));
    sum -= units_[i] * leaving_;
    std::size_t at = h >> (64 - bits);
    while (seen_[at] != 0 && seen_[at] != h) at = (at + 1) & (seen_.size() - 1);
    shingles_[kept] = h;
    kept += seen_[at] == 0;
    seen_[at] = h;
  }
  return std::span(shingles_).first(kept);
}

}  // namespace detail

std::vector<std::uint64_t> shingles(std::string_view text, const ShingleOptions& options) {
  const auto how = detail::checked(options);
  const Tokenizer tokenizer;
  detail::Shingler cut(how, tokenizer);
  const auto found = cut(text, 0);
  std::vector<std::uint64_t> out(found.begin(), found.end());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace wirecopy
