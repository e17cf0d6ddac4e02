// Tree, what is compared: the distinct texts of a cluster as sequences of letters, numbered.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace wirecopy::detail {

/// Letters in a row that are numbered.
inline constexpr std::size_t tree_letters = 8;
/// Letters from which a stretch is text and not words.
inline constexpr std::size_t tree_text = 60;

/// One text as numbered letter sequences, one that begins at each letter.
struct TreeText {
  std::u16string_view letters;
  std::vector<std::uint32_t> ids;    ///< by place
  std::vector<std::uint32_t> order;  ///< places, by id, then by place
};

/// The distinct texts of a cluster.
struct TreeTexts {
  std::vector<TreeText> texts;
  std::vector<std::uint32_t> holders;  ///< of each id, the texts that have it
};

TreeTexts tree_texts(std::span<const std::u16string_view> texts);

}  // namespace wirecopy::detail
