// Stage 5, minhash: sets of shingles in; short signatures of them, candidates among signatures, and samples, out.
//
// A signature (Broder 1997) estimates the resemblance of two sets without the sets. Where the sets are at hand,
// shingle_join of the stage before is exact; signatures are for streams and for what is stored.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/export.hpp"
#include "wirecopy/pairs.hpp"

namespace wirecopy {

/// Sets of whole numbers, one after the other: set i is values[starts[i]..starts[i + 1]).
struct SetsView {
  std::span<const std::int64_t> starts;  ///< sets + 1, ascending from 0; empty: no sets
  std::span<const std::uint64_t> values;
  std::size_t size() const { return starts.empty() ? 0 : starts.size() - 1; }
  std::span<const std::uint64_t> operator[](std::size_t i) const {
    return values.subspan(static_cast<std::size_t>(starts[i]), static_cast<std::size_t>(starts[i + 1] - starts[i]));
  }
};

struct Sets {
  std::vector<std::int64_t> starts{0};
  std::vector<std::uint64_t> values;  ///< ascending inside a set, none twice
  SetsView view() const { return {starts, values}; }
};

/// The sets of shingles of many texts, each as shingles() gives it. O(total length). Throws TextError,
/// std::invalid_argument, Cancelled.
WIRECOPY_API Sets shingle_sets(std::span<const std::string_view> texts, const ShingleOptions& options = {},
                               const Control& control = {});

/// What a signature holds at every place before the set has a shingle.
inline constexpr std::uint32_t no_minimum = 0xffff'ffff;

/// k hash functions whose minima over a set are its signature (Broder 1997), in the family of Dahlgaard, Knudsen and Thorup
/// (Fast Similarity Sketching, FOCS 2017).
///
/// A shingle is mixed, with the seed, to 32 bits x. In round r, of 2k, it is h = a_r x + b_r modulo 2^32, a_r odd: the upper
/// bits of h draw one of k places and the lower ones a fraction (from round k on it is thrown into place r - k). The
/// function i gives a shingle the first round, and in it the least fraction, in which it is thrown into place i. A set of
/// many shingles has all its minima after a round or two, and costs no k functions for each; sets are merged and compared
/// like those of k independent functions, and the error is no larger, for a small set smaller: one round throws a shingle
/// into one place only.
/// What is not as in theory: rounds are linear in x, not independent; and different shingles may meet in the same minimum,
/// by which the estimate for two sets with u shingles in all is too high by up to u / 2^31.
class WIRECOPY_API MinHasher {
 public:
  /// k from 1 to 65536. Throws std::invalid_argument.
  explicit MinHasher(unsigned k = 128, std::uint64_t seed = 1);
  unsigned k() const { return k_; }
  std::uint64_t seed() const { return seed_; }
  /// Takes shingles (any 64-bit numbers, repeated or not) into a signature of k minima, which begins as k times
  /// no_minimum. O(shingles + k log k) for many shingles at once; one by one, O(k) each while they are few.
  void update(std::span<std::uint32_t> signature, std::span<const std::uint64_t> shingles) const;
  /// The signatures of many sets, sets x k. The same for any number of threads. Throws Cancelled.
  std::vector<std::uint32_t> signatures(const SetsView& sets, const Control& control = {}) const;
  /// Of the shingles of many texts: those of shingle_sets without their being kept. Throws TextError, Cancelled.
  std::vector<std::uint32_t> signatures(std::span<const std::string_view> texts, const ShingleOptions& options = {},
                                        const Control& control = {}) const;
  /// Both into the caller's array of sets x k, whatever it holds. Throws std::invalid_argument for another size.
  void signatures(const SetsView& sets, std::span<std::uint32_t> out, const Control& control = {}) const;
  void signatures(std::span<const std::string_view> texts, const ShingleOptions& options, std::span<std::uint32_t> out,
                  const Control& control = {}) const;

 private:
  unsigned k_;
  std::uint64_t seed_, key_;
  std::vector<std::uint32_t> a_, b_;  // of each round
};

/// Makes `into` the signature of the union of both sets: the smaller of each two minima. O(k). Throws
/// std::invalid_argument where the sizes differ, as all functions here do.
WIRECOPY_API void merge_signatures(std::span<std::uint32_t> into, std::span<const std::uint32_t> other);

/// The share of equal minima, which estimates the resemblance J with standard error sqrt(J (1 - J) / k); 0 where a set
/// is empty. O(k).
WIRECOPY_API double signature_similarity(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y);
/// The same of rows a[i] and b[i] of a matrix of rows of k minima. Throws std::invalid_argument for a row that is not
/// there, Cancelled.
WIRECOPY_API std::vector<double> signature_similarity(std::span<const std::uint32_t> signatures, unsigned k,
                                                      std::span<const std::int64_t> a, std::span<const std::int64_t> b,
                                                      const Control& control = {});

/// Words of 64 bits that a signature of k takes when `bits` of each minimum are kept.
constexpr std::size_t packed_words(unsigned k, unsigned bits) { return (std::size_t{k} * bits + 63) / 64; }
/// Keeps `bits` (1, 2, 4, 8 or 16) of a hash of each minimum (Li and König 2010): rows x packed_words. O(values).
WIRECOPY_API std::vector<std::uint64_t> pack_signatures(std::span<const std::uint32_t> signatures, unsigned k, unsigned bits,
                                                        const Control& control = {});
/// (P - 2^-bits) / (1 - 2^-bits), P being the share of equal places: the resemblance without what agrees by chance. Its
/// standard error is sqrt(P (1 - P) / k) / (1 - 2^-bits); it may be below 0. Two empty sets have 1: whether a set is
/// empty cannot be told any more.
WIRECOPY_API double packed_similarity(std::span<const std::uint64_t> x, std::span<const std::uint64_t> y, unsigned k, unsigned bits);
/// The same of rows a[i] and b[i]. Throws as signature_similarity does.
WIRECOPY_API std::vector<double> packed_similarity(std::span<const std::uint64_t> packed, unsigned k, unsigned bits,
                                                   std::span<const std::int64_t> a, std::span<const std::int64_t> b,
                                                   const Control& control = {});

/// Bands of an index: a signature is cut into `bands` of `rows` minima each, and two signatures are candidates where they
/// have the same band (Indyk and Motwani 1998).
struct Bands {
  unsigned bands = 0, rows = 0;
  /// That sets of resemblance s become candidates: 1 - (1 - s^rows)^bands.
  WIRECOPY_API double recall(double s) const;
};

/// The longest bands, and of these as few, as find pairs of resemblance `threshold` with probability `recall` or more
/// out of k minima: no other choice that does so has fewer candidates among pairs of low resemblance. Throws
/// std::invalid_argument where there is none.
WIRECOPY_API Bands choose_bands(double threshold, unsigned k = 128, double recall = 0.95);

/// Sorted by a, then b; a < b.
struct CandidatePairs {
  std::vector<std::int64_t> a, b;
  std::size_t size() const { return a.size(); }
};

/// Every pair of rows that have a band in common, each once; minima are compared, not hashes of them. Signatures of empty
/// sets are left out. `collapse`: of rows with the same signature the first alone is paired with others, and each of the
/// rest with it, so that n of them give n - 1 pairs. More than `max_pairs` is an error, std::length_error.
/// O(bands x rows + pairs inside buckets). The same for any number of threads. Throws std::invalid_argument, Cancelled.
WIRECOPY_API CandidatePairs candidate_pairs(std::span<const std::uint32_t> signatures, unsigned k, const Bands& bands,
                                            bool collapse = false, std::size_t max_pairs = 10'000'000,
                                            const Control& control = {});

/// Signatures that come one by one. Rows are numbered in the order in which they come; a removed row's number is not used
/// again. Not for use by several threads at once while one changes it.
class WIRECOPY_API MinHashIndex {
 public:
  /// Throws std::invalid_argument where the bands do not fit into k.
  MinHashIndex(unsigned k, const Bands& bands);
  /// Takes in a signature and gives it the next number. O(bands) on average.
  std::uint32_t insert(std::span<const std::uint32_t> signature);
  /// The rows that have a band in common with this signature, ascending; none for an empty set. Rows of the same
  /// signature stand in the buckets once. O(bands + different signatures in the buckets + what is given).
  std::vector<std::uint32_t> query(std::span<const std::uint32_t> signature) const;
  /// Throws std::invalid_argument where there is no such row.
  void remove(std::uint32_t row);
  std::size_t size() const { return present_; }
  const Bands& bands() const { return bands_; }

 private:
  struct Table {  // open addressing; key -> the last node with it
    std::vector<std::uint64_t> keys;
    std::vector<std::uint32_t> heads;
    std::size_t used = 0;
    std::uint32_t* find(std::uint64_t key);
    const std::uint32_t* find(std::uint64_t key) const;
    std::uint32_t& make(std::uint64_t key);
  };
  void check(std::span<const std::uint32_t> signature) const;
  std::span<const std::uint32_t> minima(std::uint32_t node) const;

  unsigned k_;
  Bands bands_;
  std::size_t present_ = 0;
  std::vector<Table> tables_;              // one a band, and one of whole signatures
  std::vector<std::uint32_t> signatures_;  // different ones (nodes) x k
  std::vector<std::uint32_t> next_;        // nodes x (bands + 1): the one before in the same bucket
  std::vector<std::vector<std::uint32_t>> members_;  // node -> rows, ascending
  std::vector<std::uint32_t> node_of_;     // row -> node
};

/// Shared shingles of sets a[i] and b[i], whose values ascend: what candidates are verified by. O(sizes of both sets).
/// Throws std::invalid_argument for a set that is not there, Cancelled.
WIRECOPY_API std::vector<std::int64_t> shared_values(const SetsView& sets, std::span<const std::int64_t> a,
                                                     std::span<const std::int64_t> b, const Control& control = {});

/// FracMinHash: of each set the members whose hash is below 2^64 / scale (1 or more), as these hashes, ascending: a sample
/// of one in `scale`. The sample of a union is the union of the samples. O(members). Throws std::invalid_argument,
/// Cancelled.
WIRECOPY_API Sets frac_minhash(const SetsView& sets, double scale, std::uint64_t seed = 1, const Control& control = {});
/// The same of the shingles of texts, and of each text how many different shingles it has.
WIRECOPY_API std::pair<Sets, std::vector<std::int64_t>> frac_minhash(std::span<const std::string_view> texts, double scale,
                                                                     std::uint64_t seed = 1, const ShingleOptions& options = {},
                                                                     const Control& control = {});

/// Estimate of the containment of a set of `size` members in another, out of its sample and the part of that which the
/// other's sample has: (shared / sampled) / (1 - (1 - 1 / scale)^size), at most 1 (Hera, Pierce-Ward and Koslicki,
/// bioRxiv 2022.01.11.475870: without the divisor it is too low for small sets, whose sample may be empty). 0 where the
/// sample is empty. `size` below 0: not known, taken as scale x sampled.
WIRECOPY_API double frac_containment(std::size_t shared, std::size_t sampled, double size, double scale);

struct SharedPairs {
  std::vector<std::int64_t> a, b, shared;  ///< by a, then b; a < b
};
/// Every pair of sets (values ascending) that has at least `min_shared` (1 or more) members in common and, of the smaller
/// set, at least the share `min_share`. More than `max_pairs` is std::length_error. O(members + pairs in each member's list).
/// The same for any number of threads. Throws std::invalid_argument, Cancelled.
WIRECOPY_API SharedPairs pairs_of_sets(const SetsView& sets, std::size_t min_shared = 1, double min_share = 0,
                                       std::size_t max_pairs = 10'000'000, const Control& control = {});

}  // namespace wirecopy
