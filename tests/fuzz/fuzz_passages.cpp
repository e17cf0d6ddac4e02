// Two texts of any bytes, parted by a NUL: refused, or aligned in passages that lie inside both, without overlap in
// the second one.
#include <algorithm>
#include <vector>

#include "fuzz.hpp"
#include "wirecopy/passages.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto texts = two_texts(data, size);
  const std::string_view a = texts.first, b = texts.second;
  // Short bounds, so that short inputs reach the code.
  for (const wirecopy::AlignOptions& options : {wirecopy::AlignOptions{}, {.seed = 3, .min_matched = 4, .max_gap = 20}}) {
    std::vector<wirecopy::Passage> passages;
    const bool refused = refuses([&] { passages = wirecopy::align(a, b, options); });
    REQUIRE(refused == !(well_formed(a) && well_formed(b)));
    std::vector<wirecopy::Span> in_b;
    for (const auto& passage : passages) {
      REQUIRE(passage.a.start < passage.a.end && passage.a.end <= a.size());
      REQUIRE(passage.b.start < passage.b.end && passage.b.end <= b.size());
      REQUIRE(on_boundary(a, passage.a.start) && on_boundary(a, passage.a.end));
      REQUIRE(on_boundary(b, passage.b.start) && on_boundary(b, passage.b.end));
      REQUIRE(passage.identity > 0 && passage.identity <= 1);
      in_b.push_back(passage.b);
    }
    std::sort(in_b.begin(), in_b.end(), [](const auto& x, const auto& y) { return x.start < y.start; });
    for (std::size_t i = 1; i < in_b.size(); ++i) REQUIRE(in_b[i - 1].end <= in_b[i].start);
  }
  return 0;
}
