#include "pairs_sketches.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "hash.hpp"
#include "memory.hpp"
#include "parallel.hpp"
#include "stream_units.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t partitions = 64;  // of the hash range, sorted one by one to bound memory

struct Partition {
  std::vector<std::uint32_t> hash, count, postings;
};

Partition sorted_part(const std::vector<Sketch>& sketches, std::uint64_t from, std::uint64_t to) {
  std::vector<std::uint64_t> entries;
  for (std::size_t i = 0; i < sketches.size(); ++i) {
    const auto& h = sketches[i].hashes;
    for (auto it = std::lower_bound(h.begin(), h.end(), from); it != h.end() && *it < to; ++it) {
      entries.push_back(std::uint64_t{*it} << 32 | i);
    }
  }
  std::sort(entries.begin(), entries.end());
  Partition part;
  for (std::size_t i = 0; i < entries.size();) {
    std::size_t k = i;
    while (k < entries.size() && entries[k] >> 32 == entries[i] >> 32) ++k;
    if (k - i >= 2) {
      part.hash.push_back(static_cast<std::uint32_t>(entries[i] >> 32));
      part.count.push_back(static_cast<std::uint32_t>(k - i));
      for (; i < k; ++i) part.postings.push_back(static_cast<std::uint32_t>(entries[i]));
    }
    i = k;
  }
  return part;
}

/// Articles that could have a shingle at all, by the leading zero bits of its hash: those whose sketch reaches it.
std::array<std::size_t, 33> reaching(const std::vector<Sketch>& sketches) {
  std::array<std::size_t, tiers + 1> of_tier{};
  for (const auto& s : sketches) ++of_tier[s.tier];
  std::array<std::size_t, 33> within{};
  for (unsigned zeros = 0; zeros <= 32; ++zeros) {
    for (unsigned t = 0; t <= std::min(zeros, tiers); ++t) within[zeros] += of_tier[t];
  }
  return within;
}

void collect(SequenceIndex& index, std::vector<Partition>& parts, const std::array<std::size_t, 33>& within) {
  SequenceStatistics& statistics = index.statistics;
  std::size_t shingles = 0, postings = 0;
  for (const auto& p : parts) shingles += p.hash.size(), postings += p.postings.size();
  index.starts.reserve(shingles + 1);
  index.postings.reserve(postings);
  statistics.hash.reserve(shingles);
  statistics.articles.reserve(shingles);
  statistics.weight.reserve(shingles);
  for (auto& p : parts) {
    for (std::size_t k = 0; k < p.hash.size(); ++k) {
      const auto zeros = static_cast<std::size_t>(std::countl_zero(p.hash[k]));
      index.starts.push_back(index.starts.back() + p.count[k]);
      statistics.hash.push_back(p.hash[k]);
      statistics.articles.push_back(p.count[k]);
      statistics.weight.push_back(static_cast<float>(std::log(1.0 + static_cast<double>(within[zeros]) / p.count[k])));
      index.frequent += p.count[k] > statistics.frequent;
    }
    index.postings.insert(index.postings.end(), p.postings.begin(), p.postings.end());
    p = {};
  }
}

void list_rows(SequenceIndex& index) {
  const std::size_t n = index.bodies();
  index.row_starts.assign(n + 1, 0);
  for (const std::uint32_t i : index.postings) ++index.row_starts[i + 1];
  for (std::size_t i = 0; i < n; ++i) index.row_starts[i + 1] += index.row_starts[i];
  index.rows.resize(index.postings.size());
  std::vector<std::size_t> next(index.row_starts.begin(), index.row_starts.end() - 1);
  for (std::uint32_t g = 0; g + 1 < index.starts.size(); ++g) {
    for (std::size_t k = index.starts[g]; k < index.starts[g + 1]; ++k) index.rows[next[index.postings[k]]++] = g;
  }
}

}  // namespace

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

SequenceIndex index_sequences(const TimeOrder& order, const std::function<std::u16string(ArticleId)>& stream_of,
                              const CandidateOptions& options, const Control& control) {
  const std::size_t n = order.size();
  SequenceIndex index;
  index.statistics.options = options;
  index.statistics.frequent = std::max(options.frequent_at_least,
                                       static_cast<std::size_t>(options.frequent_share * static_cast<double>(n)));
  std::vector<Sketch> sketches(n);
  parallel_for("shingles", n, control, [&](std::size_t i) { sketches[i] = sketch_of(stream_of(order.body(i)), options.sketch); });
  for (const Sketch& s : sketches) {
    index.tier.push_back(static_cast<std::uint8_t>(s.tier));
    index.size.push_back(static_cast<std::uint32_t>(s.hashes.size()));
  }
  std::vector<Partition> parts(partitions);
  parallel_for("index", partitions, control, [&](std::size_t p) {
    const std::uint64_t width = (std::uint64_t{1} << 32) / partitions;
    parts[p] = sorted_part(sketches, width * p, width * (p + 1));
  }, 1);
  const auto within = reaching(sketches);
  release(sketches);
  collect(index, parts, within);
  list_rows(index);
  return index;
}

}  // namespace wirecopy::detail
