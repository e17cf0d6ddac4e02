// Tree, what is compared: the distinct texts of a cluster as sequences of letters, numbered; how two of them differ.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "wirecopy/text.hpp"

namespace wirecopy::detail {

/// Letters in a row that are compared.
inline constexpr std::size_t tree_letters = 8;
/// Letters from which a stretch is text and not words.
inline constexpr std::size_t tree_text = 60;

/// One text as numbered letter sequences, one that begins at each letter.
struct TreeText {
  std::vector<std::uint32_t> ids;    ///< by place
  std::vector<std::uint32_t> order;  ///< places, by id, then by place
};

/// The distinct texts of a cluster.
struct TreeTexts {
  std::vector<TreeText> texts;
  std::vector<std::uint32_t> holders;  ///< of each id, the texts that have it
  std::vector<double> since;           ///< of each id, the earliest known time of a text with it; infinite: none is known
};

/// `hours`: the earliest known time of each text, NaN for none.
TreeTexts tree_texts(std::span<const std::u16string_view> texts, std::span<const double> hours);

/// A stretch of one text whose letter sequences another does not have.
struct Stretch {
  std::uint32_t start, end;  ///< places
  std::uint32_t from, next;  ///< places of the other text before which and at which it goes on
  bool known;    ///< most of it, or 16 places, stand in some third text that is early enough
  bool private_; ///< the other text has something of its own there: a misread letter, maybe
};

/// How a copy differs from what it may have been made of.
struct Difference {
  std::vector<Stretch> stretches;
  std::size_t shared = 0;  ///< places of the copy whose sequence the other has
  bool tail = false;       ///< the other goes on where the copy has ended
  bool left_out = false;   ///< the other has text of its own between what the copy has
};

/// Compares two texts; keeps its buffers between calls.
class TreeComparer {
 public:
  explicit TreeComparer(const TreeTexts& texts) : texts_(texts) {}
  /// `hours`: when the copy was published, NaN where not known.
  const Difference& compare(std::size_t copy, std::size_t source, double hours);

 private:
  void match(const TreeText& copy, const TreeText& source);
  bool known(std::uint32_t id, double hours) const;

  const TreeTexts& texts_;
  std::vector<std::uint32_t> place_;  // in the source, of each place of the copy
  std::vector<std::uint32_t> first_, last_;
  std::vector<char> held_;  // of each place of the source, whether the copy has its sequence
  Difference found_;
};

/// Stretches of text: those of `tree_text` letters, and several with little between them that make the copy longer by as much.
std::vector<Stretch> text_of(const Difference& difference);

/// Changes that the difference stands for.
double changes(const Difference& difference);

}  // namespace wirecopy::detail
