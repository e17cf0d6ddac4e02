#include "terms_profile.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string>

#include "hash.hpp"
#include "icu.hpp"
#include "parallel.hpp"
#include "stream_units.hpp"
#include "utf8.hpp"

namespace wirecopy::detail {

namespace {

/// Follows quotation marks through the text between tokens. A blank line closes what was left open: a quotation that goes
/// on opens anew with each paragraph.
class QuoteState {
 public:
  bool open() const { return open_; }
  void read(std::string_view gap) {
    if (gap.find("\n\n") != std::string_view::npos) open_ = false;
    for (std::size_t i = 0; i < gap.size();) {
      switch (next_code_point(gap, i)) {
        case U'"': open_ = !open_; break;
        case U'\u201c': open_ = !open_; break;  // opens in English, closes in German
        case U'\u201e': case U'\u00ab': case U'\u300c': case U'\u300e': open_ = true; break;
        case U'\u201d': case U'\u00bb': case U'\u300d': case U'\u300f': open_ = false; break;
        default: break;
      }
    }
  }

 private:
  bool open_ = false;
};

constexpr double prior_articles = 200;   // what the language at large counts for, in articles
constexpr double words_per_article = 400;
constexpr double unknown_share = 1e-4;   // of articles expected to hold a term that the language's list does not know

/// Whether all of a token that begins with a digit is digits and what stands between them.
bool is_number(std::string_view token) {
  for (std::size_t i = 0; i < token.size();) {
    const char32_t c = next_code_point(token, i);
    if (c < 0x80 ? ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') : !icu_is_digit(c)) return false;
  }
  return true;
}

/// Whether what stands between two words ends a sentence, and not only a line.
bool ends_sentence(std::string_view gap) {
  bool line = false;
  for (std::size_t i = 0; i < gap.size();) {
    switch (next_code_point(gap, i)) {
      case U'.': case U'!': case U'?': case U':': case U';': case U'\u2026': case U'\u3002': case U'\uff01': case U'\uff1f':
      case U'\u061f': case U'\u0964': return true;
      case U'\n':
        if (line) return true;
        line = true;
        break;
      default: break;
    }
  }
  return false;
}

}  // namespace

TermHash term_hash(std::string_view folded) { return static_cast<TermHash>(hash_bytes(folded) >> 32); }

Profile profile(std::string_view text, std::span<const Span> body, const Tokenizer& tokenizer) {
  Profile out;
  std::string folded;
  std::size_t last_end = std::string_view::npos;  // of the word before, in the text
  for (const Span span : body) {
    const std::string_view part = text.substr(span.start, span.end - span.start);
    const std::vector<Span> words = tokenizer.words(part);
    if (words.empty()) continue;
    const std::vector<Span> sentences = tokenizer.sentences(part);
    QuoteState quotes;
    std::size_t sentence = 0, before = 0;
    bool first = true;
    for (const Span w : words) {
      while (sentence < sentences.size() && sentences[sentence].end <= w.start) ++sentence, first = true;
      quotes.read(part.substr(before, w.start - before));
      before = w.end;
      const std::string_view token = part.substr(w.start, w.end - w.start);
      folded.clear();
      fold_to(token, folded);
      const std::uint64_t hash = hash_bytes(folded);
      out.terms.push_back(static_cast<TermHash>(hash >> 32));
      out.body_key[0] = combine(out.body_key[0], hash);
      out.body_key[1] = combine(out.body_key[1] ^ 0x6a09e667f3bcc909ULL, hash_bytes(folded, 1));
      std::size_t i = 0;
      const char32_t c = next_code_point(token, i);
      std::uint8_t marks = first ? sentence_start : 0;
      const bool is_upper = c < 0x80 ? (c >= 'A' && c <= 'Z') : icu_is_upper(c);
      if (is_upper) marks |= upper;
      if (first && last_end != std::string_view::npos) {
        const bool lower = !is_upper && (c < 0x80 ? (c >= 'a' && c <= 'z') : c < 0x530);
        const std::size_t at = span.start + w.start;
        if (lower || !ends_sentence(text.substr(last_end, at - last_end))) marks |= goes_on;
      }
      last_end = span.start + w.end;
      if (c < 0x80 ? (c >= '0' && c <= '9') : icu_is_digit(c)) marks |= digit;
      if ((marks & digit) && is_number(token)) marks |= number;
      if (quotes.open()) marks |= quoted;
      out.marks.push_back(marks);
      out.units.push_back(static_cast<std::uint8_t>(std::min<std::size_t>(255, stream_length(token))));
      first = false;
    }
  }
  out.terms.shrink_to_fit();
  out.marks.shrink_to_fit();
  out.units.shrink_to_fit();
  return out;
}

Rarity::Rarity(std::span<const Profile* const> profiles, const Background& background, const Control& control)
    : articles_(static_cast<double>(profiles.size())) {
  beside("rarity", control, [&] {
    for (const auto& language : background) {
      auto& expected = expected_.emplace_back();
      expected.reserve(language.words.size());
      for (std::size_t i = 0; i < language.words.size(); ++i) {
        const double frequency = std::pow(10.0, static_cast<double>(language.zipf[i]) - 9.0);
        expected.emplace(term_hash(language.words[i]), static_cast<float>(-std::expm1(-words_per_article * frequency)));
      }
    }
    std::vector<TermHash> all, own;
    for (const Profile* p : profiles) {
      own = p->terms;
      std::sort(own.begin(), own.end());
      own.erase(std::unique(own.begin(), own.end()), own.end());
      all.insert(all.end(), own.begin(), own.end());
    }
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size();) {
      std::size_t k = i;
      while (k < all.size() && all[k] == all[i]) ++k;
      counts_.emplace_back(all[i], static_cast<std::uint32_t>(k - i));
      i = k;
    }
    all = {};
    // Terms are hashes, so their first bits spread them evenly: about one to a bucket.
    shift_ = 32 - std::min(24, static_cast<int>(std::bit_width(counts_.size())));
    buckets_.assign((std::size_t{1} << (32 - shift_)) + 1, 0);
    for (const auto& [term, df] : counts_) ++buckets_[(term >> shift_) + 1];
    for (std::size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
    known_.resize(expected_.size() + 1);
    for (const Profile* p : profiles) {
      auto& values = known_[static_cast<std::size_t>(p->language + 1)];
      if (!values.empty()) continue;
      for (const auto& [term, df] : counts_) values.push_back(computed(term, df, p->language));
    }
  });
}

double Rarity::of(TermHash term, int language) const {
  for (std::uint32_t i = buckets_[term >> shift_]; i < buckets_[(term >> shift_) + 1]; ++i) {
    if (counts_[i].first != term) continue;
    const auto& values = known_[static_cast<std::size_t>(language + 1)];
    return values.empty() ? computed(term, counts_[i].second, language) : values[i];
  }
  return computed(term, 0, language);
}

double Rarity::computed(TermHash term, double df, int language) const {
  if (language < 0) return std::log((articles_ + 1) / (df + 0.5)) > 0 ? std::log((articles_ + 1) / (df + 0.5)) : 0;
  const auto& expected = expected_[static_cast<std::size_t>(language)];
  const auto known = expected.find(term);
  const double share = known == expected.end() ? unknown_share : std::max<double>(known->second, unknown_share);
  return std::max(0.0, -std::log((df + prior_articles * share) / (articles_ + prior_articles)));
}

std::vector<Weight> Rarity::vector(const Profile& p, std::size_t most, const Emphasis& emphasis) const {
  // Names and numbers tell stories apart better than other words as rare (Miranda et al. 2018).
  struct Entry {
    TermHash term;
    bool name;
    std::uint32_t at;
  };
  std::vector<Entry> entries(p.terms.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto m = p.marks[i];
    entries[i] = {p.terms[i], (m & digit) || ((m & upper) && !(m & sentence_start)),
                  static_cast<std::uint32_t>(i)};
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& x, const Entry& y) { return x.term != y.term ? x.term < y.term : x.at < y.at; });
  std::vector<Weight> out;
  for (std::size_t i = 0; i < entries.size();) {
    std::size_t k = i, names = 0;
    while (k < entries.size() && entries[k].term == entries[i].term) names += entries[k++].name;
    const double count = 1 + std::log(static_cast<double>(k - i));
    const double lead = emphasis.lead > 0 ? emphasis.lead * std::exp(-static_cast<double>(entries[i].at) / emphasis.lead_terms) : 0;
    const double factor = (2 * names >= k - i ? emphasis.names : 1) * (1 + lead);
    out.push_back({entries[i].term, static_cast<float>(count * factor * of(entries[i].term, p.language))});
    i = k;
  }
  if (out.size() > most) {
    std::nth_element(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(most), out.end(), [](const Weight& x, const Weight& y) {
      return x.weight != y.weight ? x.weight > y.weight : x.term < y.term;
    });
    out.resize(most);
    out.shrink_to_fit();  // many of these are kept
    std::sort(out.begin(), out.end(), [](const Weight& x, const Weight& y) { return x.term < y.term; });
  }
  double norm = 0;
  for (const auto& w : out) norm += static_cast<double>(w.weight) * w.weight;
  if (norm > 0) {
    for (auto& w : out) w.weight = static_cast<float>(w.weight / std::sqrt(norm));
  }
  return out;
}

LanguageGuess::LanguageGuess(const Background& background) {
  // The commonest words of each language; a word may be common in several.
  constexpr float common_zipf = 6.0F;
  if (background.size() > 64) throw std::invalid_argument("a background holds at most 64 languages");
  for (std::size_t l = 0; l < background.size(); ++l) {
    names_.push_back(background[l].language);
    if (background[l].words.size() != background[l].zipf.size()) {
      throw std::invalid_argument("background \"" + names_.back() + "\": words and zipf differ in length");
    }
    for (std::size_t i = 0; i < background[l].words.size(); ++i) {
      if (background[l].zipf[i] >= common_zipf) common_[term_hash(background[l].words[i])] |= std::uint64_t{1} << l;
    }
  }
}

std::int8_t LanguageGuess::of(const Profile& profile, std::string_view tag) const {
  tag = tag.substr(0, tag.find_first_of("-_"));
  if (!tag.empty()) {
    const auto it = std::find(names_.begin(), names_.end(), tag);
    return it == names_.end() ? std::int8_t{-1} : static_cast<std::int8_t>(it - names_.begin());
  }
  std::array<std::size_t, 64> hits{};
  for (const TermHash t : profile.terms) {
    const auto it = common_.find(t);
    for (std::uint64_t set = it == common_.end() ? 0 : it->second; set; set &= set - 1) ++hits[static_cast<std::size_t>(std::countr_zero(set))];
  }
  const auto best = std::max_element(hits.begin(), hits.end());
  return *best > 0 && 10 * *best >= profile.terms.size() ? static_cast<std::int8_t>(best - hits.begin()) : std::int8_t{-1};
}

double cosine(std::span<const Weight> a, std::span<const Weight> b) {
  double sum = 0;
  for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    if (a[i].term == b[k].term) {
      sum += static_cast<double>(a[i++].weight) * b[k++].weight;
    } else if (a[i].term < b[k].term) {
      ++i;
    } else {
      ++k;
    }
  }
  return std::min(1.0, sum);
}

}  // namespace wirecopy::detail
