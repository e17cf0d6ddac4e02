#include "terms_table.hpp"

#include <random>

#include "hash.hpp"

namespace wirecopy::detail {

namespace {

HashSeeds draw() {
  std::random_device device;
  const auto word = [&] { return mix(static_cast<std::uint64_t>(device()) << 32 | device()); };
  return {word(), word()};
}

}  // namespace

const HashSeeds hash_seeds = draw();

std::uint64_t WordTable::long_hash(const char* p, std::size_t length) {
  const HashSeeds& seeds = hash_seeds;
  std::uint64_t h = length ^ seeds.a, w = 0;
  std::size_t i = 0;
  for (; i + 8 <= length; i += 8) {
    std::memcpy(&w, p + i, 8);
    h = fold_product(w ^ h, seeds.b | 1) + seeds.a;
  }
  w = 0;
  std::memcpy(&w, p + i, length - i);
  return fold_product(w ^ h, seeds.b | 1);
}

namespace {

/// `term` where 16 bytes can be read after its start.
const char* readable(std::string_view term, char* room) {
  if (term.size() > WordTable::longest_short) return term.data();
  std::memset(room, 0, 16);
  if (!term.empty()) std::memcpy(room, term.data(), term.size());
  return room;
}

std::uint32_t checked_length(std::string_view term) {
  if (term.size() > 0x7fff'ffff) throw std::length_error("a term of more than 2^31 bytes");
  return static_cast<std::uint32_t>(term.size());
}

}  // namespace

std::uint32_t WordTable::insert_new(const char* p, std::uint32_t length, const Key& key, std::uint64_t hash) {
  if (slots_.full(size())) slots_.grow(size(), [&](std::uint32_t n) { return hash_of(n); });
  const auto number = static_cast<std::uint32_t>(size());
  slots_.set(slot(p, length, key, hash), hash, number);
  keys_.push_back(key);
  if (length > longest_short) {
    keys_.back().b |= long_.size();
    long_.push_back({arena_.size(), length});
    arena_.insert(arena_.end(), p, p + length);
  }
  return number;
}

std::uint32_t WordTable::insert(std::string_view term) {
  char room[16];
  const char* const p = readable(term, room);
  std::uint64_t hash = 0;
  const Key k = key(p, checked_length(term), hash);
  return insert(p, checked_length(term), k, hash);
}

std::uint32_t WordTable::find(std::string_view term) const {
  char room[16];
  const char* const p = readable(term, room);
  std::uint64_t hash = 0;
  const Key k = key(p, checked_length(term), hash);
  return find(p, checked_length(term), k, hash);
}

}  // namespace wirecopy::detail
