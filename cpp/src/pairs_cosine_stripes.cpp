#include "pairs_cosine_stripes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wirecopy::detail {

namespace {

/// Columns lie far from each other; what comes soon is asked for now.
void fetch([[maybe_unused]] const void* p) {
#if defined(__GNUC__) || defined(__clang__)
  __builtin_prefetch(p);
#endif
}

}  // namespace

template <class T>
Stripes<T>::Stripes(const SortedRows<T>& x, const CosineIndex<T>& index)
    : x_(x), index_(index), kernel_(scan_stripe()), stride_(index.tile()), scratch_(index.bytes()),
      y_least_(stride_, std::numeric_limits<float>::infinity()), reached_(stripe_rows * stride_ / panel_rows) {}

template <class T>
void Stripes<T>::begin(std::span<const std::uint32_t> rows, double bound) {
  rows_ = rows.size();
  const std::size_t filled = count() * stripe_rows;
  // Rows that fill up the last stripe are empty and reach nothing.
  sketches_.assign(filled * index_.bytes(), 0);
  scales_.assign(filled, 0);
  least_.assign(filled, std::numeric_limits<float>::infinity());
  tail_.clear();
  tail_starts_.assign(1, 0);
  for (std::size_t i = 0; i < rows_; ++i) {
    const auto row = x_[rows[i]];
    scales_[i] =
        sketch_row<T>(row, index_.byte_of(), index_.inverse_unit_x(), scratch_, sketches_.data() + i * index_.bytes());
    for (std::size_t k = 0; index_.has_tail() && k < row.size; ++k) {
      const auto c = static_cast<std::size_t>(row.columns[k]);
      if (index_.byte_of()[c] != no_byte || row.values[k] == 0) continue;
      tail_.push_back(
          {static_cast<std::uint32_t>(c), tail_value(static_cast<double>(row.values[k]), index_.inverse_unit_x())});
    }
    tail_starts_.push_back(tail_.size());
    set_bound(i, bound);
  }
  tail_starts_.resize(filled + 1, tail_.size());
  if (index_.has_tail() || sums_.empty()) sums_.assign(stripe_rows * stride_, 0);
}

template <class T>
void Stripes<T>::add_tail(std::size_t stripe, std::size_t tile, std::size_t from) {
  constexpr std::ptrdiff_t few = 16;  // postings that are added sooner than looked through
  const std::uint32_t* const starts = index_.starts(tile);
  const Posting* const all = index_.postings();
  for (std::size_t r = 0; r < stripe_rows; ++r) {
    float* const sums = sums_.data() + r * stride_;
    const Entry* const last = tail_.data() + tail_starts_[stripe * stripe_rows + r + 1];
    for (const Entry* e = tail_.data() + tail_starts_[stripe * stripe_rows + r]; e != last; ++e) {
      constexpr std::ptrdiff_t soon = 6;
      if (last - e > 2 * soon) fetch(starts + e[2 * soon].column);
      if (last - e > soon) {
        fetch(all + starts[e[soon].column]);
        fetch(all + starts[e[soon].column] + 16);
      }
      const Posting* at = all + starts[e->column];
      const Posting* const end = all + starts[e->column + std::size_t{1}];
      const float value = e->value;
      if (from > 0 && end - at > few)
        at = std::partition_point(at, end, [&](Posting p) { return place_of(p) < from; });
      for (; end - at >= 4; at += 4) {
        for (std::size_t k = 0; k < 4; ++k) sums[place_of(at[k])] += value * value_of(at[k]);
      }
      for (; at != end; ++at) sums[place_of(*at)] += value * value_of(*at);
    }
  }
}

template <class T>
void Stripes<T>::scan(std::size_t stripe, std::size_t first_panel, std::size_t last_panel, bool keep_sums) {
  first_panel_ = first_panel;
  panels_ = last_panel - first_panel;
  // Sums are those of a whole tile, of which the panels are a part.
  const std::size_t tile = first_panel * panel_rows / stride_;
  const std::size_t from = first_panel * panel_rows - tile * stride_, to = from + panels_ * panel_rows;
  if (keep_sums) std::fill(sums_.begin(), sums_.end(), 0.0F);
  if (index_.has_tail()) add_tail(stripe, tile, from);
  const std::size_t first = stripe * stripe_rows;
  const StripeScan what{index_.bytes(),
                        sketches_.data() + first * index_.bytes(),
                        scales_.data() + first,
                        least_.data() + first,
                        index_.sketches().panel(first_panel),
                        index_.sketches().scales(first_panel),
                        y_least_.data() + from,
                        panels_,
                        sums_.data() + from,
                        stride_,
                        reached_.data()};
  kernel_(what, keep_sums ? Sums::keep : index_.has_tail() ? Sums::clear : Sums::none);
  if (!index_.has_tail() || keep_sums) return;
  for (std::size_t r = 0; r < stripe_rows; ++r) {
    float* const sums = sums_.data() + r * stride_;
    std::fill(sums, sums + from, 0.0F);
    std::fill(sums + to, sums + stride_, 0.0F);
  }
}

template <class T>
SketchSample<T>::SketchSample(const SortedRows<T>& x, std::span<const std::uint32_t> xs,
                              std::span<const std::uint16_t> byte_of, std::size_t bytes, const Sketches<T>& y)
    : stride_(y.panels() * panel_rows) {
  const std::size_t filled = (xs.size() + stripe_rows - 1) / stripe_rows * stripe_rows;
  sums_.resize(filled * stride_);
  std::vector<std::uint8_t> sketches(filled * bytes);
  std::vector<float> scales(filled), scratch(bytes), least(filled);
  for (std::size_t i = 0; i < xs.size(); ++i) {
    scales[i] = sketch_row<T>(x[xs[i]], byte_of, 1 / unit_of(x.largest()), scratch, sketches.data() + i * bytes);
  }
  const std::vector<float> y_least(stride_);
  std::vector<std::uint16_t> reached(stripe_rows * y.panels());
  for (std::size_t i = 0; i < filled; i += stripe_rows) {
    scan_stripe()({bytes, sketches.data() + i * bytes, scales.data() + i, least.data() + i, y.panel(0), y.scales(0),
                   y_least.data(), y.panels(), sums_.data() + i * stride_, stride_, reached.data()},
                  Sums::keep);
  }
}

template class SketchSample<float>;
template class SketchSample<double>;
template class Stripes<float>;
template class Stripes<double>;

}  // namespace wirecopy::detail
