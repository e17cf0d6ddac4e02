#include <algorithm>
#include <stdexcept>

#include "parallel.hpp"
#include "pipeline_run.hpp"
#include "wirecopy/passages.hpp"

namespace wirecopy {

using namespace detail;

namespace {

/// One cluster: its articles, ascending, and what is known of its sources in places of that list.
struct Group {
  std::vector<ArticleId> rows;
  std::vector<std::pair<ArticleId, ArticleId>> sources;
};

/// The clusters of two articles or more.
std::vector<Group> groups_of(std::span<const std::int64_t> labels, std::span<const std::pair<ArticleId, ArticleId>> sources) {
  std::int64_t most = -1;
  for (const auto label : labels) most = std::max(most, label);
  std::vector<Group> all(static_cast<std::size_t>(most + 1));
  std::vector<ArticleId> place(labels.size());
  for (ArticleId row = 0; row < labels.size(); ++row) {
    if (labels[row] < 0) throw std::invalid_argument("labels must be 0 or more");
    auto& rows = all[static_cast<std::size_t>(labels[row])].rows;
    place[row] = static_cast<ArticleId>(rows.size());
    rows.push_back(row);
  }
  for (const auto& [source, copy] : sources) {
    if (source >= labels.size() || copy >= labels.size()) throw std::invalid_argument("a source is not among the articles");
    if (labels[source] == labels[copy]) all[static_cast<std::size_t>(labels[source])].sources.emplace_back(place[source], place[copy]);
  }
  std::erase_if(all, [](const Group& g) { return g.rows.size() < 2; });
  return all;
}

}  // namespace

std::vector<Parent> find_parents(std::span<const Article> articles, std::span<const Cleaned> cleaned,
                                 std::span<const std::int64_t> labels,
                                 std::span<const std::pair<ArticleId, ArticleId>> sources, const TreeOptions& options,
                                 const Control& control) {
  if (cleaned.size() != articles.size() || labels.size() != articles.size()) {
    throw std::invalid_argument("find_parents takes the articles that find_copies was given");
  }
  std::vector<Group> groups = groups_of(labels, sources);
  std::vector<Parent> out(articles.size());
  const auto grow = [&](const Group& group, const Control& inner) {
    std::vector<std::u16string> bodies;
    for (const ArticleId row : group.rows) {
      bodies.push_back(stream(articles[row].text, compared_spans(cleaned[row]), false).units);
    }
    std::vector<TreeArticle> members;
    for (std::size_t i = 0; i < bodies.size(); ++i) members.push_back({bodies[i], articles[group.rows[i]].hours});
    const auto found = transmission_tree(members, group.sources, options, inner);
    for (std::size_t i = 0; i < found.size(); ++i) {
      Parent p = found[i];
      for (ArticleId* const at : {&p.parent, &p.nearest, &p.also}) {
        if (*at != no_article) *at = group.rows[*at];
      }
      out[group.rows[i]] = p;
    }
  };
  // Small clusters side by side, large ones one after another with all threads inside.
  constexpr std::size_t large = 64;
  const auto first_large = std::stable_partition(groups.begin(), groups.end(), [](const Group& g) { return g.rows.size() <= large; });
  Control alone;
  alone.threads = 1;
  parallel_for("trees", static_cast<std::size_t>(first_large - groups.begin()), control, [&](std::size_t i) { grow(groups[i], alone); });
  std::for_each(first_large, groups.end(), [&](const Group& g) { grow(g, control); });
  return out;
}

std::vector<Parent> find_parents(const Copies& copies, std::span<const Article> articles, const TreeOptions& options,
                                 const Control& control) {
  std::vector<std::pair<ArticleId, ArticleId>> sources;
  const PairTable& pairs = copies.pairs;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs.direction[i] == Direction::undetermined) continue;
    const bool forth = pairs.direction[i] == Direction::a_to_b;
    sources.emplace_back(forth ? pairs.a[i] : pairs.b[i], forth ? pairs.b[i] : pairs.a[i]);
  }
  return find_parents(articles, copies.cleaned, copies.labels, sources, options, control);
}

}  // namespace wirecopy
