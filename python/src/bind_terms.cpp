#include "convert.hpp"

namespace wirecopy::python {

namespace {

TermUnit term_unit(const std::string& name) {
  if (name == "word") return TermUnit::word;
  if (name == "char") return TermUnit::character;
  if (name == "char_wb") return TermUnit::character_in_word;
  throw std::invalid_argument("unit must be \"word\", \"char\" or \"char_wb\", not \"" + name + "\"");
}

CountOptions count_options(const std::string& unit, unsigned shortest, unsigned min_n, unsigned max_n,
                           std::vector<std::string> stop_words, const Bytes& classes) {
  CountOptions o;
  o.unit = term_unit(unit);
  o.shortest = shortest;
  o.min_n = min_n;
  o.max_n = max_n;
  o.stop_words = std::move(stop_words);
  o.classes = {classes.data(), static_cast<std::size_t>(classes.size())};
  return o;
}

py::tuple matrix(Counts&& counts) {
  return py::make_tuple(array(std::move(counts.indptr)), array(std::move(counts.indices)), array(std::move(counts.counts)));
}

}  // namespace

void bind_terms(py::module_& m) {
  using Columns = py::array_t<std::int32_t, py::array::c_style | py::array::forcecast>;
  m.attr("word_character") = word_character;
  m.attr("space_character") = space_character;
  m.def("count_terms", [](const Offsets& offsets, const Bytes& data, const std::string& unit, unsigned shortest, unsigned min_n,
                          unsigned max_n, std::vector<std::string> stop_words, const Bytes& classes, int threads) {
    const auto texts = views(offsets, data);
    const auto options = count_options(unit, shortest, min_n, max_n, std::move(stop_words), classes);
    const Control c = control(threads, py::none());
    CountedTerms counted;
    {
      const py::gil_scoped_release free;
      counted = count_terms(texts, options, c);
    }
    py::list terms;
    for (std::size_t i = 0; i < counted.terms.size(); ++i) {
      const auto term = counted.terms[i];
      terms.append(py::str(term.data(), term.size()));
    }
    return py::make_tuple(terms, matrix(std::move(counted.counts)));
  }, py::arg("offsets"), py::arg("data"), py::arg("unit"), py::arg("shortest"), py::arg("min_n"), py::arg("max_n"),
     py::arg("stop_words"), py::arg("classes"), py::arg("threads") = 0, "(terms in order, (indptr, indices, counts)).");
  m.def("count_known_terms", [](const Offsets& offsets, const Bytes& data, const Offsets& term_offsets, const Bytes& term_data,
                                const Columns& columns, const std::string& unit, unsigned shortest, unsigned min_n,
                                unsigned max_n, std::vector<std::string> stop_words, const Bytes& classes, int threads) {
    const auto texts = views(offsets, data);
    const auto terms = views(term_offsets, term_data);
    const auto options = count_options(unit, shortest, min_n, max_n, std::move(stop_words), classes);
    const Control c = control(threads, py::none());
    Counts counts;
    {
      const py::gil_scoped_release free;
      const Vocabulary vocabulary(terms, {columns.data(), static_cast<std::size_t>(columns.size())});
      counts = count_terms(texts, vocabulary, options, c);
    }
    return matrix(std::move(counts));
  }, py::arg("offsets"), py::arg("data"), py::arg("term_offsets"), py::arg("term_data"), py::arg("columns"), py::arg("unit"),
     py::arg("shortest"), py::arg("min_n"), py::arg("max_n"), py::arg("stop_words"), py::arg("classes"),
     py::arg("threads") = 0, "(indptr, indices, counts) of the terms of a vocabulary.");
}

}  // namespace wirecopy::python
