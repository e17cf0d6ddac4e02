#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "memory.hpp"
#include "parallel.hpp"
#include "passages.hpp"
#include "pipeline_run.hpp"

namespace wirecopy::detail {

namespace {

constexpr double faintest_edge = 0.05;       // weaker pairs neither cluster nor are reported
constexpr std::uint32_t quotable_units = 40;  // but a passage of this length may be a quotation
constexpr double faintest_cosine = 0.12;     // between bodies that may tell one story
// What a story is about stands in its first sentences, and who takes part tells it from others of the kind.
constexpr Emphasis story_emphasis{.names = 2.5, .lead = 1, .lead_terms = 30};
constexpr double longest_story_gap = 720;    // hours; what fades to a twentieth holds no story together

struct Aligned {
  std::vector<Passage> passages;
  bool kept = false;
};

/// Witnesses of the bodies that occur in pairs, each made once.
std::vector<Witness> witnesses(const Prepared& p, std::span<const BodyPair> pairs, const Rarity& rarity, const Control& control) {
  std::vector<Witness> out(p.bodies.size());
  std::vector<char> wanted(p.bodies.size(), 0);
  for (const auto& pair : pairs) wanted[pair.a] = wanted[pair.b] = 1;
  parallel_for("facts", out.size(), control, [&](std::size_t i) {
    if (wanted[i]) out[i] = witness(p.profiles[p.bodies[i].front()], p.headlines[p.bodies[i].front()], rarity);
  });
  return out;
}

/// Streams of the bodies that occur in pairs.
template <class Pair>
std::vector<std::u16string> streams_of(const Prepared& p, const std::vector<Pair>& pairs, const Control& control) {
  std::vector<std::u16string> out(p.bodies.size());
  std::vector<char> wanted(p.bodies.size(), 0);
  for (const auto& pair : pairs) wanted[pair.a] = wanted[pair.b] = 1;
  parallel_for("streams", out.size(), control, [&](std::size_t i) {
    const ArticleId place = p.bodies[i].front();
    if (wanted[i]) out[i] = stream(p.articles[place].text, compared_spans(p.cleaned[place]), false).units;
  });
  return out;
}

}  // namespace

Evidence swapped(const Evidence& e) {
  Evidence s = e;
  std::swap(s.containment_a, s.containment_b);
  std::swap(s.aligned_a, s.aligned_b);
  std::swap(s.facts_a, s.facts_b);
  std::swap(s.told_a, s.told_b);
  std::swap(s.worded_a, s.worded_b);
  std::swap(s.source_told_a, s.source_told_b);
  std::swap(s.after_a, s.after_b);
  std::swap(s.credits_a, s.credits_b);
  std::swap(s.length_a, s.length_b);
  s.hours = -e.hours;
  return s;
}

double story_decay(double hours) { return std::isnan(hours) ? 1.0 : std::exp2(-std::abs(hours) / 168.0); }

void measure_related(const Prepared& p, std::vector<BodyPair>& pairs, const SequenceIndex& sequences,
                     std::span<const std::uint32_t> rank, const Statistics& statistics, const Control& control) {
  const auto known = witnesses(p, pairs, *statistics.rarity, control);
  const auto streams = streams_of(p, pairs, control);
  parallel_blocks("related", pairs.size(), 64, control, [&](std::size_t begin, std::size_t end, unsigned) {
    Aligner aligner(statistics.options.align);
    for (std::size_t i = begin; i < end; ++i) {
      const auto a = pairs[i].a, b = pairs[i].b;
      const bool compared = known[a].profile->terms.size() >= shortest_aligned && known[b].profile->terms.size() >= shortest_aligned;
      const double share = compared ? sequence_share(sequences, rank[a], rank[b]) : 0.0;
      const auto passages = compared ? aligner.align(streams[a], streams[b], a) : std::vector<Passage>{};
      pairs[i].evidence = measure(known[a], known[b], {streams[a], streams[b], passages, share}, *statistics.rarity);
    }
  });
}

Verified verify(const Prepared& p, const Candidates& candidates, const Rarity& rarity, const CopyOptions& options,
                const Control& control) {
  const auto streams = streams_of(p, candidates.pairs, control);
  std::vector<Aligned> aligned(candidates.pairs.size());
  parallel_blocks("align", aligned.size(), 64, control, [&](std::size_t begin, std::size_t end, unsigned) {
    Aligner aligner(options.align);
    for (std::size_t i = begin; i < end; ++i) {
      const auto& c = candidates.pairs[i];
      const auto& passages = aligner.align(streams[c.a], streams[c.b], c.a);
      double matched = 0;
      std::uint32_t longest = 0;
      for (const auto& q : passages) matched += q.matched, longest = std::max(longest, q.matched);
      const auto shorter = static_cast<double>(std::min(streams[c.a].size(), streams[c.b].size()));
      aligned[i].kept = matched >= faintest_edge * shorter || longest >= quotable_units;
      if (aligned[i].kept) aligned[i].passages = passages;
    }
  });
  Verified out;
  for (std::size_t i = 0; i < aligned.size(); ++i) {
    if (!aligned[i].kept) continue;
    const auto& c = candidates.pairs[i];
    out.pairs.push_back({c.a, c.b, {}});
    out.texts.push_back({std::move(aligned[i].passages), static_cast<std::uint32_t>(streams[c.a].size()),
                         static_cast<std::uint32_t>(streams[c.b].size()), static_cast<float>(c.share)});
  }
  const auto known = witnesses(p, out.pairs, rarity, control);
  parallel_for("evidence", out.pairs.size(), control, [&](std::size_t i) {
    auto& pair = out.pairs[i];
    const auto& text = out.texts[i];
    pair.evidence = measure(known[pair.a], known[pair.b],
                            {streams[pair.a], streams[pair.b], text.passages, static_cast<double>(text.share)}, rarity);
  });
  return out;
}

std::vector<ArticleId> speakers(const Prepared& p, std::span<const std::int64_t> labels) {
  std::vector<ArticleId> speaker;
  for (ArticleId i = 0; i < p.bodies.size(); ++i) {
    const auto label = static_cast<std::size_t>(labels[i]);
    if (label >= speaker.size()) speaker.resize(label + 1, no_body);
    const auto words = [&](ArticleId body) { return p.profiles[p.bodies[body].front()].terms.size(); };
    if (speaker[label] == no_body || words(i) > words(speaker[label])) speaker[label] = i;
  }
  return speaker;
}

std::vector<AlikePair> related(const Prepared& p, std::span<const ArticleId> speaker, const Rarity& rarity, double window,
                              const Control& control) {
  std::vector<Times> times;
  for (const ArticleId body : speaker) times.push_back({p.times[body].earliest, p.times[body].earliest});
  const TimeOrder order(times, std::min(window, longest_story_gap));
  const auto speaker_at = [&](std::size_t rank) { return speaker[order.body(rank)]; };
  std::vector<std::vector<Weight>> vectors(speaker.size());
  parallel_for("vectors", speaker.size(), control, [&](std::size_t k) {
    vectors[k] = rarity.vector(p.profiles[p.bodies[speaker_at(k)].front()], story_terms);
  });
  std::vector<std::pair<TermHash, std::uint32_t>> entries;
  for (std::uint32_t k = 0; k < vectors.size(); ++k) {
    for (const Weight& w : vectors[k]) entries.emplace_back(w.term, k);
  }
  std::sort(entries.begin(), entries.end());
  std::vector<std::uint32_t> postings(entries.size());
  std::vector<float> weights(entries.size());
  std::unordered_map<TermHash, std::pair<std::size_t, std::size_t>> range;  // looked up by key only
  for (std::size_t i = 0; i < entries.size();) {
    std::size_t k = i;
    for (; k < entries.size() && entries[k].first == entries[i].first; ++k) {
      const auto& v = vectors[entries[k].second];
      const auto it = std::lower_bound(v.begin(), v.end(), entries[k].first, [](const Weight& w, TermHash t) { return w.term < t; });
      postings[k] = entries[k].second, weights[k] = it->weight;
    }
    range[entries[i].first] = {i, k};
    i = k;
  }
  release(entries);
  std::vector<std::vector<AlikePair>> found(speaker.size());
  parallel_blocks("stories", speaker.size(), 64, control, [&](std::size_t begin, std::size_t end, unsigned) {
    std::vector<double> sum(speaker.size(), 0.0);
    std::vector<std::uint32_t> touched;
    for (std::size_t k = begin; k < end; ++k) {
      for (const Weight& w : vectors[k]) {
        const auto [from, to] = range.at(w.term);
        const std::uint32_t* const later = std::upper_bound(&postings[from], postings.data() + to, k);
        order.each_near(k, later, postings.data() + to, [&](auto* i, auto* last) {
          for (; i != last; ++i) {
            if (sum[*i] == 0) touched.push_back(*i);
            sum[*i] += static_cast<double>(w.weight) * weights[static_cast<std::size_t>(i - postings.data())];
          }
        });
      }
      std::sort(touched.begin(), touched.end());
      for (const std::uint32_t other : touched) {
        const auto a = std::min(speaker_at(k), speaker_at(other)), b = std::max(speaker_at(k), speaker_at(other));
        if (sum[other] >= faintest_cosine && order.inside(k, other)) {
          found[k].push_back({a, b, std::min(1.0, sum[other])});
        }
        sum[other] = 0;
      }
      touched.clear();
    }
  });
  std::vector<AlikePair> pairs;
  for (auto& f : found) {
    pairs.insert(pairs.end(), f.begin(), f.end());
    release(f);
  }
  release(postings);
  release(weights);
  std::sort(pairs.begin(), pairs.end(), [](const AlikePair& x, const AlikePair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  parallel_for("vectors", speaker.size(), control, [&](std::size_t k) {
    vectors[k] = rarity.vector(p.profiles[p.bodies[speaker[k]].front()], story_terms, story_emphasis);
  });
  std::vector<std::uint32_t> place(p.bodies.size());
  for (std::uint32_t k = 0; k < speaker.size(); ++k) place[speaker[k]] = k;
  parallel_for("stories", pairs.size(), control, [&](std::size_t i) {
    pairs[i].story = cosine(vectors[place[pairs[i].a]], vectors[place[pairs[i].b]]);
  });
  return pairs;
}

}  // namespace wirecopy::detail
