// MinHash: an index of signatures that come one by one.
#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "minhash_bands.hpp"
#include "minhash_sets.hpp"

namespace wirecopy {

using detail::no_row;

MinHashIndex::MinHashIndex(unsigned k, const Bands& bands) : k_(k), bands_(bands), tables_(std::size_t{bands.bands} + 1) {
  detail::check_bands(bands, k);
}

std::uint32_t* MinHashIndex::Table::find(std::uint64_t key) {
  return const_cast<std::uint32_t*>(static_cast<const Table*>(this)->find(key));
}

const std::uint32_t* MinHashIndex::Table::find(std::uint64_t key) const {
  if (heads.empty()) return nullptr;
  for (std::size_t at = key & (heads.size() - 1); heads[at] != no_row; at = (at + 1) & (heads.size() - 1)) {
    if (keys[at] == key) return &heads[at];
  }
  return nullptr;
}

std::uint32_t& MinHashIndex::Table::make(std::uint64_t key) {
  if (2 * (used + 1) > heads.size()) {
    const Table old = std::move(*this);
    keys.assign(std::max<std::size_t>(16, 2 * old.heads.size()), 0);
    heads.assign(keys.size(), no_row);
    used = 0;
    for (std::size_t i = 0; i < old.heads.size(); ++i) {
      if (old.heads[i] != no_row) make(old.keys[i]) = old.heads[i];
    }
  }
  std::size_t at = key & (heads.size() - 1);
  while (heads[at] != no_row && keys[at] != key) at = (at + 1) & (heads.size() - 1);
  used += heads[at] == no_row;
  keys[at] = key;
  return heads[at];
}

void MinHashIndex::check(std::span<const std::uint32_t> signature) const {
  if (signature.size() != k_) throw std::invalid_argument("a signature must have k minima, " + std::to_string(k_));
}

std::span<const std::uint32_t> MinHashIndex::minima(std::uint32_t node) const {
  return std::span(signatures_).subspan(std::size_t{node} * k_, k_);
}

std::uint32_t MinHashIndex::insert(std::span<const std::uint32_t> signature) {
  check(signature);
  if (node_of_.size() >= no_row) throw std::length_error("the index is full: 4294967295 signatures");
  const auto row = static_cast<std::uint32_t>(node_of_.size());
  const std::size_t steps = std::size_t{bands_.bands} + 1;
  const std::uint64_t whole = detail::band_key(signature);
  std::uint32_t node = no_row;
  if (const std::uint32_t* head = tables_.back().find(whole)) {
    for (node = *head; node != no_row && !std::equal(signature.begin(), signature.end(), minima(node).begin());) {
      node = next_[node * steps + bands_.bands];
    }
  }
  if (node == no_row) {
    node = static_cast<std::uint32_t>(members_.size());
    members_.emplace_back();
    signatures_.insert(signatures_.end(), signature.begin(), signature.end());
    const bool empty = detail::is_empty(signature);  // such a one stands in no bucket
    for (std::size_t j = 0; j < steps; ++j) {
      if (empty && j + 1 < steps) {
        next_.push_back(no_row);
        continue;
      }
      auto& head = tables_[j].make(j + 1 == steps ? whole : detail::band_key(signature.subspan(j * bands_.rows, bands_.rows)));
      next_.push_back(head);
      head = node;
    }
  }
  members_[node].push_back(row);
  node_of_.push_back(node);
  ++present_;
  return row;
}

std::vector<std::uint32_t> MinHashIndex::query(std::span<const std::uint32_t> signature) const {
  check(signature);
  std::vector<std::uint32_t> nodes, rows;
  if (detail::is_empty(signature)) return rows;
  const std::size_t steps = std::size_t{bands_.bands} + 1;
  for (std::size_t j = 0; j < bands_.bands; ++j) {
    const auto mine = signature.subspan(j * bands_.rows, bands_.rows);
    const std::uint32_t* head = tables_[j].find(detail::band_key(mine));
    for (std::uint32_t node = head ? *head : no_row; node != no_row; node = next_[node * steps + j]) {
      if (std::equal(mine.begin(), mine.end(), minima(node).subspan(j * bands_.rows).begin())) nodes.push_back(node);
    }
  }
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  for (const auto node : nodes) rows.insert(rows.end(), members_[node].begin(), members_[node].end());
  std::sort(rows.begin(), rows.end());
  return rows;
}

void MinHashIndex::remove(std::uint32_t row) {
  if (row >= node_of_.size() || node_of_[row] == no_row) throw std::invalid_argument("no row " + std::to_string(row) + " in the index");
  auto& members = members_[node_of_[row]];
  members.erase(std::lower_bound(members.begin(), members.end(), row));
  node_of_[row] = no_row;
  --present_;
}

}  // namespace wirecopy
