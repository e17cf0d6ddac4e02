#include "terms_count.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <utility>

#include "icu.hpp"
#include "parallel.hpp"
#include "wirecopy/errors.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy {

namespace {

using detail::TermTable;

constexpr std::size_t code_point_count = 0x110000;
constexpr std::size_t grain = 16;
constexpr auto most = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max());

/// What one worker has counted: rows of (number of the term, count), one after the other.
struct Worker {
  TermTable terms;
  std::vector<std::pair<std::uint32_t, std::int32_t>> entries;
  std::vector<std::int32_t> count;     // per term, of the text at hand
  std::vector<std::uint32_t> touched;  // terms of the text at hand
  detail::TermScratch scratch;
  std::vector<std::uint32_t> column;   // of each term, once all have been counted

  void add(std::uint32_t term) {
    if (term >= count.size()) count.resize(std::max<std::size_t>(term + 1, count.size() * 2));
    if (count[term]++ == 0) touched.push_back(term);
  }
  void close_row() {
    for (const auto term : touched) entries.emplace_back(term, std::exchange(count[term], 0));
    touched.clear();
  }
};

struct Row {
  unsigned worker = 0;
  std::size_t begin = 0, end = 0;
};

/// Fills in a matrix from rows that lie with the workers. `column` turns a worker's term into a column.
template <class Column>
Counts gather(const std::vector<Row>& rows, const std::vector<Worker>& workers, const Control& control, Column&& column) {
  Counts out;
  out.indptr.reserve(rows.size() + 1);
  for (const auto& r : rows) out.indptr.push_back(out.indptr.back() + static_cast<std::int64_t>(r.end - r.begin));
  out.indices.resize(static_cast<std::size_t>(out.indptr.back()));
  out.counts.resize(out.indices.size());
  detail::parallel_blocks("terms", rows.size(), 64, control, [&](std::size_t begin, std::size_t end, unsigned) {
    std::vector<std::pair<std::uint32_t, std::int32_t>> row;
    for (std::size_t i = begin; i < end; ++i) {
      const Worker& w = workers[rows[i].worker];
      row.clear();
      for (std::size_t k = rows[i].begin; k < rows[i].end; ++k) {
        row.emplace_back(column(w, w.entries[k].first), w.entries[k].second);
      }
      std::sort(row.begin(), row.end());
      auto at = static_cast<std::size_t>(out.indptr[i]);
      for (const auto& [c, n] : row) {
        out.indices[at] = static_cast<std::int32_t>(c);
        out.counts[at++] = n;
      }
    }
  });
  return out;
}

/// Walks over the texts; term(worker, string) gives the number to count a term under, TermTable::none to pass it over.
template <class Number>
std::vector<Row> count_rows(std::span<const std::string_view> texts, const CountOptions& options, const Control& control,
                            std::vector<Worker>& workers, Number&& number) {
  TermTable stop_words;
  for (const auto& word : options.stop_words) stop_words.insert(word);
  std::vector<Row> rows(texts.size());
  workers.resize(detail::worker_count(control, (texts.size() + grain - 1) / grain));
  detail::parallel_blocks("terms", texts.size(), grain, control, [&](std::size_t begin, std::size_t end, unsigned me) {
    Worker& w = workers[me];
    for (std::size_t i = begin; i < end; ++i) {
      validate(texts[i], i);
      detail::each_term(texts[i], options, stop_words, w.scratch, [&](std::string_view term) {
        const std::uint32_t id = number(w, term);
        if (id != TermTable::none) w.add(id);
      });
      rows[i] = {me, w.entries.size(), w.entries.size() + w.touched.size()};
      w.close_row();
    }
  });
  return rows;
}

/// Places of the strings in order of their bytes: by the first eight, then by all.
std::vector<std::uint32_t> byte_order(const TermTable& terms) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keys(terms.size());
  for (std::uint32_t id = 0; id < keys.size(); ++id) {
    std::uint64_t key = 0;
    const auto term = terms[id];
    for (std::size_t k = 0; k < 8; ++k) key = key << 8 | (k < term.size() ? static_cast<unsigned char>(term[k]) : 0U);
    keys[id] = {key, id};
  }
  std::sort(keys.begin(), keys.end(), [&](const auto& x, const auto& y) {
    return x.first != y.first ? x.first < y.first : terms[x.second] < terms[y.second];
  });
  std::vector<std::uint32_t> order(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) order[i] = keys[i].second;
  return order;
}

}  // namespace

std::span<const std::uint8_t> character_classes() {
  static const std::vector<std::uint8_t> classes = [] {
    std::vector<std::uint8_t> out(code_point_count);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto c = static_cast<char32_t>(i);
      if (c == U'_' || detail::icu_is_alnum(c)) out[i] |= word_character;
      if (detail::icu_is_space(c)) out[i] |= space_character;
    }
    return out;
  }();
  return classes;
}

CountOptions detail::checked(const CountOptions& options) {
  if (options.min_n < 1 || options.min_n > options.max_n) {
    throw std::invalid_argument("min_n must be 1 or more and at most max_n");
  }
  if (!options.classes.empty() && options.classes.size() != code_point_count) {
    throw std::invalid_argument("classes must have one byte per code point, 0x110000 in all");
  }
  CountOptions out = options;
  if (out.classes.empty()) out.classes = character_classes();
  return out;
}

struct Vocabulary::Impl {
  TermTable table;
  std::vector<std::uint32_t> column;  // of each number
  std::size_t columns = 0;
};

Vocabulary::Vocabulary(std::span<const std::string_view> terms, std::span<const std::int32_t> columns)
    : impl_(std::make_unique<Impl>()) {
  if (terms.size() != columns.size()) throw std::invalid_argument("a vocabulary needs one column per term");
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (columns[i] < 0) throw std::invalid_argument("term " + std::to_string(i) + " has a negative column");
    if (impl_->table.insert(terms[i]) != i) {
      throw std::invalid_argument("term " + std::to_string(i) + " stands twice in the vocabulary");
    }
    impl_->column.push_back(static_cast<std::uint32_t>(columns[i]));
    impl_->columns = std::max(impl_->columns, static_cast<std::size_t>(columns[i]) + 1);
  }
}
Vocabulary::~Vocabulary() = default;
Vocabulary::Vocabulary(Vocabulary&&) noexcept = default;
Vocabulary& Vocabulary::operator=(Vocabulary&&) noexcept = default;
std::size_t Vocabulary::columns() const { return impl_->columns; }

CountedTerms count_terms(std::span<const std::string_view> texts, const CountOptions& options, const Control& control) {
  const auto how = detail::checked(options);
  std::vector<Worker> workers;
  const auto rows = count_rows(texts, how, control, workers,
                               [](Worker& w, std::string_view term) { return w.terms.insert(term); });
  CountedTerms out;
  detail::beside("vocabulary", control, [&] {
    // The order in which workers met the terms depends on the threads; the order of bytes does not.
    TermTable all;
    for (auto& w : workers) {
      w.column.resize(w.terms.size());
      for (std::uint32_t id = 0; id < w.column.size(); ++id) w.column[id] = all.insert(w.terms[id], w.terms.hash(id));
      w.terms = {};
    }
    if (all.size() > most) throw std::length_error("more than 2^31 - 1 distinct terms; use fewer units in a term");
    const auto order = byte_order(all);
    std::vector<std::uint32_t> rank(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      rank[order[i]] = i;
      out.terms.data.append(all[order[i]]);
      out.terms.offsets.push_back(static_cast<std::int64_t>(out.terms.data.size()));
    }
    for (auto& w : workers) {
      for (auto& c : w.column) c = rank[c];
    }
  });
  out.counts = gather(rows, workers, control, [](const Worker& w, std::uint32_t term) { return w.column[term]; });
  out.counts.columns = out.terms.size();
  return out;
}

Counts count_terms(std::span<const std::string_view> texts, const Vocabulary& vocabulary, const CountOptions& options,
                   const Control& control) {
  const auto how = detail::checked(options);
  const auto& known = vocabulary.impl();
  std::vector<Worker> workers;
  const auto rows = count_rows(texts, how, control, workers, [&](Worker&, std::string_view term) {
    return known.table.find(term);
  });
  auto out = gather(rows, workers, control, [&](const Worker&, std::uint32_t term) { return known.column[term]; });
  out.columns = known.columns;
  return out;
}

}  // namespace wirecopy
