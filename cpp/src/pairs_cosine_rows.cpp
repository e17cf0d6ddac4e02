#include "pairs_cosine_rows.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "parallel.hpp"
#include "vectors_sparse.hpp"

namespace wirecopy::detail {

template <class T>
SortedRows<T>::SortedRows(const SparseRows<T>& matrix, const Control& control) {
  const RowReader<T> reader(matrix);
  rows_ = reader.rows(), columns_ = reader.columns(), entries_ = reader.entries();
  if (const auto* all = std::get_if<std::span<const std::int32_t>>(&matrix.indptr)) narrow_ = all->data();
  if (const auto* all = std::get_if<std::span<const std::int64_t>>(&matrix.indptr)) wide_ = all->data();
  values_ = matrix.values.data();
  const auto* const borrowed = std::get_if<std::span<const std::int32_t>>(&matrix.indices);
  constexpr std::size_t grain = 256;
  // A row alone that is not in order makes the whole matrix a copy: rare, and simple.
  std::vector<char> unsorted((rows_ + grain - 1) / grain);
  parallel_blocks("pairs", rows_, grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    typename RowReader<T>::Buffer buffer;
    const auto block = reader.read(begin, end, buffer);
    for (std::size_t i = 0; i < block.rows; ++i) {
      unsorted[begin / grain] |=
          !std::is_sorted(block.indices + block.offsets[i], block.indices + block.offsets[i + 1]);
    }
  });
  const bool copy = std::find(unsorted.begin(), unsorted.end(), 1) != unsorted.end();
  beside("pairs", control, [&] {
    if (copy || !borrowed) {
      own_indices_.reserve(entries_);
      std::visit([&](const auto& all) {
        for (const auto c : all) own_indices_.push_back(static_cast<std::int32_t>(c));
      }, matrix.indices);
      indices_ = own_indices_.data();
    } else {
      indices_ = borrowed->data();
    }
    if (copy) {
      own_values_.assign(matrix.values.begin(), matrix.values.end());
      values_ = own_values_.data();
    }
  });
  if (copy) {
    parallel_blocks("pairs", rows_, grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
      std::vector<std::pair<std::int32_t, T>> row;
      for (std::size_t i = begin; i < end; ++i) {
        const auto from = static_cast<std::size_t>(at(i)), to = static_cast<std::size_t>(at(i + 1));
        row.clear();
        for (std::size_t k = from; k < to; ++k) row.emplace_back(own_indices_[k], own_values_[k]);
        std::sort(row.begin(), row.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (std::size_t k = from; k < to; ++k) std::tie(own_indices_[k], own_values_[k]) = row[k - from];
      }
    });
  }
  beside("pairs", control, [&] {
    T largest = 0;
    for (std::size_t k = 0; k < entries_; ++k) largest = std::max(largest, std::abs(values_[k]));
    largest_ = static_cast<double>(largest);
    const double inverse = largest_ > 0x1p-1000 ? 1 / largest_ : 0;
    rows_with_.resize(columns_);
    mass_.resize(columns_);
    for (std::size_t k = 0; k < entries_; ++k) {
      if (k % (1 << 20) == 0) throw_if_stopping();
      const auto c = static_cast<std::size_t>(indices_[k]);
      ++rows_with_[c];
      mass_[c] += std::abs(static_cast<double>(values_[k])) * inverse;
    }
  });
}

template class SortedRows<float>;
template class SortedRows<double>;

}  // namespace wirecopy::detail
