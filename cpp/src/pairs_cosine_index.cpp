#include "pairs_cosine_index.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "parallel.hpp"

namespace wirecopy::detail {

template <class T>
ColumnOrder<T>::ColumnOrder(const SortedRows<T>& x, const SortedRows<T>& y)
    : products_(y.columns()), mass_(y.columns()) {
  for (std::size_t c = 0; c < y.columns(); ++c) {
    products_[c] = static_cast<double>(x.rows_with()[c]) * y.rows_with()[c];
    mass_[c] = std::sqrt(x.mass()[c] * y.mass()[c]);
    // A column that one of the two does not have adds nothing to any product.
    if (products_[c] > 0) by_products_.push_back(static_cast<std::uint32_t>(c));
  }
  by_mass_ = by_products_;
  const auto sort = [](std::vector<std::uint32_t>& columns, const std::vector<double>& weight) {
    std::sort(columns.begin(), columns.end(),
              [&](auto a, auto b) { return weight[a] != weight[b] ? weight[a] > weight[b] : a < b; });
  };
  sort(by_products_, products_);
  sort(by_mass_, mass_);
}

template <class T>
std::vector<std::uint16_t> ColumnOrder<T>::bytes(const SketchShape& shape) const {
  std::vector<std::uint16_t> out(mass_.size(), no_byte);
  if (shape.tail) {
    for (std::size_t i = 0; i < std::min(shape.bytes, by_products_.size()); ++i)
      out[by_products_[i]] = static_cast<std::uint16_t>(i);
    return out;
  }
  const auto& order = by_mass_;
  std::size_t alone = 0;  // columns with a byte of their own: those heavier than what the others put into one
  if (order.size() <= shape.bytes) {
    alone = order.size();
  } else {
    double rest = 0;
    for (const auto c : order) rest += mass_[c];
    while (alone + 1 < shape.bytes && mass_[order[alone]] * static_cast<double>(shape.bytes - alone) >= rest) {
      rest -= mass_[order[alone++]];
    }
  }
  for (std::size_t i = 0; i < alone; ++i) out[order[i]] = static_cast<std::uint16_t>(i);
  const std::size_t shared = shape.bytes - alone;
  for (std::size_t i = alone; i < order.size(); ++i) {
    // There and back again, so that no byte gets the heavier of every round.
    const std::size_t round = (i - alone) / shared, at = (i - alone) % shared;
    out[order[i]] = static_cast<std::uint16_t>(alone + (round % 2 == 0 ? at : shared - 1 - at));
  }
  return out;
}

std::size_t tile_rows(std::size_t bytes) {
  constexpr std::size_t cached = std::size_t{1} << 20, least = 256, most = 2048;
  return std::clamp(std::bit_floor(cached / bytes), least, most);
}

double unit_of(double largest) {
  int exponent = 0;
  std::frexp(largest, &exponent);
  return std::ldexp(1.0, std::clamp(exponent, -1021, 1023));
}

template <class T>
float sketch_row(const typename SortedRows<T>::Row& row, std::span<const std::uint16_t> byte_of, double inverse_unit,
                 std::span<float> sums, std::uint8_t* out) {
  constexpr float tiny = std::numeric_limits<float>::min();
  std::fill(sums.begin(), sums.end(), 0.0F);
  for (std::size_t k = 0; k < row.size; ++k) {
    const auto byte = byte_of[static_cast<std::size_t>(row.columns[k])];
    if (byte == no_byte || row.values[k] == 0) continue;
    const auto v = static_cast<float>(std::abs(static_cast<double>(row.values[k])) * inverse_unit);
    sums[byte] += std::max(v * v, tiny);
  }
  float most = 0;
  for (const float s : sums) most = std::max(most, s);
  if (most == 0) {
    std::fill_n(out, sums.size(), std::uint8_t{0});
    return 0;
  }
  const float inverse = 127 / std::sqrt(most);
  for (std::size_t b = 0; b < sums.size(); ++b) {
    const float steps = std::sqrt(sums[b]) * inverse;
    const int whole = static_cast<int>(steps);
    out[b] = static_cast<std::uint8_t>(std::min(whole + (static_cast<float>(whole) < steps), 127));
  }
  // More than what rounding, of the sums above all, can have taken away.
  const double more = 1 + (static_cast<double>(row.size) + 16) * 0x1p-23;
  return static_cast<float>(static_cast<double>(std::sqrt(most)) / 127 * more);
}

float least_sum(double bound, std::size_t in_tail) {
  // Sums of pairs that share nothing are 0 and no others are. Below 1e-30 floats would lose more than their last bits:
  // whatever is that small is multiplied out.
  constexpr float over_0 = std::numeric_limits<float>::denorm_min();
  if (!(bound > 1e-30)) return over_0;
  if (bound > 1e30) return std::numeric_limits<float>::infinity();
  const double less = 1 - (static_cast<double>(in_tail) + 16) * 0x1p-23;
  return std::max(static_cast<float>(bound * less), over_0);
}

float tail_value(double value, double inverse_unit) {
  return value == 0 ? 0.0F : std::max(static_cast<float>(std::abs(value) * inverse_unit), 1e-19F);
}

template <class T>
Sketches<T>::Sketches(const SortedRows<T>& rows, std::span<const std::uint32_t> row_at,
                      std::span<const std::uint16_t> byte_of, std::size_t bytes, const Control& control)
    : bytes_(bytes) {
  const std::size_t panels = (row_at.size() + panel_rows - 1) / panel_rows;
  const double inverse_unit = 1 / unit_of(rows.largest());
  beside("pairs", control, [&] {
    data_.resize(panels * panel_rows * bytes);
    scales_.resize(panels * panel_rows);
  });
  constexpr std::size_t grain = 16;
  parallel_blocks("pairs", panels, grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    std::vector<float> sums(bytes);
    std::vector<std::uint8_t> sketch(bytes);
    for (std::size_t place = begin * panel_rows; place < std::min(end * panel_rows, row_at.size()); ++place) {
      scales_[place] = sketch_row<T>(rows[row_at[place]], byte_of, inverse_unit, sums, sketch.data());
      std::uint8_t* const to = data_.data() + place / panel_rows * panel_rows * bytes + place % panel_rows * 4;
      for (std::size_t b = 0; b < bytes; b += 4) std::copy_n(sketch.data() + b, 4, to + b * panel_rows);
    }
  });
}

template <class T>
CosineIndex<T>::CosineIndex(const SortedRows<T>& x, const SortedRows<T>& y, std::span<const std::uint32_t> row_at,
                            const ColumnOrder<T>& order, const SketchShape& shape, const Control& control)
    : shape_(shape),
      columns_(y.columns()),
      tile_(tile_rows(shape.bytes)),
      unit_x_(unit_of(x.largest())),
      unit_y_(unit_of(y.largest())),
      byte_of_(order.bytes(shape)),
      sketches_(y, row_at, byte_of_, shape.bytes, control) {
  if (shape_.tail) beside("pairs", control, [&] { build_tail(y, row_at); });
}

template <class T>
void CosineIndex<T>::build_tail(const SortedRows<T>& y, std::span<const std::uint32_t> row_at) {
  const auto tiles = [&] { return (row_at.size() + tile_ - 1) / tile_; };
  // The more columns, the larger the tiles: where their postings begin must not take more than a part of what they do.
  while (tile_ < 65536 && tiles() > 1 && tiles() * columns_ * sizeof(std::uint32_t) > y.bytes() / 4) tile_ *= 2;
  starts_.resize(tiles() * columns_ + 1);
  const auto each = [&](auto&& entry) {
    for (std::size_t place = 0; place < row_at.size(); ++place) {
      if (place % 1024 == 0) throw_if_stopping();
      const auto row = y[row_at[place]];
      const std::size_t first = place / tile_ * columns_;
      for (std::size_t k = 0; k < row.size; ++k) {
        const auto c = static_cast<std::size_t>(row.columns[k]);
        if (byte_of_[c] == no_byte) entry(first + c, place, static_cast<double>(row.values[k]));
      }
    }
  };
  each([&](std::size_t list, std::size_t, double) { ++starts_[list + 1]; });
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  postings_.resize(starts_.back());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  each([&](std::size_t list, std::size_t place, double value) {
    const auto bits = std::bit_cast<std::uint32_t>(tail_value(value, 1 / unit_y_)) + 0xffff;
    postings_[next[list]++] = (bits & 0xffff0000U) | static_cast<std::uint16_t>(place % tile_);
  });
}

template float sketch_row<float>(const SortedRows<float>::Row&, std::span<const std::uint16_t>, double,
                                 std::span<float>, std::uint8_t*);
template float sketch_row<double>(const SortedRows<double>::Row&, std::span<const std::uint16_t>, double,
                                  std::span<float>, std::uint8_t*);
template class ColumnOrder<float>;
template class ColumnOrder<double>;
template class Sketches<float>;
template class Sketches<double>;
template class CosineIndex<float>;
template class CosineIndex<double>;

}  // namespace wirecopy::detail
