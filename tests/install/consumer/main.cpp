// consumer FOLDER: prints the cluster of each .txt file in the folder, in the order of the files' names, one per line.
#include <wirecopy/wirecopy.hpp>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: consumer FOLDER\n";
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  std::vector<wirecopy::Article> articles;
  for (const std::string& text : texts) articles.push_back({.text = text});

  const wirecopy::Copies copies = wirecopy::find_copies(articles);
  for (const auto label : copies.labels) std::cout << label << '\n';
} catch (const wirecopy::TextError& error) {
  std::cerr << "article " << error.article() << ", byte " << error.offset() << ": " << error.what() << '\n';
  return 1;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
