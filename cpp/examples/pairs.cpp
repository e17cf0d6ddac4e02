// pairs FOLDER: every pair of the .txt files of a folder, sorted by name, that share enough of their words: first by shingles
// (the larger of the two has .4 of the other's), then by the cosine of their TF-IDF rows (.5 or more), read part by part as
// one would of millions. A line each: shingles A B shared resemblance; cosine A B similarity.
#include <wirecopy/wirecopy.hpp>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::vector<std::string> read_folder(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return texts;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "pairs FOLDER\n";
    return 2;
  }
  const std::vector<std::string> held = read_folder(argv[1]);
  const std::vector<std::string_view> texts(held.begin(), held.end());
  std::cout << std::fixed << std::setprecision(6);

  wirecopy::ShingleOptions enough;
  enough.min_containment = 0.4;
  const wirecopy::ShinglePairs pairs = wirecopy::shingle_join(texts, enough);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    std::cout << "shingles " << pairs.a[i] << ' ' << pairs.b[i] << ' ' << pairs.shared[i] << ' ' << pairs.resemblance[i] << '\n';
  }

  wirecopy::CountOptions options;
  options.lowercase = true;
  wirecopy::TermCounter counter(options);
  counter.add(std::vector<wirecopy::TextView>(texts.begin(), texts.end()));
  const wirecopy::CountedRows counted = counter.finish();
  const std::vector<double> idf = wirecopy::inverse_frequency(counted.rows_with(), counted.rows());
  std::vector<std::int32_t> indptr(counted.rows() + 1), indices(counted.entries());
  std::vector<float> values(indices.size());
  counted.write<std::int32_t, float>(indptr, indices, values, {.idf = idf, .norm = wirecopy::Norm::l2});
  const wirecopy::SparseRows<float> rows{
      .columns = counted.columns(), .indptr = std::span(indptr), .indices = std::span(indices), .values = values};
  const wirecopy::SimilarityJoin join(rows, 0.5);
  for (std::size_t begin = 0; begin < join.rows(); begin += join.stretch()) {
    join.read(begin, std::min(join.rows(), begin + join.stretch()), [](const wirecopy::SimilarPairs& part) {
      for (std::size_t i = 0; i < part.size(); ++i) {
        std::cout << "cosine " << part.a[i] << ' ' << part.b[i] << ' ' << part.similarity[i] << '\n';
      }
    });
  }
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
