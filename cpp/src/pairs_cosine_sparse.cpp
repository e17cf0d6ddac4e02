// Pairs: the join of sparse rows. Blocks of x go over tiles of the index; what comes up to the threshold is multiplied out.
#include <algorithm>
#include <memory>
#include <numeric>
#include <stdexcept>

#include "pairs_cosine.hpp"
#include "pairs_cosine_products.hpp"
#include "pairs_cosine_stripes.hpp"
#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

/// A row of the block and a place of y that may reach the threshold.
struct Candidate {
  std::uint32_t i, y;
};

template <class T>
class SparseReader final : public PairReader {
 public:
  SparseReader(const SparseRows<T>& x, const SparseRows<T>* y, double threshold, const PairFilter& filter,
               const Control& control)
      : PairReader(x.rows(), y ? y->rows() : x.rows(), y == nullptr, threshold, filter),
        x_(x, control),
        own_y_(y ? std::make_unique<SortedRows<T>>(*y, control) : nullptr),
        y_(y ? *own_y_ : x_),
        index_(make_index(control)) {}

 private:
  struct Work final : Scratch {
    explicit Work(const SparseReader& join)
        : stripes(join.x_, join.index_), x_row(join.y_.columns()), block(join.rank_), starts(join.index_.tile() + 1) {}
    Stripes<T> stripes;
    DenseRow<T> x_row;
    BlockRows<T> block;
    std::vector<std::uint32_t> places, rows;  ///< of the block, by size
    std::vector<Candidate> candidates;        ///< of a tile
    std::vector<double> products;             ///< of each candidate
    std::vector<std::uint32_t> starts, by_y, chosen;
  };

  CosineIndex<T> make_index(const Control& control) {
    const ColumnOrder<T> order(x_, y_);
    rank_.assign(y_.columns(), 0);
    for (std::size_t c = 0, r = order.by_products().size(); c < rank_.size(); ++c) {
      if (order.products(static_cast<std::uint32_t>(c)) == 0) rank_[c] = static_cast<std::uint32_t>(r++);
    }
    for (std::size_t r = 0; r < order.by_products().size(); ++r)
      rank_[order.by_products()[r]] = static_cast<std::uint32_t>(r);
    const JoinTask task{threshold_, 0, self_, possible_pairs()};
    return {x_, y_, rows_y(), order, cheapest_shape(x_, y_, order, task, control), control};
  }

  std::unique_ptr<Scratch> scratch() const override { return std::make_unique<Work>(*this); }

  void find(std::size_t begin, std::size_t end, std::span<const Places> ranges, Scratch& scratch,
            std::vector<FoundPair>& found) const override {
    auto& work = static_cast<Work&>(scratch);
    work.places.resize(end - begin);
    std::iota(work.places.begin(), work.places.end(), static_cast<std::uint32_t>(begin));
    std::sort(work.places.begin(), work.places.end(), [&](auto p, auto q) {
      const std::size_t of_p = x_[rows_x()[p]].size, of_q = x_[rows_x()[q]].size;
      return of_p != of_q ? of_p < of_q : p < q;
    });
    work.rows.clear();
    for (const auto p : work.places) work.rows.push_back(rows_x()[p]);
    work.stripes.begin(work.rows, index_.in_units(threshold_));
    work.block.begin(x_, work.rows);
    for (const auto& [from, to] : ranges) {
      for (std::size_t place = from; place < to;) {
        throw_if_stopping();
        const std::size_t last = std::min(to, (place / index_.tile() + 1) * index_.tile());
        work.candidates.clear();
        for (std::size_t stripe = 0; stripe < work.stripes.count(); ++stripe) {
          work.stripes.scan(stripe, place / panel_rows, last / panel_rows, false);
          work.stripes.reached([&](std::size_t r, std::size_t y) {
            const std::size_t i = stripe * stripe_rows + r;
            if (meet(work.places[i], y))
              work.candidates.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(y)});
          });
        }
        multiply(place, last, work);
        for (std::size_t n = 0; n < work.candidates.size(); ++n) {
          const auto& c = work.candidates[n];
          if (work.products[n] >= threshold_) found.push_back({work.places[c.i], c.y, work.products[n]});
        }
        place = last;
      }
    }
  }

  /// Multiplies out the candidates of a tile. One row is spread out and the other walked along: of the two the shorter,
  /// where there are so many candidates that each row is spread out for several.
  void multiply(std::size_t first, std::size_t last, Work& work) const {
    const auto& all = work.candidates;
    work.products.resize(all.size());
    const bool many = all.size() >= 4 * (last - first);
    std::fill(work.starts.begin(), work.starts.end(), 0U);
    for (std::size_t n = 0, end = 0; n < all.size(); n = end) {
      work.chosen.clear();
      for (end = n; end < all.size() && all[end].i == all[n].i; ++end) {
        if (many && work.block.size(all[n].i) <= y_[rows_y()[all[end].y]].size) {
          ++work.starts[all[end].y - first + 1];
        } else {
          work.chosen.push_back(static_cast<std::uint32_t>(end));
        }
      }
      if (work.chosen.empty()) continue;
      work.x_row.set(x_[work.rows[all[n].i]]);
      work.x_row.multiply(work.chosen.size(), [&](std::size_t m) { return y_[rows_y()[all[work.chosen[m]].y]]; },
                          [&](std::size_t m, double product) { work.products[work.chosen[m]] = product; });
      work.x_row.clear();
    }
    if (many) multiply_by_y(first, last, work);
  }

  void multiply_by_y(std::size_t first, std::size_t last, Work& work) const {
    const auto& all = work.candidates;
    std::partial_sum(work.starts.begin(), work.starts.end(), work.starts.begin());
    work.by_y.resize(work.starts.back());
    work.chosen.assign(work.starts.begin(), work.starts.end() - 1);
    for (std::size_t n = 0; n < all.size(); ++n) {
      if (work.block.size(all[n].i) > y_[rows_y()[all[n].y]].size) continue;
      work.by_y[work.chosen[all[n].y - first]++] = static_cast<std::uint32_t>(n);
    }
    for (std::size_t y = first; y < last; ++y) {
      const std::uint32_t* const mine = work.by_y.data() + work.starts[y - first];
      const std::size_t count = work.starts[y - first + 1] - work.starts[y - first];
      if (count == 0) continue;
      work.block.multiply(y_[rows_y()[y]], count, [&](std::size_t m) { return std::size_t{all[mine[m]].i}; },
                          [&](std::size_t m, double product) { work.products[mine[m]] = product; });
    }
  }

  SortedRows<T> x_;
  std::unique_ptr<SortedRows<T>> own_y_;
  const SortedRows<T>& y_;
  std::vector<std::uint32_t> rank_;  // of each column: most frequent first
  CosineIndex<T> index_;
};

}  // namespace

template <class T>
std::unique_ptr<PairReader> sparse_reader(const SparseRows<T>& x, const SparseRows<T>* y, double threshold,
                                          const PairFilter& filter, const Control& control) {
  check_threshold(threshold);
  if (y && x.columns != y->columns) throw std::invalid_argument("the two matrices must have the same columns");
  return std::make_unique<SparseReader<T>>(x, y, threshold, filter, control);
}

template std::unique_ptr<PairReader> sparse_reader(const SparseRows<float>&, const SparseRows<float>*, double,
                                                   const PairFilter&, const Control&);
template std::unique_ptr<PairReader> sparse_reader(const SparseRows<double>&, const SparseRows<double>*, double,
                                                   const PairFilter&, const Control&);

}  // namespace wirecopy::detail
