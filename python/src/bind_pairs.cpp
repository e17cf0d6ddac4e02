#include "bind_vectors.hpp"

#include <memory>
#include <tuple>

namespace wirecopy::python {

ShingleUnit shingle_unit(const std::string& name) {
  if (name == "word") return ShingleUnit::word;
  if (name == "char") return ShingleUnit::character;
  if (name == "regex") return ShingleUnit::run;
  throw std::invalid_argument("unit must be \"word\", \"char\" or \"regex\", not \"" + name + "\"");
}

namespace {

std::span<const double> view(const Values& values) { return {values.data(), static_cast<std::size_t>(values.size())}; }

/// Row numbers as Python has them. The narrow ones are freed: there may be very many.
py::array_t<std::int64_t> wide(std::vector<ArticleId>& rows) {
  std::vector<std::int64_t> out(rows.begin(), rows.end());
  std::vector<ArticleId>().swap(rows);
  return array(std::move(out));
}

py::tuple arrays(SimilarPairs&& found) {
  auto a = wide(found.a), b = wide(found.b);
  return py::make_tuple(std::move(a), std::move(b), array(std::move(found.similarity)));
}

/// Calls body with the rows of a matrix: (indptr, indices, values, columns), or an array of two dimensions.
template <class Body>
auto with_rows(const py::object& matrix, Body&& body) {
  if (py::isinstance<py::tuple>(matrix)) {
    const auto parts = matrix.cast<std::tuple<py::array, py::array, py::array, std::size_t>>();
    const auto& [indptr, indices, values, columns] = parts;
    if (py::dtype::of<float>().equal(values.dtype())) return body(sparse_rows<float>(indptr, indices, values, columns));
    return body(sparse_rows<double>(indptr, indices, values, columns));
  }
  const auto dense = [&](auto zero) {
    using T = decltype(zero);
    const auto rows = matrix.cast<py::array_t<T, py::array::c_style>>();
    return body(
        DenseRows<T>{static_cast<std::size_t>(rows.shape(1)), {rows.data(), static_cast<std::size_t>(rows.size())}});
  };
  return py::dtype::of<float>().equal(matrix.cast<py::array>().dtype()) ? dense(0.0F) : dense(0.0);
}

/// Calls body with the rows of x and, as pointer, of y (null where y is None), both of one kind.
template <class Body>
auto with_both(const py::object& x, const py::object& y, Body&& body) {
  return with_rows(x, [&](const auto& rows) {
    using Rows = std::decay_t<decltype(rows)>;
    if (y.is_none()) return body(rows, static_cast<const Rows*>(nullptr));
    return with_rows(y, [&](const auto& others) -> decltype(body(rows, static_cast<const Rows*>(nullptr))) {
      if constexpr (std::is_same_v<std::decay_t<decltype(others)>, Rows>) return body(rows, &others);
      throw std::invalid_argument("x and y must be of one kind");
    });
  });
}

using Labels = py::array_t<std::int32_t, py::array::c_style>;
using Filter = std::tuple<Values, Values, double, Labels, Labels, Labels, Labels>;

PairFilter pair_filter(const Filter& f) {
  const auto labels = [](const Labels& l) {
    return std::span<const std::int32_t>{l.data(), static_cast<std::size_t>(l.size())};
  };
  const auto& [hours, hours_y, window, same, same_y, different, different_y] = f;
  return {view(hours), view(hours_y), window, labels(same), labels(same_y), labels(different), labels(different_y)};
}

/// A join with what it borrows.
class Join {
 public:
  Join(py::object x, py::object y, double threshold, Filter filter, int threads)
      : x_(std::move(x)), y_(std::move(y)), filter_(std::move(filter)) {
    const Control c = control(threads, py::none());
    join_ = with_both(x_, y_, [&](const auto& rows, const auto* others) {
      const py::gil_scoped_release free;
      return others ? std::make_unique<SimilarityJoin>(rows, *others, threshold, pair_filter(filter_), c)
                    : std::make_unique<SimilarityJoin>(rows, threshold, pair_filter(filter_), c);
    });
  }
  std::size_t rows() const { return join_->rows(); }
  std::size_t stretch() const { return join_->stretch(); }
  py::tuple read(std::size_t begin, std::size_t end, int threads) const {
    const Control c = control(threads, py::none());
    SimilarPairs found;
    {
      const py::gil_scoped_release free;
      join_->read(begin, end, [&](const SimilarPairs& pairs) {
        found.a.insert(found.a.end(), pairs.a.begin(), pairs.a.end());
        found.b.insert(found.b.end(), pairs.b.begin(), pairs.b.end());
        found.similarity.insert(found.similarity.end(), pairs.similarity.begin(), pairs.similarity.end());
      }, c);
    }
    return arrays(std::move(found));
  }

 private:
  py::object x_, y_;
  Filter filter_;
  std::unique_ptr<SimilarityJoin> join_;
};

}  // namespace

void bind_pairs(py::module_& m) {
  m.def(
      "similarity_join",
      [](const py::object& x, const py::object& y, double threshold, const Filter& filter, std::size_t max_pairs,
         int threads) {
        const Control c = control(threads, py::none());
        auto found = with_both(x, y, [&](const auto& rows, const auto* others) {
          const py::gil_scoped_release free;
          return others ? similarity_join(rows, *others, threshold, pair_filter(filter), c, max_pairs)
                        : similarity_join(rows, threshold, pair_filter(filter), c, max_pairs);
        });
        return arrays(std::move(found));
      },
      py::arg("x"), py::arg("y"), py::arg("threshold"), py::arg("filter"), py::arg("max_pairs"), py::arg("threads") = 0,
      "(a, b, similarity); a matrix is (indptr, indices, values, columns) or an array of two dimensions, a filter "
      "(hours, "
      "hours_y, window, same, same_y, different, different_y).");
  py::class_<Join>(m, "SimilarityJoin", "similarity_join, read a part of the rows at a time.")
      .def(py::init<py::object, py::object, double, Filter, int>(), py::arg("x"), py::arg("y"), py::arg("threshold"),
           py::arg("filter"), py::arg("threads") = 0)
      .def_property_readonly("rows", &Join::rows)
      .def_property_readonly("stretch", &Join::stretch)
      .def("read", &Join::read, py::arg("begin"), py::arg("end"), py::arg("threads") = 0, "(a, b, similarity).");
  m.def("nearest", [](const py::object& x, const py::object& y, std::size_t k, int threads) {
    const Control c = control(threads, py::none());
    Nearest found = with_both(x, y, [&](const auto& rows, const auto* others) {
      const py::gil_scoped_release free;
      return others ? nearest(rows, *others, k, c) : nearest(rows, k, c);
    });
    return py::make_tuple(array(std::move(found.indices)), array(std::move(found.similarity)));
  }, py::arg("x"), py::arg("y"), py::arg("k"), py::arg("threads") = 0, "(indices, similarity), flat, k to a row.");
  m.def("shingle_join", [](const Offsets& offsets, const Bytes& data, const std::optional<std::pair<Offsets, Bytes>>& second,
                           const std::string& unit, unsigned n, double min_containment, double min_resemblance,
                           std::uint64_t min_shared, const std::shared_ptr<CharacterTables>& lower, const Filter& by, std::size_t max_articles,
                           std::size_t max_pairs, int threads) {
    const auto texts = views(offsets, data);
    const auto others = second ? views(second->first, second->second) : std::vector<std::string_view>{};
    ShingleOptions options{n, shingle_unit(unit), min_containment, min_resemblance, min_shared, {}, max_articles, max_pairs};
    if (lower) {
      options.classes = lower->class_of();
      options.map = lower->map;
      options.lowercase = true;
    }
    const PairFilter filter = pair_filter(by);
    const Control c = control(threads, py::none());
    ShinglePairs found;
    {
      const py::gil_scoped_release free;
      found = second ? shingle_join(texts, others, options, filter, c) : shingle_join(texts, options, filter, c);
    }
    auto a = wide(found.a), b = wide(found.b);
    return py::make_tuple(std::move(a), std::move(b), array(std::move(found.shared)), array(std::move(found.resemblance)),
                          array(std::move(found.containment_a)), array(std::move(found.containment_b)), found.left_out);
  }, py::arg("offsets"), py::arg("data"), py::arg("second"), py::arg("unit"), py::arg("n"), py::arg("min_containment"),
     py::arg("min_resemblance"), py::arg("min_shared"), py::arg("lower"), py::arg("by"), py::arg("max_articles"), py::arg("max_pairs"),
     py::arg("threads") = 0, "(a, b, shared, resemblance, containment_a, containment_b, shingles left out).");
}

}  // namespace wirecopy::python
