#include "bind_vectors.hpp"

namespace wirecopy::python {

CsrView csr_view(const Rows64& indptr, const Columns32& indices, const Values& values, std::size_t columns) {
  if (indptr.size() < 1) throw std::invalid_argument("indptr must not be empty");
  return {columns,
          {indptr.data(), static_cast<std::size_t>(indptr.size())},
          {indices.data(), static_cast<std::size_t>(indices.size())},
          {values.data(), static_cast<std::size_t>(values.size())}};
}

void bind_vectors(py::module_& m) {
  m.def("inverse_frequency", [](const Columns32& indices, std::size_t columns, std::size_t rows, bool smooth) {
    return array(inverse_frequency(rows_with({indices.data(), static_cast<std::size_t>(indices.size())}, columns), rows, smooth));
  }, py::arg("indices"), py::arg("columns"), py::arg("rows"), py::arg("smooth"), "Inverse frequency of each column.");
  m.def("weigh", [](const Rows64& indptr, const Columns32& indices, const Values& counts, const Values& idf, bool sublinear,
                    const std::string& norm, int threads) {
    if (norm != "" && norm != "l1" && norm != "l2") throw std::invalid_argument("norm must be \"l1\", \"l2\" or \"\"");
    const auto kind = norm == "" ? Norm::none : norm == "l1" ? Norm::l1 : Norm::l2;
    std::vector<double> values(counts.data(), counts.data() + counts.size());
    const Control c = control(threads, py::none());
    {
      const py::gil_scoped_release free;
      for (std::size_t k = 0; idf.size() > 0 && k < static_cast<std::size_t>(indices.size()); ++k) {
        if (indices.data()[k] < 0 || indices.data()[k] >= idf.size()) throw std::invalid_argument("column out of range");
      }
      weigh({indptr.data(), static_cast<std::size_t>(indptr.size())}, {indices.data(), static_cast<std::size_t>(indices.size())},
            values, {idf.data(), static_cast<std::size_t>(idf.size())}, sublinear, kind, c);
    }
    return array(std::move(values));
  }, py::arg("indptr"), py::arg("indices"), py::arg("counts"), py::arg("idf"), py::arg("sublinear"), py::arg("norm"),
     py::arg("threads") = 0, "Weights of counts.");
  m.def("truncated_svd", [](const Rows64& indptr, const Columns32& indices, const Values& values, std::size_t columns,
                            std::size_t components, std::size_t iterations, std::size_t oversamples, std::uint64_t seed, int threads) {
    const auto matrix = csr_view(indptr, indices, values, columns);
    const Control c = control(threads, py::none());
    Svd svd;
    {
      const py::gil_scoped_release free;
      svd = truncated_svd(matrix, {components, iterations, oversamples, seed}, c);
    }
    return py::make_tuple(array(std::move(svd.axes)), array(std::move(svd.singular_values)));
  }, py::arg("indptr"), py::arg("indices"), py::arg("values"), py::arg("columns"), py::arg("components"), py::arg("iterations"),
     py::arg("oversamples"), py::arg("seed"), py::arg("threads") = 0, "(axes, flat and row by row; singular values).");
  m.def("project", [](const Rows64& indptr, const Columns32& indices, const Values& values, std::size_t columns,
                      const Values& axes, std::size_t components, int threads) {
    const auto matrix = csr_view(indptr, indices, values, columns);
    const Control c = control(threads, py::none());
    std::vector<double> out;
    {
      const py::gil_scoped_release free;
      out = project(matrix, {axes.data(), static_cast<std::size_t>(axes.size())}, components, c);
    }
    return array(std::move(out));
  }, py::arg("indptr"), py::arg("indices"), py::arg("values"), py::arg("columns"), py::arg("axes"), py::arg("components"),
     py::arg("threads") = 0, "The rows on the axes, flat and row by row.");
}

}  // namespace wirecopy::python
