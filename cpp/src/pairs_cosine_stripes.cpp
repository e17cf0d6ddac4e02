#include "pairs_cosine_stripes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wirecopy::detail {

namespace {

/// Columns lie far from each other; what comes soon is asked for now.
void fetch(const Posting* p) {
#if defined(__GNUC__) || defined(__clang__)
  __builtin_prefetch(p);
  __builtin_prefetch(p + 16);
#endif
}

}  // namespace

template <class T>
Stripes<T>::Stripes(const SortedRows<T>& x, const CosineIndex<T>& index)
    : x_(x), index_(index), kernel_(scan_stripe()), stride_(tile_rows(index.bytes())), scratch_(index.bytes()),
      reached_(stripe_rows * stride_ / panel_rows) {}

template <class T>
void Stripes<T>::begin(std::span<const std::uint32_t> rows, double bound) {
  rows_ = rows.size();
  const std::size_t filled = count() * stripe_rows;
  // Rows that fill up the last stripe are empty and reach nothing.
  sketches_.assign(filled * index_.bytes(), 0);
  scales_.assign(filled, 0);
  least_.assign(filled, std::numeric_limits<float>::infinity());
  cursors_.clear();
  cursor_starts_.assign(1, 0);
  for (std::size_t i = 0; i < rows_; ++i) {
    const auto row = x_[rows[i]];
    scales_[i] = sketch_row<T>(row, index_.byte_of(), index_.inverse_unit_x(), scratch_, sketches_.data() + i * index_.bytes());
    for (std::size_t k = 0; index_.has_tail() && k < row.size; ++k) {
      const auto c = static_cast<std::size_t>(row.columns[k]);
      if (index_.byte_of()[c] != no_byte || row.values[k] == 0) continue;
      cursors_.push_back({0, 0, static_cast<std::uint32_t>(c), tail_value(static_cast<double>(row.values[k]), index_.inverse_unit_x())});
    }
    cursor_starts_.push_back(cursors_.size());
    set_bound(i, bound);
  }
  cursor_starts_.resize(filled + 1, cursors_.size());
  if (index_.has_tail() || sums_.empty()) sums_.assign(stripe_rows * stride_, 0);
}

template <class T>
void Stripes<T>::seek(std::size_t place) {
  const Posting* const all = index_.postings();
  const std::size_t chunk = place / chunk_places, low = place % chunk_places;
  for (auto& c : cursors_) {
    c.posting = index_.first_posting(chunk, c.column);
    c.end = index_.first_posting(chunk, c.column + std::size_t{1});
    if (low == 0) continue;
    const auto before = [](Posting p, std::size_t to) { return place_of(p) < to; };
    c.posting = static_cast<std::uint32_t>(std::lower_bound(all + c.posting, all + c.end, low, before) - all);
  }
}

template <class T>
void Stripes<T>::add_tail(std::size_t stripe) {
  const Posting* const all = index_.postings();
  const std::size_t begin = first_panel_ * panel_rows % chunk_places, end = begin + panels_ * panel_rows;
  for (std::size_t r = 0; r < stripe_rows; ++r) {
    float* const sums = sums_.data() + r * stride_;
    const std::size_t i = stripe * stripe_rows + r, last = cursor_starts_[i + 1];
    for (std::size_t k = cursor_starts_[i]; k < last; ++k) {
      auto& cursor = cursors_[k];
      fetch(all + cursors_[std::min(k + 6, last - 1)].posting);
      const float value = cursor.value;
      std::uint32_t at = cursor.posting;
      for (; at != cursor.end && place_of(all[at]) < end; ++at) sums[place_of(all[at]) - begin] += value * value_of(all[at]);
      cursor.posting = at;
    }
  }
}

template <class T>
void Stripes<T>::scan(std::size_t stripe, std::size_t first_panel, std::size_t last_panel, bool keep_sums) {
  first_panel_ = first_panel;
  panels_ = last_panel - first_panel;
  if (keep_sums) {
    for (std::size_t r = 0; r < stripe_rows; ++r) std::fill_n(sums_.data() + r * stride_, panels_ * panel_rows, 0.0F);
  }
  if (index_.has_tail()) add_tail(stripe);
  const std::size_t first = stripe * stripe_rows;
  const StripeScan what{index_.bytes(), sketches_.data() + first * index_.bytes(), scales_.data() + first, least_.data() + first,
                        index_.sketches().panel(first_panel), index_.sketches().scales(first_panel), panels_, sums_.data(), stride_, reached_.data()};
  kernel_(what, keep_sums ? Sums::keep : index_.has_tail() ? Sums::clear : Sums::none);
}

template <class T>
SketchSample<T>::SketchSample(const SortedRows<T>& x, std::span<const std::uint32_t> xs, std::span<const std::uint16_t> byte_of,
                              std::size_t bytes, const Sketches<T>& y)
    : stride_(y.panels() * panel_rows) {
  const std::size_t filled = (xs.size() + stripe_rows - 1) / stripe_rows * stripe_rows;
  sums_.resize(filled * stride_);
  std::vector<std::uint8_t> sketches(filled * bytes);
  std::vector<float> scales(filled), scratch(bytes), least(filled);
  for (std::size_t i = 0; i < xs.size(); ++i) {
    scales[i] = sketch_row<T>(x[xs[i]], byte_of, 1 / unit_of(x.largest()), scratch, sketches.data() + i * bytes);
  }
  std::vector<std::uint16_t> reached(stripe_rows * y.panels());
  for (std::size_t i = 0; i < filled; i += stripe_rows) {
    scan_stripe()({bytes, sketches.data() + i * bytes, scales.data() + i, least.data() + i, y.panel(0), y.scales(0), y.panels(),
                   sums_.data() + i * stride_, stride_, reached.data()}, Sums::keep);
  }
}

template class SketchSample<float>;
template class SketchSample<double>;
template class Stripes<float>;
template class Stripes<double>;

}  // namespace wirecopy::detail
