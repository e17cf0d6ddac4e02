#include "terms_spread_kernels.hpp"

#include "simd.hpp"
#include "terms_order.hpp"

namespace wirecopy::detail {

namespace {

/// Without branches, which would be guessed wrong.
std::size_t portable(const std::uint32_t* flat, std::size_t n, std::size_t depth, const std::uint32_t* sums,
                     std::uint32_t* columns, std::uint32_t* counts) {
  const std::uint32_t* const before = flat - depth;
  std::size_t size = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t column = flat[i];
    columns[size] = column;
    counts[size] = sums[i];
    size += static_cast<std::size_t>(column != before[i]) & static_cast<std::size_t>(column != no_column);
  }
  return size;
}

#if WIRECOPY_X86
WIRECOPY_BEGIN_AVX2
std::size_t avx2(const std::uint32_t* flat, std::size_t n, std::size_t depth, const std::uint32_t* sums,
                 std::uint32_t* columns, std::uint32_t* counts) {
  const __m256i none = _mm256_set1_epi32(-1);
  const std::uint32_t* const before = flat - depth;
  std::size_t size = 0, i = 0;
  for (; i + 8 <= n; i += 8) {
    const __m256i column = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(flat + i));
    const __m256i last = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(before + i));
    const __m256i old = _mm256_or_si256(_mm256_cmpeq_epi32(column, last), _mm256_cmpeq_epi32(column, none));
    const auto fresh = static_cast<unsigned>(~_mm256_movemask_ps(_mm256_castsi256_ps(old))) & 0xffU;
    // Which place goes where: the numbers of the fresh ones, packed.
    const auto wanted = _pext_u64(0x0706'0504'0302'0100ULL, _pdep_u64(fresh, 0x0101'0101'0101'0101ULL) * 0xff);
    const __m256i places = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(static_cast<long long>(wanted)));
    const __m256i sum = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(sums + i));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(columns + size), _mm256_permutevar8x32_epi32(column, places));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(counts + size), _mm256_permutevar8x32_epi32(sum, places));
    size += static_cast<std::size_t>(_mm_popcnt_u32(fresh));
  }
  for (; i < n; ++i) {
    columns[size] = flat[i];
    counts[size] = sums[i];
    size += static_cast<std::size_t>(flat[i] != before[i] && flat[i] != no_column);
  }
  return size;
}
WIRECOPY_END_TARGET

WIRECOPY_BEGIN_AVX512
std::size_t avx512(const std::uint32_t* flat, std::size_t n, std::size_t depth, const std::uint32_t* sums,
                   std::uint32_t* columns, std::uint32_t* counts) {
  const __m512i none = _mm512_set1_epi32(-1);
  const std::uint32_t* const before = flat - depth;
  std::size_t size = 0;
  for (std::size_t i = 0; i < n; i += 16) {
    const auto inside = static_cast<__mmask16>(n - i < 16 ? (1U << (n - i)) - 1 : 0xffffU);
    const __m512i column = _mm512_maskz_loadu_epi32(inside, flat + i);
    const __m512i last = _mm512_maskz_loadu_epi32(inside, before + i);
    const __mmask16 fresh = _mm512_mask_cmpneq_epu32_mask(_mm512_mask_cmpneq_epu32_mask(inside, column, last), column, none);
    _mm512_storeu_si512(columns + size, _mm512_maskz_compress_epi32(fresh, column));
    _mm512_storeu_si512(counts + size, _mm512_maskz_compress_epi32(fresh, _mm512_maskz_loadu_epi32(inside, sums + i)));
    size += static_cast<std::size_t>(_mm_popcnt_u32(fresh));
  }
  return size;
}
WIRECOPY_END_TARGET
#endif

}  // namespace

SpreadKernel spread_kernel() {
#if WIRECOPY_X86
  if (simd() == Simd::avx512) return avx512;
  if (simd() == Simd::avx2) return avx2;
#endif
  return portable;
}

}  // namespace wirecopy::detail
