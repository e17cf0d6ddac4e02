#include "stream_units.hpp"
#include "wirecopy/passages.hpp"

namespace wirecopy {

Stream stream(std::string_view text, std::span<const Span> spans, bool with_offsets) {
  Stream out;
  std::size_t length = 0;
  for (const Span s : spans) length += s.end - s.start;
  out.units.reserve(length);
  if (with_offsets) out.offsets.reserve(length);
  for (const Span s : spans) {
    detail::each_unit(text, s.start, s.end, [&](char16_t unit, std::size_t at) {
      out.units.push_back(unit);
      if (with_offsets) out.offsets.push_back(static_cast<ByteOffset>(at));
    });
  }
  return out;
}

Stream stream(std::string_view text, bool with_offsets) {
  validate(text);
  const Span all{0, static_cast<ByteOffset>(text.size())};
  return stream(text, std::span(&all, 1), with_offsets);
}

}  // namespace wirecopy
