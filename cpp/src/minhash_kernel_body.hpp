// What the vector paths of MinHash's kernel have in common. Included inside each one's target; nothing of the standard
// library may be used here.

// As mix() of hash.hpp: the linker could take a copy made here for all.
[[maybe_unused]] inline std::uint32_t mixed(std::uint64_t s) {
  s ^= s >> 30;
  s *= 0xbf58476d1ce4e5b9ULL;
  s ^= s >> 27;
  s *= 0x94d049bb133111ebULL;
  return static_cast<std::uint32_t>((s ^ (s >> 31)) >> 32);
}

/// A throw of round 1 or later into a place drawn.
inline void throw_drawn(const Throws& t, std::uint32_t round, std::uint32_t x, std::uint32_t* signature) {
  const std::uint64_t p = std::uint64_t{x * t.a[round] + t.b[round]} * t.k;
  const std::uint32_t value = round << (32 - t.round_bits) | static_cast<std::uint32_t>(p) >> t.round_bits;
  std::uint32_t& least = signature[p >> 32];
  if (value < least) least = value < last_minimum ? value : last_minimum;
}

/// A round in which all are thrown into the same place.
inline void throw_all(const Throws& t, std::uint32_t round, const std::uint32_t* xs, std::size_t n, std::uint32_t* signature) {
  std::uint32_t fraction = 0xffff'ffff;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t h = xs[i] * t.a[round] + t.b[round];
    fraction = h < fraction ? h : fraction;
  }
  const std::uint32_t value = round << (32 - t.round_bits) | fraction >> t.round_bits;
  std::uint32_t& least = signature[round - t.k];
  if (value < least) least = value < last_minimum ? value : last_minimum;
}

/// The rounds after the first, as far as some place waits for them.
inline void later_rounds(const Throws& t, const std::uint32_t* xs, std::size_t n, std::uint32_t* signature) {
  std::uint32_t waits = 0;  // the first place that does; one that does not will never again
  for (std::uint32_t round = 1; round < 2 * t.k; ++round) {
    const Round tried = round < t.k ? throw_round(t, round, xs, n, signature) : Round::left;
    if (tried == Round::done) continue;
    if (tried == Round::needless) return;
    while (waits < t.k && signature[waits] < round << (32 - t.round_bits)) ++waits;
    if (waits == t.k) return;
    if (round >= t.k) {
      throw_all(t, round, xs, n, signature);
    } else {
      for (std::size_t i = 0; i < n; ++i) throw_drawn(t, round, xs[i], signature);
    }
  }
}

/// Throws of places and minima already drawn: the place in the upper half.
inline void keep_least(const std::uint64_t* drawn, std::size_t n, std::uint32_t* signature) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t place = drawn[i] >> 32;
    const auto fraction = static_cast<std::uint32_t>(drawn[i]);
    const std::uint32_t least = signature[place];
    signature[place] = fraction < least ? fraction : least;
  }
}

inline void take(const Throws& t, const std::uint64_t* shingles, std::size_t n, std::uint32_t* signature) {
  alignas(64) std::uint32_t xs[taken_at_once];
  alignas(64) std::uint64_t drawn[block];
  for (std::size_t at = 0; at < n; at += taken_at_once) {
    const std::size_t count = n - at < taken_at_once ? n - at : taken_at_once;
    // A block is drawn and thrown before the next, so that fetching what comes behind (the next set) has time.
    for (std::size_t i = 0; i < count; i += block) {
      const std::size_t some = count - i < block ? count - i : block;
      draw(t, shingles + at + i, some, xs + i, drawn, n);
      keep_least(drawn, some, signature);
    }
    later_rounds(t, xs, count, signature);
  }
}
