// Stage 1, tokens: word boundaries of UAX #29, 64 bytes at a time with one bit a byte.
//
// Each class of characters becomes a word of 64 bits, and each rule a few operations on such words. Continuation bytes,
// Extend and Format belong to the character before them; "the character before" is found across them by an addition
// whose carry runs through their bits (Cameron, "Parabix": scan through). The state carries bits into the next block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "icu_word_classes.hpp"
#include "simd.hpp"

namespace wirecopy::detail {

/// A block of 64 bytes, one bit a byte: the classes of the characters that begin there.
struct Planes {
  std::uint64_t letter, number, connector, mid_letter, mid_number, space, extend, special;
  std::uint64_t high;  ///< bytes of 0x80 and more
  std::uint64_t tail;  ///< continuation bytes
};

/// What one block knows of those before it. A fresh state stands at a boundary: the start of a text or a safe cut.
struct ScanState {
  // Bits 0 or 1: the class of the last character.
  std::uint64_t part = 0;    ///< letter, number or connector
  std::uint64_t letter = 0, number = 0, connector = 0, space = 0, carriage_return = 0;
  std::uint64_t line_end = 1;  ///< or nothing at all: Extend has nothing to belong to
  std::uint64_t letter_mid = 0, number_mid = 0;  ///< a mark after a letter (a number) that may join what follows
  /// Where that mark stands: whether there is a boundary before it, the next character tells.
  bool pending = false;
  std::uint32_t pending_at = 0;
  std::uint32_t last_boundary = 0;
  bool odd = false;  ///< a word begins with a connector, or Extend follows one: look whether ICU takes it for a word
};

struct ScanEnd {
  std::size_t at;       ///< scanned up to here; a hard character starts here if `hard`
  std::size_t events;   ///< written
  bool hard;
};

/// A text and its classes, in a form that a kernel may read without a function of the standard library.
struct ScanText {
  const WordClasses& classes;
  std::string_view view;
  const unsigned char* bytes;
  std::size_t size;
  ScanText(const WordClasses& c, std::string_view text)
      : classes(c), view(text), bytes(reinterpret_cast<const unsigned char*>(text.data())), size(text.size()) {}
};

enum class ScanFor { words, boundaries };

/// Events that a buffer must have room for, and at how many a scan returns before its end.
inline constexpr std::size_t event_room = 4096, event_limit = event_room - 160;

/// Scans from `at` on and writes starts and ends of words in turn, or all boundaries, but for those at the text's end.
/// Three versions of the same function; the text is shorter than 2^32 bytes.
ScanEnd scan_portable(ScanFor what, const ScanText& text, std::size_t at, ScanState& state, std::uint32_t* events);
#if WIRECOPY_X86
ScanEnd scan_avx2(ScanFor what, const ScanText& text, std::size_t at, ScanState& state, std::uint32_t* events);
ScanEnd scan_avx512(ScanFor what, const ScanText& text, std::size_t at, ScanState& state, std::uint32_t* events);
#endif

}  // namespace wirecopy::detail
