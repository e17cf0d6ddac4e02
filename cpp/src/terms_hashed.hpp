// Terms: columns by hashing.
#pragma once

#include <cstdint>
#include <string_view>

#include "terms_rows.hpp"

namespace wirecopy::detail {

/// Column of a term, with CountedRows::Impl::negative where it counts below zero.
std::uint32_t hashed_column(std::string_view term, std::uint32_t columns, bool alternate_sign);

/// Gives rows of words their columns; of runs of min_n to max_n words.
void hash_words(CountedRows::Impl& rows, std::uint32_t columns, bool alternate_sign, const Control& control);
void hash_runs(CountedRows::Impl& rows, unsigned min_n, unsigned max_n, std::uint32_t columns, bool alternate_sign,
               const Control& control);

}  // namespace wirecopy::detail
