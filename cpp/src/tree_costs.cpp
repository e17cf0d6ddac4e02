#include "tree_costs.hpp"

#include <algorithm>
#include <cmath>

namespace wirecopy::detail {

namespace {

// Costs are natural logarithms over `change`, what it costs that two make one change without knowing of each other.
constexpr double change = 6;
constexpr double ending = 0.5, own_text = 0.5;  // that the candidate goes on; that it has text that nobody else has
constexpr double later = 1.0 / 6;               // that it is not the first witness, who is copied more than others
constexpr double text_letters = 60;  // a text that is missing: 1, and 1 more for these, and for every doubling
constexpr std::size_t known_letters = 24;
constexpr double typed = 0.0008;     // letters in which a witness was printed otherwise, of all
constexpr double same_typed = 0.04;  // of those the ones that two have alike
constexpr double same_read = 0.6;    // of misread letters the ones that are misread alike, where two are misread
constexpr double fewest = 0.0002, room = 200;  // letters misread on the best page; letters that are not enough to tell
constexpr double crowded = 2;  // how much likelier a letter is misread beside another
constexpr std::size_t enough = 3;

/// One place of the copy with what stands there in some of the candidates.
struct Variant {
  const Difference* difference;
  std::uint32_t candidate;
};

class Counter {
 public:
  Counter(const TreeTexts& texts, std::span<TreeCandidate> candidates) : texts_(texts), candidates_(candidates) {}

  void count() {
    gather();
    find_rates();
    for (std::uint32_t g = 0; g + 1 < groups_.size(); ++g) {
      const std::span variants(variants_.data() + groups_[g], groups_[g + 1] - groups_[g]);
      if (!variants.front().difference->text()) {
        const double cost = rounded(words(variants));
        for (const Variant& v : variants) pay(v.candidate, g, cost);
      } else {
        for (const Variant& v : variants) pay(v.candidate, g, rounded(text(v)));
      }
    }
    for (std::uint32_t c = 0; c < candidates_.size(); ++c) {
      if (candidates_[c].comparison.goes_on) pay(c, static_cast<std::uint32_t>(groups_.size()), ending);
      if (c > 0) candidates_[c].changes += rounded(later);
    }
  }

 private:
  /// Sums of such numbers are exact, and so the same in any order.
  static double rounded(double cost) { return std::ldexp(std::nearbyint(std::ldexp(cost, 20)), -20); }

  std::u16string_view reading(const Variant& v) const {
    const Difference& d = *v.difference;
    if (d.size >= tree_text) return {};
    return texts_.texts[candidates_[v.candidate].text].letters.substr(d.from, d.size);
  }

  /// Differences by place and reading; groups_ are those that are the same.
  void gather() {
    for (std::uint32_t c = 0; c < candidates_.size(); ++c) {
      for (const Difference& d : candidates_[c].comparison.differences) variants_.push_back({&d, c});
    }
    const auto compare = [&](const Variant& x, const Variant& y) {
      const Difference &a = *x.difference, &b = *y.difference;
      if (a.start != b.start) return a.start < b.start ? -1 : 1;
      if (a.length != b.length) return a.length < b.length ? -1 : 1;
      if ((a.size >= tree_text) != (b.size >= tree_text)) return a.size < b.size ? -1 : 1;
      return reading(x).compare(reading(y));
    };
    std::sort(variants_.begin(), variants_.end(), [&](const Variant& x, const Variant& y) {
      const int order = compare(x, y);
      return order != 0 ? order < 0 : x.candidate < y.candidate;
    });
    for (std::size_t i = 0; i < variants_.size(); ++i) {
      if (i == 0 || compare(variants_[i - 1], variants_[i]) != 0) groups_.push_back(i);
    }
    groups_.push_back(variants_.size());
  }

  /// The first candidates, three at most, that have there what the copy has.
  std::span<const std::uint32_t> agreeing(const Difference& d) {
    agreeing_.clear();
    for (std::uint32_t c = 0; c < candidates_.size() && agreeing_.size() < enough; ++c) {
      if (candidates_[c].comparison.agrees(d.start, d.length)) agreeing_.push_back(c);
    }
    return agreeing_;
  }

  /// How often letters are misread in each candidate, by those that it alone has otherwise; and in the copy, by those that
  /// only the copy has otherwise than the candidate that shares most.
  void find_rates() {
    std::size_t nearest = 0;
    for (std::size_t c = 1; c < candidates_.size(); ++c) {
      if (candidates_[c].comparison.shared > candidates_[nearest].comparison.shared) nearest = c;
    }
    std::vector<std::size_t> misread(candidates_.size(), 0);
    std::size_t here = 0;
    for (std::size_t g = 0; g + 1 < groups_.size(); ++g) {
      const Variant& v = variants_[groups_[g]];
      if (!v.difference->letters()) continue;
      const bool known = !agreeing(*v.difference).empty(), alone = groups_[g + 1] == groups_[g] + 1;
      if (known && alone) misread[v.candidate] += v.difference->misread;
      for (std::size_t i = groups_[g]; !known && i < groups_[g + 1]; ++i) {
        if (variants_[i].candidate == nearest) here += v.difference->misread;
      }
    }
    const auto rate = [](std::size_t letters, std::size_t of) {
      return fewest + static_cast<double>(letters) / (static_cast<double>(of) + room);
    };
    for (std::size_t c = 0; c < candidates_.size(); ++c) {
      rates_.push_back(rate(misread[c], candidates_[c].comparison.shared));
    }
    own_rate_ = rate(here, candidates_[nearest].comparison.shared);
  }

  /// Words or letters that some candidates have otherwise.
  double words(std::span<const Variant> variants) {
    const Difference& d = *variants.front().difference;
    const auto known = agreeing(d);
    if (known.empty()) return 0;  // only the copy has it, which says nothing about its source
    if (d.misread == 0) return 1;
    // That they were read so on the way to us, and were printed as the copy has it.
    double all_misread = 1;
    for (std::size_t i = 0; i < variants.size(); ++i) {
      const double rate = rates_[variants[i].candidate];
      double here = rate;
      for (std::uint32_t k = 1; k < d.misread; ++k) here *= crowded * rate;
      all_misread *= i == 0 ? here : here * same_read;
    }
    const double unprinted = all_misread / (all_misread + typed);
    // That the copy came by it alone, against that it has it from those that agree, which may be misread in the same way.
    double alone = std::exp(-change);
    if (d.misread == 1) {
      double chance = 1;
      for (std::size_t i = 0; i < known.size(); ++i) chance *= i == 0 ? rates_[known[i]] : rates_[known[i]] * same_read;
      const double printed = typed / (typed + chance), again = own_rate_ * same_read;
      alone = (again + typed * same_typed) / (printed + (1 - printed) * again);
    }
    return std::min(1.0, -std::log(std::min(1.0, unprinted + alone)) / change);
  }

  /// Text that one has and the other lacks.
  double text(const Variant& v) {
    const Difference& d = *v.difference;
    double cost = 0;
    if (d.length >= tree_text || d.length > d.size) {
      const std::size_t known = letters_known(d);
      if (2 * known > d.length || known >= known_letters) {
        cost += 1 + std::log2(1 + static_cast<double>(known) / text_letters);
      }
    }
    if (d.size >= tree_text && d.size > d.length) {
      if (!agreeing(d).empty()) {
        cost += 1;
      } else if (held_alone(v)) {
        cost += own_text;
      }
    }
    return cost;
  }

  /// Letters of a difference that some other candidate has.
  std::size_t letters_known(const Difference& d) {
    known_.assign(d.length, 0);
    for (const TreeCandidate& c : candidates_) {
      const auto& all = c.comparison.differences;
      const std::uint32_t end = d.start + d.length;
      std::uint32_t at = d.start;
      auto other = std::partition_point(all.begin(), all.end(), [&](auto& o) { return o.start + o.length <= d.start; });
      for (; other != all.end() && other->start < end; ++other) {
        for (; at < other->start; ++at) known_[at - d.start] = 1;
        at = std::max(at, other->start + other->length);
      }
      for (; at < end; ++at) known_[at - d.start] = 1;
    }
    return static_cast<std::size_t>(std::count(known_.begin(), known_.end(), 1));
  }

  /// Whether most of what the candidate has there stands in no other text.
  bool held_alone(const Variant& v) const {
    const Difference& d = *v.difference;
    const auto& ids = texts_.texts[candidates_[v.candidate].text].ids;
    std::size_t all = 0, alone = 0;
    for (std::size_t i = d.from; i + tree_letters <= d.from + d.size; ++i, ++all) alone += texts_.holders[ids[i]] == 1;
    return 2 * alone > all;
  }

  void pay(std::uint32_t candidate, std::uint32_t place, double cost) {
    if (cost <= 0) return;
    candidates_[candidate].changes += cost;
    candidates_[candidate].counted.push_back(place);
  }

  const TreeTexts& texts_;
  std::span<TreeCandidate> candidates_;
  std::vector<Variant> variants_;
  std::vector<std::size_t> groups_;
  std::vector<std::uint32_t> agreeing_;
  std::vector<double> rates_;
  double own_rate_ = 0;
  std::vector<char> known_;
};

}  // namespace

void count_changes(const TreeTexts& texts, std::span<TreeCandidate> candidates) {
  Counter(texts, candidates).count();
}

}  // namespace wirecopy::detail
