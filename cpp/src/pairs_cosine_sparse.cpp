// Pairs: the join of sparse rows. Blocks of x go over tiles of the index; what comes up to the threshold is multiplied out.
#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <stdexcept>

#include "pairs_cosine.hpp"
#include "pairs_cosine_products.hpp"
#include "pairs_cosine_stripes.hpp"
#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

template <class T>
class SparseReader final : public PairReader {
 public:
  SparseReader(const SparseRows<T>& x, const SparseRows<T>* y, double threshold, const PairFilter& filter, const Control& control)
      : PairReader(x.rows(), y ? y->rows() : x.rows(), y == nullptr, threshold, filter),
        x_(x, control),
        own_y_(y ? std::make_unique<SortedRows<T>>(*y, control) : nullptr),
        y_(y ? *own_y_ : x_),
        index_(make_index(control)) {}

 private:
  struct Work final : Scratch {
    Work(const SortedRows<T>& x, const SortedRows<T>& y, const CosineIndex<T>& index)
        : stripes(x, index), candidates(tile_panels * panel_rows), dense(y.columns()) {}
    Stripes<T> stripes;
    std::vector<std::array<std::uint64_t, 2>> candidates;  ///< of each place of the tile: a bit for each row of x
    DenseRow<T> dense;
  };

  CosineIndex<T> make_index(const Control& control) const {
    const ColumnOrder<T> order(x_, y_);
    const JoinTask task{threshold_, 0, self_, possible_pairs()};
    return {x_, y_, rows_y(), order, cheapest_shape(x_, y_, order, task, control), control};
  }

  std::unique_ptr<Scratch> scratch() const override { return std::make_unique<Work>(x_, y_, index_); }

  void find(std::size_t begin, std::size_t end, std::span<const Places> ranges, Scratch& scratch,
            std::vector<FoundPair>& found) const override {
    auto& work = static_cast<Work&>(scratch);
    work.stripes.begin(rows_x().subspan(begin, end - begin), index_.in_units(threshold_));
    std::size_t at = 0;
    for (const auto& [from, to] : ranges) {
      for (std::size_t place = from; place < to;) {
        throw_if_stopping();
        const std::size_t last = std::min(to, place + tile_panels * panel_rows);
        if (place != at) work.stripes.seek(place);
        at = last;
        for (std::size_t stripe = 0; stripe < work.stripes.count(); ++stripe) {
          work.stripes.scan(stripe, place / panel_rows, last / panel_rows, false);
          work.stripes.reached([&](std::size_t r, std::size_t y) {
            const std::size_t i = stripe * stripe_rows + r;
            if (meet(begin + i, y)) work.candidates[y - place][i / 64] |= std::uint64_t{1} << i % 64;
          });
        }
        for (std::size_t y = place; y < last; ++y) {
          auto& bits = work.candidates[y - place];
          if ((bits[0] | bits[1]) != 0) multiply_out(begin, y, bits, work.dense, found);
        }
        place = last;
      }
    }
  }

  void multiply_out(std::size_t begin, std::size_t y, std::array<std::uint64_t, 2>& bits, DenseRow<T>& dense,
                    std::vector<FoundPair>& found) const {
    dense.set(y_[rows_y()[y]]);
    std::array<std::uint32_t, 128> places;
    std::size_t count = 0;
    for (std::size_t half = 0; half < 2; ++half) {
      for (; bits[half] != 0; bits[half] &= bits[half] - 1) {
        places[count++] = static_cast<std::uint32_t>(begin + 64 * half + static_cast<std::size_t>(std::countr_zero(bits[half])));
      }
    }
    dense.multiply(count, [&](std::size_t n) { return x_[rows_x()[places[n]]]; }, [&](std::size_t n, double product) {
      if (product >= threshold_) found.push_back({places[n], static_cast<std::uint32_t>(y), product});
    });
    dense.clear();
  }

  SortedRows<T> x_;
  std::unique_ptr<SortedRows<T>> own_y_;
  const SortedRows<T>& y_;
  CosineIndex<T> index_;
};

}  // namespace

template <class T>
std::unique_ptr<PairReader> sparse_reader(const SparseRows<T>& x, const SparseRows<T>* y, double threshold, const PairFilter& filter,
                                          const Control& control) {
  check_threshold(threshold);
  if (y && x.columns != y->columns) throw std::invalid_argument("the two matrices must have the same columns");
  return std::make_unique<SparseReader<T>>(x, y, threshold, filter, control);
}

template std::unique_ptr<PairReader> sparse_reader(const SparseRows<float>&, const SparseRows<float>*, double, const PairFilter&, const Control&);
template std::unique_ptr<PairReader> sparse_reader(const SparseRows<double>&, const SparseRows<double>*, double, const PairFilter&, const Control&);

}  // namespace wirecopy::detail
