#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "wirecopy/passages.hpp"
#include "wirecopy/pipeline.hpp"
#include "wirecopy/tree.hpp"

namespace wirecopy {
namespace {

const std::string report =
    "The old iron bridge over the Varn will stay closed until the spring, the harbour board of Ostrelle said on Monday, after "
    "divers found cracks in two of its piers. Engineers had warned in August that the piers were moving. Repairs will cost "
    "4.7 million crowns, the board said, and half of that is still to be found.";
const std::string more =
    " Ferries will carry lorries from the fish market to the north bank every forty minutes. The bakers' guild called the "
    "timetable a joke and asked for a night boat.";

std::string misspelt(std::string text) { return text.replace(text.find("divers"), 6, "drivers").replace(text.find("piers"), 5, "peirs"); }

struct Cluster {
  std::vector<std::u16string> bodies;
  std::vector<TreeArticle> articles;

  Cluster(const std::vector<std::pair<std::string, double>>& given) {
    for (const auto& [text, hours] : given) bodies.push_back(stream(text, false).units);
    for (std::size_t i = 0; i < given.size(); ++i) articles.push_back({bodies[i], given[i].second});
  }
};

TEST(Tree, ErrorsAreCarriedAlong) {
  const Cluster c({{report + more, 0}, {misspelt(report + more), 2}, {misspelt(report), 5}, {report, 7}, {report + more, 9}});
  const auto parents = transmission_tree(c.articles);
  EXPECT_EQ(parents[0].parent, no_article);
  EXPECT_EQ(parents[0].why, ParentReason::first);
  EXPECT_EQ(parents[1].parent, 0U);
  EXPECT_EQ(parents[1].why, ParentReason::only_one);
  EXPECT_EQ(parents[1].change, Change::correction);
  EXPECT_EQ(parents[2].parent, 1U);
  EXPECT_EQ(parents[2].why, ParentReason::fewest_changes);
  EXPECT_EQ(parents[2].change, Change::cut);
  EXPECT_EQ(parents[3].parent, 0U);
  EXPECT_EQ(parents[4].parent, 0U);
  EXPECT_EQ(parents[4].why, ParentReason::same_text);
  EXPECT_EQ(parents[4].share, 1);
}

/// As a bad reading leaves it: letters at even distances are taken for others.
std::string badly_read(std::string text) {
  for (std::size_t i = 7; i < text.size(); i += 13) {
    if (text[i] == 'e') text[i] = 'c';
    if (text[i] == 'i' || text[i] == 't') text[i] = 'l';
    if (text[i] == 'a' || text[i] == 's') text[i] = 'o';
    if (text[i] == 'r' || text[i] == 'n') text.replace(i, 1, "ii");
  }
  return text;
}

TEST(Tree, ABadlyReadParentIsFoundByWhatWasCarriedAlong) {
  const std::string whole = report + more, typed = misspelt(whole);
  const Cluster c({{whole, 0}, {badly_read(typed), 2}, {whole, 3}, {typed.substr(0, typed.size() - 9), 5}});
  const auto parents = transmission_tree(c.articles);
  EXPECT_EQ(parents[1].parent, 0U);
  EXPECT_EQ(parents[2].parent, 0U);
  EXPECT_EQ(parents[3].parent, 1U);
  EXPECT_EQ(parents[3].why, ParentReason::fewest_changes);
}

TEST(Tree, ABadReadingIsNoCorrection) {
  const Cluster c({{report + more, 0}, {badly_read(report + more), 2}});
  EXPECT_EQ(transmission_tree(c.articles)[1].change, Change::same);
}

TEST(Tree, OfWitnessesThatAreTheSameToTheArticleTheEarliestIsGiven) {
  // The end, in which the two sources differ, is cut.
  const Cluster c({{report + more, 0}, {report + " The board will meet again on Friday, when the guilds are to be heard.", 1}, {report, 3}});
  const auto parents = transmission_tree(c.articles);
  EXPECT_EQ(parents[2].parent, 0U);
  EXPECT_EQ(parents[2].why, ParentReason::fewest_changes);
  EXPECT_EQ(parents[2].change, Change::cut);
}

TEST(Tree, TwoThatEachLackAnotherThingAreUndetermined) {
  std::string first = report, second = report;
  first.replace(first.find("divers"), 6, "plumbers");
  second.replace(second.find("August"), 6, "December");
  const Cluster c({{first, 0}, {second, 2}, {report, 4}});
  const auto parents = transmission_tree(c.articles);
  EXPECT_EQ(parents[2].parent, no_article);
  EXPECT_EQ(parents[2].why, ParentReason::undetermined);
}

TEST(Tree, AnUpdateAndItsTwoSources) {
  const std::string other =
      "A fire that began in a hay loft destroyed eleven stables at the Quellin racecourse early on Saturday. No horse was hurt.";
  const Cluster c({{report, 0}, {other, 1}, {report + " " + other, 3}});
  const auto parents = transmission_tree(c.articles);
  EXPECT_EQ(parents[2].parent, 0U);
  EXPECT_EQ(parents[2].also, 1U);
  EXPECT_EQ(parents[2].change, Change::update);
  EXPECT_GT(parents[2].share, 0.6);
  EXPECT_GT(parents[2].also_share, 0.2);
}

TEST(Tree, WithoutTimesTheSourcesDecideAndNeverInACircle) {
  const Cluster c({{report + more, unknown_hours}, {report, unknown_hours}, {misspelt(report), unknown_hours}});
  for (const auto& p : transmission_tree(c.articles)) EXPECT_EQ(p.why, ParentReason::first);
  std::vector<std::pair<ArticleId, ArticleId>> sources{{0, 1}, {1, 2}};
  auto parents = transmission_tree(c.articles, sources);
  EXPECT_EQ(parents[0].parent, no_article);
  EXPECT_EQ(parents[1].parent, 0U);
  EXPECT_EQ(parents[2].parent, 1U);
  sources.emplace_back(2, 0);
  parents = transmission_tree(c.articles, sources);
  std::size_t given = 0;
  for (const auto& p : parents) given += p.parent != no_article;
  EXPECT_EQ(given, 2U);
}

TEST(Tree, TheClockOutweighsASource) {
  const Cluster c({{report + more, 5}, {report, 1}});
  const std::vector<std::pair<ArticleId, ArticleId>> sources{{0, 1}};
  const auto parents = transmission_tree(c.articles, sources);
  EXPECT_EQ(parents[0].parent, 1U);
  EXPECT_EQ(parents[1].parent, no_article);
}

TEST(Tree, ManyCandidatesAreSifted) {
  // Two hundred copies, each of the one before, each with a word of its own that is carried along.
  std::vector<std::pair<std::string, double>> given{{report, 0}};
  for (int i = 1; i < 200; ++i) {
    given.emplace_back(given.back().first + " Witness number " + std::to_string(100000 + 7919 * i) + " agreed with that.", i);
  }
  const Cluster c(given);
  TreeOptions few;
  few.most = 8;
  const auto parents = transmission_tree(c.articles, {}, few);
  for (std::size_t i = 1; i < given.size(); ++i) EXPECT_EQ(parents[i].parent, i - 1) << i;
}

TEST(Tree, EmptyAndShortTextsAndWrongRows) {
  EXPECT_TRUE(transmission_tree({}).empty());
  const Cluster c({{"", 0}, {"a b", 1}, {"", 2}, {"a b", 3}});
  const auto parents = transmission_tree(c.articles);
  EXPECT_EQ(parents[2].parent, 0U);
  EXPECT_EQ(parents[3].parent, 1U);
  const std::vector<std::pair<ArticleId, ArticleId>> wrong{{0, 4}}, itself{{1, 1}};
  EXPECT_THROW(transmission_tree(c.articles, wrong), std::invalid_argument);
  EXPECT_THROW(transmission_tree(c.articles, itself), std::invalid_argument);
}

TEST(Tree, OfARunOfThePipeline) {
  const std::string whole = report + more, typed = misspelt(whole), cut = typed.substr(0, typed.size() - 30);
  const std::vector<Article> articles{{.text = whole, .hours = 0}, {.text = "Quite another thing.", .hours = 1}, {.text = typed, .hours = 2},
                                      {.text = cut, .hours = 3}};
  const Copies copies = find_copies(articles);
  const auto parents = find_parents(copies, articles);
  EXPECT_EQ(parents[0].parent, no_article);
  EXPECT_EQ(parents[1].parent, no_article);
  EXPECT_EQ(parents[2].parent, 0U);
  EXPECT_EQ(parents[3].parent, 2U);
  EXPECT_THROW(find_parents(copies, std::span(articles).first(2)), std::invalid_argument);
}

}  // namespace
}  // namespace wirecopy
