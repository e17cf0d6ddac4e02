// MinHash: sets of shingles of many texts one by one, and what is checked of sets and signatures.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "pairs_shingles.hpp"
#include "parallel.hpp"
#include "wirecopy/minhash.hpp"

namespace wirecopy::detail {

/// Whether it is the signature of an empty set.
bool is_empty(std::span<const std::uint32_t> signature);
/// Rows of k that so many values are. Throws std::invalid_argument.
std::size_t rows_of(std::size_t values, std::size_t k);
/// Throws std::invalid_argument unless all are numbers of rows.
void check_rows(std::span<const std::int64_t> a, std::span<const std::int64_t> b, std::size_t rows);
/// Throws std::invalid_argument unless the starts ascend inside the values.
void check_sets(const SetsView& sets);

/// Calls body(row, different shingles in the order in which they first come) for each text, from many threads.
/// Throws TextError, std::invalid_argument, Cancelled.
template <class Body>
void each_shingle_set(std::string_view stage, std::span<const std::string_view> texts, const ShingleOptions& options,
                      const Control& control, Body&& body) {
  constexpr std::size_t texts_at_once = 16;
  const ShingleOptions how = checked(options);
  const Tokenizer tokenizer;
  std::vector<std::unique_ptr<Shingler>> cuts(worker_count(control, (texts.size() + texts_at_once - 1) / texts_at_once));
  parallel_blocks(stage, texts.size(), texts_at_once, control, [&](std::size_t begin, std::size_t end, unsigned worker) {
    if (!cuts[worker]) cuts[worker] = std::make_unique<Shingler>(how, tokenizer);
    for (std::size_t i = begin; i < end; ++i) {
      body(i, (*cuts[worker])(texts[i], i));
    }
  });
}

/// Lays sets that were made apart one after the other.
inline Sets joined(std::vector<std::vector<std::uint64_t>>& sets) {
  Sets out;
  out.starts.reserve(sets.size() + 1);
  for (const auto& set : sets) out.starts.push_back(out.starts.back() + static_cast<std::int64_t>(set.size()));
  out.values.reserve(static_cast<std::size_t>(out.starts.back()));
  for (auto& set : sets) {
    out.values.insert(out.values.end(), set.begin(), set.end());
    set = {};
  }
  return out;
}

}  // namespace wirecopy::detail
