#include "convert.hpp"

namespace wirecopy::python {

void bind_text(py::module_& m) {
  // Carries the article's row and the byte offset, as attributes the Python package reads.
  static PyObject* text_error = nullptr;
  text_error = PyErr_NewExceptionWithDoc("wirecopy._core.TextError", "A text that cannot be used: .article (row) and .offset (UTF-8 byte).",
                                         PyExc_ValueError, nullptr);
  m.attr("TextError") = py::reinterpret_borrow<py::object>(text_error);
  py::register_exception_translator([](std::exception_ptr p) {
    try {
      if (p) std::rethrow_exception(p);
    } catch (const TextError& e) {
      const auto type = py::reinterpret_borrow<py::object>(text_error);
      const py::object error = type(e.what());
      error.attr("article") = e.article();
      error.attr("offset") = e.offset();
      PyErr_SetObject(text_error, error.ptr());
    }
  });
  m.def("validate", [](const Offsets& offsets, const Bytes& data) {
    const auto texts = views(offsets, data);
    const py::gil_scoped_release free;
    for (std::size_t i = 0; i < texts.size(); ++i) validate(texts[i], i);
  }, py::arg("offsets"), py::arg("data"), "Raise TextError at the first text that is not UTF-8.");
}

}  // namespace wirecopy::python
