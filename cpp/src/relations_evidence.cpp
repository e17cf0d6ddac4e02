#include "relations_evidence.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "hash.hpp"
#include "relations_agreement.hpp"
#include "relations_contradiction.hpp"
#include "relations_wording.hpp"

namespace wirecopy::detail {

namespace {

constexpr double name_rarity = 2.5;  // names and numbers count as facts from here
constexpr double term_rarity = 4.5;  // other terms from here
constexpr double sentence_rarity = 1.5;
constexpr double telling_headline = 8.0;  // rarity in all that two headlines must share to count as one: two rare words
// Of words changed by editors and misread; of templates.
constexpr double faint_contradiction = 0.03, full_contradiction = 0.15;
constexpr double agreed_per_misread = 2.0, differing_per_misread = 6.0;  // what the share of misread words forgives
constexpr double least_headline = 0.5;    // with less in common they are headlines of two reports
constexpr double headline_weight = 0.6;   // how much of the way to 1 the same headline lifts an edge, in logarithms

template <class T>
std::size_t shared(const std::vector<T>& a, const std::vector<T>& b) {
  std::size_t n = 0;
  for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    if (a[i] == b[k]) {
      ++n, ++i, ++k;
    } else if (a[i] < b[k]) {
      ++i;
    } else {
      ++k;
    }
  }
  return n;
}

template <class T>
void sort_distinct(std::vector<T>& v) {
  std::sort(v.begin(), v.end());
  v.erase(std::unique(v.begin(), v.end()), v.end());
  v.shrink_to_fit();
}

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0.0; }

/// Length of the longest strictly ascending subsequence (Fredman 1975), O(n log n).
std::size_t longest_ascending(const std::vector<std::size_t>& values) {
  std::vector<std::size_t> tails;
  for (const std::size_t v : values) {
    const auto it = std::lower_bound(tails.begin(), tails.end(), v);
    it == tails.end() ? tails.push_back(v) : void(*it = v);
  }
  return tails.size();
}

void measure_facts(const Witness& a, const Witness& b, Evidence& e) {
  std::unordered_map<TermHash, std::size_t> place;  // looked up by key only
  double weight_a = 0, weight_b = 0, shared_a = 0, shared_b = 0;
  for (std::size_t i = 0; i < a.facts.size(); ++i) {
    place.emplace(a.facts[i].term, i);
    weight_a += a.facts[i].weight;
  }
  std::vector<std::size_t> order;
  for (const Fact& f : b.facts) {
    weight_b += f.weight;
    const auto it = place.find(f.term);
    if (it == place.end()) continue;
    order.push_back(it->second);
    shared_a += a.facts[it->second].weight;
    shared_b += f.weight;
  }
  e.facts_a = ratio(shared_a, weight_a);
  e.facts_b = ratio(shared_b, weight_b);
  e.facts = std::max(e.facts_a, e.facts_b);
  if (a.has_capitals && b.has_capitals) e.least_facts = static_cast<double>(std::min(a.facts.size(), b.facts.size()));
  e.shared_facts = static_cast<std::uint32_t>(order.size());
  // Few shared facts are in order by chance; five come in order once in 120 times.
  e.order = order.size() < 5 ? 0.0 : ratio(static_cast<double>(longest_ascending(order)), static_cast<double>(order.size()));
}

/// Tokens of `w` that begin inside one of the stretches of its stream.
std::uint32_t words_inside(const Witness& w, std::span<const Passage> passages, bool first) {
  std::vector<Span> spans;
  for (const Passage& p : passages) spans.push_back(first ? p.a : p.b);
  std::sort(spans.begin(), spans.end(), [](Span x, Span y) { return x.start < y.start; });
  std::uint32_t words = 0;
  std::size_t unit = 0, k = 0;
  for (const std::uint8_t length : w.profile->units) {
    while (k < spans.size() && spans[k].end <= unit) ++k;
    if (k < spans.size() && spans[k].start <= unit) ++words;
    unit += length;
  }
  return words;
}

/// How far two headlines are one: the share of the rarity of the one with less, so that a headline that was cut or whose
/// words were moved is the same; less where all that they share is common words.
double same_headline(const Witness& a, const Witness& b) {
  double shared = 0, of_a = 0, of_b = 0;
  for (const Weight& w : a.headline) of_a += w.weight;
  for (const Weight& w : b.headline) of_b += w.weight;
  for (std::size_t i = 0, k = 0; i < a.headline.size() && k < b.headline.size();) {
    if (a.headline[i].term == b.headline[k].term) {
      shared += a.headline[i].weight, ++i, ++k;
    } else if (a.headline[i].term < b.headline[k].term) {
      ++i;
    } else {
      ++k;
    }
  }
  return std::min(1.0, ratio(shared, std::min(of_a, of_b))) * std::min(1.0, shared / telling_headline);
}

/// The rare terms of one sentence, as they come.
struct Sentence {
  struct Term {
    Weight weight;
    bool name;
    std::size_t at;
  };
  std::vector<Term> terms;

  /// Writes them to the witness, each once, as its `told` wants them, and begins anew.
  void move_to(Witness& w) {
    const auto is_same = [](const Term& x, const Term& y) { return x.weight.term == y.weight.term; };
    std::sort(terms.begin(), terms.end(), [&](const Term& x, const Term& y) {
      return is_same(x, y) ? x.at < y.at : x.weight.term < y.weight.term;
    });
    terms.erase(std::unique(terms.begin(), terms.end(), is_same), terms.end());
    std::sort(terms.begin(), terms.end(), [](const Term& x, const Term& y) { return x.name != y.name ? !x.name : x.at < y.at; });
    if (terms.empty()) return;
    const auto names = std::find_if(terms.begin(), terms.end(), [](const Term& t) { return t.name; });
    w.wording_ends.push_back(static_cast<std::uint32_t>(w.told.size() + static_cast<std::size_t>(names - terms.begin())));
    for (const Term& t : terms) w.told.push_back(t.weight);
    w.sentence_ends.push_back(static_cast<std::uint32_t>(w.told.size()));
    terms.clear();
  }
};

}  // namespace

ShingleHash shingle(const Profile& profile, std::size_t first) {
  std::uint64_t h = 0;
  for (std::size_t k = first; k < first + shingle_words; ++k) h = combine(h, profile.terms[k]);
  return static_cast<ShingleHash>(h >> 32);
}

Witness witness(const Profile& profile, std::span<const TermHash> headline, const Rarity& rarity) {
  Witness w;
  w.profile = &profile;
  w.vocabulary = profile.terms;
  sort_distinct(w.vocabulary);
  for (const TermHash term : headline) w.headline.push_back({term, static_cast<float>(rarity.of(term, profile.language))});
  w.vector = rarity.vector(profile, story_terms);
  const auto is_name = [](std::uint8_t marks) { return (marks & digit) || ((marks & upper) && !(marks & sentence_start)); };
  std::vector<TermHash> names;  // a name at the start of a sentence is told by another place
  for (std::size_t i = 0; i < profile.terms.size(); ++i) {
    if (is_name(profile.marks[i])) names.push_back(profile.terms[i]);
  }
  sort_distinct(names);
  std::unordered_map<TermHash, bool> seen;
  Sentence sentence;
  std::size_t starts = 0, with_capital = 0;
  for (std::size_t i = 0; i < profile.terms.size(); ++i) {
    const auto marks = profile.marks[i];
    if (marks & sentence_start) sentence.move_to(w), ++starts, with_capital += (marks & upper) != 0;
    const double r = rarity.of(profile.terms[i], profile.language);
    const bool name = is_name(marks);
    if (r >= sentence_rarity) {
      const bool starts = (marks & upper) && std::binary_search(names.begin(), names.end(), profile.terms[i]);
      sentence.terms.push_back({{profile.terms[i], static_cast<float>(r)}, name || starts, i});
    }
    if (r >= (name ? name_rarity : term_rarity) && seen.emplace(profile.terms[i], true).second) {
      w.facts.push_back({profile.terms[i], static_cast<float>(r)});
    }
    w.units += profile.units[i];
    if (i + shingle_words > profile.terms.size()) continue;
    bool quote = true;
    for (std::size_t k = i; k < i + shingle_words; ++k) quote = quote && (profile.marks[k] & quoted);
    w.shingles.push_back(shingle(profile, i));
    if (quote) w.quoted_shingles.push_back(w.shingles.back());
  }
  sentence.move_to(w);
  w.has_capitals = 2 * with_capital > starts;
  w.told.shrink_to_fit();
  w.sentence_ends.shrink_to_fit();
  w.wording_ends.shrink_to_fit();
  w.facts.shrink_to_fit();
  sort_distinct(w.shingles);
  sort_distinct(w.quoted_shingles);
  return w;
}

bool credits(const Profile& body, const Profile& outlet) {
  const auto& name = outlet.terms;
  if (name.empty()) return false;
  const std::size_t letters = std::accumulate(outlet.units.begin(), outlet.units.end(), std::size_t{0});
  constexpr std::size_t shortest_name = 4;
  for (auto at = body.terms.begin();; ++at) {
    at = std::search(at, body.terms.end(), name.begin(), name.end());
    if (at == body.terms.end()) return false;
    if (name.size() > 1) return true;
    const auto marks = body.marks[static_cast<std::size_t>(at - body.terms.begin())];
    if (letters >= shortest_name && (marks & upper) && !(marks & sentence_start)) return true;
  }
}

double sequence_exponent(std::size_t articles) {
  const auto n = static_cast<double>(articles);
  return 0.35 * n / (n + 50.0);
}

double edge(const EdgeParts& p, std::size_t articles) {
  // Of the means tried on generated reprints this one tells copies from look-alikes best: mostly the smaller side's
  // share, a little of both sides', and how rare what they share is.
  const double smaller = std::min(1.0, ratio(p.matched, std::min(p.units_a, p.units_b)));
  const double both = std::min(1.0, p.matched / std::sqrt(p.units_a * p.units_b));
  const double aligned = std::pow(smaller, 0.75) * std::pow(both, 0.25);
  const double exponent = sequence_exponent(articles);
  const double one_headline = p.headline >= least_headline ? p.headline : 0;
  return std::pow(std::pow(std::clamp(p.sequence_share, 0.0, 1.0), exponent) * std::pow(aligned, 1.0 - exponent),
                  1.0 - headline_weight * one_headline) *
         (1.0 - std::clamp((p.contradicted - faint_contradiction) / (full_contradiction - faint_contradiction), 0.0, 1.0));
}

Evidence measure(const Witness& a, const Witness& b, const SharedText& text, const Rarity& rarity) {
  const auto& [stream_a, stream_b, passages, sequence_share] = text;
  Evidence e;
  const auto& pa = *a.profile;
  const auto& pb = *b.profile;
  e.length_a = static_cast<double>(pa.terms.size());
  e.length_b = static_cast<double>(pb.terms.size());
  e.same_body = !pa.terms.empty() && pa.terms.size() == pb.terms.size() && pa.body_key == pb.body_key;
  e.similarity = cosine(a.vector, b.vector);
  const auto inter = static_cast<double>(shared(a.shingles, b.shingles));
  const auto na = static_cast<double>(a.shingles.size()), nb = static_cast<double>(b.shingles.size());
  e.resemblance = ratio(inter, na + nb - inter);
  e.containment_a = ratio(inter, na);
  e.containment_b = ratio(inter, nb);
  double matched = 0, end_a = 0, end_b = 0;
  const Passage* longest = nullptr;
  for (const Passage& p : passages) {
    matched += p.matched;
    end_a = std::max(end_a, static_cast<double>(p.a.end)), end_b = std::max(end_b, static_cast<double>(p.b.end));
    if (!longest || p.matched > longest->matched) longest = &p;
  }
  if (longest) {
    e.longest = longest->matched;
    e.longest_words = std::min(words_inside(a, {longest, 1}, true), words_inside(b, {longest, 1}, false));
    std::uint32_t in_a_row = 0;
    for (const Passage& p : passages) in_a_row = std::max(in_a_row, words_in_a_row(a, p.a, b));
    e.reworded = e.longest_words - std::min(e.longest_words, in_a_row);
  }
  const auto ua = static_cast<double>(a.units), ub = static_cast<double>(b.units);
  e.aligned_a = std::min(1.0, ratio(matched, ua));
  e.aligned_b = std::min(1.0, ratio(matched, ub));
  if (matched > 0) {
    e.after_a = std::max(0.0, 1 - ratio(end_a, ua)), e.after_b = std::max(0.0, 1 - ratio(end_b, ub));
    e.headline = same_headline(a, b);
    const Contradiction other = contradiction(a, stream_a, b, stream_b, passages, rarity);
    const Agreement same = agreement(a, stream_a, b, stream_b, passages, rarity);
    e.other_subject = same.other_subject;
    e.contradicted = other.share;
    e.misread = other.misread;
    // A misread name is none that differs.
    e.agreed = std::min(1.0, same.share + agreed_per_misread * other.misread);
    e.differing = (other.differing + same.lost) * std::max(0.0, 1.0 - differing_per_misread * other.misread);
    e.edge = edge({matched, ua, ub, sequence_share, e.headline, e.contradicted}, rarity.articles());
    e.shared_words = a.units <= b.units ? words_inside(a, passages, true) : words_inside(b, passages, false);
  }
  if (e.same_body) e.after_a = e.after_b = 0;
  if (e.same_body) e.similarity = e.aligned_a = e.aligned_b = e.edge = 1, e.shared_words = static_cast<std::uint32_t>(pa.terms.size());
  measure_facts(a, b, e);
  const Tellings both = tellings(a, b);
  e.told_a = both.a.told, e.told_b = both.b.told;
  e.worded_a = both.a.worded, e.worded_b = both.b.worded;
  const auto& fewer = a.quoted_shingles.size() <= b.quoted_shingles.size() ? a.quoted_shingles : b.quoted_shingles;
  const auto& more = a.quoted_shingles.size() <= b.quoted_shingles.size() ? b.quoted_shingles : a.quoted_shingles;
  e.quotes = ratio(static_cast<double>(shared(fewer, more)), static_cast<double>(fewer.size()));
  return e;
}

}  // namespace wirecopy::detail
