// Terms: reads a text in any encoding, piece by piece, as it is counted (lower case, without accents), in UTF-8, with the
// runs of member characters that are its words. A piece is small enough to stay near the processor.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "memory.hpp"
#include "terms_ascii.hpp"
#include "wirecopy/terms.hpp"

namespace wirecopy::detail {

/// The options with their tables filled in, checked. Throws std::invalid_argument.
CountOptions checked(const CountOptions& options);

/// What each code point is counted as and whether it belongs to a word, for one kind of term.
class CharacterReader {
 public:
  explicit CharacterReader(const CountOptions& checked_options);
  const AsciiSet& ascii() const { return ascii_; }
  bool lowercase() const { return lowercase_; }
  bool member(char32_t c) const { return ((classes_[c] & bit_) != 0) == wanted_; }
  std::uint8_t classes(char32_t c) const { return classes_[c]; }
  /// Calls each(code point) for what `c` is counted as.
  template <class Each>
  void counted_as(char32_t c, Each&& each) const {
    const std::uint32_t value = c < values_.size() ? values_[c] : c;
    if ((value & CharacterMap::expansion) == 0) [[likely]] return each(value);
    const std::size_t place = value & 0x00ff'ffff, length = value >> 24 & 0x7f;
    for (std::size_t k = 0; k < length; ++k) each(expansions_[place + k]);
  }

 private:
  AsciiSet ascii_;
  std::span<const std::uint8_t> classes_;
  std::span<const std::uint32_t> values_, expansions_;
  std::uint8_t bit_;
  bool wanted_, lowercase_;
};

/// A piece of a text. Runs lie in order; between them is what is no member. 16 bytes can be read after its end.
struct Piece {
  const char* data = nullptr;
  std::uint32_t size = 0;  ///< without a run at the end that goes on in the next piece
  std::span<const std::uint32_t> starts, ends;
  bool last = false;  ///< of its text
};

/// Reads texts one after the other. A run is never cut: a piece grows to hold it.
class TextReader {
 public:
  explicit TextReader(const CharacterReader& characters) : characters_(&characters) {}

  /// Calls piece(Piece) for each piece, at least once. Throws TextError, std::length_error for a word of 2^31 bytes.
  template <class OnPiece>
  void read(const TextView& text, std::size_t row, OnPiece&& on_piece) {
    begin(text, row);
    for (;;) {
      const bool last = fill();
      on_piece(piece(last));
      if (last) return;
      keep_open_run();
    }
  }

 private:
  static constexpr std::size_t room = std::size_t{1} << 15;  // bytes of a piece, unless one run is longer
  static constexpr std::size_t most_runs = room / 2;
  static constexpr std::size_t slack = 128;                  // what kernels and keys may write and read past the end

  void begin(const TextView& text, std::size_t row);
  /// Fills the buffer; true at the end of the text.
  bool fill();
  template <class Unit>
  bool fill_from(const Unit* units);
  template <class Unit>
  void read_one(const Unit* units);
  template <class Unit>
  char32_t decode(const Unit* units, std::size_t& at) const;
  template <class Unit>
  bool final_sigma(const Unit* units, std::size_t at) const;
  void append(char32_t c);
  Piece piece(bool last);
  void keep_open_run();
  void reserve(std::size_t bytes);

  const CharacterReader* characters_;
  TextView text_;
  std::size_t row_ = 0, at_ = 0, limit_ = room;
  HugeVector<char> buffer_;
  std::size_t size_ = 0;
  std::vector<std::uint32_t> starts_, ends_;  // room for any piece; how many there are:
  AsciiRuns runs_;
};

}  // namespace wirecopy::detail
