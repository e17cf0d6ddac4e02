#include "pairs_candidates.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "hash.hpp"
#include "parallel.hpp"
#include "stream_units.hpp"

namespace wirecopy::detail {

namespace {

constexpr unsigned tiers = 16;       // a sketch keeps the shingles whose hash is below 2^(32 - tier)
constexpr std::size_t partitions = 64;  // of the hash range, sorted one by one to bound memory

struct Sketch {
  std::vector<std::uint32_t> hashes;  // sorted, distinct
  unsigned tier = 0;
};

Sketch sketch_of(std::u16string_view units, std::size_t wanted) {
  Sketch s;
  const std::size_t length = is_dense_script(units) ? 3 : 6;
  if (units.size() < length) return s;
  const std::size_t count = units.size() - length + 1;
  while (s.tier + 1 < tiers && (count >> s.tier) > wanted) ++s.tier;
  s.hashes.reserve((count >> s.tier) + 64);
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t low = 0, high = 0;
    for (std::size_t k = 0; k < std::min<std::size_t>(4, length); ++k) low = low << 16 | units[i + k];
    for (std::size_t k = 4; k < length; ++k) high = high << 16 | units[i + k];
    const auto h = static_cast<std::uint32_t>(mix(low ^ mix(high + length)) >> 32);
    if (s.tier == 0 || h >> (32 - s.tier) == 0) s.hashes.push_back(h);
  }
  std::sort(s.hashes.begin(), s.hashes.end());
  s.hashes.erase(std::unique(s.hashes.begin(), s.hashes.end()), s.hashes.end());
  s.hashes.shrink_to_fit();
  return s;
}

/// Shingles that two articles or more have, each with the articles that have it.
struct Index {
  SequenceStatistics* shingles;
  std::vector<std::size_t> starts{0};       // shingle -> postings
  std::vector<ArticleId> postings;
  std::vector<std::size_t> row_starts;      // article -> rows
  std::vector<std::uint32_t> rows;          // shingles of each article, ascending by hash
  std::span<const std::uint32_t> row(std::size_t i) const {
    return {rows.data() + row_starts[i], row_starts[i + 1] - row_starts[i]};
  }
};

struct Partition {
  std::vector<std::uint32_t> hash, count;
  std::vector<ArticleId> postings;
};

Index build_index(const std::vector<Sketch>& sketches, SequenceStatistics& statistics, const Control& control) {
  const std::size_t n = sketches.size();
  std::vector<Partition> parts(partitions);
  parallel_for("index", partitions, control, [&](std::size_t p) {
    const std::uint64_t from = (std::uint64_t{1} << 32) / partitions * p, to = from + (std::uint64_t{1} << 32) / partitions;
    std::vector<std::uint64_t> entries;
    for (std::size_t i = 0; i < n; ++i) {
      const auto& h = sketches[i].hashes;
      for (auto it = std::lower_bound(h.begin(), h.end(), from); it != h.end() && *it < to; ++it) {
        entries.push_back(std::uint64_t{*it} << 32 | i);
      }
    }
    std::sort(entries.begin(), entries.end());
    Partition& part = parts[p];
    for (std::size_t i = 0; i < entries.size();) {
      std::size_t k = i;
      while (k < entries.size() && entries[k] >> 32 == entries[i] >> 32) ++k;
      if (k - i >= 2) {
        part.hash.push_back(static_cast<std::uint32_t>(entries[i] >> 32));
        part.count.push_back(static_cast<std::uint32_t>(k - i));
        for (; i < k; ++i) part.postings.push_back(static_cast<ArticleId>(entries[i]));
      }
      i = k;
    }
  }, 1);
  // Articles that could have a shingle at all: those whose sketch reaches its hash.
  std::vector<std::size_t> reach(tiers + 1, 0);
  for (const auto& s : sketches) ++reach[s.tier];
  Index index;
  index.shingles = &statistics;
  std::size_t shingles = 0, postings = 0;
  for (const auto& p : parts) shingles += p.hash.size(), postings += p.postings.size();
  index.starts.reserve(shingles + 1);
  index.postings.reserve(postings);
  statistics.hash.reserve(shingles);
  statistics.articles.reserve(shingles);
  statistics.weight.reserve(shingles);
  std::vector<std::size_t> within(33, 0);  // by number of leading zero bits of the hash
  for (unsigned zeros = 0; zeros <= 32; ++zeros) {
    for (unsigned t = 0; t <= std::min(zeros, tiers); ++t) within[zeros] += reach[t];
  }
  for (auto& p : parts) {
    for (std::size_t k = 0; k < p.hash.size(); ++k) {
      const auto zeros = static_cast<std::size_t>(std::countl_zero(p.hash[k]));
      index.starts.push_back(index.starts.back() + p.count[k]);
      statistics.hash.push_back(p.hash[k]);
      statistics.articles.push_back(p.count[k]);
      statistics.weight.push_back(static_cast<float>(std::log(1.0 + static_cast<double>(within[zeros]) / p.count[k])));
    }
    index.postings.insert(index.postings.end(), p.postings.begin(), p.postings.end());
    p = {};
  }
  index.row_starts.assign(n + 1, 0);
  for (const ArticleId i : index.postings) ++index.row_starts[i + 1];
  for (std::size_t i = 0; i < n; ++i) index.row_starts[i + 1] += index.row_starts[i];
  index.rows.resize(index.postings.size());
  std::vector<std::size_t> next(index.row_starts.begin(), index.row_starts.end() - 1);
  for (std::uint32_t g = 0; g < statistics.hash.size(); ++g) {
    for (std::size_t k = index.starts[g]; k < index.starts[g + 1]; ++k) index.rows[next[index.postings[k]]++] = g;
  }
  return index;
}

/// What one article looks up: all its rare shingles, then the rarest of its frequent ones while less than half of its
/// weight is covered.
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
  if (2 * covered >= total) return out;
  std::sort(common.begin(), common.end(), [&](auto x, auto y) {
    const auto dx = statistics.articles[x], dy = statistics.articles[y];
    return dx != dy ? dx < dy : x < y;
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

/// Gap between two stretches of time, 0 where they overlap or one is unknown.
double gap(double first_a, double last_a, double first_b, double last_b) {
  const double g = std::max(first_a - last_b, first_b - last_a);
  return g > 0 ? g : 0;
}

}  // namespace

double sequence_share(const SequenceStatistics& statistics, std::u16string_view a, std::u16string_view b) {
  struct Side {
    unsigned tier;
    std::vector<std::uint32_t> row, looked;
    std::array<float, tiers> weight;
  };
  const auto side = [&](std::u16string_view units) {
    Side s;
    const Sketch sketch = sketch_of(units, statistics.options.sketch);
    s.tier = sketch.tier;
    for (const std::uint32_t h : sketch.hashes) {
      const auto it = std::lower_bound(statistics.hash.begin(), statistics.hash.end(), h);
      if (it != statistics.hash.end() && *it == h) s.row.push_back(static_cast<std::uint32_t>(it - statistics.hash.begin()));
    }
    s.looked = looked_up(statistics, s.row);
    s.weight = weights(statistics, s.looked);
    return s;
  };
  const Side x = side(a), y = side(b);
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

Candidates find_candidates(std::size_t n, const std::function<std::u16string(std::size_t)>& stream_of,
                           std::span<const double> earliest, std::span<const double> latest,
                           const CandidateOptions& options, const Control& control) {
  Candidates out;
  SequenceStatistics& statistics = out.statistics;
  statistics.options = options;
  statistics.frequent = std::max(options.frequent_at_least,
                                 static_cast<std::size_t>(options.frequent_share * static_cast<double>(n)));
  std::vector<Sketch> sketches(n);
  parallel_for("shingles", n, control, [&](std::size_t i) { sketches[i] = sketch_of(stream_of(i), options.sketch); });
  const Index index = build_index(sketches, statistics, control);
  for (const std::uint32_t df : statistics.articles) out.frequent += df > statistics.frequent;
  std::vector<unsigned> tier(n);
  for (std::size_t i = 0; i < n; ++i) tier[i] = sketches[i].tier;
  sketches = {};
  std::vector<std::array<float, tiers>> weight(n);
  parallel_for("weights", n, control,
               [&](std::size_t i) { weight[i] = weights(statistics, looked_up(statistics, index.row(i))); });

  struct Scratch {
    std::vector<float> sum;
    std::vector<ArticleId> touched;
    std::vector<Candidate> found;
    std::size_t looked_at = 0;
  };
  std::vector<Scratch> scratch(worker_count(control, (n + 31) / 32));
  parallel_blocks("candidates", n, 32, control, [&](std::size_t begin, std::size_t end, unsigned worker) {
    Scratch& s = scratch[worker];
    if (s.sum.empty()) s.sum.assign(n, 0.0F);
    for (auto i = static_cast<ArticleId>(begin); i < end; ++i) {
      for (const std::uint32_t g : looked_up(statistics, index.row(i))) {
        const float w = statistics.weight[g];
        for (std::size_t k = index.starts[g]; k < index.starts[g + 1]; ++k) {
          const ArticleId j = index.postings[k];
          if (s.sum[j] == 0.0F) s.touched.push_back(j);
          s.sum[j] += w;
        }
      }
      for (const ArticleId j : s.touched) {
        const float sum = s.sum[j];
        s.sum[j] = 0.0F;
        if (j == i) continue;
        ++s.looked_at;
        if (gap(earliest[i], latest[i], earliest[j], latest[j]) > options.window) continue;
        const unsigned t = std::max(tier[i], tier[j]);
        const float smaller = std::min(weight[i][t], weight[j][t]);
        if (smaller <= 0 || sum / smaller < options.min_share) continue;
        s.found.push_back({std::min(i, j), std::max(i, j), std::min(1.0F, sum / smaller)});
      }
      s.touched.clear();
    }
  });
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
