#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "pipeline_run.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::uint32_t same_body_pair = 0xffff'ffff;

struct Row {
  ArticleId a, b;  // rows of the input, a < b
  std::uint32_t pair;  // place in the measured pairs; same_body_pair for two articles of one body
  bool swapped;
  bool collapsed;
};

/// Bodies printed up to so often have every article in the pairs; of others the first speaks for the rest. The largest such
/// number for which there are at most `most` rows.
std::size_t largest_expanded(const Prepared& p, std::span<const BodyPair> pairs, std::size_t most) {
  std::vector<std::size_t> sizes;
  for (const auto& body : p.bodies) sizes.push_back(body.size());
  std::sort(sizes.begin(), sizes.end());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  const auto rows = [&](std::size_t expanded) {
    const auto count = [&](std::size_t size) { return size <= expanded ? size : 1; };
    std::size_t n = 0;
    for (const auto& body : p.bodies) n += body.size() <= expanded ? body.size() * (body.size() - 1) / 2 : body.size() - 1;
    for (const auto& pair : pairs) n += count(p.bodies[pair.a].size()) * count(p.bodies[pair.b].size());
    return n;
  };
  // More expanded bodies are more rows, so the bound is found by halving.
  const auto it = std::partition_point(sizes.begin(), sizes.end(), [&](std::size_t size) { return rows(size) <= most; });
  return it == sizes.begin() ? 1 : *(it - 1);
}

Evidence same_body_evidence(const Prepared& p, ArticleId place) {
  const auto words = static_cast<std::uint32_t>(p.profiles[place].terms.size());
  Evidence e;
  e.same_body = true;
  e.similarity = e.aligned_a = e.aligned_b = e.edge = 1;
  if (words >= 5) e.resemblance = e.containment_a = e.containment_b = 1;
  e.shared_words = words;
  e.length_a = e.length_b = words;
  return e;
}

/// Which bodies name which outlets, each name read once.
class Credits {
 public:
  explicit Credits(const Prepared& p) : p_(p) {}

  /// Fills in whether the articles at two places name each other's outlets.
  void look(ArticleId a, ArticleId b, Evidence& e) {
    e.credits_a = credits(p_.profiles[a], name(b));
    e.credits_b = credits(p_.profiles[b], name(a));
  }

 private:
  const Profile& name(ArticleId place) {
    const std::string_view outlet = p_.articles[place].outlet;
    const auto [it, is_new] = names_.try_emplace(outlet);
    if (is_new && !outlet.empty()) it->second = outlet_name(outlet);
    return it->second;
  }

  const Prepared& p_;
  std::map<std::string_view, Profile> names_;
};

class Rows {
 public:
  Rows(const Prepared& p, std::span<const BodyPair> pairs, std::span<const ArticleId> representative, const Meetings& meetings,
       const CopyOptions& options)
      : p_(p), meetings_(meetings), expanded_(largest_expanded(p, pairs, options.max_pairs)), family_(p.bodies.size(), 0) {
    for (const ArticleId body : representative) ++family_[body];
    for (const auto& body : p.bodies) {
      for (std::size_t i = 0; i < speakers(body); ++i) {
        for (std::size_t k = i + 1; k < body.size(); ++k) add(body[i], body[k], same_body_pair, !whole(body) && body.size() > 2);
      }
      if (!whole(body)) left_ += body.size() * (body.size() - 1) / 2 - (body.size() - 1);
    }
    for (std::uint32_t k = 0; k < pairs.size(); ++k) {
      const auto &x = p.bodies[pairs[k].a], &y = p.bodies[pairs[k].b];
      const ArticleId rx = representative[pairs[k].a], ry = representative[pairs[k].b];
      // The row of two representatives stands for their families; that of a representative and one it represents for those
      // of the latter with the rest of the family.
      const bool families = rx == ry ? family_[rx] > 2 : family_[rx] > 1 || family_[ry] > 1;
      for (std::size_t i = 0; i < speakers(x); ++i) {
        for (std::size_t m = 0; m < speakers(y); ++m) add(x[i], y[m], k, families || !whole(x) || !whole(y));
      }
      left_ += x.size() * y.size() - speakers(x) * speakers(y);
      if (rx != ry) represented_ += std::size_t{family_[rx]} * family_[ry] - 1;
    }
    for (const std::size_t f : family_) {
      if (f > 1) represented_ += f * (f - 1) / 2 - (f - 1);
    }
    std::sort(rows_.begin(), rows_.end(), [](const Row& x, const Row& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  }

  std::span<const Row> rows() const { return rows_; }
  std::size_t left() const { return left_; }                ///< pairs of articles, to the first article of their body
  std::size_t represented() const { return represented_; }  ///< pairs of bodies, to those that represent them

 private:
  bool whole(const std::vector<ArticleId>& body) const { return body.size() <= expanded_; }
  std::size_t speakers(const std::vector<ArticleId>& body) const { return whole(body) ? body.size() : 1; }

  void add(ArticleId x, ArticleId y, std::uint32_t pair, bool collapsed) {
    if (!meetings_.places(x, y)) return;
    const ArticleId a = p_.order[x], b = p_.order[y];
    rows_.push_back({std::min(a, b), std::max(a, b), pair, a > b, collapsed});
  }

  const Prepared& p_;
  const Meetings& meetings_;
  std::size_t expanded_;
  std::vector<std::uint32_t> family_;  // of each representative, how many it represents
  std::vector<Row> rows_;
  std::size_t left_ = 0, represented_ = 0;
};

void append(PairTable& t, const Row& row, const Evidence& e, const Judgement& j) {
  t.a.push_back(row.a);
  t.b.push_back(row.b);
  t.relation.push_back(j.relation);
  t.direction.push_back(j.direction);
  t.similarity.push_back(e.similarity);
  t.resemblance.push_back(e.resemblance);
  t.containment_a.push_back(e.containment_a);
  t.containment_b.push_back(e.containment_b);
  t.aligned_a.push_back(e.aligned_a);
  t.aligned_b.push_back(e.aligned_b);
  t.hours.push_back(e.hours);
  t.shared_words.push_back(e.shared_words);
  t.collapsed.push_back(row.collapsed);
  t.reasons.insert(t.reasons.end(), j.reasons.begin(), j.reasons.end());
  t.reason_offsets.push_back(static_cast<std::int64_t>(t.reasons.size()));
}

}  // namespace

Profile outlet_name(std::string_view outlet) {
  const Span all{0, static_cast<ByteOffset>(outlet.size())};
  return profile(outlet, std::span(&all, 1), Tokenizer(""));
}

void write_rows(const Prepared& p, std::span<const BodyPair> pairs, std::span<const ArticleId> representative,
                const Meetings& meetings, const CopyOptions& options, Copies& out) {
  std::vector<ArticleId> place(p.order.size());
  for (ArticleId i = 0; i < place.size(); ++i) place[p.order[i]] = i;
  const Rows rows(p, pairs, representative, meetings, options);
  out.pairs.reason_offsets.push_back(0);
  std::array<std::size_t, 7> kinds{};
  std::size_t collapsed = 0;
  Credits credits(p);
  for (const Row& row : rows.rows()) {
    Evidence e = row.pair == same_body_pair ? same_body_evidence(p, place[row.a]) : pairs[row.pair].evidence;
    if (row.swapped) e = swapped(e);
    e.hours = p.articles[place[row.b]].hours - p.articles[place[row.a]].hours;
    if (std::isnan(e.hours) && !e.same_body && e.edge >= options.relations.copy) credits.look(place[row.a], place[row.b], e);
    const Judgement j = judge(e, options.relations);
    ++kinds[static_cast<std::size_t>(j.relation)];
    if (j.relation == Relation::none) continue;
    collapsed += row.collapsed;
    append(out.pairs, row, e, j);
    if (is_copy(j.relation) && out.labels[row.a] != out.labels[row.b]) out.bridges.emplace_back(row.a, row.b);
  }
  const auto count = [&](std::string what, std::size_t n) { out.funnel.emplace_back(std::move(what), static_cast<std::int64_t>(n)); };
  for (std::size_t k = 0; k + 1 < kinds.size(); ++k) count("pairs " + std::string(name(static_cast<Relation>(k))), kinds[k]);
  count("of these collapsed: they stand for others", collapsed);
  count("pairs left to the first article of their body", rows.left());
  count("pairs of bodies left to those that represent them", rows.represented());
  count("bridges", out.bridges.size());
}

}  // namespace wirecopy::detail
