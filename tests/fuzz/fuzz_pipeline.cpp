// Articles of any bytes, parted by NULs: refused, or grouped with one label for each, the same by one thread and two.
#include <algorithm>
#include <vector>

#include "fuzz.hpp"
#include "wirecopy/pipeline.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<wirecopy::Article> articles;
  bool good = true;
  for (auto rest = as_text(data, size); !rest.empty() && articles.size() < 20;) {
    const std::size_t cut = std::min(rest.find('\0'), rest.size());
    articles.push_back({.text = rest.substr(0, cut)});
    good = good && well_formed(articles.back().text);
    rest.remove_prefix(std::min(cut + 1, rest.size()));
  }
  wirecopy::Copies one, two;
  REQUIRE(refuses([&] { one = wirecopy::find_copies(articles, {}, {}, {.threads = 1}); }) == !good);
  if (!good) return 0;
  two = wirecopy::find_copies(articles, {}, {}, {.threads = 2});
  REQUIRE(one.labels == two.labels && one.story_labels == two.story_labels);
  REQUIRE(one.pairs.similarity == two.pairs.similarity && one.pairs.relation == two.pairs.relation);
  REQUIRE(one.labels.size() == articles.size() && one.cleaned.size() == articles.size());
  for (std::size_t i = 0; i < one.pairs.size(); ++i) {
    REQUIRE(one.pairs.a[i] < one.pairs.b[i] && one.pairs.b[i] < articles.size());
    REQUIRE(one.pairs.aligned_a[i] >= 0 && one.pairs.aligned_a[i] <= 1);
    REQUIRE(one.pairs.relation[i] != wirecopy::Relation::none);
  }
  return 0;
}
