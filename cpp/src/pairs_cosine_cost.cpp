// Pairs: which shape of the index makes a join cheapest. Only speed and memory depend on it.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "pairs_cosine_index.hpp"
#include "pairs_cosine_stripes.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::array<std::size_t, 7> sizes{64, 128, 256, 512, 1024, 2048, 4096};
constexpr std::size_t levels = sizes.size() + 1;  // what lies between two sizes, and what lies beyond the last
constexpr std::size_t sample_x = 32, sample_y = 512;
constexpr std::size_t enough_memory = std::size_t{8} << 20;

// Nanoseconds, as measured on one machine; only their proportions count.
constexpr double scan_pair = 0.15, add_product = 0.7, take_up_column = 4, multiply_entry = 0.25, multiply_pair = 40,
                 spread_entry = 0.8, make_byte = 1;

std::vector<std::uint32_t> sample(std::size_t rows, std::size_t most) {
  std::vector<std::uint32_t> out(std::min(rows, most));
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint32_t>(i * rows / out.size());
  return out;
}

/// Products of pairs of the sample, for each size of a head of the columns with most products: what is left to the tail.
template <class T>
class SampleProducts {
 public:
  SampleProducts(const SortedRows<T>& x, const SortedRows<T>& y, const ColumnOrder<T>& order,
                 std::span<const std::uint32_t> xs, std::span<const std::uint32_t> ys)
      : others_(ys.size()), tail_(xs.size() * ys.size()) {
    std::vector<std::uint8_t> level(y.columns(), static_cast<std::uint8_t>(levels - 1));
    for (std::size_t rank = 0, l = 0; l < sizes.size() && rank < order.by_products().size(); ++rank) {
      while (l < sizes.size() && rank >= sizes[l]) ++l;
      level[order.by_products()[rank]] = static_cast<std::uint8_t>(l);
    }
    const double unit = 1 / unit_of(x.largest()) / unit_of(y.largest());
    std::vector<double> dense(y.columns());
    for (std::size_t i = 0; i < xs.size(); ++i) {
      const auto mine = x[xs[i]];
      for (std::size_t k = 0; k < mine.size; ++k)
        dense[static_cast<std::size_t>(mine.columns[k])] = std::abs(static_cast<double>(mine.values[k])) * unit;
      for (std::size_t j = 0; j < ys.size(); ++j) {
        auto& sums = tail_[i * others_ + j];
        const auto other = y[ys[j]];
        for (std::size_t k = 0; k < other.size; ++k) {
          const auto c = static_cast<std::size_t>(other.columns[k]);
          sums[level[c]] += static_cast<float>(dense[c] * std::abs(static_cast<double>(other.values[k])));
        }
        for (std::size_t l = levels - 1; l-- > 0;) sums[l] += sums[l + 1];
      }
      for (std::size_t k = 0; k < mine.size; ++k) dense[static_cast<std::size_t>(mine.columns[k])] = 0;
    }
  }
  float all(std::size_t i, std::size_t j) const { return tail_[i * others_ + j][0]; }
  float tail(std::size_t i, std::size_t j, std::size_t size) const { return tail_[i * others_ + j][size + 1]; }

 private:
  std::size_t others_;
  std::vector<std::array<float, levels>> tail_;
};

}  // namespace

template <class T>
SketchShape cheapest_shape(const SortedRows<T>& x, const SortedRows<T>& y, const ColumnOrder<T>& order,
                           const JoinTask& task, const Control& control) {
  if (x.rows() == 0 || y.rows() == 0) return {};
  const auto xs = sample(x.rows(), sample_x), ys = sample(y.rows(), sample_y);
  const SampleProducts<T> products(x, y, order, xs, ys);
  const auto same = [&](std::size_t i, std::size_t j) { return task.self && xs[i] == ys[j]; };
  std::vector<float> bound(xs.size(), static_cast<float>(task.threshold / unit_of(x.largest()) / unit_of(y.largest())));
  if (task.threshold <= 0) {
    const std::size_t rank = std::min(ys.size(), task.k * ys.size() / y.rows() + 1) - 1;
    for (std::size_t i = 0; i < xs.size(); ++i) {
      std::vector<float> all;
      for (std::size_t j = 0; j < ys.size(); ++j) all.push_back(same(i, j) ? 0 : products.all(i, j));
      std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(rank), all.end(), std::greater<>());
      bound[i] = all[rank];
    }
  }
  const auto rows_x = static_cast<double>(x.rows()), rows_y = static_cast<double>(y.rows());
  const double share = task.pairs / (rows_x * rows_y);  // of all pairs, or half of them
  const double entries = static_cast<double>(x.entries()) / rows_x;
  double tail_products = 0;
  std::size_t rank = order.by_products().size();
  std::array<double, sizes.size()> beyond{};  // products of the tail for each size
  for (std::size_t s = sizes.size(); s-- > 0;) {
    while (rank > sizes[s]) tail_products += order.products(order.by_products()[--rank]);
    beyond[s] = tail_products;
  }
  const std::size_t budget = std::max(y.bytes(), enough_memory);
  SketchShape best{sizes[0], true};
  double least = -1;
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    if (s > 0 && sizes[s] * y.rows() > budget) break;
    for (const bool tail : {true, false}) {
      const SketchShape shape{sizes[s], tail};
      // Postings are counted in 32 bits.
      if (tail && y.entries() + y.columns() >= 0xffffffffU) continue;
      const auto bytes = order.bytes(shape);
      const Sketches<T> sketches(y, ys, bytes, shape.bytes, control);
      const SketchSample<T> sums(x, xs, bytes, shape.bytes, sketches);
      double reached = 0;
      for (std::size_t i = 0; i < xs.size(); ++i) {
        for (std::size_t j = 0; j < ys.size(); ++j) {
          reached += !same(i, j) && sums.sum(i, j) + (tail ? products.tail(i, j, s) : 0) >= bound[i];
        }
      }
      reached /= static_cast<double>(xs.size() * ys.size());
      const auto reuse = static_cast<double>(tile_rows(shape.bytes));  // of a row that is spread out
      double cost =
          task.pairs *
              (static_cast<double>(shape.bytes) / bytes_per_nanosecond() + scan_pair +
               reached * (entries * (multiply_entry + spread_entry / std::max(1.0, reached * reuse)) + multiply_pair)) +
          (rows_x + rows_y) * static_cast<double>(shape.bytes) * make_byte;
      if (tail) {
        const double tiles = share * rows_y / static_cast<double>(tile_rows(shape.bytes)) + 1;
        cost += share * beyond[s] * add_product + static_cast<double>(x.entries()) * tiles * take_up_column;
      }
      if (least < 0 || cost < least) least = cost, best = shape;
    }
    if (sizes[s] >= order.by_products().size()) break;  // every column has a byte of its own
  }
  return best;
}

template SketchShape cheapest_shape(const SortedRows<float>&, const SortedRows<float>&, const ColumnOrder<float>&,
                                    const JoinTask&, const Control&);
template SketchShape cheapest_shape(const SortedRows<double>&, const SortedRows<double>&, const ColumnOrder<double>&,
                                    const JoinTask&, const Control&);

}  // namespace wirecopy::detail
