#include <cmath>

#include "hash.hpp"
#include "pipeline_run.hpp"

namespace wirecopy::detail {

namespace {

/// Of the first subtag, in any case: "de-AT" and "DE" are one language.
std::uint64_t language_key(std::string_view tag) {
  std::string first;
  for (const char c : tag.substr(0, tag.find_first_of("-_"))) first.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
  return first.empty() ? 0 : hash_bytes(first) | 1;
}

}  // namespace

Meetings::Meetings(const Prepared& prepared, const CopyOptions& options, const LanguageGuess& languages)
    : p_(prepared), options_(options) {
  if (!asks()) return;
  for (std::size_t i = 0; i < p_.articles.size(); ++i) {
    const Article& a = p_.articles[i];
    language_.push_back(language_key(a.language.empty() ? languages.name(p_.profiles[i].language) : a.language));
    outlet_.push_back(a.outlet.empty() ? 0 : hash_bytes(a.outlet) | 1);
  }
  const auto common = [](const std::vector<std::uint64_t>& of, const std::vector<ArticleId>& places) {
    std::uint64_t key = of[places.front()];
    for (const ArticleId place : places) key = of[place] == key ? key : 0;
    return key;
  };
  for (const auto& places : p_.bodies) {
    body_language_.push_back(common(language_, places));
    body_outlet_.push_back(common(outlet_, places));
  }
}

bool Meetings::places(ArticleId x, ArticleId y) const {
  if (std::abs(p_.articles[y].hours - p_.articles[x].hours) > options_.window) return false;
  if (options_.same_language && language_[x] && language_[y] && language_[x] != language_[y]) return false;
  return !(options_.other_outlets && outlet_[x] && outlet_[x] == outlet_[y]);
}

bool Meetings::bodies(ArticleId x, ArticleId y) const {
  if (options_.same_language && body_language_[x] && body_language_[y] && body_language_[x] != body_language_[y]) return false;
  return !(options_.other_outlets && body_outlet_[x] && body_outlet_[x] == body_outlet_[y]);
}

}  // namespace wirecopy::detail
