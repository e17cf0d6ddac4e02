#include "terms_store.hpp"

#include <algorithm>
#include <type_traits>

#include "terms_row_kernels.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t least_entries = std::size_t{1} << 15, most_entries = std::size_t{1} << 21;  // of a block

}  // namespace

/// A block for a row of so many entries: rows do not cross blocks.
void TermStore::grow(std::size_t row) {
  const std::size_t size = std::max(row, std::clamp(size_, least_entries, most_entries));
  blocks_.push_back({size, huge_bytes(size * 3)});
  used_ = 0;
}

TermStore::Row TermStore::append(std::span<const std::uint32_t> columns, std::span<const std::uint32_t> counts) {
  const std::size_t n = columns.size();
  if (blocks_.empty() || blocks_.back().size - used_ < n) grow(n);
  const Block& b = blocks_.back();
  const Row row{size_, segments_.size(), static_cast<std::uint32_t>(n), static_cast<std::uint32_t>(blocks_.size() - 1),
                static_cast<std::uint32_t>(used_)};
  const std::uint32_t most = row_kernels().narrow(columns.data(), counts.data(), n, b.low() + used_, b.counts() + used_);
  for (std::size_t k = 0; most >= large && k < n; ++k) {
    if (counts[k] >= large) large_.emplace_back(size_ + k, counts[k]);
  }
  for (std::size_t k = 0; k < n;) {
    const std::uint32_t high = columns[k] >> 16;
    constexpr std::size_t stride = 16;
    while (k + stride < n && columns[k + stride] >> 16 == high) k += stride;
    while (k < n && columns[k] >> 16 == high) ++k;
    segments_.push_back({high, static_cast<std::uint32_t>(k)});
  }
  size_ += n;
  used_ += n;
  return row;
}

template <class Count>
void TermStore::read(const Row& row, std::uint32_t* columns, Count* counts) const {
  if (row.size == 0) return;
  const Block& b = blocks_[row.block];
  const std::uint16_t* const low = b.low() + row.at;
  const RowKernels& kernels = row_kernels();
  if constexpr (std::is_same_v<Count, double>) kernels.counts_to_double(b.counts() + row.at, row.size, counts);
  else kernels.widen_counts(b.counts() + row.at, row.size, counts);
  std::uint32_t k = 0;
  for (const Segment* s = &segments_[row.segment]; k < row.size; k = s++->end) {
    kernels.widen_columns(low + k, s->high << 16, s->end - k, columns + k);
  }
  if (large_.empty()) return;
  const auto before = [](const auto& x, std::size_t place) { return x.first < place; };
  for (auto at = std::lower_bound(large_.begin(), large_.end(), row.first, before);
       at != large_.end() && at->first < row.first + row.size; ++at) {
    counts[at->first - row.first] = at->second;
  }
}
template void TermStore::read(const Row&, std::uint32_t*, std::uint32_t*) const;
template void TermStore::read(const Row&, std::uint32_t*, double*) const;

}  // namespace wirecopy::detail
