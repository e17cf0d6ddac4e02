#include "text_well_formed.hpp"

#include <cstdint>
#include <cstring>

namespace wirecopy::detail {

std::size_t well_formed_portable(const unsigned char* bytes, std::size_t size) {
  std::size_t at = 0;
  for (; size - at >= 32; at += 32) {
    std::uint64_t words[4];
    std::memcpy(words, bytes + at, sizeof words);
    if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080ULL) break;
  }
  return at;
}

#if WIRECOPY_X86
namespace {
namespace avx2 {

WIRECOPY_BEGIN_AVX2

struct Block {
  __m256i low, high;
};

inline Block load(const unsigned char* p) {
  return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)), _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p + 32))};
}

inline std::uint64_t mask(__m256i low, __m256i high) {
  return static_cast<unsigned>(_mm256_movemask_epi8(low)) |
         static_cast<std::uint64_t>(static_cast<unsigned>(_mm256_movemask_epi8(high))) << 32;
}

inline std::uint64_t at_least(Block v, unsigned char b) {
  const __m256i least = _mm256_set1_epi8(static_cast<char>(b));
  return mask(_mm256_cmpeq_epi8(_mm256_max_epu8(v.low, least), v.low), _mm256_cmpeq_epi8(_mm256_max_epu8(v.high, least), v.high));
}

inline std::uint64_t equal(Block v, unsigned char b) {
  const __m256i other = _mm256_set1_epi8(static_cast<char>(b));
  return mask(_mm256_cmpeq_epi8(v.low, other), _mm256_cmpeq_epi8(v.high, other));
}

#include "text_well_formed_body.hpp"

WIRECOPY_END_TARGET

}  // namespace avx2

namespace avx512 {

WIRECOPY_BEGIN_AVX512

struct Block {
  __m512i bytes;
};

inline Block load(const unsigned char* p) { return {_mm512_loadu_si512(p)}; }

inline std::uint64_t at_least(Block v, unsigned char b) {
  return _mm512_cmpge_epu8_mask(v.bytes, _mm512_set1_epi8(static_cast<char>(b)));
}

inline std::uint64_t equal(Block v, unsigned char b) {
  return _mm512_cmpeq_epi8_mask(v.bytes, _mm512_set1_epi8(static_cast<char>(b)));
}

#include "text_well_formed_body.hpp"

WIRECOPY_END_TARGET

}  // namespace avx512
}  // namespace

WIRECOPY_BEGIN_AVX2
std::size_t well_formed_avx2(const unsigned char* bytes, std::size_t size) { return avx2::well_formed(bytes, size); }
WIRECOPY_END_TARGET

WIRECOPY_BEGIN_AVX512
std::size_t well_formed_avx512(const unsigned char* bytes, std::size_t size) { return avx512::well_formed(bytes, size); }
WIRECOPY_END_TARGET
#endif

}  // namespace wirecopy::detail
