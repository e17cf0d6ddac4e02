// The loops of vectors_kernels.hpp for one path and one type. Included inside a namespace that has T, the vector V and
// load, store, set, add, multiply, fetch on it, and group: how many vectors of running sums the registers hold.
// NOLINTBEGIN: no include guard on purpose.

constexpr std::size_t width = 16;
constexpr std::size_t lanes = sizeof(V) / sizeof(T);
constexpr std::size_t parts = width / lanes;
constexpr std::size_t tall = group / parts > 0 ? group / parts : 1;
constexpr std::size_t most_wide = group / (2 * parts);  // panels whose sums the registers hold
constexpr std::int64_t ahead = 32;  // entries; why so far, docs/decisions/004 says

/// multiply_sparse on `wide` panels of `right`, `stride` numbers apart, that go to the panels of `out`, `step` apart.
template <std::size_t wide>
void multiply_panels(std::size_t rows, const std::int64_t* offsets, const std::int32_t* indices, const T* values, const T* right,
                     std::size_t stride, T* out, std::size_t step) {
  const std::int64_t last = offsets[rows];
  for (std::size_t i = 0; i < rows; ++i) {
    V even[wide][parts], odd[wide][parts];
    for (std::size_t w = 0; w < wide; ++w) {
      for (std::size_t p = 0; p < parts; ++p) even[w][p] = odd[w][p] = set(0);
    }
    std::int64_t k = offsets[i];
    const std::int64_t end = offsets[i + 1];
    for (; k + 1 < end; k += 2) {
      if (k + ahead + 1 < last) {
        WIRECOPY_UNROLL
        for (std::size_t w = 0; w < wide; ++w) {
          fetch(right + w * stride + static_cast<std::size_t>(indices[k + ahead]) * width);
          fetch(right + w * stride + static_cast<std::size_t>(indices[k + ahead + 1]) * width);
        }
      }
      const T* const one = right + static_cast<std::size_t>(indices[k]) * width;
      const T* const two = right + static_cast<std::size_t>(indices[k + 1]) * width;
      const V a = set(values[k]), b = set(values[k + 1]);
      WIRECOPY_UNROLL
      for (std::size_t w = 0; w < wide; ++w) {
        WIRECOPY_UNROLL
        for (std::size_t p = 0; p < parts; ++p) {
          even[w][p] = add(even[w][p], multiply(a, load(one + w * stride + p * lanes)));
          odd[w][p] = add(odd[w][p], multiply(b, load(two + w * stride + p * lanes)));
        }
      }
    }
    if (k < end) {
      const T* const one = right + static_cast<std::size_t>(indices[k]) * width;
      const V a = set(values[k]);
      WIRECOPY_UNROLL
      for (std::size_t w = 0; w < wide; ++w) {
        WIRECOPY_UNROLL
        for (std::size_t p = 0; p < parts; ++p) even[w][p] = add(even[w][p], multiply(a, load(one + w * stride + p * lanes)));
      }
    }
    for (std::size_t w = 0; w < wide; ++w) {
      for (std::size_t p = 0; p < parts; ++p) store(out + w * step + i * width + p * lanes, add(even[w][p], odd[w][p]));
    }
  }
}

void multiply_sparse(std::size_t rows, const std::int64_t* offsets, const std::int32_t* indices, const T* values, const T* right,
                     std::size_t panels, std::size_t stride, T* out, std::size_t step) {
  const auto next = [&](std::size_t wide) { panels -= wide, right += wide * stride, out += wide * step; };
  if constexpr (most_wide >= 4) {
    for (; panels >= 4; next(4)) multiply_panels<4>(rows, offsets, indices, values, right, stride, out, step);
  }
  if constexpr (most_wide >= 2) {
    for (; panels >= 2; next(2)) multiply_panels<2>(rows, offsets, indices, values, right, stride, out, step);
  }
  for (; panels > 0; next(1)) multiply_panels<1>(rows, offsets, indices, values, right, stride, out, step);
}

void add_products(std::size_t rows, const T* a, const T* b, T* sums) {
  for (std::size_t first = 0; first < width; first += tall) {
    V sum[tall][parts];
    WIRECOPY_UNROLL
    for (std::size_t i = 0; i < tall; ++i) {
      WIRECOPY_UNROLL
      for (std::size_t p = 0; p < parts; ++p) sum[i][p] = load(sums + (first + i) * width + p * lanes);
    }
    for (std::size_t r = 0; r < rows; ++r) {
      V row[parts];
      WIRECOPY_UNROLL
      for (std::size_t p = 0; p < parts; ++p) row[p] = load(b + r * width + p * lanes);
      WIRECOPY_UNROLL
      for (std::size_t i = 0; i < tall; ++i) {
        const V x = set(a[r * width + first + i]);
        WIRECOPY_UNROLL
        for (std::size_t p = 0; p < parts; ++p) sum[i][p] = add(sum[i][p], multiply(x, row[p]));
      }
    }
    WIRECOPY_UNROLL
    for (std::size_t i = 0; i < tall; ++i) {
      WIRECOPY_UNROLL
      for (std::size_t p = 0; p < parts; ++p) store(sums + (first + i) * width + p * lanes, sum[i][p]);
    }
  }
}

void multiply_dense(std::size_t rows, std::size_t panels, const T* left, std::size_t stride, const T* right, T* out, bool further) {
  std::size_t r = 0;
  for (; r + tall <= rows; r += tall) {
    V sum[tall][parts];
    WIRECOPY_UNROLL
    for (std::size_t i = 0; i < tall; ++i) {
      WIRECOPY_UNROLL
      for (std::size_t p = 0; p < parts; ++p) sum[i][p] = further ? load(out + (r + i) * width + p * lanes) : set(0);
    }
    for (std::size_t panel = 0; panel < panels; ++panel) {
      const T* const x = left + panel * stride + r * width;
      const T* const y = right + panel * width * width;
      for (std::size_t k = 0; k < width; ++k) {
        V row[parts];
        WIRECOPY_UNROLL
        for (std::size_t p = 0; p < parts; ++p) row[p] = load(y + k * width + p * lanes);
        WIRECOPY_UNROLL
        for (std::size_t i = 0; i < tall; ++i) {
          const V factor = set(x[i * width + k]);
          WIRECOPY_UNROLL
          for (std::size_t p = 0; p < parts; ++p) sum[i][p] = add(sum[i][p], multiply(factor, row[p]));
        }
      }
    }
    WIRECOPY_UNROLL
    for (std::size_t i = 0; i < tall; ++i) {
      WIRECOPY_UNROLL
      for (std::size_t p = 0; p < parts; ++p) store(out + (r + i) * width + p * lanes, sum[i][p]);
    }
  }
  for (; r < rows; ++r) {
    V sum[parts];
    for (std::size_t p = 0; p < parts; ++p) sum[p] = further ? load(out + r * width + p * lanes) : set(0);
    for (std::size_t panel = 0; panel < panels; ++panel) {
      for (std::size_t k = 0; k < width; ++k) {
        const V factor = set(left[panel * stride + r * width + k]);
        const T* const y = right + (panel * width + k) * width;
        for (std::size_t p = 0; p < parts; ++p) sum[p] = add(sum[p], multiply(factor, load(y + p * lanes)));
      }
    }
    for (std::size_t p = 0; p < parts; ++p) store(out + r * width + p * lanes, sum[p]);
  }
}

// NOLINTEND
