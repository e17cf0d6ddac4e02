// MinHash's kernel with AVX-512: eight shingles are mixed at a time, and which of sixteen hit a place that waits is looked
// up in one register, a bit a place.
#include "minhash_kernel.hpp"

#if WIRECOPY_X86

namespace wirecopy::detail {

namespace {

WIRECOPY_BEGIN_AVX512

inline void keep_least(const std::uint64_t* drawn, std::size_t n, std::uint32_t* signature);

inline void draw(const Throws& t, const std::uint64_t* shingles, std::size_t n, std::uint32_t* xs, std::uint64_t* drawn,
                 std::size_t ahead) {
  const __m512i key = _mm512_set1_epi64(static_cast<long long>(t.key)), k = _mm512_set1_epi64(t.k);
  const __m512i first = _mm512_set1_epi64(static_cast<long long>(0xbf58476d1ce4e5b9ULL));
  const __m512i second = _mm512_set1_epi64(static_cast<long long>(0x94d049bb133111ebULL));
  const __m128i drop = _mm_cvtsi32_si128(static_cast<int>(t.round_bits));
  for (std::size_t i = 0; i < n; i += 8) {  // the buffers are a whole number of vectors
    const __mmask8 in = n - i < 8 ? static_cast<__mmask8>((1U << (n - i)) - 1) : static_cast<__mmask8>(0xff);
    _mm_prefetch(reinterpret_cast<const char*>(shingles + i + ahead), _MM_HINT_T0);
    __m512i s = _mm512_add_epi64(_mm512_maskz_loadu_epi64(in, shingles + i), key);
    s = _mm512_mullo_epi64(_mm512_xor_si512(s, _mm512_srli_epi64(s, 30)), first);
    s = _mm512_mullo_epi64(_mm512_xor_si512(s, _mm512_srli_epi64(s, 27)), second);
    s = _mm512_srli_epi64(_mm512_xor_si512(s, _mm512_srli_epi64(s, 31)), 32);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(xs + i), _mm512_cvtepi64_epi32(s));
    const __m512i p = _mm512_mul_epu32(s, k);
    _mm512_storeu_si512(drawn + i, _mm512_mask_srl_epi32(p, 0x5555, p, drop));
  }
}

/// One round of up to 512 places; more are left.
inline Round throw_round(const Throws& t, std::uint32_t round, const std::uint32_t* xs, std::size_t n, std::uint32_t* signature) {
  if (t.k > 512) return Round::left;
  std::uint16_t bits[32] = {};
  const __m512i from = _mm512_set1_epi32(static_cast<int>(round << (32 - t.round_bits)));
  for (std::uint32_t i = 0; i < t.k; i += 16) {
    const __mmask16 in = t.k - i < 16 ? static_cast<__mmask16>((1U << (t.k - i)) - 1) : static_cast<__mmask16>(0xffff);
    bits[i / 16] = static_cast<std::uint16_t>(_mm512_mask_cmpge_epu32_mask(in, _mm512_maskz_loadu_epi32(in, signature + i), from));
  }
  const __m512i waiting = _mm512_loadu_si512(bits);
  if (_mm512_test_epi32_mask(waiting, waiting) == 0) return Round::needless;
  const __m512i a = _mm512_set1_epi32(static_cast<int>(t.a[round])), b = _mm512_set1_epi32(static_cast<int>(t.b[round]));
  const __m512i k = _mm512_set1_epi32(static_cast<int>(t.k)), one = _mm512_set1_epi32(1), low = _mm512_set1_epi32(31);
  const __m512i last = _mm512_set1_epi32(static_cast<int>(last_minimum));
  const __m128i drop = _mm_cvtsi32_si128(static_cast<int>(t.round_bits));
  alignas(64) std::uint64_t hits[taken_at_once + 16];  // gathered first: a branch for each would be guessed wrong
  std::size_t count = 0;
  for (std::size_t i = 0; i < n; i += 16) {
    const __mmask16 in = n - i < 16 ? static_cast<__mmask16>((1U << (n - i)) - 1) : static_cast<__mmask16>(0xffff);
    const __m512i h = _mm512_add_epi32(_mm512_mullo_epi32(_mm512_load_si512(xs + i), a), b);
    const __m512i even = _mm512_mul_epu32(h, k), odd = _mm512_mul_epu32(_mm512_srli_epi64(h, 32), k);
    const __m512i place = _mm512_mask_blend_epi32(0xaaaa, _mm512_srli_epi64(even, 32), odd);
    const __m512i word = _mm512_permutexvar_epi32(_mm512_srli_epi32(place, 5), waiting);
    const __mmask16 hit = _mm512_mask_test_epi32_mask(in, word, _mm512_sllv_epi32(one, _mm512_and_si512(place, low)));
    const __m512i fraction = _mm512_srl_epi32(_mm512_mask_blend_epi32(0xaaaa, even, _mm512_slli_epi64(odd, 32)), drop);
    const __m512i value = _mm512_maskz_compress_epi32(hit, _mm512_min_epu32(_mm512_or_si512(fraction, from), last));
    const __m512i where = _mm512_maskz_compress_epi32(hit, place);
    const __m512i pairs = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    _mm512_storeu_si512(hits + count, _mm512_permutex2var_epi32(value, pairs, where));
    const __m512i others = _mm512_add_epi32(pairs, _mm512_set1_epi32(8));
    _mm512_storeu_si512(hits + count + 8, _mm512_permutex2var_epi32(value, others, where));
    count += static_cast<std::size_t>(_mm_popcnt_u32(hit));
  }
  keep_least(hits, count, signature);
  return Round::done;
}

#include "minhash_kernel_body.hpp"

WIRECOPY_END_TARGET

}  // namespace

WIRECOPY_BEGIN_AVX512
void take_avx512(const Throws& throws, const std::uint64_t* shingles, std::size_t n, std::uint32_t* signature) {
  if (throws.k == 128) return take_128_avx512(throws, shingles, n, signature);
  take(throws, shingles, n, signature);
}
WIRECOPY_END_TARGET

}  // namespace wirecopy::detail
#endif
