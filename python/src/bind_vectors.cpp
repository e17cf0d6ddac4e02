#include "bind_vectors.hpp"

namespace wirecopy::python {

CsrView csr_view(const Rows64& indptr, const Columns32& indices, const Values& values, std::size_t columns) {
  if (indptr.size() < 1) throw std::invalid_argument("indptr must not be empty");
  return {columns,
          {indptr.data(), static_cast<std::size_t>(indptr.size())},
          {indices.data(), static_cast<std::size_t>(indices.size())},
          {values.data(), static_cast<std::size_t>(values.size())}};
}

namespace {

template <class T>
std::span<const T> borrowed(const py::array& a) {
  return {static_cast<const T*>(a.data()), static_cast<std::size_t>(a.size())};
}

template <class T>
bool lies_as(const py::array& a) {
  constexpr int plain = int{py::array::c_style} | int{py::detail::npy_api::NPY_ARRAY_ALIGNED_};
  return a.ndim() == 1 && (a.flags() & plain) == plain && py::dtype::of<T>().equal(a.dtype());
}

std::variant<std::span<const std::int64_t>, std::span<const std::int32_t>> whole_numbers(const py::array& a) {
  if (lies_as<std::int32_t>(a)) return borrowed<std::int32_t>(a);
  if (lies_as<std::int64_t>(a)) return borrowed<std::int64_t>(a);
  throw std::invalid_argument("indptr and indices must be arrays of int32 or int64, one after the other in memory");
}

/// Calls body with a zero of the type of the values.
template <class Body>
auto of_values(const py::array& values, Body&& body) {
  return lies_as<float>(values) ? body(0.0F) : body(0.0);
}

}  // namespace

template <class T>
SparseRows<T> sparse_rows(const py::array& indptr, const py::array& indices, const py::array& values, std::size_t columns) {
  if (!lies_as<T>(values)) throw std::invalid_argument("values must be an array of float32 or float64, one after the other in memory");
  return {columns, whole_numbers(indptr), whole_numbers(indices), borrowed<T>(values)};
}

template SparseRows<float> sparse_rows(const py::array&, const py::array&, const py::array&, std::size_t);
template SparseRows<double> sparse_rows(const py::array&, const py::array&, const py::array&, std::size_t);

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
  m.def("word_vectors", [](const Rows64& offsets, const Columns32& words, std::size_t vocabulary, std::size_t components,
                           std::size_t window, double smoothing, std::size_t iterations, std::uint64_t seed, int threads) {
    const Control c = control(threads, py::none());
    WordVectors found;
    {
      const py::gil_scoped_release free;
      found = word_vectors({offsets.data(), static_cast<std::size_t>(offsets.size())},
                           {words.data(), static_cast<std::size_t>(words.size())}, vocabulary,
                           {components, window, smoothing, iterations, seed}, c);
    }
    const auto rows = static_cast<py::ssize_t>(vocabulary), width = static_cast<py::ssize_t>(found.components);
    return array(std::move(found.rows)).reshape({rows, width});
  }, py::arg("offsets"), py::arg("words"), py::arg("vocabulary"), py::arg("components") = WordVectorOptions{}.components,
     py::arg("window") = WordVectorOptions{}.window, py::arg("smoothing") = WordVectorOptions{}.smoothing,
     py::arg("iterations") = WordVectorOptions{}.iterations, py::arg("seed") = 0, py::arg("threads") = 0,
     "Vectors of words of numbered sentences: words x components.");
  m.def("truncated_svd", [](const py::array& indptr, const py::array& indices, const py::array& values, std::size_t columns,
                            std::size_t components, std::size_t iterations, std::size_t oversamples, std::uint64_t seed, int threads) {
    return of_values(values, [&](auto zero) -> py::tuple {
      using T = decltype(zero);
      const auto matrix = sparse_rows<T>(indptr, indices, values, columns);
      const Control c = control(threads, py::none());
      SvdOf<T> svd;
      {
        const py::gil_scoped_release free;
        svd = truncated_svd(matrix, {components, iterations, oversamples, seed}, c);
      }
      return py::make_tuple(array(std::move(svd.axes)), array(std::move(svd.singular_values)), array(std::move(svd.rows)),
                            array(std::move(svd.variances)), svd.variance);
    });
  }, py::arg("indptr"), py::arg("indices"), py::arg("values"), py::arg("columns"), py::arg("components"), py::arg("iterations"),
     py::arg("oversamples"), py::arg("seed"), py::arg("threads") = 0, "(axes; singular values; the rows on the axes; the variances of their columns), all flat, of the type of the values; the variance of all columns together.");
  m.def("project", [](const py::array& indptr, const py::array& indices, const py::array& values, std::size_t columns,
                      const py::array& axes, std::size_t components, int threads) {
    return of_values(values, [&](auto zero) -> py::object {
      using T = decltype(zero);
      const auto matrix = sparse_rows<T>(indptr, indices, values, columns);
      const auto numbers = py::array_t<T, py::array::c_style | py::array::forcecast>(axes);
      const Control c = control(threads, py::none());
      BlockVector<T> out;
      {
        const py::gil_scoped_release free;
        out = project(matrix, std::span<const T>(numbers.data(), static_cast<std::size_t>(numbers.size())), components, c);
      }
      return array(std::move(out));
    });
  }, py::arg("indptr"), py::arg("indices"), py::arg("values"), py::arg("columns"), py::arg("axes"), py::arg("components"),
     py::arg("threads") = 0, "The rows on the axes, flat and row by row, of the type of the values.");
  m.def("project_randomly", [](const py::array& indptr, const py::array& indices, const py::array& values, std::size_t columns,
                               std::size_t components, std::uint64_t seed, int threads) {
    return of_values(values, [&](auto zero) -> py::object {
      using T = decltype(zero);
      const auto matrix = sparse_rows<T>(indptr, indices, values, columns);
      const Control c = control(threads, py::none());
      BlockVector<T> out;
      {
        const py::gil_scoped_release free;
        out = project(matrix, RandomProjection{components, columns, seed}, c);
      }
      return array(std::move(out));
    });
  }, py::arg("indptr"), py::arg("indices"), py::arg("values"), py::arg("columns"), py::arg("components"), py::arg("seed"),
     py::arg("threads") = 0, "The rows on random axes, flat and row by row.");
  m.def("random_projection", [](std::size_t components, std::size_t columns, std::uint64_t seed) {
    ProjectionEntries found;
    {
      const py::gil_scoped_release free;
      found = entries(RandomProjection{components, columns, seed});
    }
    return py::make_tuple(array(std::move(found.component)), array(std::move(found.column)), array(std::move(found.sign)), found.value);
  }, py::arg("components"), py::arg("columns"), py::arg("seed"), "(component, column and sign of each entry; their absolute value).");
}

}  // namespace wirecopy::python
