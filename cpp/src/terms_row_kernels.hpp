// Terms: the loops over one row of terms in order.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wirecopy::detail {

/// Each path gives the same, to the last bit.
struct RowKernels {
  /// The lower halves of columns, and counts up to 255. The largest count.
  std::uint32_t (*narrow)(const std::uint32_t* columns, const std::uint32_t* counts, std::size_t n, std::uint16_t* low, std::uint8_t* few);
  /// Columns of which `high` is the upper half, in its place.
  void (*widen_columns)(const std::uint16_t* low, std::uint32_t high, std::size_t n, std::uint32_t* columns);
  void (*widen_counts)(const std::uint8_t* few, std::size_t n, std::uint32_t* counts);
  void (*counts_to_double)(const std::uint8_t* few, std::size_t n, double* counts);
  /// In eight parts: one number after the other would wait for each addition.
  double (*sum_of_squares)(const double* values, std::size_t n);
  void (*divide)(const double* values, std::size_t n, double by, double* out);
};
/// Those of the path in force (simd()).
const RowKernels& row_kernels();

}  // namespace wirecopy::detail
