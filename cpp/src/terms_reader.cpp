#include "terms_reader.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

#include "utf8.hpp"
#include "wirecopy/errors.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy::detail {

CharacterReader::CharacterReader(const CountOptions& o)
    : classes_(o.classes), values_(o.map.values()), expansions_(o.map.expansions()),
      bit_(o.unit == TermUnit::word ? word_character : space_character), wanted_(o.unit == TermUnit::word),
      lowercase_(o.lowercase) {
  for (char32_t c = 0; c < 128; ++c) ascii_.member[c] = member(c);
  ascii_.lowercase = lowercase_;
  ascii_.arrange();
}

namespace {

template <class Unit>
constexpr Unit not_ascii = static_cast<Unit>(~Unit{127});

/// True where one of the next few units is not ASCII: then going one by one is faster than a kernel's start.
template <class Unit>
bool other_is_near(const Unit* units, std::size_t left) {
  constexpr std::size_t n = sizeof(std::uint64_t) / sizeof(Unit) < 4 ? 4 : 8;
  if (left < n) return true;
  Unit all = 0;
  for (std::size_t k = 0; k < n; ++k) all = static_cast<Unit>(all | units[k]);
  return (all & not_ascii<Unit>) != 0;
}

[[noreturn]] void refuse(std::size_t row, std::size_t at, char32_t c) {
  throw TextError(row, at, c > 0x10ffff ? "not a code point" : "lone surrogate");
}

}  // namespace

void TextReader::begin(const TextView& text, std::size_t row) {
  if (text.encoding == Encoding::utf8) validate({static_cast<const char*>(text.data), text.size}, row);
  text_ = text;
  row_ = row;
  at_ = size_ = 0;
  limit_ = room;
  if (buffer_.size() > 64 * room) buffer_.clear(), buffer_.shrink_to_fit();  // one huge word must not hold its memory
  reserve(room);
  runs_ = {starts_.data(), ends_.data(), false};
}

void TextReader::reserve(std::size_t bytes) {
  if (bytes + slack > 0x7fff'ffff) throw std::length_error("text " + std::to_string(row_) + " has a word of 2^31 bytes or more");
  if (buffer_.size() < bytes + slack) buffer_.resize(bytes + slack);
  if (!starts_.empty()) return;
  starts_.resize(most_runs + slack);
  ends_.resize(most_runs + slack);
}

bool TextReader::fill() {
  switch (text_.encoding) {
    case Encoding::utf8: return fill_from(static_cast<const char*>(text_.data));
    case Encoding::latin1: return fill_from(static_cast<const std::uint8_t*>(text_.data));
    case Encoding::ucs2: return fill_from(static_cast<const char16_t*>(text_.data));
    default: return fill_from(static_cast<const char32_t*>(text_.data));
  }
}

template <class Unit>
bool TextReader::fill_from(const Unit* units) {
  const AsciiKernels& kernels = ascii_kernels();
  const AsciiSet& set = characters_->ascii();
  const std::size_t n = text_.size;
  const auto runs_left = [&] { return most_runs - std::min(most_runs, static_cast<std::size_t>(runs_.starts - starts_.data())); };
  while (at_ < n && size_ < limit_ && runs_left() > 0) {
    const std::size_t most = std::min({n - at_, limit_ - size_, 2 * runs_left()});
    char* const out = buffer_.data() + size_;
    const auto base = static_cast<std::uint32_t>(size_);
    std::size_t done = 0;
    if constexpr (sizeof(Unit) == 1) done = kernels.bytes(reinterpret_cast<const std::uint8_t*>(units + at_), most, out, base, set, runs_);
    else if constexpr (sizeof(Unit) == 2) done = kernels.twos(units + at_, most, out, base, set, runs_);
    else done = kernels.fours(units + at_, most, out, base, set, runs_);
    at_ += done;
    size_ += done;
    while (at_ < n && size_ < limit_ && runs_left() > 0) {
      read_one(units);
      if (at_ < n && !other_is_near(units + at_, n - at_)) break;
    }
  }
  return at_ == n;
}

template <class Unit>
char32_t TextReader::decode(const Unit* units, std::size_t& at) const {
  if constexpr (std::is_same_v<Unit, char>) {
    return next_code_point({units, text_.size}, at);
  } else {
    const auto c = static_cast<char32_t>(units[at++]);
    if constexpr (sizeof(Unit) > 1) {
      if ((c >= 0xd800 && c < 0xe000) || c > 0x10ffff) refuse(row_, at - 1, c);
    }
    return c;
  }
}

template <class Unit>
void TextReader::read_one(const Unit* units) {
  const std::size_t before = at_;
  char32_t c = decode(units, at_);
  if (c == U'\u03a3' && characters_->lowercase() && final_sigma(units, before)) c = U'\u03c2';
  characters_->counted_as(c, [&](char32_t as) { append(as); });
}

/// Final_Sigma of Unicode 15, table 3-17: a cased letter before it and none after, case-ignorable ones passed over.
template <class Unit>
bool TextReader::final_sigma(const Unit* units, std::size_t at) const {
  const auto kind = [&](char32_t c) { return characters_->classes(c); };
  bool after_cased = false;
  for (std::size_t i = at; i > 0 && !after_cased;) {
    --i;
    if constexpr (std::is_same_v<Unit, char>) {
      while (is_continuation(units[i])) --i;
    }
    std::size_t k = i;
    const char32_t c = decode(units, k);
    if (kind(c) & case_ignorable) continue;
    if (!(kind(c) & cased)) return false;
    after_cased = true;
  }
  if (!after_cased) return false;
  for (std::size_t i = at, first = 0; i < text_.size; ++first) {
    const char32_t c = decode(units, i);
    if (first == 0 || (kind(c) & case_ignorable)) continue;
    return !(kind(c) & cased);
  }
  return true;
}

void TextReader::append(char32_t c) {
  const bool member = characters_->member(c);
  if (member != runs_.inside) {
    auto& place = member ? runs_.starts : runs_.ends;
    *place++ = static_cast<std::uint32_t>(size_);
    runs_.inside = member;
  }
  char* out = buffer_.data() + size_;
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80 | (c >> shift & 0x3f)); };
  if (c < 0x80) {
    *out = static_cast<char>(c);
    size_ += 1;
  } else if (c < 0x800) {
    out[0] = static_cast<char>(0xc0 | c >> 6), out[1] = tail(0);
    size_ += 2;
  } else if (c < 0x10000) {
    out[0] = static_cast<char>(0xe0 | c >> 12), out[1] = tail(6), out[2] = tail(0);
    size_ += 3;
  } else {
    out[0] = static_cast<char>(0xf0 | c >> 18), out[1] = tail(12), out[2] = tail(6), out[3] = tail(0);
    size_ += 4;
  }
}

Piece TextReader::piece(bool last) {
  if (last && runs_.inside) *runs_.ends++ = static_cast<std::uint32_t>(size_);
  const auto runs = static_cast<std::size_t>(runs_.ends - ends_.data());
  const std::size_t size = last || !runs_.inside ? size_ : runs_.starts[-1];
  return {buffer_.data(), static_cast<std::uint32_t>(size), {starts_.data(), runs}, {ends_.data(), runs}, last};
}

/// Moves the run that has not ended to the front; where it is all there is, there shall be more room.
void TextReader::keep_open_run() {
  std::size_t kept = 0;
  if (runs_.inside) {
    const std::size_t start = runs_.starts[-1];
    kept = size_ - start;
    std::memmove(buffer_.data(), buffer_.data() + start, kept);
    starts_[0] = 0;
  }
  runs_.starts = starts_.data() + (runs_.inside ? 1 : 0);
  runs_.ends = ends_.data();
  size_ = kept;
  limit_ = std::max(room, kept >= room / 2 ? 2 * kept : room);
  reserve(limit_);
}

}  // namespace wirecopy::detail
