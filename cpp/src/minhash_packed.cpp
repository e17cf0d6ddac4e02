// MinHash: a few bits of each minimum.
#include <bit>
#include <stdexcept>

#include "hash.hpp"
#include "minhash_sets.hpp"

namespace wirecopy {

namespace {

void check_bits(unsigned bits) {
  if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) throw std::invalid_argument("bits must be 1, 2, 4, 8 or 16");
}

/// The lowest bit of every place.
constexpr std::uint64_t lowest_bits(unsigned bits) { return ~std::uint64_t{0} / ((std::uint64_t{1} << bits) - 1); }

}  // namespace

std::vector<std::uint64_t> pack_signatures(std::span<const std::uint32_t> signatures, unsigned k, unsigned bits,
                                           const Control& control) {
  check_bits(bits);
  const std::size_t rows = detail::rows_of(signatures.size(), k), words = packed_words(k, bits);
  const std::uint64_t kept = (std::uint64_t{1} << bits) - 1;
  std::vector<std::uint64_t> out(rows * words);
  detail::parallel_for("pack", rows, control, [&](std::size_t row) {
    for (std::size_t i = 0; i < k; ++i) {
      const std::uint64_t place = detail::mix(signatures[row * k + i]) & kept;
      out[row * words + i * bits / 64] |= place << (i * bits % 64);
    }
  }, 1024);
  return out;
}

double packed_similarity(std::span<const std::uint64_t> x, std::span<const std::uint64_t> y, unsigned k, unsigned bits) {
  check_bits(bits);
  if (k == 0 || x.size() != packed_words(k, bits) || y.size() != x.size()) {
    throw std::invalid_argument("packed signatures must have the words that k and bits ask for");
  }
  std::size_t different = 0;
  for (std::size_t w = 0; w < x.size(); ++w) {
    std::uint64_t d = x[w] ^ y[w];
    for (unsigned shift = bits / 2; shift > 0; shift /= 2) d |= d >> shift;
    different += static_cast<std::size_t>(std::popcount(d & lowest_bits(bits)));
  }
  const double by_chance = 1.0 / static_cast<double>(std::uint64_t{1} << bits);
  const double equal = static_cast<double>(k - different) / static_cast<double>(k);
  return (equal - by_chance) / (1 - by_chance);
}

std::vector<double> packed_similarity(std::span<const std::uint64_t> packed, unsigned k, unsigned bits,
                                      std::span<const std::int64_t> a, std::span<const std::int64_t> b, const Control& control) {
  check_bits(bits);
  const std::size_t words = packed_words(k, bits);
  detail::check_rows(a, b, detail::rows_of(packed.size(), words));
  const auto row = [&](std::int64_t i) { return packed.subspan(static_cast<std::size_t>(i) * words, words); };
  std::vector<double> out(a.size());
  detail::parallel_for("similarity", a.size(), control, [&](std::size_t i) {
    out[i] = packed_similarity(row(a[i]), row(b[i]), k, bits);
  }, 4096);
  return out;
}

}  // namespace wirecopy
