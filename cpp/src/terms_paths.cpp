#include "terms_paths.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "utf8.hpp"

namespace wirecopy::detail {

/// How many bytes the terms have that `leaf` begins with; one shorter than min_n is a term by itself.
void Paths::begins_of(std::string_view leaf, unsigned min_n, std::vector<std::uint32_t>& sizes) {
  sizes.clear();
  unsigned length = 0;
  for (std::uint32_t k = 1; k <= leaf.size(); ++k) {
    if (k < leaf.size() && is_continuation(leaf[k])) continue;
    if (++length >= min_n) sizes.push_back(k);
  }
  if (sizes.empty()) sizes.push_back(static_cast<std::uint32_t>(leaf.size()));
}

LeafTerms terms_of_leaves(const Order& order, unsigned min_n, unsigned max_n) {
  HugeVector<LeafTerms::Place> places;
  std::vector<std::uint32_t> columns;  // of the terms that the leaf before begins with
  std::string before;
  std::uint32_t leaf = 0;
  std::size_t alike = 0;
  const auto column = [&](std::string_view text, std::uint32_t size, std::size_t k) {
    if (k == 0) {
      alike = static_cast<std::size_t>(std::mismatch(text.begin(), text.end(), before.begin(), before.end()).first - text.begin());
      before = text;
      ++leaf;
    }
    if (columns.size() == k) columns.push_back(no_column);
    if (size > alike) {  // what two leaves have in common, both begin with
      if (places.size() == static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) throw TooManyTerms();
      columns[k] = static_cast<std::uint32_t>(places.size());
      places.push_back({leaf - 1, size});
    }
    return columns[k];
  };
  const std::size_t leaves = order.levels()[0].size();
  constexpr std::size_t ahead = 16;
  const auto text = [&](std::size_t k, char* room) {
    if (k + ahead < leaves) __builtin_prefetch(order.word_place(k + ahead));
    return order.word(k, room);
  };
  Paths paths(leaves, min_n, max_n, text, column);
  return {std::move(places), std::move(paths)};
}

}  // namespace wirecopy::detail
