#include "pairs_candidates.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t sampled = 64;  // frequent shingles of a body of which they are two in three

/// What one article looks up: all its rare shingles, then the rarest of its frequent ones while less than half of its
/// weight is covered. Where two in three are frequent, as in a story that is printed everywhere, the rarest of them are those of a
/// headline or an edit; then it is a sample of those about as frequent as the middle one, by their hashes, so that another
/// copy, longer or shorter, takes the same.
std::vector<std::uint32_t> looked_up(const SequenceStatistics& statistics, std::span<const std::uint32_t> row) {
  std::vector<std::uint32_t> out, common;
  double total = 0, covered = 0;
  for (const std::uint32_t g : row) {
    total += statistics.weight[g];
    if (statistics.articles[g] <= statistics.frequent) {
      out.push_back(g);
      covered += statistics.weight[g];
    } else {
      common.push_back(g);
    }
  }
  const auto df = [&](std::uint32_t g) { return statistics.articles[g]; };
  if (!common.empty() && 3 * common.size() >= 2 * row.size()) {
    std::vector<std::uint32_t> counts;
    for (const std::uint32_t g : common) counts.push_back(df(g));
    const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
    std::nth_element(counts.begin(), middle, counts.end());
    const std::uint64_t typical = *middle;
    std::size_t taken = 0;
    for (std::size_t k = 0; k < common.size() && taken < sampled; ++k) {
      if (2 * std::uint64_t{df(common[k])} < typical || df(common[k]) > 2 * typical) continue;
      out.push_back(common[k]);
      ++taken;
    }
    std::sort(out.begin(), out.end());
    return out;
  }
  if (2 * covered >= total) return out;
  std::sort(common.begin(), common.end(), [&](auto x, auto y) {
    return df(x) != df(y) ? df(x) < df(y) : x < y;
  });
  const std::size_t most = std::min(common.size(), statistics.options.frequent_looked_at);
  for (std::size_t k = 0; k < most && 2 * covered < total; ++k) {
    out.push_back(common[k]);
    covered += statistics.weight[common[k]];
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Looked-at weight down to each tier: two sketches compare on what both of them reach.
std::array<float, tiers> weights(const SequenceStatistics& statistics, std::span<const std::uint32_t> looked) {
  std::array<float, tiers> out{};
  for (const std::uint32_t g : looked) {
    const auto zeros = static_cast<unsigned>(std::countl_zero(statistics.hash[g]));
    for (unsigned t = 0; t < tiers && t <= zeros; ++t) out[t] += statistics.weight[g];
  }
  return out;
}

struct Side {
  unsigned tier;
  std::vector<std::uint32_t> row, looked;
  std::array<float, tiers> weight;
  Side(const SequenceStatistics& statistics, std::vector<std::uint32_t> shingles, unsigned coarse)
      : tier(coarse), row(std::move(shingles)), looked(looked_up(statistics, row)), weight(weights(statistics, looked)) {}
};

float share_of(const SequenceStatistics& statistics, const Side& x, const Side& y) {
  const auto sum = [&](const Side& from, const Side& in) {
    float total = 0;
    for (const std::uint32_t g : from.looked) {
      if (std::binary_search(in.row.begin(), in.row.end(), g)) total += statistics.weight[g];
    }
    return total;
  };
  const unsigned t = std::max(x.tier, y.tier);
  const float smaller = std::min(x.weight[t], y.weight[t]);
  return smaller > 0 ? std::min(1.0F, std::max(sum(x, y), sum(y, x)) / smaller) : 0.0F;
}

struct Scratch {
  std::vector<float> sum;
  std::vector<std::uint32_t> touched;
  std::vector<Candidate> found;
  std::size_t looked_at = 0;
};

/// Adds up what rank i shares with every body that stands beside one of its looked-up shingles inside the window.
void add_up(const SequenceIndex& index, const TimeOrder& order, std::uint32_t i, Scratch& s) {
  for (const std::uint32_t g : looked_up(index.statistics, index.row(i))) {
    const float weight = index.statistics.weight[g];
    const std::uint32_t* const postings = index.postings.data();
    order.each_near(i, postings + index.starts[g], postings + index.starts[g + 1], [&](auto* from, auto* to) {
      for (; from != to; ++from) {
        if (s.sum[*from] == 0.0F) s.touched.push_back(*from);
        s.sum[*from] += weight;
      }
    });
  }
}

}  // namespace

double sequence_share(const SequenceStatistics& statistics, std::u16string_view a, std::u16string_view b) {
  const auto side = [&](std::u16string_view units) {
    const Sketch sketch = sketch_of(units, statistics.options.sketch);
    std::vector<std::uint32_t> row;
    for (const std::uint32_t h : sketch.hashes) {
      const auto it = std::lower_bound(statistics.hash.begin(), statistics.hash.end(), h);
      if (it != statistics.hash.end() && *it == h) row.push_back(static_cast<std::uint32_t>(it - statistics.hash.begin()));
    }
    return Side(statistics, std::move(row), sketch.tier);
  };
  return share_of(statistics, side(a), side(b));
}

double sequence_share(const SequenceIndex& index, std::size_t x, std::size_t y) {
  const auto side = [&](std::size_t rank) {
    const auto row = index.row(rank);
    return Side(index.statistics, {row.begin(), row.end()}, index.tier[rank]);
  };
  return share_of(index.statistics, side(x), side(y));
}

Candidates find_candidates(const SequenceIndex& index, const TimeOrder& order, std::span<const ArticleId> representative,
                           const std::function<bool(ArticleId, ArticleId)>& may_meet, const Control& control) {
  const std::size_t n = index.bodies();
  const SequenceStatistics& statistics = index.statistics;
  std::vector<std::array<float, tiers>> weight(n);
  parallel_for("weights", n, control,
               [&](std::size_t i) { weight[i] = weights(statistics, looked_up(statistics, index.row(i))); });
  const auto represented = [&](std::uint32_t rank) { return representative[order.body(rank)] != order.body(rank); };

  std::vector<Scratch> scratch(worker_count(control, (n + 31) / 32));
  parallel_blocks("candidates", n, 32, control, [&](std::size_t begin, std::size_t end, unsigned worker) {
    Scratch& s = scratch[worker];
    if (s.sum.empty()) s.sum.assign(n, 0.0F);
    for (auto i = static_cast<std::uint32_t>(begin); i < end; ++i) {
      if (represented(i)) continue;
      add_up(index, order, i, s);
      const ArticleId x = order.body(i);
      for (const std::uint32_t j : s.touched) {
        const float sum = std::exchange(s.sum[j], 0.0F);
        if (j == i || represented(j) || !order.inside(i, j)) continue;
        ++s.looked_at;
        const unsigned t = std::max(index.tier[i], index.tier[j]);
        const float smaller = std::min(weight[i][t], weight[j][t]);
        if (smaller <= 0 || sum / smaller < statistics.options.min_share) continue;
        const ArticleId y = order.body(j);
        if (may_meet && !may_meet(x, y)) continue;
        s.found.push_back({std::min(x, y), std::max(x, y), std::min(1.0F, sum / smaller)});
      }
      s.touched.clear();
    }
  });
  Candidates out;
  for (auto& s : scratch) {
    out.looked_at += s.looked_at;
    out.pairs.insert(out.pairs.end(), s.found.begin(), s.found.end());
    s = {};
  }
  out.looked_at /= 2;
  std::sort(out.pairs.begin(), out.pairs.end(), [](const Candidate& x, const Candidate& y) {
    return x.a != y.a ? x.a < y.a : x.b != y.b ? x.b < y.b : x.share > y.share;
  });
  // Either side may have found the pair; the larger share of the two stands.
  out.pairs.erase(std::unique(out.pairs.begin(), out.pairs.end(),
                              [](const Candidate& x, const Candidate& y) { return x.a == y.a && x.b == y.b; }),
                  out.pairs.end());
  return out;
}

}  // namespace wirecopy::detail
