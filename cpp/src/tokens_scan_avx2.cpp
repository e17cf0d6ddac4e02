// The scan with AVX2: tables of 16 entries are looked up for 32 bytes at a time.
#include "tokens_scan.hpp"

#if WIRECOPY_X86
#include <array>
#include <cstring>

namespace wirecopy::detail {

namespace {

/// For each byte value the places of its bits, lowest first.
struct BitPlaces {
  unsigned char of[256][8];
};
constexpr BitPlaces bit_places = [] {
  BitPlaces out{};
  for (unsigned value = 0; value < 256; ++value) {
    unsigned n = 0;
    for (unsigned char k = 0; k < 8; ++k) {
      if (value >> k & 1) out.of[value][n++] = k;
    }
  }
  return out;
}();

WIRECOPY_BEGIN_AVX2

inline unsigned lowest(std::uint64_t bits) { return static_cast<unsigned>(_tzcnt_u64(bits)); }
inline unsigned highest(std::uint64_t bits) { return 63U - static_cast<unsigned>(_lzcnt_u64(bits)); }

struct Bytes {  ///< 64 bytes
  __m256i low, high;
};

inline Bytes load(const unsigned char* p) {
  return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)), _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p + 32))};
}

/// The top bit of each byte.
inline std::uint64_t tops(Bytes v) {
  return static_cast<unsigned>(_mm256_movemask_epi8(v.low)) |
         static_cast<std::uint64_t>(static_cast<unsigned>(_mm256_movemask_epi8(v.high))) << 32;
}

inline __m256i sixteen(const unsigned char* p) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
}

/// Which bytes are ASCII and in class k: by their low half a set of high halves, and whether theirs is among them.
inline std::uint64_t ascii_plane(const WordTables& tables, unsigned k, Bytes v, Bytes row) {
  const __m256i table = sixteen(tables.nibbles[k]);
  const __m256i a = _mm256_and_si256(_mm256_shuffle_epi8(table, v.low), row.low);
  const __m256i b = _mm256_and_si256(_mm256_shuffle_epi8(table, v.high), row.high);
  return tops({_mm256_cmpeq_epi8(a, row.low), _mm256_cmpeq_epi8(b, row.high)});
}

inline __m256i row_bit(__m256i v) {
  const __m256i bits = _mm256_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, -1, -1, -1, -1, -1, -1, -1, -1, 1, 2, 4, 8, 16, 32, 64,
                                        -128, -1, -1, -1, -1, -1, -1, -1, -1);
  return _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(0x0f)));
}

/// A row of 64 entries looked up by continuation bytes, a quarter of it at a time: what lies outside the quarter gets its
/// top bit set by the addition, for which the shuffle gives 0.
inline __m256i look_up(const unsigned char* row, __m256i index) {
  __m256i out = _mm256_setzero_si256();
  for (int quarter = 0; quarter < 4; ++quarter) {
    const __m256i own = _mm256_xor_si256(index, _mm256_set1_epi8(static_cast<char>(0x80 | quarter << 4)));
    const __m256i only = _mm256_adds_epu8(own, _mm256_set1_epi8(0x70));
    out = _mm256_or_si256(out, _mm256_shuffle_epi8(sixteen(row + 16 * quarter), only));
  }
  return out;
}

inline __m256i equal(__m256i v, unsigned char c) { return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(static_cast<char>(c))); }

/// Classes at the first bytes of the characters beyond ASCII. One turn serves all characters that differ in nothing but
/// the last byte: in most scripts two or three turns serve a block.
inline Bytes classify_high(const WordTables& tables, const unsigned char* p, Bytes v, std::uint64_t leads) {
  Bytes classes{_mm256_setzero_si256(), _mm256_setzero_si256()};
  for (std::uint64_t left = leads; left != 0;) {
    const unsigned char* const c = p + lowest(left);
    Bytes same{equal(v.low, c[0]), equal(v.high, c[0])};
    Bytes last = load(p + 1);
    unsigned page = c[0] & 0x1fU;
    if (c[0] >= 0xe0) {
      page = (c[0] & 0x0fU) << 6 | (c[1] & 0x3fU);
      same = {_mm256_and_si256(same.low, equal(last.low, c[1])), _mm256_and_si256(same.high, equal(last.high, c[1]))};
      last = load(p + 2);
      if (c[0] >= 0xf0) {
        page = (c[0] & 7U) << 12 | (c[1] & 0x3fU) << 6 | (c[2] & 0x3fU);
        same = {_mm256_and_si256(same.low, equal(last.low, c[2])), _mm256_and_si256(same.high, equal(last.high, c[2]))};
        last = load(p + 3);
      }
    }
    const unsigned char* const row = tables.pages[tables.page_of[page]];
    classes.low = _mm256_or_si256(classes.low, _mm256_and_si256(same.low, look_up(row, last.low)));
    classes.high = _mm256_or_si256(classes.high, _mm256_and_si256(same.high, look_up(row, last.high)));
    left &= ~tops(same);
  }
  return classes;
}

/// The same for a few characters, one after the other.
inline void add_few(const WordTables& tables, const unsigned char* p, std::uint64_t leads, Planes& out) {
  for (; leads != 0; leads &= leads - 1) {
    const unsigned i = lowest(leads);
    const std::uint64_t cls = class_of_high(tables, p + i);
    if (cls == WordClass::letter) {
      out.letter |= std::uint64_t{1} << i;
    } else if (cls != 0) {
      out.letter |= (cls & 1) << i;
      out.number |= (cls >> 1 & 1) << i;
      out.connector |= (cls >> 2 & 1) << i;
      out.mid_letter |= (cls >> 3 & 1) << i;
      out.mid_number |= (cls >> 4 & 1) << i;
      out.space |= (cls >> 5 & 1) << i;
      out.extend |= (cls >> 6 & 1) << i;
      out.special |= (cls >> 7 & 1) << i;
    }
  }
}

inline std::uint64_t plane(Bytes classes, int k) {
  return tops({_mm256_slli_epi16(classes.low, 7 - k), _mm256_slli_epi16(classes.high, 7 - k)});
}

inline void classify(const WordTables& tables, const unsigned char* p, Planes& out) {
  const Bytes v = load(p);
  const Bytes row{row_bit(v.low), row_bit(v.high)};
  out.letter = ascii_plane(tables, 0, v, row);
  out.number = ascii_plane(tables, 1, v, row);
  out.connector = ascii_plane(tables, 2, v, row);
  out.mid_letter = ascii_plane(tables, 3, v, row);
  out.mid_number = ascii_plane(tables, 4, v, row);
  out.space = ascii_plane(tables, 5, v, row);
  out.special = ascii_plane(tables, 7, v, row);
  out.extend = 0;
  out.high = tops(v);
  out.tail = 0;
  if (out.high != 0) {
    const __m256i first_lead = _mm256_set1_epi8(static_cast<char>(0xc0));
    out.tail = tops({_mm256_cmpgt_epi8(first_lead, v.low), _mm256_cmpgt_epi8(first_lead, v.high)});
    const std::uint64_t leads = out.high & ~out.tail;
    if (_mm_popcnt_u64(leads) <= 6) {
      add_few(tables, p, leads, out);
      return;
    }
    const Bytes classes = classify_high(tables, p, v, leads);
    out.letter |= plane(classes, 0);
    out.number |= plane(classes, 1);
    out.connector |= plane(classes, 2);
    out.mid_letter |= plane(classes, 3);
    out.mid_number |= plane(classes, 4);
    out.space |= plane(classes, 5);
    out.extend = plane(classes, 6);
    out.special |= plane(classes, 7);
  }
}

/// Room for 64 positions past `out` is needed.
inline std::uint32_t* write_positions(std::uint32_t* out, std::uint64_t bits, std::uint32_t base) {
  for (int k = 0; k < 8; ++k, bits >>= 8, base += 8) {
    const auto byte = static_cast<unsigned>(bits & 0xff);
    const __m128i places = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(bit_places.of[byte]));
    const __m256i at = _mm256_add_epi32(_mm256_cvtepu8_epi32(places), _mm256_set1_epi32(static_cast<int>(base)));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), at);
    out += _mm_popcnt_u32(byte);
  }
  return out;
}

#include "tokens_scan_body.hpp"

WIRECOPY_END_TARGET

}  // namespace

WIRECOPY_BEGIN_AVX2
ScanEnd scan_avx2(ScanFor what, const ScanText& text, std::size_t at, ScanState& state, std::uint32_t* events) {
  return what == ScanFor::words ? scan<ScanFor::words>(text, at, state, events)
                                : scan<ScanFor::boundaries>(text, at, state, events);
}
WIRECOPY_END_TARGET

}  // namespace wirecopy::detail
#endif
