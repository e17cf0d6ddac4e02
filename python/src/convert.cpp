#include "convert.hpp"

#include <cmath>
#include <functional>
#include <memory>

namespace wirecopy::python {

TextView view_of(PyObject* text) {
#if PY_VERSION_HEX < 0x030c0000
  if (PyUnicode_READY(text) != 0) throw py::error_already_set();
#endif
  const auto kind = PyUnicode_KIND(text);
  return {PyUnicode_DATA(text), static_cast<std::size_t>(PyUnicode_GET_LENGTH(text)),
          kind == PyUnicode_1BYTE_KIND ? Encoding::latin1 : kind == PyUnicode_2BYTE_KIND ? Encoding::ucs2 : Encoding::ucs4};
}

std::vector<std::string_view> views(const Offsets& offsets, const Bytes& data) {
  if (offsets.ndim() != 1 || data.ndim() != 1 || offsets.size() < 1) throw std::invalid_argument("offsets and data must have one dimension");
  const auto o = offsets.unchecked<1>();
  const auto* bytes = reinterpret_cast<const char*>(data.data());
  std::vector<std::string_view> out;
  out.reserve(static_cast<std::size_t>(o.shape(0) - 1));
  for (py::ssize_t i = 0; i + 1 < o.shape(0); ++i) {
    if (o(i) < 0 || o(i + 1) < o(i) || o(i + 1) > data.size()) throw std::invalid_argument("offsets must ascend and lie inside data");
    out.emplace_back(bytes + o(i), static_cast<std::size_t>(o(i + 1) - o(i)));
  }
  return out;
}

std::vector<Article> articles(const Offsets& offsets, const Bytes& data, const std::vector<std::string>& outlets,
                              const std::vector<std::string>& languages, const py::object& hours) {
  const auto texts = views(offsets, data);
  std::vector<Article> out(texts.size());
  const auto fits = [&](std::size_t n) { return n == 0 || n == texts.size(); };
  if (!fits(outlets.size()) || !fits(languages.size())) throw std::invalid_argument("one outlet and one language per article");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    out[i].text = texts[i];
    if (!outlets.empty()) out[i].outlet = outlets[i];
    if (!languages.empty()) out[i].language = languages[i];
  }
  if (!hours.is_none()) {
    const auto values = py::array_t<double, py::array::c_style | py::array::forcecast>(hours);
    if (values.ndim() != 1 || static_cast<std::size_t>(values.size()) != texts.size()) throw std::invalid_argument("one time per article");
    for (std::size_t i = 0; i < texts.size(); ++i) out[i].hours = values.data()[i];
  }
  return out;
}

std::pair<py::array_t<std::uint32_t>, py::array_t<std::uint32_t>> code_point_spans(std::string_view text, const std::vector<Span>& spans) {
  std::vector<std::uint32_t> starts, ends;
  for (const Span s : spans) starts.push_back(s.start), ends.push_back(s.end);
  to_code_points_unordered(text, starts);
  to_code_points_unordered(text, ends);
  return {array(std::move(starts)), array(std::move(ends))};
}

py::dict labelled(const std::vector<std::string_view>& texts, const std::vector<Cleaned>& cleaned) {
  std::vector<std::int64_t> offsets{0};
  std::vector<std::uint32_t> start, end, both;
  std::vector<std::uint8_t> label;
  std::vector<float> confidence;
  {
    const py::gil_scoped_release free;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      both.clear();
      for (const auto& s : cleaned[i]) {
        both.push_back(s.span.start);
        both.push_back(s.span.end);
        label.push_back(static_cast<std::uint8_t>(s.label));
        confidence.push_back(s.confidence);
      }
      to_code_points(texts[i], both);
      for (std::size_t k = 0; k < both.size(); k += 2) start.push_back(both[k]), end.push_back(both[k + 1]);
      offsets.push_back(static_cast<std::int64_t>(start.size()));
    }
  }
  py::dict d;
  d["offsets"] = array(std::move(offsets));
  d["start"] = array(std::move(start));
  d["end"] = array(std::move(end));
  d["label"] = array(std::move(label));
  d["confidence"] = array(std::move(confidence));
  return d;
}

py::dict passage_arrays(std::string_view a, std::string_view b, const std::vector<Passage>& passages) {
  std::vector<Span> sa, sb;
  std::vector<double> identity;
  std::vector<std::uint32_t> matched;
  for (const auto& p : passages) {
    sa.push_back(p.a);
    sb.push_back(p.b);
    identity.push_back(p.identity);
    matched.push_back(p.matched);
  }
  py::dict d;
  const auto [a_start, a_end] = code_point_spans(a, sa);
  const auto [b_start, b_end] = code_point_spans(b, sb);
  d["a_start"] = a_start;
  d["a_end"] = a_end;
  d["b_start"] = b_start;
  d["b_end"] = b_end;
  d["identity"] = array(std::move(identity));
  d["matched"] = array(std::move(matched));
  return d;
}

Control control(int threads, const py::object& tick) {
  if (threads < 0) throw std::invalid_argument("threads must be 0 (every core) or more");
  Control c;
  c.threads = static_cast<unsigned>(threads);
  // The core calls this on the thread that called it, with the GIL released.
  c.tick = [tick](const Progress& p) {
    const py::gil_scoped_acquire lock;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (!tick.is_none()) tick(std::string(p.stage), p.done, p.total);
    return true;
  };
  return c;
}

namespace {

/// Each option once: its name and where it lives.
std::vector<std::pair<std::string, std::function<double*(CopyOptions&)>>> number_options() {
  return {{"window", [](CopyOptions& o) { return &o.window; }},
          {"cluster", [](CopyOptions& o) { return &o.cluster; }},
          {"story", [](CopyOptions& o) { return &o.story; }},
          {"copy", [](CopyOptions& o) { return &o.relations.copy; }},
          {"reprint", [](CopyOptions& o) { return &o.relations.reprint; }},
          {"excerpt", [](CopyOptions& o) { return &o.relations.excerpt; }},
          {"same_story", [](CopyOptions& o) { return &o.relations.story; }}};
}

std::vector<std::pair<std::string, bool CopyOptions::*>> switches() {
  return {{"clean", &CopyOptions::clean}, {"same_language", &CopyOptions::same_language}, {"other_outlets", &CopyOptions::other_outlets}};
}

}  // namespace

Linkage linkage(const std::string& method) {
  if (method == "average") return Linkage::average;
  if (method == "components") return Linkage::components;
  if (method == "correlation") return Linkage::correlation;
  throw std::invalid_argument("method must be \"average\", \"components\" or \"correlation\", not \"" + method + "\"");
}

CopyOptions copy_options(const py::dict& options) {
  CopyOptions out;
  const auto numbers = number_options();
  for (const auto& [key, value] : options) {
    const auto name = py::cast<std::string>(key);
    if (name == "max_pairs") {
      const auto n = py::cast<std::int64_t>(value);
      if (n < 1) throw std::invalid_argument("max_pairs must be 1 or more");
      out.max_pairs = static_cast<std::size_t>(n);
      continue;
    }
    if (name == "method") {
      out.method = linkage(py::cast<std::string>(value));
      continue;
    }
    bool found = false;
    for (const auto& [switched, member] : switches()) {
      if (switched == name) found = true, out.*member = py::cast<bool>(value);
    }
    if (found) continue;
    for (const auto& [number, member] : numbers) {
      if (number != name) continue;
      found = true;
      const double v = py::cast<double>(value);
      if (std::isnan(v)) throw std::invalid_argument(name + " is NaN");
      *member(out) = v;
    }
    if (!found) throw std::invalid_argument("no option is called \"" + name + "\"");
  }
  return out;
}

py::dict default_options() {
  CopyOptions defaults;
  py::dict d;
  for (const auto& [switched, member] : switches()) d[py::str(switched)] = defaults.*member;
  d["max_pairs"] = defaults.max_pairs;
  d["method"] = "average";
  for (const auto& [number, member] : number_options()) d[py::str(number)] = *member(defaults);
  return d;
}

AlignOptions align_options(const py::dict& options) {
  AlignOptions out;
  for (const auto& [key, value] : options) {
    const auto name = py::cast<std::string>(key);
    if (name == "min_identity") out.min_identity = py::cast<double>(value);
    else if (name == "seed") out.seed = py::cast<int>(value);
    else if (name == "min_matched") out.min_matched = py::cast<int>(value);
    else if (name == "max_gap") out.max_gap = py::cast<int>(value);
    else if (name == "max_hits") out.max_hits = py::cast<int>(value);
    else throw std::invalid_argument("no option of align is called \"" + name + "\"");
  }
  return out;
}

Background background(const BackgroundList& list) {
  Background out;
  for (const auto& [language, words, zipf] : list) {
    out.push_back({language, words, std::vector<float>(zipf.data(), zipf.data() + zipf.size())});
  }
  return out;
}

}  // namespace wirecopy::python
