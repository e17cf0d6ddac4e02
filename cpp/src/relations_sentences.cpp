// Relations, sentences: which sentences of two texts tell the same, in whatever words.
#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "parallel.hpp"
#include "wirecopy/relations.hpp"

namespace wirecopy {

namespace {

constexpr std::uint32_t most_in_a_row = 3;
constexpr double told_part = 0.5;  // of each of several sentences in a row

/// Sums of the same numbers may differ in their last digit.
double share(double part, double whole) { return whole > 0 ? std::min(1.0, part / whole) : 0.0; }

/// How many sentences of each side a match takes.
struct Shape {
  std::uint32_t a, b;
};
constexpr std::array<Shape, 1 + 2 * (most_in_a_row - 1)> shapes{{{1, 1}, {1, 2}, {2, 1}, {1, 3}, {3, 1}}};

void check(const Sentences& s, const WordRows& vectors) {
  std::uint32_t last = 0;
  for (const std::uint32_t end : s.ends) {
    if (end < last) throw std::invalid_argument("ends of sentences must ascend");
    last = end;
  }
  if (last != s.words.size()) throw std::invalid_argument("the last sentence must end with the last word");
  for (const SentenceWord& w : s.words) {
    if (!(w.weight > 0) || !std::isfinite(w.weight)) throw std::invalid_argument("weights of words must be finite and above 0");
    if (w.vector >= 0 && (static_cast<std::size_t>(w.vector) + 1) * vectors.components > vectors.rows.size()) {
      throw std::invalid_argument("a word's vector is no row of the vectors");
    }
  }
}

/// The words of one side with how alike the likest word of each sentence of the other is.
class Side {
 public:
  Side(const Sentences& sentences, std::size_t other)
      : sentences_(sentences), other_(other), likest_(sentences.words.size() * other, 0.0F) {
    for (std::size_t i = 0; i < sentences.ends.size(); ++i) {
      double sum = 0;
      for (std::size_t w = begin(i); w < sentences.ends[i]; ++w) sum += sentences.words[w].weight;
      weight_.push_back(sum);
    }
  }

  std::size_t size() const { return weight_.size(); }
  std::size_t begin(std::size_t sentence) const { return sentence > 0 ? sentences_.ends[sentence - 1] : 0; }
  std::size_t end(std::size_t sentence) const { return sentences_.ends[sentence]; }
  double weight(std::size_t sentence) const { return weight_[sentence]; }
  void see(std::size_t word, std::size_t sentence, float alike) {
    float& likest = likest_[word * other_ + sentence];
    likest = std::max(likest, alike);
  }

  /// Weight of a sentence's words, each as far as its likest in one of the other's sentences is alike.
  double told(std::size_t sentence, std::size_t first, std::size_t last) const {
    double sum = 0;
    for (std::size_t w = begin(sentence); w < end(sentence); ++w) {
      const float* const of = &likest_[w * other_];
      sum += sentences_.words[w].weight * static_cast<double>(*std::max_element(of + first, of + last));
    }
    return sum;
  }

 private:
  const Sentences& sentences_;
  std::size_t other_;
  std::vector<float> likest_;  // words x sentences of the other
  std::vector<double> weight_;
};

/// Looks at every two words once, and tells both sides how alike they are.
void look(const Sentences& sa, const Sentences& sb, const WordRows& vectors, const SentenceOptions& options, Side& a, Side& b) {
  const auto sentence_of = [](const Side& s, std::size_t words) {
    std::vector<std::uint32_t> out(words);
    for (std::uint32_t i = 0; i < s.size(); ++i) {
      for (std::size_t w = s.begin(i); w < s.end(i); ++w) out[w] = i;
    }
    return out;
  };
  const std::vector<std::uint32_t> of_a = sentence_of(a, sa.words.size()), of_b = sentence_of(b, sb.words.size());
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> same;  // looked up by key only
  std::vector<std::uint32_t> with_vector;
  for (std::uint32_t k = 0; k < sb.words.size(); ++k) {
    same[sb.words[k].term].push_back(k);
    if (sb.words[k].vector >= 0) with_vector.push_back(k);
  }
  const auto tell = [&](std::size_t i, std::size_t k, float alike) {
    a.see(i, of_b[k], alike);
    b.see(k, of_a[i], alike);
  };
  for (std::size_t i = 0; i < sa.words.size(); ++i) {
    if (const auto it = same.find(sa.words[i].term); it != same.end()) {
      for (const std::uint32_t k : it->second) tell(i, k, 1);
    }
    if (sa.words[i].vector < 0) continue;
    detail::throw_if_stopping();
    const float* const x = &vectors.rows[static_cast<std::size_t>(sa.words[i].vector) * vectors.components];
    for (const std::uint32_t k : with_vector) {
      const float* const y = &vectors.rows[static_cast<std::size_t>(sb.words[k].vector) * vectors.components];
      double cosine = 0;
      for (std::size_t c = 0; c < vectors.components; ++c) cosine += static_cast<double>(x[c]) * y[c];
      if (cosine >= options.like) tell(i, k, static_cast<float>(std::min(1.0, cosine)));
    }
  }
}

/// One possible match: what it tells of each side, and the weight of both.
struct Told {
  double a = 0, b = 0, weight = 0;
};

class Aligning {
 public:
  Aligning(const Side& a, const Side& b, double least)
      : a_(a), b_(b), least_(least), gain_(a.size() * b.size() * shapes.size(), 0.0) {
    for (std::uint32_t i = 0; i < a.size(); ++i) {
      detail::throw_if_stopping();
      for (std::uint32_t k = 0; k < b.size(); ++k) {
        for (std::size_t s = 0; s < shapes.size(); ++s) {
          if (i + shapes[s].a > a.size() || k + shapes[s].b > b.size() || !each_is_told(i, k, shapes[s])) continue;
          gain_[at(i, k, s)] = std::max(0.0, gain(told(i, k, shapes[s])));
        }
      }
    }
  }

  Told told(std::size_t i, std::size_t k, Shape shape) const {
    Told t;
    for (std::size_t x = i; x < i + shape.a; ++x) t.a += a_.told(x, k, k + shape.b), t.weight += a_.weight(x);
    for (std::size_t y = k; y < k + shape.b; ++y) t.b += b_.told(y, i, i + shape.a), t.weight += b_.weight(y);
    return t;
  }

  SentenceAlignment result() {
    in_order();
    const double chain = gained_;
    left_over();
    std::sort(out_.matches.begin(), out_.matches.end(), [](const auto& x, const auto& y) { return x.a < y.a; });
    double told_a = 0, told_b = 0, all_a = 0, all_b = 0;
    for (std::size_t i = 0; i < a_.size(); ++i) all_a += a_.weight(i);
    for (std::size_t k = 0; k < b_.size(); ++k) all_b += b_.weight(k);
    for (SentenceMatch& m : out_.matches) {
      const Told t = told(m.a, m.b, {m.a_end - m.a, m.b_end - m.b});
      m.similarity = share(t.a + t.b, t.weight);
      told_a += t.a, told_b += t.b;
    }
    out_.told_a = share(told_a, all_a);
    out_.told_b = share(told_b, all_b);
    out_.in_order = share(chain, gained_);
    return std::move(out_);
  }

 private:
  /// Of several sentences in a row, each must be told for the most part: otherwise it stands beside one that is.
  bool each_is_told(std::size_t i, std::size_t k, Shape shape) const {
    for (std::size_t x = i; shape.a > 1 && x < i + shape.a; ++x) {
      if (a_.told(x, k, k + shape.b) < told_part * a_.weight(x)) return false;
    }
    for (std::size_t y = k; shape.b > 1 && y < k + shape.b; ++y) {
      if (b_.told(y, i, i + shape.a) < told_part * b_.weight(y)) return false;
    }
    return true;
  }

  std::size_t at(std::size_t i, std::size_t k, std::size_t shape) const { return (i * b_.size() + k) * shapes.size() + shape; }
  double gain(const Told& t) const { return t.a + t.b - least_ * t.weight; }

  void take(std::uint32_t i, std::uint32_t k, std::size_t shape, bool moved) {
    gained_ += gain_[at(i, k, shape)];
    out_.matches.push_back({i, i + shapes[shape].a, k, k + shapes[shape].b, 0, moved});
    std::fill_n(used_a_.begin() + i, shapes[shape].a, char{1});
    std::fill_n(used_b_.begin() + k, shapes[shape].b, char{1});
  }

  /// The chain of matches that gains most.
  void in_order() {
    const std::size_t n = a_.size(), m = b_.size();
    constexpr std::uint8_t skip_a = shapes.size(), skip_b = skip_a + 1;
    std::vector<double> best((n + 1) * (m + 1), 0.0);  // from sentences i and k on
    std::vector<std::uint8_t> step((n + 1) * (m + 1), skip_a);
    const auto cell = [&](std::size_t i, std::size_t k) { return i * (m + 1) + k; };
    for (std::size_t i = n; i-- > 0;) {
      detail::throw_if_stopping();
      for (std::size_t k = m; k-- > 0;) {
        double most = best[cell(i + 1, k)];
        std::uint8_t how = skip_a;
        if (best[cell(i, k + 1)] > most) most = best[cell(i, k + 1)], how = skip_b;
        for (std::uint8_t s = 0; s < shapes.size(); ++s) {
          const double gained = gain_[at(i, k, s)];
          if (gained > 0 && gained + best[cell(i + shapes[s].a, k + shapes[s].b)] > most) {
            most = gained + best[cell(i + shapes[s].a, k + shapes[s].b)], how = s;
          }
        }
        best[cell(i, k)] = most, step[cell(i, k)] = how;
      }
    }
    used_a_.assign(n, 0), used_b_.assign(m, 0);
    for (std::uint32_t i = 0, k = 0; i < n && k < m;) {
      const std::uint8_t how = step[cell(i, k)];
      if (how == skip_a) ++i;
      else if (how == skip_b) ++k;
      else take(i, k, how, false), i += shapes[how].a, k += shapes[how].b;
    }
  }

  /// Matches of the sentences that the chain left over, the best first.
  void left_over() {
    std::vector<std::tuple<double, std::uint32_t, std::uint32_t, std::uint8_t>> found;  // minus gain, i, k, shape
    const auto is_free = [&](std::uint32_t i, std::uint32_t k, Shape s) {
      return std::none_of(used_a_.begin() + i, used_a_.begin() + i + s.a, [](char u) { return u; }) &&
             std::none_of(used_b_.begin() + k, used_b_.begin() + k + s.b, [](char u) { return u; });
    };
    for (std::uint32_t i = 0; i < a_.size(); ++i) {
      for (std::uint32_t k = 0; k < b_.size(); ++k) {
        for (std::uint8_t s = 0; s < shapes.size(); ++s) {
          if (const double g = gain_[at(i, k, s)]; g > 0 && is_free(i, k, shapes[s])) found.emplace_back(-g, i, k, s);
        }
      }
    }
    std::sort(found.begin(), found.end());
    for (const auto& [minus, i, k, s] : found) {
      if (is_free(i, k, shapes[s])) take(i, k, s, true);
    }
  }

  const Side &a_, &b_;
  double least_;
  std::vector<double> gain_;  // of each match, 0 where it gains nothing
  std::vector<char> used_a_, used_b_;
  double gained_ = 0;
  SentenceAlignment out_;
};

}  // namespace

SentenceAlignment align_sentences(const Sentences& a, const Sentences& b, const WordRows& vectors,
                                  const SentenceOptions& options) {
  check(a, vectors);
  check(b, vectors);
  Side side_a(a, b.ends.size()), side_b(b, a.ends.size());
  look(a, b, vectors, options, side_a, side_b);
  return Aligning(side_a, side_b, options.least).result();
}

}  // namespace wirecopy
