// Stage 1, tokens: a text in; its words and sentences with their spans, and the folded form of a word, out.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wirecopy/export.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy {

/// Words and sentences by UAX #29 as ICU implements it for one language, with dictionary segmentation for Thai, Lao,
/// Khmer, Burmese, Chinese and Japanese. Const calls are thread-safe; the first one made takes some milliseconds,
/// later ones less than one.
/// `language` is a BCP 47 tag; empty: the root rules. Unknown languages fall back to the root rules, as ICU does.
class WIRECOPY_API Tokenizer {
 public:
  explicit Tokenizer(std::string_view language = {});
  ~Tokenizer();
  Tokenizer(Tokenizer&&) noexcept;
  Tokenizer& operator=(Tokenizer&&) noexcept;

  /// Spans of the tokens: segments that hold a letter, a number, kana or an ideograph, in text order.
  /// Throws TextError on ill-formed UTF-8. O(length).
  std::vector<Span> words(std::string_view text) const;
  /// Appends them to `out`, without an allocation where it has room. For text that has passed validate(); for other text
  /// the result is undefined.
  void words_to(std::string_view text, std::vector<Span>& out) const;
  /// The same some thousands at a time, which lie in `room`: a text of any length needs little memory beside it.
  void words_to(std::string_view text, std::vector<Span>& room, const std::function<void(std::span<const Span>)>& take) const;
  /// Spans of the sentences in text order, without the white space around them; together they hold all that is not
  /// white space. A paragraph end is a sentence end (UAX #29, SB4).
  std::vector<Span> sentences(std::string_view text) const;
  /// Every word boundary (UAX #29, WB1 to WB999), the first 0 and the last the length; empty for an empty text.
  std::vector<ByteOffset> word_boundaries(std::string_view text) const;
  std::vector<ByteOffset> sentence_boundaries(std::string_view text) const;

 private:
  struct Impl;
  Impl* impl_;
};

/// The term a token is counted as: NFKC_Casefold (UTS #46, UAX #44) after the Stream-Safe limit of 30 combining marks
/// (UAX #15, 13), so that the time is linear for any text.
WIRECOPY_API std::string fold(std::string_view token);

/// Appends fold(token) to `out` without an allocation where the token is ASCII.
WIRECOPY_API void fold_to(std::string_view token, std::string& out);

/// Version of ICU that segments, "72.1"; and of Unicode it implements, "15.0".
WIRECOPY_API std::string icu_version();
WIRECOPY_API std::string unicode_version();

}  // namespace wirecopy
