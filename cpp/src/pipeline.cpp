#include "wirecopy/pipeline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "parallel.hpp"
#include "pipeline_run.hpp"

namespace wirecopy {

using namespace detail;

std::string_view name(Note note) {
  constexpr std::array<std::string_view, 4> names{"used", "exact_only", "too_short", "empty"};
  return names.at(static_cast<std::size_t>(note));
}

namespace {

void check(const CopyOptions& o) {
  const auto in_unit = [](double v, const char* what) {
    if (!(v > 0 && v <= 1)) throw std::invalid_argument(std::string(what) + " must lie in (0, 1]");
  };
  in_unit(o.cluster, "cluster");
  in_unit(o.story, "story");
  in_unit(o.relations.reprint, "reprint");
  in_unit(o.relations.excerpt, "excerpt");
  in_unit(o.relations.copy, "copy");
  if (!(o.window >= 0)) throw std::invalid_argument("window must be a number of hours from 0");
}

/// One run; its members are filled in the order of its functions.
class Run {
 public:
  Run(std::span<const Article> articles, const CopyOptions& options, const Background& background, const Control& control)
      : options_(options), control_(control), statistics_(std::make_shared<Statistics>()) {
    statistics_->options = options;
    statistics_->languages = std::make_unique<LanguageGuess>(background);
    p_ = prepare(articles, options, *statistics_->languages, control);
    std::vector<const Profile*> distinct;
    for (const auto& body : p_.bodies) distinct.push_back(&p_.profiles[body.front()]);
    statistics_->rarity = std::make_unique<Rarity>(distinct, background, control);
    statistics_->articles = p_.bodies.size();
  }

  Copies result() {
    count_articles();
    find_pairs();
    find_clusters();
    find_stories();
    expand();
    out_.statistics = statistics_;
    return std::move(out_);
  }

 private:
  void count(std::string what, std::size_t n) { out_.funnel.emplace_back(std::move(what), static_cast<std::int64_t>(n)); }
  const Profile& profile_of(ArticleId body) const { return p_.profiles[p_.bodies[body].front()]; }
  bool is_long(ArticleId body) const { return p_.notes[p_.bodies[body].front()] == Note::used; }

  void count_articles() {
    std::array<std::size_t, 4> notes{};
    for (const Note note : p_.notes) ++notes[static_cast<std::size_t>(note)];
    count("articles", p_.articles.size());
    for (const Note note : {Note::empty, Note::too_short, Note::exact_only, Note::used}) {
      count("articles " + std::string(name(note)), notes[static_cast<std::size_t>(note)]);
    }
    count("distinct bodies", p_.bodies.size());
  }

  void find_pairs() {
    CandidateOptions o;
    o.window = options_.window;
    Candidates candidates = find_candidates(
        p_.bodies.size(),
        [&](std::size_t i) {
          const auto body = static_cast<ArticleId>(i);
          if (!is_long(body)) return std::u16string();
          const ArticleId place = p_.bodies[body].front();
          return stream(p_.articles[place].text, body_spans(p_.cleaned[place]), false).units;
        },
        p_.earliest, p_.latest, o, control_);
    count("shared letter sequences", candidates.statistics.hash.size());
    count("of these frequent", candidates.frequent);
    count("pairs of bodies with one in common", candidates.looked_at);
    count("candidates", candidates.pairs.size());
    statistics_->sequences = std::move(candidates.statistics);
    verified_ = verify(p_, candidates, *statistics_->rarity, options_, control_);
    count("candidates with passages", verified_.size());
  }

  void find_clusters() {
    std::vector<Edge> edges;
    for (const auto& pair : verified_) edges.push_back({pair.a, pair.b, pair.evidence.edge});
    clusters_ = cluster_pairs(p_.bodies.size(), edges, {Linkage::average, options_.cluster}, control_).labels;
  }

  void find_stories() {
    const auto speaker = speakers(p_, clusters_);
    auto alike = related(p_, speaker, *statistics_->rarity, control_);
    std::vector<Edge> edges;
    for (const auto& pair : alike) {
      const double hours = p_.earliest[pair.b] - p_.earliest[pair.a];
      const double weight = pair.evidence.similarity * story_decay(hours);
      edges.push_back({static_cast<ArticleId>(clusters_[pair.a]), static_cast<ArticleId>(clusters_[pair.b]), weight});
    }
    stories_ = cluster_pairs(speaker.size(), edges, {Linkage::average, options_.story}, control_).labels;
    const auto before = [](const BodyPair& x, const BodyPair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; };
    std::erase_if(alike, [&](const BodyPair& x) { return x.evidence.similarity < options_.relations.story; });
    alike = with_members(alike);
    std::erase_if(alike, [&](const BodyPair& x) {
      return !inside_window(x.a, x.b) || std::binary_search(verified_.begin(), verified_.end(), x, before);
    });
    measure_related(p_, alike, *statistics_, control_);
    verified_.insert(verified_.end(), alike.begin(), alike.end());
    std::sort(verified_.begin(), verified_.end(), before);
  }

  /// Two clusters of one story are compared member by member, but for very large ones, where the fullest two will do.
  std::vector<BodyPair> with_members(const std::vector<BodyPair>& speakers) {
    constexpr std::size_t most = 400;
    std::vector<std::vector<ArticleId>> members(p_.bodies.size());
    for (ArticleId body = 0; body < clusters_.size(); ++body) members[static_cast<std::size_t>(clusters_[body])].push_back(body);
    std::vector<BodyPair> out;
    std::size_t left = 0;
    for (const BodyPair& pair : speakers) {
      const auto& x = members[static_cast<std::size_t>(clusters_[pair.a])];
      const auto& y = members[static_cast<std::size_t>(clusters_[pair.b])];
      if (x.size() * y.size() > most) {
        out.push_back(pair);
        left += x.size() * y.size() - 1;
        continue;
      }
      for (const ArticleId a : x) {
        for (const ArticleId b : y) out.push_back({std::min(a, b), std::max(a, b), {}});
      }
    }
    std::sort(out.begin(), out.end(), [](const BodyPair& x, const BodyPair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
    count("pairs of bodies that may tell one story", out.size());
    count("pairs left to the fullest of two large clusters", left);
    return out;
  }

  bool inside_window(ArticleId x, ArticleId y) const {
    const double gap = std::max(p_.earliest[x] - p_.latest[y], p_.earliest[y] - p_.latest[x]);
    return !(gap > options_.window);
  }

  struct Row {
    ArticleId a, b;  // rows of the input, a < b
    bool swapped;
    std::uint32_t pair;  // of verified_; same_body_pair for copies of one body
  };
  static constexpr std::uint32_t same_body_pair = 0xffff'ffff;

  void add_row(std::vector<Row>& rows, ArticleId x, ArticleId y, std::uint32_t pair) const {
    const double hours = std::abs(p_.articles[y].hours - p_.articles[x].hours);
    if (hours > options_.window) return;
    const ArticleId a = p_.order[x], b = p_.order[y];
    rows.push_back({std::min(a, b), std::max(a, b), a > b, pair});
  }

  void expand() {
    const std::size_t n = p_.articles.size();
    std::vector<ArticleId> place(n);
    for (ArticleId i = 0; i < n; ++i) place[p_.order[i]] = i;
    std::size_t all = 0;
    for (const auto& body : p_.bodies) all += body.size() * (body.size() - 1) / 2;
    for (const auto& pair : verified_) all += p_.bodies[pair.a].size() * p_.bodies[pair.b].size();
    const bool every = all <= options_.max_pairs;
    std::vector<Row> rows;
    for (const auto& body : p_.bodies) {
      for (std::size_t i = 0; i < (every ? body.size() : 1); ++i) {
        for (std::size_t k = i + 1; k < body.size(); ++k) add_row(rows, body[i], body[k], same_body_pair);
      }
    }
    for (std::uint32_t k = 0; k < verified_.size(); ++k) {
      const auto &x = p_.bodies[verified_[k].a], &y = p_.bodies[verified_[k].b];
      for (std::size_t i = 0; i < (every ? x.size() : 1); ++i) {
        for (std::size_t m = 0; m < (every ? y.size() : 1); ++m) add_row(rows, x[i], y[m], k);
      }
    }
    std::sort(rows.begin(), rows.end(), [](const Row& x, const Row& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
    write_labels(place);
    write_pairs(rows, place);
    count("pairs of the same body left to their first article", every ? 0 : all - rows.size());
    out_.cleaned.resize(n);
    out_.notes.resize(n);
    out_.tokens.resize(n);
    for (ArticleId i = 0; i < n; ++i) {
      out_.cleaned[p_.order[i]] = std::move(p_.cleaned[i]);
      out_.notes[p_.order[i]] = p_.notes[i];
      out_.tokens[p_.order[i]] = static_cast<std::uint32_t>(p_.profiles[i].terms.size());
    }
  }

  void write_labels(std::span<const ArticleId> place) {
    const std::size_t n = place.size();
    std::vector<std::int64_t> cluster_of(clusters_.size(), -1), story_of(stories_.size(), -1);
    out_.labels.resize(n);
    out_.story_labels.resize(n);
    std::int64_t stories = 0, grouped = 0;
    for (ArticleId row = 0; row < n; ++row) {
      const ArticleId body = p_.body_of[place[row]];
      if (body == no_body) {
        out_.labels[row] = static_cast<std::int64_t>(out_.origins.size());
        out_.story_labels[row] = stories++;
        out_.origins.push_back(row);
        continue;
      }
      const auto cluster = static_cast<std::size_t>(clusters_[body]);
      auto& label = cluster_of[cluster];
      if (label < 0) {
        label = static_cast<std::int64_t>(out_.origins.size());
        out_.origins.push_back(row);
      } else {
        auto& origin = out_.origins[static_cast<std::size_t>(label)];
        if (is_earlier(place[row], place[origin])) origin = row;
      }
      auto& story = story_of[static_cast<std::size_t>(stories_[cluster])];
      if (story < 0) story = stories++;
      out_.labels[row] = label;
      out_.story_labels[row] = story;
    }
    std::vector<std::size_t> sizes(out_.origins.size(), 0);
    for (const auto label : out_.labels) ++sizes[static_cast<std::size_t>(label)];
    for (const auto size : sizes) grouped += size > 1;
    count("clusters of two or more", static_cast<std::size_t>(grouped));
    count("stories", static_cast<std::size_t>(stories));
  }

  /// The earlier witness, else the fuller one, else the first by content.
  bool is_earlier(ArticleId x, ArticleId y) const {
    const double hx = p_.articles[x].hours, hy = p_.articles[y].hours;
    if (std::isnan(hx) != std::isnan(hy)) return std::isnan(hy);
    if (!std::isnan(hx) && hx != hy) return hx < hy;
    const auto wx = p_.profiles[x].terms.size(), wy = p_.profiles[y].terms.size();
    return wx != wy ? wx > wy : x < y;
  }

  void write_pairs(std::span<const Row> rows, std::span<const ArticleId> place) {
    PairTable& t = out_.pairs;
    t.reason_offsets.push_back(0);
    std::array<std::size_t, 7> kinds{};
    for (const Row& row : rows) {
      Evidence e = row.pair == same_body_pair ? same_body_evidence(place[row.a]) : verified_[row.pair].evidence;
      if (row.swapped) e = swapped(e);
      e.hours = p_.articles[place[row.b]].hours - p_.articles[place[row.a]].hours;
      const Judgement j = judge(e, options_.relations);
      ++kinds[static_cast<std::size_t>(j.relation)];
      if (j.relation == Relation::none) continue;
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
      t.reasons.insert(t.reasons.end(), j.reasons.begin(), j.reasons.end());
      t.reason_offsets.push_back(static_cast<std::int64_t>(t.reasons.size()));
      if (is_copy(j.relation) && out_.labels[row.a] != out_.labels[row.b]) out_.bridges.emplace_back(row.a, row.b);
    }
    for (std::size_t k = 0; k + 1 < kinds.size(); ++k) {
      count("pairs " + std::string(name(static_cast<Relation>(k))), kinds[k]);
    }
    count("bridges", out_.bridges.size());
  }

  Evidence same_body_evidence(ArticleId place) const {
    const auto words = static_cast<std::uint32_t>(p_.profiles[place].terms.size());
    Evidence e;
    e.same_body = true;
    e.similarity = e.aligned_a = e.aligned_b = e.edge = 1;
    if (words >= 5) e.resemblance = e.containment_a = e.containment_b = 1;
    e.shared_words = words;
    e.length_a = e.length_b = words;
    return e;
  }

  const CopyOptions& options_;
  const Control& control_;
  std::shared_ptr<Statistics> statistics_;
  Prepared p_;
  std::vector<BodyPair> verified_;
  std::vector<std::int64_t> clusters_, stories_;  // of bodies; of clusters
  Copies out_;
};

}  // namespace

Copies find_copies(std::span<const Article> articles, const CopyOptions& options, const Background& background,
                   const Control& control) {
  check(options);
  return Run(articles, options, background, control).result();
}

}  // namespace wirecopy
