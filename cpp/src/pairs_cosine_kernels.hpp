// Pairs, kernels: products of sketches, 16 rows of y at a time, and which of them come up to a bound. Sketches are of
// bytes from 0 to 127 and their products are whole numbers, so all paths give the same.
#pragma once

#include <cstddef>
#include <cstdint>

#include "simd.hpp"

namespace wirecopy::detail {

inline constexpr std::size_t panel_rows = 16;   ///< rows of y that lie together, four bytes of each in turn
inline constexpr std::size_t stripe_rows = 16;  ///< rows of x that are compared at once

/// A stripe of x against some panels of y. Bytes of a row are a multiple of 4.
struct StripeScan {
  std::size_t bytes = 0;
  const std::uint8_t* x = nullptr;  ///< stripe_rows x bytes
  const float* x_scale = nullptr;   ///< of each row of the stripe
  const float* least = nullptr;     ///< of each row: the bound
  const std::uint8_t* y = nullptr;  ///< panels x bytes / 4 x panel_rows x 4
  const float* y_scale = nullptr;   ///< of each row of the panels
  const float* y_least = nullptr;   ///< of each row of the panels: a bound that will do as well
  std::size_t panels = 0;
  float* sums = nullptr;            ///< stripe_rows x stride: what to add; see below. May be null
  std::size_t stride = 0;
  std::uint16_t* reached = nullptr; ///< out: stripe_rows x panels, a bit for each row of the panel
};

/// What becomes of `sums` once they are read.
enum class Sums { none, clear, keep };

/// Sets the bits of pairs with sum + scale x scale x product >= the lower of the two bounds. Sums::none takes every sum for 0, Sums::clear
/// leaves zeros, Sums::keep leaves what was compared.
using ScanStripe = void (*)(const StripeScan& what, Sums sums);
ScanStripe scan_stripe();

void scan_stripe_portable(const StripeScan& what, Sums sums);
#if WIRECOPY_X86
void scan_stripe_avx2(const StripeScan& what, Sums sums);
void scan_stripe_avx512(const StripeScan& what, Sums sums);
#endif

/// Products of bytes in a nanosecond, roughly, for the cost model.
double bytes_per_nanosecond();

}  // namespace wirecopy::detail
