// Any bytes: refused, or tiled by labelled spans that together hold all that is not white space.
#include "fuzz.hpp"
#include "wirecopy/clean.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);
  wirecopy::Cleaned cleaned;
  const bool refused = refuses([&] { cleaned = wirecopy::clean({.text = text}); });
  REQUIRE(refused == !well_formed(text));
  if (refused) return 0;
  std::size_t last = 0;
  const auto require_blank = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      REQUIRE(byte <= 0x20 || byte >= 0x7f);  // no ASCII sign is left out; white space beyond ASCII may be
    }
  };
  for (const auto& [span, label] : cleaned) {
    REQUIRE(last <= span.start && span.start < span.end && span.end <= text.size());
    REQUIRE(on_boundary(text, span.start) && on_boundary(text, span.end));
    REQUIRE(static_cast<std::size_t>(label) < wirecopy::label_count);
    require_blank(last, span.start);
    last = span.end;
  }
  require_blank(last, text.size());
  return 0;
}
