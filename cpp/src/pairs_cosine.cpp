#include "pairs_cosine.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>

namespace wirecopy {

namespace detail {

TimeOrder::TimeOrder(std::size_t rows, std::span<const double> given) : row(rows) {
  if (!given.empty() && given.size() != rows) throw std::invalid_argument("one time per row");
  std::iota(row.begin(), row.end(), 0U);
  if (!given.empty()) {
    const auto before = [&](std::uint32_t x, std::uint32_t y) {
      const bool known_x = !std::isnan(given[x]), known_y = !std::isnan(given[y]);
      if (known_x != known_y) return known_x;
      if (known_x && given[x] != given[y]) return given[x] < given[y];
      return x < y;
    };
    std::sort(row.begin(), row.end(), before);
  }
  for (const auto r : row) {
    hours.push_back(given.empty() ? unknown_hours : given[r]);
    if (!std::isnan(hours.back())) ++known;
  }
}

std::array<std::pair<std::size_t, std::size_t>, 2> TimeOrder::near(double at, double window) const {
  if (std::isnan(at) || std::isinf(window)) return {{{0, row.size()}, {row.size(), row.size()}}};
  const auto last = hours.begin() + static_cast<std::ptrdiff_t>(known);
  const auto from = std::partition_point(hours.begin(), last, [&](double h) { return at - h > window; });
  const auto to = std::partition_point(from, last, [&](double h) { return h - at <= window; });
  return {{{static_cast<std::size_t>(from - hours.begin()), static_cast<std::size_t>(to - hours.begin())},
           {known, row.size()}}};
}

HeadTailIndex::HeadTailIndex(const CsrView& rows, const TimeOrder& order, std::size_t head, const Control& control)
    : rows_(rows), order_(order), in_head_(rows.columns), starts_(rows.columns + 1), head_length_(rows.rows()) {
  beside("pairs", control, [&] {
    const auto count = rows_with(rows.indices, rows.columns);
    const auto columns = frequent_first(count);
    for (std::size_t i = 0; i < std::min(head, columns.size()); ++i) in_head_[columns[i]] = 1;
    for (std::size_t c = 0; c < rows.columns; ++c) starts_[c + 1] = starts_[c] + (in_head_[c] ? 0 : count[c]);
    places_.resize(static_cast<std::size_t>(starts_.back()));
    values_.resize(places_.size());
    auto next = starts_;
    for (std::size_t p = 0; p < order.row.size(); ++p) {
      double in_head = 0, all = 0;
      const std::size_t r = order.row[p];
      for (auto k = static_cast<std::size_t>(rows.indptr[r]); k < static_cast<std::size_t>(rows.indptr[r + 1]); ++k) {
        const auto c = static_cast<std::size_t>(rows.indices[k]);
        const double v = rows.values[k];
        all += v * v;
        if (in_head_[c]) {
          in_head += v * v;
          continue;
        }
        const auto at = static_cast<std::size_t>(next[c]++);
        places_[at] = static_cast<std::uint32_t>(p);
        values_[at] = v;
      }
      head_length_[p] = std::sqrt(in_head);
      longest_ = std::max(longest_, std::sqrt(all));
    }
  });
}

HeadTailIndex::Scratch HeadTailIndex::scratch() const {
  return {std::vector<double>(rows_.rows()), std::vector<double>(rows_.columns)};
}

void HeadTailIndex::begin(const CsrView& x, std::size_t i, std::span<const std::pair<std::size_t, std::size_t>> ranges,
                          Scratch& s) const {
  double in_head = 0, all = 0;
  for (auto k = static_cast<std::size_t>(x.indptr[i]); k < static_cast<std::size_t>(x.indptr[i + 1]); ++k) {
    const auto c = static_cast<std::size_t>(x.indices[k]);
    const double v = x.values[k];
    s.dense[c] = v;
    all += v * v;
    if (in_head_[c]) {
      in_head += v * v;
      continue;
    }
    const auto first = places_.begin() + starts_[c], last = places_.begin() + starts_[c + 1];
    for (const auto& [from, to] : ranges) {
      if (from >= to) continue;
      auto at = from == 0 ? first : std::lower_bound(first, last, from);
      for (; at != last && *at < to; ++at) s.tail[*at] += v * values_[static_cast<std::size_t>(at - places_.begin())];
    }
  }
  s.head = std::sqrt(in_head);
  s.length = std::sqrt(all);
}

void HeadTailIndex::end(const CsrView& x, std::size_t i, std::span<const std::pair<std::size_t, std::size_t>> ranges,
                        Scratch& s) const {
  for (auto k = static_cast<std::size_t>(x.indptr[i]); k < static_cast<std::size_t>(x.indptr[i + 1]); ++k) {
    s.dense[static_cast<std::size_t>(x.indices[k])] = 0;
  }
  for (const auto& [from, to] : ranges) {
    std::fill(s.tail.begin() + static_cast<std::ptrdiff_t>(from), s.tail.begin() + static_cast<std::ptrdiff_t>(to), 0.0);
  }
}

double HeadTailIndex::product(const Scratch& s, std::size_t place) const {
  const std::size_t r = order_.row[place];
  double sum = 0;
  for (auto k = static_cast<std::size_t>(rows_.indptr[r]); k < static_cast<std::size_t>(rows_.indptr[r + 1]); ++k) {
    sum += rows_.values[k] * s.dense[static_cast<std::size_t>(rows_.indices[k])];
  }
  return sum;
}

}  // namespace detail

namespace {

using Ranges = std::array<std::pair<std::size_t, std::size_t>, 2>;

constexpr std::size_t grain = 32;

struct Found {
  ArticleId a, b;
  double similarity;
};

void check_time(const TimeWindow& time) {
  if (std::isnan(time.window) || time.window < 0) throw std::invalid_argument("window must be 0 or more hours");
  for (const auto hours : {time.hours, time.hours_y}) {
    for (const double h : hours) {
      if (std::isinf(h)) throw std::invalid_argument("a time is infinite; leave it out (NaN) where it is not known");
    }
  }
}

SimilarPairs join(const CsrView& x, const CsrView& y, bool self, double threshold, const TimeWindow& time, const Control& control) {
  if (!std::isfinite(threshold) || threshold <= 0) {
    throw std::invalid_argument("threshold must be a number over 0; pairs that share nothing would reach any other");
  }
  if (x.columns != y.columns) throw std::invalid_argument("the two matrices must have the same columns");
  check_time(time);
  validate(x);
  if (!self) validate(y);
  const detail::TimeOrder order_x(x.rows(), time.hours);
  const detail::TimeOrder order_y(y.rows(), self ? time.hours : time.hours_y);
  const detail::HeadTailIndex index(y, order_y, detail::head_size(x, y, threshold), control);
  const std::size_t blocks = (x.rows() + grain - 1) / grain;
  std::vector<std::vector<Found>> found(blocks);
  std::vector<detail::HeadTailIndex::Scratch> scratch(detail::worker_count(control, blocks));
  detail::parallel_blocks("pairs", x.rows(), grain, control, [&](std::size_t begin, std::size_t end, unsigned me) {
    auto& s = scratch[me];
    if (s.tail.size() != y.rows()) s = index.scratch();
    for (std::size_t p = begin; p < end; ++p) {
      const std::uint32_t i = order_x.row[p];
      Ranges ranges = order_y.near(order_x.hours[p], time.window);
      if (self) {
        for (auto& r : ranges) r.second = std::min(r.second, p), r.first = std::min(r.first, r.second);
      }
      index.begin(x, i, ranges, s);
      for (const auto& [from, to] : ranges) {
        for (std::size_t q = from; q < to; ++q) {
          if (!index.may_reach(s, q, threshold)) continue;
          const double similarity = index.product(s, q);
          if (!(similarity >= threshold)) continue;
          const std::uint32_t k = order_y.row[q];
          found[begin / grain].push_back(self && k < i ? Found{k, i, similarity} : Found{i, k, similarity});
        }
      }
      index.end(x, i, ranges, s);
    }
  });
  SimilarPairs out;
  detail::beside("pairs", control, [&] {
    std::vector<Found> all;
    for (auto& block : found) {
      all.insert(all.end(), block.begin(), block.end());
      block = {};
    }
    std::sort(all.begin(), all.end(), [](const Found& p, const Found& q) { return p.a != q.a ? p.a < q.a : p.b < q.b; });
    for (const auto& f : all) {
      out.a.push_back(f.a);
      out.b.push_back(f.b);
      out.similarity.push_back(f.similarity);
    }
  });
  return out;
}

/// Whether p is the better neighbour.
bool better(const std::pair<double, std::int64_t>& p, const std::pair<double, std::int64_t>& q) {
  return p.first != q.first ? p.first > q.first : p.second < q.second;
}

Nearest nearest_rows(const CsrView& x, const CsrView& y, bool self, std::size_t k, const Control& control) {
  if (k < 1) throw std::invalid_argument("k must be 1 or more");
  if (x.columns != y.columns) throw std::invalid_argument("the two matrices must have the same columns");
  validate(x);
  if (!self) validate(y);
  Nearest out;
  out.k = k;
  out.indices.assign(x.rows() * k, -1);
  out.similarity.assign(x.rows() * k, 0);
  const detail::TimeOrder order(y.rows(), {});
  const detail::HeadTailIndex index(y, order, detail::head_size(x, y, 0), control);
  std::vector<detail::HeadTailIndex::Scratch> scratch(detail::worker_count(control, (x.rows() + grain - 1) / grain));
  const std::array<std::pair<std::size_t, std::size_t>, 1> everything{{{0, y.rows()}}};
  detail::parallel_blocks("pairs", x.rows(), grain, control, [&](std::size_t begin, std::size_t end, unsigned me) {
    auto& s = scratch[me];
    if (s.tail.size() != y.rows()) s = index.scratch();
    std::vector<std::pair<double, std::int64_t>> seeds, best;  // heaps with the worst on top
    const auto offer = [&](auto& heap, double similarity, std::size_t row) {
      const std::pair<double, std::int64_t> one{similarity, static_cast<std::int64_t>(row)};
      if (heap.size() == k) {
        if (!better(one, heap.front())) return;
        std::pop_heap(heap.begin(), heap.end(), better);
        heap.pop_back();
      }
      heap.push_back(one);
      std::push_heap(heap.begin(), heap.end(), better);
    };
    std::vector<char> seeded(y.rows());
    for (std::size_t i = begin; i < end; ++i) {
      index.begin(x, i, everything, s);
      seeds.clear();
      best.clear();
      // The largest sums over the tail set a bound that most others cannot reach.
      for (std::size_t q = 0; q < y.rows(); ++q) {
        if (s.tail[q] > 0 && !(self && q == i)) offer(seeds, s.tail[q], q);
      }
      const auto multiply = [&](std::size_t q) {
        const double similarity = index.product(s, q);
        if (similarity > 0) offer(best, similarity, q);
      };
      for (const auto& seed : seeds) {
        seeded[static_cast<std::size_t>(seed.second)] = 1;
        multiply(static_cast<std::size_t>(seed.second));
      }
      for (std::size_t q = 0; q < y.rows(); ++q) {
        if (seeded[q] || (self && q == i)) continue;
        if (s.tail[q] == 0 && s.head == 0) continue;
        if (index.may_reach(s, q, best.size() == k ? best.front().first : 0)) multiply(q);
      }
      for (const auto& seed : seeds) seeded[static_cast<std::size_t>(seed.second)] = 0;
      index.end(x, i, everything, s);
      std::sort(best.begin(), best.end(), better);
      for (std::size_t n = 0; n < best.size(); ++n) {
        out.indices[i * k + n] = best[n].second;
        out.similarity[i * k + n] = best[n].first;
      }
    }
  });
  return out;
}

}  // namespace

SimilarPairs similarity_join(const CsrView& x, double threshold, const TimeWindow& time, const Control& control) {
  return join(x, x, true, threshold, time, control);
}

SimilarPairs similarity_join(const CsrView& x, const CsrView& y, double threshold, const TimeWindow& time, const Control& control) {
  return join(x, y, false, threshold, time, control);
}

Nearest nearest(const CsrView& x, std::size_t k, const Control& control) { return nearest_rows(x, x, true, k, control); }

Nearest nearest(const CsrView& x, const CsrView& y, std::size_t k, const Control& control) {
  return nearest_rows(x, y, false, k, control);
}

}  // namespace wirecopy
