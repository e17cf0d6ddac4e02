// Stage 9, tree: the copies of one text with their times in; which article each was made of, and how it was changed, out.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/export.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy {

inline constexpr ArticleId no_article = 0xffff'ffff;

/// An article as the tree sees it.
struct TreeArticle {
  std::u16string_view body;      ///< its stream: letters and digits, folded (stream() of passages.hpp)
  double hours = unknown_hours;  ///< when it was published
};

/// How an article differs from its parent. Stretches of fewer than 60 letters are words, longer ones are text.
enum class Change : std::uint8_t {
  same,        ///< nothing differs, or ten letters and more here and there, as a bad reading leaves them
  correction,  ///< words differ, no text is new or gone
  cut,         ///< text is gone, none is new
  update       ///< text is new
};
WIRECOPY_API std::string_view name(Change change);

/// Why an article has this parent, or none.
enum class ParentReason : std::uint8_t {
  first,            ///< no parent: nothing in the cluster is known to be earlier
  same_text,        ///< the earliest article with the same text
  only_one,         ///< one text alone is earlier
  fewest_changes,   ///< this one explains the article with fewer changes than any other
  undetermined      ///< no parent: two explain it about equally well
};
WIRECOPY_API std::string_view name(ParentReason reason);

/// The parent of one article. Rows are those of the articles given; no_article: none.
struct Parent {
  ArticleId parent = no_article;
  ArticleId nearest = no_article;  ///< the one that explains it best, also where that decides nothing
  ArticleId also = no_article;     ///< the one that explains most of what `nearest` does not, if that is text
  ParentReason why = ParentReason::first;
  Change change = Change::same;    ///< from `nearest`
  double share = 0;                ///< of its letter sequences those that `nearest` has, [0, 1]
  double also_share = 0;           ///< of its letter sequences the text that only `also` has, [0, 1]
  double margin = 0;               ///< changes that the next best needs more than `nearest`; infinite where there is none.
                                   ///< One that differs from the article in the same places that count is no other to it
};

struct TreeOptions {
  double margin = 0.3;    ///< changes; with less between the best and the next there is no parent
  std::size_t most = 64;  ///< earlier texts looked at for each article: those that share most of what is rare in the cluster
};

/// The parent of each article: of the earlier ones the one it is made of with the fewest changes. Counted are places where it
/// differs from that one though another earlier article has what stands there (an error carried along, a cut shared). Letters
/// that only the other one has otherwise may be misread: they count the less, the more of them it has; letters shared by two
/// that are badly read count little. Text that is missing counts 1 + log2(1 + letters / 60); that the other goes on, or has
/// text of its own between what both have, half a change; that it is not the first witness, a sixth. What only the article has
/// says nothing about its source.
/// Earlier is what was published earlier; where a time is not known, or both are equal, what `sources` says: pairs of
/// (source, copy). Never a parent that was published later, never a circle.
/// Same result in any order of the articles, rows apart. O(articles x min(articles, most) x length x
/// (log length + 256)), the latter where much is misread.
WIRECOPY_API std::vector<Parent> transmission_tree(std::span<const TreeArticle> articles,
                                                   std::span<const std::pair<ArticleId, ArticleId>> sources = {},
                                                   const TreeOptions& options = {}, const Control& control = {});

}  // namespace wirecopy
