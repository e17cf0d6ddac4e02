#include <map>
#include <memory>
#include <mutex>

#include "convert.hpp"

namespace wirecopy::python {

namespace {

using SpansOf = std::vector<Span> (Tokenizer::*)(std::string_view) const;
using BoundariesOf = std::vector<ByteOffset> (Tokenizer::*)(std::string_view) const;

/// The tokenizer of a language, kept for the next call: to make one takes longer than to read a short article. Without the
/// GIL, for which another thread may hold the lock.
std::shared_ptr<const Tokenizer> tokenizer_of(const std::string& language) {
  constexpr std::size_t most = 64;
  static auto* const mutex = new std::mutex;  // never destroyed: threads may outlive what runs at exit
  static auto* const kept = new std::map<std::string, std::shared_ptr<const Tokenizer>>;
  const std::lock_guard lock(*mutex);
  if (const auto found = kept->find(language); found != kept->end()) return found->second;
  auto made = std::make_shared<const Tokenizer>(language);
  if (kept->size() == most) kept->clear();
  kept->emplace(language, made);
  return made;
}

template <SpansOf method>
auto spans(const py::bytes& text, const std::string& language) {
  const auto view = static_cast<std::string_view>(text);
  std::vector<Span> found;
  {
    const py::gil_scoped_release free;
    found = (*tokenizer_of(language).*method)(view);
  }
  return code_point_spans(view, found);
}

template <BoundariesOf method>
auto boundaries(const py::bytes& text, const std::string& language) {
  const auto view = static_cast<std::string_view>(text);
  std::vector<ByteOffset> found;
  {
    const py::gil_scoped_release free;
    found = (*tokenizer_of(language).*method)(view);
    to_code_points(view, found);
  }
  return array(std::move(found));
}

}  // namespace

void bind_tokens(py::module_& m) {
  const auto text = py::arg("text");
  const auto language = py::arg("language") = "";
  m.def("tokenize", &spans<&Tokenizer::words>, text, language, "(starts, ends) of the words, code points.");
  m.def("sentences", &spans<&Tokenizer::sentences>, text, language, "(starts, ends) of the sentences, code points.");
  m.def("word_boundaries", &boundaries<&Tokenizer::word_boundaries>, text, language, "Every word boundary, code points.");
  m.def("sentence_boundaries", &boundaries<&Tokenizer::sentence_boundaries>, text, language,
        "Every sentence boundary, code points.");
  m.def("fold", [](const py::bytes& token) { return fold(static_cast<std::string_view>(token)); }, py::arg("token"),
        "NFKC_Casefold of a token.");
  m.def("icu_version", &icu_version);
  m.def("unicode_version", &unicode_version);
}

}  // namespace wirecopy::python
