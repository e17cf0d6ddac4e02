#include <gtest/gtest.h>

#include <limits>

#include "wirecopy/relations.hpp"

namespace wirecopy {
namespace {

Evidence unrelated() {
  Evidence e;
  e.length_a = e.length_b = 300;
  return e;
}

Evidence copy(double aligned_a, double aligned_b) {
  Evidence e = unrelated();
  e.aligned_a = aligned_a;
  e.aligned_b = aligned_b;
  e.edge = 0.8;
  e.longest_words = 40;
  e.shared_words = 120;
  return e;
}

TEST(Relations, TheFirstThatHolds) {
  EXPECT_EQ(judge(unrelated()).relation, Relation::none);
  Evidence e = copy(0.9, 0.8);
  EXPECT_EQ(judge(e).relation, Relation::reprint);
  e.same_body = true;
  EXPECT_EQ(judge(e).relation, Relation::exact);
  EXPECT_EQ(judge(copy(0.2, 0.9)).relation, Relation::excerpt);
  e = copy(0.9, 0.8);
  e.longest_words = 8;
  e.edge = 0.1;  // what they share is common to many: a template
  EXPECT_EQ(judge(e).relation, Relation::none);
  e = unrelated();
  e.similarity = 0.6, e.facts = 0.6, e.told_b = 0.6, e.order = 0.7, e.longest_words = 20;
  EXPECT_EQ(judge(e).relation, Relation::rewrite);
  e.order = 0.1;
  EXPECT_EQ(judge(e).relation, Relation::shared_quote);
  e.contradicted = 0.2;  // a quotation is told word for word
  EXPECT_EQ(judge(e).relation, Relation::same_story);
  e.contradicted = 0, e.longest_words = 5;
  EXPECT_EQ(judge(e).relation, Relation::same_story);
}

TEST(Relations, AFewWordsAreAPhrase) {
  Evidence e = copy(0.2, 0.7);
  e.edge = 0.9;
  e.shared_words = e.longest_words = 8;
  EXPECT_EQ(judge(e).relation, Relation::none);
  e.headline = 0.9;  // under one headline they are what is left of the story
  EXPECT_EQ(judge(e).relation, Relation::excerpt);
  e.headline = 0, e.shared_words = e.longest_words = 30;
  EXPECT_EQ(judge(e).relation, Relation::excerpt);
  e.aligned_b = 0.95, e.shared_words = 8;  // nearly all of b
  EXPECT_EQ(judge(e).relation, Relation::excerpt);
}

TEST(Relations, ShortPassagesOfATemplateAreNoCopy) {
  Evidence e = copy(0.6, 0.7);
  e.shared_words = 120, e.longest_words = 15, e.edge = 0.53;
  EXPECT_EQ(judge(e).relation, Relation::shared_quote);
  e.longest_words = 60;  // as one passage they are an excerpt
  EXPECT_EQ(judge(e).relation, Relation::reprint);
  e.contradicted = 0.1;  // unless names and numbers in it differ
  EXPECT_EQ(judge(e).relation, Relation::shared_quote);
  e.contradicted = 0, e.longest_words = 15, e.edge = 0.6;  // or what they share is rarer
  EXPECT_EQ(judge(e).relation, Relation::reprint);
}

TEST(Relations, WhatSharesAPartMustTellOfTheSame) {
  Evidence e = copy(0.6, 0.7);
  e.similarity = 0.5;
  EXPECT_EQ(judge(e).relation, Relation::reprint);
  e.differing = 4;  // in the place of four numbers stand others
  EXPECT_EQ(judge(e).relation, Relation::same_story);
  e.aligned_a = e.aligned_b = 0.95;  // but nearly all is shared
  EXPECT_EQ(judge(e).relation, Relation::reprint);
  e = copy(0.6, 0.7), e.similarity = 0.5, e.agreed = 0.5;  // names around what they share are others
  EXPECT_EQ(judge(e).relation, Relation::same_story);
  e = copy(0.6, 0.7), e.similarity = 0.5, e.other_subject = true;  // they begin with other names
  EXPECT_EQ(judge(e).relation, Relation::same_story);
  e.misread = 0.2;  // which may be misread
  EXPECT_EQ(judge(e).relation, Relation::reprint);
  e = copy(0.6, 0.7), e.shared_words = 22, e.edge = 0.6;  // alike in length, few words, and nothing speaks against a quotation
  EXPECT_EQ(judge(e).relation, Relation::shared_quote);
  e.aligned_a = 0.1, e.edge = 0.8;  // an excerpt of a longer one
  EXPECT_EQ(judge(e).relation, Relation::excerpt);
}

TEST(Relations, ALongRunWordForWordTellsOfTheSame) {
  Evidence e = copy(0.4, 0.4);  // as where the rest was replaced by another article
  e.shared_words = e.longest_words = 60, e.edge = 0.45, e.agreed = 0.9;
  EXPECT_EQ(judge(e).relation, Relation::excerpt);
  e.reworded = 20;  // no more than 40 in a row
  EXPECT_NE(judge(e).relation, Relation::excerpt);
  e.reworded = 0, e.differing = 2;  // with other numbers about it
  EXPECT_NE(judge(e).relation, Relation::excerpt);
  e.longest_words = 80;  // so many in a row outweigh them
  EXPECT_EQ(judge(e).relation, Relation::excerpt);
}

TEST(Relations, OneHeadlineOverWhatDiffersIsATemplate) {
  Evidence e = copy(0.2, 0.7);
  e.edge = 0.9;
  e.shared_words = 8, e.headline = 0.9, e.contradicted = 0.02;
  EXPECT_EQ(judge(e).relation, Relation::excerpt);
  e.contradicted = 0.1;
  EXPECT_NE(judge(e).relation, Relation::excerpt);
}

TEST(Relations, ATemplateIsNoRewrite) {
  Evidence e = unrelated();
  e.similarity = 0.6, e.facts = 0.6, e.told_b = 0.6, e.order = 0.7, e.aligned_a = e.aligned_b = 0.35, e.contradicted = 0.2;
  EXPECT_EQ(judge(e).relation, Relation::same_story);
  e.aligned_a = e.aligned_b = 0.5, e.contradicted = 0;  // as much as a copy shares, in phrases that are not telling
  EXPECT_EQ(judge(e).relation, Relation::same_story);
  e.aligned_a = e.aligned_b = 0.1, e.contradicted = 0.2;  // a retelling says nearly everything otherwise
  EXPECT_EQ(judge(e).relation, Relation::rewrite);
}

TEST(Relations, AQuotationIsToldWordForWord) {
  Evidence e = unrelated();
  e.longest_words = 20;
  EXPECT_EQ(judge(e).relation, Relation::shared_quote);
  e.reworded = 8;  // twelve in a row
  EXPECT_EQ(judge(e).relation, Relation::shared_quote);
  e.reworded = 9;
  EXPECT_EQ(judge(e).relation, Relation::none);
  e.worded_b = 0.3;  // but it is not all that is told
  EXPECT_EQ(judge(e).relation, Relation::shared_quote);
  e.worded_b = 0.1, e.misread = 0.2;  // or letters are misread
  EXPECT_EQ(judge(e).relation, Relation::shared_quote);
}

TEST(Relations, APartOfWhatIsRetoldIsRetold) {
  Evidence e = unrelated();
  e.similarity = 0.4, e.facts = 0.35, e.told_a = 0.36, e.order = 0.6;
  EXPECT_EQ(judge(e).relation, Relation::same_story);
  e.source_told_a = 0.45;  // nearly as much as of the article it was taken from
  EXPECT_EQ(judge(e).relation, Relation::rewrite);
  EXPECT_EQ(judge(e).reasons.back().name, "source_told");
  e.source_told_a = 0.6;  // the other retells more of the rest
  EXPECT_EQ(judge(e).relation, Relation::same_story);
  e.source_told_a = 0.45, e.facts = 0.25;
  EXPECT_EQ(judge(e).relation, Relation::same_story);
  e.facts = 0.35, e.told_a = 0.29, e.source_told_a = 0.2;
  EXPECT_EQ(judge(e).relation, Relation::same_story);
  e.told_a = 0.36, e.source_told_a = 0, e.source_told_b = 0.1;  // that is of b, of which nothing is told
  EXPECT_EQ(judge(e).relation, Relation::same_story);
}

TEST(Relations, TwoRewritesOfOneArticleAreRewrites) {
  Evidence e = unrelated();
  e.similarity = 0.4, e.facts = e.facts_a = 0.5, e.facts_b = 0.45, e.order = 0.6, e.shared_facts = 20, e.told_a = e.told_b = 0.3;
  e.hours = 5;
  EXPECT_EQ(judge(e).relation, Relation::same_story);
  e.source_facts = 0.6;
  EXPECT_EQ(judge(e).relation, Relation::rewrite);
  EXPECT_EQ(judge(e).reasons.back().name, "source_facts");
  EXPECT_EQ(judge(e).direction, Direction::undetermined);  // neither comes from the other
  Evidence other = e;
  other.source_facts = 0.49;  // most of one side is of its own
  EXPECT_EQ(judge(other).relation, Relation::same_story);
  other = e, other.facts_b = 0.39;  // they retell other parts of it
  EXPECT_EQ(judge(other).relation, Relation::same_story);
  other = e, other.shared_facts = 13;  // a template has as many
  EXPECT_EQ(judge(other).relation, Relation::same_story);
  other = e, other.order = 0.3;
  EXPECT_EQ(judge(other).relation, Relation::same_story);
  other = e, other.similarity = 0.2;
  EXPECT_EQ(judge(other).relation, Relation::none);
  other = e, other.told_b = 0.5;  // told by one side to the other is the better reason, and has a direction
  EXPECT_EQ(judge(other).reasons.back().name, "published_first");
  EXPECT_EQ(judge(other).direction, Direction::a_to_b);
}

TEST(Relations, WithoutFactsWordingTells) {
  Evidence e = unrelated();
  e.similarity = 0.4, e.worded_b = 0.3, e.least_facts = 4;
  EXPECT_EQ(judge(e).relation, Relation::rewrite);
  EXPECT_EQ(judge(e).reasons.front().name, "worded");
  Evidence other = e;
  other.least_facts = 5;  // enough to be held against each other
  EXPECT_EQ(judge(other).relation, Relation::same_story);
  other.least_facts = std::numeric_limits<double>::quiet_NaN();  // names are not seen
  EXPECT_EQ(judge(other).relation, Relation::same_story);
  other = e, other.worded_b = 0.26;
  EXPECT_EQ(judge(other).relation, Relation::same_story);
  other = e, other.length_a = 49;
  EXPECT_EQ(judge(other).relation, Relation::same_story);
  other = e, other.aligned_a = 0.5;  // of passages that are none of a copy
  EXPECT_EQ(judge(other).relation, Relation::same_story);
}

TEST(Relations, TheClockDecides) {
  Evidence e = copy(0.3, 0.95);
  e.length_a = 600;
  EXPECT_EQ(judge(e).direction, Direction::a_to_b);  // contained in the longer one
  e.hours = -3;
  EXPECT_EQ(judge(e).direction, Direction::b_to_a);
  e.hours = 3;
  EXPECT_EQ(judge(e).direction, Direction::a_to_b);
  e.hours = 0.1;  // at the same time, nothing speaks
  EXPECT_EQ(judge(e).direction, Direction::undetermined);
}

TEST(Relations, DirectionWithoutEvidenceIsUndetermined) {
  EXPECT_EQ(judge(copy(0.9, 0.9)).direction, Direction::undetermined);
  Evidence story = unrelated();
  story.similarity = 0.9;
  story.hours = 5;
  EXPECT_EQ(judge(story).relation, Relation::same_story);
  EXPECT_EQ(judge(story).direction, Direction::undetermined);
}

TEST(Relations, WithoutTimesWhatSpeaksLouderDecides) {
  Evidence e = copy(0.7, 0.9);
  e.after_a = 0.3;  // a goes on where b has ended
  EXPECT_EQ(judge(e).direction, Direction::a_to_b);
  EXPECT_EQ(judge(e).reasons.back().name, "goes_on");
  e.after_b = 0.05;  // b has not quite ended
  EXPECT_EQ(judge(e).direction, Direction::undetermined);
  e.after_b = 0;
  e.credits_a = true;  // but a names b's outlet
  EXPECT_EQ(judge(e).direction, Direction::b_to_a);
  EXPECT_EQ(judge(e).reasons.back().name, "credited");
  e.credits_b = true;  // and b a's: that is even
  EXPECT_EQ(judge(e).direction, Direction::a_to_b);
  e.hours = -2;
  EXPECT_EQ(judge(e).direction, Direction::b_to_a);  // never against the clock
  e.same_body = true, e.hours = unknown_hours;
  EXPECT_EQ(judge(e).direction, Direction::undetermined);
}

TEST(Relations, ReasonsNameWhatDecided) {
  Evidence e = copy(0.9, 0.8);
  e.hours = 4;
  const auto reasons = judge(e).reasons;
  ASSERT_EQ(reasons.size(), 4U);
  EXPECT_EQ(reasons[0].name, "aligned_a");
  EXPECT_EQ(reasons[0].value, 0.9);
  EXPECT_EQ(reasons[3].name, "published_first");
  EXPECT_EQ(reasons[3].value, 4);
}

TEST(Relations, SwappingTheSidesSwapsTheDirection) {
  Evidence e = copy(0.3, 0.95), s = copy(0.95, 0.3);
  e.length_a = s.length_b = 600;
  EXPECT_EQ(judge(e).direction, Direction::a_to_b);
  EXPECT_EQ(judge(s).direction, Direction::b_to_a);
}

}  // namespace
}  // namespace wirecopy
