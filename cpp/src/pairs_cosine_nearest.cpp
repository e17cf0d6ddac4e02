// Pairs: the nearest rows of each row.
#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "pairs_cosine_nearest.hpp"
#include "pairs_cosine_products.hpp"
#include "pairs_cosine_stripes.hpp"
#include "parallel.hpp"

namespace wirecopy {

namespace detail {

void Best::offer(double similarity, std::int64_t row) {
  if (!(similarity > 0)) return;
  const Neighbour one{similarity, row};
  if (heap_.size() == k_) {
    if (better(one, heap_.front())) replace_worst(one);
    return;
  }
  // Room for k at most: many rows have such a heap, and a vector left to itself takes up to twice of it.
  if (heap_.size() == heap_.capacity()) heap_.reserve(std::min(k_, std::max<std::size_t>(8, 2 * heap_.size())));
  heap_.push_back(one);
  std::push_heap(heap_.begin(), heap_.end(), [](const Neighbour& p, const Neighbour& q) { return better(p, q); });
}

/// In one way down the heap, where std::pop_heap and std::push_heap would go down and up again.
void Best::replace_worst(const Neighbour& one) {
  std::size_t at = 0;
  for (std::size_t child = 1; child < k_; child = 2 * at + 1) {
    if (child + 1 < k_ && better(heap_[child], heap_[child + 1])) ++child;
    if (better(heap_[child], one)) break;
    heap_[at] = heap_[child];
    at = child;
  }
  heap_[at] = one;
}

void Best::write(std::size_t row, Nearest& out) {
  std::sort(heap_.begin(), heap_.end(), [](const Neighbour& p, const Neighbour& q) { return better(p, q); });
  for (std::size_t n = 0; n < heap_.size(); ++n) {
    out.indices[row * k_ + n] = heap_[n].second;
    out.similarity[row * k_ + n] = heap_[n].first;
  }
  heap_.clear();
}

Nearest empty_nearest(std::size_t rows, std::size_t k) {
  if (k < 1) throw std::invalid_argument("k must be 1 or more");
  Nearest out;
  out.k = k;
  out.indices.assign(rows * k, -1);
  out.similarity.assign(rows * k, 0);
  return out;
}

}  // namespace detail

namespace {

/// A row of y by what its product is at most.
struct Candidate {
  float most;
  std::uint32_t row;
};

/// The search for one row of x.
class Search {
 public:
  explicit Search(std::size_t k) : k_(k), best(k) {}

  void add(float most, std::size_t row) { fresh_.push_back({most, static_cast<std::uint32_t>(row)}); }

  /// After a tile: multiplies out those that may be among the best of all so far, and keeps the others for the end.
  template <class Multiply>
  void after_tile(Multiply&& multiply) {
    const auto top = fresh_.begin() + static_cast<std::ptrdiff_t>(std::min(k_, fresh_.size()));
    std::partial_sort(fresh_.begin(), top, fresh_.end(), higher);
    auto at = fresh_.begin();
    for (; at != top && (largest_.size() < k_ || at->most > largest_.front()); ++at) {
      multiply(at->row);
      if (largest_.size() == k_) std::pop_heap(largest_.begin(), largest_.end(), std::greater<>()), largest_.pop_back();
      largest_.push_back(at->most);
      std::push_heap(largest_.begin(), largest_.end(), std::greater<>());
    }
    waiting_.insert(waiting_.end(), at, fresh_.end());
    fresh_.clear();
  }

  /// Forgets those under `least`, where there are many.
  void forget(float least) {
    if (waiting_.size() < 4096) return;
    std::erase_if(waiting_, [&](const Candidate& c) { return c.most < least; });
  }

  /// At the end: the others, as long as they may be among the best. `least` is asked anew each time.
  template <class Least, class Multiply>
  void finish(Least&& least, Multiply&& multiply) {
    std::erase_if(waiting_, [&](const Candidate& c) { return c.most < least(); });
    std::sort(waiting_.begin(), waiting_.end(), higher);
    for (const auto& c : waiting_) {
      if (c.most < least()) break;
      multiply(c.row);
    }
    waiting_.clear();
    largest_.clear();
  }

  bool has_fresh() const { return !fresh_.empty(); }
  bool has_waiting() const { return !waiting_.empty(); }

 private:
  static bool higher(const Candidate& p, const Candidate& q) {
    return p.most != q.most ? p.most > q.most : p.row < q.row;
  }
  std::size_t k_;
  std::vector<Candidate> fresh_, waiting_;
  std::vector<float> largest_;  // what the best k of those multiplied out were at most; a heap, the smallest on top

 public:
  detail::Best best;
};

template <class T>
Nearest nearest_rows(const SparseRows<T>& given_x, const SparseRows<T>& given_y, std::size_t k,
                     const Control& control) {
  if (given_x.columns != given_y.columns) throw std::invalid_argument("the two matrices must have the same columns");
  const detail::SortedRows<T> x(given_x, control), y(given_y, control);
  Nearest out = detail::empty_nearest(x.rows(), k);
  if (x.rows() == 0 || y.rows() == 0) return out;
  std::vector<std::uint32_t> row_at(std::max(x.rows(), y.rows()));
  std::iota(row_at.begin(), row_at.end(), 0U);
  const auto rows_y = std::span<const std::uint32_t>(row_at).first(y.rows());
  const detail::ColumnOrder<T> order(x, y);
  const detail::JoinTask task{0, k, false, static_cast<double>(x.rows()) * static_cast<double>(y.rows())};
  const detail::CosineIndex<T> index(x, y, rows_y, order, detail::cheapest_shape(x, y, order, task, control), control);
  struct Work {
    detail::Stripes<T> stripes;
    detail::DenseRow<T> dense;
    std::vector<Search> searches;
  };
  constexpr std::size_t grain = detail::stripe_rows;
  std::vector<std::unique_ptr<Work>> works(detail::worker_count(control, (x.rows() + grain - 1) / grain));
  detail::parallel_blocks("pairs", x.rows(), grain, control, [&](std::size_t begin, std::size_t end, unsigned me) {
    if (!works[me]) {
      works[me] = std::make_unique<Work>(
          Work{{x, index}, detail::DenseRow<T>(x.columns()), std::vector<Search>(grain, Search(k))});
    }
    auto& [stripes, dense, searches] = *works[me];
    const auto bound = [&, &searches = searches](std::size_t i) { return index.in_units(searches[i].best.bound()); };
    const auto with_row = [&, &dense = dense, &searches = searches](std::size_t i, auto&& work) {
      dense.set(x[begin + i]);
      work([&](std::uint32_t row) {
        searches[i].best.offer(dense.product(y[row]), row);
      });
      dense.clear();
    };
    stripes.begin(std::span<const std::uint32_t>(row_at).subspan(begin, end - begin), 0);
    const std::size_t panels = index.sketches().panels(), tile = index.tile() / detail::panel_rows;
    for (std::size_t panel = 0; panel < panels; panel += tile) {
      detail::throw_if_stopping();
      stripes.scan(0, panel, std::min(panels, panel + tile), true);
      stripes.reached([&, &stripes = stripes, &searches = searches](std::size_t i, std::size_t row) {
        if (row < y.rows()) searches[i].add(stripes.sum(i, row), row);
      });
      for (std::size_t i = 0; i < end - begin; ++i) {
        if (!searches[i].has_fresh()) continue;
        with_row(i, [&, &searches = searches](auto&& multiply) { searches[i].after_tile(multiply); });
        stripes.set_bound(i, bound(i));
        searches[i].forget(stripes.least(i));
      }
    }
    for (std::size_t i = 0; i < end - begin; ++i) {
      const auto least = [&, &stripes = stripes] {
        stripes.set_bound(i, bound(i));
        return stripes.least(i);
      };
      if (searches[i].has_waiting()) {
        with_row(i, [&, &searches = searches](auto&& multiply) { searches[i].finish(least, multiply); });
      } else {
        searches[i].finish(least, [](std::uint32_t) {});
      }
      searches[i].best.write(begin + i, out);
    }
  });
  return out;
}

}  // namespace

template <class T>
Nearest nearest(const SparseRows<T>& x, std::size_t k, const Control& control) {
  return detail::nearest_of_itself(x, k, control);
}

template <class T>
Nearest nearest(const SparseRows<T>& x, const SparseRows<T>& y, std::size_t k, const Control& control) {
  return nearest_rows(x, y, k, control);
}

template WIRECOPY_API Nearest nearest(const SparseRows<float>&, std::size_t, const Control&);
template WIRECOPY_API Nearest nearest(const SparseRows<double>&, std::size_t, const Control&);
template WIRECOPY_API Nearest nearest(const SparseRows<float>&, const SparseRows<float>&, std::size_t, const Control&);
template WIRECOPY_API Nearest nearest(const SparseRows<double>&, const SparseRows<double>&, std::size_t,
                                      const Control&);

}  // namespace wirecopy
