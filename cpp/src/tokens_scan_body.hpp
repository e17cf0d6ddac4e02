// The part of a scan that all three paths share; each includes it after it has said, in an unnamed namespace, how to
// classify(tables, bytes, planes) a block of 64 bytes (67 are readable), how to write_positions(out, bits, base), and
// lowest(bits) and highest(bits), the places of the lowest and the highest bit.
// No include guard: it is compiled once for each path, and for its instructions.

/// Bits just after the characters of `set`, moved on through `transparent` bytes. A character before this block comes in
/// by `carry`, one whose follower lies after it goes out by it.
inline std::uint64_t after(std::uint64_t set, std::uint64_t transparent, std::uint64_t& carry) {
  const std::uint64_t marks = set << 1 | carry;
  const std::uint64_t sum = marks + transparent;
  carry = set >> 63 | static_cast<std::uint64_t>(sum < transparent);
  return sum & ~transparent;
}

/// What the rules say of the bytes of one block that hold no special character but line ends.
struct Block {
  Planes planes;
  std::uint64_t transparent = 0;  ///< continuation bytes, Extend, Format, and bytes past the end
  std::uint64_t carriage_return = 0, line_feed = 0, line_end = 0;
};

/// Puts special characters into the block: line ends as such, ZWJ as Extend. Returns the first hard byte, or 64.
inline unsigned settle_specials(const ScanText& text, const unsigned char* block, std::size_t at, std::uint64_t valid,
                                Block& b) {
  for (std::uint64_t left = b.planes.special & valid; left != 0; left &= left - 1) {
    const auto i = lowest(left);
    const std::uint64_t bit = std::uint64_t{1} << i;
    const unsigned char c = block[i];
    if (c < 0x80) {
      b.line_end |= bit;
      if (c == '\r') b.carriage_return |= bit;
      if (c == '\n') b.line_feed |= bit;
      continue;
    }
    const WordClasses::Special what = text.classes.special_at(text.view, at + i);
    if (what == WordClasses::Special::hard) return i;
    (what == WordClasses::Special::line_end ? b.line_end : b.planes.extend) |= bit;
  }
  return 64;
}

/// Applies the rules. Every mask has bits at first bytes of characters only. Returns the boundaries before them but for
/// one that is pending; `ends` are those of words.
template <bool plain>
inline std::uint64_t apply_rules(const Block& b, std::uint32_t base, ScanState& state, std::uint64_t& parts, std::uint64_t& before) {
  const std::uint64_t t = plain ? 0 : b.transparent, kept = ~t;
  const Planes& p = b.planes;
  parts = p.letter | p.number | p.connector;
  before = after(parts, t, state.part);
  // WB6, WB7, WB11, WB12: a mark between two letters, or two numbers, joins them.
  const std::uint64_t letter_mid = p.mid_letter & after(p.letter, t, state.letter);
  const std::uint64_t number_mid = p.mid_number & after(p.number, t, state.number);
  std::uint64_t joined = (p.letter & after(letter_mid, t, state.letter_mid)) | (p.number & after(number_mid, t, state.number_mid));
  std::uint64_t mids = (letter_mid & p.letter >> 1) | (number_mid & p.number >> 1);
  std::uint64_t open = (letter_mid | number_mid) & (t >> 1 | std::uint64_t{1} << 63);
  for (; open != 0; open &= open - 1) {
    const auto i = lowest(open);
    const std::uint64_t bit = std::uint64_t{1} << i, later = kept & (~std::uint64_t{1} << i);
    if (later == 0) {
      state.pending = true;
      state.pending_at = base + i;
      mids |= bit;  // no boundary yet
    } else {
      const std::uint64_t next = later & (~later + 1);
      if (((letter_mid & bit) && (p.letter & next)) || ((number_mid & bit) && (p.number & next))) mids |= bit;
    }
  }
  // WB5, WB8 to WB10, WB13a, WB13b; and WB3.
  joined |= mids | (parts & before);
  joined |= b.line_feed & (b.carriage_return << 1 | state.carriage_return);
  state.carriage_return = b.carriage_return >> 63;
  // WB3d looks at the bytes as they are: Extend parts two spaces.
  joined |= p.space & after(p.space, plain ? 0 : p.tail, state.space);
  return kept & ~joined;
}

template <ScanFor what>
ScanEnd scan(const ScanText& text, std::size_t at, ScanState& carried, std::uint32_t* events) {
  const unsigned char* const bytes = text.bytes;
  const std::size_t size = text.size;
  const WordTables& tables = text.classes.tables;
  std::uint32_t* out = events;
  ScanState state = carried;
  bool hard = false;
  unsigned char rest[128];
  while (at < size && !hard && static_cast<std::size_t>(out - events) < event_limit) {
    const unsigned char* block = bytes + at;
    std::uint64_t valid = ~std::uint64_t{0};
    std::size_t next = at + 64;
    if (size - at < 67) {  // a copy, so that nothing past the end is read
      const std::size_t left = size - at;
      std::memset(rest, 0, sizeof rest);
      std::memcpy(rest, block, left);
      block = rest;
      if (left < 64) {
        valid = (std::uint64_t{1} << left) - 1;
        next = size;
      }
    }
    Block b;
    classify(tables, block, b.planes);
    bool plain = b.planes.high == 0 && valid == ~std::uint64_t{0};
    if (b.planes.special & valid) {
      const unsigned stop = settle_specials(text, block, at, valid, b);
      if (stop < 64) {
        valid &= (std::uint64_t{1} << stop) - 1;
        next = at + stop;
        hard = true;
        plain = false;
      }
    }
    if (plain) {
      state.line_end = b.line_end >> 63;
      state.connector = b.planes.connector >> 63;
    } else {
      // WB4; after a line end or nothing, Extend stands for itself.
      const std::uint64_t tail = b.planes.tail | ~valid;
      const std::uint64_t lone = b.planes.extend & after(b.line_end & valid, tail, state.line_end);
      const std::uint64_t attached = b.planes.extend & ~lone;
      b.transparent = tail | attached;
      b.planes.tail = tail;
      // Bytes past the end, or from a hard character on, have no class.
      Planes& p = b.planes;
      p.letter &= valid, p.number &= valid, p.connector &= valid, p.space &= valid;
      p.mid_letter &= valid, p.mid_number &= valid;
      b.carriage_return &= valid, b.line_feed &= valid;
      state.odd |= (after(p.connector, tail, state.connector) & attached) != 0;
    }
    const auto base = static_cast<std::uint32_t>(at);
    if (state.pending) {
      const std::uint64_t kept = ~b.transparent;
      if (kept != 0) {
        const std::uint64_t first = kept & (~kept + 1);
        const bool joins = (state.letter_mid && (b.planes.letter & first)) || (state.number_mid && (b.planes.number & first));
        if (!joins) {
          *out++ = state.pending_at;
          state.last_boundary = state.pending_at;
        }
        state.pending = false;
      }
    }
    std::uint64_t parts = 0, before = 0;
    const std::uint64_t boundaries = plain ? apply_rules<true>(b, base, state, parts, before)
                                           : apply_rules<false>(b, base, state, parts, before);
    if (boundaries != 0) {
      state.last_boundary = base + highest(boundaries);
    }
    if constexpr (what == ScanFor::words) {
      state.odd |= (boundaries & b.planes.connector) != 0;
      // A word starts before a part and ends after one; two words never touch.
      out = write_positions(out, boundaries & (parts ^ before), base);
    } else {
      out = write_positions(out, boundaries, base);
    }
    at = next;
  }
  carried = state;
  return {at, static_cast<std::size_t>(out - events), hard};
}
