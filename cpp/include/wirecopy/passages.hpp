// Stage 6, passages: two articles in; the stretches they share, however re-wrapped or misread, out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wirecopy/export.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy {

/// A text as the aligner sees it: letters and digits only, case-folded code point by code point, everything else
/// (space, punctuation, line breaks, hyphens at line ends) left out. One unit is a UTF-16 unit of a folded code point.
struct Stream {
  std::u16string units;
  std::vector<ByteOffset> offsets;  ///< of each unit's code point in the original; empty where not asked for
};

/// The stream of those parts of `text` that lie inside `spans` (in text order). O(length).
WIRECOPY_API Stream stream(std::string_view text, std::span<const Span> spans, bool with_offsets);
WIRECOPY_API Stream stream(std::string_view text, bool with_offsets = true);

/// A stretch of one article aligned with a stretch of another.
struct Passage {
  Span a;                  ///< bytes in the first text
  Span b;                  ///< bytes in the second
  double identity = 0;     ///< matched units over the longer side, (0, 1]
  std::uint32_t matched = 0;  ///< units that match
};

struct AlignOptions {
  int seed = 0;            ///< units of an exact seed; 0: chosen by script and length (from 6, for Han, kana and Hangul from 4)
  int min_matched = 24;    ///< passages with fewer matching units are left out; halved for scripts without spaces
  double min_identity = 0.65;  ///< of a passage: below it are words retold, not copied and misread
  int max_gap = 300;       ///< units on either side between two seeds of one chain
  int max_hits = 16;       ///< places of one seed looked at in the first text
};

/// Every passage two streams share, in order of the first text; passages overlap on neither side.
/// Seed, chain, fill: exact matches of `seed` units, joined by colinear chaining (after minimap2, Li 2018), gaps filled
/// by edit distance (Myers 1999); further chains until none is long enough, so moved blocks are passages of their own.
/// Spans are in units of the streams. O(length + seeds).
WIRECOPY_API std::vector<Passage> align_streams(std::u16string_view a, std::u16string_view b, const AlignOptions& options = {});

/// The same for two texts, with spans in bytes of the originals. Throws TextError{0 or 1, byte}.
WIRECOPY_API std::vector<Passage> align(std::string_view a, std::string_view b, const AlignOptions& options = {});

}  // namespace wirecopy
