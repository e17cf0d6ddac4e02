#include "pairs_filter.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>

namespace wirecopy::detail {

namespace {

void check_side(const FilterSide& side, std::size_t rows) {
  if (!side.hours.empty() && side.hours.size() != rows) throw std::invalid_argument("one time per row");
  for (const auto labels : {side.same, side.different}) {
    if (!labels.empty() && labels.size() != rows) throw std::invalid_argument("one label per row");
  }
  for (const double h : side.hours) {
    if (std::isinf(h)) throw std::invalid_argument("a time is infinite; leave it out (NaN) where it is not known");
  }
}

}  // namespace

void check(const PairFilter& filter, std::size_t rows, bool self, std::size_t rows_y) {
  if (std::isnan(filter.window) || filter.window < 0) throw std::invalid_argument("window must be 0 or more hours");
  check_side(side_x(filter), rows);
  if (!self) check_side(side_y(filter, false), rows_y);
}

FilterOrder::FilterOrder(std::size_t rows, const FilterSide& side, double window) : row_(rows) {
  std::iota(row_.begin(), row_.end(), 0U);
  const bool labelled = !side.same.empty(), timed = !side.hours.empty() && std::isfinite(window);
  const auto label = [&](std::uint32_t r) { return labelled ? std::max(side.same[r], -1) : -1; };
  const auto known = [&](std::uint32_t r) { return timed && !std::isnan(side.hours[r]); };
  if (labelled || timed) {
    std::sort(row_.begin(), row_.end(), [&](std::uint32_t p, std::uint32_t q) {
      // As unsigned numbers -1 comes last.
      const auto of_p = static_cast<std::uint32_t>(label(p)), of_q = static_cast<std::uint32_t>(label(q));
      if (of_p != of_q) return of_p < of_q;
      if (known(p) != known(q)) return known(p);
      if (known(p) && side.hours[p] != side.hours[q]) return side.hours[p] < side.hours[q];
      return p < q;
    });
    moved_ = !std::is_sorted(row_.begin(), row_.end());
  }
  if (timed) {
    hours_.reserve(rows);
    for (const auto r : row_) hours_.push_back(side.hours[r]);
  }
  for (std::size_t p = 0; p < rows; ++p) {
    if (p == 0 || label(row_[p]) != groups_.back().label) groups_.push_back({label(row_[p]), p, p, p});
    groups_.back().timed += known(row_[p]);
    groups_.back().end = p + 1;
  }
}

void FilterOrder::add_near_in(const Group& g, double at, double window, std::vector<Places>& out) const {
  if (hours_.empty() || std::isnan(at)) {
    out.emplace_back(g.begin, g.end);
    return;
  }
  const auto first = hours_.begin() + static_cast<std::ptrdiff_t>(g.begin),
             last = hours_.begin() + static_cast<std::ptrdiff_t>(g.timed);
  const auto from = std::partition_point(first, last, [&](double h) { return at - h > window; });
  const auto to = std::partition_point(from, last, [&](double h) { return h - at <= window; });
  if (from < to) out.emplace_back(from - hours_.begin(), to - hours_.begin());
  if (g.timed < g.end) out.emplace_back(g.timed, g.end);
}

void FilterOrder::add_near(std::int32_t label, double at, double window, std::vector<Places>& out) const {
  if (groups_.empty()) return;
  if (label < 0) {
    if (groups_.size() == 1) return add_near_in(groups_.front(), at, window, out);
    out.emplace_back(0, row_.size());  // it meets every label: not worth a range for each
    return;
  }
  const auto found =
      std::lower_bound(groups_.begin(), groups_.end(), static_cast<std::uint32_t>(label),
                       [](const Group& g, std::uint32_t l) { return static_cast<std::uint32_t>(g.label) < l; });
  if (found != groups_.end() && found->label == label) add_near_in(*found, at, window, out);
  if (groups_.back().label < 0) add_near_in(groups_.back(), at, window, out);
}

void merge_ranges(std::vector<Places>& ranges, std::size_t grain) {
  for (auto& [from, to] : ranges) from = from / grain * grain, to = (to + grain - 1) / grain * grain;
  std::sort(ranges.begin(), ranges.end());
  std::size_t kept = 0;
  for (const auto& r : ranges) {
    if (r.first >= r.second) continue;
    if (kept > 0 && r.first <= ranges[kept - 1].second)
      ranges[kept - 1].second = std::max(ranges[kept - 1].second, r.second);
    else ranges[kept++] = r;
  }
  ranges.resize(kept);
}

}  // namespace wirecopy::detail
