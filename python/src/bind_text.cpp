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
  m.def("encode_texts", [](const py::tuple& texts) -> py::object {
    std::vector<TextView> held;
    held.reserve(texts.size());
    for (const auto& text : texts) {
      if (!PyUnicode_Check(text.ptr())) throw py::type_error("texts must be str");
      held.push_back(view_of(text.ptr()));
    }
    std::vector<std::int64_t> offsets{0};
    offsets.reserve(held.size() + 1);
    bool possible = true;
    {
      const py::gil_scoped_release free;
      for (const TextView& text : held) {
        const std::size_t size = utf8_size(text);
        possible = possible && size != utf8_impossible;
        offsets.push_back(offsets.back() + static_cast<std::int64_t>(size));
      }
    }
    if (!possible) return py::none();
    py::array_t<std::uint8_t> data(static_cast<py::ssize_t>(offsets.back()));
    char* to = reinterpret_cast<char*>(data.mutable_data());
    {
      const py::gil_scoped_release free;
      for (const TextView& text : held) to = write_utf8(text, to);
    }
    return py::make_tuple(array(std::move(offsets)), data);
  }, py::arg("texts"), "(offsets, UTF-8) of str, or None where one of them holds a lone surrogate.");
  m.def("validate", [](const Offsets& offsets, const Bytes& data) {
    const auto texts = views(offsets, data);
    const py::gil_scoped_release free;
    for (std::size_t i = 0; i < texts.size(); ++i) validate(texts[i], i);
  }, py::arg("offsets"), py::arg("data"), "Raise TextError at the first text that is not UTF-8.");
}

}  // namespace wirecopy::python
