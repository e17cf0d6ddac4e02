// Pairs: what the joins of rows share, whatever the rows are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "pairs_filter.hpp"
#include "wirecopy/pairs.hpp"

namespace wirecopy::detail {

/// A pair by places of x and y.
struct FoundPair {
  std::uint32_t x, y;
  double similarity;
};

/// A join that was made ready: finds the pairs of any rows of x. Rows are known by their places (pairs_filter.hpp).
class PairReader {
 public:
  /// `rows_y`: of y, or of x itself where `self`.
  PairReader(std::size_t rows_x, std::size_t rows_y, bool self, double threshold, const PairFilter& filter);
  virtual ~PairReader() = default;

  std::size_t rows() const { return order_x_.row().size(); }
  std::size_t stretch() const { return block_; }
  bool sorted() const { return !order_x_.moved() && !order_y_->moved(); }
  /// See SimilarityJoin::read.
  void read(std::size_t begin, std::size_t end, const std::function<void(const SimilarPairs&)>& take,
            const Control& control) const;

 protected:
  /// What a thread works with.
  struct Scratch {
    virtual ~Scratch() = default;
  };
  virtual std::unique_ptr<Scratch> scratch() const = 0;
  /// Finds the pairs of places begin to end of x with those places of y that lie in `ranges`, which are apart, ascend
  /// and are cut to multiples of 16; only pairs that meet().
  virtual void find(std::size_t begin, std::size_t end, std::span<const Places> ranges, Scratch& scratch,
                    std::vector<FoundPair>& found) const = 0;

  /// Whether two places make a pair at all: in one matrix each pair once.
  bool meet(std::size_t x, std::size_t y) const {
    if (y >= order_y_->row().size() || (self_ && y <= x)) return false;
    return meets_all_ || meets_(order_x_.row()[x], order_y_->row()[y]);
  }
  std::span<const std::uint32_t> rows_x() const { return order_x_.row(); }
  std::span<const std::uint32_t> rows_y() const { return order_y_->row(); }
  /// How many pairs may meet, at most.
  double possible_pairs() const;

  const bool self_;
  const double threshold_;

 private:
  std::vector<Places> ranges(std::size_t begin, std::size_t end) const;
  SimilarPairs by_rows(std::size_t begin, std::size_t end, const std::vector<FoundPair>& found) const;

  PairFilter filter_;
  Meets meets_;
  bool meets_all_;  // nothing is filtered
  FilterOrder order_x_, own_order_y_;
  const FilterOrder* order_y_;
  std::size_t block_;
};

void check_threshold(double threshold);

/// The reader of sparse rows; `y` is null in a join of x with itself.
template <class T>
std::unique_ptr<PairReader> sparse_reader(const SparseRows<T>& x, const SparseRows<T>* y, double threshold,
                                          const PairFilter& filter, const Control& control);

/// The reader of dense rows.
template <class T>
std::unique_ptr<PairReader> dense_reader(const DenseRows<T>& x, const DenseRows<T>* y, double threshold,
                                         const PairFilter& filter, const Control& control);

/// Everything, sorted by a, then b.
SimilarPairs read_sorted(const PairReader& reader, double threshold, std::size_t max_pairs, const Control& control);

}  // namespace wirecopy::detail
