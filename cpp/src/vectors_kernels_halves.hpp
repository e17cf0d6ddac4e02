// multiply_halves of vectors_kernels.hpp for one path. Included as vectors_kernels_loops.hpp, where T is float; needs
// low and high, which take the two floats of a word apart, and pack.
// NOLINTBEGIN: no include guard on purpose.

constexpr std::int64_t far_ahead = 64;  // entries; a line each, so that the memory has as much to do as with several panels

void multiply_halves(std::size_t rows, const std::int64_t* offsets, const std::int32_t* indices, const float* values,
                     const std::uint32_t* right, float* first, float* second, std::uint32_t* packed) {
  const std::int64_t last = offsets[rows];
  for (std::size_t i = 0; i < rows; ++i) {
    V even[2][parts], odd[2][parts];
    for (std::size_t p = 0; p < parts; ++p) even[0][p] = even[1][p] = odd[0][p] = odd[1][p] = set(0);
    std::int64_t k = offsets[i];
    const std::int64_t end = offsets[i + 1];
    for (; k + 1 < end; k += 2) {
      if (k + far_ahead + 1 < last) {
        fetch(reinterpret_cast<const float*>(right + static_cast<std::size_t>(indices[k + far_ahead]) * width));
        fetch(reinterpret_cast<const float*>(right + static_cast<std::size_t>(indices[k + far_ahead + 1]) * width));
      }
      const std::uint32_t* const one = right + static_cast<std::size_t>(indices[k]) * width;
      const std::uint32_t* const two = right + static_cast<std::size_t>(indices[k + 1]) * width;
      const V a = set(values[k]), b = set(values[k + 1]);
      WIRECOPY_UNROLL
      for (std::size_t p = 0; p < parts; ++p) {
        even[0][p] = add(even[0][p], multiply(a, low(one + p * lanes)));
        even[1][p] = add(even[1][p], multiply(a, high(one + p * lanes)));
        odd[0][p] = add(odd[0][p], multiply(b, low(two + p * lanes)));
        odd[1][p] = add(odd[1][p], multiply(b, high(two + p * lanes)));
      }
    }
    if (k < end) {
      const std::uint32_t* const one = right + static_cast<std::size_t>(indices[k]) * width;
      const V a = set(values[k]);
      for (std::size_t p = 0; p < parts; ++p) {
        even[0][p] = add(even[0][p], multiply(a, low(one + p * lanes)));
        even[1][p] = add(even[1][p], multiply(a, high(one + p * lanes)));
      }
    }
    for (std::size_t p = 0; p < parts; ++p) {
      const std::size_t to = i * width + p * lanes;
      const V one = add(even[0][p], odd[0][p]), two = add(even[1][p], odd[1][p]);
      if (packed) {
        pack_to(packed + to, one, two);
      } else {
        store(first + to, one);
        if (second) store(second + to, two);
      }
    }
  }
}

// NOLINTEND
