// Terms: the table from a term to its number, and the walk over the terms of one text.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "hash.hpp"
#include "utf8.hpp"
#include "wirecopy/terms.hpp"

namespace wirecopy::detail {

/// Numbers strings in the order in which they come. Open addressing; nothing is ever taken out.
class TermTable {
 public:
  static constexpr std::uint32_t none = 0xffff'ffff;

  TermTable() : slots_(64, none) {}
  std::size_t size() const { return hashes_.size(); }
  std::string_view operator[](std::uint32_t id) const {
    return std::string_view(data_).substr(offsets_[id], offsets_[id + 1] - offsets_[id]);
  }
  std::uint64_t hash(std::uint32_t id) const { return hashes_[id]; }

  std::uint32_t find(std::string_view term, std::uint64_t hash) const { return slots_[slot_of(term, hash)]; }
  std::uint32_t find(std::string_view term) const { return find(term, hash_bytes(term)); }

  std::uint32_t insert(std::string_view term, std::uint64_t hash) {
    std::size_t slot = slot_of(term, hash);
    if (slots_[slot] != none) return slots_[slot];
    if ((size() + 1) * 2 > slots_.size()) {
      grow();
      slot = slot_of(term, hash);
    }
    slots_[slot] = static_cast<std::uint32_t>(size());
    hashes_.push_back(hash);
    data_.append(term);
    offsets_.push_back(data_.size());
    return slots_[slot];
  }
  std::uint32_t insert(std::string_view term) { return insert(term, hash_bytes(term)); }

 private:
  std::size_t slot_of(std::string_view term, std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
      const std::uint32_t id = slots_[slot];
      if (id == none || (hashes_[id] == hash && (*this)[id] == term)) return slot;
    }
  }
  void grow() {
    slots_.assign(slots_.size() * 2, none);
    const std::size_t mask = slots_.size() - 1;
    for (std::uint32_t id = 0; id < hashes_.size(); ++id) {
      std::size_t slot = hashes_[id] & mask;
      while (slots_[slot] != none) slot = (slot + 1) & mask;
      slots_[slot] = id;
    }
  }

  std::vector<std::uint32_t> slots_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::size_t> offsets_{0};
  std::string data_;
};

/// Calls word(begin, end) with the bytes of each run of word characters that has `shortest` code points or more.
template <class Word>
void each_word(std::string_view text, std::span<const std::uint8_t> classes, unsigned shortest, Word&& word) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t begin = i;
    std::size_t end = i;
    unsigned length = 0;
    for (; i < text.size(); end = i, ++length) {
      if ((classes[next_code_point(text, i)] & word_character) == 0) break;
    }
    if (length > 0 && length >= shortest) word(begin, end);
  }
}

/// Where the units of one text stand in a buffer in which each term is one stretch.
struct TermScratch {
  std::string buffer;
  std::vector<std::size_t> starts, ends;
};

/// Calls emit(term) for each term of a well-formed text, as often as it stands there.
template <class Emit>
void each_term(std::string_view text, const CountOptions& options, const TermTable& stop_words, TermScratch& scratch,
               Emit&& emit) {
  auto& [buffer, starts, ends] = scratch;
  buffer.clear();
  starts.clear();
  ends.clear();
  const auto stretches = [&] {
    const std::string_view all = buffer;
    for (std::size_t n = options.min_n; n <= options.max_n && n <= starts.size(); ++n) {
      for (std::size_t i = 0; i + n <= starts.size(); ++i) emit(all.substr(starts[i], ends[i + n - 1] - starts[i]));
    }
  };
  const auto append_units = [&](std::string_view units) {
    const std::size_t base = buffer.size();
    buffer.append(units);
    for (std::size_t i = 0; i < units.size();) {
      starts.push_back(base + i);
      (void)next_code_point(units, i);
      ends.push_back(base + i);
    }
  };
  if (options.unit == TermUnit::word) {
    each_word(text, options.classes, options.shortest, [&](std::size_t begin, std::size_t end) {
      const auto word = text.substr(begin, end - begin);
      if (stop_words.size() > 0 && stop_words.find(word) != TermTable::none) return;
      starts.push_back(buffer.size());
      buffer.append(word);
      ends.push_back(buffer.size());
      buffer.push_back(' ');
    });
    stretches();
    return;
  }
  const auto is_space = [&](char32_t c) { return (options.classes[c] & space_character) != 0; };
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    std::size_t end = i, last = i;
    unsigned spaces = 0;
    while (i < text.size() && is_space(next_code_point(text, i))) ++spaces, last = i;
    if (options.unit == TermUnit::character && spaces > 0) {
      append_units(spaces == 1 ? text.substr(begin, last - begin) : std::string_view(" "));
    }
    for (i = end = last; i < text.size() && !is_space(next_code_point(text, i));) end = i;
    i = end;
    if (end == last) continue;
    const auto word = text.substr(last, end - last);
    if (options.unit == TermUnit::character) {
      append_units(word);
      continue;
    }
    buffer.clear();
    starts.clear();
    ends.clear();
    append_units(" ");
    append_units(word);
    append_units(" ");
    for (std::size_t n = options.min_n; n <= options.max_n; ++n) {
      if (n >= starts.size()) {  // a short word counts once
        emit(std::string_view(buffer));
        break;
      }
      for (std::size_t k = 0; k + n <= starts.size(); ++k) {
        emit(std::string_view(buffer).substr(starts[k], ends[k + n - 1] - starts[k]));
      }
    }
  }
  if (options.unit == TermUnit::character) stretches();
}

/// The options with their classes filled in, checked. Throws std::invalid_argument.
CountOptions checked(const CountOptions& options);

}  // namespace wirecopy::detail
