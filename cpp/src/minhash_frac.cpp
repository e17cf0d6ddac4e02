// MinHash: whole sets of many texts, samples of sets by their hashes, and what sets have in common.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "hash.hpp"
#include "minhash_sets.hpp"
#include "radix_sort.hpp"

namespace wirecopy {

namespace {

constexpr std::size_t grain = 64;  // sets

/// Keeps the hashes up to the last one that is below 2^64 / scale.
struct Sampler {
  std::uint64_t key, last;
  Sampler(double scale, std::uint64_t seed) : key(detail::mix(seed + 0x9e3779b97f4a7c15ULL)) {
    if (!(scale >= 1 && scale < 0x1p63)) throw std::invalid_argument("scale must be 1 or more, below 2^63");
    const double below = 0x1p64 / scale;
    last = below >= 0x1p64 ? ~std::uint64_t{0} : static_cast<std::uint64_t>(std::ceil(below)) - 1;
  }
  std::vector<std::uint64_t> operator()(std::span<const std::uint64_t> set) const {
    std::vector<std::uint64_t> out;
    for (const std::uint64_t v : set) {
      if (const std::uint64_t h = detail::mix(v + key); h <= last) out.push_back(h);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }
};

}  // namespace

Sets shingle_sets(std::span<const std::string_view> texts, const ShingleOptions& options, const Control& control) {
  std::vector<std::vector<std::uint64_t>> sets(texts.size());
  detail::each_shingle_set("shingles", texts, options, control, [&](std::size_t i, std::span<const std::uint64_t> shingles) {
    sets[i].assign(shingles.begin(), shingles.end());
    std::sort(sets[i].begin(), sets[i].end());
  });
  return detail::joined(sets);
}

Sets frac_minhash(const SetsView& sets, double scale, std::uint64_t seed, const Control& control) {
  detail::check_sets(sets);
  const Sampler sample(scale, seed);
  std::vector<std::vector<std::uint64_t>> out(sets.size());
  detail::parallel_for("samples", sets.size(), control, [&](std::size_t i) { out[i] = sample(sets[i]); }, grain);
  return detail::joined(out);
}

std::pair<Sets, std::vector<std::int64_t>> frac_minhash(std::span<const std::string_view> texts, double scale, std::uint64_t seed,
                                                        const ShingleOptions& options, const Control& control) {
  const Sampler sample(scale, seed);
  std::vector<std::vector<std::uint64_t>> out(texts.size());
  std::vector<std::int64_t> sizes(texts.size());
  detail::each_shingle_set("samples", texts, options, control, [&](std::size_t i, std::span<const std::uint64_t> shingles) {
    out[i] = sample(shingles);
    sizes[i] = static_cast<std::int64_t>(shingles.size());
  });
  return {detail::joined(out), std::move(sizes)};
}

double frac_containment(std::size_t shared, std::size_t sampled, double size, double scale) {
  if (!(scale >= 1)) throw std::invalid_argument("scale must be 1 or more");
  if (shared > sampled) throw std::invalid_argument("shared must be at most sampled");
  if (shared == 0) return 0;
  const double members = std::max(size < 0 ? scale * static_cast<double>(sampled) : size, static_cast<double>(sampled));
  const double some = scale == 1 ? 1 : -std::expm1(members * std::log1p(-1 / scale));  // that the sample is not empty
  return std::min(1.0, static_cast<double>(shared) / static_cast<double>(sampled) / some);
}

std::vector<std::int64_t> shared_values(const SetsView& sets, std::span<const std::int64_t> a, std::span<const std::int64_t> b,
                                        const Control& control) {
  detail::check_sets(sets);
  detail::check_rows(a, b, sets.size());
  std::vector<std::int64_t> out(a.size());
  detail::parallel_for("shared", a.size(), control, [&](std::size_t i) {
    const auto x = sets[static_cast<std::size_t>(a[i])], y = sets[static_cast<std::size_t>(b[i])];
    std::int64_t n = 0;
    for (std::size_t p = 0, q = 0; p < x.size() && q < y.size();) {
      n += x[p] == y[q];
      const bool step = x[p] <= y[q];
      q += y[q] <= x[p];
      p += step;
    }
    out[i] = n;
  }, grain);
  return out;
}

SharedPairs pairs_of_sets(const SetsView& sets, std::size_t min_shared, double min_share, std::size_t max_pairs, const Control& control) {
  detail::check_sets(sets);
  if (min_shared < 1) throw std::invalid_argument("min_shared must be 1 or more");
  if (!(min_share >= 0 && min_share <= 1)) throw std::invalid_argument("min_share must lie between 0 and 1");
  if (sets.size() > 0xffff'fffe) throw std::invalid_argument("at most 4294967294 sets");
  std::vector<std::size_t> lists{0};       // member that sets share -> its place in `holders`
  std::vector<std::uint32_t> holders;      // ascending inside a list
  std::vector<std::vector<std::uint32_t>> lists_of(sets.size());
  detail::beside("pairs", control, [&] {
    std::vector<detail::KeyAndNumber> all;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      for (const std::uint64_t v : sets[i]) all.push_back({v, static_cast<std::uint32_t>(i)});
    }
    detail::radix_sort(all);
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
      for (end = begin + 1; end < all.size() && all[end].key == all[begin].key;) ++end;
      if (end - begin < 2) continue;
      for (std::size_t i = begin; i < end; ++i) {
        lists_of[all[i].number].push_back(static_cast<std::uint32_t>(lists.size() - 1));
        holders.push_back(all[i].number);
      }
      lists.push_back(holders.size());
    }
  });
  struct Found {
    std::uint32_t a, b, shared;
  };
  std::vector<std::vector<Found>> found(sets.size());
  std::vector<std::vector<std::uint32_t>> counts(detail::worker_count(control, (sets.size() + grain - 1) / grain));
  std::atomic<std::size_t> total{0};
  detail::parallel_blocks("pairs", sets.size(), grain, control, [&](std::size_t first, std::size_t last, unsigned worker) {
    auto& count = counts[worker];
    count.resize(sets.size());
    std::vector<std::uint32_t> touched;
    for (std::size_t x = first; x < last; ++x) {
      detail::throw_if_stopping();
      for (const auto list : lists_of[x]) {
        const auto all = std::span(holders).subspan(lists[list], lists[list + 1] - lists[list]);
        for (auto y = std::upper_bound(all.begin(), all.end(), static_cast<std::uint32_t>(x)); y != all.end(); ++y) {
          if (count[*y]++ == 0) touched.push_back(*y);
        }
      }
      std::sort(touched.begin(), touched.end());
      for (const auto y : touched) {
        const std::uint32_t shared = std::exchange(count[y], 0);
        const auto smaller = static_cast<double>(std::min(sets[x].size(), sets[y].size()));
        if (shared < min_shared || shared / smaller < min_share) continue;
        found[x].push_back({static_cast<std::uint32_t>(x), y, shared});
      }
      touched.clear();
      if (total.fetch_add(found[x].size(), std::memory_order_relaxed) + found[x].size() > max_pairs) {
        throw std::length_error("more than max_pairs (" + std::to_string(max_pairs) + ") pairs; raise the bounds or max_pairs");
      }
    }
  });
  SharedPairs out;
  for (const auto& of_set : found) {
    for (const Found& f : of_set) out.a.push_back(f.a), out.b.push_back(f.b), out.shared.push_back(f.shared);
  }
  return out;
}

}  // namespace wirecopy
