// Pairs: sets of shingles, as the join makes them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "wirecopy/pairs.hpp"
#include "wirecopy/tokens.hpp"

namespace wirecopy::detail {

/// The options with what is left open filled in. Throws std::invalid_argument.
ShingleOptions checked(const ShingleOptions& options);

/// The set of a well-formed text, ascending.
std::vector<std::uint64_t> shingle_set(std::string_view text, const ShingleOptions& options, const Tokenizer& tokenizer);

}  // namespace wirecopy::detail
