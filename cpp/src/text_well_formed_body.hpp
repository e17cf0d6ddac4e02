// The check that the vector paths share; each includes it after it has said how to load a Block of 64 bytes, and which of
// its bytes are at_least(block, b) or equal(block, b). No include guard: it is compiled once for each path.

/// Unicode 15, table 3-7: which bytes must continue a character is known from the bytes before them, and so is where the
/// second byte has a narrower range. `due` has the bits of the next block's first bytes that must be continuations.
inline bool faulty(Block v, std::uint64_t high, std::uint64_t& due, bool& after_narrow) {
  const std::uint64_t two = at_least(v, 0xc0), three = at_least(v, 0xe0), four = at_least(v, 0xf0);
  const std::uint64_t continuing = high & ~two;
  const std::uint64_t expected = two << 1 | three << 2 | four << 3 | due;
  due = two >> 63 | three >> 62 | four >> 61;
  std::uint64_t fault = (expected ^ continuing) | (two & ~at_least(v, 0xc2)) | at_least(v, 0xf5);
  const std::uint64_t e0 = equal(v, 0xe0), ed = equal(v, 0xed), f0 = equal(v, 0xf0), f4 = equal(v, 0xf4);
  if ((e0 | ed | f0 | f4) != 0) {
    const std::uint64_t a0 = at_least(v, 0xa0), n90 = at_least(v, 0x90);
    fault |= (e0 << 1 & ~a0) | (ed << 1 & a0) | (f0 << 1 & ~n90) | (f4 << 1 & n90);
  }
  // A second byte in the next block is for the plain check, which sees both.
  after_narrow = (e0 | ed | f0 | f4) >> 63 != 0;
  return fault != 0;
}

inline std::size_t well_formed(const unsigned char* bytes, std::size_t size) {
  std::uint64_t due = 0;
  std::size_t at = 0;
  const auto start_of_character = [&] {
    std::size_t start = at;
    if (due != 0) {
      do --start;
      while ((bytes[start] & 0xc0) == 0x80);
    }
    return start;
  };
  for (; size - at >= 64; at += 64) {
    const Block v = load(bytes + at);
    const std::uint64_t high = at_least(v, 0x80);
    if (high == 0 && due == 0) continue;
    std::uint64_t next_due = due;
    bool narrow = false;
    if (faulty(v, high, next_due, narrow)) return start_of_character();
    due = next_due;
    if (narrow && size - at > 64) {
      const unsigned lead = bytes[at + 63], second = bytes[at + 64];
      const bool good = lead == 0xe0   ? second >= 0xa0
                        : lead == 0xed ? second < 0xa0
                        : lead == 0xf0 ? second >= 0x90
                                       : second < 0x90;
      if (!good) return at + 63;
    }
  }
  return start_of_character();
}
