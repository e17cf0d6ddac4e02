// Pairs: the nearest other rows of each row of one matrix. A first look at rare columns alone gives every row a bound;
// then each pair is looked at once, and multiplied out where it may be among the best of either.
#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <numeric>

#include "pairs_cosine_nearest.hpp"
#include "pairs_cosine_products.hpp"
#include "pairs_cosine_stripes.hpp"
#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t block_rows = 128;

/// An inverted index of the columns that few rows have.
template <class T>
class RareColumns {
 public:
  RareColumns(const SortedRows<T>& x, std::size_t most)
      : x_(x), inverse_unit_(1 / unit_of(x.largest())), starts_(x.columns() + 1) {
    for (std::size_t c = 0; c < x.columns(); ++c) {
      const auto n = x.rows_with()[c];
      starts_[c + 1] = starts_[c] + (n > 1 && n <= most ? n : 0);
    }
    entries_.resize(starts_.back());
    std::vector<std::size_t> next(starts_.begin(), starts_.end() - 1);
    for (std::size_t i = 0; i < x.rows(); ++i) {
      if (i % 1024 == 0) throw_if_stopping();
      const auto row = x[i];
      for (std::size_t k = 0; k < row.size; ++k) {
        const auto c = static_cast<std::size_t>(row.columns[k]);
        if (starts_[c] != starts_[c + 1])
          entries_[next[c]++] = {static_cast<std::uint32_t>(i), in_units(row.values[k])};
      }
    }
  }

  struct Work {
    explicit Work(std::size_t rows) : sums(rows) {}
    std::vector<float> sums;
    std::vector<std::uint32_t> touched;
  };
  /// The rows that share most with row i in these columns, at most k of them.
  std::span<const std::uint32_t> closest(std::size_t i, std::size_t k, Work& work) const {
    auto& [sums, touched] = work;
    for (const auto j : touched) sums[j] = 0;
    touched.clear();
    const auto row = x_[i];
    for (std::size_t c, n = 0; n < row.size; ++n) {
      c = static_cast<std::size_t>(row.columns[n]);
      const float value = in_units(row.values[n]);
      for (std::size_t e = starts_[c]; e < starts_[c + 1]; ++e) {
        auto& sum = sums[entries_[e].row];
        if (sum == 0) touched.push_back(entries_[e].row);
        sum += value * entries_[e].value;
      }
    }
    // A row may stand here twice, where its sum came back to 0, or be i itself.
    std::erase(touched, static_cast<std::uint32_t>(i));
    const auto more = [&sums = sums](std::uint32_t p, std::uint32_t q) {
      return sums[p] != sums[q] ? sums[p] > sums[q] : p < q;
    };
    const std::size_t kept = std::min(k, touched.size());
    std::partial_sort(touched.begin(), touched.begin() + static_cast<std::ptrdiff_t>(kept), touched.end(), more);
    sums[i] = 0;
    return std::span(touched).first(kept);
  }

 private:
  struct Entry {
    std::uint32_t row;
    float value;
  };
  float in_units(T value) const { return static_cast<float>(static_cast<double>(value) * inverse_unit_); }
  const SortedRows<T>& x_;
  double inverse_unit_;
  std::vector<std::size_t> starts_;
  std::vector<Entry> entries_;
};

template <class T>
class NearestOfItself {
 public:
  NearestOfItself(const SparseRows<T>& given, std::size_t k, const Control& control)
      : x_(given, control),
        k_(k),
        row_at_(x_.rows()),
        best_(x_.rows(), Best(k)),
        bounds_(x_.rows()),
        least_(x_.rows()) {
    std::iota(row_at_.begin(), row_at_.end(), 0U);
  }

  Nearest find(const Control& control) {
    Nearest out = empty_nearest(x_.rows(), k_);
    if (x_.rows() == 0) return out;
    const ColumnOrder<T> order(x_, x_);
    const JoinTask task{0, k_, true, static_cast<double>(x_.rows()) * static_cast<double>(x_.rows()) / 2};
    seed(control);
    index_ =
        std::make_unique<CosineIndex<T>>(x_, x_, row_at_, order, cheapest_shape(x_, x_, order, task, control), control);
    for (std::size_t i = 0; i < x_.rows(); ++i) set_least(i);
    std::vector<std::unique_ptr<Work>> works(worker_count(control, (x_.rows() + block_rows - 1) / block_rows));
    parallel_blocks("pairs", x_.rows(), block_rows, control, [&](std::size_t begin, std::size_t end, unsigned me) {
      if (!works[me]) works[me] = std::make_unique<Work>(*this);
      compare(begin, end, *works[me]);
    });
    parallel_for("pairs", x_.rows(), control, [&](std::size_t i) { best_[i].write(i, out); }, 256);
    return out;
  }

 private:
  struct Candidate {
    std::uint32_t x, y;
    float most;
  };
  struct Work {
    explicit Work(const NearestOfItself& all) : stripes(all.x_, *all.index_), dense(all.x_.columns()) {}
    Stripes<T> stripes;
    DenseRow<T> dense;
    std::vector<Candidate> candidates;
  };

  /// A bound of each row: what the k-th of those that share its rare columns has.
  void seed(const Control& control) {
    std::unique_ptr<RareColumns<T>> rare;
    beside("pairs", control,
           [&] { rare = std::make_unique<RareColumns<T>>(x_, std::max<std::size_t>(x_.rows() / 512, 8)); });
    struct Seeding {
      explicit Seeding(const SortedRows<T>& x) : rare(x.rows()), dense(x.columns()) {}
      typename RareColumns<T>::Work rare;
      DenseRow<T> dense;
      std::vector<double> products;
    };
    constexpr std::size_t grain = 64, seeds_of_one = 2;
    std::vector<std::unique_ptr<Seeding>> works(worker_count(control, (x_.rows() + grain - 1) / grain));
    parallel_blocks("pairs", x_.rows(), grain, control, [&](std::size_t begin, std::size_t end, unsigned me) {
      if (!works[me]) works[me] = std::make_unique<Seeding>(x_);
      for (std::size_t i = begin; i < end; ++i) {
        auto& [rare_work, dense, products] = *works[me];
        // Some more than k, as rare columns are not all that counts.
        const auto seeds = rare->closest(i, seeds_of_one * k_, rare_work);
        if (seeds.size() >= k_ && std::adjacent_find(seeds.begin(), seeds.end()) == seeds.end()) {
          products.clear();
          dense.set(x_[i]);
          dense.multiply(seeds.size(), [&](std::size_t n) { return x_[seeds[n]]; },
                         [&, &products = products](std::size_t, double product) { products.push_back(product); });
          dense.clear();
          const auto kth = products.begin() + static_cast<std::ptrdiff_t>(k_ - 1);
          std::nth_element(products.begin(), kth, products.end(), std::greater<>());
          bounds_[i].store(std::max(*kth, 0.0), std::memory_order_relaxed);
        }
      }
    });
  }

  double bound(std::size_t i) const { return bounds_[i].load(std::memory_order_relaxed); }
  void set_least(std::size_t i) {
    least_[i].store(least_sum(index_->in_units(bound(i)), x_[i].size), std::memory_order_relaxed);
  }
  float least(std::size_t i) const { return least_[i].load(std::memory_order_relaxed); }

  void compare(std::size_t begin, std::size_t end, Work& work) {
    auto& [stripes, dense, candidates] = work;
    stripes.begin(std::span<const std::uint32_t>(row_at_).subspan(begin, end - begin), 0);
    const std::size_t tile = index_->tile();
    for (std::size_t first = begin / tile * tile; first < x_.rows(); first += tile) {
      throw_if_stopping();
      const std::size_t last = std::min(x_.rows(), first + tile);
      const auto others = stripes.other_bounds();
      for (std::size_t y = first; y < last; ++y) others[y - first] = least(y);
      for (std::size_t i = begin; i < end; ++i) stripes.set_least(i - begin, least(i));
      candidates.clear();
      for (std::size_t stripe = 0; stripe < stripes.count(); ++stripe) {
        stripes.scan(stripe, std::max(first, begin) / panel_rows, (last + panel_rows - 1) / panel_rows, true);
        stripes.reached([&, &stripes = stripes, &candidates = candidates](std::size_t r, std::size_t y) {
          const std::size_t x = begin + stripe * stripe_rows + r;
          if (x < y && x < end && y < x_.rows()) {
            candidates.push_back({static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), stripes.sum(r, y)});
          }
        });
      }
      multiply(candidates, dense);
    }
  }

  void multiply(std::vector<Candidate>& all, DenseRow<T>& dense) {
    for (std::size_t n = 0, next = 0; n < all.size(); n = next) {
      while (next < all.size() && all[next].x == all[n].x) ++next;
      const std::size_t x = all[n].x;
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(n),
                 last = all.begin() + static_cast<std::ptrdiff_t>(next);
      // The most promising first, as they raise the bound for the others.
      std::sort(first, last,
                [](const Candidate& p, const Candidate& q) { return p.most != q.most ? p.most > q.most : p.y < q.y; });
      dense.set(x_[x]);
      for (auto c = first; c != last;) {
        std::array<std::uint32_t, 4> ys;
        std::size_t count = 0;
        for (; c != last && count < ys.size(); ++c) {
          if (c->most >= std::min(least(x), least(c->y))) ys[count++] = c->y;
        }
        dense.multiply(count, [&](std::size_t m) { return x_[ys[m]]; }, [&](std::size_t m, double product) {
          offer(x, product, ys[m]);
          offer(ys[m], product, x);
        });
      }
      dense.clear();
    }
  }

  void offer(std::size_t row, double product, std::size_t other) {
    if (product < bound(row)) return;
    const std::lock_guard lock(locks_[row % locks_.size()]);
    best_[row].offer(product, static_cast<std::int64_t>(other));
    if (best_[row].bound() <= bound(row)) return;
    bounds_[row].store(best_[row].bound(), std::memory_order_relaxed);
    set_least(row);
  }

  SortedRows<T> x_;
  std::size_t k_;
  std::vector<std::uint32_t> row_at_;
  std::unique_ptr<CosineIndex<T>> index_;
  std::vector<Best> best_;
  // What another must reach to be among the best of a row, and what its sum must: they only grow, and only under the lock
  // of the row, so that who reads an older one does no more than a little work in vain.
  std::vector<std::atomic<double>> bounds_;
  std::vector<std::atomic<float>> least_;
  std::array<std::mutex, 256> locks_;
};

}  // namespace

template <class T>
Nearest nearest_of_itself(const SparseRows<T>& x, std::size_t k, const Control& control) {
  return NearestOfItself<T>(x, k, control).find(control);
}

template Nearest nearest_of_itself(const SparseRows<float>&, std::size_t, const Control&);
template Nearest nearest_of_itself(const SparseRows<double>&, std::size_t, const Control&);

}  // namespace wirecopy::detail
