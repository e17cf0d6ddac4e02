// Terms: the fast road through ASCII. Copies a stretch, lower-cased, and notes where runs of member characters (those a
// word is made of) begin and end; 64 characters at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace wirecopy::detail {

/// Where the runs found so far begin and end in the buffer. Both arrays must have room for 64 more.
struct AsciiRuns {
  std::uint32_t* starts = nullptr;  ///< the next free place
  std::uint32_t* ends = nullptr;
  bool inside = false;              ///< a run has begun and not ended
};

/// What the kernel looks at. `member` is 1 for each ASCII character that a word is made of; `low` and `high` are the same
/// set by nibbles, for byte shuffles.
struct AsciiSet {
  std::array<std::uint8_t, 128> member{};
  std::array<std::uint8_t, 16> low{}, high{};
  bool lowercase = false;
  /// Fills in `low` and `high`.
  void arrange();
};

/// Reads at most n units, up to the first that is not ASCII, and writes them to `out`, where they count from `base` and
/// 64 bytes more than n can be written. Returns how many it read.
using AsciiKernel8 = std::size_t (*)(const std::uint8_t* in, std::size_t n, char* out, std::uint32_t base, const AsciiSet& set, AsciiRuns& runs);
using AsciiKernel16 = std::size_t (*)(const char16_t* in, std::size_t n, char* out, std::uint32_t base, const AsciiSet& set, AsciiRuns& runs);
using AsciiKernel32 = std::size_t (*)(const char32_t* in, std::size_t n, char* out, std::uint32_t base, const AsciiSet& set, AsciiRuns& runs);
struct AsciiKernels {
  AsciiKernel8 bytes;
  AsciiKernel16 twos;
  AsciiKernel32 fours;
};
/// Those of the path in force (simd()).
const AsciiKernels& ascii_kernels();

}  // namespace wirecopy::detail
