// The scan in plain C++: a table gives each byte its classes, and a multiplication gathers one class of eight bytes.
#include <bit>
#include <cstring>

#include "tokens_scan.hpp"

namespace wirecopy::detail {

namespace {

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

inline void classify(const WordTables& tables, const unsigned char* p, Planes& out) {
  unsigned char classes[64];
  std::uint64_t high = 0, tail = 0;
  for (unsigned k = 0; k < 8; ++k) {
    const std::uint64_t w = load_eight(p + 8 * k);
    high |= gather(w >> 7) << (8 * k);
    tail |= gather((w & ~(w << 1)) >> 7) << (8 * k);
  }
  for (unsigned i = 0; i < 64; ++i) classes[i] = tables.ascii[p[i] & 0x7f];
  for (std::uint64_t left = high; left != 0; left &= left - 1) {
    const auto i = static_cast<unsigned>(std::countr_zero(left));
    const unsigned lead = p[i], b = p[i + 1] & 0x3f;
    classes[i] = 0;
    if (tail >> i & 1) continue;
    if (lead < 0xe0) {
      classes[i] = tables.pages[tables.page_of[lead & 0x1f]][b];
    } else if (lead < 0xf0) {
      classes[i] = tables.pages[tables.page_of[(lead & 0x0f) << 6 | b]][p[i + 2] & 0x3f];
    } else {
      classes[i] = tables.pages[tables.page_of[(lead & 7) << 12 | b << 6 | (p[i + 2] & 0x3f)]][p[i + 3] & 0x3f];
    }
  }
  out = {};
  out.high = high;
  out.tail = tail;
  for (unsigned k = 0; k < 8; ++k) {
    const std::uint64_t w = load_eight(classes + 8 * k);
    const unsigned shift = 8 * k;
    out.letter |= gather(w) << shift;
    out.number |= gather(w >> 1) << shift;
    out.connector |= gather(w >> 2) << shift;
    out.mid_letter |= gather(w >> 3) << shift;
    out.mid_number |= gather(w >> 4) << shift;
    out.space |= gather(w >> 5) << shift;
    out.extend |= gather(w >> 6) << shift;
    out.special |= gather(w >> 7) << shift;
  }
}

inline std::uint32_t* write_positions(std::uint32_t* out, std::uint64_t bits, std::uint32_t base) {
  for (; bits != 0; bits &= bits - 1) *out++ = base + static_cast<std::uint32_t>(std::countr_zero(bits));
  return out;
}

inline unsigned lowest(std::uint64_t bits) { return static_cast<unsigned>(std::countr_zero(bits)); }
inline unsigned highest(std::uint64_t bits) { return 63U - static_cast<unsigned>(std::countl_zero(bits)); }

#include "tokens_scan_body.hpp"

}  // namespace

ScanEnd scan_portable(ScanFor what, const ScanText& text, std::size_t at, ScanState& state, std::uint32_t* events) {
  return what == ScanFor::words ? scan<ScanFor::words>(text, at, state, events)
                                : scan<ScanFor::boundaries>(text, at, state, events);
}

}  // namespace wirecopy::detail
