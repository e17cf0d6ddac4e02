#include "pairs_candidates.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "hash.hpp"
#include "parallel.hpp"
#include "passages.hpp"

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
  std::vector<std::size_t> starts{0};       // shingle -> postings
  std::vector<ArticleId> postings;
  std::vector<float> weight;                // per shingle
  std::vector<std::uint32_t> hash;          // per shingle, ascending
  std::vector<std::size_t> row_starts;      // article -> rows
  std::vector<std::uint32_t> rows;          // shingles of each article, ascending by hash
  std::size_t df(std::uint32_t g) const { return starts[g + 1] - starts[g]; }
};

struct Partition {
  std::vector<std::uint32_t> hash, count;
  std::vector<ArticleId> postings;
};

Index build_index(const std::vector<Sketch>& sketches, const Control& control) {
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
  std::size_t shingles = 0, postings = 0;
  for (const auto& p : parts) shingles += p.hash.size(), postings += p.postings.size();
  index.starts.reserve(shingles + 1);
  index.postings.reserve(postings);
  index.weight.reserve(shingles);
  index.hash.reserve(shingles);
  std::vector<std::size_t> within(33, 0);  // by number of leading zero bits of the hash
  for (unsigned zeros = 0; zeros <= 32; ++zeros) {
    for (unsigned t = 0; t <= std::min(zeros, tiers); ++t) within[zeros] += reach[t];
  }
  for (auto& p : parts) {
    for (std::size_t k = 0; k < p.hash.size(); ++k) {
      const auto zeros = static_cast<std::size_t>(std::countl_zero(p.hash[k]));
      index.starts.push_back(index.starts.back() + p.count[k]);
      index.weight.push_back(static_cast<float>(std::log(1.0 + static_cast<double>(within[zeros]) / p.count[k])));
      index.hash.push_back(p.hash[k]);
    }
    index.postings.insert(index.postings.end(), p.postings.begin(), p.postings.end());
    p = {};
  }
  index.row_starts.assign(n + 1, 0);
  for (const ArticleId i : index.postings) ++index.row_starts[i + 1];
  for (std::size_t i = 0; i < n; ++i) index.row_starts[i + 1] += index.row_starts[i];
  index.rows.resize(index.postings.size());
  std::vector<std::size_t> next(index.row_starts.begin(), index.row_starts.end() - 1);
  for (std::uint32_t g = 0; g < index.hash.size(); ++g) {
    for (std::size_t k = index.starts[g]; k < index.starts[g + 1]; ++k) index.rows[next[index.postings[k]]++] = g;
  }
  return index;
}

/// What one article looks up: all its rare shingles, then the rarest of its frequent ones while less than half of its
/// weight is covered.
std::vector<std::uint32_t> looked_up(const Index& index, std::size_t article, std::size_t frequent,
                                     std::size_t most_frequent) {
  std::vector<std::uint32_t> out, common;
  double total = 0, covered = 0;
  for (std::size_t k = index.row_starts[article]; k < index.row_starts[article + 1]; ++k) {
    const std::uint32_t g = index.rows[k];
    total += index.weight[g];
    if (index.df(g) <= frequent) {
      out.push_back(g);
      covered += index.weight[g];
    } else {
      common.push_back(g);
    }
  }
  if (2 * covered >= total) return out;
  std::sort(common.begin(), common.end(), [&](auto x, auto y) {
    return index.df(x) != index.df(y) ? index.df(x) < index.df(y) : x < y;
  });
  for (std::size_t k = 0; k < common.size() && k < most_frequent && 2 * covered < total; ++k) {
    out.push_back(common[k]);
    covered += index.weight[common[k]];
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Candidates find_candidates(std::size_t n, const std::function<std::u16string(std::size_t)>& stream_of,
                           std::span<const double> hours, const CandidateOptions& options, const Control& control) {
  std::vector<Sketch> sketches(n);
  parallel_for("shingles", n, control, [&](std::size_t i) { sketches[i] = sketch_of(stream_of(i), options.sketch); });
  const Index index = build_index(sketches, control);
  const auto frequent = std::max(options.frequent_at_least,
                                 static_cast<std::size_t>(options.frequent_share * static_cast<double>(n)));
  Candidates out;
  out.shingles = index.hash.size();
  for (std::uint32_t g = 0; g < index.hash.size(); ++g) out.frequent += index.df(g) > frequent;

  // Looked-at weight of each article, down to each tier: two sketches compare on what both of them reach.
  std::vector<float> weight(n * tiers, 0.0F);
  std::vector<unsigned> tier(n);
  parallel_for("weights", n, control, [&](std::size_t i) {
    tier[i] = sketches[i].tier;
    for (const std::uint32_t g : looked_up(index, i, frequent, options.frequent_looked_at)) {
      const auto zeros = static_cast<unsigned>(std::countl_zero(index.hash[g]));
      for (unsigned t = 0; t < tiers && t <= zeros; ++t) weight[i * tiers + t] += index.weight[g];
    }
  });
  sketches.clear();
  sketches.shrink_to_fit();

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
    for (std::size_t i = begin; i < end; ++i) {
      for (const std::uint32_t g : looked_up(index, i, frequent, options.frequent_looked_at)) {
        const float w = index.weight[g];
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
        if (std::abs(hours[i] - hours[j]) > options.window) continue;  // unknown times (NaN) are always inside
        const unsigned t = std::max(tier[i], tier[j]);
        const float smaller = std::min(weight[i * tiers + t], weight[j * tiers + t]);
        const auto share = sum / smaller;
        if (smaller <= 0 || share < options.min_share) continue;
        s.found.push_back({std::min<ArticleId>(static_cast<ArticleId>(i), j), std::max<ArticleId>(static_cast<ArticleId>(i), j),
                           std::min(1.0F, share)});
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
