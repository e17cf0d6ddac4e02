#include "convert.hpp"

#include <tuple>

namespace wirecopy::python {

namespace {

using Minima = py::array_t<std::uint32_t, py::array::c_style>;
using Words = py::array_t<std::uint64_t, py::array::c_style>;
using Rows = py::array_t<std::int64_t, py::array::c_style>;
using SetArrays = std::tuple<Rows, Words>;
using TextArrays = std::tuple<Offsets, Bytes, std::string, unsigned, std::shared_ptr<CharacterTables>>;

template <class T, int Flags>
std::span<const T> view(const py::array_t<T, Flags>& values) {
  return {values.data(), static_cast<std::size_t>(values.size())};
}

SetsView sets_view(const SetArrays& sets) { return {view(std::get<0>(sets)), view(std::get<1>(sets))}; }

/// Texts and how to cut them, borrowed.
struct Cut {
  std::vector<std::string_view> texts;
  ShingleOptions options;
  explicit Cut(const TextArrays& given) : texts(views(std::get<0>(given), std::get<1>(given))) {
    options.unit = shingle_unit(std::get<2>(given));
    options.n = std::get<3>(given);
    if (const auto& tables = std::get<4>(given)) {
      options.classes = tables->class_of();
      options.map = tables->map;
      options.lowercase = true;
    }
  }
};

py::tuple arrays(Sets&& sets) { return py::make_tuple(array(std::move(sets.starts)), array(std::move(sets.values))); }

/// The result of one call of the core without the interpreter's lock.
template <class Call>
auto free_call(Call&& call) {
  const py::gil_scoped_release free;
  return call();
}

/// Signatures, flat, as a call of the core writes them.
template <class Call>
py::array_t<std::uint32_t> filled(std::size_t sets, unsigned k, Call&& call) {
  auto out = room<std::uint32_t>(sets * k);
  const std::span<std::uint32_t> to(out.mutable_data(), static_cast<std::size_t>(out.size()));
  free_call([&] { call(to); });
  return out;
}

void bind_signatures(py::module_& m) {
  m.def("shingle_sets", [](const TextArrays& texts, int threads) {
    const Cut cut(texts);
    const Control c = control(threads, py::none());
    return arrays(free_call([&] { return shingle_sets(cut.texts, cut.options, c); }));
  }, py::arg("texts"), py::arg("threads") = 0, "(starts, values); texts are (offsets, data, unit, n, tables of lower case).");
  m.def("minhash_sets", [](const SetArrays& sets, unsigned k, std::uint64_t seed, int threads) {
    const auto given = sets_view(sets);
    const Control c = control(threads, py::none());
    return filled(given.size(), k, [&](auto out) { MinHasher(k, seed).signatures(given, out, c); });
  }, py::arg("sets"), py::arg("k"), py::arg("seed"), py::arg("threads") = 0, "Signatures, flat, k to a row; sets are (starts, values).");
  m.def("minhash_texts", [](const TextArrays& texts, unsigned k, std::uint64_t seed, int threads) {
    const Cut cut(texts);
    const Control c = control(threads, py::none());
    return filled(cut.texts.size(), k, [&](auto out) { MinHasher(k, seed).signatures(cut.texts, cut.options, out, c); });
  }, py::arg("texts"), py::arg("k"), py::arg("seed"), py::arg("threads") = 0, "The same of the shingles of texts.");
  py::class_<MinHasher>(m, "MinHasher")
      .def(py::init<unsigned, std::uint64_t>(), py::arg("k"), py::arg("seed"))
      .def("update", [](const MinHasher& hasher, Minima& signature, const Words& shingles) {
        hasher.update({signature.mutable_data(), static_cast<std::size_t>(signature.size())}, view(shingles));
      }, py::arg("signature").noconvert(), py::arg("shingles"), "In place; for few shingles: nothing watches for a stop.");
  m.def("signature_similarity", [](const Minima& signatures, unsigned k, const Rows& a, const Rows& b, int threads) {
    const auto given = view(signatures);
    const auto x = view(a), y = view(b);
    const Control c = control(threads, py::none());
    return array(free_call([&] { return signature_similarity(given, k, x, y, c); }));
  }, py::arg("signatures"), py::arg("k"), py::arg("a"), py::arg("b"), py::arg("threads") = 0, "Of rows a[i] and b[i].");
  m.def("pack_signatures", [](const Minima& signatures, unsigned k, unsigned bits, int threads) {
    const auto given = view(signatures);
    const Control c = control(threads, py::none());
    return array(free_call([&] { return pack_signatures(given, k, bits, c); }));
  }, py::arg("signatures"), py::arg("k"), py::arg("bits"), py::arg("threads") = 0, "A few bits of each minimum, flat.");
  m.def("packed_similarity", [](const Words& packed, unsigned k, unsigned bits, const Rows& a, const Rows& b, int threads) {
    const auto given = view(packed);
    const auto x = view(a), y = view(b);
    const Control c = control(threads, py::none());
    return array(free_call([&] { return packed_similarity(given, k, bits, x, y, c); }));
  }, py::arg("packed"), py::arg("k"), py::arg("bits"), py::arg("a"), py::arg("b"), py::arg("threads") = 0, "Of rows a[i] and b[i].");
}

void bind_index(py::module_& m) {
  m.def("choose_bands", [](double threshold, unsigned k, double recall) {
    const Bands found = choose_bands(threshold, k, recall);
    return py::make_tuple(found.bands, found.rows);
  }, py::arg("threshold"), py::arg("k"), py::arg("recall"), "(bands, rows).");
  m.def("bands_recall", [](unsigned bands, unsigned rows, double s) { return Bands{bands, rows}.recall(s); }, py::arg("bands"),
        py::arg("rows"), py::arg("s"), "1 - (1 - s^rows)^bands.");
  m.def("candidate_pairs", [](const Minima& signatures, unsigned k, unsigned bands, unsigned rows, bool collapse,
                              std::size_t max_pairs, int threads) {
    const auto given = view(signatures);
    const Control c = control(threads, py::none());
    auto found = free_call([&] { return candidate_pairs(given, k, {bands, rows}, collapse, max_pairs, c); });
    return py::make_tuple(array(std::move(found.a)), array(std::move(found.b)));
  }, py::arg("signatures"), py::arg("k"), py::arg("bands"), py::arg("rows"), py::arg("collapse"), py::arg("max_pairs"),
     py::arg("threads") = 0, "(a, b).");
  m.def("shared_values", [](const SetArrays& sets, const Rows& a, const Rows& b, int threads) {
    const auto given = sets_view(sets);
    const auto x = view(a), y = view(b);
    const Control c = control(threads, py::none());
    return array(free_call([&] { return shared_values(given, x, y, c); }));
  }, py::arg("sets"), py::arg("a"), py::arg("b"), py::arg("threads") = 0, "What sets a[i] and b[i] have in common.");
  py::class_<MinHashIndex>(m, "MinHashIndex")
      .def(py::init([](unsigned k, unsigned bands, unsigned rows) { return MinHashIndex(k, {bands, rows}); }), py::arg("k"),
           py::arg("bands"), py::arg("rows"))
      .def("insert", [](MinHashIndex& index, const Minima& signature) { return index.insert(view(signature)); }, py::arg("signature"))
      .def("query", [](const MinHashIndex& index, const Minima& signature) { return index.query(view(signature)); },
           py::arg("signature"))
      .def("remove", &MinHashIndex::remove, py::arg("row"))
      .def("__len__", &MinHashIndex::size);
}

void bind_samples(py::module_& m) {
  m.def("frac_sets", [](const SetArrays& sets, double scale, std::uint64_t seed, int threads) {
    const auto given = sets_view(sets);
    const Control c = control(threads, py::none());
    return arrays(free_call([&] { return frac_minhash(given, scale, seed, c); }));
  }, py::arg("sets"), py::arg("scale"), py::arg("seed"), py::arg("threads") = 0, "(starts, values) of the samples.");
  m.def("frac_texts", [](const TextArrays& texts, double scale, std::uint64_t seed, int threads) {
    const Cut cut(texts);
    const Control c = control(threads, py::none());
    auto [samples, sizes] = free_call([&] { return frac_minhash(cut.texts, scale, seed, cut.options, c); });
    return py::make_tuple(array(std::move(samples.starts)), array(std::move(samples.values)), array(std::move(sizes)));
  }, py::arg("texts"), py::arg("scale"), py::arg("seed"), py::arg("threads") = 0, "(starts, values, sizes of the whole sets).");
  m.def("frac_containment", py::vectorize(frac_containment), py::arg("shared"), py::arg("sampled"), py::arg("size"), py::arg("scale"),
        "The share of a set that is in another, out of samples.");
  m.def("pairs_of_sets", [](const SetArrays& sets, std::size_t min_shared, double min_share, std::size_t max_pairs, int threads) {
    const auto given = sets_view(sets);
    const Control c = control(threads, py::none());
    auto found = free_call([&] { return pairs_of_sets(given, min_shared, min_share, max_pairs, c); });
    return py::make_tuple(array(std::move(found.a)), array(std::move(found.b)), array(std::move(found.shared)));
  }, py::arg("sets"), py::arg("min_shared"), py::arg("min_share"), py::arg("max_pairs"), py::arg("threads") = 0, "(a, b, shared).");
}

}  // namespace

void bind_minhash(py::module_& m) {
  bind_signatures(m);
  bind_index(m);
  bind_samples(m);
}

}  // namespace wirecopy::python
