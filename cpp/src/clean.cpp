#include "wirecopy/clean.hpp"

#include <array>

#include "clean_blocks.hpp"
#include "clean_common.hpp"
#include "clean_labels.hpp"
#include "clean_region.hpp"
#include "clean_repeats.hpp"
#include "parallel.hpp"

namespace wirecopy {
namespace {

Cleaned clean_valid(const Article& article) {
  std::vector<detail::Block> blocks = detail::blocks_of(article.text);
  return detail::label_blocks(article, blocks, detail::region_of(article.text, blocks));
}

}  // namespace

std::string_view name(Label label) {
  static constexpr std::array<std::string_view, label_count> names = {"body",   "headline", "deck",     "crosshead",
                                                                      "byline", "outlet",   "dateline", "caption",
                                                                      "credit", "tagline",  "metadata", "boilerplate"};
  return names[static_cast<std::size_t>(label)];
}

Cleaned clean(const Article& article) {
  validate(article.text);
  return clean_valid(article);
}

std::vector<Cleaned> clean_all(std::span<const Article> articles, const Control& control) {
  validate(articles);
  std::vector<Cleaned> cleaned(articles.size());
  detail::parallel_for("clean", articles.size(), control,
                       [&](std::size_t i) { cleaned[i] = clean_valid(articles[i]); });
  detail::label_repeats(articles, cleaned, control);
  detail::label_common(articles, cleaned, control);
  return cleaned;
}

}  // namespace wirecopy
