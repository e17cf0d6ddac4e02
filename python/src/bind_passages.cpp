#include "convert.hpp"

namespace wirecopy::python {

void bind_passages(py::module_& m) {
  m.def("align", [](const py::bytes& a, const py::bytes& b, const py::dict& options) {
    const auto va = static_cast<std::string_view>(a), vb = static_cast<std::string_view>(b);
    const AlignOptions o = align_options(options);
    std::vector<Passage> passages;
    {
      const py::gil_scoped_release free;
      passages = align(va, vb, o);
    }
    return passage_arrays(va, vb, passages);
  }, py::arg("a"), py::arg("b"), py::arg("options") = py::dict(), "Passages of two texts, code points.");
}

}  // namespace wirecopy::python
