#include "wirecopy/relations.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace wirecopy {

std::string_view name(Relation relation) {
  constexpr std::array<std::string_view, 7> names{"exact", "reprint", "excerpt", "rewrite", "shared_quote", "same_story", "none"};
  return names.at(static_cast<std::size_t>(relation));
}

std::string_view name(Direction direction) {
  constexpr std::array<std::string_view, 3> names{"a_to_b", "b_to_a", "undetermined"};
  return names.at(static_cast<std::size_t>(direction));
}

namespace {

constexpr double whole = 0.9;          // aligned share of a side that lies in the other as good as whole
constexpr double same_headline = 0.5;
// Of the lines tried on generated reprints and items of templates, which share short passages, the one that loses fewest copies.
constexpr double telling_edge = 1.0, edge_per_length = 0.17, edge_per_contradiction = 4.0;

/// Whether what they share is more than a template would give them: the shorter the longest passage, the more of the bodies must
/// be shared and the less be said otherwise.
bool is_telling(const Evidence& e) {
  const double words = std::max<double>(1, e.longest_words);
  return e.edge - edge_per_contradiction * e.contradicted >= telling_edge - edge_per_length * std::log(words);
}

// The line that parts updates and generated reprints from items of templates, by logistic regression on both.
constexpr double asked = 2.12, per_words = 0.2, per_agreed = 0.9, per_differing = 0.2, per_smaller = 0.4;
constexpr double least_agreed = 0.75, most_differing = 2;
// Words in a row: more than templates have between what fills them (74 at most in 40,000 pairs of agency items), and more
// than they have where names and numbers agree.
constexpr double longest_run = 80, long_run = 50;
constexpr std::string_view sibling = "source_facts";  // the reason of a pair of which neither comes from the other
constexpr double few_facts = 5;
constexpr double some_misread = 0.1;  // share of words from where names and numbers cannot be held against each other

/// A passage of a template, and no quotation: what stands around it is of something else.
bool is_of_another(const Evidence& e) {
  return e.other_subject || e.agreed < least_agreed || e.differing >= most_differing;
}

/// Longest run of words told word for word, or but for misread letters.
double quoted_words(const Evidence& e) {
  return e.misread < some_misread ? static_cast<double>(e.longest_words - std::min(e.longest_words, e.reworded)) : e.longest_words;
}

/// Whether bodies that share a part tell of the same. Items of one template are alike in length and share as much of both; an
/// update or an excerpt is more of the one than of the other, shares more words, and keeps the names and
/// numbers among them. A long run word for word is told of the same whatever stands around it: the rest may be another article.
bool tells_the_same(const Evidence& e) {
  const double run = quoted_words(e);
  if (run >= longest_run || (run >= long_run && !is_of_another(e))) return true;
  if (e.other_subject && e.misread < some_misread) return false;
  const double words = std::max<double>(1, e.shared_words);
  return e.edge + per_words * std::log(words) + per_agreed * e.agreed - per_differing * std::log1p(e.differing) -
             per_smaller * std::min(e.aligned_a, e.aligned_b) + std::max(0.0, e.misread - some_misread) >= asked;
}

/// Whether the other tells as much of one side as of an article in which that lies whole, and which the other retells: a part need
/// not pass the bounds that the whole has passed.
bool is_told_as_its_source(double told, double source_told, const Evidence& e, const RelationOptions& o) {
  return source_told > 0 && told >= o.rewrite_source * std::max(source_told, o.rewrite_told) &&
         e.facts >= o.rewrite_source * o.rewrite_facts && e.order >= o.rewrite_order;
}

/// Whether both retell one article, of which most of each is, and so much of the same part of it that they share the facts of a
/// rewrite whichever side is looked at. Two rewrites, each in words of its own, need not tell them in one sentence.
bool is_sibling(const Evidence& e, const RelationOptions& o) {
  return e.source_facts >= o.rewrite_siblings && std::min(e.facts_a, e.facts_b) >= o.rewrite_facts && e.order >= o.rewrite_order &&
         e.shared_facts >= o.rewrite_sibling_facts;
}

/// Whether one side is told in the other's words, of texts that are about no names and numbers: fewer than five facts are in
/// order by chance, so they could not tell.
bool is_worded(const Evidence& e, const RelationOptions& o) {
  return e.least_facts < few_facts && std::max(e.worded_a, e.worded_b) >= o.rewrite_worded &&
         std::min(e.length_a, e.length_b) >= o.rewrite_words;
}

/// Which kind, with the measures that decided it.
Relation kind_of(const Evidence& e, const RelationOptions& o, std::vector<Reason>& reasons) {
  const double smaller = std::min(e.aligned_a, e.aligned_b), larger = std::max(e.aligned_a, e.aligned_b);
  if (e.same_body) {
    reasons.push_back({"same_body", 1});
    return Relation::exact;
  }
  // A few words in passages are a phrase, unless they are nearly all of one side or stand under the same headline.
  const bool is_enough = (e.shared_words >= o.copy_words && is_telling(e)) || larger >= whole ||
                         (e.headline >= same_headline && e.contradicted <= o.rewrite_contradicted);
  const bool is_same = larger < o.excerpt || larger > whole || tells_the_same(e);
  if (e.edge >= o.copy && larger >= o.excerpt && is_enough && is_same) {
    reasons.push_back({"aligned_a", e.aligned_a});
    reasons.push_back({"aligned_b", e.aligned_b});
    reasons.push_back({"edge", e.edge});
    return smaller >= o.reprint ? Relation::reprint : Relation::excerpt;
  }
  const double told = std::max(e.told_a, e.told_b);
  // Where passages are few, words said otherwise beside them are what a retelling is; where they are as much as a copy has and
  // it is none, what they share is not telling.
  const bool is_template = larger >= o.excerpt || e.contradicted * larger > o.rewrite_contradicted;
  const bool in_order = e.facts >= o.rewrite_facts && told >= o.rewrite_told && e.order >= o.rewrite_order;
  const bool of_source_a = is_told_as_its_source(e.told_a, e.source_told_a, e, o);
  const bool of_source_b = is_told_as_its_source(e.told_b, e.source_told_b, e, o);
  const bool of_both = is_sibling(e, o);
  if (e.similarity >= o.story && (in_order || of_source_a || of_source_b || of_both) && !is_template) {
    reasons.push_back({"facts", e.facts});
    reasons.push_back({"told", told});
    reasons.push_back({"order", e.order});
    if (in_order) return Relation::rewrite;
    if (of_source_a || of_source_b) {
      reasons.push_back({"source_told", of_source_a ? e.source_told_a : e.source_told_b});
    } else {
      reasons.push_back({sibling, e.source_facts});
    }
    return Relation::rewrite;
  }
  if (e.similarity >= o.story && is_worded(e, o) && !is_template) {
    reasons.push_back({"worded", std::max(e.worded_a, e.worded_b)});
    return Relation::rewrite;
  }
  // A passage told in other words is one by chance, unless more is shared beside it.
  const bool is_told = quoted_words(e) >= o.quote_words || std::max(e.worded_a, e.worded_b) >= o.quote_worded;
  if (e.longest_words >= o.quote_words && is_told && e.contradicted <= o.quote_contradicted && (is_same || !is_of_another(e))) {
    reasons.push_back({"longest_words", static_cast<double>(e.longest_words)});
    return Relation::shared_quote;
  }
  if (e.similarity >= o.story) {
    reasons.push_back({"similarity", e.similarity});
    return Relation::same_story;
  }
  return Relation::none;
}

/// Without times: what one side has that the other cannot have taken from it. Copies are cut more often than they grow, from
/// the end more often than elsewhere, and name the outlet they were taken from; a retelling keeps fewer facts than what it
/// retells. A credit is written by somebody who knew, so it outweighs the rest; what is even decides nothing.
Direction by_content(const Evidence& e, Relation relation, const RelationOptions& o, std::vector<Reason>& reasons) {
  const double ratio = e.length_b > 0 ? e.length_a / e.length_b : 0;
  const bool a_longer = ratio >= 1.5, b_longer = ratio > 0 && ratio <= 1 / 1.5;
  std::vector<Reason> for_a, for_b;
  double weight = 0;
  const auto weigh = [&](bool a, bool b, double heavy, std::string_view why, double value_a, double value_b) {
    if (a == b) return;
    weight += a ? heavy : -heavy;
    a ? for_a.push_back({why, value_a}) : for_b.push_back({why, value_b});
  };
  if (relation == Relation::reprint || relation == Relation::excerpt) {
    weigh(e.credits_b, e.credits_a, 2.5, "credited", 1, 1);
    weigh(e.after_a >= o.goes_on && e.after_b <= o.has_ended, e.after_b >= o.goes_on && e.after_a <= o.has_ended, 1, "goes_on",
          e.after_a, e.after_b);
  }
  if (relation == Relation::excerpt) {
    weigh(e.aligned_b >= 0.85 && a_longer, e.aligned_a >= 0.85 && b_longer, 1, "contained", e.aligned_b, e.aligned_a);
  }
  if (relation == Relation::rewrite) {
    weigh(e.facts_b >= e.facts_a + 0.25 && a_longer, e.facts_a >= e.facts_b + 0.25 && b_longer, 1, "fewer_facts", e.facts_b,
          e.facts_a);
  }
  if (weight == 0) return Direction::undetermined;
  const auto& why = weight > 0 ? for_a : for_b;
  reasons.insert(reasons.end(), why.begin(), why.end());
  return weight > 0 ? Direction::a_to_b : Direction::b_to_a;
}

}  // namespace

Judgement judge(const Evidence& evidence, const RelationOptions& options) {
  Judgement j;
  j.relation = kind_of(evidence, options, j.reasons);
  if (j.relation > Relation::rewrite || j.reasons.back().name == sibling) return j;
  // A known order decides alone; content never speaks against the clock.
  if (!std::isnan(evidence.hours)) {
    if (std::abs(evidence.hours) < options.earlier_hours) return j;
    j.reasons.push_back({"published_first", std::abs(evidence.hours)});
    j.direction = evidence.hours > 0 ? Direction::a_to_b : Direction::b_to_a;
    return j;
  }
  j.direction = by_content(evidence, j.relation, options, j.reasons);
  return j;
}

}  // namespace wirecopy
