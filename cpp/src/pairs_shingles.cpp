#include "pairs_shingles.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "pairs_filter.hpp"
#include "parallel.hpp"

namespace wirecopy {

namespace {

constexpr std::size_t grain = 16;
constexpr std::size_t parts = 64;  // of the hashes, by their highest bits
using Sets = std::vector<std::vector<std::uint64_t>>;

/// The shingles that two texts or more have, rarest first, with the texts that have them. Texts are known by their rank:
/// smaller sets come first.
struct Index {
  std::vector<std::size_t> starts{0};  ///< per shingle, of its texts
  std::vector<std::uint32_t> texts;    ///< ascending inside a shingle
  std::vector<std::size_t> list_starts;
  std::vector<std::uint32_t> lists;    ///< per text: its shingles, rarest first
  std::span<const std::uint32_t> texts_of(std::size_t s) const { return std::span(texts).subspan(starts[s], starts[s + 1] - starts[s]); }
  std::span<const std::uint32_t> list(std::size_t t) const {
    return std::span(lists).subspan(list_starts[t], list_starts[t + 1] - list_starts[t]);
  }
};

struct Part {
  std::vector<std::uint32_t> sizes;  ///< per shingle
  std::vector<std::uint32_t> texts;
};

/// Shared shingles whose hashes begin with the six bits of `part`. `sets` are in order of rank.
Part shared_of(const std::vector<const std::vector<std::uint64_t>*>& sets, std::size_t part) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> all;
  const auto low = static_cast<std::uint64_t>(part) << 58;
  for (std::size_t t = 0; t < sets.size(); ++t) {
    auto at = std::lower_bound(sets[t]->begin(), sets[t]->end(), low);
    for (; at != sets[t]->end() && *at >> 58 == part; ++at) all.emplace_back(*at, static_cast<std::uint32_t>(t));
  }
  std::sort(all.begin(), all.end());
  Part out;
  for (std::size_t i = 0, end = 0; i < all.size(); i = end) {
    for (end = i + 1; end < all.size() && all[end].first == all[i].first;) ++end;
    if (end - i < 2) continue;
    out.sizes.push_back(static_cast<std::uint32_t>(end - i));
    for (std::size_t k = i; k < end; ++k) out.texts.push_back(all[k].second);
  }
  return out;
}

Index build_index(const std::vector<const std::vector<std::uint64_t>*>& sets, const Control& control) {
  std::vector<Part> found(parts);
  detail::parallel_for("shingles", parts, control, [&](std::size_t p) { found[p] = shared_of(sets, p); }, 1);
  Index index;
  detail::beside("shingles", control, [&] {
    // Rarest first, by counting sort; among equals the order of their hashes.
    std::vector<std::size_t> of_size(sets.size() + 2);
    std::size_t entries = 0;
    for (const auto& part : found) {
      for (const auto n : part.sizes) ++of_size[n + 1], entries += n;
    }
    for (std::size_t n = 1; n < of_size.size(); ++n) of_size[n] += of_size[n - 1];
    const std::size_t shingles = of_size.back();
    index.starts.assign(shingles + 1, 0);
    auto place = of_size;
    for (const auto& part : found) {
      for (const auto n : part.sizes) index.starts[place[n]++ + 1] = n;
    }
    for (std::size_t s = 0; s < shingles; ++s) index.starts[s + 1] += index.starts[s];
    index.texts.resize(entries);
    place = of_size;
    for (auto& part : found) {
      std::size_t at = 0;
      for (const auto n : part.sizes) {
        std::copy_n(part.texts.begin() + static_cast<std::ptrdiff_t>(at), n,
                    index.texts.begin() + static_cast<std::ptrdiff_t>(index.starts[place[n]++]));
        at += n;
      }
      part = {};
    }
    index.list_starts.assign(sets.size() + 1, 0);
    for (const auto t : index.texts) ++index.list_starts[t + 1];
    for (std::size_t t = 0; t < sets.size(); ++t) index.list_starts[t + 1] += index.list_starts[t];
    index.lists.resize(entries);
    auto next = index.list_starts;
    for (std::size_t s = 0; s < shingles; ++s) {
      for (const auto t : index.texts_of(s)) index.lists[next[t]++] = static_cast<std::uint32_t>(s);
    }
  });
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

}  // namespace

ShinglePairs shingle_join(std::span<const std::string_view> texts, const ShingleOptions& options, const PairFilter& filter,
                          const Control& control) {
  const auto how = detail::checked(options);
  detail::check(filter, texts.size(), true, 0);
  Sets sets(texts.size());
  const Tokenizer tokenizer;
  detail::parallel_for("shingles", texts.size(), control, [&](std::size_t i) {
    validate(texts[i], i);
    sets[i] = detail::shingle_set(texts[i], how, tokenizer);
  });
  std::vector<std::uint32_t> row(texts.size());  // of each rank
  std::iota(row.begin(), row.end(), 0U);
  std::sort(row.begin(), row.end(), [&](auto x, auto y) { return sets[x].size() != sets[y].size() ? sets[x].size() < sets[y].size() : x < y; });
  std::vector<std::uint64_t> size;  // of each rank
  std::vector<const std::vector<std::uint64_t>*> ranked;
  for (const auto r : row) size.push_back(sets[r].size()), ranked.push_back(&sets[r]);
  const Index index = build_index(ranked, control);
  Sets().swap(sets);
  const detail::Meets meets(filter, true);
  const std::size_t blocks = (texts.size() + grain - 1) / grain;
  std::vector<std::vector<Found>> found(blocks);
  std::vector<Worker> workers(detail::worker_count(control, blocks));
  detail::parallel_blocks("pairs", texts.size(), grain, control, [&](std::size_t begin, std::size_t end, unsigned me) {
    Worker& w = workers[me];
    w.count.resize(texts.size());
    for (std::size_t x = begin; x < end; ++x) {
      const auto list = index.list(x);
      // Every partner is as large as x or larger, so both shares ask for at least so many of x's own shingles.
      const auto need = std::max({how.min_shared, at_least(how.min_containment, size[x]), at_least(how.min_resemblance, size[x])});
      if (need > list.size()) continue;
      // Whoever shares `need` of them shares one that is not among the `need - 1` most frequent (prefix filter).
      const auto prefix = static_cast<std::size_t>(list.size() - need + 1);
      const auto later = [&](std::uint32_t s) {
        const auto all = index.texts_of(s);
        return std::span(std::upper_bound(all.begin(), all.end(), static_cast<std::uint32_t>(x)), all.end());
      };
      for (const auto s : list.first(prefix)) {
        for (const auto y : later(s)) {
          if (w.count[y]++ == 0) w.touched.push_back(y);
        }
      }
      const auto rest = list.subspan(prefix);
      std::size_t through_index = 0;
      for (const auto s : rest) through_index += later(s).size();
      const bool one_by_one = w.touched.size() * (rest.size() + 64) < through_index;
      for (const auto s : one_by_one ? rest.first(0) : rest) {
        for (const auto y : later(s)) w.count[y] += w.count[y] > 0;
      }
      for (const auto y : w.touched) {
        std::uint64_t shared = std::exchange(w.count[y], 0);
        if (!meets(row[x], row[y])) continue;
        if (static_cast<double>(size[x]) / static_cast<double>(size[y]) < how.min_resemblance) continue;
        if (one_by_one) shared += common(rest, index.list(y));
        const auto n = static_cast<double>(shared);
        if (shared < how.min_shared || n / static_cast<double>(size[x]) < how.min_containment) continue;
        if (n / static_cast<double>(size[x] + size[y] - shared) < how.min_resemblance) continue;
        found[begin / grain].push_back({std::min(row[x], row[y]), std::max(row[x], row[y]), shared});
      }
      w.touched.clear();
    }
  });
  ShinglePairs out;
  detail::beside("pairs", control, [&] {
    std::vector<Found> all;
    for (auto& block : found) {
      all.insert(all.end(), block.begin(), block.end());
      block = {};
    }
    std::sort(all.begin(), all.end(), [](const Found& p, const Found& q) { return p.a != q.a ? p.a < q.a : p.b < q.b; });
    std::vector<std::uint64_t> size_of(texts.size());
    for (std::size_t t = 0; t < row.size(); ++t) size_of[row[t]] = size[t];
    for (const auto& f : all) {
      const auto n = static_cast<double>(f.shared);
      const auto na = size_of[f.a], nb = size_of[f.b];
      out.a.push_back(f.a);
      out.b.push_back(f.b);
      out.shared.push_back(static_cast<std::int64_t>(f.shared));
      out.resemblance.push_back(n / static_cast<double>(na + nb - f.shared));
      out.containment_a.push_back(n / static_cast<double>(na));
      out.containment_b.push_back(n / static_cast<double>(nb));
    }
  });
  return out;
}

}  // namespace wirecopy
