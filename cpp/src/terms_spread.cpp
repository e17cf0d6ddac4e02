#include "terms_spread.hpp"

#include <algorithm>
#include <cstring>

#include "terms_spread_kernels.hpp"

namespace wirecopy::detail {

void Spread::run(const Paths& paths, std::span<const std::uint32_t> leaves, const std::uint32_t* times) {
  const std::size_t most = leaves.size() * paths.depth() + spread_slack;
  if (columns_.size() < most) columns_.resize(2 * most), counts_.resize(2 * most);
  if (!paths.is_even()) return run_uneven(paths, leaves, times);
  switch (paths.depth()) {
    case 1: return run_even<1>(paths, leaves, times);
    case 2: return run_even<2>(paths, leaves, times);
    case 4: return run_even<4>(paths, leaves, times);
    default: return run_even<8>(paths, leaves, times);
  }
}

/// Leaves that begin with the same term stand side by side: a term is new where the leaf before has another one at the
/// same place of its path.
template <std::size_t depth>
void Spread::run_even(const Paths& paths, std::span<const std::uint32_t> leaves, const std::uint32_t* times) {
  const std::size_t n = leaves.size();
  if (flat_.size() < (n + 2) * depth) flat_.resize(2 * (n + 2) * depth), sums_.resize(flat_.size());
  std::uint32_t* const flat = flat_.data() + depth;
  std::fill_n(flat_.data(), depth, no_column);
  constexpr std::size_t ahead = 32;
  const std::uint32_t* const all = paths.even(0);  // and below no members: what is written could be any of them
  const std::uint32_t* const leaf = leaves.data();
  std::uint32_t* const sums = sums_.data();
  for (std::size_t k = n; k > 0 && n - k < ahead; --k) __builtin_prefetch(all + leaf[k - 1] * depth);
  using Lanes [[gnu::vector_size(sizeof(std::uint32_t) * depth)]] = std::uint32_t;  // a path
  Lanes after = ~Lanes{}, sum{};
  for (std::size_t k = n; k-- > 0;) {
    if (k >= ahead) __builtin_prefetch(all + leaf[k - ahead] * depth);
    Lanes path;
    std::memcpy(&path, all + leaf[k] * depth, sizeof path);
    sum = times[k] + (sum & static_cast<Lanes>(path == after));
    after = path;
    std::memcpy(flat + k * depth, &path, sizeof path);
    std::memcpy(sums + k * depth, &sum, sizeof sum);
  }
  size_ = spread_kernel()(flat, n * depth, depth, sums, columns_.data(), counts_.data());
}

void Spread::run_uneven(const Paths& paths, std::span<const std::uint32_t> leaves, const std::uint32_t* times) {
  struct Place {
    std::uint32_t column = no_column;  // what came last at this place of a path,
    std::size_t at = 0;                // and where in the row it stands
  };
  std::vector<Place> places(paths.depth());
  size_ = 0;
  for (std::size_t k = 0; k < leaves.size(); ++k) {
    const auto path = paths[leaves[k]];
    for (std::size_t j = 0; j < path.size(); ++j) {
      if (path[j] != places[j].column) {
        places[j] = {path[j], size_};
        if (path[j] != no_column) columns_[size_] = path[j], counts_[size_++] = 0;
      }
      if (path[j] != no_column) counts_[places[j].at] += times[k];
    }
  }
}

}  // namespace wirecopy::detail
