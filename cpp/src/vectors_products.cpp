#include "vectors_products.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <type_traits>
#include <vector>

#include "parallel.hpp"
#include "vectors_kernels.hpp"

namespace wirecopy::detail {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr std::size_t together = 4;           // panels of one sparse product
constexpr std::size_t tile = panel_width * panel_width;
constexpr std::size_t numbers = 1 << 22;      // of all partial sums together

Index at(std::size_t i) { return static_cast<Index>(i); }

}  // namespace

template <class To, class From>
Dense<To> converted(const Dense<From>& from, const Control& control) {
  Dense<To> to(from.rows(), from.width());
  parallel_blocks("vectors", from.rows(), 4096, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = 0; panel < from.panels(); ++panel) {
      const From* const x = from.line(panel, begin);
      To* const y = to.line(panel, begin);
      for (std::size_t i = 0; i < (end - begin) * panel_width; ++i) y[i] = static_cast<To>(x[i]);
    }
  });
  return to;
}

template <class T>
void multiply(const Operand& matrix, const Dense<T>& right, Dense<T>& out, const Control& control) {
  const auto& kernel = kernels<T>();
  const T* values = nullptr;
  if constexpr (std::is_same_v<T, float>) values = matrix.singles.data();
  else values = matrix.doubles.data();
  const std::size_t blocks = matrix.cuts.size() - 1;
  // A few panels after the other, so that these of `right` stay in the cache.
  parallel_for("vectors", blocks * ((right.panels() + together - 1) / together), control, [&](std::size_t task) {
    const std::size_t panel = task / blocks * together, begin = matrix.cuts[task % blocks], end = matrix.cuts[task % blocks + 1];
    kernel.multiply_sparse(end - begin, matrix.offsets.data() + begin, matrix.indices.data(), values, right.line(panel, 0),
                           std::min(together, right.panels() - panel), right.rows() * panel_width, out.line(panel, begin),
                           out.rows() * panel_width);
  }, 1);
}

void multiply(const Operand& matrix, const Halves& right, Dense<float>& out, std::size_t first, const Control& control) {
  const auto kernel = multiply_halves();
  const std::size_t blocks = matrix.cuts.size() - 1;
  parallel_for("vectors", blocks * right.pairs(), control, [&](std::size_t task) {
    const std::size_t pair = task / blocks, begin = matrix.cuts[task % blocks], end = matrix.cuts[task % blocks + 1];
    const std::size_t panel = first + 2 * pair;
    float* const second = panel + 1 < out.panels() ? out.line(panel + 1, begin) : nullptr;
    kernel(end - begin, matrix.offsets.data() + begin, matrix.indices.data(), matrix.singles.data(), right.line(pair, 0), out.line(panel, begin),
           second, nullptr);
  }, 1);
}

void subtract(Dense<float>& y, float factor, const Halves& of, const Control& control) {
  parallel_blocks("vectors", y.rows(), 2048, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = 0; panel < y.panels(); ++panel) {
      float* const line = y.line(panel, begin);
      const std::uint32_t* const words = of.line(panel / 2, begin);
      const int up = panel % 2 == 0 ? 16 : 0;
      for (std::size_t i = 0; i < (end - begin) * panel_width; ++i) line[i] -= factor * std::bit_cast<float>(words[i] << up & 0xffff0000U);
    }
  });
}

void multiply(const Operand& matrix, const Halves& right, Halves& out, const Control& control) {
  const auto kernel = multiply_halves();
  const std::size_t blocks = matrix.cuts.size() - 1;
  parallel_for("vectors", blocks * right.pairs(), control, [&](std::size_t task) {
    const std::size_t pair = task / blocks, begin = matrix.cuts[task % blocks], end = matrix.cuts[task % blocks + 1];
    kernel(end - begin, matrix.offsets.data() + begin, matrix.indices.data(), matrix.singles.data(), right.line(pair, 0), nullptr, nullptr,
           out.line(pair, begin));
  }, 1);
}

namespace {

/// Sums of parts of the rows, two by two: a + b, c + d, then their sums. Whoever makes the later one of two adds them, so
/// the work is shared, and its order depends on the number of parts alone.
class SumsOfParts {
 public:
  SumsOfParts(std::size_t parts, std::size_t numbers) : numbers_(numbers), sums_(parts), made_(parts) {}

  /// The numbers of a part, zero at first.
  double* begin(std::size_t part) {
    sums_[part].assign(numbers_, 0);
    return sums_[part].data();
  }

  /// They are summed.
  void end(std::size_t part) {
    for (std::size_t width = 1; width < sums_.size(); width *= 2) {
      const std::size_t left = part / (2 * width) * (2 * width), right = left + width;
      if (right < sums_.size()) {
        // Of the two that come here for each width the first one leaves.
        if (made_[right].fetch_add(1) == 0) return;
        for (std::size_t k = 0; k < numbers_; ++k) sums_[left][k] += sums_[right][k];
        sums_[right] = {};
      }
      part = left;
    }
  }

  /// Of all parts.
  const std::vector<double>& all() const { return sums_[0]; }

 private:
  std::size_t numbers_;
  std::vector<std::vector<double>> sums_;
  std::vector<std::atomic<int>> made_;  // by the first part of the right one of two: how many of the two are summed
};

}  // namespace

template <class T>
MatrixXd products(const Panels<T>& a, const Panels<T>& b, const Control& control, const RowsFirst& before) {
  const bool same = &a.of == &b.of && a.first == b.first && a.count == b.count;
  const std::size_t rows = a.of.rows(), across = b.count, tiles = a.count * across * tile;
  const std::size_t most = std::clamp<std::size_t>(numbers / tiles, 4, std::clamp<std::size_t>(rows / 2048, 16, 64));
  const std::size_t grain = ((rows + most - 1) / most + row_block - 1) / row_block * row_block;
  SumsOfParts parts((rows + grain - 1) / grain, tiles);
  const auto& kernel = kernels<T>();
  parallel_blocks("vectors", rows, grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    alignas(64) T sum[tile];
    double* const mine = parts.begin(begin / grain);
    for (std::size_t r = begin; r < end; r += row_block) {
      if (before) before(r, std::min(r + row_block, end));
      for (std::size_t i = 0; i < a.count; ++i) {
        for (std::size_t j = same ? i : 0; j < across; ++j) {
          std::fill_n(sum, tile, T(0));
          kernel.add_products(std::min(row_block, end - r), a.line(i, r), b.line(j, r), sum);
          double* const total = mine + (i * across + j) * tile;
          for (std::size_t k = 0; k < tile; ++k) total[k] += static_cast<double>(sum[k]);
        }
      }
    }
    parts.end(begin / grain);
  });
  MatrixXd out(at(a.count * panel_width), at(b.count * panel_width));
  for (std::size_t j = 0; j < b.count * panel_width; ++j) {
    for (std::size_t i = 0; i < (same ? j + 1 : a.count * panel_width); ++i) {
      const std::size_t place = (i / panel_width * across + j / panel_width) * tile + i % panel_width * panel_width + j % panel_width;
      out(at(i), at(j)) = parts.all()[place];
      if (same) out(at(j), at(i)) = parts.all()[place];
    }
  }
  return out;
}

template <class T>
MatrixXd products(const Dense<T>& a, const Dense<T>& b, const Control& control) {
  return products(Panels<T>{a, 0, a.panels()}, Panels<T>{b, 0, b.panels()}, control).topLeftCorner(at(a.width()), at(b.width()));
}

template <class T>
void multiply_panel(std::size_t rows, std::size_t panels, const T* left, std::size_t stride, const T* right, T* out) {
  constexpr std::size_t few = 8;
  const auto& kernel = kernels<T>();
  for (std::size_t first = 0; first < panels; first += few) {
    kernel.multiply_dense(rows, std::min(few, panels - first), left + first * stride, stride, right + first * tile, out, first > 0);
  }
}

template <class T>
Dense<T> panels_of(const MatrixXd& m) {
  const auto rows = static_cast<std::size_t>(m.rows());
  Dense<T> out((rows + panel_width - 1) / panel_width * panel_width, static_cast<std::size_t>(m.cols()));
  for (std::size_t panel = 0; panel < out.panels(); ++panel) {
    for (std::size_t r = rows; r < out.rows(); ++r) std::fill_n(out.line(panel, r), panel_width, T(0));
  }
  for (Index r = 0; r < m.rows(); ++r) {
    for (Index c = 0; c < m.cols(); ++c) out.at(static_cast<std::size_t>(r), static_cast<std::size_t>(c)) = static_cast<T>(m(r, c));
  }
  return out;
}

template <class T>
void multiply_in_place(Dense<T>& left, const MatrixXd& right, const Control& control) {
  const auto factor = panels_of<T>(right);
  constexpr std::size_t some = 128;  // rows whose result waits in the cache
  parallel_blocks("vectors", left.rows(), some, control, [&](std::size_t begin, std::size_t end, unsigned) {
    Dense<T> made(end - begin, factor.width());
    for (std::size_t panel = 0; panel < made.panels(); ++panel) {
      multiply_panel(end - begin, left.panels(), left.line(0, begin), left.rows() * panel_width, factor.line(panel, 0), made.line(panel, 0));
    }
    for (std::size_t panel = 0; panel < made.panels(); ++panel) {
      std::copy_n(made.line(panel, 0), (end - begin) * panel_width, left.line(panel, begin));
    }
  });
  left.narrow(factor.width());
}

template <class T>
void multiply_upper_in_place(Dense<T>& left, const MatrixXd& upper, const Control& control) {
  const auto factor = panels_of<T>(upper);
  parallel_blocks("vectors", left.rows(), row_block, control, [&](std::size_t begin, std::size_t end, unsigned) {
    alignas(64) T made[row_block * panel_width];
    // From the last panel on: a panel needs itself and those before it.
    for (std::size_t panel = left.panels(); panel-- > 0;) {
      multiply_panel(end - begin, panel + 1, left.line(0, begin), left.rows() * panel_width, factor.line(panel, 0), made);
      std::copy_n(made, (end - begin) * panel_width, left.line(panel, begin));
    }
  });
}

#define WIRECOPY_FOR(T)                                                                                                     \
  template void multiply(const Operand&, const Dense<T>&, Dense<T>&, const Control&);                                       \
  template MatrixXd products(const Dense<T>&, const Dense<T>&, const Control&);                                             \
  template MatrixXd products(const Panels<T>&, const Panels<T>&, const Control&, const RowsFirst&);                         \
  template void multiply_panel(std::size_t, std::size_t, const T*, std::size_t, const T*, T*);                              \
  template Dense<T> panels_of(const MatrixXd&);                                                                             \
  template void multiply_in_place(Dense<T>&, const MatrixXd&, const Control&);                                              \
  template void multiply_upper_in_place(Dense<T>&, const MatrixXd&, const Control&);
WIRECOPY_FOR(float)
WIRECOPY_FOR(double)
template Dense<double> converted(const Dense<float>&, const Control&);
template Dense<float> converted(const Dense<double>&, const Control&);

}  // namespace wirecopy::detail
