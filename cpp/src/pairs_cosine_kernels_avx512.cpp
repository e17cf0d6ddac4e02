// The scan with AVX-512 VNNI: 64 products of bytes an instruction, eight rows of x at once.
#include "pairs_cosine_kernels.hpp"

#if WIRECOPY_X86

namespace wirecopy::detail {

WIRECOPY_BEGIN_TARGET("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma")

namespace {

inline constexpr std::size_t rows_at_once = 8;

inline void scan_panel(const StripeScan& s, std::size_t panel, std::size_t first, Sums sums) {
  const std::uint8_t* const y = s.y + panel * panel_rows * s.bytes;
  const std::uint8_t* const x = s.x + first * s.bytes;
  __m512i products[rows_at_once];
#pragma GCC unroll 8
  for (std::size_t r = 0; r < rows_at_once; ++r) products[r] = _mm512_setzero_si512();
  for (std::size_t k = 0; k < s.bytes; k += 4) {
    const __m512i four = _mm512_loadu_si512(y + panel_rows * k);
#pragma GCC unroll 8
    for (std::size_t r = 0; r < rows_at_once; ++r) {
      int mine;
      __builtin_memcpy(&mine, x + r * s.bytes + k, sizeof mine);
      products[r] = _mm512_dpbusd_epi32(products[r], four, _mm512_set1_epi32(mine));
    }
  }
  const __m512 y_scale = _mm512_loadu_ps(s.y_scale + panel * panel_rows);
  const __m512 y_least = _mm512_loadu_ps(s.y_least + panel * panel_rows);
#pragma GCC unroll 8
  for (std::size_t r = 0; r < rows_at_once; ++r) {
    const std::size_t row = first + r;
    const __m512 scale = _mm512_mul_ps(_mm512_set1_ps(s.x_scale[row]), y_scale);
    __m512 all = _mm512_mul_ps(_mm512_cvtepi32_ps(products[r]), scale);
    if (sums != Sums::none) {
      float* const sum = s.sums + row * s.stride + panel * panel_rows;
      all = _mm512_add_ps(all, _mm512_loadu_ps(sum));
      _mm512_storeu_ps(sum, sums == Sums::clear ? _mm512_setzero_ps() : all);
    }
    s.reached[row * s.panels + panel] =
        _mm512_cmp_ps_mask(all, _mm512_min_ps(_mm512_set1_ps(s.least[row]), y_least), _CMP_GE_OQ);
  }
}

}  // namespace

void scan_stripe_avx512(const StripeScan& s, Sums sums) {
  for (std::size_t panel = 0; panel < s.panels; ++panel) {
    for (std::size_t first = 0; first < stripe_rows; first += rows_at_once) scan_panel(s, panel, first, sums);
  }
}

WIRECOPY_END_TARGET

}  // namespace wirecopy::detail

#endif
