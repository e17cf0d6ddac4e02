#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "pairs_cosine.hpp"
#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t most_block = 128, least_block = 16;
constexpr std::size_t most_pairs = 4 << 20;  // of one block, if all were pairs

}  // namespace

void check_threshold(double threshold) {
  if (!std::isfinite(threshold) || threshold <= 0) {
    throw std::invalid_argument("threshold must be a number over 0; pairs that share nothing would reach any other");
  }
}

PairReader::PairReader(std::size_t rows_x, std::size_t rows_y, bool self, double threshold, const PairFilter& filter)
    : self_(self),
      threshold_(threshold),
      filter_((check(filter, rows_x, self, rows_y), filter)),
      meets_(filter, self),
      meets_all_(filter.same.empty() && filter.different.empty() &&
                 (filter.hours.empty() || std::isinf(filter.window))),
      order_x_(rows_x, side_x(filter), filter.window),
      own_order_y_(self ? 0 : rows_y, self ? FilterSide{} : side_y(filter, false), filter.window),
      order_y_(self ? &order_x_ : &own_order_y_),
      block_(std::clamp(most_pairs / std::max<std::size_t>(rows_y, 1) / least_block * least_block, least_block,
                        most_block)) {}

std::vector<Places> PairReader::ranges(std::size_t begin, std::size_t end) const {
  std::vector<Places> out;
  if (meets_all_) {
    out.emplace_back(0, order_y_->row().size());
  } else {
    for (std::size_t p = begin; p < end; ++p) {
      const std::size_t row = order_x_.row()[p];
      order_y_->add_near(filter_.same.empty() ? -1 : filter_.same[row],
                         filter_.hours.empty() ? unknown_hours : filter_.hours[row], filter_.window, out);
    }
  }
  if (self_) {
    for (auto& [from, to] : out) from = std::max(from, begin);
  }
  merge_ranges(out, 16);
  return out;
}

double PairReader::possible_pairs() const {
  double out = 0;
  for (std::size_t begin = 0; begin < rows(); begin += block_) {
    const std::size_t end = std::min(rows(), begin + block_);
    for (const auto& [from, to] : ranges(begin, end))
      out += static_cast<double>(to - from) * static_cast<double>(end - begin);
  }
  return out;
}

SimilarPairs PairReader::by_rows(std::size_t begin, std::size_t end, const std::vector<FoundPair>& found) const {
  std::vector<std::size_t> next(end - begin + 1);
  for (const auto& f : found) ++next[f.x - begin + 1];
  for (std::size_t i = 1; i < next.size(); ++i) next[i] += next[i - 1];
  SimilarPairs out;
  out.a.resize(found.size()), out.b.resize(found.size()), out.similarity.resize(found.size());
  for (const auto& f : found) {
    const std::size_t at = next[f.x - begin]++;
    const ArticleId a = order_x_.row()[f.x], b = order_y_->row()[f.y];
    out.a[at] = self_ ? std::min(a, b) : a;
    out.b[at] = self_ ? std::max(a, b) : b;
    out.similarity[at] = f.similarity;
  }
  return out;
}

void PairReader::read(std::size_t begin, std::size_t end, const std::function<void(const SimilarPairs&)>& take,
                      const Control& control) const {
  if (begin > end || end > rows()) throw std::invalid_argument("rows to read must lie inside x");
  const std::size_t blocks = (end - begin + block_ - 1) / block_;
  std::vector<std::unique_ptr<Scratch>> scratches(worker_count(control, blocks));
  std::vector<std::optional<SimilarPairs>> ready(blocks);  // found, but something before it is not
  std::size_t next = 0;
  std::mutex mutex;
  parallel_blocks("pairs", end - begin, block_, control, [&](std::size_t from, std::size_t to, unsigned me) {
    if (!scratches[me]) scratches[me] = scratch();
    std::vector<FoundPair> found;
    find(begin + from, begin + to, ranges(begin + from, begin + to), *scratches[me], found);
    auto pairs = by_rows(begin + from, begin + to, found);
    const std::lock_guard lock(mutex);
    ready[from / block_] = std::move(pairs);
    for (; next < blocks && ready[next]; ++next) {
      take(*ready[next]);
      ready[next].reset();
    }
  });
}

}  // namespace wirecopy::detail
