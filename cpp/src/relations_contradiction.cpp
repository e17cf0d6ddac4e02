#include "relations_contradiction.hpp"

#include <algorithm>
#include <vector>

namespace wirecopy::detail {

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

bool is_digit_unit(char16_t u) { return u >= u'0' && u <= u'9'; }

/// Whether `word` stands in `text` but for a third of its units (Sellers 1980); three must all stand. A digit is not
/// misread as another digit.
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

/// Shares of the weight of what `x` says in its places.
struct Said {
  double otherwise = 0;  // by `y`
  double misread = 0;    // there, but not letter by letter
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
    } else {
      const bool fills = is_number || ((p.marks[i] & upper) && !(p.marks[i] & sentence_start));
      out.otherwise += fills ? weight : weight * by_editors;
    }
  }
  if (total > 0) out.otherwise /= total, out.misread /= total;
  return out;
}

}  // namespace

double contradiction(const Witness& a, std::u16string_view stream_a, const Witness& b, std::u16string_view stream_b,
                     std::span<const Passage> passages, const Rarity& rarity) {
  std::vector<Place> shared = places(passages, stream_a.size(), stream_b.size());
  const Said by_a = said(a, stream_a, b, stream_b, shared, rarity);
  if (by_a.otherwise == 0) return 0;
  for (Place& p : shared) std::swap(p.a, p.b);
  std::stable_sort(shared.begin(), shared.end(), [](const Place& x, const Place& y) { return x.a.start < y.a.start; });
  const Said by_b = said(b, stream_b, a, stream_a, shared, rarity);
  // Where much is misread, some is past recognition.
  return std::max(0.0, std::min(by_a.otherwise, by_b.otherwise) - std::max(by_a.misread, by_b.misread));
}

}  // namespace wirecopy::detail
