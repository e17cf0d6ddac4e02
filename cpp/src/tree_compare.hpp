// Tree, how a copy differs from what it may have been made of, letter by letter.
#pragma once

#include <cstdint>
#include <vector>

#include "tree_texts.hpp"

namespace wirecopy::detail {

/// A place where a copy has other letters than its source, or none, or the source has none.
struct Difference {
  std::uint32_t start, length;  ///< letters of the copy
  std::uint32_t from, size;     ///< letters of the source
  std::uint32_t misread;        ///< letters that, misread, make the one of the other; 0: words or text

  bool text() const { return length >= tree_text || size >= tree_text; }
  /// Whether it looks like misread letters more than like another word.
  bool letters() const { return misread == 1 || (misread > 0 && 2 * misread <= (length > size ? length : size)); }
};

/// All of them.
struct Comparison {
  std::vector<Difference> differences;  ///< by place in the copy
  std::size_t shared = 0;               ///< places of the copy whose sequence stands at the same place of the source
  bool goes_on = false;                 ///< the source goes on where the copy ends

  /// Whether the source has what the copy has in `length` letters from `start`, and nothing else right before or behind.
  bool agrees(std::uint32_t start, std::uint32_t length) const;
};

/// Compares two texts; keeps its buffers between calls.
class TreeComparer {
 public:
  explicit TreeComparer(const TreeTexts& texts) : texts_(texts) {}
  Comparison compare(std::size_t copy, std::size_t source);

 private:
  /// Sequences that match one after another in both.
  struct Run {
    std::uint32_t at, from, length;
  };
  void match(const TreeText& copy, const TreeText& source);
  void find_runs();
  void find_chain(std::size_t source_places);
  void gap(std::uint32_t start, std::uint32_t end, std::uint32_t from, std::uint32_t next);
  void letters(std::uint32_t start, std::uint32_t end, std::uint32_t from, std::uint32_t next);
  void add(std::uint32_t start, std::uint32_t length, std::uint32_t from, std::uint32_t size, std::uint32_t edits);

  const TreeTexts& texts_;
  std::u16string_view copy_, source_;
  std::vector<std::uint32_t> place_;  // in the source, of each place of the copy
  std::vector<std::uint32_t> first_, last_;
  std::vector<Run> runs_, chain_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> heaviest_;
  std::vector<std::uint32_t> before_;
  std::vector<char> moved_;  // of each letter of the copy, whether it stands elsewhere in the source
  std::vector<std::uint16_t> table_;
  Comparison found_;
};

}  // namespace wirecopy::detail
