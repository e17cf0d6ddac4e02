// Foundation, icu: case of single code points.
#pragma once

#include <string>

namespace wirecopy::detail {

bool icu_is_cased(char32_t c);
bool icu_is_case_ignorable(char32_t c);
/// The full lower-case mapping of one code point by itself.
std::u32string icu_lower(char32_t c);

}  // namespace wirecopy::detail
