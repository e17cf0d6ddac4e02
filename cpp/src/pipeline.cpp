#include "wirecopy/pipeline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <tuple>

#include "memory.hpp"
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

constexpr double family_edge = 0.75;  // from here a body is so like another that the other may stand for it

bool before(const BodyPair& x, const BodyPair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; }

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
    meetings_ = std::make_unique<Meetings>(p_, options_, *statistics_->languages);
  }

  Copies result() {
    count_articles();
    find_pairs();
    find_stories();
    expand();
    statistics_->headlines.resize(p_.articles.size());
    statistics_->body_of.resize(p_.articles.size());
    for (ArticleId place = 0; place < p_.articles.size(); ++place) {
      const ArticleId body = p_.body_of[place];
      statistics_->body_of[p_.order[place]] = body;
      statistics_->headlines[p_.order[place]] = p_.headlines[body == no_body ? place : p_.bodies[body].front()];
    }
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
    const TimeOrder order(p_.times, o.window);
    rank_.resize(order.size());
    for (std::uint32_t rank = 0; rank < order.size(); ++rank) rank_[order.body(rank)] = rank;
    SequenceIndex& index = sequences_;
    index = index_sequences(order, [&](ArticleId body) {
      if (!is_long(body)) return std::u16string();
      const ArticleId place = p_.bodies[body].front();
      return stream(p_.articles[place].text, compared_spans(p_.cleaned[place]), false).units;
    }, o, control_);
    count("shared letter sequences", index.statistics.hash.size());
    count("of these frequent", index.frequent);
    std::function<bool(ArticleId, ArticleId)> may_meet;
    if (meetings_->asks()) may_meet = [&](ArticleId x, ArticleId y) { return meetings_->bodies(x, y); };
    std::vector<BodyPair> families = find_families(index, order, may_meet);
    const Candidates candidates = find_candidates(index, order, representative_, may_meet, control_);
    count("pairs of bodies with one in common", candidates.looked_at);
    count("candidates", candidates.pairs.size());
    release(index.postings);
    trim_memory();
    Verified verified = verify(p_, candidates, *statistics_->rarity, options_, control_);
    trim_memory();
    count("candidates with passages", verified.pairs.size());
    find_clusters(verified);
    verified_ = std::move(verified.pairs);
    verified_.insert(verified_.end(), families.begin(), families.end());
    std::sort(verified_.begin(), verified_.end(), before);
  }

  /// Bodies that another represents, each with its representative, aligned; one that proves not to be nearly the same stands
  /// for itself.
  std::vector<BodyPair> find_families(const SequenceIndex& index, const TimeOrder& order,
                                      const std::function<bool(ArticleId, ArticleId)>& may_meet) {
    representative_ = find_representatives(index, order, {}, may_meet, control_);
    Candidates pairs;
    for (ArticleId body = 0; body < representative_.size(); ++body) {
      const ArticleId other = representative_[body];
      if (other != body) pairs.pairs.push_back({std::min(body, other), std::max(body, other), 0});
    }
    std::sort(pairs.pairs.begin(), pairs.pairs.end(), [](auto& x, auto& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
    parallel_for("families", pairs.pairs.size(), control_, [&](std::size_t i) {
      auto& pair = pairs.pairs[i];
      pair.share = static_cast<float>(sequence_share(index, rank_[pair.a], rank_[pair.b]));
    });
    auto measured = verify(p_, pairs, *statistics_->rarity, options_, control_).pairs;
    const auto is_member = [&](const BodyPair& x) { return x.evidence.edge >= family_edge; };
    std::erase_if(measured, [&](const BodyPair& x) { return !is_member(x); });
    std::vector<char> kept(representative_.size(), 0);
    for (const BodyPair& x : measured) kept[representative_[x.a] == x.b ? x.a : x.b] = 1;
    for (ArticleId body = 0; body < representative_.size(); ++body) {
      if (!kept[body]) representative_[body] = body;
    }
    count("bodies that another, nearly the same, represents", measured.size());
    return measured;
  }

  void find_clusters(const Verified& verified) {
    BodyClusters found = cluster_bodies(verified, representative_, p_.bodies.size(), options_, control_);
    clusters_ = std::move(found.labels);
    count("roundups of what other clusters report", found.roundups);
    count("edges weighed without what other clusters tell", found.lifted);
  }

  void find_stories() {
    const auto speaker = speakers(p_, clusters_);
    auto near = related(p_, speaker, *statistics_->rarity, options_.window, control_);
    trim_memory();
    std::erase_if(near, [&](const AlikePair& x) { return meetings_->asks() && !meetings_->bodies(x.a, x.b); });
    std::vector<Edge> edges;
    for (const auto& pair : near) {
      const double hours = p_.times[pair.b].earliest - p_.times[pair.a].earliest;
      const double weight = pair.story * story_decay(hours);
      edges.push_back({static_cast<ArticleId>(clusters_[pair.a]), static_cast<ArticleId>(clusters_[pair.b]), weight});
    }
    stories_ = cluster_pairs(speaker.size(), edges, {Linkage::average, options_.story}, control_).labels;
    join_singles(edges);
    release(edges);
    beside("stories", control_, [&] { sample_words(speaker); });
    std::erase_if(near, [&](const AlikePair& x) { return x.similarity < options_.relations.story; });
    std::vector<BodyPair> alike = with_members(near);
    release(near);
    std::erase_if(alike, [&](const BodyPair& x) {
      return !may_be_a_pair(x.a, x.b) || std::binary_search(verified_.begin(), verified_.end(), x, before);
    });
    measure_related(p_, alike, sequences_, rank_, *statistics_, control_);
    statistics_->sequences = std::move(sequences_.statistics);
    sequences_ = {};
    trim_memory();
    verified_.insert(verified_.end(), alike.begin(), alike.end());
    std::sort(verified_.begin(), verified_.end(), before);
    statistics_->from_sources = look_at_sources(verified_, p_.times, options_.relations, control_);
  }

  /// One article of each story, the fullest: in several reports of an event its words would all seem alike.
  void sample_words(std::span<const ArticleId> speaker) {
    std::vector<ArticleId> fullest(stories_.size(), no_body);
    for (std::size_t cluster = 0; cluster < speaker.size(); ++cluster) {
      ArticleId& body = fullest[static_cast<std::size_t>(stories_[cluster])];
      const std::size_t words = profile_of(speaker[cluster]).terms.size();
      if (body == no_body || words > profile_of(body).terms.size() || (words == profile_of(body).terms.size() && speaker[cluster] < body)) {
        body = speaker[cluster];
      }
    }
    std::sort(fullest.begin(), fullest.end());
    for (const ArticleId body : fullest) {
      if (body != no_body) statistics_->words.add(profile_of(body));
    }
  }

  /// A cluster that is a story by itself joins the one story that it is near to, where no other comes close; two such
  /// clusters join where each is the other's nearest.
  void join_singles(std::span<const Edge> edges) {
    constexpr double nearness = 0.7, nearness_of_two = 0.75, lead = 1.5;
    const std::vector<std::int64_t> before = stories_;
    std::vector<double> size(before.size(), 0);
    for (const std::int64_t story : before) ++size[static_cast<std::size_t>(story)];
    const auto size_of = [&](std::int64_t story) { return size[static_cast<std::size_t>(story)]; };
    std::vector<std::tuple<ArticleId, std::int64_t, double>> near;  // single, a story, an edge between them
    for (const Edge& e : edges) {
      if (before[e.a] == before[e.b]) continue;
      if (size_of(before[e.a]) == 1) near.emplace_back(e.a, before[e.b], e.weight);
      if (size_of(before[e.b]) == 1) near.emplace_back(e.b, before[e.a], e.weight);
    }
    std::sort(near.begin(), near.end());
    std::vector<std::int64_t> nearest(before.size(), -1);  // of each single's story
    for (std::size_t i = 0; i < near.size();) {
      const ArticleId single = std::get<0>(near[i]);
      double best = 0, second = 0;
      std::int64_t story = -1;
      while (i < near.size() && std::get<0>(near[i]) == single) {
        const std::int64_t at = std::get<1>(near[i]);
        double mean = 0;
        for (; i < near.size() && std::get<0>(near[i]) == single && std::get<1>(near[i]) == at; ++i)
          mean += std::get<2>(near[i]) / size_of(at);
        second = std::max(second, std::min(mean, best));
        if (mean > best) best = mean, story = at;
      }
      const double least = (size_of(story) > 1 ? nearness : nearness_of_two) * options_.story;
      if (best >= least && best >= lead * second) nearest[static_cast<std::size_t>(before[single])] = story;
    }
    for (auto& story : stories_) {
      const std::int64_t to = nearest[static_cast<std::size_t>(story)];
      if (to < 0) continue;
      const bool mutual = nearest[static_cast<std::size_t>(to)] == story;
      if (size_of(to) > 1 || (mutual && to < story)) story = to;
    }
  }

  /// Two clusters of one story are compared member by member, but for very large ones, where the fullest two will do.
  std::vector<BodyPair> with_members(const std::vector<AlikePair>& speakers) {
    constexpr std::size_t most = 400;
    std::vector<std::vector<ArticleId>> members(p_.bodies.size());
    for (ArticleId body = 0; body < clusters_.size(); ++body) members[static_cast<std::size_t>(clusters_[body])].push_back(body);
    std::vector<BodyPair> out;
    std::size_t left = 0;
    for (const AlikePair& pair : speakers) {
      const auto& x = members[static_cast<std::size_t>(clusters_[pair.a])];
      const auto& y = members[static_cast<std::size_t>(clusters_[pair.b])];
      if (x.size() * y.size() > most) {
        out.push_back({pair.a, pair.b, {}});
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

  bool may_be_a_pair(ArticleId x, ArticleId y) const {
    const double gap = std::max(p_.times[x].earliest - p_.times[y].latest, p_.times[y].earliest - p_.times[x].latest);
    return !(gap > options_.window) && (!meetings_->asks() || meetings_->bodies(x, y));
  }

  void expand() {
    const std::size_t n = p_.articles.size();
    std::vector<ArticleId> place(n);
    for (ArticleId i = 0; i < n; ++i) place[p_.order[i]] = i;
    write_labels(place);
    write_rows(p_, verified_, representative_, *meetings_, options_, out_);
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

  const CopyOptions& options_;
  const Control& control_;
  std::shared_ptr<Statistics> statistics_;
  Prepared p_;
  std::unique_ptr<const Meetings> meetings_;
  SequenceIndex sequences_;                // until the pairs stand
  std::vector<std::uint32_t> rank_;        // of bodies in it
  std::vector<ArticleId> representative_;  // of bodies
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
