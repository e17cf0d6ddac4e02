// Texts of few letters, parted by NULs, published one after another or at times not known: every parent is earlier or
// a source that was told, never in a circle, and the numbers lie where they should.
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "wirecopy/tree.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::u16string> bodies{{}};
  for (std::size_t i = 0; i < size && bodies.size() <= 12; ++i) {
    if (data[i] == 0) {
      bodies.emplace_back();
    } else {
      // Few letters, so that much is the same by chance; now and then a page of them, so that texts are long.
      bodies.back().append(data[i] == 255 ? 80 : 1, static_cast<char16_t>(u'a' + data[i] % 5));
    }
  }
  std::vector<wirecopy::TreeArticle> articles;
  std::vector<std::pair<wirecopy::ArticleId, wirecopy::ArticleId>> sources;
  for (wirecopy::ArticleId i = 0; i < bodies.size(); ++i) {
    articles.push_back({bodies[i], bodies[i].size() % 3 == 0 ? wirecopy::unknown_hours : static_cast<double>(i / 2)});
    if (i > 0) sources.emplace_back(i - 1, i);
  }
  if (bodies.size() > 2) sources.emplace_back(static_cast<wirecopy::ArticleId>(bodies.size() - 1), 0);
  wirecopy::TreeOptions few;
  few.most = 3;
  for (const auto& options : {wirecopy::TreeOptions{}, few}) {
    const auto parents = wirecopy::transmission_tree(articles, sources, options);
    REQUIRE(parents.size() == articles.size());
    for (std::size_t i = 0; i < parents.size(); ++i) {
      const auto& p = parents[i];
      REQUIRE(p.share >= 0 && p.share <= 1 && p.also_share >= 0 && p.also_share <= 1 && p.margin >= 0);
      REQUIRE(p.parent == wirecopy::no_article || p.parent == p.nearest);
      if (p.nearest == wirecopy::no_article) continue;
      REQUIRE(p.nearest < articles.size() && p.nearest != i && !(articles[p.nearest].hours > articles[i].hours));
      std::size_t steps = 0;
      for (auto at = p.parent; at != wirecopy::no_article; at = parents[at].parent) REQUIRE(++steps < articles.size());
    }
  }
  return 0;
}
