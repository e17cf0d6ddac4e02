#include "relations_agreement.hpp"

#include <algorithm>
#include <vector>

#include "relations_contradiction.hpp"

namespace wirecopy::detail {

namespace {

constexpr double touched = 0.3;              // share of a sentence in passages from which it is looked at
constexpr std::size_t touched_units = 24;    // or as many of its letters and digits
constexpr double number_weight = 3.0;        // whatever its digits are, however often they are printed
constexpr double least_weight = 2.0, most_weight = 5.0;
constexpr double taken_for_granted = 6.0;    // weight that counts as found: two names alone prove little
constexpr double name_at_start = 4.5;        // rarity from which the first word of a sentence is a name

constexpr std::size_t subject_words = 5;     // of a first sentence, in which stands whom it is about
constexpr double subject_rarity = 3.0;       // less is a first word, or a legal form
constexpr std::size_t shortest_subject = 3;  // letters

struct Side {
  double found = 0, total = 0;
  std::size_t lost = 0;
  std::size_t lead = 0;  // terms of the first sentence, if it is looked at
};

Side side(const Witness& x, std::vector<Span> inside, const Witness& y, const Rarity& rarity) {
  std::sort(inside.begin(), inside.end(), [](Span s, Span t) { return s.start < t.start; });
  const Profile& p = *x.profile;
  Side out;
  const auto look = [&](std::size_t i) {
    const bool is_number = p.marks[i] & number;
    if (!is_number && !(p.marks[i] & upper)) return;
    const bool starts = (p.marks[i] & sentence_start) && !(p.marks[i] & goes_on);
    const double rare = is_number ? number_weight : rarity.of(p.terms[i], p.language);
    if (starts && !is_number && rare < name_at_start) return;
    const double weight = std::clamp(rare, least_weight, most_weight);
    out.total += weight;
    if (std::binary_search(y.vocabulary.begin(), y.vocabulary.end(), p.terms[i])) {
      out.found += weight;
    } else {
      out.lost += is_number;
    }
  };
  std::size_t unit = 0, k = 0;
  for (std::size_t begin = 0, end; begin < p.terms.size(); begin = end) {
    std::size_t units = 0, shared = 0;
    for (end = begin; end < p.terms.size(); ++end) {
      if (end > begin && (p.marks[end] & sentence_start) && !(p.marks[end] & goes_on)) break;
      while (k < inside.size() && inside[k].end <= unit) ++k;
      if (k < inside.size() && inside[k].start <= unit) shared += p.units[end];
      units += p.units[end], unit += p.units[end];
    }
    if (static_cast<double>(shared) < touched * static_cast<double>(units) && shared < touched_units) continue;
    if (shared == 0) continue;
    if (begin == 0) out.lead = end;
    for (std::size_t i = begin; i < end; ++i) look(i);
  }
  return out;
}

/// Whether the first sentence of `x` begins with a name that the first sentence of `y` does not have, not even misread.
bool begins_otherwise(const Witness& x, std::u16string_view stream_x, std::size_t lead_x, const Witness& y,
                      std::u16string_view stream_y, std::size_t lead_y, const Rarity& rarity) {
  std::size_t units_y = 0, unit = 0;
  for (std::size_t i = 0; i < lead_y; ++i) units_y += y.profile->units[i];
  const std::u16string_view lead = stream_y.substr(0, units_y);
  const Profile& p = *x.profile;
  std::vector<std::size_t> column;
  for (std::size_t i = 0; i < std::min(lead_x, subject_words); unit += p.units[i++]) {
    const bool is_name = (p.marks[i] & upper) && p.units[i] >= shortest_subject && unit + p.units[i] <= stream_x.size() &&
                         rarity.of(p.terms[i], p.language) >= subject_rarity;
    if (is_name && !stands_misread(stream_x.substr(unit, p.units[i]), lead, column)) return true;
  }
  return false;
}

}  // namespace

Agreement agreement(const Witness& a, std::u16string_view stream_a, const Witness& b, std::u16string_view stream_b,
                    std::span<const Passage> passages, const Rarity& rarity) {
  std::vector<Span> in_a, in_b;
  for (const Passage& p : passages) in_a.push_back(p.a), in_b.push_back(p.b);
  const Side of_a = side(a, std::move(in_a), b, rarity), of_b = side(b, std::move(in_b), a, rarity);
  const auto share = [](const Side& s) { return (s.found + taken_for_granted) / (s.total + taken_for_granted); };
  const bool other_subject = of_a.lead > 0 && of_b.lead > 0 &&
                             begins_otherwise(a, stream_a, of_a.lead, b, stream_b, of_b.lead, rarity) &&
                             begins_otherwise(b, stream_b, of_b.lead, a, stream_a, of_a.lead, rarity);
  return {std::max(share(of_a), share(of_b)), static_cast<double>(std::min(of_a.lost, of_b.lost)), other_subject};
}

}  // namespace wirecopy::detail
