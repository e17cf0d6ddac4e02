#include "convert.hpp"

namespace wirecopy::python {

void bind_clusters(py::module_& m) {
  using Rows = py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>;
  using Weights = py::array_t<double, py::array::c_style | py::array::forcecast>;
  m.def("cluster_pairs", [](std::int64_t n, const Rows& a, const Rows& b, const Weights& weight, const std::string& method,
                            double threshold, int threads, const py::object& tick) {
    if (n < 0 || a.size() != b.size() || a.size() != weight.size()) {
      throw std::invalid_argument("n must be 0 or more, and a, b and weight of one length");
    }
    std::vector<Edge> edges(static_cast<std::size_t>(a.size()));
    for (std::size_t i = 0; i < edges.size(); ++i) {
      const auto x = a.data()[i], y = b.data()[i];
      if (x < 0 || y < 0 || x >= n || y >= n) throw std::invalid_argument("row out of range in pair " + std::to_string(i));
      edges[i] = {static_cast<ArticleId>(x), static_cast<ArticleId>(y), weight.data()[i]};
    }
    const ClusterOptions options{linkage(method), threshold};
    const Control c = control(threads, tick);
    Clusters clusters;
    {
      const py::gil_scoped_release free;
      clusters = cluster_pairs(static_cast<std::size_t>(n), edges, options, c);
    }
    std::vector<std::int64_t> bridges(clusters.bridges.begin(), clusters.bridges.end());
    return py::make_tuple(array(std::move(clusters.labels)), array(std::move(bridges)));
  }, py::arg("n"), py::arg("a"), py::arg("b"), py::arg("weight"), py::arg("method") = "average", py::arg("threshold") = 0.5,
     py::arg("threads") = 0, py::arg("tick") = py::none(), "(labels, indices of the bridges) of rows 0..n-1.");
}

}  // namespace wirecopy::python
