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

/// Without branches on single words, which would be guessed wrong.
std::size_t portable(std::uint64_t* bits, std::uint8_t* marks, std::size_t n_marks, std::uint32_t* words, std::uint32_t* numbers) {
  std::size_t n_words = 0, n = 0;
  for (std::size_t m = 0; m < n_marks; m += 8) {
    std::uint64_t any = 0;
    std::memcpy(&any, marks + m, 8);
    if (any == 0) continue;
    for (std::size_t w = 8 * m; w < 8 * m + 64; ++w) {
      words[n_words] = static_cast<std::uint32_t>(w);
      n_words += marks[w / 8] != 0 && bits[w] != 0;
    }
    std::memset(marks + m, 0, 8);
  }
  for (std::size_t k = 0; k < n_words; ++k) {
    const std::uint32_t w = words[k];
    for (std::uint64_t left = std::exchange(bits[w], 0); left != 0; left &= left - 1) {
      numbers[n++] = w * 64 + static_cast<std::uint32_t>(std::countr_zero(left));
    }
  }
  return n;
}

#if WIRECOPY_X86
WIRECOPY_BEGIN_AVX512
std::size_t avx512(std::uint64_t* bits, std::uint8_t* marks, std::size_t n_marks, std::uint32_t* words, std::uint32_t* numbers) {
  std::size_t n_words = 0, n = 0;
  const __m256i eight = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  for (std::size_t m = 0; m < n_marks; m += 64) {
    const std::size_t left = n_marks - m;
    const __mmask64 inside = left < 64 ? (1ULL << left) - 1 : ~0ULL;
    const __m512i some = _mm512_maskz_loadu_epi8(inside, marks + m);
    unsigned long long any = _mm512_test_epi8_mask(some, some);
    if (any == 0) continue;
    _mm512_mask_storeu_epi8(marks + m, inside, _mm512_setzero_si512());
    for (; any != 0; any &= any - 1) {
      const std::size_t w = 8 * (m + static_cast<std::size_t>(_tzcnt_u64(any)));
      const __m512i line = _mm512_loadu_si512(bits + w);
      const __mmask8 used = _mm512_test_epi64_mask(line, line);
      const __m256i places = _mm256_add_epi32(_mm256_set1_epi32(static_cast<int>(w)), eight);
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(words + n_words), _mm256_maskz_compress_epi32(used, places));
      n_words += static_cast<std::size_t>(_mm_popcnt_u32(used));
    }
  }
  const __m512i places = _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40,
                                         39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
                                         15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  for (std::size_t k = 0; k < n_words; ++k) {
    const std::uint64_t word = bits[words[k]];
    bits[words[k]] = 0;
    const __m512i first = _mm512_set1_epi32(static_cast<int>(words[k] * 64));
    const __m512i packed = _mm512_maskz_compress_epi8(word, places);
    const auto size = static_cast<std::size_t>(_mm_popcnt_u64(word));
    // Mostly few: the widest vector, written every few bytes, would lie on two cache lines often.
    const __m256i few = _mm256_cvtepu8_epi32(_mm512_castsi512_si128(packed));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(numbers + n), _mm256_add_epi32(_mm512_castsi512_si256(first), few));
    if (size > 8) [[unlikely]] {
      _mm512_storeu_si512(numbers + n, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
      _mm512_storeu_si512(numbers + n + 16, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
      _mm512_storeu_si512(numbers + n + 32, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
      _mm512_storeu_si512(numbers + n + 48, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
    }
    n += size;
  }
  return n;
}
WIRECOPY_END_TARGET
#endif

}  // namespace

NumbersKernel numbers_kernel() {
#if WIRECOPY_X86
  if (simd() == Simd::avx512) return avx512;
#endif
  return portable;
}

NumberCounter::NumberCounter(std::size_t numbers)
    : counts_(numbers), large_(static_cast<std::uint32_t*>(std::calloc(numbers + 1, sizeof(std::uint32_t)))),
      marks_((numbers / 512 + 8) / 8 * 8), is_far_(numbers > near_numbers) {
  if (!large_) throw std::bad_alloc();
  bits_.resize(8 * marks_.size());
}

void NumberCounter::drain(std::vector<std::uint32_t>& numbers, std::vector<std::uint32_t>& counts) {
  if (words_.size() < std::min(most_, bits_.size()) + 64) words_.resize(2 * std::min(most_, bits_.size()) + 64);
  numbers.resize(std::min(most_, counts_.size()) + 64);
  const std::size_t n = numbers_kernel()(bits_.data(), marks_.data(), marks_.size(), words_.data(), numbers.data());
  numbers.resize(n);
  counts.resize(n);
  std::uint8_t* const few = counts_.data();
  std::uint32_t* const to = counts.data();
  const std::uint32_t* const from = numbers.data();
  for (std::size_t k = 0; k < n; ++k) {
    const std::uint32_t number = from[k], count = few[number];
    few[number] = 0;
    to[k] = count;
    if (count == is_large) [[unlikely]] to[k] = std::exchange(large_[number], 0);
  }
  most_ = 0;
}

}  // namespace wirecopy::detail
