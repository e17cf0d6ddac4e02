#include "terms_numbers.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>
#include <utility>

#include "simd.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t near_numbers = std::size_t{1} << 19;  // whose counts a processor has beside it

/// Lines in use, whose marks are cleared. Without branches on single ones, which would be guessed wrong.
std::size_t find_lines(const NumberCounts& of) {
  std::size_t n = 0;
  for (std::size_t g = 0; g < of.n_groups; ++g) {
    if (of.groups[g] == 0) continue;
    for (std::size_t line = 64 * g; line < 64 * g + 64; ++line) {
      of.in_use[n] = static_cast<std::uint32_t>(line);
      n += of.lines[line];
    }
    std::memset(of.lines + 64 * g, 0, 64);
  }
  std::memset(of.groups, 0, of.n_groups);
  return n;
}

/// A bit for each of eight bytes that is not zero.
std::uint64_t used_bytes(const std::uint8_t* eight) {
  constexpr std::uint64_t low = 0x7f7f'7f7f'7f7f'7f7fU;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, eight, 8);
  const std::uint64_t high = (((bytes & low) + low) | bytes) & ~low;  // of each byte
  return (high >> 7) * 0x0102'0408'1020'4080U >> 56;
}

/// The numbers of one line whose bits are set, and their counts. Mostly it is one.
template <class LowestBit>
std::size_t write_line(std::uint64_t used, std::uint32_t line, const std::uint8_t* counts, std::uint32_t* numbers,
                       std::uint32_t* times, bool& large, LowestBit lowest_bit) {
  std::size_t n = 0;
  do {
    const auto bit = static_cast<std::uint32_t>(lowest_bit(used));
    numbers[n] = 64 * line + bit;
    times[n] = counts[bit];
    large |= times[n++] == 0xff;
    used &= used - 1;
  } while (used != 0);
  return n;
}

std::pair<std::size_t, bool> portable(const NumberCounts& of) {
  const std::size_t n_lines = find_lines(of);
  std::size_t n = 0;
  bool large = false;
  for (std::size_t k = 0; k < n_lines; ++k) {
    const std::uint32_t line = of.in_use[k];
    std::uint8_t* const counts = of.counts + std::size_t{64} * line;
    std::uint64_t used = 0;
    for (unsigned j = 0; j < 8; ++j) used |= used_bytes(counts + 8 * j) << 8 * j;
    n += write_line(used, line, counts, of.numbers + n, of.times + n, large, [](std::uint64_t bits) { return std::countr_zero(bits); });
    std::memset(counts, 0, 64);
  }
  return {n, large};
}

#if WIRECOPY_X86
WIRECOPY_BEGIN_AVX2
inline std::uint64_t used_of(const std::uint8_t* line) {
  const auto zeros = [](const std::uint8_t* p) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)), _mm256_setzero_si256())));
  };
  return ~(zeros(line) | static_cast<std::uint64_t>(zeros(line + 32)) << 32);
}

std::pair<std::size_t, bool> avx2(const NumberCounts& of) {
  std::size_t n_lines = 0, n = 0;
  for (std::size_t g = 0; g < of.n_groups; ++g) {
    if (of.groups[g] == 0) continue;
    std::uint64_t used = used_of(of.lines + 64 * g);
    std::memset(of.lines + 64 * g, 0, 64);
    // Four at a time: how often a loop turns is guessed less often wrong. The places past the last are written anew.
    const auto size = static_cast<std::size_t>(_mm_popcnt_u64(used));
    for (std::size_t k = 0; k < size; k += 4) {
      for (std::size_t j = 0; j < 4; ++j, used &= used - 1) {
        of.in_use[n_lines + k + j] = static_cast<std::uint32_t>(64 * g + _tzcnt_u64(used));
      }
    }
    n_lines += size;
  }
  std::memset(of.groups, 0, of.n_groups);
  bool large = false;
  for (std::size_t k = 0; k < n_lines; ++k) {
    const std::uint32_t line = of.in_use[k];
    std::uint8_t* const counts = of.counts + std::size_t{64} * line;
    n += write_line(used_of(counts), line, counts, of.numbers + n, of.times + n, large, [](std::uint64_t bits) { return _tzcnt_u64(bits); });
    std::memset(counts, 0, 64);
  }
  return {n, large};
}
WIRECOPY_END_TARGET

WIRECOPY_BEGIN_AVX512
/// 64 bytes as numbers, the `n` first of which are wanted: mostly few.
inline void write_bytes(__m512i bytes, std::size_t n, __m512i add, std::uint32_t* to) {
  // The widest vector, written every few bytes, would lie on two cache lines often.
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_add_epi32(_mm512_castsi512_si256(add), _mm256_cvtepu8_epi32(_mm512_castsi512_si128(bytes))));
  if (n <= 8) [[likely]] return;
  _mm512_storeu_si512(to, _mm512_add_epi32(add, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(bytes))));
  if (n <= 16) return;
  _mm512_storeu_si512(to + 16, _mm512_add_epi32(add, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(bytes, 1))));
  _mm512_storeu_si512(to + 32, _mm512_add_epi32(add, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(bytes, 2))));
  _mm512_storeu_si512(to + 48, _mm512_add_epi32(add, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(bytes, 3))));
}

std::pair<std::size_t, bool> avx512(const NumberCounts& of) {
  const __m512i places = _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40,
                                         39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
                                         15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const __m512i none = _mm512_setzero_si512();
  // No members below: a byte that is written could be any of them, and they would be read anew.
  std::uint8_t* const counts = of.counts;
  std::uint8_t* const marks = of.lines;
  std::uint32_t* const in_use = of.in_use;
  std::uint32_t* const numbers = of.numbers;
  std::uint32_t* const times = of.times;
  std::size_t n_lines = 0, n = 0;
  for (std::size_t first = 0; first < of.n_groups; first += 64) {
    const __m512i groups = _mm512_loadu_si512(of.groups + first);
    unsigned long long any = _mm512_test_epi8_mask(groups, groups);
    _mm512_storeu_si512(of.groups + first, none);
    for (; any != 0; any &= any - 1) {
      const std::size_t g = first + static_cast<std::size_t>(_tzcnt_u64(any));
      const __m512i lines = _mm512_loadu_si512(marks + 64 * g);
      _mm512_storeu_si512(marks + 64 * g, none);
      const unsigned long long used = _mm512_test_epi8_mask(lines, lines);
      const auto size = static_cast<std::size_t>(_mm_popcnt_u64(used));
      write_bytes(_mm512_maskz_compress_epi8(used, places), size, _mm512_set1_epi32(static_cast<int>(64 * g)), in_use + n_lines);
      n_lines += size;
    }
  }
  unsigned long long large = 0;
  for (std::size_t k = 0; k < n_lines; ++k) {
    std::uint8_t* const at = counts + std::size_t{64} * in_use[k];
    const __m512i line = _mm512_loadu_si512(at);
    _mm512_storeu_si512(at, none);
    const unsigned long long used = _mm512_test_epi8_mask(line, line);
    const auto size = static_cast<std::size_t>(_mm_popcnt_u64(used));
    large |= _mm512_cmpeq_epi8_mask(line, _mm512_set1_epi8(-1));
    write_bytes(_mm512_maskz_compress_epi8(used, places), size, _mm512_set1_epi32(static_cast<int>(64 * in_use[k])), numbers + n);
    write_bytes(_mm512_maskz_compress_epi8(used, line), size, none, times + n);
    n += size;
  }
  return {n, large != 0};
}
WIRECOPY_END_TARGET
#endif

}  // namespace

NumbersKernel numbers_kernel() {
#if WIRECOPY_X86
  if (simd() == Simd::avx512) return avx512;
  if (simd() == Simd::avx2) return avx2;
#endif
  return portable;
}

NumberCounter::NumberCounter(std::size_t numbers)
    : counts_((numbers / 64 + 1) * 64), large_(static_cast<std::uint32_t*>(std::calloc(numbers + 1, sizeof(std::uint32_t)))),
      lines_((numbers / 4096 + 1) * 64), groups_((numbers / 4096 / 64 + 1) * 64), is_far_(numbers > near_numbers) {
  if (!large_) throw std::bad_alloc();
}

std::size_t NumberCounter::drain(std::vector<std::uint32_t>& numbers, std::vector<std::uint32_t>& counts) {
  if (in_use_.size() < std::min(most_, lines_.size()) + 64) in_use_.resize(2 * std::min(most_, lines_.size()) + 64);
  const std::size_t room = std::min(most_, counts_.size()) + 64;
  if (numbers.size() < room) numbers.resize(2 * room);
  if (counts.size() < room) counts.resize(2 * room);
  const auto [n, large] = numbers_kernel()({counts_.data(), lines_.data(), groups_.data(), groups_.size(), in_use_.data(),
                                            numbers.data(), counts.data()});
  for (std::size_t k = 0; large && k < n; ++k) {
    if (counts[k] == is_large) counts[k] = std::exchange(large_[numbers[k]], 0);
  }
  most_ = 0;
  return n;
}

}  // namespace wirecopy::detail
