#include "relations_contradiction.hpp"

#include <algorithm>
#include <vector>

namespace wirecopy::detail {

namespace {

bool is_digit_unit(char16_t u) { return u >= u'0' && u <= u'9'; }

}  // namespace

bool stands_misread(std::u16string_view word, std::u16string_view text, std::vector<std::size_t>& column) {
  const std::size_t most = word.size() < 4 ? 0 : word.size() / 3;
  column.resize(word.size() + 1);
  for (std::size_t i = 0; i <= word.size(); ++i) column[i] = i;
  for (const char16_t u : text) {
    std::size_t diagonal = column[0];  // 0: the word may begin anywhere
    for (std::size_t i = 1; i <= word.size(); ++i) {
      const char16_t w = word[i - 1];
      const std::size_t other = w == u ? 0U : is_digit_unit(w) && is_digit_unit(u) ? 2U : 1U;
      const std::size_t left = column[i];
      column[i] = std::min({diagonal + other, left + 1, column[i - 1] + 1});
      diagonal = left;
    }
    if (column[word.size()] <= most) return true;
  }
  return false;
}

namespace {

constexpr std::size_t slot = 64;         // units; in a longer gap another paragraph stands, which contradicts nothing
constexpr std::size_t shortest_word = 3;  // units
constexpr std::size_t drift = 48;        // units around the same place in which a misread word is looked for
constexpr std::size_t number_drift = 24;  // and a number at all: elsewhere it counts something else
constexpr std::size_t shortest_number = 4;  // digits that can be told from others though one is misread
// A day or a price is telling, however often its digits are printed; and in a crowd of copies the story's own words are
// frequent and each editor's rare.
constexpr double by_editors = 1.0 / 3;  // what a word counts that is no name or number: editors change those in copies too
constexpr double least_weight = 2.0, most_weight = 5.0;

/// A stretch of both streams that stands in the same place.
struct Place {
  Span a, b;
};

/// The passages, and what lies between, before and after them where that is short on both sides.
std::vector<Place> places(std::span<const Passage> passages, std::size_t units_a, std::size_t units_b) {
  std::vector<Place> out;
  std::size_t end_a = 0, end_b = 0;
  const auto gap = [&](std::size_t next_a, std::size_t next_b) {
    if (next_a < end_a || next_b < end_b || next_a - end_a > slot || next_b - end_b > slot) return;
    if (next_a == end_a && next_b == end_b) return;
    out.push_back({{static_cast<ByteOffset>(end_a), static_cast<ByteOffset>(next_a)},
                   {static_cast<ByteOffset>(end_b), static_cast<ByteOffset>(next_b)}});
  };
  for (const Passage& p : passages) {  // in order of the first text
    gap(p.a.start, p.b.start);
    out.push_back({p.a, p.b});
    end_a = p.a.end, end_b = p.b.end;
  }
  if (!passages.empty()) gap(units_a, units_b);
  return out;
}

struct Number {
  std::size_t unit;
  TermHash term;
};

std::vector<Number> numbers_of(const Profile& p) {
  std::vector<Number> out;
  std::size_t unit = 0;
  for (std::size_t i = 0; i < p.terms.size(); unit += p.units[i++]) {
    if (p.marks[i] & number) out.push_back({unit, p.terms[i]});
  }
  return out;
}

constexpr std::size_t band = 32;  // numbers by which one side may be behind the other

/// Numbers of the two sides in places that go on into each other, in whose place the other side has others: of the side with
/// fewer, those outside a longest common subsequence (Wagner & Fischer 1974, in a band). O(numbers * band).
std::size_t differing_numbers(std::span<const Number> a, std::span<const Number> b) {
  const std::size_t fewer = std::min(a.size(), b.size());
  if (fewer == 0) return 0;
  std::vector<std::size_t> row(b.size() + 1, 0);
  std::size_t reached = 0;  // cells behind it were in no band yet
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t center = i * b.size() / a.size();
    const std::size_t from = center > band ? center - band : 0, to = std::min(b.size(), center + band + 1);
    for (; reached < to; ++reached) row[reached + 1] = row[reached];
    std::size_t diagonal = row[from];
    for (std::size_t k = from; k < to; ++k) {
      const std::size_t above = row[k + 1];
      row[k + 1] = a[i].term == b[k].term ? diagonal + 1 : std::max(above, row[k]);
      diagonal = above;
    }
  }
  return fewer - std::min(fewer, row[reached]);
}

std::size_t differing_numbers(const Profile& a, const Profile& b, std::span<const Place> in_order) {
  const std::vector<Number> in_a = numbers_of(a), in_b = numbers_of(b);
  const auto inside = [](const std::vector<Number>& n, std::size_t start, std::size_t end) {
    const auto before = [](const Number& x, std::size_t unit) { return x.unit < unit; };
    const auto from = std::lower_bound(n.begin(), n.end(), start, before);
    return std::span(from, std::lower_bound(from, n.end(), end, before));
  };
  std::size_t out = 0;
  for (std::size_t k = 0; k < in_order.size();) {
    Place p = in_order[k++];
    for (; k < in_order.size() && in_order[k].a.start == p.a.end && in_order[k].b.start == p.b.end; ++k) {
      p.a.end = in_order[k].a.end, p.b.end = in_order[k].b.end;
    }
    out += differing_numbers(inside(in_a, p.a.start, p.a.end), inside(in_b, p.b.start, p.b.end));
  }
  return out;
}

/// Shares of the weight of what `x` says in its places.
struct Said {
  double otherwise = 0;       // by `y`
  double misread = 0;         // there, but not letter by letter
  std::size_t words = 0;      // no numbers
  std::size_t misread_words = 0;
  std::size_t names = 0;      // that `y` has nowhere
};

Said said(const Witness& x, std::u16string_view stream_x, const Witness& y, std::u16string_view stream_y,
                 std::span<const Place> in_order, const Rarity& rarity) {
  double total = 0;
  Said out;
  std::vector<std::size_t> column;
  const Profile& p = *x.profile;
  const std::vector<Number> numbers = numbers_of(*y.profile);
  const auto is_near = [&](TermHash term, std::size_t middle) {
    auto it = std::lower_bound(numbers.begin(), numbers.end(), middle > number_drift ? middle - number_drift : 0,
                               [](const Number& n, std::size_t unit) { return n.unit < unit; });
    for (; it != numbers.end() && it->unit <= middle + number_drift; ++it) {
      if (it->term == term) return true;
    }
    return false;
  };
  std::size_t unit = 0, k = 0;
  for (std::size_t i = 0; i < p.terms.size() && k < in_order.size(); unit += p.units[i++]) {
    while (k < in_order.size() && in_order[k].a.end <= unit) ++k;
    if (k == in_order.size()) break;
    const Place& place = in_order[k];
    const std::size_t length = p.units[i];
    const bool is_number = p.marks[i] & number;
    if (place.a.start > unit || (!is_number && length < shortest_word) || unit + length > stream_x.size()) continue;
    const double weight = std::clamp(rarity.of(p.terms[i], p.language), least_weight, most_weight);
    total += weight;
    const std::size_t size_x = place.a.end - place.a.start, size_y = place.b.end - place.b.start;
    const std::size_t middle = place.b.start + (unit - place.a.start) * size_y / std::max<std::size_t>(1, size_x);
    const bool is_said = is_number ? is_near(p.terms[i], middle)
                                   : std::binary_search(y.vocabulary.begin(), y.vocabulary.end(), p.terms[i]);
    out.words += !is_number;
    if (is_said) continue;
    if (is_number && length < shortest_number) {
      out.otherwise += weight;
      continue;
    }
    const std::size_t reach = is_number ? number_drift : drift;
    const std::size_t from = middle > reach ? middle - reach : 0, to = std::min(stream_y.size(), middle + length + reach);
    const std::u16string_view around = stream_y.substr(std::min(from, to), to - std::min(from, to));
    if (stands_misread(stream_x.substr(unit, length), around, column)) {
      out.misread += weight;
      out.misread_words += !is_number;
    } else {
      const bool is_name = !is_number && (p.marks[i] & upper) && !(p.marks[i] & sentence_start);
      out.otherwise += is_number || is_name ? weight : weight * by_editors;
      out.names += !is_number && (p.marks[i] & upper) && (!(p.marks[i] & sentence_start) || (p.marks[i] & goes_on));
    }
  }
  if (total > 0) out.otherwise /= total, out.misread /= total;
  return out;
}

}  // namespace

Contradiction contradiction(const Witness& a, std::u16string_view stream_a, const Witness& b, std::u16string_view stream_b,
                            std::span<const Passage> passages, const Rarity& rarity) {
  std::vector<Place> shared = places(passages, stream_a.size(), stream_b.size());
  Contradiction out;
  out.differing = static_cast<double>(differing_numbers(*a.profile, *b.profile, shared));
  const Said by_a = said(a, stream_a, b, stream_b, shared, rarity);
  for (Place& p : shared) std::swap(p.a, p.b);
  std::stable_sort(shared.begin(), shared.end(), [](const Place& x, const Place& y) { return x.a.start < y.a.start; });
  const Said by_b = said(b, stream_b, a, stream_a, shared, rarity);
  const auto misread = [](const Said& s) {
    return s.words > 0 ? static_cast<double>(s.misread_words) / static_cast<double>(s.words) : 0.0;
  };
  out.misread = std::max(misread(by_a), misread(by_b));
  out.differing += static_cast<double>(std::min(by_a.names, by_b.names));
  // Where much is misread, some is past recognition.
  out.share = std::max(0.0, std::min(by_a.otherwise, by_b.otherwise) - std::max(by_a.misread, by_b.misread));
  return out;
}

}  // namespace wirecopy::detail
