#include "pairs_families.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t keys = 16;        // shingles by which a representative is found
constexpr std::size_t least_hits = 4;   // of them; nearly the same bodies share 12 or more
constexpr std::size_t most_tried = 8;   // representatives compared in full, those with most hits

class Families {
 public:
  Families(const SequenceIndex& index, const TimeOrder& order, const FamilyOptions& options,
           const std::function<bool(ArticleId, ArticleId)>& may_meet)
      : index_(index), order_(order), options_(options), may_meet_(may_meet), hits_(index.bodies(), 0),
        alone_(std::log(1.0 + static_cast<double>(index.bodies()))),
        crowded_(std::max(options.crowd_at_least,
                          static_cast<std::size_t>(options.crowd_share * static_cast<double>(index.bodies())))) {}

  /// Ranks of bodies in a crowd, the fullest first.
  std::vector<std::uint32_t> crowd() const {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < index_.bodies(); ++i) {
      const auto row = index_.row(i);
      const auto crowded = std::count_if(row.begin(), row.end(), [&](auto g) { return articles_with(g) > crowded_; });
      if (crowded > 0 && 2 * static_cast<std::size_t>(crowded) >= index_.size[i]) out.push_back(i);
    }
    const auto length = [&](std::uint32_t i) { return std::uint64_t{index_.size[i]} << index_.tier[i]; };
    std::sort(out.begin(), out.end(), [&](std::uint32_t x, std::uint32_t y) {
      return length(x) != length(y) ? length(x) > length(y) : order_.body(x) < order_.body(y);
    });
    return out;
  }

  /// The representative of rank i among those before it; i itself where there is none, which then is one.
  std::uint32_t settle(std::uint32_t i) {
    const std::vector<std::uint32_t> mine = keys_of(i);
    for (const std::uint32_t g : mine) {
      const auto it = leaders_.find(g);
      if (it == leaders_.end()) continue;
      for (const std::uint32_t leader : it->second) {
        if (hits_[leader]++ == 0) met_.push_back(leader);
      }
    }
    std::sort(met_.begin(), met_.end(), [&](std::uint32_t x, std::uint32_t y) {
      return hits_[x] != hits_[y] ? hits_[x] > hits_[y] : order_.body(x) < order_.body(y);
    });
    std::uint32_t best = i;
    double most = options_.alike;
    std::size_t tried = 0;
    for (const std::uint32_t leader : met_) {
      if (hits_[leader] < least_hits || tried == most_tried) break;
      if (!order_.inside(i, leader) || (may_meet_ && !may_meet_(order_.body(i), order_.body(leader)))) continue;
      ++tried;
      const double share = likeness(i, leader);
      if (share > most || (share == most && best == i)) best = leader, most = share;
    }
    for (const std::uint32_t leader : met_) hits_[leader] = 0;
    met_.clear();
    if (best == i) {
      for (const std::uint32_t g : mine) leaders_[g].push_back(i);
    }
    return best;
  }

 private:
  std::size_t articles_with(std::uint32_t shingle) const { return index_.statistics.articles[shingle]; }

  /// The rarest of a body's crowded shingles: bodies nearly the same choose nearly the same ones, others hardly any.
  std::vector<std::uint32_t> keys_of(std::uint32_t i) const {
    std::vector<std::uint32_t> out;
    for (const std::uint32_t g : index_.row(i)) {
      if (articles_with(g) > crowded_) out.push_back(g);
    }
    const auto rarer = [&](std::uint32_t x, std::uint32_t y) {
      return articles_with(x) != articles_with(y) ? articles_with(x) < articles_with(y) : x < y;
    };
    const std::size_t kept = std::min(keys, out.size());
    std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(kept), out.end(), rarer);
    out.resize(kept);
    return out;
  }

  struct Extent {
    std::size_t shingles = 0;
    double weight = 0;
    void add(double w) { ++shingles, weight += w; }
  };

  /// Share of the fuller body's shingles that both have, those it alone has included, on what both sketches reach; 0 where
  /// that of their weights is too small.
  double likeness(std::uint32_t x, std::uint32_t y) const {
    const unsigned tier = std::max(index_.tier[x], index_.tier[y]);
    const std::uint64_t reach = std::uint64_t{1} << (32 - tier);
    const auto row = [&](std::uint32_t i) {
      const auto all = index_.row(i);
      const auto end = std::partition_point(all.begin(), all.end(), [&](auto g) { return index_.statistics.hash[g] < reach; });
      return all.first(static_cast<std::size_t>(end - all.begin()));
    };
    const auto whole = [&](std::uint32_t i, std::span<const std::uint32_t> in) {
      Extent e;
      for (const std::uint32_t g : in) e.add(index_.statistics.weight[g]);
      const std::size_t own = (index_.size[i] - index_.row(i).size()) >> (tier - index_.tier[i]);
      return Extent{e.shingles + own, e.weight + alone_ * static_cast<double>(own)};
    };
    const auto rx = row(x), ry = row(y);
    Extent both;
    for (std::size_t i = 0, k = 0; i < rx.size() && k < ry.size();) {
      if (rx[i] == ry[k]) {
        both.add(index_.statistics.weight[rx[i]]);
        ++i, ++k;
      } else if (rx[i] < ry[k]) {
        ++i;
      } else {
        ++k;
      }
    }
    const Extent all_x = whole(x, rx), all_y = whole(y, ry);
    const double fuller = static_cast<double>(std::max(all_x.shingles, all_y.shingles));
    const bool rare_too = both.weight >= options_.alike_weighed * std::max(all_x.weight, all_y.weight);
    return rare_too && fuller > 0 ? static_cast<double>(both.shingles) / fuller : 0;
  }

  const SequenceIndex& index_;
  const TimeOrder& order_;
  const FamilyOptions& options_;
  const std::function<bool(ArticleId, ArticleId)>& may_meet_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> leaders_;  // shingle -> ranks; looked up by key only
  std::vector<std::uint32_t> hits_, met_;
  double alone_;         // weight of a shingle that one body alone has
  std::size_t crowded_;  // a shingle in more bodies than this is
};

}  // namespace

std::vector<ArticleId> find_representatives(const SequenceIndex& index, const TimeOrder& order, const FamilyOptions& options,
                                            const std::function<bool(ArticleId, ArticleId)>& may_meet, const Control& control) {
  std::vector<ArticleId> representative(index.bodies());
  std::iota(representative.begin(), representative.end(), ArticleId{0});
  beside("families", control, [&] {
    Families families(index, order, options, may_meet);
    for (const std::uint32_t i : families.crowd()) {
      throw_if_stopping();
      representative[order.body(i)] = order.body(families.settle(i));
    }
  });
  return representative;
}

}  // namespace wirecopy::detail
