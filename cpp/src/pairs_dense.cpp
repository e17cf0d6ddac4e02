// Pairs: the joins of dense rows. A blocked product says which pairs may reach the bound; those are summed in double.
#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>

#include "pairs_cosine.hpp"
#include "pairs_cosine_nearest.hpp"
#include "parallel.hpp"

namespace wirecopy {

namespace detail {

namespace {

template <class T>
using RowMajor = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr std::size_t tile = 512;

/// Dense rows, checked, with what bounds the error of their products.
template <class T>
class BoundedRows {
 public:
  BoundedRows(const DenseRows<T>& rows, const Control& control) : rows_(rows), lengths_(rows.rows()) {
    if (rows.rows() * rows.columns != rows.values.size())
      throw std::invalid_argument("dense rows must be rows x columns values");
    parallel_for("pairs", rows.rows(), control, [&](std::size_t i) {
      double sum = 0;
      bool finite = true;
      for (std::size_t c = 0; c < rows.columns; ++c) {
        const double v = static_cast<double>(row(i)[c]);
        sum += v * v;
        finite &= std::isfinite(v);
      }
      if (!finite)
        throw std::invalid_argument("row " + std::to_string(i) + " holds a value that is not finite (NaN or infinite)");
      lengths_[i] = std::sqrt(sum);
    }, 64);
  }
  std::size_t rows() const { return lengths_.size(); }
  std::size_t columns() const { return rows_.columns; }
  const T* row(std::size_t i) const { return rows_.values.data() + i * rows_.columns; }
  double length(std::size_t i) const { return lengths_[i]; }

  /// Copies rows side by side.
  void gather(std::span<const std::uint32_t> which, RowMajor<T>& out) const {
    out.resize(static_cast<Eigen::Index>(which.size()), static_cast<Eigen::Index>(columns()));
    for (std::size_t i = 0; i < which.size(); ++i) std::copy_n(row(which[i]), columns(), out.data() + i * columns());
  }

 private:
  DenseRows<T> rows_;
  std::vector<double> lengths_;
};

/// The most by which a product summed in T, in any order, and one summed in double may differ, over the lengths of the two
/// rows (Higham, "Accuracy and Stability of Numerical Algorithms", 3.1), and what underflow may add to that.
template <class T>
struct Slack {
  explicit Slack(std::size_t columns)
      : relative((static_cast<double>(columns) + 4) * 1.1 * static_cast<double>(std::numeric_limits<T>::epsilon())),
        absolute(static_cast<double>(columns) * static_cast<double>(std::numeric_limits<T>::min())) {}
  /// Whether a pair may reach `bound`. NaN and infinity, of huge values, count as yes.
  bool may_reach(T product, double lengths, double bound) const {
    return !(static_cast<double>(product) + relative * lengths + absolute < bound) || !std::isfinite(product);
  }
  double relative, absolute;
};

/// Column by column, in double.
template <class T>
double product(const T* x, const T* y, std::size_t columns) {
  double sum = 0;
  for (std::size_t c = 0; c < columns; ++c) sum += static_cast<double>(x[c]) * static_cast<double>(y[c]);
  return sum;
}

template <class T>
class DenseReader final : public PairReader {
 public:
  DenseReader(const DenseRows<T>& x, const DenseRows<T>* y, double threshold, const PairFilter& filter,
              const Control& control)
      : PairReader(x.rows(), y ? y->rows() : x.rows(), y == nullptr, threshold, filter),
        x_(x, control),
        own_y_(y ? std::make_unique<BoundedRows<T>>(*y, control) : nullptr),
        y_(y ? *own_y_ : x_),
        slack_(x.columns) {}

 private:
  struct Work final : Scratch {
    RowMajor<T> x, y, products;
  };
  std::unique_ptr<Scratch> scratch() const override { return std::make_unique<Work>(); }

  void find(std::size_t begin, std::size_t end, std::span<const Places> ranges, Scratch& scratch,
            std::vector<FoundPair>& found) const override {
    auto& work = static_cast<Work&>(scratch);
    x_.gather(rows_x().subspan(begin, end - begin), work.x);
    for (const auto& [from, range_end] : ranges) {
      const std::size_t to = std::min(range_end, rows_y().size());
      for (std::size_t first = from; first < to; first += tile) {
        throw_if_stopping();
        y_.gather(rows_y().subspan(first, std::min(tile, to - first)), work.y);
        work.products.noalias() = work.x * work.y.transpose();
        for (std::size_t i = begin; i < end; ++i) {
          const std::size_t row = rows_x()[i];
          const T* const products = work.products.data() + (i - begin) * static_cast<std::size_t>(work.y.rows());
          for (std::size_t j = 0; j < static_cast<std::size_t>(work.y.rows()); ++j) {
            const std::size_t other = rows_y()[first + j];
            if (!slack_.may_reach(products[j], x_.length(row) * y_.length(other), threshold_) || !meet(i, first + j))
              continue;
            const double similarity = product(x_.row(row), y_.row(other), x_.columns());
            if (similarity >= threshold_)
              found.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(first + j), similarity});
          }
        }
      }
    }
  }

  BoundedRows<T> x_;
  std::unique_ptr<BoundedRows<T>> own_y_;
  const BoundedRows<T>& y_;
  Slack<T> slack_;
};

template <class T>
Nearest nearest_dense(const DenseRows<T>& given_x, const DenseRows<T>* given_y, std::size_t k, const Control& control) {
  if (given_y && given_x.columns != given_y->columns)
    throw std::invalid_argument("the two matrices must have the same columns");
  const BoundedRows<T> x(given_x, control);
  const auto own_y = given_y ? std::make_unique<BoundedRows<T>>(*given_y, control) : nullptr;
  const auto& y = own_y ? *own_y : x;
  Nearest out = empty_nearest(x.rows(), k);
  const Slack<T> slack(x.columns());
  std::vector<std::uint32_t> all(std::max(x.rows(), y.rows()));
  std::iota(all.begin(), all.end(), 0U);
  const std::span<const std::uint32_t> rows = all;
  parallel_blocks("pairs", x.rows(), 64, control, [&](std::size_t begin, std::size_t end, unsigned) {
    RowMajor<T> mine, others, products;
    std::vector<Best> best(end - begin, Best(k));
    x.gather(rows.subspan(begin, end - begin), mine);
    for (std::size_t first = 0; first < y.rows(); first += tile) {
      throw_if_stopping();
      y.gather(rows.subspan(first, std::min(tile, y.rows() - first)), others);
      products.noalias() = mine * others.transpose();
      for (std::size_t i = begin; i < end; ++i) {
        for (std::size_t j = 0; j < static_cast<std::size_t>(others.rows()); ++j) {
          const std::size_t other = first + j;
          if (!given_y && other == i) continue;
          const T estimate = products.data()[(i - begin) * static_cast<std::size_t>(others.rows()) + j];
          if (!slack.may_reach(estimate, x.length(i) * y.length(other), best[i - begin].bound())) continue;
          best[i - begin].offer(product(x.row(i), y.row(other), x.columns()), static_cast<std::int64_t>(other));
        }
      }
    }
    for (std::size_t i = begin; i < end; ++i) best[i - begin].write(i, out);
  });
  return out;
}

}  // namespace

template <class T>
std::unique_ptr<PairReader> dense_reader(const DenseRows<T>& x, const DenseRows<T>* y, double threshold,
                                         const PairFilter& filter, const Control& control) {
  check_threshold(threshold);
  if (y && x.columns != y->columns) throw std::invalid_argument("the two matrices must have the same columns");
  return std::make_unique<DenseReader<T>>(x, y, threshold, filter, control);
}

template std::unique_ptr<PairReader> dense_reader(const DenseRows<float>&, const DenseRows<float>*, double,
                                                  const PairFilter&, const Control&);
template std::unique_ptr<PairReader> dense_reader(const DenseRows<double>&, const DenseRows<double>*, double,
                                                  const PairFilter&, const Control&);

}  // namespace detail

template <class T>
Nearest nearest(const DenseRows<T>& x, std::size_t k, const Control& control) {
  return detail::nearest_dense<T>(x, nullptr, k, control);
}

template <class T>
Nearest nearest(const DenseRows<T>& x, const DenseRows<T>& y, std::size_t k, const Control& control) {
  return detail::nearest_dense<T>(x, &y, k, control);
}

template WIRECOPY_API Nearest nearest(const DenseRows<float>&, std::size_t, const Control&);
template WIRECOPY_API Nearest nearest(const DenseRows<double>&, std::size_t, const Control&);
template WIRECOPY_API Nearest nearest(const DenseRows<float>&, const DenseRows<float>&, std::size_t, const Control&);
template WIRECOPY_API Nearest nearest(const DenseRows<double>&, const DenseRows<double>&, std::size_t, const Control&);

}  // namespace wirecopy
