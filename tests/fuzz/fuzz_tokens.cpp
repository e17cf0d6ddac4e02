// Any bytes: refused alike everywhere, or cut into words and sentences that lie in order on code points.
#include <string>

#include "fuzz.hpp"
#include "wirecopy/tokens.hpp"

namespace {

void require_in_order(std::string_view text, const std::vector<wirecopy::Span>& spans) {
  std::size_t last = 0;
  for (const auto& span : spans) {
    REQUIRE(last <= span.start && span.start < span.end && span.end <= text.size());
    REQUIRE(on_boundary(text, span.start) && on_boundary(text, span.end));
    last = span.end;
  }
}

void require_boundaries(std::string_view text, const std::vector<wirecopy::ByteOffset>& offsets) {
  if (text.empty()) {
    REQUIRE(offsets.empty());
    return;
  }
  REQUIRE(offsets.size() >= 2 && offsets.front() == 0 && offsets.back() == text.size());
  for (std::size_t i = 1; i < offsets.size(); ++i) {
    REQUIRE(offsets[i - 1] < offsets[i] && on_boundary(text, offsets[i]));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const wirecopy::Tokenizer tokenizers[] = {wirecopy::Tokenizer{}, wirecopy::Tokenizer{"ja"},
                                                   wirecopy::Tokenizer{"th"}};
  const std::string_view text = as_text(data, size);
  const bool good = well_formed(text);
  for (const auto& tokenizer : tokenizers) {
    REQUIRE(refuses([&] { require_in_order(text, tokenizer.words(text)); }) == !good);
    REQUIRE(refuses([&] { require_in_order(text, tokenizer.sentences(text)); }) == !good);
    REQUIRE(refuses([&] { require_boundaries(text, tokenizer.word_boundaries(text)); }) == !good);
    REQUIRE(refuses([&] { require_boundaries(text, tokenizer.sentence_boundaries(text)); }) == !good);
  }
  if (good) {
    for (const auto& span : tokenizers[0].words(text)) {
      const std::string once = wirecopy::fold(text.substr(span.start, span.end - span.start));
      REQUIRE(well_formed(once));
      std::string appended = "x";
      wirecopy::fold_to(text.substr(span.start, span.end - span.start), appended);
      REQUIRE(appended == "x" + once);
    }
  }
  return 0;
}
