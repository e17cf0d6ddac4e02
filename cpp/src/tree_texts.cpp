#include "tree_texts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "hash.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::uint32_t nowhere = 0xffff'ffff;
constexpr std::size_t end_slack = 14;  // letters by which two ends may differ and be one
constexpr std::size_t shortest = 3;    // shorter stretches are chance matches beside longer ones

std::uint64_t sequence_hash(std::u16string_view text, std::size_t at) {
  const std::size_t end = std::min(text.size(), at + tree_letters);
  std::uint64_t h = 0;
  for (std::size_t i = at; i < end; ++i) h = combine(h, text[i]);
  return h;
}

}  // namespace

TreeTexts tree_texts(std::span<const std::u16string_view> texts, std::span<const double> hours) {
  struct Place {
    std::uint64_t hash;
    std::uint32_t text, place;
  };
  TreeTexts out;
  out.texts.resize(texts.size());
  std::vector<Place> places;
  for (std::uint32_t t = 0; t < texts.size(); ++t) {
    const std::size_t size = texts[t].size(), n = size < tree_letters ? std::min<std::size_t>(size, 1) : size - tree_letters + 1;
    out.texts[t].ids.resize(n);
    out.texts[t].order.reserve(n);
    for (std::uint32_t i = 0; i < n; ++i) places.push_back({sequence_hash(texts[t], i), t, i});
  }
  std::sort(places.begin(), places.end(), [](const Place& x, const Place& y) {
    return x.hash != y.hash ? x.hash < y.hash : x.text != y.text ? x.text < y.text : x.place < y.place;
  });
  for (std::size_t i = 0; i < places.size();) {
    const auto id = static_cast<std::uint32_t>(out.holders.size());
    std::uint32_t holders = 0, last = nowhere;
    double since = std::numeric_limits<double>::infinity();
    std::size_t k = i;
    for (; k < places.size() && places[k].hash == places[i].hash; ++k) {
      const std::uint32_t t = places[k].text;
      if (t != last && !std::isnan(hours[t])) since = std::min(since, hours[t]);
      holders += t != last;
      last = t;
      out.texts[t].ids[places[k].place] = id;
      out.texts[t].order.push_back(places[k].place);
    }
    out.holders.push_back(holders);
    out.since.push_back(since);
    i = k;
  }
  return out;
}

bool TreeComparer::known(std::uint32_t id, double hours) const {
  return std::isnan(hours) ? texts_.holders[id] > 1 : texts_.since[id] < hours;
}

void TreeComparer::match(const TreeText& copy, const TreeText& source) {
  const std::size_t n = copy.ids.size();
  first_.assign(n, nowhere);
  last_.assign(n, 0);
  held_.assign(source.ids.size(), 0);
  for (std::size_t i = 0, k = 0; i < n && k < source.order.size();) {
    const std::uint32_t x = copy.ids[copy.order[i]], y = source.ids[source.order[k]];
    if (x < y) {
      ++i;
    } else if (y < x) {
      ++k;
    } else {
      std::size_t end = k;
      for (; end < source.order.size() && source.ids[source.order[end]] == x; ++end) held_[source.order[end]] = 1;
      for (; i < n && copy.ids[copy.order[i]] == x; ++i) {
        first_[copy.order[i]] = static_cast<std::uint32_t>(k);
        last_[copy.order[i]] = static_cast<std::uint32_t>(end);
      }
      k = end;
    }
  }
  // Of several places the one nearest to where the text goes on.
  place_.assign(n, nowhere);
  std::int64_t next = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (first_[i] == nowhere) continue;
    const auto begin = source.order.begin() + first_[i], end = source.order.begin() + last_[i];
    auto at = std::lower_bound(begin, end, next, [](std::uint32_t place, std::int64_t wanted) { return place < wanted; });
    if (at == end || (at != begin && next - *(at - 1) <= *at - next)) --at;
    const std::int64_t best = *at;
    place_[i] = static_cast<std::uint32_t>(best);
    next = best + 1;
  }
}

const Difference& TreeComparer::compare(std::size_t copy_text, std::size_t source_text, double hours) {
  const TreeText &copy = texts_.texts[copy_text], &source = texts_.texts[source_text];
  const std::size_t n = copy.ids.size(), m = source.ids.size();
  match(copy, source);
  found_ = {};
  std::size_t end_of_match = 0;
  for (std::size_t i = 0; i < n;) {
    if (place_[i] != nowhere) {
      ++found_.shared;
      end_of_match = ++i;
      continue;
    }
    // One matching sequence alone, between two that do not match, is chance.
    std::size_t end = i, known_places = 0;
    for (; end < n; ++end) {
      if (place_[end] == nowhere) continue;
      if (end + 1 >= n || place_[end + 1] != nowhere) break;
    }
    for (std::size_t k = i; k < end; ++k) {
      known_places += place_[k] == nowhere && known(copy.ids[k], hours);
      found_.shared += place_[k] != nowhere;
    }
    // What the source has there: from behind the last match to the next one, and the sequences that reach into it.
    const std::size_t from = i > 0 && place_[i - 1] != nowhere ? place_[i - 1] + std::size_t{1} : 0;
    const std::size_t next = end < n ? place_[end] : m;
    const std::size_t length = next >= from && next - from <= end - i + 40 ? next - from : 0;
    bool own = false;
    const std::size_t near = from > tree_letters ? from - tree_letters : 0;
    for (std::size_t k = near; k < std::min(m, from + std::max<std::size_t>(length, 1) + tree_letters); ++k) {
      own = own || texts_.holders[source.ids[k]] == 1;
    }
    if (own && end - i >= tree_text) {
      // Text that is missing is no misread letter, unless something that is the source's alone stands in its place.
      std::size_t alone = 0;
      for (std::size_t k = from; k < from + length; ++k) alone += texts_.holders[source.ids[k]] == 1;
      own = 2 * alone > length && 2 * length > end - i;
    }
    found_.stretches.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end), static_cast<std::uint32_t>(from),
                                static_cast<std::uint32_t>(next), known_places * 2 > end - i || known_places >= 2 * tree_letters, own});
    i = end;
  }
  if (end_of_match > 0 && n - end_of_match < end_slack) {
    const std::size_t rest = m - 1 - place_[end_of_match - 1];
    found_.tail = rest > end_slack;
  }
  for (std::size_t k = 0; k < m;) {
    if (held_[k]) {
      ++k;
      continue;
    }
    std::size_t end = k, alone = 0;
    for (; end < m && !held_[end]; ++end) alone += texts_.holders[source.ids[end]] == 1;
    if (k > 0 && end < m && end - k >= tree_text && 2 * alone > end - k) found_.left_out = true;
    k = end;
  }
  return found_;
}

std::vector<Stretch> text_of(const Difference& difference) {
  constexpr std::uint32_t little = 24;  // a name or two that stand elsewhere too
  std::vector<Stretch> out;
  const auto& all = difference.stretches;
  for (std::size_t i = 0; i < all.size();) {
    Stretch joined = all[i];
    bool whole = joined.end - joined.start >= tree_text;
    std::size_t k = i + 1;
    for (; k < all.size() && all[k].start - joined.end < little; ++k) {
      whole = whole || all[k].end - all[k].start >= tree_text;
      joined.end = all[k].end, joined.next = all[k].next;
    }
    const std::uint32_t there = joined.next > joined.from ? joined.next - joined.from : 0;
    if (whole || joined.end - joined.start >= there + tree_text) out.push_back(joined);
    i = k;
  }
  return out;
}

double changes(const Difference& difference) {
  double places = difference.tail + difference.left_out, own = 0;
  for (const Stretch& s : difference.stretches) {
    if (!s.known || s.end - s.start < shortest) continue;
    (s.private_ ? own : places) += 1;
    if (!s.private_ && s.end - s.start >= tree_text) places += static_cast<double>(s.end - s.start) / 20;
  }
  // A few readings of its own are changes that the copy would have carried on; many are misread letters of this witness.
  constexpr double few = 5, many = 15, few_count = 2, many_count = 1;
  const double noisy = std::clamp((own - few) / (many - few), 0.0, 1.0);
  return places + std::min(own, few_count + noisy * (many_count - few_count));
}

}  // namespace wirecopy::detail
