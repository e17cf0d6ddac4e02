#include "clusters_sources.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

using Stretches = std::vector<Span>;  // ascending, apart

Stretches united(Stretches s) {
  std::sort(s.begin(), s.end(), [](Span x, Span y) { return x.start != y.start ? x.start < y.start : x.end < y.end; });
  std::size_t kept = 0;
  for (const Span next : s) {
    if (kept > 0 && next.start <= s[kept - 1].end) {
      s[kept - 1].end = std::max(s[kept - 1].end, next.end);
    } else {
      s[kept++] = next;
    }
  }
  s.resize(kept);
  return s;
}

std::size_t length(const Stretches& s) {
  std::size_t sum = 0;
  for (const Span x : s) sum += x.end - x.start;
  return sum;
}

/// What two have in common, as a length: O(x log y + overlaps).
std::size_t overlap(const Stretches& x, const Stretches& y) {
  std::size_t sum = 0;
  for (const Span s : x) {
    auto it = std::upper_bound(y.begin(), y.end(), s.start, [](ByteOffset start, Span t) { return start < t.end; });
    for (; it != y.end() && it->start < s.end; ++it) sum += std::min(it->end, s.end) - std::max(it->start, s.start);
  }
  return sum;
}

/// `x` without what lies in `y`.
Stretches without(const Stretches& x, const Stretches& y) {
  Stretches out;
  std::size_t k = 0;
  for (Span s : x) {
    while (k < y.size() && y[k].end <= s.start) ++k;
    for (std::size_t i = k; i < y.size() && y[i].start < s.end; ++i) {
      if (y[i].start > s.start) out.push_back({s.start, y[i].start});
      s.start = std::min(s.end, std::max(s.start, y[i].end));
    }
    if (s.start < s.end) out.push_back(s);
  }
  return out;
}

void append(Stretches& to, const Stretches& from) { to.insert(to.end(), from.begin(), from.end()); }

/// The pairs of one row, its own side first.
struct Meeting {
  std::int64_t label;  // of the other
  std::uint32_t pair;
  bool first;          // this row is the pair's a
};

/// What a row shares with one cluster.
struct Source {
  std::int64_t label;
  Stretches all;
  Stretches inside;  // with articles of which it does not hold the opening
  bool opens;        // a report that goes on
};

class Sources {
 public:
  Sources(std::span<const SharedPair> pairs, std::span<const std::int64_t> labels, std::span<const std::uint32_t> units,
          std::span<const char> left_out, const SourceOptions& options)
      : pairs_(pairs), labels_(labels), units_(units), options_(options), starts_(labels.size() + 1, 0) {
    const auto is_in = [&](const SharedPair& p) { return left_out.empty() || (!left_out[p.a] && !left_out[p.b]); };
    for (const auto& p : pairs) {
      if (is_in(p)) ++starts_[p.a + 1], ++starts_[p.b + 1];
    }
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    meetings_.resize(starts_.back());
    std::vector<std::size_t> next(starts_.begin(), starts_.end() - 1);
    for (std::uint32_t k = 0; k < pairs.size(); ++k) {
      if (!is_in(pairs[k])) continue;
      meetings_[next[pairs[k].a]++] = {labels[pairs[k].b], k, true};
      meetings_[next[pairs[k].b]++] = {labels[pairs[k].a], k, false};
    }
  }

  std::span<const Meeting> meetings(std::size_t row) const {
    return std::span(meetings_).subspan(starts_[row], starts_[row + 1] - starts_[row]);
  }

  /// By label, ascending.
  std::vector<Source> of(std::size_t row) const {
    std::vector<Meeting> mine(meetings(row).begin(), meetings(row).end());
    std::stable_sort(mine.begin(), mine.end(), [](const Meeting& x, const Meeting& y) { return x.label < y.label; });
    std::vector<Source> out;
    for (const Meeting& m : mine) {
      if (out.empty() || out.back().label != m.label) out.push_back({m.label, {}, {}, false});
      const SharedPair& p = pairs_[m.pair];
      const std::uint32_t other = units_[m.first ? p.b : p.a];
      std::uint32_t begins = std::numeric_limits<std::uint32_t>::max();
      std::size_t matched = 0;
      for (const Passage& q : p.passages) {
        begins = std::min<std::uint32_t>(begins, m.first ? q.b.start : q.a.start);
        matched += q.matched;
      }
      const bool opening = begins <= std::max<double>(options_.opening_units, options_.opening * other);
      for (const Passage& q : p.passages) {
        out.back().all.push_back(m.first ? q.a : q.b);
        if (!opening) out.back().inside.push_back(m.first ? q.a : q.b);
      }
      const bool goes_on = static_cast<double>(matched) <= options_.goes_on * other;
      const bool is_report = p.edge >= options_.alike && static_cast<double>(matched) >= options_.main * units_[row];
      out.back().opens |= opening && goes_on && !is_report;
    }
    for (Source& s : out) s.all = united(std::move(s.all)), s.inside = united(std::move(s.inside));
    return out;
  }

  /// Whether the middle of `part` has something of `own` before and after it.
  bool is_between(const Stretches& own, const Stretches& part) const {
    std::uint64_t twice_middle = 0, before = 0, after = 0;  // doubled, so that all is whole
    for (const Span p : part) twice_middle += (std::uint64_t{p.start} + p.end) * (p.end - p.start);
    twice_middle /= std::max<std::size_t>(1, length(part));
    for (const Span o : own) {
      const std::uint64_t from = 2 * std::uint64_t{o.start}, to = 2 * std::uint64_t{o.end};
      const std::uint64_t cut = std::clamp(twice_middle, from, to);
      before += cut - from, after += to - cut;
    }
    return std::min(before, after) >= 2 * std::uint64_t{options_.between};
  }

  bool is_roundup(std::size_t row) const {
    std::vector<Source> sources = of(row);
    const double whole = units_[row];
    Stretches own;
    for (const Source& s : sources) {
      if (s.label == labels_[row]) own = s.all;
    }
    const auto from_own = static_cast<double>(length(own));
    if (from_own > options_.most_own * whole) return false;
    std::size_t found = from_own >= options_.item * whole;
    Stretches seen = own;
    std::erase_if(sources, [&](const Source& s) { return !s.opens || s.label == labels_[row]; });
    // The one with most to itself first, so that what two of them have counts once.
    while (found < options_.items && found + sources.size() >= options_.items) {
      std::size_t best = 0, most = 0;
      for (std::size_t i = 0; i < sources.size(); ++i) {
        const std::size_t alone = length(sources[i].all) - overlap(sources[i].all, seen);
        if (alone > most) most = alone, best = i;
      }
      if (most == 0 || static_cast<double>(most) < options_.item * whole) return false;
      found += !is_between(own, without(sources[best].all, seen));
      append(seen, sources[best].all);
      seen = united(std::move(seen));
      sources.erase(sources.begin() + static_cast<std::ptrdiff_t>(best));
    }
    return found >= options_.items;
  }

  /// Fills in this row's side of its pairs, and whether it is at home in its own cluster.
  void tell(std::size_t row, std::vector<ToldElsewhere>& out, std::vector<char>& first_at_home,
            std::vector<char>& second_at_home) const {
    const std::vector<Source> sources = of(row);
    Stretches own, others;
    for (const Source& s : sources) s.label == labels_[row] ? void(own = s.all) : append(others, s.inside);
    others = without(united(std::move(others)), own);
    const std::size_t all = length(others), from_own = length(own);
    std::vector<std::uint32_t> told;  // beside each source
    std::vector<char> at_home;
    for (const Source& s : sources) {
      const bool is_own = s.label == labels_[row];
      told.push_back(static_cast<std::uint32_t>(all - (is_own ? 0 : overlap(s.all, others))));
      at_home.push_back(!is_own && from_own - overlap(own, s.all) > length(s.all));
    }
    for (const Meeting& m : meetings(row)) {
      const auto it = std::lower_bound(sources.begin(), sources.end(), m.label,
                                       [](const Source& s, std::int64_t label) { return s.label < label; });
      const auto k = static_cast<std::size_t>(it - sources.begin());
      (m.first ? out[m.pair].of_a : out[m.pair].of_b) = told[k];
      (m.first ? first_at_home : second_at_home)[m.pair] = at_home[k];
    }
  }

 private:
  std::span<const SharedPair> pairs_;
  std::span<const std::int64_t> labels_;
  std::span<const std::uint32_t> units_;
  const SourceOptions& options_;
  std::vector<std::size_t> starts_;  // of each row's meetings
  std::vector<Meeting> meetings_;
};

}  // namespace

std::vector<char> find_roundups(std::span<const SharedPair> pairs, std::span<const std::int64_t> labels,
                                std::span<const std::uint32_t> units, const SourceOptions& options,
                                const Control& control) {
  const Sources sources(pairs, labels, units, {}, options);
  std::vector<char> out(labels.size(), 0);
  parallel_for("roundups", out.size(), control, [&](std::size_t row) { out[row] = sources.is_roundup(row); });
  return out;
}

std::vector<ToldElsewhere> told_elsewhere(std::span<const SharedPair> pairs, std::span<const std::int64_t> labels,
                                          std::span<const std::uint32_t> units, std::span<const char> left_out,
                                          const SourceOptions& options, const Control& control) {
  const Sources sources(pairs, labels, units, left_out, options);
  std::vector<ToldElsewhere> out(pairs.size());
  std::vector<char> first_at_home(pairs.size(), 0), second_at_home(pairs.size(), 0);
  parallel_for("told elsewhere", labels.size(), control,
               [&](std::size_t row) { sources.tell(row, out, first_at_home, second_at_home); });
  for (std::size_t k = 0; k < out.size(); ++k) {
    if (first_at_home[k] || second_at_home[k]) out[k] = {};
  }
  return out;
}

}  // namespace wirecopy::detail
