// Terms: the loops over one row, compiled once for each path; the compiler makes vectors of them. Included by
// terms_row_kernels.cpp alone, within a namespace for each.

std::uint32_t narrow(const std::uint32_t* __restrict columns, const std::uint32_t* __restrict counts, std::size_t n,
                     std::uint16_t* __restrict low, std::uint8_t* __restrict few) {
  std::uint32_t most = 0;
  for (std::size_t k = 0; k < n; ++k) low[k] = static_cast<std::uint16_t>(columns[k]);
  for (std::size_t k = 0; k < n; ++k) {
    most = counts[k] > most ? counts[k] : most;
    few[k] = static_cast<std::uint8_t>(counts[k] < 255 ? counts[k] : 255);
  }
  return most;
}

void widen_columns(const std::uint16_t* __restrict low, std::uint32_t high, std::size_t n, std::uint32_t* __restrict columns) {
  for (std::size_t k = 0; k < n; ++k) columns[k] = high | low[k];
}

void widen_counts(const std::uint8_t* __restrict few, std::size_t n, std::uint32_t* __restrict counts) {
  for (std::size_t k = 0; k < n; ++k) counts[k] = few[k];
}

void counts_to_double(const std::uint8_t* __restrict few, std::size_t n, double* __restrict counts) {
  for (std::size_t k = 0; k < n; ++k) counts[k] = few[k];
}

double sum_of_squares(const double* values, std::size_t n) {
  double sums[8] = {};
  std::size_t k = 0;
  for (; k + 8 <= n; k += 8) {
    for (std::size_t j = 0; j < 8; ++j) sums[j] += values[k + j] * values[k + j];
  }
  for (std::size_t j = 0; k < n; ++k, ++j) sums[j] += values[k] * values[k];
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

void divide(const double* __restrict values, std::size_t n, double by, double* __restrict out) {
  for (std::size_t k = 0; k < n; ++k) out[k] = values[k] / by;
}

constexpr RowKernels kernels{narrow, widen_columns, widen_counts, counts_to_double, sum_of_squares, divide};
