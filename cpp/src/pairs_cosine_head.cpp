// Pairs: how many of the most frequent columns make the head of the index. Only speed depends on it.
#include <array>
#include <cmath>
#include <numeric>

#include "pairs_cosine.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::array<std::size_t, 7> sizes{0, 32, 128, 384, 1024, 4096, 16384};
constexpr std::size_t levels = sizes.size() + 1;  // what lies between two sizes, and what lies beyond the last
constexpr std::size_t sample_x = 96, sample_y = 384;

using PerLevel = std::array<double, levels>;

std::vector<std::size_t> sample(std::size_t rows, std::size_t most) {
  std::vector<std::size_t> out(std::min(rows, most));
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = i * rows / out.size();
  return out;
}

/// Length of what of a row lies in the head, for each size of the head.
PerLevel head_lengths(const CsrView& m, std::size_t row, const std::vector<std::uint8_t>& level) {
  PerLevel squares{};
  for (auto k = static_cast<std::size_t>(m.indptr[row]); k < static_cast<std::size_t>(m.indptr[row + 1]); ++k) {
    squares[level[static_cast<std::size_t>(m.indices[k])]] += m.values[k] * m.values[k];
  }
  double sum = 0;
  for (auto& s : squares) sum += s, s = std::sqrt(sum);
  return squares;
}

}  // namespace

std::vector<std::uint32_t> frequent_first(std::span<const std::int64_t> rows_with) {
  std::vector<std::uint32_t> columns(rows_with.size());
  std::iota(columns.begin(), columns.end(), 0U);
  std::sort(columns.begin(), columns.end(), [&](auto x, auto y) {
    return rows_with[x] != rows_with[y] ? rows_with[x] > rows_with[y] : x < y;
  });
  return columns;
}

std::size_t head_size(const CsrView& x, const CsrView& y, double threshold) {
  if (x.rows() == 0 || y.rows() == 0) return 0;
  const auto in_x = rows_with(x.indices, x.columns), in_y = rows_with(y.indices, y.columns);
  const auto order = frequent_first(in_y);
  // level 0: in every head but the empty one; the last: in none.
  std::vector<std::uint8_t> level(y.columns);
  PerLevel products{};  // of the whole join, per level
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    std::size_t l = 0;
    while (l < sizes.size() && rank >= sizes[l]) ++l;
    level[order[rank]] = static_cast<std::uint8_t>(l);
    products[l] += static_cast<double>(in_x[order[rank]]) * static_cast<double>(in_y[order[rank]]);
  }
  const auto rows = sample(x.rows(), sample_x), others = sample(y.rows(), sample_y);
  std::vector<PerLevel> lengths;
  for (const auto j : others) lengths.push_back(head_lengths(y, j, level));
  std::array<double, sizes.size()> multiplied_out{};
  std::vector<double> dense(x.columns);
  std::vector<PerLevel> sums(others.size());
  for (const auto i : rows) {
    const auto mine = head_lengths(x, i, level);
    for (auto k = static_cast<std::size_t>(x.indptr[i]); k < static_cast<std::size_t>(x.indptr[i + 1]); ++k) {
      dense[static_cast<std::size_t>(x.indices[k])] = x.values[k];
    }
    double bound = threshold;
    for (std::size_t n = 0; n < others.size(); ++n) {
      const auto j = others[n];
      sums[n] = {};
      double all = 0;
      for (auto k = static_cast<std::size_t>(y.indptr[j]); k < static_cast<std::size_t>(y.indptr[j + 1]); ++k) {
        const auto c = static_cast<std::size_t>(y.indices[k]);
        sums[n][level[c]] += dense[c] * y.values[k];
        all += dense[c] * y.values[k];
      }
      if (threshold <= 0 && !(x.indptr.data() == y.indptr.data() && i == j)) bound = std::max(bound, all);
    }
    for (std::size_t n = 0; n < others.size(); ++n) {
      double tail = 0;
      for (std::size_t size = sizes.size(); size-- > 0;) {
        tail += sums[n][size + 1];
        multiplied_out[size] += !(tail + mine[size] * lengths[n][size] < bound);
      }
    }
    for (auto k = static_cast<std::size_t>(x.indptr[i]); k < static_cast<std::size_t>(x.indptr[i + 1]); ++k) {
      dense[static_cast<std::size_t>(x.indices[k])] = 0;
    }
  }
  const double pairs = static_cast<double>(x.rows()) * static_cast<double>(y.rows());
  const double sampled = static_cast<double>(rows.size()) * static_cast<double>(others.size());
  const double entries = static_cast<double>(y.indices.size()) / static_cast<double>(y.rows());
  std::size_t best = 0;
  double least = 0, tail = 0;
  for (std::size_t size = sizes.size(); size-- > 0;) {
    tail += products[size + 1];
    // A row multiplied out is read from wherever it lies, entry by entry, and costs some ten steps before the first.
    const double cost = tail + pairs * multiplied_out[size] / sampled * (entries + 10);
    if (size + 1 == sizes.size() || cost <= least) least = cost, best = sizes[size];
  }
  return best;
}

}  // namespace wirecopy::detail
