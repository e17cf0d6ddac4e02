// Text into UTF-8 with AVX2: ASCII is narrowed 32 units at a time, the others are written one by one.
#include "text_encode.hpp"

#if WIRECOPY_X86

namespace wirecopy::detail {

WIRECOPY_BEGIN_AVX2

namespace {

constexpr std::size_t at_once = 32;

inline __m256i load(const void* p) { return _mm256_loadu_si256(static_cast<const __m256i*>(p)); }
inline void store(char* to, __m256i v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), v); }
inline bool none(__m256i v, __m256i bits) { return _mm256_testz_si256(v, bits) != 0; }

/// Writes 32 units if they are ASCII.
inline bool write_ascii(const std::uint8_t* p, char* to) {
  const __m256i v = load(p);
  if (_mm256_movemask_epi8(v) != 0) return false;
  store(to, v);
  return true;
}
inline bool write_ascii(const std::uint16_t* p, char* to) {
  const __m256i a = load(p), b = load(p + 16);
  if (!none(_mm256_or_si256(a, b), _mm256_set1_epi16(static_cast<short>(0xff80)))) return false;
  store(to, _mm256_permute4x64_epi64(_mm256_packus_epi16(a, b), 0xd8));
  return true;
}
inline bool write_ascii(const std::uint32_t* p, char* to) {
  const __m256i a = load(p), b = load(p + 8), c = load(p + 16), d = load(p + 24);
  const __m256i any = _mm256_or_si256(_mm256_or_si256(a, b), _mm256_or_si256(c, d));
  if (!none(any, _mm256_set1_epi32(static_cast<int>(0xffffff80)))) return false;
  const __m256i four = _mm256_packus_epi16(_mm256_packus_epi32(a, b), _mm256_packus_epi32(c, d));
  store(to, _mm256_permutevar8x32_epi32(four, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7)));
  return true;
}

template <class Unit>
char* write(const Unit* units, std::size_t n, char* to) {
  std::size_t i = 0;
  while (n - i >= at_once) {
    if (write_ascii(units + i, to)) {
      to += at_once, i += at_once;
      continue;
    }
    for (const std::size_t end = i + at_once; i < end; ++i) to = write_unit(units[i], to);
  }
  for (; i < n; ++i) to = write_unit(units[i], to);
  return to;
}

}  // namespace

EncodeKernels encode_kernels_avx2() {
  EncodeKernels out = encode_kernels_portable();
  out.bytes = write<std::uint8_t>;
  out.twos = write<std::uint16_t>;
  out.fours = write<std::uint32_t>;
  return out;
}

WIRECOPY_END_TARGET

}  // namespace wirecopy::detail

#endif
