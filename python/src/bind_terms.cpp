#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "convert.hpp"

namespace wirecopy::python {

namespace {

using Words32 = py::array_t<std::uint32_t, py::array::c_style>;

/// The strs of a list and where their characters are, kept alive: the list may change while the work goes on. Made and
/// destroyed with the GIL. Each is looked at once, and fetched before, as they lie anywhere.
class HeldTexts {
 public:
  explicit HeldTexts(const py::list& texts) : HeldTexts() {  // so that what is held is let go of where a view fails
    const std::size_t n = texts.size();
    held_.reserve(n);
    views_.reserve(n);
    PyObject* const* const items = reinterpret_cast<PyListObject*>(texts.ptr())->ob_item;
    for (std::size_t i = 0; i < n && PyUnicode_Check(items[i]); ++i) {
      if (i + ahead < n) __builtin_prefetch(items[i + ahead], 1);
      views_.push_back(view_of(items[i]));
      Py_INCREF(items[i]);
      held_.push_back(items[i]);
    }
  }
  ~HeldTexts() {
    for (std::size_t i = 0; i < held_.size(); ++i) {
      if (i + ahead < held_.size()) __builtin_prefetch(held_[i + ahead], 1);
      Py_DECREF(held_[i]);
    }
  }
  HeldTexts(const HeldTexts&) = delete;
  HeldTexts& operator=(const HeldTexts&) = delete;

  /// Those before the first that is no str.
  std::span<const TextView> views() const { return views_; }

 private:
  static constexpr std::size_t ahead = 16;
  HeldTexts() = default;
  std::vector<PyObject*> held_;
  std::vector<TextView> views_;
};

TermUnit term_unit(const std::string& name) {
  if (name == "word") return TermUnit::word;
  if (name == "char") return TermUnit::character;
  if (name == "char_wb") return TermUnit::character_in_word;
  if (name == "icu") return TermUnit::icu_word;
  throw std::invalid_argument("unit must be \"word\", \"char\", \"char_wb\" or \"icu\", not \"" + name + "\"");
}

/// A vocabulary and a counter that needs it, kept alive together.
struct Counter {
  std::shared_ptr<CharacterTables> tables;
  std::shared_ptr<Vocabulary> vocabulary;
  std::unique_ptr<TermCounter> counter;
};

template <class Index, class Value>
py::tuple matrix(const CountedRows& rows, const Weighting& weighting, const Control& c) {
  py::array_t<Index> indptr(static_cast<py::ssize_t>(rows.rows() + 1));
  const std::size_t entries = rows.entries();
  py::array_t<Index> indices = room<Index>(entries);
  py::array_t<Value> values = room<Value>(entries);
  const auto span = [](auto& array) { return std::span(array.mutable_data(), static_cast<std::size_t>(array.size())); };
  const auto to_indptr = span(indptr), to_indices = span(indices);
  const auto to_values = span(values);
  {
    const py::gil_scoped_release free;
    rows.write<Index, Value>(to_indptr, to_indices, to_values, weighting, c);
  }
  return py::make_tuple(indptr, indices, values);
}

template <class Index>
py::tuple matrix_of(const CountedRows& rows, const std::string& dtype, const Weighting& weighting, const Control& c) {
  if (dtype == "float64") return matrix<Index, double>(rows, weighting, c);
  if (dtype == "float32") return matrix<Index, float>(rows, weighting, c);
  if (dtype == "int32") return matrix<Index, std::int32_t>(rows, weighting, c);
  if (dtype == "int64") return matrix<Index, std::int64_t>(rows, weighting, c);
  throw std::invalid_argument("dtype must be float64, float32, int64 or int32, not " + dtype);
}

Norm norm_of(const std::string& name) {
  if (name != "" && name != "l1" && name != "l2") throw std::invalid_argument("norm must be \"l1\", \"l2\" or \"\"");
  return name == "" ? Norm::none : name == "l1" ? Norm::l1 : Norm::l2;
}

void bind_counter(py::module_& m) {
  py::class_<Counter>(m, "TermCounter", "Counts the terms of texts, batch by batch.")
      .def(py::init([](const std::string& unit, unsigned shortest, unsigned min_n, unsigned max_n, bool lowercase,
                       std::vector<std::string> stop_words, std::vector<std::pair<std::string, std::string>> counted_as,
                       std::shared_ptr<CharacterTables> tables, std::shared_ptr<Vocabulary> vocabulary, bool keep_rows) {
             CountOptions o;
             o.unit = term_unit(unit);
             o.shortest = shortest;
             o.min_n = min_n;
             o.max_n = max_n;
             o.lowercase = lowercase;
             o.stop_words = std::move(stop_words);
             o.counted_as = std::move(counted_as);
             if (tables) {
               o.classes = tables->class_of();
               o.map = tables->map;
             }
             auto made = std::make_unique<Counter>();
             made->counter = vocabulary ? std::make_unique<TermCounter>(*vocabulary, o) : std::make_unique<TermCounter>(o, keep_rows);
             made->tables = std::move(tables);
             made->vocabulary = std::move(vocabulary);
             return made;
           }),
           py::arg("unit"), py::arg("shortest"), py::arg("min_n"), py::arg("max_n"), py::arg("lowercase"), py::arg("stop_words"),
           py::arg("counted_as"), py::arg("tables"), py::arg("vocabulary"), py::arg("keep_rows"))
      .def("add", [](Counter& self, const py::list& texts, int threads) {
             const HeldTexts held(texts);
             if (held.views().size() < texts.size()) return false;
             const Control c = control(threads, py::none());
             const py::gil_scoped_release free;
             self.counter->add(held.views(), c);
             return true;
           }, py::arg("texts"), py::arg("threads") = 0,
           "Counts a list of str; False, with nothing counted, where not all are. Offsets of errors are code points.")
      .def("add_utf8", [](Counter& self, const Offsets& offsets, const Bytes& data, int threads) {
             const auto texts = views(offsets, data);
             const std::vector<TextView> as_views(texts.begin(), texts.end());
             const Control c = control(threads, py::none());
             const py::gil_scoped_release free;
             self.counter->add(as_views, c);
           }, py::arg("offsets"), py::arg("data"), py::arg("threads") = 0, "Counts UTF-8 texts. Offsets of errors are bytes.")
      .def("finish", [](Counter& self, int threads) {
             const Control c = control(threads, py::none());
             const py::gil_scoped_release free;
             return std::make_unique<CountedRows>(self.counter->finish(c));
           }, py::keep_alive<0, 1>(), py::arg("threads") = 0, "Rows whose columns are in order of the terms, or those of the vocabulary.")
      .def("finish_hashed", [](Counter& self, std::size_t columns, bool alternate_sign, int threads) {
             const Control c = control(threads, py::none());
             const py::gil_scoped_release free;
             return std::make_unique<CountedRows>(self.counter->finish_hashed(columns, alternate_sign, c));
           }, py::keep_alive<0, 1>(), py::arg("columns"), py::arg("alternate_sign"), py::arg("threads") = 0, "Rows whose columns are hashes of the terms.");
}

void bind_rows(py::module_& m) {
  using Idf = py::array_t<double, py::array::c_style | py::array::forcecast>;
  py::class_<CountedRows>(m, "CountedRows", "Counted texts before they are a matrix.")
      .def_property_readonly("rows", &CountedRows::rows)
      .def_property_readonly("columns", &CountedRows::columns)
      .def("rows_with", [](const CountedRows& self) {
             auto out = room<std::int64_t>(self.columns());
             self.rows_with({out.mutable_data(), self.columns()});
             return out;
           }, "Texts with each column, int64.")
      .def("totals", [](const CountedRows& self) { return array(self.totals()); }, "Count of each column in all texts, int64.")
      .def("terms", [](const CountedRows& self) {
             TermList terms;
             {
               const py::gil_scoped_release free;
               terms = self.terms();
             }
             const auto* const bytes = reinterpret_cast<const std::uint8_t*>(terms.data.data());
             return py::make_tuple(array(std::move(terms.offsets)), Bytes(static_cast<py::ssize_t>(terms.data.size()), bytes));
           }, "(offsets, UTF-8 bytes) of the term of each column.")
      .def("forget_rows", &CountedRows::forget_rows, py::call_guard<py::gil_scoped_release>(), "Keeps nothing but the terms.")
      .def("keep", [](CountedRows& self, const Bytes& columns) {
             self.keep({columns.data(), static_cast<std::size_t>(columns.size())});
           }, py::arg("columns"), "Keeps the columns with a byte other than 0.")
      .def("matrix", [](const CountedRows& self, const std::string& dtype, bool binary, bool sublinear, const Idf& idf,
                        const std::string& norm, int threads) {
             Weighting w;
             w.binary = binary;
             w.sublinear = sublinear;
             w.idf = {idf.data(), static_cast<std::size_t>(idf.size())};
             w.norm = norm_of(norm);
             const Control c = control(threads, py::none());
             std::size_t entries = 0;
             {
               const py::gil_scoped_release free;
               entries = self.entries(c);
             }
             return entries < 0x8000'0000 ? matrix_of<std::int32_t>(self, dtype, w, c) : matrix_of<std::int64_t>(self, dtype, w, c);
           }, py::arg("dtype"), py::arg("binary"), py::arg("sublinear"), py::arg("idf"), py::arg("norm"), py::arg("threads") = 0,
           "(indptr, indices, values); int32 up to 2^31 - 1 entries, int64 beyond.");
}

}  // namespace

void bind_terms(py::module_& m) {
  using Columns = py::array_t<std::int32_t, py::array::c_style | py::array::forcecast>;
  m.attr("word_character") = word_character;
  m.attr("space_character") = space_character;
  m.attr("cased") = cased;
  m.attr("case_ignorable") = case_ignorable;
  m.attr("expansion") = CharacterMap::expansion;
  py::class_<CharacterTables, std::shared_ptr<CharacterTables>>(m, "CharacterTables", "What code points are to a counter.")
      .def(py::init([](Bytes classes, Words32 values, Words32 expansions) {
             auto made = std::make_shared<CharacterTables>();
             made->map = {{values.data(), static_cast<std::size_t>(values.size())}, {expansions.data(), static_cast<std::size_t>(expansions.size())}};
             made->classes = std::move(classes);
             made->values = std::move(values);
             made->expansions = std::move(expansions);
             return made;
           }), py::arg("classes"), py::arg("values"), py::arg("expansions"));
  py::class_<Vocabulary, std::shared_ptr<Vocabulary>>(m, "Vocabulary", "Which term has which column.")
      .def(py::init([](const Offsets& offsets, const Bytes& data, const Columns& columns) {
             const auto terms = views(offsets, data);
             const py::gil_scoped_release free;
             return std::make_shared<Vocabulary>(terms, std::span(columns.data(), static_cast<std::size_t>(columns.size())));
           }), py::arg("offsets"), py::arg("data"), py::arg("columns"));
  bind_rows(m);
  bind_counter(m);
  m.def("inverse_frequency_of", [](const Offsets& rows_with, std::size_t rows, bool smooth) {
    const std::span<const std::int64_t> given(rows_with.data(), static_cast<std::size_t>(rows_with.size()));
    auto out = room<double>(given.size());
    inverse_frequency(given, rows, smooth, {out.mutable_data(), given.size()});
    return out;
  }, py::arg("rows_with"), py::arg("rows"), py::arg("smooth"), "Inverse frequency of columns that so many rows have.");
  m.def("murmur3", [](const std::vector<py::bytes>& terms, std::uint32_t seed) {
          const std::vector<std::string_view> read(terms.begin(), terms.end());
          Words32 hashes(static_cast<py::ssize_t>(read.size()));
          std::uint32_t* const to = hashes.mutable_data();
          {
            const py::gil_scoped_release free;
            std::transform(read.begin(), read.end(), to, [&](std::string_view term) { return murmur3(term, seed); });
          }
          return hashes;
        }, py::arg("terms"), py::arg("seed") = 0, "MurmurHash3 (x86, 32 bits) of each of some bytes, uint32.");
  m.def("strings", [](const Offsets& offsets, const Bytes& data) {
    py::list out;
    const auto terms = views(offsets, data);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      if (i % 65536 == 65535 && PyErr_CheckSignals() != 0) throw py::error_already_set();
      out.append(py::str(terms[i].data(), terms[i].size()));
    }
    return out;
  }, py::arg("offsets"), py::arg("data"), "A list of str out of UTF-8 texts.");
}

}  // namespace wirecopy::python
