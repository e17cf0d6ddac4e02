#include "pairs_shingles.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "pairs_filter.hpp"
#include "parallel.hpp"

namespace wirecopy {

namespace {

constexpr std::size_t grain = 16;

/// Shared shingles, rarest first, with the texts that have them. Texts are known by their rank: smaller sets come first.
struct Index {
  std::vector<std::size_t> starts;     ///< per shingle, of its texts
  std::vector<std::uint32_t> texts;    ///< ascending inside a shingle
  std::vector<std::size_t> list_starts;
  std::vector<std::uint32_t> lists;    ///< per text: its shingles, rarest first
  std::span<const std::uint32_t> texts_of(std::size_t s) const { return std::span(texts).subspan(starts[s], starts[s + 1] - starts[s]); }
  std::span<const std::uint32_t> list(std::size_t t) const {
    return std::span(lists).subspan(list_starts[t], list_starts[t + 1] - list_starts[t]);
  }
};

Index build_index(const detail::SharedShingles& shared, std::span<const std::uint32_t> rank) {
  Index index;
  // Rarest first, by counting sort; among equals the order of their hashes.
  std::vector<std::size_t> place(rank.size() + 2, 0);
  for (std::size_t s = 0; s < shared.shingles(); ++s) ++place[shared.texts_of(s).size() + 1];
  for (std::size_t n = 1; n < place.size(); ++n) place[n] += place[n - 1];
  std::vector<std::uint32_t> order(shared.shingles());
  for (std::size_t s = 0; s < order.size(); ++s) order[place[shared.texts_of(s).size()]++] = static_cast<std::uint32_t>(s);
  index.starts.push_back(0);
  index.texts.reserve(shared.texts.size());
  index.list_starts.assign(rank.size() + 1, 0);
  for (const std::uint32_t s : order) {
    for (const std::uint32_t text : shared.texts_of(s)) index.texts.push_back(rank[text]), ++index.list_starts[rank[text] + 1];
    std::sort(index.texts.begin() + static_cast<std::ptrdiff_t>(index.starts.back()), index.texts.end());
    index.starts.push_back(index.texts.size());
  }
  for (std::size_t t = 0; t < rank.size(); ++t) index.list_starts[t + 1] += index.list_starts[t];
  index.lists.resize(index.texts.size());
  auto next = index.list_starts;
  for (std::size_t s = 0; s < order.size(); ++s) {
    for (const auto t : index.texts_of(s)) index.lists[next[t]++] = static_cast<std::uint32_t>(s);
  }
  return index;
}

/// The least whole number that is this share of n or more, as the division itself says.
std::uint64_t at_least(double share, std::uint64_t n) {
  if (n == 0) return 0;
  const auto size = static_cast<double>(n);
  auto k = static_cast<std::uint64_t>(share * size);
  while (k > 0 && static_cast<double>(k - 1) / size >= share) --k;
  while (static_cast<double>(k) / size < share) ++k;
  return k;
}

struct Found {
  ArticleId a, b;
  std::uint64_t shared;
};

struct Worker {
  std::vector<std::uint32_t> count;    // per text: shingles shared with the one at hand, of those looked at
  std::vector<std::uint32_t> touched;
  std::vector<detail::Places> near;    // ranks inside the window of the one at hand
};

/// How many of `x` (ascending) are in `y` (ascending).
std::uint32_t common(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y) {
  if (x.empty()) return 0;
  std::uint32_t n = 0;
  auto at = std::lower_bound(y.begin(), y.end(), x.front());
  for (const auto s : x) {
    while (at != y.end() && *at < s) ++at;
    if (at == y.end()) break;
    n += *at == s;
  }
  return n;
}

/// A filter of two collections as one of both in a row. What is not known of a side keeps it from nothing.
struct JoinedFilter {
  std::vector<double> hours;
  std::vector<std::int32_t> same, different;
  PairFilter filter;

  explicit JoinedFilter(const PairFilter& f) {
    const auto join = [](auto& out, auto x, auto y) {
      if (x.empty() || y.empty()) return;
      out.assign(x.begin(), x.end());
      out.insert(out.end(), y.begin(), y.end());
    };
    join(hours, f.hours, f.hours_y);
    join(same, f.same, f.same_y);
    join(different, f.different, f.different_y);
    filter = {.hours = hours, .window = f.window, .same = same, .different = different};
  }
};

class Join {
 public:
  /// Texts from `others` on are a collection of their own, and pairs are between the two.
  Join(std::span<const std::string_view> texts, std::size_t others, const ShingleOptions& how, const PairFilter& filter,
       const Control& control)
      : how_(how), others_(others), filter_(filter), meets_(filter, true),
        narrow_(!filter.same.empty() || (!filter.hours.empty() && std::isfinite(filter.window))),
        order_(texts.size(), detail::side_x(filter), filter.window), control_(control) {
    detail::SharedShingles shared = detail::shared_shingles(texts, how, control);
    sizes_ = std::move(shared.size);
    left_out_ = shared.left_out;
    detail::beside("shingles", control, [&] {
      row_ = order_.row();
      if (!narrow_) std::sort(row_.begin(), row_.end(), [&](auto x, auto y) { return smaller(x, y); });
      std::vector<std::uint32_t> rank(row_.size());
      for (std::uint32_t r = 0; r < row_.size(); ++r) rank[row_[r]] = r;
      index_ = build_index(shared, rank);
      shared = {};
    });
  }

  ShinglePairs result() const {
    const std::size_t n = row_.size(), blocks = (n + grain - 1) / grain;
    std::vector<std::vector<Found>> found(blocks);
    std::vector<Worker> workers(detail::worker_count(control_, blocks));
    std::atomic<std::size_t> pairs{0};
    detail::parallel_blocks("pairs", n, grain, control_, [&](std::size_t begin, std::size_t end, unsigned me) {
      Worker& w = workers[me];
      auto& mine = found[begin / grain];
      w.count.resize(n);
      for (std::size_t x = begin; x < end; ++x) find_partners(static_cast<std::uint32_t>(x), w, mine);
      if (pairs.fetch_add(mine.size()) + mine.size() > how_.max_pairs) throw too_many();
    });
    ShinglePairs out;
    detail::beside("pairs", control_, [&] { write(found, out); });
    return out;
  }

 private:
  std::length_error too_many() const {
    return std::length_error("more than " + std::to_string(how_.max_pairs) + " pairs (max_pairs) share enough shingles: " +
                             "raise min_containment, min_resemblance or min_shared, or max_pairs");
  }

  /// Of two texts, which looks up the other: the one with the smaller set, else the first.
  bool smaller(std::uint32_t row_x, std::uint32_t row_y) const {
    return sizes_[row_x] != sizes_[row_y] ? sizes_[row_x] < sizes_[row_y] : row_x < row_y;
  }

  /// Calls visit(y) for the texts of a shingle that x looks up: those inside its window whose sets are no smaller.
  template <class Visit>
  void each_partner(std::uint32_t x, std::uint32_t shingle, const Worker& w, Visit&& visit) const {
    const auto all = index_.texts_of(shingle);
    if (!narrow_) {
      for (auto y = std::upper_bound(all.begin(), all.end(), x); y != all.end(); ++y) visit(*y);
      return;
    }
    auto y = all.begin();
    for (const auto& [from, to] : w.near) {
      y = std::lower_bound(y, all.end(), from);
      for (; y != all.end() && *y < to; ++y) {
        if (smaller(row_[x], row_[*y])) visit(*y);
      }
    }
  }

  void find_partners(std::uint32_t x, Worker& w, std::vector<Found>& found) const {
    const auto list = index_.list(x);
    const std::uint32_t row = row_[x];
    const std::uint64_t size = sizes_[row];
    // Every partner is as large as x or larger, so both shares ask for at least so many of x's own shingles.
    const auto need = std::max({how_.min_shared, at_least(how_.min_containment, size), at_least(how_.min_resemblance, size)});
    if (need > list.size()) return;
    if (narrow_) {
      w.near.clear();
      order_.add_near(filter_.same.empty() ? -1 : filter_.same[row], filter_.hours.empty() ? unknown_hours : filter_.hours[row],
                      filter_.window, w.near);
      detail::merge_ranges(w.near, 1);
    }
    // Whoever shares `need` of them shares one that is not among the `need - 1` most frequent (prefix filter).
    const auto prefix = static_cast<std::size_t>(list.size() - need + 1);
    for (const auto s : list.first(prefix)) {
      each_partner(x, s, w, [&](std::uint32_t y) {
        if (w.count[y]++ == 0) w.touched.push_back(y);
      });
    }
    const auto rest = list.subspan(prefix);
    std::size_t through_index = 0;
    for (const auto s : rest) through_index += index_.texts_of(s).size();
    const bool one_by_one = w.touched.size() * (rest.size() + 64) < through_index;
    for (const auto s : one_by_one ? rest.first(0) : rest) {
      each_partner(x, s, w, [&](std::uint32_t y) { w.count[y] += w.count[y] > 0; });
    }
    for (const auto y : w.touched) {
      std::uint64_t shared = std::exchange(w.count[y], 0);
      const std::uint32_t one = std::min(row, row_[y]), other = std::max(row, row_[y]);
      if (others_ < row_.size() && (one >= others_ || other < others_)) continue;
      if (!meets_(one, other)) continue;
      const std::uint64_t larger = sizes_[row_[y]];
      if (static_cast<double>(size) / static_cast<double>(larger) < how_.min_resemblance) continue;
      if (one_by_one) shared += common(rest, index_.list(y));
      const auto n = static_cast<double>(shared);
      if (shared < how_.min_shared || n / static_cast<double>(size) < how_.min_containment) continue;
      if (n / static_cast<double>(size + larger - shared) < how_.min_resemblance) continue;
      found.push_back({one, other, shared});
    }
    w.touched.clear();
  }

  void write(std::vector<std::vector<Found>>& found, ShinglePairs& out) const {
    std::vector<Found> all;
    for (auto& block : found) {
      all.insert(all.end(), block.begin(), block.end());
      block = {};
    }
    std::sort(all.begin(), all.end(), [](const Found& p, const Found& q) { return p.a != q.a ? p.a < q.a : p.b < q.b; });
    const std::size_t base = others_ < row_.size() ? others_ : 0;  // the second collection has numbers of its own
    for (const auto& f : all) {
      const auto n = static_cast<double>(f.shared);
      const std::uint64_t na = sizes_[f.a], nb = sizes_[f.b];
      out.a.push_back(f.a);
      out.b.push_back(static_cast<ArticleId>(f.b - base));
      out.shared.push_back(static_cast<std::int64_t>(f.shared));
      out.resemblance.push_back(n / static_cast<double>(na + nb - f.shared));
      out.containment_a.push_back(n / static_cast<double>(na));
      out.containment_b.push_back(n / static_cast<double>(nb));
    }
    out.left_out = left_out_;
  }

  const ShingleOptions& how_;
  std::size_t others_;
  const PairFilter& filter_;
  detail::Meets meets_;
  bool narrow_;  // ranks are in the filter's order; else smaller sets come first
  detail::FilterOrder order_;
  const Control& control_;
  std::vector<std::uint32_t> sizes_, row_;  // of each row; of each rank
  std::size_t left_out_ = 0;
  Index index_;
};

}  // namespace

ShinglePairs shingle_join(std::span<const std::string_view> texts, const ShingleOptions& options, const PairFilter& filter,
                          const Control& control) {
  const auto how = detail::checked(options);
  detail::check(filter, texts.size(), true, 0);
  return Join(texts, texts.size(), how, filter, control).result();
}

ShinglePairs shingle_join(std::span<const std::string_view> texts, std::span<const std::string_view> others,
                          const ShingleOptions& options, const PairFilter& filter, const Control& control) {
  const auto how = detail::checked(options);
  detail::check(filter, texts.size(), false, others.size());
  std::vector<std::string_view> both(texts.begin(), texts.end());
  both.insert(both.end(), others.begin(), others.end());
  if (texts.empty() || others.empty()) {
    for (std::size_t i = 0; i < both.size(); ++i) validate(both[i], i);
    return {};
  }
  const JoinedFilter joined(filter);
  return Join(both, texts.size(), how, joined.filter, control).result();
}

}  // namespace wirecopy
