// The first round of MinHash's kernel for 128 places with AVX-512. Included inside its target; nothing of the standard
// library may be used here.

constexpr std::uint32_t places = 128;
constexpr unsigned place_shift = 25, round_shift = 24;  // upper 7 bits of a throw: its place; 8 of a minimum: its round
constexpr std::size_t unsifted = 256;                   // shingles of a set that are all kept
constexpr std::size_t sifted_at_once = 128;             // shingles between two looks at what the places hold

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

/// mix() of 16 shingles and the key, in an order of its own.
inline __m512i mix_16(__m512i early, __m512i late, __m512i key) {
  const __m512i first = _mm512_set1_epi64(static_cast<long long>(0xbf58476d1ce4e5b9ULL));
  const __m512i second = _mm512_set1_epi64(static_cast<long long>(0x94d049bb133111ebULL));
  const auto half = [&](__m512i s) __attribute__((always_inline)) {
    s = _mm512_add_epi64(s, key);
    s = _mm512_mullo_epi64(_mm512_xor_si512(s, _mm512_srli_epi64(s, 30)), first);
    return _mm512_mullo_epi64(_mm512_xor_si512(s, _mm512_srli_epi64(s, 27)), second);
  };
  const __m512i s = half(early), t = half(late);
  // The upper halves; what mix() does last changes but one bit of them.
  const __m512i upper = _mm512_castps_si512(_mm512_shuffle_ps(_mm512_castsi512_ps(s), _mm512_castsi512_ps(t), 0xdd));
  return _mm512_xor_si512(upper, _mm512_srli_epi32(upper, 31));
}

inline __m512i mix_16(const std::uint64_t* shingles, __m512i key) {
  return mix_16(_mm512_loadu_si512(shingles), _mm512_loadu_si512(shingles + 8), key);
}

/// A bit for each of the first n < 16.
inline __mmask16 first_of_16(std::size_t n) { return static_cast<__mmask16>((1U << n) - 1); }

/// Of n < 16 shingles: in front, and nothing behind them.
inline __m512i mix_last(const std::uint64_t* shingles, std::size_t n, __m512i key) {
  const unsigned in = first_of_16(n);
  const __m512i early = _mm512_maskz_loadu_epi64(static_cast<__mmask8>(in), shingles);
  const __m512i late = _mm512_maskz_loadu_epi64(static_cast<__mmask8>(in >> 8), shingles + 8);
  const __m512i order = _mm512_setr_epi32(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
  const __mmask16 there = _mm512_cmplt_epu32_mask(order, _mm512_set1_epi32(static_cast<int>(n)));
  return _mm512_maskz_compress_epi32(there, mix_16(early, late, key));
}

/// The shingles of the next set, which is taken to be as large as this one, line after line: they come while this one is
/// worked at.
struct Fetch {
  const char* next;
  void line() {
    _mm_prefetch(next, _MM_HINT_T0);
    next += 64;
  }
};

/// Up to 1,024 shingles; what is written behind the last is 0.
inline void mix(const std::uint64_t* shingles, std::size_t n, __m512i key, std::uint32_t* xs, Fetch& fetch) {
  std::size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    fetch.line();
    fetch.line();
    _mm512_storeu_si512(xs + i, mix_16(shingles + i, key));
  }
  if (i < n) _mm512_storeu_si512(xs + i, mix_last(shingles + i, n - i, key));
}

/// Throws chosen of up to 1,024, and room to read on behind them.
struct Chosen {
  alignas(64) std::uint32_t h[taken_at_once + 16];
  std::size_t n = 0;
  void add(__m512i from, __mmask16 in) {
    _mm512_storeu_si512(h + n, _mm512_maskz_compress_epi32(in, from));
    n += static_cast<std::size_t>(_mm_popcnt_u32(in));
  }
  void keep_all(Fetch& fetch, std::uint32_t* signature) {
    constexpr std::size_t group = 4;  // kept without a look whether more are left
    // After the last the first, again and again, which changes nothing.
    if (n > 0) _mm512_storeu_si512(h + n, _mm512_set1_epi32(static_cast<int>(h[0])));
    for (std::size_t i = 0; i < n; i += group) {
      fetch.line();
#pragma GCC unroll 4
      for (std::size_t j = 0; j < group; ++j) keep(h[i + j], signature);
    }
  }
};

/// Places whose minimum is not under a bound, a bit each.
struct Waiting {
  std::uint64_t low, high;
  bool none() const { return (low | high) == 0; }
};

inline Waiting waiting(std::uint32_t bound, const std::uint32_t* signature) {
  const __m512i from = _mm512_set1_epi32(static_cast<int>(bound));
  const auto half = [&](const std::uint32_t* s) __attribute__((always_inline)) {
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 4; ++i) bits |= std::uint64_t{_mm512_cmpge_epu32_mask(load(s + 16 * i), from)} << (16 * i);
    return bits;
  };
  return {half(signature), half(signature + 64)};
}

/// More than 256 and up to 1,024 shingles. Of a fraction under the bound some 1.4 to 2 are expected at each place: these
/// are kept first, and of all others only those of places that have none.
inline void first_round(const std::uint64_t* shingles, std::size_t n, __m512i key, std::uint32_t* xs, Fetch& fetch,
                        std::uint32_t* signature) {
  const float each = static_cast<float>(n) / places;
  const float expected = each < 4 ? 1.35F : each < 6 ? 1.7F : 2.0F;
  const auto bound = static_cast<std::uint32_t>(expected / each * (1U << round_shift));
  const __m512i under = _mm512_set1_epi32(static_cast<int>(bound << (32 - round_shift)));
  Chosen low, others;
  const auto add_low = [&](__m512i h, __mmask16 in) __attribute__((always_inline)) {
    low.add(h, _mm512_mask_cmplt_epu32_mask(in, _mm512_slli_epi32(h, 7), under));
  };
  std::size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    fetch.line();
    fetch.line();
    const __m512i h = mix_16(shingles + i, key);
    _mm512_storeu_si512(xs + i, h);
    add_low(h, 0xffff);
  }
  if (i < n) {
    const __m512i h = mix_last(shingles + i, n - i, key);
    _mm512_storeu_si512(xs + i, h);
    add_low(h, first_of_16(n - i));
  }
  low.keep_all(fetch, signature);

  const Waiting wait = waiting(bound, signature);
  const __m512i bits = _mm512_castsi128_si512(_mm_set_epi64x(static_cast<long long>(wait.high), static_cast<long long>(wait.low)));
  for (i = 0; i < n; i += 16) {
    const __m512i h = load(xs + i);
    const __m512i word = _mm512_permutexvar_epi32(_mm512_srli_epi32(h, 30), bits);
    const __m512i bit = _mm512_rorv_epi32(word, _mm512_srli_epi32(h, place_shift));  // to the lowest: turns by place % 32
    const __mmask16 in = _mm512_test_epi32_mask(bit, _mm512_set1_epi32(1));
    others.add(h, n - i < 16 ? in & first_of_16(n - i) : in);
  }
  others.keep_all(fetch, signature);
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

/// Up to 128 shingles more, passing over those that the table says are over their minima.
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
