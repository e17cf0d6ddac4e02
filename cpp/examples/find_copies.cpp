// find_copies FOLDER: finds the copies among the .txt files of a folder and prints every pair with what it is,
// how much of each body the other holds and which way it went, then the clusters.
#include <algorithm>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <wirecopy/wirecopy.hpp>

namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void print_pairs(const wirecopy::PairTable& pairs, const std::vector<std::string>& names) {
  std::cout << pairs.size() << " pairs\n" << std::fixed << std::setprecision(2);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const bool turned = pairs.direction[i] == wirecopy::Direction::b_to_a;
    const std::string_view arrow = pairs.direction[i] == wirecopy::Direction::undetermined ? " -- " : " -> ";
    const auto &from = names[turned ? pairs.b[i] : pairs.a[i]], &to = names[turned ? pairs.a[i] : pairs.b[i]];
    std::cout << "  " << from << arrow << to << ": " << name(pairs.relation[i]) << ", aligned "
              << (turned ? pairs.aligned_b[i] : pairs.aligned_a[i]) << " and "
              << (turned ? pairs.aligned_a[i] : pairs.aligned_b[i]) << '\n';
  }
}

void print_clusters(const wirecopy::Copies& copies, const std::vector<std::string>& names) {
  std::map<std::int64_t, std::vector<std::size_t>> members;
  for (std::size_t row = 0; row < copies.labels.size(); ++row) members[copies.labels[row]].push_back(row);
  std::erase_if(members, [](const auto& entry) { return entry.second.size() < 2; });
  std::cout << members.size() << " clusters\n";
  for (const auto& [label, rows] : members) {
    std::cout << "  origin " << names[copies.origins[static_cast<std::size_t>(label)]] << ':';
    for (const std::size_t row : rows) std::cout << ' ' << names[row];
    std::cout << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: find_copies FOLDER\n";
    return 2;
  }
  std::vector<std::string> names, texts;
  try {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
      if (entry.is_regular_file() && entry.path().extension() == ".txt") paths.push_back(entry.path());
    }
    if (paths.empty()) throw std::runtime_error(std::string(argv[1]) + " holds no .txt file");
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
      names.push_back(path.filename().string());
      texts.push_back(read(path));
    }
    // Articles are views: the texts must stay where they are until the last call is done.
    std::vector<wirecopy::Article> articles;
    for (const std::string& text : texts) articles.push_back({.text = text});
    const wirecopy::Copies copies = wirecopy::find_copies(articles);
    for (const auto& [step, count] : copies.funnel) std::cout << step << ": " << count << '\n';
    print_pairs(copies.pairs, names);
    print_clusters(copies, names);
  } catch (const wirecopy::TextError& error) {
    std::cerr << names[error.article()] << ", byte " << error.offset() << ": " << error.what() << '\n';
    return 1;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
