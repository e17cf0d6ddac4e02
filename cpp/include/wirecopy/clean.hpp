// Stage 2, clean: an article in; the spans of its body and of its furniture, each with its label, out.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "wirecopy/control.hpp"
#include "wirecopy/export.hpp"
#include "wirecopy/text.hpp"

namespace wirecopy {

/// What a stretch of an article is. `body` is the reporting; the others are furniture.
enum class Label : std::uint8_t {
  body, headline, deck, crosshead, byline, outlet, dateline, caption, credit, tagline, metadata, boilerplate
};
inline constexpr std::size_t label_count = 12;
/// "body", "headline", ...
WIRECOPY_API std::string_view name(Label label);

struct LabelledSpan {
  Span span;
  Label label = Label::body;
  float confidence = 1;  ///< probability, 0 to 1, that the label is right
  friend bool operator==(const LabelledSpan&, const LabelledSpan&) = default;
};

/// The spans of one article in text order; they do not overlap and together hold all that is not white space.
using Cleaned = std::vector<LabelledSpan>;

/// Labels one article by what stands in it alone. Throws TextError. O(length).
WIRECOPY_API Cleaned clean(const Article& article);

/// Labels each article, also using what each outlet repeats over its articles: a line that stands in several
/// otherwise different articles of one outlet is boilerplate, be it taken for the headline, and so is a passage that stands
/// in 40 or more articles of any outlets of which it is the smaller part, and in few others. One result per article, in
/// input order, the same for any number of threads. O(total length).
WIRECOPY_API std::vector<Cleaned> clean_all(std::span<const Article> articles, const Control& control = {});

}  // namespace wirecopy
