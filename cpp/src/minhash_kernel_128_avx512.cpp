// MinHash's kernel for 128 places with AVX-512: what a place holds, as a byte, is looked up for 64 throws in one
// instruction.
#include "minhash_kernel.hpp"

#if WIRECOPY_X86

namespace wirecopy::detail {

namespace {

constexpr std::size_t few = 24;             // shingles of which 16 rounds are drawn at once
constexpr std::size_t drawn_at_once = 128;  // throws of later rounds between two looks at which places wait

WIRECOPY_BEGIN_AVX512

#include "minhash_kernel_128_first.hpp"

/// Throws into places that wait, gathered before any is kept: a loop's end for each 64 would be guessed wrong.
class Hits {
 public:
  /// Adds, of 64 throws h into these places, those of the mask; `place` and the mask are in the packed order.
  void add(const __m512i* h, __m512i place, std::uint64_t mask, __m512i round) {
    const __m512i fraction = _mm512_set1_epi32(0xff'ffff);
    for (std::size_t j = 0; j < 4; ++j) {
      // fraction & h >> 1 | round
      const __m512i value = _mm512_ternarylogic_epi32(_mm512_srli_epi32(h[j], 1), fraction, round, 0xea);
      _mm512_store_si512(value_ + drawn_ + 16 * j, value);
    }
    const __m512i base = _mm512_set1_epi16(static_cast<short>(drawn_)), order = packed_order();
    const __m512i early = _mm512_add_epi16(_mm512_cvtepu8_epi16(_mm512_castsi512_si256(order)), base);
    const __m512i late = _mm512_add_epi16(_mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(order, 1)), base);
    const auto low = static_cast<__mmask32>(mask), high = static_cast<__mmask32>(mask >> 32);
    std::uint16_t* const first = at_ + kept_;
    _mm512_storeu_si512(first, _mm512_maskz_compress_epi16(low, early));
    _mm512_storeu_si512(first + _mm_popcnt_u32(low), _mm512_maskz_compress_epi16(high, late));
    _mm512_storeu_si512(place_ + kept_, _mm512_maskz_compress_epi8(mask, place));
    kept_ += static_cast<std::size_t>(_mm_popcnt_u64(mask));
    drawn_ += 64;
  }
  void keep(std::uint32_t* signature) {
    for (std::size_t i = 0; i < kept_; ++i) {
      std::uint32_t& least = signature[place_[i]];
      const std::uint32_t value = value_[at_[i]], held = least;
      least = value < held ? value : held;
    }
    kept_ = drawn_ = 0;
  }

 private:
  static constexpr std::size_t room = taken_at_once + 64;  // throws of one group of rounds, whole blocks of 64
  alignas(64) std::uint32_t value_[room];
  std::uint16_t at_[room + 64];
  std::uint8_t place_[room + 64];
  std::size_t kept_ = 0, drawn_ = 0;
};

/// Rounds from 1 on of some shingles (n > 0), as far as some place waits for them.
inline void later_rounds_128(const Throws& t, const std::uint32_t* xs, std::size_t n, Hits& hits,
                             std::uint32_t* signature) {
  const std::size_t vectors = (n + 15) / 16;
  const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m512i step = _mm512_slli_epi32(lane, round_shift);
  for (std::uint32_t round = 1; round < places;) {
    const Waiting wait = waiting(round << round_shift, signature);
    if (wait.none()) return;
    const Table table{_mm512_movm_epi8(wait.low), _mm512_movm_epi8(wait.high)};
    const auto add = [&](const __m512i* h, const __m512i& value, std::uint64_t in) __attribute__((always_inline)) {
      const __m512i place = places_of(h);
      hits.add(h, place, _mm512_movepi8_mask(table.of(place)) & in, value);
    };
    if (n <= few && round + 16 <= places) {  // 16 rounds of one shingle beside each other
      const __m512i a = load(t.a + round), b = load(t.b + round);
      const __m512i value = _mm512_add_epi32(step, _mm512_set1_epi32(static_cast<int>(round << round_shift)));
      for (std::size_t i = 0; i < n; i += 4) {
        __m512i h[4];
        for (std::size_t j = 0; j < 4; ++j) {
          h[j] = _mm512_add_epi32(_mm512_mullo_epi32(_mm512_set1_epi32(static_cast<int>(xs[i + j])), a), b);
        }
        add(h, value, first_of_64(16 * (n - i)));
      }
      round += 16;
    } else {
      for (std::size_t thrown = 0; thrown < drawn_at_once && round < places; thrown += n, ++round) {
        const __m512i value = _mm512_set1_epi32(static_cast<int>(round << round_shift));
        const __m512i a = _mm512_set1_epi32(static_cast<int>(t.a[round]));
        const __m512i b = _mm512_set1_epi32(static_cast<int>(t.b[round]));
        for (std::size_t v = 0; v < vectors; v += 4) {
          __m512i h[4];
          for (std::size_t j = 0; j < 4; ++j) {
            h[j] = _mm512_add_epi32(_mm512_mullo_epi32(load(xs + 16 * (v + j)), a), b);
          }
          add(h, value, first_of_64(n - 16 * v));
        }
      }
    }
    hits.keep(signature);
  }
  // The rounds in which all are thrown into the same place.
  if (waiting(places << round_shift, signature).none()) return;
  const __m512i most = _mm512_set1_epi32(static_cast<int>(last_minimum));
  for (std::uint32_t place = 0; place < places; place += 16) {
    const __m512i a = load(t.a + places + place), b = load(t.b + places + place);
    __m512i fraction = _mm512_set1_epi32(-1);
    for (std::size_t i = 0; i < n; ++i) {
      const __m512i x = _mm512_set1_epi32(static_cast<int>(xs[i]));
      fraction = _mm512_min_epu32(fraction, _mm512_add_epi32(_mm512_mullo_epi32(x, a), b));
    }
    const __m512i round = _mm512_add_epi32(step, _mm512_set1_epi32(static_cast<int>((places + place) << round_shift)));
    const __m512i value = _mm512_min_epu32(_mm512_or_si512(round, _mm512_srli_epi32(fraction, 8)), most);
    _mm512_storeu_si512(signature + place, _mm512_min_epu32(value, load(signature + place)));
  }
}

WIRECOPY_END_TARGET

}  // namespace

WIRECOPY_BEGIN_AVX512
void take_128_avx512(const Throws& t, const std::uint64_t* shingles, std::size_t n, std::uint32_t* signature) {
  alignas(64) std::uint32_t xs[taken_at_once + 64];
  Hits hits;
  const __m512i key = _mm512_set1_epi64(static_cast<long long>(t.key));
  for (std::size_t at = 0; at < n; at += taken_at_once) {
    const std::size_t count = n - at < taken_at_once ? n - at : taken_at_once;
    for (std::size_t i = 0; i < 64; i += 16) _mm512_storeu_si512(xs + count + i, _mm512_setzero_si512());
    Fetch fetch{reinterpret_cast<const char*>(shingles + at + n)};
    if (count <= unsifted && at == 0) {
      mix(shingles, count, key, xs, fetch);
      for (std::size_t i = 0; i < count; ++i) keep(xs[i], signature);
    } else if (at == 0) {
      first_round(shingles, count, key, xs, fetch, signature);
    } else {
      for (std::size_t i = 0; i < count; i += sifted_at_once) {
        const std::size_t some = count - i < sifted_at_once ? count - i : sifted_at_once;
        mix(shingles + at + i, some, key, xs + i, fetch);
        sift(xs + i, some, signature);
      }
    }
    later_rounds_128(t, xs, count, hits, signature);
  }
}
WIRECOPY_END_TARGET

}  // namespace wirecopy::detail
#endif
