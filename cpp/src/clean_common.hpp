// What many otherwise unrelated articles have in common, whoever published them.
#pragma once

#include <span>
#include <vector>

#include "wirecopy/clean.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

/// A passage is furniture where it stands in many articles of which such passages are the smaller part, and these are two in
/// three of those that have it. A story that many outlets print is the larger part of most of them and stays.
struct CommonRule {
  static constexpr std::size_t window = 48;          ///< bytes of letters, digits and what is not ASCII that are compared at once
  static constexpr std::size_t one_in = 32;          ///< windows of which one is kept, chosen by its hash
  static constexpr std::size_t least_articles = 40;  ///< otherwise unrelated
  static constexpr std::size_t least_windows = 4;    ///< kept ones, side by side, that make a passage: shorter ones may be turns of phrase
  static constexpr std::size_t reach = 160;          ///< bytes within which its ends are moved out to the ends of lines or sentences
};

/// Turns such passages of the body spans into boilerplate, with spans split where need be. An article of
/// whose body less than LeastLeft would be left stays as it is. The same for any order of the articles and any number of threads.
///
/// Windows are chosen by content (after winnowing, Schleimer, Wilkerson, Aiken 2003), so a passage is found wherever it stands.
/// O(bytes), and 12 bytes for each kept window.
void label_common(std::span<const Article> articles, std::vector<Cleaned>& cleaned, const Control& control);

}  // namespace wirecopy::detail
