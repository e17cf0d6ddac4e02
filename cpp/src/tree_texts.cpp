#include "tree_texts.hpp"

#include <algorithm>

#include "hash.hpp"

namespace wirecopy::detail {

namespace {

std::uint64_t sequence_hash(std::u16string_view text, std::size_t at) {
  const std::size_t end = std::min(text.size(), at + tree_letters);
  std::uint64_t h = 0;
  for (std::size_t i = at; i < end; ++i) h = combine(h, text[i]);
  return h;
}

}  // namespace

TreeTexts tree_texts(std::span<const std::u16string_view> texts) {
  struct Place {
    std::uint64_t hash;
    std::uint32_t text, place;
  };
  TreeTexts out;
  out.texts.resize(texts.size());
  std::vector<Place> places;
  for (std::uint32_t t = 0; t < texts.size(); ++t) {
    const std::size_t size = texts[t].size(), n = size < tree_letters ? std::min<std::size_t>(size, 1) : size - tree_letters + 1;
    out.texts[t].letters = texts[t];
    out.texts[t].ids.resize(n);
    out.texts[t].order.reserve(n);
    for (std::uint32_t i = 0; i < n; ++i) places.push_back({sequence_hash(texts[t], i), t, i});
  }
  std::sort(places.begin(), places.end(), [](const Place& x, const Place& y) {
    return x.hash != y.hash ? x.hash < y.hash : x.text != y.text ? x.text < y.text : x.place < y.place;
  });
  for (std::size_t i = 0; i < places.size();) {
    const auto id = static_cast<std::uint32_t>(out.holders.size());
    std::uint32_t holders = 0, last = 0;
    std::size_t k = i;
    for (; k < places.size() && places[k].hash == places[i].hash; ++k) {
      const std::uint32_t t = places[k].text;
      holders += k == i || t != last;
      last = t;
      out.texts[t].ids[places[k].place] = id;
      out.texts[t].order.push_back(places[k].place);
    }
    out.holders.push_back(holders);
    i = k;
  }
  return out;
}

}  // namespace wirecopy::detail
