// The scan with AVX2. Products of two bytes of at most 127 fit into 16 bits, so that nothing saturates.
#include "pairs_cosine_kernels.hpp"

#if WIRECOPY_X86

namespace wirecopy::detail {

WIRECOPY_BEGIN_AVX2

namespace {

inline constexpr std::size_t rows_at_once = 4;

inline void scan_panel(const StripeScan& s, std::size_t panel, std::size_t first, Sums sums) {
  const std::uint8_t* const y = s.y + panel * panel_rows * s.bytes;
  const std::uint8_t* const x = s.x + first * s.bytes;
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i products[rows_at_once][2];
#pragma GCC unroll 4
  for (std::size_t r = 0; r < rows_at_once; ++r) products[r][0] = products[r][1] = _mm256_setzero_si256();
  for (std::size_t k = 0; k < s.bytes; k += 4) {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(y + panel_rows * k));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(y + panel_rows * k + 32));
#pragma GCC unroll 4
    for (std::size_t r = 0; r < rows_at_once; ++r) {
      int four;
      __builtin_memcpy(&four, x + r * s.bytes + k, sizeof four);
      const __m256i mine = _mm256_set1_epi32(four);
      products[r][0] = _mm256_add_epi32(products[r][0], _mm256_madd_epi16(_mm256_maddubs_epi16(low, mine), ones));
      products[r][1] = _mm256_add_epi32(products[r][1], _mm256_madd_epi16(_mm256_maddubs_epi16(high, mine), ones));
    }
  }
#pragma GCC unroll 4
  for (std::size_t r = 0; r < rows_at_once; ++r) {
    const std::size_t row = first + r;
    int bits = 0;
#pragma GCC unroll 2
    for (std::size_t half = 0; half < 2; ++half) {
      const std::size_t at = panel * panel_rows + 8 * half;
      const __m256 scale = _mm256_mul_ps(_mm256_set1_ps(s.x_scale[row]), _mm256_loadu_ps(s.y_scale + at));
      __m256 all = _mm256_mul_ps(_mm256_cvtepi32_ps(products[r][half]), scale);
      if (sums != Sums::none) {
        float* const sum = s.sums + row * s.stride + at;
        all = _mm256_add_ps(all, _mm256_loadu_ps(sum));
        _mm256_storeu_ps(sum, sums == Sums::clear ? _mm256_setzero_ps() : all);
      }
      const __m256 least = _mm256_min_ps(_mm256_set1_ps(s.least[row]), _mm256_loadu_ps(s.y_least + at));
      bits |= _mm256_movemask_ps(_mm256_cmp_ps(all, least, _CMP_GE_OQ)) << (8 * half);
    }
    s.reached[row * s.panels + panel] = static_cast<std::uint16_t>(bits);
  }
}

}  // namespace

void scan_stripe_avx2(const StripeScan& s, Sums sums) {
  for (std::size_t panel = 0; panel < s.panels; ++panel) {
    for (std::size_t first = 0; first < stripe_rows; first += rows_at_once) scan_panel(s, panel, first, sums);
  }
}

WIRECOPY_END_TARGET

}  // namespace wirecopy::detail

#endif
