#include <algorithm>
#include <chrono>

#include "memory.hpp"
#include "parallel.hpp"
#include "pipeline_run.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t most_words = 1'500'000;         // of all articles of a language: 6 MB, kept until explain() asks
constexpr std::size_t most_of_one = 5000;             // of one article
constexpr std::size_t fewest_articles = 500;          // with fewer, what stands beside a word is chance
constexpr std::size_t fewest_holding = 5;             // articles that hold a word that gets a vector
constexpr std::size_t most_terms = 15'000;

/// The terms that enough articles hold, those of most articles first where they are too many; ascending.
std::vector<TermHash> vocabulary(std::span<const TermHash> terms, std::span<const std::int64_t> articles) {
  std::vector<TermHash> held, own;
  for (std::size_t i = 0; i + 1 < articles.size(); ++i) {
    own.assign(terms.begin() + articles[i], terms.begin() + articles[i + 1]);
    std::sort(own.begin(), own.end());
    held.insert(held.end(), own.begin(), std::unique(own.begin(), own.end()));
  }
  std::sort(held.begin(), held.end());
  struct Count {
    TermHash term;
    std::size_t articles;
  };
  std::vector<Count> counts;
  for (std::size_t i = 0; i < held.size();) {
    std::size_t k = i;
    while (k < held.size() && held[k] == held[i]) ++k;
    if (k - i >= fewest_holding) counts.push_back({held[i], k - i});
    i = k;
  }
  std::sort(counts.begin(), counts.end(), [](const Count& x, const Count& y) {
    return x.articles != y.articles ? x.articles > y.articles : x.term < y.term;
  });
  if (counts.size() > most_terms) counts.resize(most_terms);
  std::vector<TermHash> out;
  for (const Count& c : counts) out.push_back(c.term);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

void WordSample::add(const Profile& body) {
  Texts& texts = texts_[body.language];
  const std::size_t count = std::min(body.terms.size(), most_of_one);
  if (texts.terms.size() + count > most_words) return;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t marks = body.marks[i];
    if (i > 0 && (marks & sentence_start) && !(marks & goes_on)) {
      texts.sentences.push_back(static_cast<std::int64_t>(texts.terms.size()));
    }
    texts.terms.push_back(body.terms[i]);
  }
  texts.sentences.push_back(static_cast<std::int64_t>(texts.terms.size()));
  texts.articles.push_back(static_cast<std::int64_t>(texts.terms.size()));
}

std::int32_t WordSample::Words::row(TermHash term) const {
  const auto it = std::lower_bound(terms.begin(), terms.end(), term);
  return it != terms.end() && *it == term ? static_cast<std::int32_t>(it - terms.begin()) : -1;
}

const WordSample::Words& WordSample::of(std::int8_t language, const Control& control) const {
  std::unique_lock lock(learning_, std::defer_lock);
  while (!lock.try_lock_for(std::chrono::milliseconds(50))) {
    if (control.tick && !control.tick({"word vectors", 0, 1})) throw Cancelled();
  }
  if (const auto it = words_.find(language); it != words_.end()) return it->second;
  Words words;
  const auto it = texts_.find(language);
  if (it != texts_.end() && it->second.articles.size() > fewest_articles) {
    const Texts& texts = it->second;
    std::vector<std::int32_t> numbers;
    beside("word vectors", control, [&] {
      words.terms = vocabulary(texts.terms, texts.articles);
      numbers.reserve(texts.terms.size());
      for (const TermHash term : texts.terms) numbers.push_back(words.row(term));
    });
    if (!words.terms.empty()) words.vectors = word_vectors(texts.sentences, numbers, words.terms.size(), {}, control);
    trim_memory();
  }
  return words_.emplace(language, std::move(words)).first->second;
}

}  // namespace wirecopy::detail
