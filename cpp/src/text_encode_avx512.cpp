// Text into UTF-8 with AVX-512: ASCII is narrowed 64 units at a time; of others 16 are spread to four bytes each, of which
// those that are needed are pressed together.
#include "text_encode.hpp"

#if WIRECOPY_X86

namespace wirecopy::detail {

WIRECOPY_BEGIN_AVX512

namespace {

inline __m512i all(unsigned n) { return _mm512_set1_epi32(static_cast<int>(n)); }

inline __mmask64 first(std::size_t n) { return n >= 64 ? ~__mmask64{0} : (__mmask64{1} << n) - 1; }

/// 16 code points, of which those of `valid` count.
inline char* write_16(__m512i c, __mmask16 valid, char* to) {
  const __m512i low = _mm512_set1_epi32(0x3f), mark = _mm512_set1_epi32(0x80);
  const __mmask16 two = _mm512_cmpge_epu32_mask(c, all(0x80)), three = _mm512_cmpge_epu32_mask(c, all(0x800)),
                  four = _mm512_cmpge_epu32_mask(c, all(0x10000));
  const __m512i last = _mm512_or_si512(_mm512_and_si512(c, low), mark),
                third = _mm512_or_si512(_mm512_and_si512(_mm512_srli_epi32(c, 6), low), mark),
                second = _mm512_or_si512(_mm512_and_si512(_mm512_srli_epi32(c, 12), low), mark);
  const __m512i in_two = _mm512_or_si512(_mm512_or_si512(_mm512_srli_epi32(c, 6), all(0xc0)), _mm512_slli_epi32(last, 8));
  const __m512i in_three = _mm512_or_si512(_mm512_or_si512(_mm512_srli_epi32(c, 12), all(0xe0)),
                                           _mm512_or_si512(_mm512_slli_epi32(third, 8), _mm512_slli_epi32(last, 16)));
  const __m512i in_four = _mm512_or_si512(
      _mm512_or_si512(_mm512_or_si512(_mm512_srli_epi32(c, 18), all(0xf0)), _mm512_slli_epi32(second, 8)),
      _mm512_or_si512(_mm512_slli_epi32(third, 16), _mm512_slli_epi32(last, 24)));
  __m512i bytes = _mm512_mask_mov_epi32(c, two, in_two), used = _mm512_maskz_mov_epi32(valid, all(0xff));
  bytes = _mm512_mask_mov_epi32(bytes, three, in_three);
  bytes = _mm512_mask_mov_epi32(bytes, four, in_four);
  used = _mm512_mask_mov_epi32(used, two, all(0xffff));
  used = _mm512_mask_mov_epi32(used, three, all(0xffffff));
  used = _mm512_mask_mov_epi32(used, four, all(0xffffffff));
  const __mmask64 kept = _mm512_movepi8_mask(used);
  const auto size = static_cast<std::size_t>(_mm_popcnt_u64(kept));
  _mm512_mask_storeu_epi8(to, first(size), _mm512_maskz_compress_epi8(kept, bytes));
  return to + size;
}

// Code points outside `valid` are read as 0, which is no longer than a byte.
inline __m512i sixteen(const std::uint8_t* p, __mmask16 valid) {
  return _mm512_cvtepu8_epi32(_mm_maskz_loadu_epi8(valid, p));
}
inline __m512i sixteen(const std::uint16_t* p, __mmask16 valid) {
  return _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(valid, p));
}
inline __m512i sixteen(const std::uint32_t* p, __mmask16 valid) { return _mm512_maskz_loadu_epi32(valid, p); }

/// Writes 64 units if they are ASCII.
inline bool write_ascii(const std::uint8_t* p, char* to) {
  const __m512i v = _mm512_loadu_si512(p);
  if (_mm512_movepi8_mask(v) != 0) return false;
  _mm512_storeu_si512(to, v);
  return true;
}
inline bool write_ascii(const std::uint16_t* p, char* to) {
  const __m512i a = _mm512_loadu_si512(p), b = _mm512_loadu_si512(p + 32);
  if (_mm512_cmpge_epu16_mask(_mm512_or_si512(a, b), _mm512_set1_epi16(0x80)) != 0) return false;
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtepi16_epi8(a));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + 32), _mm512_cvtepi16_epi8(b));
  return true;
}
inline bool write_ascii(const std::uint32_t* p, char* to) {
  const __m512i a = _mm512_loadu_si512(p), b = _mm512_loadu_si512(p + 16), c = _mm512_loadu_si512(p + 32),
                d = _mm512_loadu_si512(p + 48);
  const __m512i any = _mm512_or_si512(_mm512_or_si512(a, b), _mm512_or_si512(c, d));
  if (_mm512_cmpge_epu32_mask(any, all(0x80)) != 0) return false;
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm512_cvtepi32_epi8(a));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 16), _mm512_cvtepi32_epi8(b));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 32), _mm512_cvtepi32_epi8(c));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 48), _mm512_cvtepi32_epi8(d));
  return true;
}

template <class Unit>
char* write(const Unit* units, std::size_t n, char* to) {
  std::size_t i = 0;
  for (; n - i >= 64; i += 64) {
    if (write_ascii(units + i, to)) {
      to += 64;
      continue;
    }
    for (std::size_t k = 0; k < 64; k += 16) to = write_16(sixteen(units + i + k, 0xffff), 0xffff, to);
  }
  for (; i < n; i += 16) {
    const auto valid = static_cast<__mmask16>(first(n - i));
    to = write_16(sixteen(units + i, valid), valid, to);
  }
  return to;
}

Utf8Growth bytes_more(const std::uint8_t* p, std::size_t n) {
  Utf8Growth out;
  for (std::size_t i = 0; i < n; i += 64) {
    const __m512i v = _mm512_maskz_loadu_epi8(first(n - i), p + i);
    out.more += static_cast<std::size_t>(_mm_popcnt_u64(_mm512_movepi8_mask(v)));
  }
  return out;
}

Utf8Growth twos_more(const std::uint16_t* p, std::size_t n) {
  Utf8Growth out;
  const __m512i top = _mm512_set1_epi16(static_cast<short>(0xf800)), surrogate = _mm512_set1_epi16(static_cast<short>(0xd800));
  for (std::size_t i = 0; i < n; i += 32) {
    const __m512i v = _mm512_maskz_loadu_epi16(static_cast<__mmask32>(first(n - i)), p + i);
    const __mmask32 two = _mm512_cmpge_epu16_mask(v, _mm512_set1_epi16(0x80));
    if (two == 0) continue;
    const __m512i high = _mm512_and_si512(v, top);
    out.more += static_cast<std::size_t>(_mm_popcnt_u32(two) + _mm_popcnt_u32(_mm512_test_epi16_mask(high, high)));
    out.wrong = out.wrong || _mm512_cmpeq_epi16_mask(high, surrogate) != 0;
  }
  return out;
}

Utf8Growth fours_more(const std::uint32_t* p, std::size_t n) {
  Utf8Growth out;
  for (std::size_t i = 0; i < n; i += 16) {
    const __m512i v = _mm512_maskz_loadu_epi32(static_cast<__mmask16>(first(n - i)), p + i);
    const __mmask16 two = _mm512_cmpge_epu32_mask(v, all(0x80));
    if (two == 0) continue;
    const __mmask16 three = _mm512_cmpge_epu32_mask(v, all(0x800)), four = _mm512_cmpge_epu32_mask(v, all(0x10000));
    out.more += static_cast<std::size_t>(_mm_popcnt_u32(two) + _mm_popcnt_u32(three) + _mm_popcnt_u32(four));
    out.wrong = out.wrong || _mm512_cmpgt_epu32_mask(v, all(0x10ffff)) != 0 ||
                _mm512_cmpeq_epi32_mask(_mm512_and_si512(v, all(0xfffff800)), all(0xd800)) != 0;
  }
  return out;
}

}  // namespace

EncodeKernels encode_kernels_avx512() {
  return {bytes_more, twos_more, fours_more, write<std::uint8_t>, write<std::uint16_t>, write<std::uint32_t>};
}

WIRECOPY_END_TARGET

}  // namespace wirecopy::detail

#endif
