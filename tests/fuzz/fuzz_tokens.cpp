// Any bytes: refused alike everywhere, or cut into words and sentences that lie in order on code points; words on every path
// as ICU cuts them.
#include <string>

#include "fuzz.hpp"
#include "icu.hpp"
#include "simd.hpp"
#include "tokens_words.hpp"
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

void require_boundaries_of_icu(std::string_view text) {
  namespace detail = wirecopy::detail;
  static const detail::IcuBreaker breaker(detail::IcuBreaker::Kind::word, "");
  std::vector<detail::IcuBreaker::Boundary> ends;
  breaker.segment(text, ends);
  std::vector<wirecopy::ByteOffset> truth, found;
  if (!text.empty()) truth.push_back(0);
  for (const auto& end : ends) truth.push_back(end.end);
  const detail::Simd before = detail::simd();
  for (const detail::Simd path : {detail::Simd::portable, detail::Simd::avx2, detail::Simd::avx512}) {
    detail::force_simd(path);
    found.clear();
    detail::append_word_boundaries(breaker, text, found);
    REQUIRE(found == truth);
  }
  detail::force_simd(before);
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
    require_boundaries_of_icu(text);
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
