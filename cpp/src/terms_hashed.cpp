// Terms: columns by hashing (Weinberger et al. 2009), without a vocabulary.
#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>
#include <string>

#include "parallel.hpp"
#include "terms_hashed.hpp"

namespace wirecopy::detail {

std::uint32_t murmur3(std::string_view bytes, std::uint32_t seed) {
  constexpr std::uint32_t c1 = 0xcc9e2d51, c2 = 0x1b873593;
  const auto scrambled = [](std::uint32_t k) { return std::rotl(k * c1, 15) * c2; };
  std::uint32_t h = seed;
  std::size_t i = 0;
  for (; i + 4 <= bytes.size(); i += 4) {
    std::uint32_t k = 0;
    std::memcpy(&k, bytes.data() + i, 4);
    h = std::rotl(h ^ scrambled(k), 13) * 5 + 0xe6546b64;
  }
  std::uint32_t k = 0;
  for (std::size_t left = bytes.size(); left > i; --left) k = k << 8 | static_cast<unsigned char>(bytes[left - 1]);
  h ^= scrambled(k);
  h ^= static_cast<std::uint32_t>(bytes.size());
  h = (h ^ h >> 16) * 0x85ebca6b;
  h = (h ^ h >> 13) * 0xc2b2ae35;
  return h ^ h >> 16;
}

std::uint32_t hashed_column(std::string_view term, std::uint32_t columns, bool alternate_sign) {
  const auto h = static_cast<std::int32_t>(murmur3(term, 0));
  // The absolute value, which the least number has none of: scikit-learn's way for it, to the letter.
  const std::uint32_t size = h == INT32_MIN ? 0x7fff'ffffU - (columns - 1) : static_cast<std::uint32_t>(h < 0 ? -h : h);
  return size % columns | (alternate_sign && h < 0 ? CountedRows::Impl::negative : 0);
}

/// Words with the same column and sign are one leaf; leaves are in order of their columns.
void hash_words(CountedRows::Impl& rows, std::uint32_t columns, bool alternate_sign, const Control& control) {
  std::vector<std::vector<std::uint32_t>> leaves(rows.workers.size());
  parallel_for("vocabulary", rows.workers.size(), control, [&](std::size_t w) {
    const WordTable& words = rows.workers[w]->tables().words;
    leaves[w].resize(words.size());
    char room[16];
    for (std::uint32_t k = 0; k < words.size(); ++k) leaves[w][k] = hashed_column(words.text(k, room), columns, alternate_sign);
  }, 1);
  Paths paths;
  beside("vocabulary", control, [&] {
    std::vector<std::uint32_t> all;
    for (const auto& of : leaves) {
      for (const std::uint32_t column : of) all.push_back(std::rotl(column, 1));  // the sign comes last
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    paths = Paths(all.size(), 1);
    for (const std::uint32_t column : all) {
      const std::uint32_t one[] = {std::rotr(column, 1)};
      paths.push(one);
    }
    for (auto& of : leaves) {
      for (auto& column : of) {
        column = static_cast<std::uint32_t>(std::lower_bound(all.begin(), all.end(), std::rotl(column, 1)) - all.begin());
      }
    }
  });
  rows.leaf_rows = std::make_unique<LeafRows>(rows.workers, rows.rows, leaves, std::span<const HugeVector<std::uint32_t>>(), std::move(paths), 0, control);
  rows.in_order = true;
  for (auto& worker : rows.workers) worker->forget_rows();
}

void hash_runs(CountedRows::Impl& rows, unsigned min_n, unsigned max_n, std::uint32_t columns, bool alternate_sign,
               const Control& control) {
  rows.order = std::make_unique<Order>(rows.workers, max_n, control);
  const auto& levels = rows.order->levels();
  std::vector<std::size_t> ends(levels.size());
  std::string term;  // each is met after the one without its last word
  auto paths = paths_of_runs(*rows.order, min_n, [&](std::size_t level, std::size_t rank, bool counted) {
    rows.order->spell(level, rank, term, ends);
    return counted ? hashed_column(term, columns, alternate_sign) : no_column;
  }, control);
  rows.take_leaves(std::move(paths), columns, control);
  rows.order.reset();
}

}  // namespace wirecopy::detail
