// MinHash: which signatures have a band in common.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <stdexcept>
#include <string>

#include "minhash_bands.hpp"
#include "minhash_sets.hpp"
#include "radix_sort.hpp"

namespace wirecopy {

namespace {

using detail::KeyAndNumber;

[[noreturn]] void too_many(std::size_t max_pairs) {
  throw std::length_error("more than max_pairs (" + std::to_string(max_pairs) +
                          ") pairs; raise the threshold or max_pairs, or collapse rows with the same signature");
}

/// Of each row the first row with the same signature; of an empty set: no_row.
std::vector<std::uint32_t> first_of_same(std::span<const std::uint32_t> signatures, std::size_t k, std::size_t rows) {
  std::vector<KeyAndNumber> keys;
  std::vector<std::uint32_t> first(rows, detail::no_row);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto signature = signatures.subspan(row * k, k);
    if (!detail::is_empty(signature)) keys.push_back({detail::band_key(signature), static_cast<std::uint32_t>(row)});
  }
  detail::radix_sort(keys);
  std::vector<std::uint32_t> firsts;  // of one key: more than one where hashes collide
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i == 0 || keys[i].key != keys[i - 1].key) firsts.clear();
    const auto mine = signatures.subspan(keys[i].number * k, k);
    const auto same = std::find_if(firsts.begin(), firsts.end(), [&](std::uint32_t row) {
      return std::equal(mine.begin(), mine.end(), signatures.begin() + static_cast<std::ptrdiff_t>(row * k));
    });
    first[keys[i].number] = same == firsts.end() ? keys[i].number : *same;
    if (same == firsts.end()) firsts.push_back(keys[i].number);
  }
  return first;
}

}  // namespace

double Bands::recall(double s) const {
  if (!(s >= 0 && s <= 1)) throw std::invalid_argument("a resemblance lies between 0 and 1");
  return 1 - std::pow(1 - std::pow(s, rows), bands);
}

Bands choose_bands(double threshold, unsigned k, double recall) {
  if (!(threshold > 0 && threshold <= 1)) throw std::invalid_argument("threshold must be over 0 and at most 1");
  if (!(recall > 0 && recall < 1)) throw std::invalid_argument("recall must lie between 0 and 1");
  for (unsigned rows = k; rows > 0; --rows) {
    for (unsigned bands = 1; bands <= k / rows; ++bands) {
      if (const Bands found{bands, rows}; found.recall(threshold) >= recall) return found;
    }
  }
  throw std::invalid_argument("k = " + std::to_string(k) + " minima are too few for this recall at this threshold; " +
                              "give more, or a higher threshold");
}

CandidatePairs candidate_pairs(std::span<const std::uint32_t> signatures, unsigned k, const Bands& bands, bool collapse,
                               std::size_t max_pairs, const Control& control) {
  detail::check_bands(bands, k);
  const std::size_t rows = detail::rows_of(signatures.size(), k);
  if (rows >= detail::no_row) throw std::invalid_argument("at most 4294967294 signatures");
  const auto band = [&](std::size_t row, std::size_t j) { return signatures.subspan(row * k + j * bands.rows, bands.rows); };
  const auto same_band = [&](std::size_t a, std::size_t b, std::size_t j) {
    const auto x = band(a, j), y = band(b, j);
    return std::equal(x.begin(), x.end(), y.begin());
  };
  std::vector<std::uint32_t> first, alone;
  std::vector<std::vector<std::uint32_t>> rest;  // of each in `alone`: the others with its signature
  std::vector<std::uint32_t> place(rows);
  detail::beside("candidates", control, [&] {
    first = first_of_same(signatures, k, rows);
    for (std::uint32_t row = 0; row < rows; ++row) {
      if (first[row] == row) place[row] = static_cast<std::uint32_t>(alone.size()), alone.push_back(row), rest.emplace_back();
      else if (first[row] != detail::no_row) rest[place[first[row]]].push_back(row);
    }
  });
  std::atomic<std::size_t> count{0};
  std::vector<std::vector<std::uint64_t>> found(bands.bands);  // a << 32 | b
  detail::parallel_blocks("candidates", bands.bands, 1, control, [&](std::size_t j, std::size_t, unsigned) {
    std::vector<KeyAndNumber> keys(alone.size());
    for (std::size_t i = 0; i < alone.size(); ++i) keys[i] = {detail::band_key(band(alone[i], j)), alone[i]};
    detail::radix_sort(keys);
    for (std::size_t begin = 0, end = 0; begin < keys.size(); begin = end) {
      for (end = begin + 1; end < keys.size() && keys[end].key == keys[begin].key;) ++end;
      for (std::size_t x = begin; x < end; ++x) {
        detail::throw_if_stopping();
        for (std::size_t y = x + 1; y < end; ++y) {
          const std::uint32_t a = keys[x].number, b = keys[y].number;
          if (!same_band(a, b, j)) continue;
          bool before = false;  // each pair is told by the first band it shares
          for (std::size_t i = 0; i < j && !before; ++i) before = same_band(a, b, i);
          if (before) continue;
          const std::size_t members = collapse ? 1 : (rest[place[a]].size() + 1) * (rest[place[b]].size() + 1);
          if (count.fetch_add(members, std::memory_order_relaxed) + members > max_pairs) too_many(max_pairs);
          found[j].push_back(std::uint64_t{a} << 32 | b);
        }
      }
    }
  });
  CandidatePairs out;
  detail::beside("candidates", control, [&] {
    std::size_t all = count;
    for (const auto& others : rest) {
      all += collapse ? others.size() : others.size() * (others.size() + 1) / 2;
      if (all > max_pairs) too_many(max_pairs);
    }
    std::vector<std::uint64_t> pairs;
    pairs.reserve(all);
    const auto add = [&](std::uint64_t a, std::uint64_t b) { pairs.push_back(std::min(a, b) << 32 | std::max(a, b)); };
    for (auto& of_band : found) {
      for (const std::uint64_t pair : of_band) {
        const auto a = static_cast<std::uint32_t>(pair >> 32), b = static_cast<std::uint32_t>(pair);
        add(a, b);
        if (collapse) continue;
        for (const auto y : rest[place[b]]) add(a, y);
        for (const auto x : rest[place[a]]) {
          add(x, b);
          for (const auto y : rest[place[b]]) add(x, y);
        }
      }
      of_band = {};
    }
    for (std::size_t i = 0; i < alone.size(); ++i) {
      for (std::size_t x = 0; x < rest[i].size(); ++x) {
        add(alone[i], rest[i][x]);
        for (std::size_t y = x + 1; y < rest[i].size() && !collapse; ++y) add(rest[i][x], rest[i][y]);
      }
    }
    std::sort(pairs.begin(), pairs.end());
    for (const std::uint64_t pair : pairs) {
      out.a.push_back(static_cast<std::int64_t>(pair >> 32));
      out.b.push_back(static_cast<std::int64_t>(pair & 0xffff'ffff));
    }
  });
  return out;
}

}  // namespace wirecopy
