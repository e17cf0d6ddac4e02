// The scan in plain C++: a table gives each byte its classes, and a multiplication gathers one class of eight bytes.
#include <bit>
#include <cstring>

#include "tokens_scan.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::uint64_t tops = 0x8080808080808080ULL;

inline std::uint64_t load_eight(const unsigned char* p) {
  std::uint64_t w = 0;
  std::memcpy(&w, p, 8);
  if constexpr (std::endian::native == std::endian::big) {
    std::uint64_t swapped = 0;
    for (int i = 0; i < 8; ++i) swapped = swapped << 8 | (w >> (8 * i) & 0xff);
    return swapped;
  }
  return w;
}

/// The lowest bits of eight bytes, the first byte's lowest.
inline std::uint64_t gather(std::uint64_t w) { return ((w & 0x0101010101010101ULL) * 0x0102040810204080ULL) >> 56; }

inline unsigned lowest(std::uint64_t bits) { return static_cast<unsigned>(std::countr_zero(bits)); }
inline unsigned highest(std::uint64_t bits) { return 63U - static_cast<unsigned>(std::countl_zero(bits)); }

inline void classify(const WordTables& tables, const unsigned char* p, Planes& out) {
  out = {};
  std::uint64_t words[8], any = 0;
  for (unsigned k = 0; k < 8; ++k) any |= words[k] = load_eight(p + 8 * k);
  unsigned char classes[64];
  for (unsigned i = 0; i < 64; ++i) classes[i] = tables.ascii[p[i]];
  if (any & tops) {
    for (unsigned k = 0; k < 8; ++k) {
      out.high |= gather(words[k] >> 7) << (8 * k);
      out.tail |= gather((words[k] & ~(words[k] << 1)) >> 7) << (8 * k);
    }
    for (std::uint64_t left = out.high & ~out.tail; left != 0; left &= left - 1) {
      const unsigned i = lowest(left);
      classes[i] = class_of_high(tables, p + i);
    }
  }
  any = 0;
  for (unsigned k = 0; k < 8; ++k) any |= words[k] = load_eight(classes + 8 * k);
  std::uint64_t* const planes[] = {&out.letter, &out.number, &out.connector, &out.mid_letter,
                                   &out.mid_number, &out.space, &out.extend, &out.special};
  for (unsigned plane = 0; plane < 8; ++plane) {
    if ((any & tops >> (7 - plane)) == 0) continue;  // most classes are rare
    std::uint64_t bits = 0;
    for (unsigned k = 0; k < 8; ++k) bits |= gather(words[k] >> plane) << (8 * k);
    *planes[plane] = bits;
  }
}

inline std::uint32_t* write_positions(std::uint32_t* out, std::uint64_t bits, std::uint32_t base) {
  for (; bits != 0; bits &= bits - 1) *out++ = base + static_cast<std::uint32_t>(std::countr_zero(bits));
  return out;
}

#include "tokens_scan_body.hpp"

}  // namespace

ScanEnd scan_portable(ScanFor what, const ScanText& text, std::size_t at, ScanState& state, std::uint32_t* events) {
  return what == ScanFor::words ? scan<ScanFor::words>(text, at, state, events)
                                : scan<ScanFor::boundaries>(text, at, state, events);
}

}  // namespace wirecopy::detail
