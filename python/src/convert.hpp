// The seam: texts and options in, arrays out, signals and progress in between. Offsets become code points here only.
#pragma once

#include <pybind11/functional.h>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wirecopy/wirecopy.hpp>

namespace wirecopy::python {

namespace py = pybind11;

using Offsets = py::array_t<std::int64_t, py::array::c_style>;
using Bytes = py::array_t<std::uint8_t, py::array::c_style>;

/// Views of `data`, one per article; `offsets` ascends from 0 or more to at most the length of `data`.
std::vector<std::string_view> views(const Offsets& offsets, const Bytes& data);

/// The characters of a str where they lie. Nothing is cached in the str, as its UTF-8 form would be.
TextView view_of(PyObject* text);

/// What code points are to the core; keeps the arrays it looks at.
struct CharacterTables {
  Bytes classes;
  py::array_t<std::uint32_t, py::array::c_style> values, expansions;
  CharacterMap map;
  std::span<const std::uint8_t> class_of() const { return {classes.data(), static_cast<std::size_t>(classes.size())}; }
};

/// What a shingle is made of, by its name in Python. Throws std::invalid_argument.
ShingleUnit shingle_unit(const std::string& name);

/// Articles over borrowed texts; an empty list of outlets or languages means that none is known.
std::vector<Article> articles(const Offsets& offsets, const Bytes& data, const std::vector<std::string>& outlets,
                              const std::vector<std::string>& languages, const py::object& hours);

/// A vector handed over without a copy.
template <class T, class Allocator>
py::array_t<T> array(std::vector<T, Allocator>&& values) {
  using Values = std::vector<T, Allocator>;
  auto* owner = new Values(std::move(values));
  const py::capsule free(owner, [](void* p) { delete static_cast<Values*>(p); });
  return py::array_t<T>(static_cast<py::ssize_t>(owner->size()), owner->data(), free);
}

/// An array to be filled. A large one lies in a block that goes back to the core when the array is gone.
template <class T>
py::array_t<T> room(std::size_t size) {
  const std::size_t bytes = size * sizeof(T);
  if (bytes < least_block) return py::array_t<T>(static_cast<py::ssize_t>(size));
  struct Block {
    void* start = nullptr;
    std::size_t bytes = 0;
    ~Block() {
      if (start) give_block(start, bytes);
    }
  };
  auto block = std::make_unique<Block>();
  block->start = take_block(bytes);
  block->bytes = bytes;
  T* const start = static_cast<T*>(block->start);
  const py::capsule owner(block.get(), [](void* p) { delete static_cast<Block*>(p); });
  block.release();
  return py::array_t<T>(static_cast<py::ssize_t>(size), start, owner);
}

/// A vector's values of an enumeration, as uint8.
template <class E>
py::array_t<std::uint8_t> codes(const std::vector<E>& values) {
  std::vector<std::uint8_t> out;
  out.reserve(values.size());
  for (const E v : values) out.push_back(static_cast<std::uint8_t>(v));
  return array(std::move(out));
}

template <class E>
std::vector<std::string> names(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) out.emplace_back(name(static_cast<E>(i)));
  return out;
}

/// Spans of one text as (starts, ends) in code points.
std::pair<py::array_t<std::uint32_t>, py::array_t<std::uint32_t>> code_point_spans(std::string_view text, const std::vector<Span>& spans);

/// Labelled spans of many texts: dict of offsets, start, end, label.
py::dict labelled(const std::vector<std::string_view>& texts, const std::vector<Cleaned>& cleaned);

/// Passages of two texts: dict of a_start, a_end, b_start, b_end, identity, matched.
py::dict passage_arrays(std::string_view a, std::string_view b, const std::vector<Passage>& passages);

/// Threads and a tick that polls Python's signals and, where given, calls `tick(stage, done, total)`.
Control control(int threads, const py::object& tick);

/// How pairs become clusters, by its name in Python. Throws std::invalid_argument.
Linkage linkage(const std::string& method);

/// Options by name; unknown names and values out of range raise ValueError.
CopyOptions copy_options(const py::dict& options);
py::dict default_options();
AlignOptions align_options(const py::dict& options);

using BackgroundList = std::vector<std::tuple<std::string, std::vector<std::string>, py::array_t<float, py::array::c_style | py::array::forcecast>>>;
Background background(const BackgroundList& list);

void bind_text(py::module_& m);
void bind_tokens(py::module_& m);
void bind_clean(py::module_& m);
void bind_terms(py::module_& m);
void bind_vectors(py::module_& m);
void bind_pairs(py::module_& m);
void bind_minhash(py::module_& m);
void bind_passages(py::module_& m);
void bind_relations(py::module_& m);
void bind_clusters(py::module_& m);
void bind_pipeline(py::module_& m);
void bind_tree(py::module_& m);

}  // namespace wirecopy::python
