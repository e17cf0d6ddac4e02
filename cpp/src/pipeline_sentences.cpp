#include <algorithm>
#include <unordered_map>

#include "pipeline_run.hpp"

namespace wirecopy::detail {

namespace {

constexpr double sentence_rarity = 1.5;  // as of what is told together
constexpr std::size_t most_sentences = 400, most_words = 4000;
constexpr std::size_t most_alike = 5;    // words shown of two sentences

bool is_name(std::uint8_t marks) { return (marks & digit) || ((marks & upper) && !(marks & sentence_start)); }

/// The sentences of one side as the aligner takes them; of each word its place.
struct Aligned {
  std::vector<SentenceWord> words;
  std::vector<std::size_t> place;
  std::vector<std::uint32_t> ends;
};

Aligned aligned(const TextSide& side, const Rarity& rarity, const WordSample::Words* vectors) {
  const Profile& p = side.profile;
  std::vector<TermHash> names;  // a name at the start of a sentence is told by another place
  for (std::size_t i = 0; i < p.terms.size(); ++i) {
    if (is_name(p.marks[i])) names.push_back(p.terms[i]);
  }
  std::sort(names.begin(), names.end());
  Aligned out;
  std::size_t i = 0;
  for (const std::uint32_t end : side.words.ends) {
    if (out.ends.size() == most_sentences) break;
    const std::size_t first = out.words.size();
    for (; i < end; ++i) {
      const TermHash term = p.terms[i];
      const double r = rarity.of(term, p.language);
      const bool is_new = std::none_of(out.words.begin() + static_cast<std::ptrdiff_t>(first), out.words.end(),
                                       [&](const SentenceWord& w) { return w.term == term; });
      if (r < sentence_rarity || !is_new || out.words.size() == most_words) continue;
      const bool has_vector = vectors && !is_name(p.marks[i]) && !std::binary_search(names.begin(), names.end(), term);
      out.words.push_back({term, has_vector ? vectors->row(term) : -1, r});
      out.place.push_back(i);
    }
    out.ends.push_back(static_cast<std::uint32_t>(out.words.size()));
  }
  return out;
}

double cosine(const WordVectors& vectors, std::int32_t x, std::int32_t y) {
  const float* const a = &vectors.rows[static_cast<std::size_t>(x) * vectors.components];
  const float* const b = &vectors.rows[static_cast<std::size_t>(y) * vectors.components];
  double sum = 0;
  for (std::size_t k = 0; k < vectors.components; ++k) sum += static_cast<double>(a[k]) * b[k];
  return std::min(1.0, sum);
}

}  // namespace

BodyWords body_words(std::string_view text, const Cleaned& cleaned, const Tokenizer& tokenizer, const Profile& profile) {
  BodyWords out;
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  for (const Span part : compared_spans(cleaned)) {
    const std::string_view inside = text.substr(part.start, part.end - part.start);
    const std::vector<Span> sentences = tokenizer.sentences(inside);
    std::size_t at = 0;
    for (const Span w : tokenizer.words(inside)) {
      while (at < sentences.size() && sentences[at].end <= w.start) ++at;
      const std::uint8_t marks = profile.marks[out.words.size()];
      if (out.sentences.empty() || ((marks & sentence_start) && !(marks & goes_on))) {
        out.sentences.push_back({part.start + sentences[at].start, part.start + sentences[at].end});
        out.ends.push_back(0);
      }
      out.sentences.back().end = std::max(out.sentences.back().end, part.start + sentences[at].end);
      out.words.push_back({part.start + w.start, part.start + w.end});
      out.ends.back() = static_cast<std::uint32_t>(out.words.size());
    }
  }
  for (Span& s : out.sentences) {
    while (s.start < s.end && is_space(text[s.start])) ++s.start;
    while (s.end > s.start && is_space(text[s.end - 1])) --s.end;
  }
  return out;
}

Retelling retelling(const TextSide& a, const TextSide& b, const Rarity& rarity, const WordSample::Words* vectors) {
  Retelling out;
  out.learned = vectors && vectors->vectors.components > 0;
  if (!out.learned) vectors = nullptr;
  const Aligned of_a = aligned(a, rarity, vectors), of_b = aligned(b, rarity, vectors);
  const WordRows rows = out.learned ? WordRows{vectors->vectors.components, vectors->vectors.rows} : WordRows{};
  const SentenceOptions options;
  const SentenceAlignment found = align_sentences({of_a.words, of_a.ends}, {of_b.words, of_b.ends}, rows, options);
  out.told_a = found.told_a, out.told_b = found.told_b, out.in_order = found.in_order;
  const auto begin = [](const Aligned& side, std::uint32_t sentence) { return sentence > 0 ? side.ends[sentence - 1] : 0U; };
  const auto term_of = [](const TextSide& side, std::size_t place) {
    const Span w = side.words.words[place];
    return fold(side.text.substr(w.start, w.end - w.start));
  };
  for (const SentenceMatch& m : found.matches) {
    RetoldSentences s;
    s.a = {a.words.sentences[m.a].start, a.words.sentences[m.a_end - 1].end};
    s.b = {b.words.sentences[m.b].start, b.words.sentences[m.b_end - 1].end};
    s.similarity = m.similarity, s.moved = m.moved;
    const std::size_t first = begin(of_b, m.b), last = of_b.ends[m.b_end - 1];
    for (std::size_t i = begin(of_a, m.a); i < of_a.ends[m.a_end - 1]; ++i) {
      std::size_t likest = last;
      double most = 0;
      for (std::size_t k = first; k < last && most < 1; ++k) {
        const SentenceWord &x = of_a.words[i], &y = of_b.words[k];
        const bool both = x.vector >= 0 && y.vector >= 0;
        const double alike = x.term == y.term ? 1 : both ? cosine(vectors->vectors, x.vector, y.vector) : 0;
        if (alike >= options.like && alike > most) most = alike, likest = k;
      }
      if (likest == last || of_a.words[i].term == of_b.words[likest].term) continue;
      s.alike.push_back({term_of(a, of_a.place[i]), term_of(b, of_b.place[likest]), most});
    }
    std::stable_sort(s.alike.begin(), s.alike.end(), [](const auto& x, const auto& y) { return x.similarity > y.similarity; });
    if (s.alike.size() > most_alike) s.alike.resize(most_alike);
    out.sentences.push_back(std::move(s));
  }
  return out;
}

}  // namespace wirecopy::detail
