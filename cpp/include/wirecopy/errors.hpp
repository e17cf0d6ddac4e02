// What the library throws, besides std::invalid_argument for a bad option and std::bad_alloc.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

#include "wirecopy/export.hpp"

namespace wirecopy {

/// A text that cannot be used: says which article (its row in the input) and the byte where it goes wrong.
class WIRECOPY_API TextError : public std::invalid_argument {
 public:
  TextError(std::size_t article, std::size_t offset, const std::string& what)
      : std::invalid_argument(what), article_(article), offset_(offset) {}
  std::size_t article() const noexcept { return article_; }
  /// UTF-8 bytes from the start of the article's text.
  std::size_t offset() const noexcept { return offset_; }

 private:
  std::size_t article_;
  std::size_t offset_;
};

/// The caller's tick asked to stop (Ctrl-C, a closed window). Nothing was changed.
class WIRECOPY_API Cancelled : public std::runtime_error {
 public:
  Cancelled() : std::runtime_error("stopped by the caller") {}
};

}  // namespace wirecopy
