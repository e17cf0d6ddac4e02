// What a line tells by its signs alone.
#pragma once

#include <string_view>

namespace wirecopy::detail {

/// No digits but those of years from 1900 to 2099. O(length).
bool has_only_years(std::string_view line);

/// A word of two bytes or more, between spaces, stands in both as it is written. O(product of the lengths).
bool share_word(std::string_view a, std::string_view b);

/// The last sign is a full stop, and not a question or exclamation mark or a quotation's end.
bool ends_in_full_stop(std::string_view line);

/// The last sign closes a quotation or a bracket.
bool closes_quotation(std::string_view line);

}  // namespace wirecopy::detail
