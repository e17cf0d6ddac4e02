// What the fuzz targets share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "wirecopy/errors.hpp"
#include "wirecopy/text.hpp"

// Unlike assert, there in every build.
#define REQUIRE(condition)                                                              \
  do {                                                                                  \
    if (!(condition)) {                                                                 \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                     \
    }                                                                                   \
  } while (false)

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline bool well_formed(std::string_view text) {
  try {
    wirecopy::validate(text);
    return true;
  } catch (const wirecopy::TextError& error) {
    REQUIRE(error.offset() < text.size());
    return false;
  }
}

/// Calls `work`; true where it refused the input with a TextError. Any other exception ends the run.
template <class Work>
bool refuses(Work&& work) {
  try {
    work();
    return false;
  } catch (const wirecopy::TextError&) {
    return true;
  }
}

/// Does a code point, or the end, start at byte `at`?
inline bool on_boundary(std::string_view text, std::size_t at) {
  return at == text.size() || (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80);
}

/// Cuts the input in two at its first NUL.
inline std::pair<std::string_view, std::string_view> two_texts(const std::uint8_t* data, std::size_t size) {
  const std::string_view all = as_text(data, size);
  const std::size_t cut = all.find('\0');
  if (cut == std::string_view::npos) return {all, {}};
  return {all.substr(0, cut), all.substr(cut + 1)};
}
