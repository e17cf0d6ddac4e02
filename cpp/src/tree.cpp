#include "wirecopy/tree.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "parallel.hpp"
#include "tree_costs.hpp"

namespace wirecopy {

using namespace detail;

std::string_view name(Change change) {
  constexpr std::array<std::string_view, 4> names{"same", "correction", "cut", "update"};
  return names.at(static_cast<std::size_t>(change));
}

std::string_view name(ParentReason reason) {
  constexpr std::array<std::string_view, 5> names{"first", "same_text", "only_one", "fewest_changes", "undetermined"};
  return names.at(static_cast<std::size_t>(reason));
}

namespace {

constexpr std::uint32_t no_text = 0xffff'ffff;

class Tree {
 public:
  Tree(std::span<const TreeArticle> articles, std::span<const std::pair<ArticleId, ArticleId>> sources, const TreeOptions& options)
      : articles_(articles), options_(options), sources_(sources.begin(), sources.end()) {
    std::sort(sources_.begin(), sources_.end());
    order_.resize(articles.size());
    std::iota(order_.begin(), order_.end(), 0U);
    std::sort(order_.begin(), order_.end(), [&](ArticleId x, ArticleId y) {
      const auto &a = articles_[x], &b = articles_[y];
      if (std::isnan(a.hours) != std::isnan(b.hours)) return std::isnan(b.hours);
      if (!std::isnan(a.hours) && a.hours != b.hours) return a.hours < b.hours;
      if (a.body.size() != b.body.size()) return a.body.size() > b.body.size();
      return a.body != b.body ? a.body < b.body : x < y;
    });
    place_.resize(order_.size());
    for (std::size_t i = 0; i < order_.size(); ++i) place_[order_[i]] = i;
    find_texts();
  }

  std::vector<Parent> result(const Control& control) {
    std::vector<Parent> out(articles_.size());
    parallel_blocks("tree", order_.size(), 1, control, [&](std::size_t begin, std::size_t end, unsigned) {
      TreeComparer comparer(texts_);
      for (std::size_t i = begin; i < end; ++i) out[order_[i]] = parent_of(order_[i], comparer);
    });
    break_circles(out);
    return out;
  }

 private:
  void find_texts() {
    std::vector<ArticleId> by_text(order_);
    std::stable_sort(by_text.begin(), by_text.end(), [&](ArticleId x, ArticleId y) { return articles_[x].body < articles_[y].body; });
    std::vector<std::vector<ArticleId>> groups;
    for (std::size_t i = 0; i < by_text.size(); ++i) {
      if (i == 0 || articles_[by_text[i]].body != articles_[by_text[i - 1]].body) groups.emplace_back();
      groups.back().push_back(by_text[i]);
    }
    text_of_.assign(articles_.size(), no_text);
    std::vector<std::u16string_view> bodies;
    for (auto& group : groups) {
      for (const ArticleId a : group) text_of_[a] = static_cast<std::uint32_t>(members_.size());
      bodies.push_back(articles_[group.front()].body);
      members_.push_back(std::move(group));
    }
    texts_ = tree_texts(bodies);
    holders_of_.resize(texts_.holders.size());
    if (members_.size() <= options_.most) return;
    for (std::uint32_t t = 0; t < members_.size(); ++t) {
      const auto& text = texts_.texts[t];
      for (std::size_t i = 0; i < text.order.size(); ++i) {
        const std::uint32_t id = text.ids[text.order[i]];
        if (i > 0 && id == text.ids[text.order[i - 1]]) continue;
        if (texts_.holders[id] > 1 && texts_.holders[id] < members_.size()) holders_of_[id].push_back(t);
      }
    }
  }

  bool precedes(ArticleId source, ArticleId copy) const {
    const double x = articles_[source].hours, y = articles_[copy].hours;
    if (x < y) return true;
    if (x > y) return false;
    return std::binary_search(sources_.begin(), sources_.end(), std::pair{source, copy});
  }

  /// The first article with this text that is earlier, or none.
  ArticleId witness(std::uint32_t text, ArticleId copy) const {
    for (const ArticleId a : members_[text]) {
      if (a != copy && precedes(a, copy)) return a;
    }
    return no_article;
  }

  /// Texts that come into question, with their first earlier article.
  std::vector<std::pair<std::uint32_t, ArticleId>> candidates(ArticleId copy) const {
    std::vector<std::pair<std::uint32_t, ArticleId>> found;
    for (std::uint32_t t = 0; t < members_.size(); ++t) {
      if (t == text_of_[copy]) continue;
      const ArticleId a = witness(t, copy);
      if (a != no_article) found.emplace_back(t, a);
    }
    if (found.size() <= options_.most) return found;
    std::vector<std::uint32_t> shared(members_.size(), 0);
    const auto& text = texts_.texts[text_of_[copy]];
    std::vector<std::uint32_t> ids;
    for (const std::uint32_t id : text.ids) {
      if (!holders_of_[id].empty()) ids.push_back(id);
    }
    std::sort(ids.begin(), ids.end(), [&](std::uint32_t x, std::uint32_t y) {
      return texts_.holders[x] != texts_.holders[y] ? texts_.holders[x] < texts_.holders[y] : x < y;
    });
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    constexpr std::size_t rarest = 512;
    if (ids.size() > rarest) ids.resize(rarest);
    for (const std::uint32_t id : ids) {
      for (const std::uint32_t t : holders_of_[id]) ++shared[t];
    }
    std::stable_sort(found.begin(), found.end(), [&](auto& x, auto& y) { return shared[x.first] > shared[y.first]; });
    found.resize(options_.most);
    return found;
  }

  Parent parent_of(ArticleId copy, TreeComparer& comparer) const {
    Parent p;
    const std::uint32_t mine = text_of_[copy];
    p.margin = std::numeric_limits<double>::infinity();
    if (const ArticleId same = witness(mine, copy); same != no_article) {
      p.parent = p.nearest = same;
      p.why = ParentReason::same_text;
      p.share = 1;
      return p;
    }
    std::vector<std::pair<std::uint32_t, ArticleId>> found = candidates(copy);
    if (found.empty()) return p;
    std::sort(found.begin(), found.end(), [&](auto& x, auto& y) { return place(x.second) < place(y.second); });
    std::vector<TreeCandidate> all;
    for (const auto& [text, article] : found) all.push_back({text, comparer.compare(mine, text), 0, {}});
    p.why = ParentReason::only_one;
    std::size_t nearest = 0;
    if (all.size() > 1) {
      count_changes(texts_, all);
      p.why = ParentReason::fewest_changes;
      // Of equals the one that shares more, then the earlier one.
      for (std::size_t i = 1; i < all.size(); ++i) {
        const TreeCandidate &a = all[i], &b = all[nearest];
        if (a.changes != b.changes ? a.changes < b.changes : a.comparison.shared > b.comparison.shared) nearest = i;
      }
      // One that differs in nothing that counts is no rival: for all the copy shows the two are one text.
      for (const TreeCandidate& other : all) {
        if (other.counted != all[nearest].counted) p.margin = std::min(p.margin, other.changes - all[nearest].changes);
      }
    }
    p.nearest = found[nearest].second;
    const auto length = static_cast<double>(texts_.texts[mine].ids.size());
    p.share = length > 0 ? static_cast<double>(all[nearest].comparison.shared) / length : 0.0;
    if (p.margin < options_.margin) {
      p.why = ParentReason::undetermined;
    } else {
      p.parent = p.nearest;
    }
    describe(p, all, found, nearest, comparer.compare(all[nearest].text, mine), length);
    return p;
  }

  /// What the article has and has not of its nearest, and who explains the rest.
  static void describe(Parent& p, std::span<const TreeCandidate> all,
                       std::span<const std::pair<std::uint32_t, ArticleId>> found, std::size_t nearest,
                       const Comparison& back, double length) {
    std::vector<Difference> added;
    std::size_t misread = 0;
    bool words = false;
    for (const Difference& d : all[nearest].comparison.differences) {
      if (d.length >= tree_text) added.push_back(d);
      words = words || (d.misread == 0 && std::max(d.length, d.size) > 2);
      misread += d.misread;
    }
    const bool gone =
        std::any_of(back.differences.begin(), back.differences.end(), [](auto& d) { return d.length >= tree_text; });
    constexpr std::size_t badly_read = 10;  // letters here and there
    p.change = !added.empty()                    ? Change::update
               : gone                            ? Change::cut
               : !words && misread >= badly_read ? Change::same
                                                 : Change::correction;
    if (added.empty()) return;
    std::size_t most = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i == nearest) continue;
      std::size_t explained = 0;
      for (const Difference& a : added) {
        std::size_t there = a.length;
        for (const Difference& d : all[i].comparison.differences) {
          const auto start = std::max(d.start, a.start), end = std::min(d.start + d.length, a.start + a.length);
          if (start < end) there -= end - start;
        }
        if (there >= tree_text) explained += there;
      }
      if (explained > most) {
        most = explained;
        p.also = found[i].second;
        p.also_share = static_cast<double>(explained) / length;
      }
    }
  }

  std::size_t place(ArticleId article) const { return article == no_article ? order_.size() : place_[article]; }

  /// Where content alone gave an order it may go round in a circle: its least certain parent goes.
  void break_circles(std::vector<Parent>& parents) const {
    std::vector<std::uint32_t> seen(parents.size(), 0);
    std::uint32_t round = 0;
    for (const ArticleId start : order_) {
      ++round;
      ArticleId at = start;
      while (at != no_article && seen[at] == 0) seen[at] = round, at = parents[at].parent;
      if (at == no_article || seen[at] != round) continue;
      ArticleId weakest = at;
      for (ArticleId x = parents[at].parent; x != at; x = parents[x].parent) {
        const double m = parents[x].margin, w = parents[weakest].margin;
        if (m < w || (m == w && place(x) < place(weakest))) weakest = x;
      }
      parents[weakest].parent = no_article;
      parents[weakest].why = ParentReason::undetermined;
    }
  }

  std::span<const TreeArticle> articles_;
  const TreeOptions& options_;
  std::vector<std::pair<ArticleId, ArticleId>> sources_;
  std::vector<ArticleId> order_;     // by time, then by text
  std::vector<std::size_t> place_;   // of each article in it
  std::vector<std::uint32_t> text_of_;
  std::vector<std::vector<ArticleId>> members_;  // of each distinct text, by order_
  TreeTexts texts_;
  std::vector<std::vector<std::uint32_t>> holders_of_;  // of ids that some have and some have not, where there are many texts
};

}  // namespace

std::vector<Parent> transmission_tree(std::span<const TreeArticle> articles, std::span<const std::pair<ArticleId, ArticleId>> sources,
                                      const TreeOptions& options, const Control& control) {
  for (const auto& [source, copy] : sources) {
    if (source >= articles.size() || copy >= articles.size() || source == copy) {
      throw std::invalid_argument("a source and its copy must be two different articles of those given");
    }
  }
  return Tree(articles, sources, options).result(control);
}

}  // namespace wirecopy
