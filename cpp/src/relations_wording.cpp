#include "relations_wording.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "hash.hpp"

namespace wirecopy::detail {

namespace {

// A term that stands in more sentences of one side says nothing about order, and would make the work grow with their product.
constexpr std::size_t most_places = 32;

struct Shares {
  double all = 0, wording = 0;
};

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0.0; }

std::size_t start_of(const Witness& w, std::size_t sentence) { return sentence > 0 ? w.sentence_ends[sentence - 1] : 0; }

/// Share of the rare terms of `from`'s sentences that one sentence of `in` holds together: of all, and of the wording.
Shares together(const Witness& from, const Witness& in) {
  // Sentences of `in` by term, so that only those with a term in common are looked at.
  std::unordered_map<TermHash, std::vector<std::uint32_t>> where;  // looked up by key only
  for (std::uint32_t s = 0; s < in.sentence_ends.size(); ++s) {
    for (std::size_t i = start_of(in, s); i < in.sentence_ends[s]; ++i) where[in.told[i].term].push_back(s);
  }
  std::vector<double> sum(in.sentence_ends.size(), 0.0);
  Shares total, found;
  for (std::size_t at = 0; at < from.sentence_ends.size(); ++at) {
    const std::size_t start = start_of(from, at), end = from.sentence_ends[at];
    double best = 0, weight = 0;
    for (std::size_t i = start; i < end; ++i) {
      if (i == from.wording_ends[at]) total.wording += weight, found.wording += best;
      weight += from.told[i].weight;
      const auto it = where.find(from.told[i].term);
      if (it == where.end()) continue;
      for (const std::uint32_t s : it->second) best = std::max(best, sum[s] += from.told[i].weight);
    }
    if (from.wording_ends[at] == end) total.wording += weight, found.wording += best;
    total.all += weight, found.all += best;
    for (std::size_t i = start; i < end; ++i) {
      const auto it = where.find(from.told[i].term);
      if (it == where.end()) continue;
      for (const std::uint32_t s : it->second) sum[s] = 0;
    }
  }
  return {ratio(found.all, total.all), ratio(found.wording, total.wording)};
}

/// The wording of all sentences, in order.
std::vector<Weight> wording_of(const Witness& w) {
  std::vector<Weight> out;
  for (std::size_t s = 0; s < w.sentence_ends.size(); ++s) {
    out.insert(out.end(), w.told.begin() + static_cast<std::ptrdiff_t>(start_of(w, s)), w.told.begin() + w.wording_ends[s]);
  }
  return out;
}

double weight_of(const std::vector<Weight>& terms) {
  double sum = 0;
  for (const Weight& w : terms) sum += w.weight;
  return sum;
}

/// Share of the weight of the different terms that the other body has.
double had(std::vector<Weight> terms, const Witness& other) {
  std::sort(terms.begin(), terms.end(), [](const Weight& x, const Weight& y) { return x.term < y.term; });
  double found = 0, total = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (i > 0 && terms[i].term == terms[i - 1].term) continue;
    total += terms[i].weight;
    if (std::binary_search(other.vocabulary.begin(), other.vocabulary.end(), terms[i].term)) found += terms[i].weight;
  }
  return ratio(found, total);
}

/// Weight of the heaviest common subsequence (Hunt & Szymanski 1977, with the best weight before each place in a Fenwick tree).
double in_order(const std::vector<Weight>& a, const std::vector<Weight>& b) {
  std::vector<std::pair<TermHash, std::uint32_t>> of_a, of_b;
  for (std::uint32_t i = 0; i < a.size(); ++i) of_a.emplace_back(a[i].term, i);
  for (std::uint32_t i = 0; i < b.size(); ++i) of_b.emplace_back(b[i].term, i);
  std::sort(of_a.begin(), of_a.end());
  std::sort(of_b.begin(), of_b.end());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> range(a.size());  // of each place in a, the places in b
  for (std::size_t i = 0, k = 0; i < of_a.size();) {
    std::size_t end = i, from = k;
    while (end < of_a.size() && of_a[end].first == of_a[i].first) ++end;
    while (from < of_b.size() && of_b[from].first < of_a[i].first) ++from;
    k = from;
    while (k < of_b.size() && of_b[k].first == of_a[i].first) ++k;
    const bool telling = end - i <= most_places && k - from <= most_places;
    for (; i < end; ++i) {
      if (telling) range[of_a[i].second] = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(k)};
    }
  }
  std::vector<double> best(b.size() + 1, 0.0);
  const auto before = [&](std::size_t place) {
    double most = 0;
    for (; place > 0; place &= place - 1) most = std::max(most, best[place]);
    return most;
  };
  for (std::size_t i = 0; i < a.size(); ++i) {
    // From the last, so that no place in a is counted twice.
    for (std::uint32_t k = range[i].second; k > range[i].first; --k) {
      const std::size_t place = of_b[k - 1].second;
      const double weight = before(place) + static_cast<double>(std::min(a[i].weight, b[place].weight));
      for (std::size_t p = place + 1; p < best.size(); p += p & (~p + 1)) best[p] = std::max(best[p], weight);
    }
  }
  return before(b.size());
}

}  // namespace

Tellings tellings(const Witness& a, const Witness& b) {
  const Shares of_a = together(a, b), of_b = together(b, a);
  const std::vector<Weight> words_a = wording_of(a), words_b = wording_of(b);
  const double ordered = in_order(words_a, words_b);
  return {{of_a.all, (of_a.wording + had(words_a, b) + ratio(ordered, weight_of(words_a))) / 3},
          {of_b.all, (of_b.wording + had(words_b, a) + ratio(ordered, weight_of(words_b))) / 3}};
}

std::uint32_t words_in_a_row(const Witness& a, Span part, const Witness& b) {
  const Profile& p = *a.profile;
  std::uint32_t longest = 0, run = 0;
  std::size_t unit = 0;
  for (std::size_t i = 0; i < p.terms.size() && unit < part.end; unit += p.units[i++]) {
    if (unit < part.start) continue;
    // A shingle that begins here and ends inside the part.
    std::size_t end = unit;
    for (std::size_t k = i; k < std::min(p.terms.size(), i + shingle_words); ++k) end += p.units[k];
    const bool shared = i + shingle_words <= p.terms.size() && end <= part.end &&
                        std::binary_search(b.shingles.begin(), b.shingles.end(), shingle(p, i));
    run = shared ? run + 1 : 0;
    if (run > 0) longest = std::max(longest, run + static_cast<std::uint32_t>(shingle_words) - 1);
  }
  return longest;
}

}  // namespace wirecopy::detail
