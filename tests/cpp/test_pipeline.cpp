#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <numeric>
#include <random>
#include <string>
#include <thread>

#include "wirecopy/wirecopy.hpp"

namespace wirecopy {
namespace {

const std::string flood =
    "Heavy rain closed the coastal road between Tarnholm and Bex on Monday and forced 340 people from their homes, the county "
    "said. Rescue workers used boats to reach the old harbour, where water stood a metre deep in the market hall. \"We have not "
    "seen the river this high since 1987,\" said Ilse Marandt, who leads the county's flood office. The school in Bex stays shut "
    "until Thursday. Trains run only as far as Lower Quill.";
const std::string flood_retold =
    "Some 340 residents had to leave their homes on Monday after heavy rain shut the coast road linking Tarnholm with Bex, "
    "according to the county. Boats took rescue workers to the old harbour, whose market hall stood under a metre of water. Ilse "
    "Marandt of the flood office said the river had not been as high since 1987. Pupils in Bex have no school until Thursday, and "
    "trains end at Lower Quill.";
const std::string budget =
    "The city council of Orrin adopted a budget of 212 million crowns after nine hours of debate on Tuesday night. Mayor Pell "
    "Auster broke a tie over the swimming hall, which will now be repaired rather than replaced. Opposition leader Vena Strand "
    "called the plan timid. The tax rate stays where it is, and the library's second branch will open in spring.";
const std::string match =
    "Kettle Rovers beat Nordwick 3-1 on Saturday with two late goals by Amin Tolde, who came on after an hour. Nordwick had led "
    "through a header by Jonas Reck in the twelfth minute. The win lifts Rovers to fourth place before the derby next week, for "
    "which 8,000 tickets are already sold, the club said.";

std::vector<Article> desk() {
  static const std::string cut = flood.substr(0, flood.find(" The school"));
  static const std::string local = "Residents of our own district watched the river too.\n\n" + flood + "\n\nThe swimming club of Hale offered its hall to families for the night.";
  return {{.text = flood, .outlet = "Wire", .hours = 10},  {.text = flood, .outlet = "Echo", .hours = 12},
          {.text = cut, .outlet = "Post", .hours = 13},    {.text = local, .outlet = "Bell", .hours = 15},
          {.text = flood_retold, .outlet = "Fox", .hours = 20}, {.text = budget, .outlet = "Echo", .hours = 11},
          {.text = match, .outlet = "Post", .hours = 30},  {.text = "Correction follows."}, {.text = "No."}, {.text = ""}};
}

std::string_view relation_of(const Copies& c, ArticleId a, ArticleId b) {
  for (std::size_t i = 0; i < c.pairs.size(); ++i) {
    if (c.pairs.a[i] == a && c.pairs.b[i] == b) return name(c.pairs.relation[i]);
  }
  return "none";
}

TEST(Pipeline, FindsWhatIsThere) {
  const auto articles = desk();
  const Copies c = find_copies(articles);
  EXPECT_EQ(c.labels, (std::vector<std::int64_t>{0, 0, 0, 0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(relation_of(c, 0, 1), "exact");
  EXPECT_EQ(relation_of(c, 0, 2), "reprint");
  EXPECT_EQ(relation_of(c, 0, 3), "reprint");
  EXPECT_EQ(relation_of(c, 0, 5), "none");
  EXPECT_EQ(relation_of(c, 5, 6), "none");
  EXPECT_EQ(c.story_labels[0], c.story_labels[4]);
  EXPECT_NE(c.story_labels[0], c.story_labels[5]);
  EXPECT_EQ(c.origins[0], 0U);
  EXPECT_EQ(c.notes, (std::vector<Note>{Note::used, Note::used, Note::used, Note::used, Note::used, Note::used, Note::used,
                                        Note::too_short, Note::too_short, Note::empty}));
}

TEST(Pipeline, DirectionFollowsTheClockAndNeverGoesAgainstIt) {
  const auto articles = desk();
  const Copies c = find_copies(articles);
  for (std::size_t i = 0; i < c.pairs.size(); ++i) {
    const double hours = articles[c.pairs.b[i]].hours - articles[c.pairs.a[i]].hours;
    if (c.pairs.direction[i] == Direction::a_to_b) EXPECT_GT(hours, 0);
    if (c.pairs.direction[i] == Direction::b_to_a) EXPECT_LT(hours, 0);
    if (is_copy(c.pairs.relation[i])) EXPECT_NE(c.pairs.direction[i], Direction::undetermined);
  }
}

/// Everything that must not depend on order or threads, by row of `order`'s articles.
struct Result {
  std::vector<std::vector<std::int64_t>> together;
  std::vector<std::tuple<ArticleId, ArticleId, Relation, double, double, double, double, double>> pairs;
  friend bool operator==(const Result&, const Result&) = default;
};

Result by_original(const Copies& c, const std::vector<ArticleId>& order) {
  Result r;
  const std::size_t n = order.size();
  r.together.assign(2, std::vector<std::int64_t>(n * n));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < n; ++k) {
      r.together[0][order[i] * n + order[k]] = c.labels[i] == c.labels[k];
      r.together[1][order[i] * n + order[k]] = c.story_labels[i] == c.story_labels[k];
    }
  }
  for (std::size_t i = 0; i < c.pairs.size(); ++i) {
    const auto a = order[c.pairs.a[i]], b = order[c.pairs.b[i]];
    const bool swap = a > b;
    r.pairs.emplace_back(std::min(a, b), std::max(a, b), c.pairs.relation[i], c.pairs.similarity[i], c.pairs.resemblance[i],
                         swap ? c.pairs.containment_b[i] : c.pairs.containment_a[i],
                         swap ? c.pairs.aligned_b[i] : c.pairs.aligned_a[i], swap ? -c.pairs.hours[i] : c.pairs.hours[i]);
    if (std::isnan(std::get<7>(r.pairs.back()))) std::get<7>(r.pairs.back()) = -1e9;
  }
  std::sort(r.pairs.begin(), r.pairs.end());
  return r;
}

TEST(Pipeline, OrderAndThreadsChangeNothing) {
  const auto articles = desk();
  std::vector<ArticleId> order(articles.size());
  std::iota(order.begin(), order.end(), ArticleId{0});
  const Result expected = by_original(find_copies(articles), order);
  std::mt19937 random(3);
  for (int round = 0; round < 12; ++round) {
    std::shuffle(order.begin(), order.end(), random);
    std::vector<Article> shuffled;
    for (const auto i : order) shuffled.push_back(articles[i]);
    Control control;
    control.threads = 1 + static_cast<unsigned>(round) % 4;
    EXPECT_EQ(by_original(find_copies(shuffled, {}, {}, control), order), expected);
  }
}

TEST(Pipeline, ExplainMeasuresAsTheRunDid) {
  const auto articles = desk();
  const Copies c = find_copies(articles);
  ASSERT_GE(c.pairs.size(), 6U);
  for (std::size_t i = 0; i < c.pairs.size(); ++i) {
    const Explanation x = explain(c, articles, c.pairs.a[i], c.pairs.b[i]);
    EXPECT_EQ(x.judgement.relation, c.pairs.relation[i]);
    EXPECT_EQ(x.judgement.direction, c.pairs.direction[i]);
    EXPECT_DOUBLE_EQ(x.evidence.aligned_a, c.pairs.aligned_a[i]);
    EXPECT_DOUBLE_EQ(x.evidence.aligned_b, c.pairs.aligned_b[i]);
    EXPECT_DOUBLE_EQ(x.evidence.containment_a, c.pairs.containment_a[i]);
    EXPECT_DOUBLE_EQ(x.evidence.similarity, c.pairs.similarity[i]);
    EXPECT_EQ(x.evidence.shared_words, c.pairs.shared_words[i]);
  }
  EXPECT_THROW((void)explain(c, articles, 0, 0), std::invalid_argument);
  EXPECT_THROW((void)explain(c, articles, 0, 99), std::invalid_argument);
}

TEST(Pipeline, WindowKeepsPairsApart) {
  CopyOptions options;
  options.window = 2.5;
  const auto articles = desk();
  const Copies c = find_copies(articles, options);
  EXPECT_EQ(relation_of(c, 0, 1), "exact");    // 2 hours
  EXPECT_EQ(relation_of(c, 0, 2), "none");     // 3 hours
  EXPECT_EQ(relation_of(c, 1, 2), "reprint");  // 1 hour
}

TEST(Pipeline, ManyCopiesOfOneBodyStandForOneAnother) {
  std::vector<Article> articles(3000, Article{.text = flood});
  CopyOptions options;
  options.max_pairs = 10'000;
  const Copies c = find_copies(articles, options);
  EXPECT_EQ(std::count(c.labels.begin(), c.labels.end(), 0), 3000);
  EXPECT_EQ(c.pairs.size(), 2999U);
  const auto left = std::find_if(c.funnel.begin(), c.funnel.end(), [](const auto& f) { return f.first.find("left to the first article") != std::string::npos; });
  ASSERT_NE(left, c.funnel.end());
  EXPECT_EQ(left->second, 3000 * 2999 / 2 - 2999);
}

TEST(Pipeline, NothingAndBadOptions) {
  EXPECT_TRUE(find_copies({}).labels.empty());
  CopyOptions options;
  options.cluster = std::nan("");
  EXPECT_THROW((void)find_copies({}, options), std::invalid_argument);
  options = {};
  options.window = -1;
  EXPECT_THROW((void)find_copies({}, options), std::invalid_argument);
  const std::vector<Article> bad{{.text = "fine"}, {.text = "ab\xff"}};
  try {
    (void)find_copies(bad);
    FAIL();
  } catch (const TextError& e) {
    EXPECT_EQ(e.article(), 1U);
    EXPECT_EQ(e.offset(), 2U);
  }
}

TEST(Pipeline, TheCallerCanStopIt) {
  Control control;
  control.tick = [](const Progress&) { return false; };
  EXPECT_THROW((void)find_copies(desk(), {}, {}, control), Cancelled);
  control.tick = [](const Progress&) -> bool { throw std::domain_error("from the caller"); };
  EXPECT_THROW((void)find_copies(desk(), {}, {}, control), std::domain_error);
}

TEST(Pipeline, ProgressIsToldOnTheCallersThread) {
  Control control;
  std::vector<std::string> stages;
  const auto caller = std::this_thread::get_id();
  control.tick = [&](const Progress& p) {
    EXPECT_TRUE(std::this_thread::get_id() == caller);
    EXPECT_LE(p.done, p.total);
    if (stages.empty() || stages.back() != p.stage) stages.emplace_back(p.stage);
    return true;
  };
  (void)find_copies(desk(), {}, {}, control);
  EXPECT_GE(stages.size(), 8U);
}

std::string letters(std::mt19937& random, std::size_t count) {
  std::string out;
  while (out.size() < count) out += static_cast<char>('a' + random() % 26);
  return out;
}

std::string subject_word(unsigned subject, unsigned number) {
  std::mt19937 random(100 * subject + number);
  return letters(random, 6);
}

/// Articles on fifteen subjects, each with names of its own; words 0 and 1 of a subject stand among the same others.
std::vector<std::string> unlike_stories(unsigned count) {
  std::vector<std::string> out;
  std::mt19937 random(7);
  for (unsigned i = 0; i < count; ++i) {
    std::string text;
    for (int k = 0; k < 3; ++k) {
      text += "It was";
      for (int n = 0; n < 12; ++n) text += " N" + letters(random, 8);
      text += ". Then " + subject_word(i % 15, random() % 2);
      for (int n = 0; n < 3; ++n) text += " " + subject_word(i % 15, 2 + random() % 8);
      text += ". ";
    }
    out.push_back(text);
  }
  return out;
}

TEST(Pipeline, ShowsWhichSentencesTellTheSame) {
  const std::vector<std::string> others = unlike_stories(20);
  std::vector<Article> articles{{.text = flood}, {.text = flood_retold}, {.text = budget}, {.text = ""}};
  for (const std::string& text : others) articles.push_back({.text = text});
  const Copies c = find_copies(articles);
  const auto inside = [](std::string_view text, Span s) { return std::string(text.substr(s.start, s.end - s.start)); };
  const Retelling told = explain(c, articles, 0, 1).retelling;
  ASSERT_GE(told.sentences.size(), 3U);
  EXPECT_EQ(inside(flood, told.sentences[0].a).substr(0, 10), "Heavy rain");
  EXPECT_EQ(inside(flood_retold, told.sentences[0].b).substr(0, 8), "Some 340");
  EXPECT_EQ(inside(flood, told.sentences[0].a).back(), '.');
  EXPECT_FALSE(told.learned);  // too few articles
  EXPECT_GT(told.told_a, 0.5);
  EXPECT_EQ(told.in_order, 1);
  const Retelling back = explain(c, articles, 1, 0).retelling;
  ASSERT_EQ(back.sentences.size(), told.sentences.size());
  EXPECT_EQ(back.told_b, told.told_a);
  EXPECT_EQ(back.sentences[0].a.start, told.sentences[0].b.start);
  EXPECT_TRUE(explain(c, articles, 0, 2).retelling.sentences.empty());
  EXPECT_TRUE(explain(c, articles, 0, 3).retelling.sentences.empty());  // an empty one
}

TEST(Pipeline, LearnsWhichWordsAreAlike) {
  const std::string one_word = subject_word(4, 0), other_word = subject_word(4, 1);
  std::vector<std::string> texts = unlike_stories(520);
  texts.push_back("The " + one_word + " reached Tarnholm at 6.40 with Ilse Marandt. Pell Auster sat on.");
  texts.push_back("A " + other_word + " came in at 6.40, Ilse Marandt aboard, to Tarnholm. Nobody spoke.");
  std::vector<Article> articles(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) articles[i].text = texts[i];
  const auto told = [&](unsigned threads, bool turned) {
    std::vector<Article> given = articles;
    if (turned) std::reverse(given.begin(), given.end());
    Control control;
    control.threads = threads;
    const Copies c = find_copies(given, {}, {}, control);
    const auto n = static_cast<ArticleId>(given.size());
    return explain(c, given, turned ? 1 : n - 2, turned ? 0 : n - 1, control).retelling;
  };
  const Retelling one = told(1, false), other = told(4, true);
  EXPECT_TRUE(one.learned);
  ASSERT_GE(one.sentences.size(), 1U);
  ASSERT_GE(one.sentences[0].alike.size(), 1U);
  EXPECT_EQ(one.sentences[0].alike[0].a, one_word);
  EXPECT_EQ(one.sentences[0].alike[0].b, other_word);
  EXPECT_GT(one.sentences[0].alike[0].similarity, 0.8);
  ASSERT_EQ(other.sentences.size(), one.sentences.size());
  EXPECT_EQ(other.sentences[0].similarity, one.sentences[0].similarity);
  EXPECT_EQ(other.sentences[0].alike[0].similarity, one.sentences[0].alike[0].similarity);
  const Copies c = find_copies(articles);
  Control stopped;
  stopped.tick = [](const Progress&) { return false; };
  EXPECT_THROW(explain(c, articles, 520, 521, stopped), Cancelled);
  EXPECT_TRUE(explain(c, articles, 520, 521).retelling.learned);  // and is learned when asked for again
}

}  // namespace
}  // namespace wirecopy
