// Terms: columns by hashing.
#pragma once

#include <cstdint>
#include <string_view>

#include "terms_rows.hpp"

namespace wirecopy::detail {

/// MurmurHash3, x86, 32 bits (Appleby 2011).
std::uint32_t murmur3(std::string_view bytes, std::uint32_t seed);

/// Column of a term, with CountedRows::Impl::negative where it counts below zero.
std::uint32_t hashed_column(std::string_view term, std::uint32_t columns, bool alternate_sign);

/// Gives rows of words their columns.
void hash_columns(CountedRows::Impl& rows, std::uint32_t columns, bool alternate_sign, const Control& control);

}  // namespace wirecopy::detail
