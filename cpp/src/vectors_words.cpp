// Vectors, words: what stands beside a word makes its vector.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "memory.hpp"
#include "parallel.hpp"
#include "wirecopy/vectors.hpp"

namespace wirecopy {

namespace {

constexpr std::int32_t no_word = -1;
constexpr double faintest = 1e-3;  // of the largest singular value: axes below it are rounding

/// Sentences one after the other, with so much room between them that no window reaches from one into the next; and the
/// places of each word in them.
struct Line {
  std::vector<std::int32_t> words;
  std::vector<std::size_t> starts;    // by word, in `places`
  std::vector<std::uint32_t> places;
};

Line line_of(std::span<const std::int64_t> offsets, std::span<const std::int32_t> words, std::size_t vocabulary,
             std::size_t window) {
  if (offsets.empty() || offsets.front() != 0 || offsets.back() != static_cast<std::int64_t>(words.size())) {
    throw std::invalid_argument("offsets of sentences must go from 0 to the number of words");
  }
  Line line;
  line.words.assign(window, no_word);
  line.starts.assign(vocabulary + 1, 0);
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
    if (offsets[i + 1] < offsets[i]) throw std::invalid_argument("offsets of sentences must ascend");
    for (auto k = static_cast<std::size_t>(offsets[i]); k < static_cast<std::size_t>(offsets[i + 1]); ++k) {
      if (words[k] < no_word || words[k] >= static_cast<std::int64_t>(vocabulary)) {
        throw std::invalid_argument("word " + std::to_string(k) + " is no number of the vocabulary, nor -1");
      }
      line.words.push_back(words[k]);
      if (words[k] != no_word) ++line.starts[static_cast<std::size_t>(words[k]) + 1];
    }
    line.words.insert(line.words.end(), window, no_word);
  }
  if (line.words.size() > 0xffff'ffff) throw std::invalid_argument("words and room between sentences: 4294967295 at most");
  std::partial_sum(line.starts.begin(), line.starts.end(), line.starts.begin());
  line.places.resize(line.starts.back());
  std::vector<std::size_t> next(line.starts.begin(), line.starts.end() - 1);
  for (std::size_t at = 0; at < line.words.size(); ++at) {
    if (line.words[at] != no_word) line.places[next[static_cast<std::size_t>(line.words[at])]++] = static_cast<std::uint32_t>(at);
  }
  return line;
}

/// Calls see(word) for every word beside one of the places of `word`.
template <class See>
void each_neighbour(const Line& line, std::size_t word, std::size_t window, See&& see) {
  for (std::size_t k = line.starts[word]; k < line.starts[word + 1]; ++k) {
    const std::int32_t* const here = line.words.data() + line.places[k];
    for (std::size_t d = 1; d <= window; ++d) {
      if (*(here - d) != no_word) see(static_cast<std::size_t>(*(here - d)));
      if (here[d] != no_word) see(static_cast<std::size_t>(here[d]));
    }
  }
}

/// Neighbours of one word, counted; zero again after each word.
struct Counter {
  explicit Counter(std::size_t vocabulary) : count(vocabulary, 0) {}
  std::vector<std::uint32_t> count, seen;
};

/// A sparse matrix, row by row.
struct Information {
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  std::vector<float> values;
};

/// Positive pointwise mutual information of each word with each word beside it.
Information information_of(const Line& line, std::size_t vocabulary, const WordVectorOptions& options, const Control& control) {
  std::vector<std::uint64_t> beside(vocabulary, 0);  // neighbours of each word
  detail::parallel_for("word vectors", vocabulary, control, [&](std::size_t word) {
    each_neighbour(line, word, options.window, [&](std::size_t) { ++beside[word]; });
  }, 256);
  std::vector<double> context(vocabulary);
  for (std::size_t w = 0; w < vocabulary; ++w) context[w] = std::pow(static_cast<double>(beside[w]), options.smoothing);
  const double all = std::accumulate(context.begin(), context.end(), 0.0);
  struct Entry {
    std::int32_t word;
    float value;
  };
  std::vector<std::vector<Entry>> rows(vocabulary);
  constexpr std::size_t grain = 32;
  detail::PerThread<Counter> counters(vocabulary, control, (vocabulary + grain - 1) / grain);
  detail::parallel_blocks("word vectors", vocabulary, grain, control, [&](std::size_t begin, std::size_t end, unsigned worker) {
    Counter& c = counters[worker];
    for (std::size_t word = begin; word < end; ++word) {
      each_neighbour(line, word, options.window, [&](std::size_t other) {
        if (c.count[other]++ == 0) c.seen.push_back(static_cast<std::uint32_t>(other));
      });
      std::sort(c.seen.begin(), c.seen.end());
      for (const std::uint32_t other : c.seen) {
        const double often = std::exchange(c.count[other], 0);
        const double value = std::log(often * all / (static_cast<double>(beside[word]) * context[other]));
        if (value > 0) rows[word].push_back({static_cast<std::int32_t>(other), static_cast<float>(value)});
      }
      c.seen.clear();
      rows[word].shrink_to_fit();
    }
  });
  Information out;
  for (const auto& row : rows) out.indptr.push_back(out.indptr.back() + static_cast<std::int64_t>(row.size()));
  out.indices.reserve(static_cast<std::size_t>(out.indptr.back()));
  out.values.reserve(out.indices.capacity());
  for (auto& row : rows) {
    for (const Entry& e : row) out.indices.push_back(e.word), out.values.push_back(e.value);
    detail::release(row);
  }
  return out;
}

}  // namespace

WordVectors word_vectors(std::span<const std::int64_t> offsets, std::span<const std::int32_t> words, std::size_t vocabulary,
                         const WordVectorOptions& options, const Control& control) {
  if (options.window < 1 || options.window > 1000) throw std::invalid_argument("window must lie in 1 .. 1000");
  if (vocabulary > 0x7fffffff) throw std::invalid_argument("a vocabulary holds at most 2147483647 words");
  Information information;
  {
    Line line;
    detail::beside("word vectors", control, [&] { line = line_of(offsets, words, vocabulary, options.window); });
    information = information_of(line, vocabulary, options, control);
  }
  SvdOptions svd;
  svd.components = options.components, svd.iterations = options.iterations, svd.seed = options.seed;
  SvdOf<float> found = truncated_svd<float>({vocabulary, std::span<const std::int64_t>(information.indptr),
                                             std::span<const std::int32_t>(information.indices), information.values},
                                            svd, control);
  WordVectors out{found.components, std::move(found.rows)};
  std::vector<double> root(out.components);  // rows are already times the singular values
  for (std::size_t k = 0; k < root.size(); ++k) {
    const double value = found.singular_values[k];
    root[k] = value > faintest * static_cast<double>(found.singular_values.front()) ? 1 / std::sqrt(value) : 0;
  }
  for (std::size_t w = 0; w < vocabulary && out.components > 0; ++w) {
    float* const row = &out.rows[w * out.components];
    double norm = 0;
    for (std::size_t k = 0; k < root.size(); ++k) norm += std::pow(row[k] * root[k], 2);
    const double factor = norm > 0 ? 1 / std::sqrt(norm) : 0;
    for (std::size_t k = 0; k < root.size(); ++k) row[k] = static_cast<float>(row[k] * root[k] * factor);
  }
  return out;
}

}  // namespace wirecopy
