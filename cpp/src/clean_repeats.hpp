// What one outlet repeats over its articles.
#pragma once

#include <span>
#include <vector>

#include "wirecopy/clean.hpp"
#include "wirecopy/control.hpp"

namespace wirecopy::detail {

/// A line of the body, a crosshead or a headline counts as repeated where it stands in enough articles of its outlet that
/// are otherwise different.
struct RepeatRule {
  static constexpr std::size_t least_articles = 3;
  static constexpr std::size_t least_bytes = 16;     ///< shorter lines ("Year", "Advertisement") tell nothing
  static constexpr std::size_t rare_line = 200;      ///< and in at least one of this many of the outlet's articles
  static constexpr std::size_t long_line = 160;      ///< bytes; a paragraph of background is repeated too, but not
  static constexpr std::size_t rare_long_line = 50;  ///< in one of this many
};

/// What other articles tell may take this much of a body and no more: with less left, nothing would be left to compare.
struct LeastLeft {
  static constexpr std::size_t bytes = 60;
  static constexpr std::size_t one_in = 10;  ///< of the body's bytes
  static constexpr bool will_do(std::size_t left, std::size_t body) { return left >= bytes && left * one_in >= body; }
};

/// Turns the repeated lines into boilerplate; a deck under what was taken for the headline is the headline then. An article
/// most of whose body other articles of the outlet have too is a copy: it does not count, but what is repeated is
/// boilerplate in it as well. An article of whose body less than LeastLeft would be left stays as it is. The same for any
/// order of the articles and any number of threads. O(spans x log spans); 24 bytes for each line.
void label_repeats(std::span<const Article> articles, std::vector<Cleaned>& cleaned, const Control& control);

}  // namespace wirecopy::detail
