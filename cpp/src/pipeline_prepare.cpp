#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <numeric>

#include "hash.hpp"
#include "parallel.hpp"
#include "pipeline_run.hpp"

namespace wirecopy::detail {

namespace {

using ContentKey = std::array<std::uint64_t, 3>;

ContentKey content_key(const Article& a) {
  std::uint64_t time = 0;
  if (!std::isnan(a.hours)) std::memcpy(&time, &a.hours, sizeof time);
  return {hash_bytes(a.text), hash_bytes(a.text, 1), combine(combine(hash_bytes(a.outlet), hash_bytes(a.language)), time)};
}

std::vector<ArticleId> order_by_content(std::span<const Article> articles, const Control& control) {
  std::vector<ContentKey> keys(articles.size());
  parallel_for("order", articles.size(), control, [&](std::size_t i) { keys[i] = content_key(articles[i]); });
  std::vector<ArticleId> order(articles.size());
  std::iota(order.begin(), order.end(), ArticleId{0});
  // Equal keys are equal articles: whichever comes first, the results are the same.
  std::stable_sort(order.begin(), order.end(), [&](ArticleId x, ArticleId y) { return keys[x] < keys[y]; });
  return order;
}

void group_bodies(Prepared& p) {
  const std::size_t n = p.articles.size();
  std::vector<ArticleId> by_key;
  for (ArticleId i = 0; i < n; ++i) {
    if (p.notes[i] == Note::used || p.notes[i] == Note::exact_only) by_key.push_back(i);
  }
  std::stable_sort(by_key.begin(), by_key.end(),
                   [&](ArticleId x, ArticleId y) { return p.profiles[x].body_key < p.profiles[y].body_key; });
  p.body_of.assign(n, no_body);
  for (std::size_t i = 0; i < by_key.size();) {
    std::size_t k = i;
    auto& body = p.bodies.emplace_back();
    double earliest = unknown_hours, latest = unknown_hours;
    bool all_known = true;
    for (; k < by_key.size() && p.profiles[by_key[k]].body_key == p.profiles[by_key[i]].body_key; ++k) {
      body.push_back(by_key[k]);
      p.body_of[by_key[k]] = static_cast<ArticleId>(p.bodies.size() - 1);
      const double h = p.articles[by_key[k]].hours;
      all_known = all_known && !std::isnan(h);
      if (std::isnan(earliest) || h < earliest) earliest = h;
      if (std::isnan(latest) || h > latest) latest = h;
    }
    p.times.push_back(all_known ? Times{earliest, latest} : Times{});
    i = k;
  }
}

std::vector<Span> headline_spans(const Cleaned& cleaned) {
  std::vector<Span> out;
  for (const LabelledSpan& s : cleaned) {
    if (s.label == Label::headline) out.push_back(s.span);
  }
  return out;
}

}  // namespace

std::vector<Span> compared_spans(const Cleaned& cleaned) {
  std::size_t bytes = 0;
  for (const LabelledSpan& s : cleaned) bytes += s.label == Label::body ? s.span.end - s.span.start : 0;
  const bool alone = bytes == 0 || bytes >= least_alone;
  const auto is_compared = [&](Label label) { return label == Label::body || (!alone && label == Label::headline); };
  std::vector<Span> out;
  for (std::size_t i = 0; i < cleaned.size(); ++i) {
    if (!is_compared(cleaned[i].label)) continue;
    // Only white space lies between neighbours, so they are read in one go.
    if (i > 0 && is_compared(cleaned[i - 1].label)) {
      out.back().end = cleaned[i].span.end;
    } else {
      out.push_back(cleaned[i].span);
    }
  }
  return out;
}

Prepared prepare(std::span<const Article> articles, const CopyOptions& options, const LanguageGuess& languages,
                 const Control& control) {
  validate(articles);
  Prepared p;
  const std::size_t n = articles.size();
  p.order = order_by_content(articles, control);
  p.articles.reserve(n);
  for (const ArticleId row : p.order) p.articles.push_back(articles[row]);
  if (options.clean) {
    p.cleaned = clean_all(p.articles, control);
  } else {
    p.cleaned.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      if (!p.articles[i].text.empty()) p.cleaned[i] = {{{0, static_cast<ByteOffset>(p.articles[i].text.size())}, Label::body}};
    }
  }
  std::map<std::string_view, Tokenizer> tokenizers;
  for (const Article& a : p.articles) tokenizers.try_emplace(a.language, a.language);
  p.profiles.resize(n);
  p.headlines.resize(n);
  p.notes.resize(n);
  parallel_for("words", n, control, [&](std::size_t i) {
    const Article& a = p.articles[i];
    p.profiles[i] = profile(a.text, compared_spans(p.cleaned[i]), tokenizers.at(a.language));
    auto& headline = p.headlines[i] = profile(a.text, headline_spans(p.cleaned[i]), tokenizers.at(a.language)).terms;
    std::sort(headline.begin(), headline.end());
    headline.erase(std::unique(headline.begin(), headline.end()), headline.end());
    p.profiles[i].language = languages.of(p.profiles[i], a.language);
    const std::size_t words = p.profiles[i].terms.size();
    p.notes[i] = words == 0                  ? Note::empty
                 : words < shortest_compared ? Note::too_short
                 : words < shortest_aligned  ? Note::exact_only
                                             : Note::used;
  });
  group_bodies(p);
  return p;
}

}  // namespace wirecopy::detail
