// MinHash's kernel for 128 places with AVX-512: what a place holds, as a byte, is looked up for 64 throws in one
// instruction.
#include "minhash_kernel.hpp"

#if WIRECOPY_X86

namespace wirecopy::detail {

namespace {

constexpr std::uint32_t places = 128;
constexpr unsigned place_shift = 25, round_shift = 24;  // upper 7 bits of a throw: its place; 8 of a minimum: its round
constexpr std::size_t unsifted = 256;                   // shingles before most of them are over what their places hold
constexpr std::size_t sifted_at_once = 128;             // shingles between two looks at what the places hold
constexpr std::size_t few = 24;                         // shingles of which 16 rounds are drawn at once
constexpr std::size_t drawn_at_once = 128;              // throws of later rounds between two looks at which places wait

WIRECOPY_BEGIN_AVX512

inline __m512i load(const std::uint32_t* from) { return _mm512_loadu_si512(from); }

/// Keeps GCC from taking the number to a vector register first, from which its address would have to come back.
inline void in_general_register(std::uint32_t& x) { __asm__("" : "+r"(x)); }

/// A throw of the first round.
inline void keep(std::uint32_t h, std::uint32_t* signature) {
  in_general_register(h);
  const std::uint32_t value = (h << 7) >> 8;
  std::uint32_t& least = signature[h >> place_shift];
  const std::uint32_t held = least;
  least = value < held ? value : held;
}

inline std::uint32_t mixed(std::uint64_t s) {
  s = (s ^ s >> 30) * 0xbf58476d1ce4e5b9ULL;
  s = (s ^ s >> 27) * 0x94d049bb133111ebULL;
  return static_cast<std::uint32_t>((s ^ s >> 31) >> 32);
}

/// The same of 16 shingles and the key, in an order of its own.
inline __m512i mix_16(const std::uint64_t* shingles, __m512i key) {
  const __m512i first = _mm512_set1_epi64(static_cast<long long>(0xbf58476d1ce4e5b9ULL));
  const __m512i second = _mm512_set1_epi64(static_cast<long long>(0x94d049bb133111ebULL));
  const auto half = [&](const std::uint64_t* from) __attribute__((always_inline)) {
    __m512i s = _mm512_add_epi64(_mm512_loadu_si512(from), key);
    s = _mm512_mullo_epi64(_mm512_xor_si512(s, _mm512_srli_epi64(s, 30)), first);
    return _mm512_mullo_epi64(_mm512_xor_si512(s, _mm512_srli_epi64(s, 27)), second);
  };
  const __m512i s = half(shingles), t = half(shingles + 8);
  // The upper halves; what mix() does last changes but one bit of them.
  const __m512i upper = _mm512_castps_si512(_mm512_shuffle_ps(_mm512_castsi512_ps(s), _mm512_castsi512_ps(t), 0xdd));
  return _mm512_xor_si512(upper, _mm512_srli_epi32(upper, 31));
}

/// Bytes of 64 numbers up to 255, in the order of `packed_order`.
inline __m512i pack(__m512i a, __m512i b, __m512i c, __m512i d) {
  return _mm512_packus_epi16(_mm512_packus_epi32(a, b), _mm512_packus_epi32(c, d));
}

inline __m512i packed_order() {
  alignas(64) static constexpr std::uint8_t order[64] = {
      0,  1,  2,  3,  16, 17, 18, 19, 32, 33, 34, 35, 48, 49, 50, 51, 4,  5,  6,  7,  20, 21,
      22, 23, 36, 37, 38, 39, 52, 53, 54, 55, 8,  9,  10, 11, 24, 25, 26, 27, 40, 41, 42, 43,
      56, 57, 58, 59, 12, 13, 14, 15, 28, 29, 30, 31, 44, 45, 46, 47, 60, 61, 62, 63};
  return _mm512_load_si512(order);
}

/// A byte of each minimum, by its place.
struct Table {
  __m512i low, high;
  __m512i of(__m512i place) const { return _mm512_permutex2var_epi8(low, place, high); }
};

inline __m512i table_half(const std::uint32_t* signature) {
  // Of the first round the upper bits of the fraction, of all others 255.
  const auto byte = [&](int i) __attribute__((always_inline)) {
    return _mm512_min_epu32(_mm512_srli_epi32(load(signature + 16 * i), 16), _mm512_set1_epi32(255));
  };
  const __m512i dwords = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  return _mm512_permutexvar_epi32(dwords, pack(byte(0), byte(1), byte(2), byte(3)));
}

/// Places whose minimum is not of a round before `round`, a bit each.
struct Waiting {
  std::uint64_t low, high;
  bool none() const { return (low | high) == 0; }
};

inline Waiting waiting(std::uint32_t round, const std::uint32_t* signature) {
  const __m512i from = _mm512_set1_epi32(static_cast<int>(round << round_shift));
  const auto half = [&](const std::uint32_t* s) __attribute__((always_inline)) {
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 4; ++i) bits |= std::uint64_t{_mm512_cmpge_epu32_mask(load(s + 16 * i), from)} << (16 * i);
    return bits;
  };
  return {half(signature), half(signature + 64)};
}

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

inline __m512i place_of(__m512i h) { return _mm512_srli_epi32(h, place_shift); }
/// The upper 8 bits of its fraction.
inline __m512i top_of(__m512i h) { return _mm512_and_si512(_mm512_srli_epi32(h, 17), _mm512_set1_epi32(255)); }
inline __m512i places_of(const __m512i* h) {
  return pack(place_of(h[0]), place_of(h[1]), place_of(h[2]), place_of(h[3]));
}
/// A bit for each of the first n of 64, in the packed order.
inline std::uint64_t first_of_64(std::size_t n) {
  return n >= 64 ? ~std::uint64_t{0} : _mm512_cmplt_epu8_mask(packed_order(), _mm512_set1_epi8(static_cast<char>(n)));
}

/// The first round of up to 128 shingles, passing over those that the table says are over their minima.
inline void sift(const std::uint32_t* xs, std::size_t n, std::uint32_t* signature) {
  constexpr std::size_t group = 4;  // thrown without a look whether more are left
  const Table table{table_half(signature), table_half(signature + 64)};
  std::uint8_t chosen[sifted_at_once + 64];
  std::size_t count = 0;
  for (std::size_t i = 0; i < n; i += 64) {
    const __m512i h[4] = {load(xs + i), load(xs + i + 16), load(xs + i + 32), load(xs + i + 48)};
    const __m512i tops = pack(top_of(h[0]), top_of(h[1]), top_of(h[2]), top_of(h[3]));
    const std::uint64_t mask = _mm512_cmple_epu8_mask(tops, table.of(places_of(h))) & first_of_64(n - i);
    const __m512i at = _mm512_add_epi8(packed_order(), _mm512_set1_epi8(static_cast<char>(i)));
    _mm512_storeu_si512(chosen + count, _mm512_maskz_compress_epi8(mask, at));
    count += static_cast<std::size_t>(_mm_popcnt_u64(mask));
  }
  // After them the first shingle, again and again, which changes nothing.
  _mm512_storeu_si512(chosen + count, _mm512_setzero_si512());
  for (std::size_t k = 0; k < count; k += group) {
#pragma GCC unroll 4
    for (std::size_t j = 0; j < group; ++j) keep(xs[chosen[k + j]], signature);
  }
}

/// Rounds from 1 on of some shingles (n > 0), as far as some place waits for them.
inline void later_rounds_128(const Throws& t, const std::uint32_t* xs, std::size_t n, Hits& hits,
                             std::uint32_t* signature) {
  const std::size_t vectors = (n + 15) / 16;
  const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m512i step = _mm512_slli_epi32(lane, round_shift);
  for (std::uint32_t round = 1; round < places;) {
    const Waiting wait = waiting(round, signature);
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
  if (waiting(places, signature).none()) return;
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
    for (std::size_t block = 0; block < count; block += sifted_at_once) {
      const std::size_t some = count - block < sifted_at_once ? count - block : sifted_at_once;
      const std::uint64_t* from = shingles + at + block;
      std::size_t i = 0;
      for (; i + 16 <= some; i += 16) {
        _mm_prefetch(reinterpret_cast<const char*>(from + i + n), _MM_HINT_T0);
        _mm_prefetch(reinterpret_cast<const char*>(from + i + n + 8), _MM_HINT_T0);
        _mm512_store_si512(xs + block + i, mix_16(from + i, key));
      }
      for (; i < some; ++i) xs[block + i] = mixed(from[i] + t.key);
      if (at + block < unsifted) {
        for (i = 0; i < some; ++i) keep(xs[block + i], signature);
      } else {
        sift(xs + block, some, signature);
      }
    }
    later_rounds_128(t, xs, count, hits, signature);
  }
}
WIRECOPY_END_TARGET

}  // namespace wirecopy::detail
#endif
