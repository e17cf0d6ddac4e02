// Pairs: the set of shingles of one text.
#include <algorithm>
#include <stdexcept>
#include <string>

#include "hash.hpp"
#include "pairs_shingles.hpp"
#include "terms_words.hpp"
#include "wirecopy/tokens.hpp"

namespace wirecopy {

namespace detail {

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
  if (out.classes.empty() && out.unit == ShingleUnit::run) out.classes = character_classes();
  return out;
}

std::vector<std::uint64_t> shingle_set(std::string_view text, const ShingleOptions& options, const Tokenizer& tokenizer) {
  std::vector<std::uint64_t> units;
  if (options.unit == ShingleUnit::word) {
    std::string folded;
    for (const Span word : tokenizer.words(text)) {
      folded.clear();
      fold_to(text.substr(word.start, word.end - word.start), folded);
      units.push_back(hash_bytes(folded));
    }
  } else if (options.unit == ShingleUnit::run) {
    each_word(text, options.classes, 1, [&](std::size_t begin, std::size_t end) {
      units.push_back(hash_bytes(text.substr(begin, end - begin)));
    });
  } else {
    for (std::size_t i = 0; i < text.size();) units.push_back(mix(next_code_point(text, i) + 1));
  }
  std::vector<std::uint64_t> out;
  if (units.size() < options.n) return out;
  out.reserve(units.size() - options.n + 1);
  for (std::size_t i = 0; i + options.n <= units.size(); ++i) {
    std::uint64_t h = units[i];
    for (std::size_t k = 1; k < options.n; ++k) h = combine(h, units[i + k]);
    out.push_back(h);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  out.shrink_to_fit();
  return out;
}

}  // namespace detail

std::vector<std::uint64_t> shingles(std::string_view text, const ShingleOptions& options) {
  const auto how = detail::checked(options);
  validate(text);
  return detail::shingle_set(text, how, Tokenizer());
}

}  // namespace wirecopy
