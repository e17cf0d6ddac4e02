#include "wirecopy/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <string>

#include "simd.hpp"
#include "text_well_formed.hpp"
#include "utf8.hpp"
#include "wirecopy/errors.hpp"

namespace wirecopy {

namespace {

/// Length of the well-formed sequence at text[i] (Unicode 15, table 3-7), or 0.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U; };
  const unsigned lead = byte(i);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const auto follows = [&](std::size_t k, unsigned low = 0x80, unsigned high = 0xbf) {
    return byte(k) >= low && byte(k) <= high;
  };
  if (lead < 0xe0) return follows(i + 1) ? 2 : 0;
  if (lead < 0xf0) {
    const unsigned low = lead == 0xe0 ? 0xa0 : 0x80, high = lead == 0xed ? 0x9f : 0xbf;
    return follows(i + 1, low, high) && follows(i + 2) ? 3 : 0;
  }
  const unsigned low = lead == 0xf0 ? 0x90 : 0x80, high = lead == 0xf4 ? 0x8f : 0xbf;
  return follows(i + 1, low, high) && follows(i + 2) && follows(i + 3) ? 4 : 0;
}

std::size_t well_formed(std::string_view text) {
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
#if WIRECOPY_X86
  switch (detail::simd()) {
    case detail::Simd::avx512: return detail::well_formed_avx512(bytes, text.size());
    case detail::Simd::avx2: return detail::well_formed_avx2(bytes, text.size());
    case detail::Simd::portable: break;
  }
#endif
  return detail::well_formed_portable(bytes, text.size());
}

constexpr std::uint64_t high_bits = 0x8080808080808080ULL;

}  // namespace

void validate(std::string_view text, std::size_t article) {
  if (text.size() > longest_text) {
    throw TextError(article, longest_text, "article " + std::to_string(article) + ": the text is longer than 2 GiB; split it");
  }
  // Whole blocks first; then byte by byte, where the text ends or something is wrong.
  for (std::size_t i = well_formed(text); i < text.size();) {
    std::uint64_t word = 0;
    if (i + 8 <= text.size() && (std::memcpy(&word, text.data() + i, 8), (word & high_bits) == 0)) {
      i += 8;
      continue;
    }
    const std::size_t length = sequence_length(text, i);
    if (length == 0) {
      throw TextError(article, i,
                      "article " + std::to_string(article) + ": not UTF-8 at byte " + std::to_string(i) +
                          "; decode the text with its own encoding first");
    }
    i += length;
  }
}

void validate(std::span<const Article> articles) {
  if (articles.size() > 0x7fff'ffffU) throw std::invalid_argument("more than 2^31 articles in one call; split them");
  for (std::size_t i = 0; i < articles.size(); ++i) {
    validate(articles[i].text, i);
    if (std::isinf(articles[i].hours)) {
      throw std::invalid_argument("article " + std::to_string(i) + ": the time of publication is infinite");
    }
  }
}

void to_code_points(std::string_view text, std::span<std::uint32_t> ascending) {
  std::size_t byte = 0, points = 0, before = 0;
  for (auto& offset : ascending) {
    if (offset < before || offset > text.size()) {
      throw std::invalid_argument("byte offsets must ascend and lie inside the text");
    }
    before = offset;
    for (; byte < offset; ++byte) points += !detail::is_continuation(text[byte]);
    offset = static_cast<std::uint32_t>(points);
  }
}

void to_code_points_unordered(std::string_view text, std::span<std::uint32_t> offsets) {
  std::vector<std::uint32_t> order(offsets.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto x, auto y) { return offsets[x] < offsets[y]; });
  std::vector<std::uint32_t> sorted(offsets.size());
  for (std::size_t i = 0; i < order.size(); ++i) sorted[i] = offsets[order[i]];
  to_code_points(text, sorted);
  for (std::size_t i = 0; i < order.size(); ++i) offsets[order[i]] = sorted[i];
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !detail::is_continuation(c); }));
}

}  // namespace wirecopy
