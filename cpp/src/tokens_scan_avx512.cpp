// The scan with AVX-512: 128 or 64 table entries are looked up by one instruction for 64 bytes.
#include "tokens_scan.hpp"

#if WIRECOPY_X86
#include <cstring>

namespace wirecopy::detail {

namespace {

WIRECOPY_BEGIN_AVX512

inline std::uint64_t equal(__m512i v, unsigned char c) { return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(static_cast<char>(c))); }

inline std::uint64_t has(__m512i v, unsigned char bit) { return _mm512_test_epi8_mask(v, _mm512_set1_epi8(static_cast<char>(bit))); }

inline unsigned lowest(std::uint64_t bits) { return static_cast<unsigned>(_tzcnt_u64(bits)); }
inline unsigned highest(std::uint64_t bits) { return 63U - static_cast<unsigned>(_lzcnt_u64(bits)); }

/// Classes at the first bytes of the characters beyond ASCII. One turn serves all characters that differ in nothing but
/// the last byte: in most scripts two or three turns serve a block.
inline __m512i classify_high(const WordTables& tables, const unsigned char* p, __m512i v, std::uint64_t leads, __m512i classes) {
  const __m512i second = _mm512_loadu_si512(p + 1);
  for (std::uint64_t left = leads; left != 0;) {
    const unsigned char* const c = p + lowest(left);
    std::uint64_t same = left & equal(v, c[0]);
    __m512i last = second;
    unsigned page = c[0] & 0x1fU;
    if (c[0] >= 0xe0) {
      page = (c[0] & 0x0fU) << 6 | (c[1] & 0x3fU);
      same &= equal(second, c[1]);
      last = _mm512_loadu_si512(p + 2);
      if (c[0] >= 0xf0) {
        page = (c[0] & 7U) << 12 | (c[1] & 0x3fU) << 6 | (c[2] & 0x3fU);
        same &= equal(last, c[2]);
        last = _mm512_loadu_si512(p + 3);
      }
    }
    const __m512i row = _mm512_loadu_si512(tables.pages[tables.page_of[page]]);
    classes = _mm512_mask_permutexvar_epi8(classes, same, last, row);
    left &= ~same;
  }
  return classes;
}

inline void classify(const WordTables& tables, const unsigned char* p, Planes& out) {
  const __m512i v = _mm512_loadu_si512(p);
  out.high = _mm512_movepi8_mask(v);
  __m512i classes = _mm512_permutex2var_epi8(_mm512_load_si512(tables.ascii), v, _mm512_load_si512(tables.ascii + 64));
  out.tail = 0;
  if (out.high != 0) {
    classes = _mm512_maskz_mov_epi8(~out.high, classes);
    out.tail = _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8(static_cast<char>(0xc0)));
    classes = classify_high(tables, p, v, out.high & ~out.tail, classes);
  }
  out.letter = has(classes, WordClass::letter);
  out.number = has(classes, WordClass::number);
  out.connector = has(classes, WordClass::connector);
  out.mid_letter = has(classes, WordClass::mid_letter);
  out.mid_number = has(classes, WordClass::mid_number);
  out.space = has(classes, WordClass::space);
  out.extend = has(classes, WordClass::extend);
  out.special = _mm512_movepi8_mask(classes);
}

/// Room for 64 positions past `out` is needed.
inline std::uint32_t* write_positions(std::uint32_t* out, std::uint64_t bits, std::uint32_t base) {
  const __m512i places = _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43,
                                         42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22,
                                         21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const __m512i origin = _mm512_set1_epi32(static_cast<int>(base));
  const __m512i dense = _mm512_maskz_compress_epi8(bits, places);
  const auto count = static_cast<unsigned>(_mm_popcnt_u64(bits));
  _mm512_storeu_si512(out, _mm512_add_epi32(origin, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(dense))));
  _mm512_storeu_si512(out + 16, _mm512_add_epi32(origin, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(dense, 1))));
  if (count > 32) {
    _mm512_storeu_si512(out + 32, _mm512_add_epi32(origin, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(dense, 2))));
    _mm512_storeu_si512(out + 48, _mm512_add_epi32(origin, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(dense, 3))));
  }
  return out + count;
}

#include "tokens_scan_body.hpp"

WIRECOPY_END_TARGET

}  // namespace

WIRECOPY_BEGIN_AVX512
ScanEnd scan_avx512(ScanFor what, const ScanText& text, std::size_t at, ScanState& state, std::uint32_t* events) {
  return what == ScanFor::words ? scan<ScanFor::words>(text, at, state, events)
                                : scan<ScanFor::boundaries>(text, at, state, events);
}
WIRECOPY_END_TARGET

}  // namespace wirecopy::detail
#endif
