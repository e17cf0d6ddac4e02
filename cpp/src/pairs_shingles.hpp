// Pairs: the shingles of a text, and those that texts have in common, as the join takes them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "terms_reader.hpp"
#include "wirecopy/pairs.hpp"
#include "wirecopy/tokens.hpp"

namespace wirecopy::detail {

/// The options with what is left open filled in. Throws std::invalid_argument.
ShingleOptions checked(const ShingleOptions& options);

/// Makes sets of shingles. Keeps its buffers between calls; one per thread.
class Shingler {
 public:
  /// Both must outlive it.
  Shingler(const ShingleOptions& options, const Tokenizer& tokenizer);
  Shingler(const Shingler&) = delete;
  Shingler& operator=(const Shingler&) = delete;
  /// The different shingles of a text, in the order in which they first come. Valid until the next call. O(length). Throws
  /// TextError with that number.
  std::span<const std::uint64_t> operator()(std::string_view text, std::size_t number);

 private:
  void take_words(std::string_view text);
  void take_runs(std::string_view text, std::size_t number);

  const ShingleOptions& options_;
  const Tokenizer& tokenizer_;
  std::uint64_t leaving_ = 1;  // factor of the unit that leaves a shingle
  std::vector<std::uint64_t> units_, shingles_, seen_;
  std::vector<Span> words_;
  std::string folded_;
  std::optional<CharacterReader> characters_;  // of runs
  std::optional<TextReader> reader_;           // looks at them
};

/// The sets of all texts, with what only one text has left out.
struct SharedShingles {
  std::vector<std::uint32_t> size;         ///< of each text's whole set
  std::vector<std::size_t> starts{0};      ///< shingle -> texts
  std::vector<std::uint32_t> texts;        ///< ascending inside a shingle
  std::size_t left_out = 0;                ///< shingles of more than options.max_articles texts
  std::size_t shingles() const { return starts.size() - 1; }
  std::span<const std::uint32_t> texts_of(std::size_t s) const {
    return std::span(texts).subspan(starts[s], starts[s + 1] - starts[s]);
  }
};

/// Validates and cuts all texts. Two filters of two bits a shingle pass over what is seen once (what they let through by
/// chance is found out when sorted), so only what is shared is ever sorted. O(total length); 8 bytes a shingle while it works.
/// Throws TextError, Cancelled.
SharedShingles shared_shingles(std::span<const std::string_view> texts, const ShingleOptions& options, const Control& control);

}  // namespace wirecopy::detail
