#include "kept.hpp"

namespace wirecopy::python {

namespace {

using Rows = py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>;

/// Rows as signed numbers, -1 for none.
template <class Get>
py::array_t<std::int64_t> rows_of(const std::vector<Parent>& parents, Get get) {
  std::vector<std::int64_t> out;
  out.reserve(parents.size());
  for (const Parent& p : parents) out.push_back(get(p) == no_article ? -1 : static_cast<std::int64_t>(get(p)));
  return array(std::move(out));
}

template <class T, class Get>
py::array_t<T> column(const std::vector<Parent>& parents, Get get) {
  std::vector<T> out;
  out.reserve(parents.size());
  for (const Parent& p : parents) out.push_back(static_cast<T>(get(p)));
  return array(std::move(out));
}

py::dict columns(const std::vector<Parent>& found) {
  py::dict d;
  d["parent"] = rows_of(found, [](const Parent& p) { return p.parent; });
  d["nearest"] = rows_of(found, [](const Parent& p) { return p.nearest; });
  d["also"] = rows_of(found, [](const Parent& p) { return p.also; });
  d["share"] = column<double>(found, [](const Parent& p) { return p.share; });
  d["also_share"] = column<double>(found, [](const Parent& p) { return p.also_share; });
  d["margin"] = column<double>(found, [](const Parent& p) { return p.margin; });
  d["why"] = column<std::uint8_t>(found, [](const Parent& p) { return static_cast<std::uint8_t>(p.why); });
  d["change"] = column<std::uint8_t>(found, [](const Parent& p) { return static_cast<std::uint8_t>(p.change); });
  return d;
}

std::vector<std::pair<ArticleId, ArticleId>> source_pairs(const Rows& sources, const Rows& copies, std::size_t n) {
  if (sources.size() != copies.size()) throw std::invalid_argument("sources and copies must be of one length");
  std::vector<std::pair<ArticleId, ArticleId>> out;
  for (py::ssize_t i = 0; i < sources.size(); ++i) {
    const auto x = sources.at(i), y = copies.at(i);
    const auto rows = static_cast<std::int64_t>(n);
    if (x < 0 || y < 0 || x >= rows || y >= rows) throw std::invalid_argument("a source is not among the articles");
    out.emplace_back(static_cast<ArticleId>(x), static_cast<ArticleId>(y));
  }
  return out;
}

py::dict parents(const Kept& kept, const Offsets& offsets, const Bytes& data, const py::object& hours, const Rows& labels,
                 const Rows& sources, const Rows& copies, double margin, int threads, const py::object& tick) {
  const auto input = articles(offsets, data, {}, {}, hours);
  const auto known = source_pairs(sources, copies, input.size());
  const std::span<const std::int64_t> clusters(labels.data(), static_cast<std::size_t>(labels.size()));
  TreeOptions options;
  options.margin = margin;
  const Control c = control(threads, tick);
  std::vector<Parent> found;
  {
    const py::gil_scoped_release free;
    found = find_parents(input, kept.copies.cleaned, clusters, known, options, c);
  }
  return columns(found);
}

py::dict tree(const Offsets& offsets, const Bytes& data, const py::object& hours, const Rows& sources, const Rows& copies,
              double margin, int threads, const py::object& tick) {
  const auto input = articles(offsets, data, {}, {}, hours);
  const auto known = source_pairs(sources, copies, input.size());
  TreeOptions options;
  options.margin = margin;
  const Control c = control(threads, tick);
  std::vector<Parent> found;
  {
    const py::gil_scoped_release free;
    std::vector<Stream> bodies;
    for (const Article& a : input) bodies.push_back(stream(a.text, false));
    std::vector<TreeArticle> members;
    for (std::size_t i = 0; i < input.size(); ++i) members.push_back({bodies[i].units, input[i].hours});
    found = transmission_tree(members, known, options, c);
  }
  return columns(found);
}

}  // namespace

void bind_tree(py::module_& m) {
  m.attr("change_names") = names<Change>(4);
  m.attr("parent_reason_names") = names<ParentReason>(5);
  m.attr("tree_margin") = TreeOptions{}.margin;
  m.def("find_parents", &parents, py::arg("kept"), py::arg("offsets"), py::arg("data"), py::arg("hours"), py::arg("labels"),
        py::arg("sources"), py::arg("copies"), py::arg("margin"), py::arg("threads") = 0, py::arg("tick") = py::none(),
        "What each of a run's articles was made of, as arrays; -1 is none.");
  m.def("transmission_tree", &tree, py::arg("offsets"), py::arg("data"), py::arg("hours"), py::arg("sources"),
        py::arg("copies"), py::arg("margin"), py::arg("threads") = 0, py::arg("tick") = py::none(),
        "The same of the copies of one text, given whole.");
}

}  // namespace wirecopy::python
