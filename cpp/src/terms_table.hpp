// Terms: the tables that number strings and pairs of numbers in the order in which they come.
//
// Both are open addressing over slots of eight bytes, a tag and a number, so that a probe costs one cache line; the keys
// lie apart, by number. Hashes are seeded anew in each process, so that nobody can prepare texts whose terms collide;
// results do not depend on the numbers.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "memory.hpp"

namespace wirecopy::detail {

static_assert(std::endian::native == std::endian::little, "keys are read as little-endian numbers");

struct HashSeeds {
  std::uint64_t a, b;
};
extern const HashSeeds hash_seeds;

/// Both halves of a 128-bit product, folded.
inline std::uint64_t fold_product(std::uint64_t x, std::uint64_t y) {
#if defined(__SIZEOF_INT128__)
  const auto product = static_cast<unsigned __int128>(x) * y;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
#else
  const std::uint64_t xl = x & 0xffffffffU, xh = x >> 32, yl = y & 0xffffffffU, yh = y >> 32;
  const std::uint64_t mid = xh * yl + ((xl * yl) >> 32), mid2 = xl * yh + (mid & 0xffffffffU);
  return (x * y) ^ (xh * yh + (mid >> 32) + (mid2 >> 32));
#endif
}

inline constexpr std::uint32_t no_term = 0xffff'ffff;

/// Slots of both tables: where a hash leads, and what stands there.
class Slots {
 public:
  static constexpr std::uint64_t empty = ~std::uint64_t{0};
  Slots() : slots_(64, empty) {}
  std::size_t mask() const { return slots_.size() - 1; }
  static std::size_t home(std::uint64_t hash) { return static_cast<std::size_t>(hash >> 32); }
  static std::uint32_t tag(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }
  void prefetch(std::uint64_t hash) const { __builtin_prefetch(slots_.data() + (home(hash) & mask())); }
  class Prefetcher {
   public:
    explicit Prefetcher(const Slots& of) : slots_(of.slots_.data()), mask_(of.mask()) {}
    void operator()(std::uint64_t hash) const { __builtin_prefetch(slots_ + (home(hash) & mask_)); }

   private:
    const std::uint64_t* slots_;
    std::size_t mask_;
  };
  /// What stands first where a hash leads: most often the key itself.
  std::uint32_t likely_number(std::uint64_t hash) const { return static_cast<std::uint32_t>(slots_[home(hash) & mask()]); }

  /// The slot of the key that `same(number)` knows, or the empty one where it belongs.
  template <class Same>
  std::size_t find(std::uint64_t hash, Same&& same) const {
    for (std::size_t i = home(hash) & mask();; i = (i + 1) & mask()) {
      const std::uint64_t slot = slots_[i];
      if (slot == empty || (static_cast<std::uint32_t>(slot >> 32) == tag(hash) && same(static_cast<std::uint32_t>(slot)))) return i;
    }
  }
  std::uint32_t number(std::size_t slot) const { return static_cast<std::uint32_t>(slots_[slot]); }  // no_term where empty
  void set(std::size_t slot, std::uint64_t hash, std::uint32_t number) {
    slots_[slot] = static_cast<std::uint64_t>(tag(hash)) << 32 | number;
  }
  void forget() { slots_ = HugeVector<std::uint64_t>(); }
  bool full(std::size_t size) const { return (size + 1) * 3 > slots_.size() * 2; }
  /// Twice the room; `hash_of(number)` for each of the `size` numbers.
  template <class HashOf>
  void grow(std::size_t size, HashOf&& hash_of) {
    if (size >= no_term - 1) throw std::length_error("more than 2^32 distinct terms; use fewer units in a term, or hash them");
    slots_ = HugeVector<std::uint64_t>(slots_.size() * 2, empty);
    constexpr std::uint32_t ahead = 16;
    for (std::uint32_t n = 0; n < size; ++n) {
      if (n + ahead < size) __builtin_prefetch(slots_.data() + (home(hash_of(n + ahead)) & mask()), 1);
      const std::uint64_t hash = hash_of(n);
      std::size_t i = home(hash) & mask();
      while (slots_[i] != empty) i = (i + 1) & mask();
      set(i, hash, n);
    }
  }

 private:
  HugeVector<std::uint64_t> slots_;
};

/// Numbers strings. Up to 15 bytes lie in the key itself, with the length in its last byte.
class WordTable {
 public:
  struct Key {
    std::uint64_t a, b;
  };
  static constexpr std::uint32_t longest_short = 15;

  std::size_t size() const { return keys_.size(); }

  /// Key and hash of `length` bytes at `p`, of which 16 can be read whatever the length.
  static Key key(const char* p, std::uint32_t length, std::uint64_t& hash) {
    const HashSeeds& seeds = hash_seeds;
    Key k{};
    if (length <= longest_short) [[likely]] {
      std::memcpy(&k.a, p, 8);
      std::memcpy(&k.b, p + 8, 8);
      k.a &= key_masks[length].a;  // a branch here would be guessed wrong for every third word
      k.b = (k.b & key_masks[length].b) | static_cast<std::uint64_t>(length) << 56;
      hash = fold_product(k.a ^ seeds.a, k.b ^ seeds.b);
    } else {
      hash = k.a = long_hash(p, length);
      k.b = static_cast<std::uint64_t>(0xff) << 56;
    }
    return k;
  }
  void prefetch(std::uint64_t hash) const { slots_.prefetch(hash); }
  /// The same until the table next grows.
  Slots::Prefetcher prefetcher() const { return Slots::Prefetcher(slots_); }
  /// The key's own cache line, once the slot's has come.
  void prefetch_key(std::uint64_t hash) const {
    if (const std::uint32_t number = slots_.likely_number(hash); number != no_term) __builtin_prefetch(keys_.data() + number);
  }

  std::uint32_t find(const char* p, std::uint32_t length, const Key& key, std::uint64_t hash) const {
    return slots_.number(slot(p, length, key, hash));
  }
  std::uint32_t insert(const char* p, std::uint32_t length, const Key& key, std::uint64_t hash) {
    const std::uint32_t found = find(p, length, key, hash);
    return found != no_term ? found : insert_new(p, length, key, hash);
  }
  /// For strings that are not followed by 16 readable bytes.
  std::uint32_t insert(std::string_view term);
  std::uint32_t find(std::string_view term) const;

  /// Frees what finding needs; the strings stay.
  void forget_slots() { slots_.forget(); }
  std::size_t length(std::uint32_t number) const {
    const Key& k = keys_[number];
    return is_long(k) ? long_[long_place(k)].length : static_cast<std::size_t>(k.b >> 56);
  }
  /// Where text() begins to look. (A function that only fetches is one without effect to some compilers, and left out.)
  const void* text_place(std::uint32_t number) const { return &keys_[number]; }
  /// The bytes; those of a short one are written to `room`, 16 bytes.
  std::string_view text(std::uint32_t number, char* room) const {
    const Key& k = keys_[number];
    if (is_long(k)) return {arena_.data() + long_[long_place(k)].offset, long_[long_place(k)].length};
    std::memcpy(room, &k.a, 8);
    std::memcpy(room + 8, &k.b, 8);
    return {room, static_cast<std::size_t>(k.b >> 56)};
  }

 private:
  struct Long {
    std::size_t offset, length;
  };
  static constexpr std::array<Key, 16> key_masks = [] {
    std::array<Key, 16> masks{};
    const auto low_bytes = [](unsigned n) { return n == 0 ? 0 : ~std::uint64_t{0} >> (64 - 8 * n); };
    for (unsigned n = 0; n < 16; ++n) masks[n] = {low_bytes(n < 8 ? n : 8), low_bytes(n < 8 ? 0 : n - 8)};
    return masks;
  }();
  static bool is_long(const Key& k) { return k.b >> 56 == 0xff; }
  static std::size_t long_place(const Key& k) { return static_cast<std::size_t>(k.b & 0x00ff'ffff'ffff'ffffULL); }
  static std::uint64_t long_hash(const char* p, std::size_t length);

  std::uint64_t hash_of(std::uint32_t n) const {
    const Key& k = keys_[n];
    return is_long(k) ? k.a : fold_product(k.a ^ hash_seeds.a, k.b ^ hash_seeds.b);
  }
  /// Apart, so that looking up is short enough to stand in the loops that do it.
  std::uint32_t insert_new(const char* p, std::uint32_t length, const Key& key, std::uint64_t hash);
  std::size_t slot(const char* p, std::uint32_t length, const Key& key, std::uint64_t hash) const {
    return slots_.find(hash, [&](std::uint32_t n) {
      const Key& k = keys_[n];
      if (k.a != key.a) return false;
      if (length <= longest_short) [[likely]] return k.b == key.b;
      if (!is_long(k)) return false;
      const Long& l = long_[long_place(k)];
      return l.length == length && std::memcmp(arena_.data() + l.offset, p, length) == 0;
    });
  }

  Slots slots_;
  HugeVector<Key> keys_;
  HugeVector<Long> long_;
  HugeVector<char> arena_;
};

/// Numbers pairs of numbers.
class PairTable {
 public:
  static std::uint64_t key(std::uint32_t first, std::uint32_t second) { return static_cast<std::uint64_t>(first) << 32 | second; }
  static std::uint64_t hash(std::uint64_t key) { return fold_product(key ^ hash_seeds.a, hash_seeds.b | 1); }

  std::size_t size() const { return keys_.size(); }
  void prefetch(std::uint64_t hash) const { slots_.prefetch(hash); }
  /// The key's own cache line, once the slot's has come.
  void prefetch_key(std::uint64_t hash) const {
    if (const std::uint32_t number = slots_.likely_number(hash); number != no_term) __builtin_prefetch(keys_.data() + number);
  }
  std::uint32_t find(std::uint64_t key, std::uint64_t hash) const { return slots_.number(slot(key, hash)); }
  std::uint32_t insert(std::uint64_t key, std::uint64_t hash) {
    std::size_t at = slot(key, hash);
    if (const std::uint32_t found = slots_.number(at); found != no_term) return found;
    if (slots_.full(size())) {
      slots_.grow(size(), [&](std::uint32_t n) { return PairTable::hash(keys_[n]); });
      at = slot(key, hash);
    }
    slots_.set(at, hash, static_cast<std::uint32_t>(size()));
    keys_.push_back(key);
    return static_cast<std::uint32_t>(size() - 1);
  }

 private:
  std::size_t slot(std::uint64_t key, std::uint64_t hash) const {
    return slots_.find(hash, [&](std::uint32_t n) { return keys_[n] == key; });
  }
  Slots slots_;
  HugeVector<std::uint64_t> keys_;
};

}  // namespace wirecopy::detail
