// Terms of code points: the kernel that keeps the new columns of a row's paths.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wirecopy::detail {

inline constexpr std::size_t spread_slack = 16;  ///< so many places more than it gives back a kernel may write

/// Of `n` columns at `flat`, those that differ from the one `depth` places before and from no_column go to `columns`, and
/// what `sums` has at their places to `counts`. How many they are. `depth` places before `flat` can be read; `n` is a
/// multiple of it.
using SpreadKernel = std::size_t (*)(const std::uint32_t* flat, std::size_t n, std::size_t depth, const std::uint32_t* sums,
                                     std::uint32_t* columns, std::uint32_t* counts);
/// That of the path in force (simd()).
SpreadKernel spread_kernel();

}  // namespace wirecopy::detail
