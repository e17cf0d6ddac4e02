// Patterns by which furniture is known whatever stands around it: datelines, credits, bylines, dates.
#pragma once

#include <cstddef>
#include <string_view>

#include "clean_blocks.hpp"

namespace wirecopy::detail {

/// How sure a dateline must be of itself: at the head of the body a place and a dash will do, further down it takes an
/// agency or a date as well.
enum class DatelineAt { head, inside };

/// Bytes at the start of `text` (which starts with no white space) that are a dateline with its separator; 0: none.
std::size_t dateline_length(std::string_view text, DatelineAt at);

/// The same for the forms of Chinese and Japanese agencies.
std::size_t dateline_length_ideographic(std::string_view text);

/// One of either kind.
std::size_t any_dateline_length(std::string_view text, DatelineAt at);

/// Nothing but one to four agencies: "dpa/AFP", "-AP".
bool is_agencies(std::string_view text);

/// "© 2020 Daily Herald": a sign of copyright at the start, and a year soon behind it.
bool is_copyright(std::string_view text);

/// Bytes at the start of `text` that are a date put there by a machine ("date 2023-11-12", "UPDATE 2-"); 0: none.
std::size_t metadata_length(std::string_view text);

/// Where the credit of a picture starts in `text`, which ends with it; npos: there is none. `bare_agency`: the credit
/// is nothing but an agency's name in brackets, which may as well be a sign-off.
std::size_t credit_start(std::string_view text, bool& bare_agency);

/// Where the name of the publisher starts in a headline that ends with it, separator included; npos: there is none.
std::size_t outlet_start(std::string_view headline, std::string_view outlet);

/// "By Jane Doe", "Von Jane Doe", "BY JANE DOE in Paris".
bool is_byline(std::string_view text, const Block& block);

/// Two to four capitalised words and nothing else.
bool is_name(std::string_view text, const Block& block);

/// Nothing in it but names of papers or agencies: "Daily Herald", "Associated Press".
bool names_outlet(std::string_view text);

}  // namespace wirecopy::detail
