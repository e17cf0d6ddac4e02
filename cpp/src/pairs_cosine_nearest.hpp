// Pairs: the best few of a row, as every kind of row collects them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "wirecopy/pairs.hpp"

namespace wirecopy::detail {

/// The best k rows so far: those with the largest product over 0, ties by row.
class Best {
 public:
  explicit Best(std::size_t k) : k_(k) {}
  void offer(double similarity, std::int64_t row);
  /// What another must reach to be among them; 0 while there is room.
  double bound() const { return heap_.size() == k_ ? heap_.front().first : 0; }
  /// Writes them, best first, and begins anew.
  void write(std::size_t row, Nearest& out);

 private:
  using Neighbour = std::pair<double, std::int64_t>;
  static bool better(const Neighbour& p, const Neighbour& q) {
    return p.first != q.first ? p.first > q.first : p.second < q.second;
  }
  void replace_worst(const Neighbour& one);

  std::size_t k_;
  std::vector<Neighbour> heap_;  // the worst on top
};

/// The nearest other rows of each row: every pair is looked at once, for both.
template <class T>
Nearest nearest_of_itself(const SparseRows<T>& x, std::size_t k, const Control& control);

/// No neighbours yet. Throws std::invalid_argument where k is 0.
Nearest empty_nearest(std::size_t rows, std::size_t k);

}  // namespace wirecopy::detail
