#include "wirecopy/minhash.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string>

#include "hash.hpp"
#include "minhash_kernel.hpp"
#include "minhash_sets.hpp"
#include "pairs_shingles.hpp"
#include "parallel.hpp"

namespace wirecopy {

namespace {

constexpr std::size_t grain = 64;              // sets
constexpr std::size_t watched = 1 << 16;       // shingles between two looks at whether to stop
constexpr std::size_t soon = 1 << 23, sooner = 1 << 17;  // shingles and minima not worth a thread, and not worth several
constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;

void take(const detail::Throws& throws, std::span<const std::uint64_t> shingles, std::uint32_t* signature) {
#if WIRECOPY_X86
  if (detail::simd() == detail::Simd::avx512) return detail::take_avx512(throws, shingles.data(), shingles.size(), signature);
  if (detail::simd() == detail::Simd::avx2) return detail::take_avx2(throws, shingles.data(), shingles.size(), signature);
#endif
  detail::take_portable(throws, shingles.data(), shingles.size(), signature);
}

void check_room(std::span<const std::uint32_t> out, std::size_t sets, std::size_t k) {
  if (out.size() != sets * k) throw std::invalid_argument("the array must have room for " + std::to_string(sets) + " x k minima");
}

bool same_size(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y) {
  if (x.size() != y.size()) throw std::invalid_argument("signatures of different length cannot be compared");
  return !x.empty();
}

}  // namespace

namespace detail {

bool is_empty(std::span<const std::uint32_t> signature) {
  return std::all_of(signature.begin(), signature.end(), [](auto m) { return m == no_minimum; });
}

std::size_t rows_of(std::size_t values, std::size_t k) {
  if (k == 0 || values % k != 0) throw std::invalid_argument("signatures must be whole rows of k minima");
  return values / k;
}

void check_rows(std::span<const std::int64_t> a, std::span<const std::int64_t> b, std::size_t rows) {
  if (a.size() != b.size()) throw std::invalid_argument("a and b must be equally long");
  const auto there = [&](std::int64_t row) { return row >= 0 && static_cast<std::uint64_t>(row) < rows; };
  if (!std::all_of(a.begin(), a.end(), there) || !std::all_of(b.begin(), b.end(), there)) {
    throw std::invalid_argument("a and b must be row numbers, from 0 to " + std::to_string(rows) + " exclusive");
  }
}

void check_sets(const SetsView& sets) {
  if (sets.starts.empty()) return;
  if (sets.starts.front() != 0 || !std::is_sorted(sets.starts.begin(), sets.starts.end()) ||
      static_cast<std::uint64_t>(sets.starts.back()) > sets.values.size()) {
    throw std::invalid_argument("starts must begin with 0, ascend and lie inside the values");
  }
}

}  // namespace detail

MinHasher::MinHasher(unsigned k, std::uint64_t seed) : k_(k), seed_(seed), key_(detail::mix(seed + golden)) {
  if (k < 1 || k > 65536) throw std::invalid_argument("k must be from 1 to 65536");
  std::uint64_t state = key_;
  for (std::size_t round = 0; round < 2 * std::size_t{k}; ++round) {
    const std::uint64_t drawn = detail::mix(state += golden);
    a_.push_back(static_cast<std::uint32_t>(drawn >> 32) | 1U);
    b_.push_back(static_cast<std::uint32_t>(drawn));
  }
}

void MinHasher::update(std::span<std::uint32_t> signature, std::span<const std::uint64_t> shingles) const {
  if (signature.size() != k_) throw std::invalid_argument("the signature must have k minima, " + std::to_string(k_));
  const detail::Throws throws{key_, a_.data(), b_.data(), k_, static_cast<unsigned>(std::bit_width(2 * k_ - 1))};
  for (std::size_t at = 0; at < shingles.size(); at += watched) {
    take(throws, shingles.subspan(at, std::min(watched, shingles.size() - at)), signature.data());
    detail::throw_if_stopping();
  }
}

void MinHasher::signatures(const SetsView& sets, std::span<std::uint32_t> out, const Control& control) const {
  detail::check_sets(sets);
  check_room(out, sets.size(), k_);
  const auto sign = [&](std::size_t i) {
    const auto row = out.subspan(i * k_, k_);
    std::fill(row.begin(), row.end(), no_minimum);
    update(row, sets[i]);
  };
  const std::size_t work = sets.values.size() + out.size();
  const bool alone = detail::worker_count(control, sets.size()) == 1;
  if (work < (alone ? soon : sooner)) return detail::for_at_once("signatures", sets.size(), control, sign);
  detail::parallel_for("signatures", sets.size(), control, sign, grain);
}

void MinHasher::signatures(std::span<const std::string_view> texts, const ShingleOptions& options, std::span<std::uint32_t> out,
                           const Control& control) const {
  check_room(out, texts.size(), k_);
  std::fill(out.begin(), out.end(), no_minimum);  // of a text without shingles nothing is told
  detail::each_shingle_set("signatures", texts, options, control, [&](std::size_t i, std::span<const std::uint64_t> shingles) {
    update(out.subspan(i * k_, k_), shingles);
  });
}

std::vector<std::uint32_t> MinHasher::signatures(const SetsView& sets, const Control& control) const {
  std::vector<std::uint32_t> out(sets.size() * k_);
  signatures(sets, out, control);
  return out;
}

std::vector<std::uint32_t> MinHasher::signatures(std::span<const std::string_view> texts, const ShingleOptions& options,
                                                 const Control& control) const {
  std::vector<std::uint32_t> out(texts.size() * k_);
  signatures(texts, options, out, control);
  return out;
}

void merge_signatures(std::span<std::uint32_t> into, std::span<const std::uint32_t> other) {
  same_size(into, other);
  for (std::size_t i = 0; i < into.size(); ++i) into[i] = std::min(into[i], other[i]);
}

double signature_similarity(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y) {
  if (!same_size(x, y) || detail::is_empty(x) || detail::is_empty(y)) return 0;
  std::uint32_t equal = 0;
  for (std::size_t i = 0; i < x.size(); ++i) equal += x[i] == y[i];
  return static_cast<double>(equal) / static_cast<double>(x.size());
}

std::vector<double> signature_similarity(std::span<const std::uint32_t> signatures, unsigned k, std::span<const std::int64_t> a,
                                         std::span<const std::int64_t> b, const Control& control) {
  detail::check_rows(a, b, detail::rows_of(signatures.size(), k));
  const auto row = [&](std::int64_t i) { return signatures.subspan(static_cast<std::size_t>(i) * k, k); };
  std::vector<double> out(a.size());
  detail::parallel_for("similarity", a.size(), control, [&](std::size_t i) {
    out[i] = signature_similarity(row(a[i]), row(b[i]));
  }, 4096);
  return out;
}

}  // namespace wirecopy
