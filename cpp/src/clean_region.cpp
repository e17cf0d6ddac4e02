#include "clean_region.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "clean_ends.hpp"
#include "clean_notes.hpp"
#include "clean_rules.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

float gain_of(const Features& features, float favour, const RegionWeights& weights) {
  float gain = favour;
  for (std::size_t k = 0; k < feature_count; ++k) gain += weights.weights[k] * features[k];
  return std::clamp(gain, -8.0F, 8.0F);
}

// Shares of prose around a block: of the letters in the blocks within `reach` of it, how many stand in prose.
constexpr std::size_t reach = 6;

float share(double part, double all) { return all > 0 ? static_cast<float>(part / all) : 0.0F; }

struct Sums {
  std::vector<double> letters, prose, count, page, after;  // before each block
  explicit Sums(std::span<const Block> blocks)
      : letters(blocks.size() + 1), prose(letters), count(letters), page(letters), after(letters) {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const double n = blocks[i].letters + blocks[i].digits;
      letters[i + 1] = letters[i] + n;
      prose[i + 1] = prose[i] + (blocks[i].prose() ? n : 0);
      count[i + 1] = count[i] + (blocks[i].prose() ? 1 : 0);
      const bool marked = (blocks[i].phrases & (page_phrase | whole_phrase | opening_phrase)) && blocks[i].words < 30;
      page[i + 1] = page[i] + marked;
      after[i + 1] = after[i] + (marked && count[i] > 0);
    }
  }
};

}  // namespace

std::vector<Features> features_of(std::span<const Block> blocks) {
  const std::size_t n = blocks.size();
  const Sums sums(blocks);
  std::vector<Features> rows(n);
  const float article_share = n ? share(sums.prose[n], sums.letters[n]) : 0;
  const float prose_blocks = n ? share(sums.count[n], static_cast<double>(n)) : 0;
  for (std::size_t i = 0; i < n; ++i) {
    const Block& b = blocks[i];
    Features& f = rows[i];
    std::size_t k = 0;
    const auto put = [&](auto v) { f[k++] = static_cast<float>(v); };
    const float words = std::max(b.words, 1.0F);
    const float title = b.cased_words ? share(b.title_words, b.cased_words) : 0.0F;
    const bool page = (b.phrases & (page_phrase | opening_phrase)) != 0;
    put(1);
    put(std::log1p(std::min(b.words, 120.0F)));
    put(b.ends_sentence);
    put(b.prose());
    put(b.words < 3.5F);
    put(b.words < 8.5F && !b.ends_sentence);
    put(b.words >= 8.5F && !b.ends_sentence);
    put(b.words >= 25);
    put(b.words >= 45);
    put(title);
    put(title > 0.6F && b.cased_words >= 3);
    put(b.no_case ? 0.35F : share(b.stop_words, words));
    put(share(b.digits, b.letters + b.digits + 1.0));
    put(static_cast<float>(b.upper_words) >= 0.8F * words);
    put((b.phrases & page_phrase) && b.words < 30);
    put((b.phrases & page_phrase) && b.words >= 30);
    put((b.phrases & opening_phrase) && !(b.phrases & page_phrase));
    put((b.phrases & whole_phrase) != 0);
    put(b.separators > 0);
    put(b.address);
    put(std::min(b.sentences, 4U));
    put(std::min(b.commas, 4U));
    put(b.lower_start);
    put(b.quote_start);
    put(b.date_like);
    put(b.repeated);
    put(b.repeated && b.words < 12);
    put(b.ends_colon);
    put((b.phrases & caption_phrase) != 0);
    put(b.no_case);
    // Neighbours and surroundings.
    put(i > 0 && blocks[i - 1].prose());
    put(i + 1 < n && blocks[i + 1].prose());
    put(i > 0 && blocks[i - 1].prose() && i + 1 < n && blocks[i + 1].prose());
    put(i + 1 < n && blocks[i + 1].words < 8.5F && !blocks[i + 1].ends_sentence);
    put(i > 0 && blocks[i - 1].words < 8.5F && !blocks[i - 1].ends_sentence);
    const std::size_t lo = i > reach ? i - reach : 0, hi = std::min(n, i + 1 + reach);
    put(share(sums.prose[i] - sums.prose[lo], sums.letters[i] - sums.letters[lo]));
    put(share(sums.prose[hi] - sums.prose[i + 1], sums.letters[hi] - sums.letters[i + 1]));
    put(std::min(sums.count[i] - sums.count[lo] + sums.count[hi] - sums.count[i + 1], 6.0) / 6);
    put(sums.count[i] == 0 && !b.prose());
    put(sums.count[n] == sums.count[i + 1] && !b.prose());
    put(article_share);
    put(prose_blocks);
    put(page && sums.count[n] - sums.count[i + 1] < 1);
    put(std::log1p(static_cast<double>(n)) / 5);
    put((sums.page[i] - sums.page[lo]) / reach);
    put((sums.page[hi] - sums.page[i + 1]) / reach);
    put(std::log1p(sums.after[i]));
    put(std::log1p(sums.after[i]) * (b.prose() ? 1 : 0));
  }
  return rows;
}

std::vector<float> favour_of(std::string_view text, std::span<const Block> blocks) {
  constexpr float apart = 1.5F, dateline = 4;
  std::vector<float> favour(blocks.size());
  // Page furniture is told by its phrases; of what remains, most must be paragraphs set apart.
  std::size_t plain = 0, paragraphs = 0;
  for (const Block& b : blocks) {
    plain += b.phrases == 0;
    paragraphs += b.phrases == 0 && b.paragraph;
  }
  const bool taken_out = blocks.size() > 1 && paragraphs * 5 >= plain * 3;
  bool begun = false;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& b = blocks[i];
    const std::string_view s = text.substr(b.span.start, b.span.end - b.span.start);
    const bool dated = any_dateline_length(s, DatelineAt::inside) > 0;
    if (dated) favour[i] += dateline;
    if (is_byline(s, b)) {  // what follows it is the article, however little it looks like prose: tables, results
      begun = true;
      continue;
    }
    begun = begun || dated || b.prose();
    if (taken_out && begun && b.phrases == 0) favour[i] += apart;
  }
  return favour;
}

std::vector<bool> body_blocks(std::span<const Features> features, std::span<const float> favour,
                              const RegionWeights& weights) {
  const std::size_t n = features.size();
  std::vector<bool> body(n);
  if (n == 0) return body;
  std::vector<std::uint8_t> from(n);  // bit s: state s was reached by a change
  float score[2] = {0, 0};            // furniture, body
  for (std::size_t i = 0; i < n; ++i) {
    const float gain = gain_of(features[i], favour[i], weights);
    if (i > 0) {
      const float kept[2] = {score[0], score[1]};
      for (int s = 0; s < 2; ++s) {
        const float changed = kept[1 - s] - weights.change;
        if (changed > kept[s]) from[i] = static_cast<std::uint8_t>(from[i] | 1 << s);
        score[s] = std::max(kept[s], changed);
      }
    }
    score[0] -= gain / 2;
    score[1] += gain / 2;
    const float base = std::max(score[0], score[1]);  // only the difference counts: keep it exact in long articles
    score[0] -= base;
    score[1] -= base;
  }
  int state = score[1] >= score[0] ? 1 : 0;
  for (std::size_t i = n; i-- > 0;) {
    body[i] = state == 1;
    if (from[i] >> state & 1) state = 1 - state;
  }
  return body;
}

std::vector<float> body_log_odds(std::span<const Features> features, std::span<const float> favour,
                                 const RegionWeights& weights) {
  // Of two states only the ratio counts: after a step from odds x, ln((x + c) / (x c + 1)) with c = exp(-change).
  const std::size_t n = features.size();
  const double kept = std::exp(-static_cast<double>(weights.change));
  const auto step = [kept](double log_odds) {
    const double x = std::exp(log_odds);
    return std::log((x + kept) / (x * kept + 1));
  };
  std::vector<double> gains(n);
  std::vector<float> odds(n);
  for (std::size_t i = 0; i < n; ++i) gains[i] = gain_of(features[i], favour[i], weights);
  double before = 0;
  for (std::size_t i = 0; i < n; ++i) {
    before = (i > 0 ? step(before) : 0) + gains[i];
    odds[i] = static_cast<float>(before);
  }
  double behind = 0;
  for (std::size_t i = n; i-- > 1;) {
    behind = step(behind + gains[i]);
    odds[i - 1] += static_cast<float>(behind);
  }
  return odds;
}

Region region_of(std::string_view text, std::span<const Block> blocks) {
  constexpr int most_rounds = 3;
  constexpr float paragraph = 25;         // words
  constexpr std::size_t most_lines = 30;  // with more around it it is a page, and those tell what is in it
  Region region{std::vector<bool>(blocks.size()), std::vector<float>(blocks.size()), 0, blocks.size()};
  const auto is_around = [&](std::size_t i) {
    const Block& b = blocks[i];
    return !region.body[i] && (!b.prose() || b.words < paragraph || is_note(b) || speaks_to_reader(b));
  };
  for (int round = 0; round < most_rounds; ++round) {
    const std::span<const Block> part = blocks.subspan(region.begin, region.end - region.begin);
    const std::vector<Features> features = features_of(part);
    const std::vector<float> favour = favour_of(text, part);
    const std::vector<bool> body = body_blocks(features, favour);
    const std::vector<float> log_odds = body_log_odds(features, favour);
    const auto from = static_cast<std::ptrdiff_t>(region.begin);
    std::copy(body.begin(), body.end(), region.body.begin() + from);
    std::copy(log_odds.begin(), log_odds.end(), region.log_odds.begin() + from);
    std::size_t begin = region.begin, end = region.end;
    while (begin < end && is_around(begin)) ++begin;
    while (end > begin && is_around(end - 1)) --end;
    if (begin == end || end - begin == part.size() || blocks.size() - (end - begin) > most_lines) break;
    region.begin = begin, region.end = end;
  }
  return region;
}

}  // namespace wirecopy::detail
