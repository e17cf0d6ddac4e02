#include "pairs_cosine_kernels.hpp"

#include <algorithm>

namespace wirecopy::detail {

namespace {

/// VNNI came before or with VBMI2 in every processor so far; nothing promises it.
[[maybe_unused]] bool has_vnni() {
#if WIRECOPY_X86
  static const bool has = __builtin_cpu_supports("avx512vnni");
  return has;
#else
  return false;
#endif
}

}  // namespace

void scan_stripe_portable(const StripeScan& s, Sums sums) {
  for (std::size_t panel = 0; panel < s.panels; ++panel) {
    const std::uint8_t* const y = s.y + panel * panel_rows * s.bytes;
    for (std::size_t r = 0; r < stripe_rows; ++r) {
      const std::uint8_t* const x = s.x + r * s.bytes;
      std::int32_t products[panel_rows] = {};
      for (std::size_t k = 0; k < s.bytes; k += 4) {
        // Few bytes of a sketch are 0, but many whole groups of short rows are.
        if ((x[k] | x[k + 1] | x[k + 2] | x[k + 3]) == 0) continue;
        const std::uint8_t* const four = y + panel_rows * k;
        for (std::size_t j = 0; j < panel_rows; ++j) {
          products[j] += x[k] * four[4 * j] + x[k + 1] * four[4 * j + 1] + x[k + 2] * four[4 * j + 2] +
                         x[k + 3] * four[4 * j + 3];
        }
      }
      unsigned bits = 0;
      float* const sum = s.sums + r * s.stride + panel * panel_rows;
      for (std::size_t j = 0; j < panel_rows; ++j) {
        float all = static_cast<float>(products[j]) * (s.x_scale[r] * s.y_scale[panel * panel_rows + j]);
        if (sums != Sums::none) {
          all += sum[j];
          sum[j] = sums == Sums::clear ? 0.0F : all;
        }
        bits |= static_cast<unsigned>(all >= std::min(s.least[r], s.y_least[panel * panel_rows + j])) << j;
      }
      s.reached[r * s.panels + panel] = static_cast<std::uint16_t>(bits);
    }
  }
}

ScanStripe scan_stripe() {
#if WIRECOPY_X86
  if (simd() == Simd::avx512 && has_vnni()) return scan_stripe_avx512;
  if (simd() != Simd::portable) return scan_stripe_avx2;
#endif
  return scan_stripe_portable;
}

double bytes_per_nanosecond() {
#if WIRECOPY_X86
  if (simd() == Simd::avx512 && has_vnni()) return 250;
  if (simd() != Simd::portable) return 70;
#endif
  return 6;
}

}  // namespace wirecopy::detail
