// Foundation, icu: all that the library asks of ICU, without an ICU type in sight.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wirecopy::detail {

struct WordClasses;

/// Finds the boundaries of one kind in one language. Const calls are thread-safe.
class IcuBreaker {
 public:
  enum class Kind { word, sentence };
  struct Boundary {
    std::uint32_t end;  ///< byte offset
    bool word;          ///< the segment that ends here holds a letter, number, kana or ideograph (word breakers only)
  };

  IcuBreaker(Kind kind, std::string_view language);
  ~IcuBreaker();

  /// The end of each segment of a well-formed text, ascending; replaces what `out` holds.
  void segment(std::string_view text, std::vector<Boundary>& out) const;

  /// The same for many short texts by one thread: what it needs is taken once, at the first text.
  class Session;

  /// Word-break classes of this breaker's rules, or null: see icu_word_classes.hpp.
  const WordClasses* word_classes() const;

 private:
  struct Worker;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class IcuBreaker::Session {
 public:
  explicit Session(const IcuBreaker& breaker);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  void segment(std::string_view text, std::vector<Boundary>& out);

 private:
  const IcuBreaker* breaker_;
  std::unique_ptr<Worker> worker_;
};

/// NFKC_Casefold of a well-formed text after the Stream-Safe limit; appended to `out`.
void icu_fold(std::string_view text, std::string& out);

/// Whether icu_fold of a text is the fold of what stands before `c`, and then the fold of what begins with it, always.
bool icu_folds_alone(char32_t c);

/// What the aligner keeps of a code point: its letters and digits, folded, without Latin, Greek and Cyrillic accents.
/// Empty for everything that is neither letter, digit nor a sign that a script needs for its vowels.
std::u16string icu_stream_units(char32_t c);

/// General categories, as far as stages ask for them.
bool icu_is_upper(char32_t c);   ///< upper or title case
bool icu_is_digit(char32_t c);   ///< decimal digit
bool icu_is_alnum(char32_t c);   ///< letter or number of any kind
bool icu_is_space(char32_t c);   ///< White_Space

std::string icu_library_version();
std::string icu_unicode_version();

}  // namespace wirecopy::detail
