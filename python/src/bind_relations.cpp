#include "convert.hpp"
#include "wirecopy/relations.hpp"

namespace wirecopy::python {

namespace {

using Whole = py::array_t<std::uint32_t, py::array::c_style | py::array::forcecast>;
using Rows32 = py::array_t<std::int32_t, py::array::c_style | py::array::forcecast>;
using Doubles = py::array_t<double, py::array::c_style | py::array::forcecast>;
using Floats = py::array_t<float, py::array::c_style | py::array::forcecast>;
using Side = std::tuple<Whole, Whole, Rows32, Doubles>;

template <class Array>
auto borrowed(const Array& a) {
  return std::span(a.data(), static_cast<std::size_t>(a.size()));
}

std::vector<SentenceWord> words_of(const Side& side) {
  const auto term = borrowed(std::get<1>(side));
  const auto vector = borrowed(std::get<2>(side));
  const auto weight = borrowed(std::get<3>(side));
  if (vector.size() != term.size() || weight.size() != term.size()) {
    throw std::invalid_argument("terms, vectors and weights differ in length");
  }
  std::vector<SentenceWord> out;
  for (std::size_t i = 0; i < term.size(); ++i) out.push_back({term[i], vector[i], weight[i]});
  return out;
}

}  // namespace

void bind_relations(py::module_& m) {
  m.def("align_sentences", [](const Side& a, const Side& b, const Floats& vectors, double like, double least) {
    if (vectors.ndim() != 2) throw std::invalid_argument("vectors must have a row for each word");
    const std::vector<SentenceWord> words_a = words_of(a), words_b = words_of(b);
    const Sentences of_a{words_a, borrowed(std::get<0>(a))}, of_b{words_b, borrowed(std::get<0>(b))};
    const WordRows rows{static_cast<std::size_t>(vectors.shape(1)), borrowed(vectors)};
    SentenceAlignment found;
    {
      const py::gil_scoped_release free;
      found = align_sentences(of_a, of_b, rows, {like, least});
    }
    py::list matches;
    for (const SentenceMatch& s : found.matches) matches.append(py::make_tuple(s.a, s.a_end, s.b, s.b_end, s.similarity, s.moved));
    py::dict d;
    d["matches"] = matches;
    d["told_a"] = found.told_a;
    d["told_b"] = found.told_b;
    d["in_order"] = found.in_order;
    return d;
  }, py::arg("a"), py::arg("b"), py::arg("vectors"), py::arg("like") = SentenceOptions{}.like,
     py::arg("least") = SentenceOptions{}.least, "Matches of two texts, each (ends of sentences, terms, vectors, weights).");
}

}  // namespace wirecopy::python
