// Terms: the counter itself, from texts to rows with columns.
#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>

#include "parallel.hpp"
#include "terms_hashed.hpp"
#include "terms_rows.hpp"
#include "terms_vocabulary.hpp"

namespace wirecopy {

struct TermCounter::Impl {
  CountOptions options;
  detail::CharacterReader characters;
  std::optional<Tokenizer> tokenizer;
  const Vocabulary::Impl::Lookup* known = nullptr;
  std::size_t known_columns = 0;
  bool keep_rows;
  std::vector<std::unique_ptr<detail::Worker>> workers;
  std::vector<detail::TextPlace> rows;

  Impl(const CountOptions& given, bool keep) : options(detail::checked(given)), characters(options), keep_rows(keep) {
    if (options.unit == TermUnit::icu_word) tokenizer.emplace();
  }

  std::unique_ptr<CountedRows::Impl> rows_without_columns() {
    auto out = std::make_unique<CountedRows::Impl>();
    for (auto& worker : workers) worker->finish();
    out->workers = std::move(workers);
    out->rows = std::move(rows);
    workers.clear();
    rows.clear();
    return out;
  }
};

TermCounter::TermCounter(const CountOptions& options, bool keep_rows) : impl_(std::make_unique<Impl>(options, keep_rows)) {}
TermCounter::TermCounter(const Vocabulary& vocabulary, const CountOptions& options) : TermCounter(options) {
  impl_->known = &vocabulary.impl().lookup(impl_->options);
  impl_->known_columns = vocabulary.columns();
}
TermCounter::~TermCounter() = default;
TermCounter::TermCounter(TermCounter&&) noexcept = default;
TermCounter& TermCounter::operator=(TermCounter&&) noexcept = default;

void TermCounter::add(std::span<const TextView> texts, const Control& control) {
  // So much for a thread at once that what it costs to ask for more is nothing, and so little that none waits long for the last.
  constexpr std::size_t units_at_once = std::size_t{1} << 16, most_at_once = 32;
  std::size_t units = 0;
  for (const TextView& text : texts) units += text.size;
  const std::size_t by_units = units_at_once * texts.size() / std::max<std::size_t>(1, units);
  const std::size_t grain = std::clamp<std::size_t>(by_units, 1, most_at_once);
  const std::size_t before = impl_->rows.size();
  const unsigned threads = detail::worker_count(control, (texts.size() + grain - 1) / grain);
  while (impl_->workers.size() < threads) {
    impl_->workers.push_back(std::make_unique<detail::Worker>(
        impl_->options, impl_->characters, impl_->tokenizer ? &*impl_->tokenizer : nullptr,
        impl_->known ? &impl_->known->tables : nullptr, impl_->keep_rows));
  }
  impl_->rows.resize(before + texts.size());
  for (unsigned w = 0; w < threads; ++w) impl_->workers[w]->expect(units / threads);
  detail::parallel_blocks("terms", texts.size(), grain, control, [&](std::size_t begin, std::size_t end, unsigned me) {
    detail::Worker& worker = *impl_->workers[me];
    auto place = static_cast<std::uint32_t>(worker.row_ends.size() / worker.levels.size());
    for (std::size_t i = begin; i < end; ++i) {
      if (i + 1 < texts.size()) {  // which may lie anywhere, so that the processor by itself would wait for its first lines
        const auto* const next = static_cast<const char*>(texts[i + 1].data);
        for (std::size_t k = 0; k < std::min<std::size_t>(texts[i + 1].size, 1024); k += 64) __builtin_prefetch(next + k);
      }
      worker.count(texts[i], before + i);
      impl_->rows[before + i] = {me, place++};
    }
    worker.flush_tokens();
  });
}

CountedRows TermCounter::finish(const Control& control) {
  const detail::SameTeam team;
  auto out = impl_->rows_without_columns();
  const bool words = detail::made_of_words(impl_->options);
  const unsigned min_n = impl_->options.min_n, max_n = impl_->options.max_n;
  if (impl_->known) {
    out->columns = impl_->known_columns;
    out->all_kept = false;
    if (!words) {
      const auto& known = *impl_->known;
      detail::find_paths(*out, min_n, max_n, control, [&](std::string_view term) {
        const std::uint32_t number = known.tables.words.find(term);
        return number == detail::no_term ? detail::no_column : known.columns[0][number];
      });
      return CountedRows(std::move(out));
    }
    out->column.resize(out->workers.size());
    for (auto& of : out->column) of.assign(impl_->known->columns.begin(), impl_->known->columns.end());
    return CountedRows(std::move(out));
  }
  out->order = std::make_unique<detail::Order>(out->workers, max_n, control);
  if (!words) {
    detail::LeafTerms terms;
    detail::beside("vocabulary", control, [&] { terms = detail::terms_of_leaves(*out->order, min_n, max_n); });
    out->leaf_terms = std::move(terms.places);
    out->take_leaves(std::move(terms.paths), out->leaf_terms.size(), control);
    return CountedRows(std::move(out));
  }
  const auto& levels = out->order->levels();
  for (const auto& level : levels) out->column_of.emplace_back(level.size(), detail::no_column);
  std::size_t columns = 0;
  const auto take = [&](std::size_t level, std::size_t rank, bool counted = true) {
    if (!counted) return detail::no_column;
    if (columns == static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) throw detail::TooManyTerms();
    return out->column_of[level][rank] = static_cast<std::uint32_t>(columns++);
  };
  if (max_n > 1) {
    auto paths = detail::paths_of_runs(*out->order, min_n, take, control);
    out->take_leaves(std::move(paths), columns, control);
    return CountedRows(std::move(out));
  }
  detail::beside("vocabulary", control, [&] {
    for (std::size_t rank = 0; rank < levels[0].size(); ++rank) {
      if (levels[0].rows[rank] > 0) take(0, rank);
    }
    out->columns = columns;
    out->place_columns();
  });
  return CountedRows(std::move(out));
}

CountedRows TermCounter::finish_hashed(std::size_t columns, bool alternate_sign, const Control& control) {
  const detail::SameTeam team;
  if (columns < 1 || columns > 0x7fff'ffff) throw std::invalid_argument("columns must be between 1 and 2^31 - 1");
  auto out = impl_->rows_without_columns();
  const auto size = static_cast<std::uint32_t>(columns);
  out->columns = columns;
  out->hashed = true;
  if (detail::made_of_words(impl_->options)) {
    if (impl_->options.max_n == 1) detail::hash_words(*out, size, alternate_sign, control);
    else detail::hash_runs(*out, impl_->options.min_n, impl_->options.max_n, size, alternate_sign, control);
  } else {
    detail::find_paths(*out, impl_->options.min_n, impl_->options.max_n, control,
                       [&](std::string_view term) { return detail::hashed_column(term, size, alternate_sign); });
  }
  return CountedRows(std::move(out));
}

namespace {

Counts counts_of(const CountedRows& rows, const Control& control) {
  Counts out;
  out.columns = rows.columns();
  out.indptr.resize(rows.rows() + 1);
  out.indices.resize(rows.entries(control));
  out.counts.resize(out.indices.size());
  std::vector<std::int32_t> indptr(rows.rows() + 1);
  rows.write<std::int32_t, std::int32_t>(indptr, out.indices, out.counts, {}, control);
  std::copy(indptr.begin(), indptr.end(), out.indptr.begin());
  return out;
}

}  // namespace

CountedTerms count_terms(std::span<const std::string_view> texts, const CountOptions& options, const Control& control) {
  TermCounter counter(options);
  const std::vector<TextView> views(texts.begin(), texts.end());
  counter.add(views, control);
  const CountedRows rows = counter.finish(control);
  CountedTerms out;
  out.terms = rows.terms();
  out.counts = counts_of(rows, control);
  return out;
}

Counts count_terms(std::span<const std::string_view> texts, const Vocabulary& vocabulary, const CountOptions& options,
                   const Control& control) {
  TermCounter counter(vocabulary, options);
  const std::vector<TextView> views(texts.begin(), texts.end());
  counter.add(views, control);
  return counts_of(counter.finish(control), control);
}

}  // namespace wirecopy
