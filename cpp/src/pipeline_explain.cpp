#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

#include "passages.hpp"
#include "pipeline_run.hpp"
#include "utf8.hpp"

namespace wirecopy {

using namespace detail;

namespace {

/// The folded terms of a body that both hold, rarest first.
std::vector<Explanation::Term> shared_rare_terms(const Article& a, const Cleaned& cleaned, const Tokenizer& tokenizer,
                                                 const Profile& pa, const Profile& pb, const Rarity& rarity) {
  constexpr std::size_t most = 50;
  std::vector<TermHash> other = pb.terms;
  std::sort(other.begin(), other.end());
  std::map<std::string, double> found;
  for (const Span s : compared_spans(cleaned)) {
    const std::string_view part = a.text.substr(s.start, s.end - s.start);
    for (const Span w : tokenizer.words(part)) {
      std::string term = fold(part.substr(w.start, w.end - w.start));
      const TermHash h = term_hash(term);
      if (!std::binary_search(other.begin(), other.end(), h)) continue;
      const double r = rarity.of(h, pa.language);
      if (r >= 2.5) found.emplace(std::move(term), r);
    }
  }
  std::vector<Explanation::Term> out;
  for (const auto& [term, weight] : found) out.push_back({term, weight});
  std::stable_sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.weight > y.weight; });
  if (out.size() > most) out.resize(most);
  return out;
}

/// What each term that both vectors hold adds to the cosine, the most first. `similarity` is what they add up to.
std::vector<Explanation::Term> contributions_of(const Article& a, const Cleaned& cleaned, const Tokenizer& tokenizer,
                                                std::span<const Weight> of_a, std::span<const Weight> of_b,
                                                double similarity) {
  const auto weight_in = [](std::span<const Weight> v, TermHash term) {
    const auto it = std::lower_bound(v.begin(), v.end(), term, [](const Weight& w, TermHash t) { return w.term < t; });
    return it != v.end() && it->term == term ? static_cast<double>(it->weight) : 0.0;
  };
  std::map<TermHash, std::string> names;
  for (const Span s : compared_spans(cleaned)) {
    const std::string_view part = a.text.substr(s.start, s.end - s.start);
    for (const Span w : tokenizer.words(part)) {
      std::string term = fold(part.substr(w.start, w.end - w.start));
      const TermHash h = term_hash(term);
      names.try_emplace(h, std::move(term));
    }
  }
  std::vector<Explanation::Term> out;
  double sum = 0;
  for (auto& [hash, term] : names) {
    const double product = weight_in(of_a, hash) * weight_in(of_b, hash);
    if (product > 0) out.push_back({std::move(term), product}), sum += product;
  }
  // Weights are stored as floats, and equal bodies are exactly 1.
  for (auto& term : out) term.weight *= similarity / sum;
  std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) {
    return x.weight != y.weight ? x.weight > y.weight : x.term < y.term;
  });
  return out;
}

Span in_bytes(std::string_view text, const Stream& s, Span units) {
  std::size_t end = s.offsets[units.end - 1] + std::size_t{1};
  while (end < text.size() && is_continuation(text[end])) ++end;
  return {s.offsets[units.start], static_cast<ByteOffset>(end)};
}

/// b's sentences as a's.
Retelling swapped(Retelling r) {
  for (RetoldSentences& s : r.sentences) {
    std::swap(s.a, s.b);
    for (AlikeWords& w : s.alike) std::swap(w.a, w.b);
  }
  std::swap(r.told_a, r.told_b);
  std::sort(r.sentences.begin(), r.sentences.end(), [](const auto& x, const auto& y) { return x.a.start < y.a.start; });
  return r;
}

/// Fills in, of two rows, what the run found in third articles.
void add_from_sources(const Statistics& statistics, ArticleId a, ArticleId b, Evidence& e) {
  const ArticleId of_a = statistics.body_of[a], of_b = statistics.body_of[b];
  const FromSources wanted{std::min(of_a, of_b), std::max(of_a, of_b)};
  const auto before = [](const FromSources& x, const FromSources& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; };
  const auto it = std::lower_bound(statistics.from_sources.begin(), statistics.from_sources.end(), wanted, before);
  if (it == statistics.from_sources.end() || before(wanted, *it)) return;
  e.source_told_a = of_a < of_b ? it->told_a : it->told_b;
  e.source_told_b = of_a < of_b ? it->told_b : it->told_a;
  e.source_facts = it->facts;
}

}  // namespace

Explanation explain(const Copies& copies, std::span<const Article> articles, ArticleId a, ArticleId b, const Control& control) {
  if (a >= articles.size() || b >= articles.size() || a == b) {
    throw std::invalid_argument("explain takes two different articles of the run");
  }
  if (!copies.statistics || copies.cleaned.size() != articles.size()) {
    throw std::invalid_argument("explain takes the articles that find_copies was given");
  }
  const Statistics& statistics = *copies.statistics;
  Explanation out;
  struct Side {
    ArticleId row;
    Profile profile;
    Stream stream;
  };
  const auto side = [&](ArticleId row) {
    const Article& article = articles[row];
    const auto spans = compared_spans(copies.cleaned[row]);
    Side s{row, profile(article.text, spans, Tokenizer(article.language)), stream(article.text, spans, true)};
    s.profile.language = statistics.languages->of(s.profile, article.language);
    return s;
  };
  std::array<Side, 2> sides{side(a), side(b)};
  // As in the run, the body with the smaller key is measured as the first, so that the figures are the same.
  const bool swap = sides[1].profile.body_key < sides[0].profile.body_key;
  if (swap) std::swap(sides[0], sides[1]);
  const auto known_of = [&](const Side& s) { return witness(s.profile, statistics.headlines[s.row], *statistics.rarity); };
  const std::array known{known_of(sides[0]), known_of(sides[1])};
  Aligner aligner(statistics.options.align);
  std::vector<Passage> passages;
  const bool compared = sides[0].profile.terms.size() >= shortest_aligned && sides[1].profile.terms.size() >= shortest_aligned;
  if (compared) passages = aligner.align(sides[0].stream.units, sides[1].stream.units);
  const double share = compared ? sequence_share(statistics.sequences, sides[0].stream.units, sides[1].stream.units) : 0.0;
  const SharedText shared{sides[0].stream.units, sides[1].stream.units, passages, share};
  out.evidence = measure(known[0], known[1], shared, *statistics.rarity);
  if (swap) out.evidence = swapped(out.evidence);
  add_from_sources(statistics, a, b, out.evidence);
  out.evidence.hours = articles[b].hours - articles[a].hours;
  if (std::isnan(out.evidence.hours) && !out.evidence.same_body) {
    const Profile &pa = sides[swap ? 1 : 0].profile, &pb = sides[swap ? 0 : 1].profile;
    out.evidence.credits_a = !articles[b].outlet.empty() && credits(pa, outlet_name(articles[b].outlet));
    out.evidence.credits_b = !articles[a].outlet.empty() && credits(pb, outlet_name(articles[a].outlet));
  }
  if (out.evidence.length_a >= shortest_compared && out.evidence.length_b >= shortest_compared) {
    out.judgement = judge(out.evidence, statistics.options.relations);
  }
  for (Passage p : passages) {
    p.a = in_bytes(articles[sides[0].row].text, sides[0].stream, p.a);
    p.b = in_bytes(articles[sides[1].row].text, sides[1].stream, p.b);
    if (swap) std::swap(p.a, p.b);
    out.passages.push_back(p);
  }
  std::sort(out.passages.begin(), out.passages.end(), [](const Passage& x, const Passage& y) { return x.a.start < y.a.start; });
  out.cleaned_a = copies.cleaned[a];
  out.cleaned_b = copies.cleaned[b];
  const std::size_t first = swap ? 1 : 0;
  out.rare_terms = shared_rare_terms(articles[a], out.cleaned_a, Tokenizer(articles[a].language), sides[first].profile,
                                     sides[1 - first].profile, *statistics.rarity);
  out.contributions = contributions_of(articles[a], out.cleaned_a, Tokenizer(articles[a].language), known[first].vector,
                                       known[1 - first].vector, out.evidence.similarity);
  const bool learns = !is_copy(out.judgement.relation) && sides[0].profile.language == sides[1].profile.language;
  const WordSample::Words* const vectors = learns ? &statistics.words.of(sides[0].profile.language, control) : nullptr;
  const auto words_of = [&](const Side& s) {
    const Article& article = articles[s.row];
    return body_words(article.text, copies.cleaned[s.row], Tokenizer(article.language), s.profile);
  };
  const std::array words{words_of(sides[0]), words_of(sides[1])};
  out.retelling = retelling({articles[sides[0].row].text, sides[0].profile, words[0]},
                            {articles[sides[1].row].text, sides[1].profile, words[1]}, *statistics.rarity, vectors);
  if (swap) out.retelling = swapped(std::move(out.retelling));
  return out;
}

Explanation compare(const Article& a, const Article& b, const CopyOptions& options, const Background& background) {
  const std::array<Article, 2> both{a, b};
  Control control;
  control.threads = 1;
  return explain(find_copies(both, options, background, control), both, 0, 1, control);
}

}  // namespace wirecopy
