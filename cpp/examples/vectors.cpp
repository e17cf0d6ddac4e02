// vectors [TEXT]: makes vectors of a dozen articles, and prints each article with the two nearest to it, then TEXT,
// which was not among them, with its own.
#include <wirecopy/wirecopy.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <exception>
#include <iomanip>
#include <iostream>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr std::array<std::string_view, 12> articles = {
    "The harbour bridge is shut to lorries after divers found a crack in its northern pier.",
    "Lorries must go round by the valley road while engineers look at the crack in the bridge.",
    "Engineers say the pier of the bridge can be mended by autumn, and lorries let back over it.",
    "A late frost has killed the blossom in nearly every apple orchard along the river.",
    "Cider makers expect the smallest apple crop in thirty years after the frost in May.",
    "Orchard owners who lost their apple blossom to frost ask the county for help.",
    "The brass band of the mine won the county contest with a march its baker wrote.",
    "A baker who writes a march every winter has led the brass band to its first county prize.",
    "Four thousand people lined the street for the brass band that won the contest.",
    "Two goats walked into the council chamber and ate the minutes of the last meeting.",
    "The council will meet again on Monday, without goats, to agree on what it said last time.",
    "Minutes eaten by goats cannot be approved, the clerk has told the council."};

struct Rows {
  std::vector<std::int32_t> indptr, indices;
  std::vector<double> values;
  std::size_t columns;

  Rows(const wirecopy::CountedRows& counted, const wirecopy::Weighting& weighting)
      : indptr(counted.rows() + 1), indices(counted.entries()), values(indices.size()), columns(counted.columns()) {
    counted.write<std::int32_t, double>(indptr, indices, values, weighting);
  }
  wirecopy::SparseRows<double> view() const {
    return {.columns = columns, .indptr = std::span(indptr), .indices = std::span(indices), .values = values};
  }
};

double cosine(std::span<const double> x, std::span<const double> y) {
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t k = 0; k < x.size(); ++k) xy += x[k] * y[k], xx += x[k] * x[k], yy += y[k] * y[k];
  return xx * yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

/// Prints a text and the two of `articles` whose vectors are nearest to its own; `self` is left out.
void print_nearest(std::string_view text, std::span<const double> vector, std::span<const double> all,
                   std::size_t self) {
  std::vector<std::pair<double, std::size_t>> nearest;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    if (i != self) nearest.emplace_back(-cosine(vector, all.subspan(i * vector.size(), vector.size())), i);
  }
  std::sort(nearest.begin(), nearest.end());
  std::cout << text << '\n';
  for (std::size_t k = 0; k < 2; ++k) {
    std::cout << std::fixed << std::setprecision(3) << "  " << -nearest[k].first << ' ' << articles[nearest[k].second]
              << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string_view text = argc > 1 ? argv[1] : "Frost and goats have ruined the apple harvest.";

  wirecopy::CountOptions options;
  options.lowercase = true;
  wirecopy::TermCounter counter(options);
  counter.add(std::vector<wirecopy::TextView>(articles.begin(), articles.end()));
  const wirecopy::CountedRows counted = counter.finish();
  const std::vector<double> idf = wirecopy::inverse_frequency(counted.rows_with(), counted.rows());
  const wirecopy::Weighting weighting{.idf = idf, .norm = wirecopy::Norm::l2};
  const Rows rows(counted, weighting);

  const wirecopy::Svd svd = wirecopy::truncated_svd(rows.view(), {.components = 4});
  for (std::size_t i = 0; i < articles.size(); ++i) {
    print_nearest(articles[i], std::span(svd.rows).subspan(i * svd.components, svd.components), svd.rows, i);
  }

  // The new text is counted by the vocabulary of the twelve and projected on their axes.
  const wirecopy::TermList terms = counted.terms();
  std::vector<std::string_view> names;
  std::vector<std::int32_t> columns;
  for (std::size_t k = 0; k < terms.size(); ++k) {
    names.push_back(terms[k]);
    columns.push_back(static_cast<std::int32_t>(k));
  }
  const wirecopy::Vocabulary vocabulary(names, columns);
  wirecopy::TermCounter known(vocabulary, options);
  const wirecopy::TextView view = text;
  known.add({&view, 1});
  const Rows row(known.finish(), weighting);
  print_nearest(text, wirecopy::project<double>(row.view(), svd.axes, svd.components), svd.rows, articles.size());
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
