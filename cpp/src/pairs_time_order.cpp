#include "pairs_time_order.hpp"

#include <cmath>
#include <numeric>

namespace wirecopy::detail {

TimeOrder::TimeOrder(std::span<const Times> times, double window) : bodies_(times.size()), window_(window) {
  std::iota(bodies_.begin(), bodies_.end(), ArticleId{0});
  if (!std::isinf(window)) {
    const auto apart = [&](ArticleId i) { return !(times[i].latest - times[i].earliest <= window); };  // NaN: also
    const auto middle = std::stable_partition(bodies_.begin(), bodies_.end(), apart);
    std::stable_sort(middle, bodies_.end(), [&](ArticleId x, ArticleId y) { return times[x].earliest < times[y].earliest; });
    always_ = static_cast<std::uint32_t>(middle - bodies_.begin());
  }
  for (const ArticleId i : bodies_) times_.push_back(times[i]);
  for (std::size_t rank = 0; rank < size(); ++rank) near_.push_back(range_of(rank));
}

TimeOrder::Range TimeOrder::range_of(std::size_t rank) const {
  const Times& t = times_[rank];
  const auto n = static_cast<std::uint32_t>(size());
  if (std::isinf(window_) || std::isnan(t.earliest) || std::isnan(t.latest)) return {always_, n};
  // A body that is not looked at by everybody began no more than a window before its last time.
  const auto first = times_.begin() + static_cast<std::ptrdiff_t>(always_);
  const auto from = std::lower_bound(first, times_.end(), t.earliest - 2 * window_,
                                     [](const Times& x, double hour) { return x.earliest < hour; });
  const auto to = std::upper_bound(from, times_.end(), t.latest + window_,
                                   [](double hour, const Times& x) { return hour < x.earliest; });
  return {static_cast<std::uint32_t>(from - times_.begin()), static_cast<std::uint32_t>(to - times_.begin())};
}

bool TimeOrder::inside(std::size_t x, std::size_t y) const {
  const double gap = std::max(times_[x].earliest - times_[y].latest, times_[y].earliest - times_[x].latest);
  return !(gap > window_);
}

}  // namespace wirecopy::detail
