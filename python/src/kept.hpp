// What later calls need of a run of find_copies, kept alive by the Python result.
#pragma once

#include "convert.hpp"

namespace wirecopy::python {

struct Kept {
  Copies copies;
};

}  // namespace wirecopy::python
