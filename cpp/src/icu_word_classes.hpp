// Foundation, icu: the word-break class of every code point, read from ICU's own rules and laid out for vector kernels.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wirecopy::detail {

/// Classes of UAX #29 as bits; a code point without a bit joins nothing. A connector joins letters and numbers as "_".
/// "@", which ICU takes for a letter, is letter and connector: a word that begins so may hold neither letter nor number.
struct WordClass {
  static constexpr std::uint8_t letter = 1, number = 2, connector = 4, mid_letter = 8, mid_number = 16, space = 32,
                                extend = 64;  ///< Extend and Format: belongs to the character before it
  static constexpr std::uint8_t special = 128;  ///< a line end, ZWJ, or left to ICU: `special_at` tells which
};

/// What the kernels read: plain memory, because no function of the standard library may be instantiated in them.
struct WordTables {
  static constexpr std::size_t planes = 8;
  alignas(64) std::uint8_t ascii[256];  ///< by byte; 0 for those that are not ASCII
  /// Bit h of nibbles[k][l] is set where the ASCII character 16 h + l has class 1 << k.
  alignas(16) std::uint8_t nibbles[planes][16];
  /// Code point >> 6 to the row of `pages`; long enough for all that four bytes can spell, well-formed or not.
  std::uint16_t page_of[1U << 15];
  const std::uint8_t (*pages)[64];
};

/// The class of a character beyond ASCII, from its first byte on; four bytes are readable.
inline std::uint8_t class_of_high(const WordTables& tables, const unsigned char* c) {
  const unsigned lead = c[0], b = c[1] & 0x3fU;
  if (lead < 0xe0) return tables.pages[tables.page_of[lead & 0x1f]][b];
  if (lead < 0xf0) return tables.pages[tables.page_of[(lead & 0x0f) << 6 | b]][c[2] & 0x3f];
  return tables.pages[tables.page_of[(lead & 7) << 12 | b << 6 | (c[2] & 0x3fU)]][c[3] & 0x3f];
}

/// The classes of one set of break rules.
struct WordClasses {
  WordTables tables;
  std::vector<std::array<std::uint8_t, 64>> pages;
  std::vector<char32_t> line_ends;                          ///< beyond ASCII
  std::vector<std::pair<char32_t, char32_t>> pictographs;   ///< ranges, last included, ascending: what ZWJ joins
  static constexpr char32_t zero_width_joiner = 0x200d;

  std::uint8_t of(char32_t c) const { return pages[tables.page_of[c >> 6]][c & 0x3f]; }
  bool is_pictograph(char32_t c) const;

  enum class Special { line_end, extend, hard };
  /// What the special character at text[i], not ASCII, is to the rules; "hard" where only ICU can say.
  Special special_at(std::string_view text, std::size_t i) const;
};

/// The classes that `rules` (RuleBasedBreakIterator::getRules(), UTF-8) define, or null where the rules are none of those
/// that the kernels of stage 1 are known to follow. Kept for the life of the process; the first call for a set of rules
/// takes some milliseconds.
std::shared_ptr<const WordClasses> icu_word_classes(const std::string& rules);

}  // namespace wirecopy::detail
