// MinHash's kernel with AVX2: which of eight shingles hit a place that waits is looked up in one register, a bit a place.
#include "minhash_kernel.hpp"

#if WIRECOPY_X86

namespace wirecopy::detail {

namespace {

WIRECOPY_BEGIN_AVX2

inline std::uint32_t mixed(std::uint64_t s);
inline void throw_drawn(const Throws& t, std::uint32_t round, std::uint32_t x, std::uint32_t* signature);

inline void draw(const Throws& t, const std::uint64_t* shingles, std::size_t n, std::uint32_t* xs, std::uint64_t* drawn,
                 std::size_t) {
  for (std::size_t i = 0; i < n; ++i) {
    xs[i] = mixed(shingles[i] + t.key);
    const std::uint64_t p = std::uint64_t{xs[i]} * t.k;
    drawn[i] = p >> 32 << 32 | static_cast<std::uint32_t>(p) >> t.round_bits;
  }
}

/// One round of up to 256 places; more are left.
inline Round throw_round(const Throws& t, std::uint32_t round, const std::uint32_t* xs, std::size_t n, std::uint32_t* signature) {
  if (t.k > 256) return Round::left;
  const std::uint32_t from = round << (32 - t.round_bits);
  const __m256i from_all = _mm256_set1_epi32(static_cast<int>(from));
  unsigned char bits[32] = {};
  std::uint32_t place = 0;
  for (; place + 8 <= t.k; place += 8) {
    const __m256i minima = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(signature + place));
    const __m256i waits = _mm256_cmpeq_epi32(_mm256_max_epu32(minima, from_all), minima);
    bits[place / 8] = static_cast<unsigned char>(_mm256_movemask_ps(_mm256_castsi256_ps(waits)));
  }
  for (; place < t.k; ++place) bits[place / 8] |= static_cast<unsigned char>((signature[place] >= from) << (place % 8));
  const __m256i waiting = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bits));
  if (_mm256_testz_si256(waiting, waiting)) return Round::needless;
  const __m256i a = _mm256_set1_epi32(static_cast<int>(t.a[round])), b = _mm256_set1_epi32(static_cast<int>(t.b[round]));
  const __m256i k = _mm256_set1_epi32(static_cast<int>(t.k)), one = _mm256_set1_epi32(1);
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(xs + i));
    const __m256i h = _mm256_add_epi32(_mm256_mullo_epi32(x, a), b);
    const __m256i even = _mm256_srli_epi64(_mm256_mul_epu32(h, k), 32), odd = _mm256_mul_epu32(_mm256_srli_epi64(h, 32), k);
    const __m256i places = _mm256_blend_epi32(even, odd, 0xaa);
    const __m256i word = _mm256_permutevar8x32_epi32(waiting, _mm256_srli_epi32(places, 5));
    const __m256i bit = _mm256_and_si256(_mm256_srlv_epi32(word, _mm256_and_si256(places, _mm256_set1_epi32(31))), one);
    auto hits = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(bit, one))));
    for (; hits != 0; hits &= hits - 1) throw_drawn(t, round, xs[i + _tzcnt_u32(hits)], signature);
  }
  for (; i < n; ++i) throw_drawn(t, round, xs[i], signature);
  return Round::done;
}

#include "minhash_kernel_body.hpp"

WIRECOPY_END_TARGET

}  // namespace

WIRECOPY_BEGIN_AVX2
void take_avx2(const Throws& throws, const std::uint64_t* shingles, std::size_t n, std::uint32_t* signature) {
  take(throws, shingles, n, signature);
}
WIRECOPY_END_TARGET

}  // namespace wirecopy::detail
#endif
