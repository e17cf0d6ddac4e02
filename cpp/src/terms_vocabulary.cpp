#include "terms_vocabulary.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "terms_order.hpp"

namespace wirecopy {

namespace {

using detail::PairTable;

/// Adds one term of at most `most` words. A term that no text can have (an empty word) is left out.
void add_words(std::string_view term, std::uint32_t column, unsigned most, Vocabulary::Impl::Lookup& lookup) {
  const auto words = static_cast<std::size_t>(std::count(term.begin(), term.end(), ' ')) + 1;
  if (words > most || term.empty() || term.front() == ' ' || term.back() == ' ' || term.find("  ") != term.npos) return;
  const auto number_of = [&](std::size_t level, std::uint32_t number) {
    if (number == lookup.columns[level].size()) lookup.columns[level].push_back(detail::no_column);
    return number;
  };
  std::uint32_t run = 0;
  for (std::size_t level = 0, at = 0; level < words; ++level) {
    const std::size_t end = std::min(term.find(' ', at), term.size());
    const std::uint32_t word = number_of(0, lookup.tables.words.insert(term.substr(at, end - at)));
    if (level == 0) {
      run = word;
    } else {
      const std::uint64_t key = PairTable::key(run, word);
      run = number_of(level, lookup.tables.runs[level - 1].insert(key, PairTable::hash(key)));
    }
    at = end + 1;
  }
  lookup.columns[words - 1][run] = column;
}

}  // namespace

Vocabulary::Vocabulary(std::span<const std::string_view> terms, std::span<const std::int32_t> columns)
    : impl_(std::make_unique<Impl>()) {
  if (terms.size() != columns.size()) throw std::invalid_argument("a vocabulary needs one column per term");
  auto& [tables, column] = impl_->strings;
  column.resize(1);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (columns[i] < 0) throw std::invalid_argument("term " + std::to_string(i) + " has a negative column");
    if (tables.words.insert(terms[i]) != i) {
      throw std::invalid_argument("term " + std::to_string(i) + " stands twice in the vocabulary");
    }
    column[0].push_back(static_cast<std::uint32_t>(columns[i]));
    impl_->columns = std::max(impl_->columns, static_cast<std::size_t>(columns[i]) + 1);
  }
}
Vocabulary::~Vocabulary() = default;
Vocabulary::Vocabulary(Vocabulary&&) noexcept = default;
Vocabulary& Vocabulary::operator=(Vocabulary&&) noexcept = default;
std::size_t Vocabulary::columns() const { return impl_->columns; }

const Vocabulary::Impl::Lookup& Vocabulary::Impl::lookup(const CountOptions& options) const {
  const bool words = options.unit == TermUnit::word || options.unit == TermUnit::icu_word;
  if (!words || options.max_n == 1) return strings;
  const std::lock_guard lock(mutex_);
  auto& found = runs_[options.max_n];
  if (!found) {
    auto made = std::make_unique<Lookup>();
    made->tables.runs.resize(options.max_n - 1);
    made->columns.resize(options.max_n);
    char room[16];
    for (std::uint32_t k = 0; k < strings.columns[0].size(); ++k) {
      add_words(strings.tables.words.text(k, room), strings.columns[0][k], options.max_n, *made);
    }
    found = std::move(made);
  }
  return *found;
}

}  // namespace wirecopy
