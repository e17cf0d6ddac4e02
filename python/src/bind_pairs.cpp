#include "bind_vectors.hpp"

#include <optional>
#include <tuple>

namespace wirecopy::python {

namespace {

std::span<const double> view(const Values& values) { return {values.data(), static_cast<std::size_t>(values.size())}; }

std::vector<std::int64_t> wide(const std::vector<ArticleId>& rows) { return {rows.begin(), rows.end()}; }

using Matrix = std::tuple<Rows64, Columns32, Values, std::size_t>;

CsrView matrix_view(const Matrix& m) { return csr_view(std::get<0>(m), std::get<1>(m), std::get<2>(m), std::get<3>(m)); }

}  // namespace

ShingleUnit shingle_unit(const std::string& name) {
  if (name == "word") return ShingleUnit::word;
  if (name == "char") return ShingleUnit::character;
  if (name == "regex") return ShingleUnit::run;
  throw std::invalid_argument("unit must be \"word\", \"char\" or \"regex\", not \"" + name + "\"");
}

void bind_pairs(py::module_& m) {
  m.def("similarity_join", [](const Matrix& x, const std::optional<Matrix>& y, double threshold, const Values& hours,
                              const Values& hours_y, double window, int threads) {
    const auto rows = matrix_view(x);
    const auto others = y ? matrix_view(*y) : CsrView{};
    const TimeWindow time{view(hours), view(hours_y), window};
    const Control c = control(threads, py::none());
    SimilarPairs found;
    {
      const py::gil_scoped_release free;
      found = y ? similarity_join(rows, others, threshold, time, c) : similarity_join(rows, threshold, time, c);
    }
    return py::make_tuple(array(wide(found.a)), array(wide(found.b)), array(std::move(found.similarity)));
  }, py::arg("x"), py::arg("y"), py::arg("threshold"), py::arg("hours"), py::arg("hours_y"), py::arg("window"),
     py::arg("threads") = 0, "(a, b, similarity); a matrix is (indptr, indices, values, columns).");
  m.def("nearest", [](const Matrix& x, const std::optional<Matrix>& y, std::size_t k, int threads) {
    const auto rows = matrix_view(x);
    const auto others = y ? matrix_view(*y) : CsrView{};
    const Control c = control(threads, py::none());
    Nearest found;
    {
      const py::gil_scoped_release free;
      found = y ? nearest(rows, others, k, c) : nearest(rows, k, c);
    }
    return py::make_tuple(array(std::move(found.indices)), array(std::move(found.similarity)));
  }, py::arg("x"), py::arg("y"), py::arg("k"), py::arg("threads") = 0, "(indices, similarity), flat, k to a row.");
  m.def("shingle_join", [](const Offsets& offsets, const Bytes& data, const std::string& unit, unsigned n, double min_containment,
                           double min_resemblance, std::uint64_t min_shared, const Bytes& classes, const Values& hours,
                           double window, int threads) {
    const auto texts = views(offsets, data);
    const ShingleOptions options{n, shingle_unit(unit), min_containment, min_resemblance, min_shared,
                                 {classes.data(), static_cast<std::size_t>(classes.size())}};
    const TimeWindow time{view(hours), {}, window};
    const Control c = control(threads, py::none());
    ShinglePairs found;
    {
      const py::gil_scoped_release free;
      found = shingle_join(texts, options, time, c);
    }
    return py::make_tuple(array(wide(found.a)), array(wide(found.b)), array(std::move(found.shared)),
                          array(std::move(found.resemblance)), array(std::move(found.containment_a)),
                          array(std::move(found.containment_b)));
  }, py::arg("offsets"), py::arg("data"), py::arg("unit"), py::arg("n"), py::arg("min_containment"), py::arg("min_resemblance"),
     py::arg("min_shared"), py::arg("classes"), py::arg("hours"), py::arg("window"), py::arg("threads") = 0,
     "(a, b, shared, resemblance, containment_a, containment_b).");
}

}  // namespace wirecopy::python
