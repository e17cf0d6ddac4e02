// Pairs: the join of sparse rows. Blocks of x go over tiles of the index; what comes up to the threshold is multiplied out.
#include <algorithm>
#include <memory>
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
  SparseReader(const SparseRows<T>& x, const SparseRows<T>* y, double threshold, const PairFilter& filter, const Control& control)
      : PairReader(x.rows(), y ? y->rows() : x.rows(), y == nullptr, threshold, filter),
        x_(x, control),
        own_y_(y ? std::make_unique<SortedRows<T>>(*y, control) : nullptr),
        y_(y ? *own_y_ : x_),
        index_(make_index(control)) {}

 private:
  struct Work final : Scratch {
    Work(const SparseReader& join, std::size_t tile)
        : stripes(join.x_, join.index_), x_row(join.y_.columns()), block(join.rank_), chosen(tile) {}
    Stripes<T> stripes;
    DenseRow<T> x_row;
    BlockRows<T> block;
    std::vector<Candidate> candidates;  ///< of a tile
    std::vector<BlockBits> chosen;      ///< of each place of the tile
  };

  CosineIndex<T> make_index(const Control& control) {
    const ColumnOrder<T> order(x_, y_);
    rank_.assign(y_.columns(), 0);
    for (std::size_t c = 0, r = order.by_products().size(); c < rank_.size(); ++c) {
      if (order.products(static_cast<std::uint32_t>(c)) == 0) rank_[c] = static_cast<std::uint32_t>(r++);
    }
    for (std::size_t r = 0; r < order.by_products().size(); ++r) rank_[order.by_products()[r]] = static_cast<std::uint32_t>(r);
    const JoinTask task{threshold_, 0, self_, possible_pairs()};
    return {x_, y_, rows_y(), order, cheapest_shape(x_, y_, order, task, control), control};
  }

  std::unique_ptr<Scratch> scratch() const override { return std::make_unique<Work>(*this, index_.tile()); }

  void find(std::size_t begin, std::size_t end, std::span<const Places> ranges, Scratch& scratch,
            std::vector<FoundPair>& found) const override {
    auto& work = static_cast<Work&>(scratch);
    const auto rows = rows_x().subspan(begin, end - begin);
    work.stripes.begin(rows, index_.in_units(threshold_));
    work.block.begin(x_, rows);
    for (const auto& [from, to] : ranges) {
      for (std::size_t place = from; place < to;) {
        throw_if_stopping();
        const std::size_t last = std::min(to, (place / index_.tile() + 1) * index_.tile());
        work.candidates.clear();
        for (std::size_t stripe = 0; stripe < work.stripes.count(); ++stripe) {
          work.stripes.scan(stripe, place / panel_rows, last / panel_rows, false);
          work.stripes.reached([&](std::size_t r, std::size_t y) {
            const std::size_t i = stripe * stripe_rows + r;
            if (meet(begin + i, y)) work.candidates.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(y)});
          });
        }
        if (work.candidates.size() < 4 * (last - place)) {
          multiply_by_x(begin, work, found);
        } else {
          multiply_by_y(begin, place, last, work, found);
        }
        place = last;
      }
    }
  }

  /// Where few pairs are left, a row of x is spread out and multiplied with its own.
  void multiply_by_x(std::size_t begin, Work& work, std::vector<FoundPair>& found) const {
    const auto& all = work.candidates;
    const auto add = [&](const Candidate& c, double product) {
      if (product >= threshold_) found.push_back({static_cast<std::uint32_t>(begin + c.i), c.y, product});
    };
    for (std::size_t n = 0, end = 0; n < all.size(); n = end) {
      work.x_row.set(x_[rows_x()[begin + all[n].i]]);
      for (end = n; end < all.size() && all[end].i == all[n].i;) ++end;
      work.x_row.multiply(end - n, [&](std::size_t m) { return y_[rows_y()[all[n + m].y]]; },
                          [&](std::size_t m, double product) { add(all[n + m], product); });
      work.x_row.clear();
    }
  }

  /// Where many are, a row of y is spread out and multiplied with all rows of the block that it is left with.
  void multiply_by_y(std::size_t begin, std::size_t first, std::size_t last, Work& work, std::vector<FoundPair>& found) const {
    for (const auto& c : work.candidates) work.block.add(c.i, work.chosen[c.y - first]);
    for (std::size_t y = first; y < last; ++y) {
      auto& chosen = work.chosen[y - first];
      if ((chosen[0] | chosen[1]) == 0) continue;
      work.block.multiply(y_[rows_y()[y]], chosen, [&](std::size_t i, double product) {
        if (product >= threshold_) found.push_back({static_cast<std::uint32_t>(begin + i), static_cast<std::uint32_t>(y), product});
      });
      chosen = {};
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
std::unique_ptr<PairReader> sparse_reader(const SparseRows<T>& x, const SparseRows<T>* y, double threshold, const PairFilter& filter,
                                          const Control& control) {
  check_threshold(threshold);
  if (y && x.columns != y->columns) throw std::invalid_argument("the two matrices must have the same columns");
  return std::make_unique<SparseReader<T>>(x, y, threshold, filter, control);
}

template std::unique_ptr<PairReader> sparse_reader(const SparseRows<float>&, const SparseRows<float>*, double, const PairFilter&, const Control&);
template std::unique_ptr<PairReader> sparse_reader(const SparseRows<double>&, const SparseRows<double>*, double, const PairFilter&, const Control&);

}  // namespace wirecopy::detail
