// Sparse matrices as stages 4 and 5 take them.
#pragma once

#include "convert.hpp"

namespace wirecopy::python {

using Rows64 = py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>;
using Columns32 = py::array_t<std::int32_t, py::array::c_style | py::array::forcecast>;
using Values = py::array_t<double, py::array::c_style | py::array::forcecast>;

/// A view that is good while the arrays are.
CsrView csr_view(const Rows64& indptr, const Columns32& indices, const Values& values, std::size_t columns);

/// The same without a copy of any of the usual types: indptr and indices int32 or int64, values float32 or float64 (T).
/// Other types and strided arrays raise ValueError.
template <class T>
SparseRows<T> sparse_rows(const py::array& indptr, const py::array& indices, const py::array& values, std::size_t columns);

}  // namespace wirecopy::python
