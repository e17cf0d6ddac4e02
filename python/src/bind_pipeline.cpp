#include "kept.hpp"

#include <algorithm>
#include <memory>

namespace wirecopy::python {

namespace {

py::dict reasons_of(const PairTable& t) {
  std::vector<std::string> names;
  std::vector<std::uint8_t> name;
  std::vector<double> value;
  for (const auto& r : t.reasons) {
    const auto it = std::find(names.begin(), names.end(), r.name);
    name.push_back(static_cast<std::uint8_t>(it - names.begin()));
    if (it == names.end()) names.emplace_back(r.name);
    value.push_back(r.value);
  }
  py::dict d;
  d["reason_name"] = array(std::move(name));
  d["reason_value"] = array(std::move(value));
  d["reason_names"] = names;
  return d;
}

py::dict pair_arrays(PairTable&& t) {
  py::dict d = reasons_of(t);
  d["a"] = array(std::move(t.a));
  d["b"] = array(std::move(t.b));
  d["relation"] = codes(t.relation);
  d["direction"] = codes(t.direction);
  d["similarity"] = array(std::move(t.similarity));
  d["resemblance"] = array(std::move(t.resemblance));
  d["containment_a"] = array(std::move(t.containment_a));
  d["containment_b"] = array(std::move(t.containment_b));
  d["aligned_a"] = array(std::move(t.aligned_a));
  d["aligned_b"] = array(std::move(t.aligned_b));
  d["hours"] = array(std::move(t.hours));
  d["collapsed"] = array(std::move(t.collapsed));
  d["shared_words"] = array(std::move(t.shared_words));
  d["reason_offsets"] = array(std::move(t.reason_offsets));
  return d;
}

py::dict find(const Offsets& offsets, const Bytes& data, const std::vector<std::string>& outlets,
              const std::vector<std::string>& languages, const py::object& hours, const BackgroundList& background_list,
              const py::dict& options, int threads, const py::object& tick) {
  const auto input = articles(offsets, data, outlets, languages, hours);
  const CopyOptions o = copy_options(options);
  const Background words = background(background_list);
  const Control c = control(threads, tick);
  auto kept = std::make_shared<Kept>();
  {
    const py::gil_scoped_release free;
    kept->copies = find_copies(input, o, words, c);
  }
  Copies& r = kept->copies;
  py::dict d;
  d["pairs"] = pair_arrays(std::move(r.pairs));
  d["furniture"] = labelled(views(offsets, data), r.cleaned);
  std::vector<std::uint32_t> bridges;
  for (const auto& [a, b] : r.bridges) bridges.push_back(a), bridges.push_back(b);
  const auto rows = static_cast<py::ssize_t>(bridges.size() / 2);
  d["bridges"] = array(std::move(bridges)).reshape({rows, py::ssize_t{2}});
  d["labels"] = array(std::move(r.labels));
  d["story_labels"] = array(std::move(r.story_labels));
  d["origins"] = array(std::move(r.origins));
  d["notes"] = codes(r.notes);
  d["tokens"] = array(std::move(r.tokens));
  d["funnel"] = r.funnel;
  d["kept"] = kept;
  return d;
}

py::dict evidence_dict(const Evidence& e) {
  py::dict d;
  const std::pair<const char*, double> values[] = {
      {"similarity", e.similarity}, {"resemblance", e.resemblance}, {"containment_a", e.containment_a},
      {"containment_b", e.containment_b}, {"aligned_a", e.aligned_a}, {"aligned_b", e.aligned_b}, {"edge", e.edge},
      {"headline", e.headline}, {"contradicted", e.contradicted}, {"misread", e.misread}, {"agreed", e.agreed}, {"differing", e.differing},
      {"other_subject", e.other_subject ? 1.0 : 0.0}, {"shared_words", e.shared_words}, {"longest", e.longest},
      {"longest_words", e.longest_words}, {"reworded", e.reworded}, {"hours", e.hours}, {"facts", e.facts},
      {"facts_a", e.facts_a}, {"facts_b", e.facts_b}, {"shared_facts", e.shared_facts}, {"least_facts", e.least_facts},
      {"order", e.order}, {"told_a", e.told_a}, {"told_b", e.told_b},
      {"worded_a", e.worded_a}, {"worded_b", e.worded_b}, {"source_told_a", e.source_told_a},
      {"source_told_b", e.source_told_b}, {"source_facts", e.source_facts},
      {"quotes", e.quotes}, {"after_a", e.after_a}, {"after_b", e.after_b},
      {"credits_a", e.credits_a ? 1.0 : 0.0}, {"credits_b", e.credits_b ? 1.0 : 0.0}, {"length_a", e.length_a}, {"length_b", e.length_b}, {"same_body", e.same_body ? 1.0 : 0.0}};
  for (const auto& [key, value] : values) d[key] = value;
  return d;
}

py::dict retelling_dict(std::string_view a, std::string_view b, const Retelling& r) {
  std::vector<Span> of_a, of_b;
  std::vector<double> similarity;
  py::list moved, alike;
  for (const RetoldSentences& s : r.sentences) {
    of_a.push_back(s.a);
    of_b.push_back(s.b);
    similarity.push_back(s.similarity);
    moved.append(s.moved);
    py::list words;
    for (const AlikeWords& w : s.alike) words.append(py::make_tuple(w.a, w.b, w.similarity));
    alike.append(words);
  }
  py::dict d;
  const auto [a_start, a_end] = code_point_spans(a, of_a);
  const auto [b_start, b_end] = code_point_spans(b, of_b);
  d["a_start"] = a_start;
  d["a_end"] = a_end;
  d["b_start"] = b_start;
  d["b_end"] = b_end;
  d["similarity"] = array(std::move(similarity));
  d["moved"] = moved;
  d["alike"] = alike;
  d["told_a"] = r.told_a;
  d["told_b"] = r.told_b;
  d["in_order"] = r.in_order;
  d["learned"] = r.learned;
  return d;
}

py::dict explain_pair(const Kept& kept, const Offsets& offsets, const Bytes& data, const std::vector<std::string>& outlets,
                      const std::vector<std::string>& languages, const py::object& hours, std::int64_t a, std::int64_t b,
                      int threads) {
  const auto input = articles(offsets, data, outlets, languages, hours);
  const auto n = static_cast<std::int64_t>(input.size());
  if (a < 0 || b < 0 || a >= n || b >= n) throw py::index_error("an article's row is out of range");
  const auto ia = static_cast<ArticleId>(a), ib = static_cast<ArticleId>(b);
  const Control c = control(threads, py::none());
  Explanation x;
  {
    const py::gil_scoped_release free;
    x = explain(kept.copies, input, ia, ib, c);
  }
  py::dict d;
  d["evidence"] = evidence_dict(x.evidence);
  d["relation"] = std::string(name(x.judgement.relation));
  d["direction"] = std::string(name(x.judgement.direction));
  py::list reasons, terms;
  for (const auto& r : x.judgement.reasons) reasons.append(py::make_tuple(std::string(r.name), r.value));
  for (const auto& t : x.rare_terms) terms.append(py::make_tuple(t.term, t.weight));
  py::list contributions;
  for (const auto& t : x.contributions) contributions.append(py::make_tuple(t.term, t.weight));
  d["reasons"] = reasons;
  d["rare_terms"] = terms;
  d["contributions"] = contributions;
  d["retelling"] = retelling_dict(input[ia].text, input[ib].text, x.retelling);
  d["passages"] = passage_arrays(input[ia].text, input[ib].text, x.passages);
  d["cleaned_a"] = labelled({input[ia].text}, {x.cleaned_a});
  d["cleaned_b"] = labelled({input[ib].text}, {x.cleaned_b});
  return d;
}

}  // namespace

void bind_pipeline(py::module_& m) {
  m.attr("relation_names") = names<Relation>(7);
  m.attr("direction_names") = names<Direction>(3);
  m.attr("note_names") = names<Note>(4);
  m.def("default_options", &default_options, "Every option of find_copies with its default.");
  py::class_<Kept, std::shared_ptr<Kept>>(m, "Kept", "What explain needs of a run of find_copies.");
  m.def("find_copies", &find, py::arg("offsets"), py::arg("data"), py::arg("outlets"), py::arg("languages"), py::arg("hours"),
        py::arg("background"), py::arg("options") = py::dict(), py::arg("threads") = 0, py::arg("tick") = py::none(),
        "Pairs, labels, furniture and the funnel of the articles, as arrays.");
  m.def("explain", &explain_pair, py::arg("kept"), py::arg("offsets"), py::arg("data"), py::arg("outlets"),
        py::arg("languages"), py::arg("hours"), py::arg("a"), py::arg("b"), py::arg("threads") = 0,
        "All measures of one pair of a run's articles.");
}

}  // namespace wirecopy::python
