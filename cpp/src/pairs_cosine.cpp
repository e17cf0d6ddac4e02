#include "pairs_cosine.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>

#include "parallel.hpp"

namespace wirecopy {

namespace detail {

namespace {

constexpr std::size_t sampled_rows = 256, sampled_pairs = std::size_t{1} << 23;

struct Pair {
  ArticleId a, b;
  double similarity;
};

std::string shortly(double number) {
  std::ostringstream out;
  out << number;
  return out.str();
}

/// The error of a join with too many pairs, with a threshold that would give fewer: what a sample of rows has, scaled up.
std::length_error too_many(const PairReader& reader, double threshold, std::size_t max_pairs, const Control& control) {
  std::vector<double> seen;
  const std::size_t rows = reader.rows();
  const std::size_t sample = std::clamp<std::size_t>(sampled_pairs / std::max<std::size_t>(rows, 1), 16, sampled_rows);
  const std::size_t step = std::max<std::size_t>(1, rows / sample);
  std::size_t read = 0;
  // Every step-th row, each with all it has; so many pairs are enough for a guess.
  for (std::size_t row = step / 2; row < rows; row += step) {
    reader.read(
        row, row + 1,
        [&](const SimilarPairs& pairs) { seen.insert(seen.end(), pairs.similarity.begin(), pairs.similarity.end()); },
        control);
    ++read;
  }
  const double each = static_cast<double>(rows) / static_cast<double>(std::max<std::size_t>(read, 1));
  std::string out = "more than max_pairs (" + std::to_string(max_pairs) + ") pairs reach " + shortly(threshold);
  if (seen.empty()) return std::length_error(out + "; give a higher threshold");
  std::sort(seen.begin(), seen.end(), std::greater<>());
  const double expected = static_cast<double>(seen.size()) * each;
  out += "; by a sample of " + std::to_string(read) + " rows some " + std::to_string(static_cast<long long>(expected)) +
         " do";
  // Four fifths of what is allowed, as it is a guess.
  const auto kept = static_cast<std::size_t>(0.8 * static_cast<double>(max_pairs) / each);
  const double other = kept < seen.size() ? seen[kept] : threshold;
  const double higher = std::ceil(other * 1000 + 1e-6) / 1000;
  if (higher > threshold && higher < seen.front()) {
    out += ", and with threshold " + shortly(higher) + " fewer than max_pairs would be left (an estimate)";
  } else {
    out += ", most of them so high that no threshold would do: raise max_pairs or read the pairs in batches";
  }
  return std::length_error(out);
}

SimilarPairs split(const std::vector<Pair>& pairs) {
  SimilarPairs out;
  for (auto* column : {&out.a, &out.b}) column->reserve(pairs.size());
  out.similarity.reserve(pairs.size());
  for (const auto& p : pairs) out.a.push_back(p.a), out.b.push_back(p.b), out.similarity.push_back(p.similarity);
  return out;
}

}  // namespace

SimilarPairs read_sorted(const PairReader& reader, double threshold, std::size_t max_pairs, const Control& control) {
  struct Full {};
  std::vector<Pair> all;
  SimilarPairs out;
  try {
    reader.read(0, reader.rows(), [&](const SimilarPairs& pairs) {
      if (pairs.size() > max_pairs - (reader.sorted() ? out.size() : all.size())) throw Full();
      if (reader.sorted()) {
        out.a.insert(out.a.end(), pairs.a.begin(), pairs.a.end());
        out.b.insert(out.b.end(), pairs.b.begin(), pairs.b.end());
        out.similarity.insert(out.similarity.end(), pairs.similarity.begin(), pairs.similarity.end());
      } else {
        for (std::size_t i = 0; i < pairs.size(); ++i) all.push_back({pairs.a[i], pairs.b[i], pairs.similarity[i]});
      }
    }, control);
  } catch (const Full&) {
    all = {}, out = {};
    throw too_many(reader, threshold, max_pairs, control);
  }
  if (reader.sorted()) return out;
  beside("pairs", control, [&] {
    std::sort(all.begin(), all.end(), [](const Pair& p, const Pair& q) { return p.a != q.a ? p.a < q.a : p.b < q.b; });
    out = split(all);
  });
  return out;
}

}  // namespace detail

namespace {

SparseRows<double> sparse(const CsrView& m) { return {m.columns, m.indptr, m.indices, m.values}; }

}  // namespace

template <class T>
SimilarityJoin::SimilarityJoin(const SparseRows<T>& x, double threshold, const PairFilter& filter,
                               const Control& control)
    : reader_(detail::sparse_reader<T>(x, nullptr, threshold, filter, control)) {}

template <class T>
SimilarityJoin::SimilarityJoin(const SparseRows<T>& x, const SparseRows<T>& y, double threshold,
                               const PairFilter& filter, const Control& control)
    : reader_(detail::sparse_reader<T>(x, &y, threshold, filter, control)) {}

template <class T>
SimilarityJoin::SimilarityJoin(const DenseRows<T>& x, double threshold, const PairFilter& filter,
                               const Control& control)
    : reader_(detail::dense_reader<T>(x, nullptr, threshold, filter, control)) {}

template <class T>
SimilarityJoin::SimilarityJoin(const DenseRows<T>& x, const DenseRows<T>& y, double threshold, const PairFilter& filter,
                               const Control& control)
    : reader_(detail::dense_reader<T>(x, &y, threshold, filter, control)) {}

SimilarityJoin::SimilarityJoin(SimilarityJoin&&) noexcept = default;
SimilarityJoin& SimilarityJoin::operator=(SimilarityJoin&&) noexcept = default;
SimilarityJoin::~SimilarityJoin() = default;

std::size_t SimilarityJoin::rows() const { return reader_->rows(); }
std::size_t SimilarityJoin::stretch() const { return reader_->stretch(); }
bool SimilarityJoin::sorted() const { return reader_->sorted(); }

void SimilarityJoin::read(std::size_t begin, std::size_t end, const std::function<void(const SimilarPairs&)>& take,
                          const Control& control) const {
  reader_->read(begin, end, take, control);
}

template <class T>
SimilarPairs similarity_join(const SparseRows<T>& x, double threshold, const PairFilter& filter, const Control& control,
                             std::size_t max_pairs) {
  return detail::read_sorted(*detail::sparse_reader<T>(x, nullptr, threshold, filter, control), threshold, max_pairs,
                             control);
}

template <class T>
SimilarPairs similarity_join(const SparseRows<T>& x, const SparseRows<T>& y, double threshold, const PairFilter& filter,
                             const Control& control, std::size_t max_pairs) {
  return detail::read_sorted(*detail::sparse_reader<T>(x, &y, threshold, filter, control), threshold, max_pairs,
                             control);
}

template <class T>
SimilarPairs similarity_join(const DenseRows<T>& x, double threshold, const PairFilter& filter, const Control& control,
                             std::size_t max_pairs) {
  return detail::read_sorted(*detail::dense_reader<T>(x, nullptr, threshold, filter, control), threshold, max_pairs,
                             control);
}

template <class T>
SimilarPairs similarity_join(const DenseRows<T>& x, const DenseRows<T>& y, double threshold, const PairFilter& filter,
                             const Control& control, std::size_t max_pairs) {
  return detail::read_sorted(*detail::dense_reader<T>(x, &y, threshold, filter, control), threshold, max_pairs,
                             control);
}

SimilarPairs similarity_join(const CsrView& x, double threshold, const PairFilter& filter, const Control& control,
                             std::size_t max_pairs) {
  return similarity_join(sparse(x), threshold, filter, control, max_pairs);
}

SimilarPairs similarity_join(const CsrView& x, const CsrView& y, double threshold, const PairFilter& filter,
                             const Control& control, std::size_t max_pairs) {
  return similarity_join(sparse(x), sparse(y), threshold, filter, control, max_pairs);
}

Nearest nearest(const CsrView& x, std::size_t k, const Control& control) { return nearest(sparse(x), k, control); }

Nearest nearest(const CsrView& x, const CsrView& y, std::size_t k, const Control& control) {
  return nearest(sparse(x), sparse(y), k, control);
}

#define WIRECOPY_JOIN(Rows)                                                                                     \
  template WIRECOPY_API SimilarityJoin::SimilarityJoin(const Rows&, double, const PairFilter&, const Control&); \
  template WIRECOPY_API SimilarityJoin::SimilarityJoin(const Rows&, const Rows&, double, const PairFilter&,     \
                                                       const Control&);                                         \
  template WIRECOPY_API SimilarPairs similarity_join(const Rows&, double, const PairFilter&, const Control&,    \
                                                     std::size_t);                                              \
  template WIRECOPY_API SimilarPairs similarity_join(const Rows&, const Rows&, double, const PairFilter&,       \
                                                     const Control&, std::size_t);
WIRECOPY_JOIN(SparseRows<float>)
WIRECOPY_JOIN(SparseRows<double>)
WIRECOPY_JOIN(DenseRows<float>)
WIRECOPY_JOIN(DenseRows<double>)

}  // namespace wirecopy
