// Stage 0, text: raw UTF-8 in, articles that every later stage can trust out.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "wirecopy/export.hpp"

namespace wirecopy {

/// Offset into an article's original text, in UTF-8 bytes.
using ByteOffset = std::uint32_t;
/// Row of an article in the input.
using ArticleId = std::uint32_t;

/// Start and end (exclusive) in the original text.
struct Span {
  ByteOffset start = 0;
  ByteOffset end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// Hours of an article whose time of publication is not known.
inline constexpr double unknown_hours = std::numeric_limits<double>::quiet_NaN();

/// One article as received. The views must outlive every call they are passed to; nothing is copied or changed.
struct Article {
  std::string_view text;
  std::string_view outlet = {};    ///< who published it; empty: not known
  std::string_view language = {};  ///< BCP 47 tag; empty: not known
  double hours = unknown_hours;    ///< time of publication, hours since any fixed moment
};

/// Longest text accepted, in bytes: ICU counts UTF-16 units in 32 bits.
inline constexpr std::size_t longest_text = 0x7fff'fff0;

/// Checks that `text` is well-formed UTF-8 (Unicode 15, table 3-7) and not longer than `longest_text`.
/// Throws TextError{article, byte offset}. O(length).
WIRECOPY_API void validate(std::string_view text, std::size_t article = 0);

/// The same for each article in order; also refuses hours that are infinite (std::invalid_argument).
WIRECOPY_API void validate(std::span<const Article> articles);

/// Turns byte offsets, ascending, into code-point offsets of the same text, in place. O(length).
/// Throws std::invalid_argument where the offsets descend or pass the end.
WIRECOPY_API void to_code_points(std::string_view text, std::span<std::uint32_t> ascending);

/// The same for offsets in any order. O(length + n log n).
WIRECOPY_API void to_code_points_unordered(std::string_view text, std::span<std::uint32_t> offsets);

/// Number of code points.
WIRECOPY_API std::size_t code_points(std::string_view text);

/// A text in any of the forms that programs hold texts in: nothing is copied.
enum class Encoding : std::uint8_t { utf8, latin1, ucs2, ucs4 };
struct TextView {
  const void* data = nullptr;
  std::size_t size = 0;  ///< units of 1, 1, 2 or 4 bytes
  Encoding encoding = Encoding::utf8;
  TextView() = default;
  TextView(std::string_view text) : data(text.data()), size(text.size()) {}
  TextView(const void* units, std::size_t count, Encoding form) : data(units), size(count), encoding(form) {}
};

/// Bytes that a text takes in UTF-8; utf8_impossible where it holds a surrogate or what is no code point. For a text that is
/// said to be UTF-8 its length, unchecked. O(size).
WIRECOPY_API std::size_t utf8_size(const TextView& text);
inline constexpr std::size_t utf8_impossible = static_cast<std::size_t>(-1);
/// Writes the utf8_size(text) bytes to `to` and returns where they end. O(size).
WIRECOPY_API char* write_utf8(const TextView& text, char* to);

}  // namespace wirecopy
