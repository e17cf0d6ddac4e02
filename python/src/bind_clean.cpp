#include "convert.hpp"

namespace wirecopy::python {

void bind_clean(py::module_& m) {
  m.attr("label_names") = names<Label>(label_count);
  m.def("clean", [](const Offsets& offsets, const Bytes& data, const std::vector<std::string>& outlets,
                    const std::vector<std::string>& languages, int threads, const py::object& tick) {
    const auto input = articles(offsets, data, outlets, languages, py::none());
    const auto texts = views(offsets, data);
    const Control c = control(threads, tick);
    std::vector<Cleaned> cleaned;
    {
      const py::gil_scoped_release free;
      cleaned = clean_all(input, c);
    }
    return labelled(texts, cleaned);
  }, py::arg("offsets"), py::arg("data"), py::arg("outlets"), py::arg("languages"), py::arg("threads") = 0,
     py::arg("tick") = py::none(), "Labelled spans of each article: dict of offsets, start, end, label, confidence.");
}

}  // namespace wirecopy::python
