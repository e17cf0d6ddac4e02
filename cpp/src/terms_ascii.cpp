#include "terms_ascii.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "simd.hpp"

namespace wirecopy::detail {

void AsciiSet::arrange() {
  low = high = {};
  for (unsigned h = 0; h < 8; ++h) high[h] = static_cast<std::uint8_t>(1U << h);
  for (unsigned c = 0; c < 128; ++c) {
    if (member[c]) low[c & 15] = static_cast<std::uint8_t>(low[c & 15] | 1U << (c >> 4));
  }
}

namespace {

/// The bits of the first n characters.
inline std::uint64_t first_bits(unsigned n) { return n >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n) - 1; }

/// Where runs begin and end among n characters of which `members` are members.
struct Edges {
  std::uint64_t starts, ends;
};
inline Edges edges(std::uint64_t members, unsigned n, AsciiRuns& runs) {
  const std::uint64_t before = members << 1 | static_cast<std::uint64_t>(runs.inside);
  runs.inside = (members >> (n - 1) & 1) != 0;
  return {members & ~before, ~members & before & first_bits(n)};
}

inline std::uint32_t* write_bits(std::uint64_t bits, std::uint32_t base, std::uint32_t* out) {
  for (; bits != 0; bits &= bits - 1) *out++ = base + static_cast<std::uint32_t>(std::countr_zero(bits));
  return out;
}

/// What is read some turns later, perhaps past the end of the text: many texts lie one after the other in memory.
inline const void* ahead(const void* at) { return reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(at) + 1024); }

template <class Unit>
std::size_t portable(const Unit* in, std::size_t n, char* out, std::uint32_t base, const AsciiSet& set, AsciiRuns& runs) {
  std::size_t i = 0;
  while (i < n) {
    const auto most = static_cast<unsigned>(std::min<std::size_t>(64, n - i));
    for (std::size_t b = 0; b < 64; b += 64 / sizeof(Unit)) __builtin_prefetch(ahead(in + i + b));
    std::uint64_t members = 0;
    unsigned k = 0;
    for (; k < most; ++k) {
      const auto c = static_cast<std::uint32_t>(in[i + k]);
      if (c >= 128) break;
      const bool upper = set.lowercase && c - 'A' < 26;
      const std::uint32_t lowered = upper ? c + 32 : c;
      out[i + k] = static_cast<char>(lowered);
      members |= static_cast<std::uint64_t>(set.member[lowered]) << k;
    }
    if (k == 0) break;
    const Edges e = edges(members, k, runs);
    const auto place = base + static_cast<std::uint32_t>(i);
    runs.starts = write_bits(e.starts, place, runs.starts);
    runs.ends = write_bits(e.ends, place, runs.ends);
    i += k;
    if (k < most) break;
  }
  return i;
}

#if WIRECOPY_X86
/// The last units of a text, with zeros after them. Zero is ASCII and no member that counts: its bits are masked.
template <class Unit>
struct Tail {
  Unit units[64];
};

WIRECOPY_BEGIN_AVX2
inline __m256i lower32(__m256i v, __m256i on) {
  const __m256i letter = _mm256_and_si256(_mm256_cmpgt_epi8(v, _mm256_set1_epi8('A' - 1)), _mm256_cmpgt_epi8(_mm256_set1_epi8('Z' + 1), v));
  return _mm256_add_epi8(v, _mm256_and_si256(_mm256_and_si256(letter, on), _mm256_set1_epi8(0x20)));
}
inline std::uint32_t members32(__m256i v, __m256i low, __m256i high) {
  const __m256i nibble = _mm256_set1_epi8(15);
  const __m256i l = _mm256_shuffle_epi8(low, _mm256_and_si256(v, nibble));
  const __m256i h = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble));
  return ~static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(l, h), _mm256_setzero_si256())));
}
inline std::uint32_t* write_avx2(std::uint64_t bits, std::uint32_t base, std::uint32_t* out) {
  // Four at a time: how often a loop turns is guessed less often wrong. The places past the last are written anew later.
  const auto n = __builtin_popcountll(bits);
  for (int k = 0; k < n; k += 4) {
    for (int j = 0; j < 4; ++j, bits &= bits - 1) out[k + j] = base + static_cast<std::uint32_t>(_tzcnt_u64(bits));
  }
  return out + n;
}
/// 64 units as bytes; the bits of those that are not ASCII.
inline std::uint64_t load_avx2(const std::uint8_t* in, __m256i& a, __m256i& b) {
  a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in));
  b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in + 32));
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(a)) | static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(b))) << 32;
}
inline __m256i narrow16(const char16_t* in) {
  // Saturation makes 0x80 and above 0xff in a signed way: above 0x7fff comes out 0, so those are kept apart first.
  const __m256i most = _mm256_set1_epi16(0xff);
  const __m256i x = _mm256_min_epu16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(in)), most);
  const __m256i y = _mm256_min_epu16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(in + 16)), most);
  return _mm256_permute4x64_epi64(_mm256_packus_epi16(x, y), 0xd8);
}
inline std::uint64_t load_avx2(const char16_t* in, __m256i& a, __m256i& b) {
  a = narrow16(in);
  b = narrow16(in + 32);
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(a)) | static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(b))) << 32;
}
inline std::uint64_t load_avx2(const char32_t* in, __m256i& a, __m256i& b) {
  char16_t twos[64];
  for (int k = 0; k < 64; ++k) twos[k] = static_cast<char16_t>(in[k] < 0xff ? in[k] : 0xff);
  return load_avx2(twos, a, b);
}
template <class Unit>
__attribute__((target("avx2,fma,bmi,bmi2,lzcnt,popcnt"))) std::size_t avx2(const Unit* in, std::size_t n, char* out, std::uint32_t base,
                                                                          const AsciiSet& set, AsciiRuns& runs) {
  const __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(set.low.data())));
  const __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(set.high.data())));
  const __m256i on = _mm256_set1_epi8(set.lowercase ? -1 : 0);
  std::size_t i = 0;
  while (i < n) {
    auto k = static_cast<unsigned>(n - i < 64 ? n - i : 64);
    for (std::size_t b = 0; b < 64; b += 64 / sizeof(Unit)) __builtin_prefetch(ahead(in + i + b));
    __m256i a, b;
    std::uint64_t other = 0;
    if (k == 64) {
      other = load_avx2(in + i, a, b);
    } else {
      Tail<Unit> tail = {};
      __builtin_memcpy(tail.units, in + i, k * sizeof(Unit));
      other = load_avx2(tail.units, a, b);
    }
    const bool stop = other != 0;
    if (stop) k = static_cast<unsigned>(_tzcnt_u64(other));
    if (k == 0) break;
    a = lower32(a, on);
    b = lower32(b, on);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i), a);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i + 32), b);
    const std::uint64_t members = (members32(a, low, high) | static_cast<std::uint64_t>(members32(b, low, high)) << 32) & first_bits(k);
    const Edges e = edges(members, k, runs);
    const auto place = base + static_cast<std::uint32_t>(i);
    runs.starts = write_avx2(e.starts, place, runs.starts);
    runs.ends = write_avx2(e.ends, place, runs.ends);
    i += k;
    if (stop) break;
  }
  return i;
}
WIRECOPY_END_TARGET

WIRECOPY_BEGIN_AVX512
inline std::uint64_t load_avx512(const std::uint8_t* in, std::uint64_t valid, __m512i& v) {
  v = _mm512_maskz_loadu_epi8(valid, in);
  return _mm512_movepi8_mask(v);
}
inline __m512i narrow512(const char16_t* in, std::uint64_t valid) {
  // 32 units become 32 bytes; what is above 0xff becomes 0xff, which is not ASCII either.
  const __m256i a = _mm512_cvtusepi16_epi8(_mm512_maskz_loadu_epi16(static_cast<__mmask32>(valid), in));
  const __m256i b = _mm512_cvtusepi16_epi8(_mm512_maskz_loadu_epi16(static_cast<__mmask32>(valid >> 32), in + 32));
  return _mm512_inserti64x4(_mm512_castsi256_si512(a), b, 1);
}
inline std::uint64_t load_avx512(const char16_t* in, std::uint64_t valid, __m512i& v) {
  v = narrow512(in, valid);
  return _mm512_movepi8_mask(v);
}
inline std::uint64_t load_avx512(const char32_t* in, std::uint64_t valid, __m512i& v) {
  __m512i out = _mm512_setzero_si512();
  out = _mm512_inserti32x4(out, _mm512_cvtusepi32_epi8(_mm512_maskz_loadu_epi32(static_cast<__mmask16>(valid), in)), 0);
  out = _mm512_inserti32x4(out, _mm512_cvtusepi32_epi8(_mm512_maskz_loadu_epi32(static_cast<__mmask16>(valid >> 16), in + 16)), 1);
  out = _mm512_inserti32x4(out, _mm512_cvtusepi32_epi8(_mm512_maskz_loadu_epi32(static_cast<__mmask16>(valid >> 32), in + 32)), 2);
  out = _mm512_inserti32x4(out, _mm512_cvtusepi32_epi8(_mm512_maskz_loadu_epi32(static_cast<__mmask16>(valid >> 48), in + 48)), 3);
  v = out;
  return _mm512_movepi8_mask(v);
}
inline std::uint32_t* write_avx512(std::uint64_t bits, __m512i places, __m512i base, std::uint32_t* out) {
  const auto n = __builtin_popcountll(bits);
  const __m512i packed = _mm512_maskz_compress_epi8(bits, places);
  _mm512_storeu_si512(out, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
  if (n > 16) {
    _mm512_storeu_si512(out + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
  }
  return out + n;  // of 64 characters at most 32 begin a run
}
template <class Unit>
__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,avx2,fma,bmi,bmi2,lzcnt,popcnt"))) std::size_t avx512(
    const Unit* in, std::size_t n, char* out, std::uint32_t base, const AsciiSet& set, AsciiRuns& runs) {
  const __m512i table0 = _mm512_loadu_si512(set.member.data()), table1 = _mm512_loadu_si512(set.member.data() + 64);
  alignas(64) static constexpr std::uint8_t counting[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                                            22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
                                                            44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const __m512i places = _mm512_load_si512(counting);
  const __m512i shift = _mm512_set1_epi8(set.lowercase ? 0x20 : 0);
  std::size_t i = 0;
  while (i < n) {
    auto k = static_cast<unsigned>(n - i < 64 ? n - i : 64);
    for (std::size_t b = 0; b < 64; b += 64 / sizeof(Unit)) __builtin_prefetch(ahead(in + i + b));
    __m512i v;
    const std::uint64_t other = load_avx512(in + i, first_bits(k), v);
    const bool stop = other != 0;
    if (stop) k = static_cast<unsigned>(_tzcnt_u64(other));
    if (k == 0) break;
    const __mmask64 letter = _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('A')), _mm512_set1_epi8(25));
    v = _mm512_mask_add_epi8(v, letter, v, shift);
    _mm512_storeu_si512(out + i, v);
    const __m512i found = _mm512_permutex2var_epi8(table0, v, table1);
    const std::uint64_t members = _mm512_test_epi8_mask(found, found) & first_bits(k);
    const Edges e = edges(members, k, runs);
    const __m512i place = _mm512_set1_epi32(static_cast<int>(base + static_cast<std::uint32_t>(i)));
    runs.starts = write_avx512(e.starts, places, place, runs.starts);
    runs.ends = write_avx512(e.ends, places, place, runs.ends);
    i += k;
    if (stop) break;
  }
  return i;
}
WIRECOPY_END_TARGET
#endif

constexpr AsciiKernels portable_kernels{portable<std::uint8_t>, portable<char16_t>, portable<char32_t>};
#if WIRECOPY_X86
constexpr AsciiKernels avx2_kernels{avx2<std::uint8_t>, avx2<char16_t>, avx2<char32_t>};
constexpr AsciiKernels avx512_kernels{avx512<std::uint8_t>, avx512<char16_t>, avx512<char32_t>};
#endif

}  // namespace

const AsciiKernels& ascii_kernels() {
#if WIRECOPY_X86
  if (simd() == Simd::avx512) return avx512_kernels;
  if (simd() == Simd::avx2) return avx2_kernels;
#endif
  return portable_kernels;
}

}  // namespace wirecopy::detail
