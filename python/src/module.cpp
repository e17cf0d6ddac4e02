// Table of contents of wirecopy._core: one binding file per stage, in the order of the stages.
#include "convert.hpp"

PYBIND11_MODULE(_core, m, pybind11::mod_gil_not_used()) {
  namespace wp = wirecopy::python;
  m.doc() = "The C++ core of wirecopy; use the package above it.";
  m.attr("version") = WIRECOPY_VERSION;
  wp::bind_text(m);
  wp::bind_tokens(m);
  wp::bind_clean(m);
  wp::bind_terms(m);
  wp::bind_vectors(m);
  wp::bind_pairs(m);
  wp::bind_minhash(m);
  wp::bind_passages(m);
  wp::bind_relations(m);
  wp::bind_clusters(m);
  wp::bind_pipeline(m);
  wp::bind_tree(m);
}
