// Pairs: which shingles two texts or more have.
#include <algorithm>
#include <bit>
#include <memory>
#include <utility>

#include "memory.hpp"
#include "pairs_shingles.hpp"
#include "parallel.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t grain = 64;               // texts
constexpr std::size_t part_shingles = 1 << 18;  // about so many to a part: with their filter they stay near a core
constexpr int most_part_bits = 8;

/// Room for numbers on huge pages, given out in pieces.
class Slabs {
 public:
  static constexpr std::size_t piece = 2048;  // numbers
  std::uint64_t* next() {
    if (left_ == 0) slabs_.emplace_back(HugeAllocator<std::uint64_t>{}.allocate(slab)), left_ = slab;
    left_ -= piece;
    return slabs_.back().get() + left_;
  }

 private:
  static constexpr std::size_t slab = std::size_t{1} << 18;
  struct Free {
    void operator()(std::uint64_t* p) const { HugeAllocator<std::uint64_t>{}.deallocate(p, slab); }
  };
  std::vector<std::unique_ptr<std::uint64_t, Free>> slabs_;
  std::size_t left_ = 0;
};

/// Numbers in pieces, so that none is ever copied to make room.
class Pieces {
 public:
  void push_back(std::uint64_t value, Slabs& slabs) {
    if (at_ == end_) {
      at_ = pieces_.emplace_back(slabs.next());
      end_ = at_ + Slabs::piece;
    }
    *at_++ = value;
  }
  std::size_t size() const { return pieces_.size() * Slabs::piece - static_cast<std::size_t>(end_ - at_); }
  /// Calls visit(first, last) for what lies together.
  template <class Visit>
  void each_piece(Visit&& visit) const {
    for (const std::uint64_t* piece : pieces_) visit(piece, piece == pieces_.back() ? at_ : piece + Slabs::piece);
  }

 private:
  std::vector<std::uint64_t*> pieces_;
  std::uint64_t *at_ = nullptr, *end_ = nullptr;
};

/// Two bits for each of many places: seen, seen again. What marks a place twice may be one shingle in two texts, or two.
class SeenTwice {
 public:
  void clear(std::size_t places) {
    const std::size_t bytes = std::bit_ceil(std::max<std::size_t>(places, 64)) / 4;
    bytes_.assign(bytes, 0);
    mask_ = 4 * bytes - 1;
  }
  void mark(std::uint64_t hash) {
    std::uint8_t& byte = bytes_[(hash & mask_) >> 2];
    const auto once = static_cast<std::uint8_t>(1U << 2 * (hash & 3));
    byte = static_cast<std::uint8_t>(byte | once | (byte & once) << 1);
  }
  bool again(std::uint64_t hash) const { return bytes_[(hash & mask_) >> 2] >> (2 * (hash & 3)) & 2; }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t mask_ = 0;
};

/// What one thread has cut: shingles by the first bits of their hashes, and how many of them each text has in each part.
struct Cut {
  Slabs slabs;
  std::vector<Pieces> parts;
  std::vector<std::uint32_t> texts;            // in the order in which they were cut
  std::vector<std::vector<std::uint8_t>> runs;  // of each part, one number of 7-bit digits a text
  std::vector<std::uint32_t> count;            // of each part, of the text at hand
  Shingler shingler;

  Cut(int bits, const ShingleOptions& options, const Tokenizer& tokenizer)
      : parts(std::size_t{1} << bits), runs(parts.size()), count(parts.size()), shingler(options, tokenizer) {}

  std::size_t take(std::string_view text, std::uint32_t number, int bits) {
    const auto mine = shingler(text, number);
    for (const std::uint64_t h : mine) {
      const std::size_t p = bits == 0 ? 0 : h >> (64 - bits);
      parts[p].push_back(h, slabs);
      ++count[p];
    }
    texts.push_back(number);
    for (std::size_t p = 0; p < parts.size(); ++p) {
      std::uint32_t n = std::exchange(count[p], 0);
      for (; n >= 0x80; n >>= 7) runs[p].push_back(static_cast<std::uint8_t>(n | 0x80));
      runs[p].push_back(static_cast<std::uint8_t>(n));
    }
    return mine.size();
  }

  /// Calls visit(shingle, text) for all of one part.
  template <class Visit>
  void each(std::size_t part, Visit&& visit) const {
    std::size_t text = 0, byte = 0, left = 0;
    const auto read_run = [&] {
      for (unsigned shift = 0;; shift += 7) {
        const std::uint8_t digit = runs[part][byte++];
        left |= std::size_t{digit & 0x7fU} << shift;
        if (digit < 0x80) return;
      }
    };
    read_run();
    parts[part].each_piece([&](const std::uint64_t* h, const std::uint64_t* last) {
      while (h != last) {
        while (left == 0) ++text, read_run();
        const std::size_t run = std::min(left, static_cast<std::size_t>(last - h));
        for (std::size_t i = 0; i < run; ++i) visit(h[i], texts[text]);
        h += run, left -= run;
      }
    });
  }
};

struct Entry {
  std::uint64_t hash;
  std::uint32_t text;
};

struct Part {
  std::vector<std::uint32_t> sizes, texts;
};

struct PartScratch {
  SeenTwice seen;
  std::vector<Entry> entries, dealt;
  std::vector<std::uint32_t> ends;
};

/// Puts the entries into order. Their hashes have the first `bits` bits in common; the next ones deal them into heaps.
void sort_entries(PartScratch& s, int bits) {
  const auto before = [](const Entry& x, const Entry& y) {
    return x.hash != y.hash ? x.hash < y.hash : x.text < y.text;
  };
  const int heap_bits = static_cast<int>(std::bit_width(s.entries.size() / 4));
  if (heap_bits < 2) return std::sort(s.entries.begin(), s.entries.end(), before);
  const auto heap = [&](const Entry& e) { return static_cast<std::size_t>(e.hash << bits >> (64 - heap_bits)); };
  s.ends.assign((std::size_t{1} << heap_bits) + 1, 0);
  for (const Entry& e : s.entries) ++s.ends[heap(e) + 1];
  for (std::size_t h = 1; h < s.ends.size(); ++h) s.ends[h] += s.ends[h - 1];
  s.dealt.resize(s.entries.size());
  for (const Entry& e : s.entries) s.dealt[s.ends[heap(e)]++] = e;  // now it is where the heap ends
  for (std::size_t h = 0, begin = 0; h + 1 < s.ends.size(); begin = s.ends[h++]) {
    std::sort(s.dealt.data() + begin, s.dealt.data() + s.ends[h], before);
  }
  s.entries.swap(s.dealt);
}

Part shared_of(const std::vector<std::unique_ptr<Cut>>& cuts, std::size_t part, int bits, PartScratch& s) {
  std::size_t all = 0;
  for (const auto& cut : cuts) all += cut ? cut->parts[part].size() : 0;
  s.seen.clear(8 * all);
  for (const auto& cut : cuts) {
    if (!cut) continue;
    cut->parts[part].each_piece([&](const std::uint64_t* h, const std::uint64_t* last) {
      for (; h != last; ++h) s.seen.mark(*h);
    });
  }
  s.entries.clear();
  for (const auto& cut : cuts) {
    if (!cut || cut->texts.empty()) continue;
    cut->each(part, [&](std::uint64_t h, std::uint32_t text) {
      if (s.seen.again(h)) s.entries.push_back({h, text});
    });
  }
  // One in eight is let through because it met another by chance; by the hash's other half few do so again.
  const auto other_half = [](std::uint64_t h) { return h >> 24; };
  s.seen.clear(16 * s.entries.size());
  for (const Entry& e : s.entries) s.seen.mark(other_half(e.hash));
  std::erase_if(s.entries, [&](const Entry& e) { return !s.seen.again(other_half(e.hash)); });
  sort_entries(s, bits);
  Part out;
  for (std::size_t i = 0, end = 0; i < s.entries.size(); i = end) {
    for (end = i + 1; end < s.entries.size() && s.entries[end].hash == s.entries[i].hash;) ++end;
    if (end - i < 2) continue;
    out.sizes.push_back(static_cast<std::uint32_t>(end - i));
    for (; i < end; ++i) out.texts.push_back(s.entries[i].text);
  }
  return out;
}

}  // namespace

SharedShingles shared_shingles(std::span<const std::string_view> texts, const ShingleOptions& options, const Control& control) {
  SharedShingles out;
  out.size.resize(texts.size());
  std::size_t bytes = 0;
  for (const std::string_view text : texts) bytes += text.size();
  // A word and the space behind it take five bytes or so.
  const int bits = std::min(most_part_bits, static_cast<int>(std::bit_width(bytes / (5 * part_shingles))));
  const Tokenizer tokenizer;
  std::vector<std::unique_ptr<Cut>> cuts(worker_count(control, (texts.size() + grain - 1) / grain));
  parallel_blocks("shingles", texts.size(), grain, control, [&](std::size_t begin, std::size_t end, unsigned worker) {
    if (!cuts[worker]) cuts[worker] = std::make_unique<Cut>(bits, options, tokenizer);
    for (std::size_t i = begin; i < end; ++i) {
      out.size[i] = static_cast<std::uint32_t>(cuts[worker]->take(texts[i], static_cast<std::uint32_t>(i), bits));
    }
  });
  const std::size_t parts = std::size_t{1} << bits;
  std::vector<Part> found(parts);
  std::vector<PartScratch> scratch(worker_count(control, parts));
  parallel_blocks("shingles", parts, 1, control, [&](std::size_t part, std::size_t, unsigned worker) {
    found[part] = shared_of(cuts, part, bits, scratch[worker]);
  });
  for (Part& part : found) {
    std::size_t at = 0;
    for (const std::uint32_t n : part.sizes) {
      const auto mine = std::span(part.texts).subspan(at, n);
      at += n;
      if (n > options.max_articles) {
        for (const std::uint32_t text : mine) --out.size[text];
        ++out.left_out;
        continue;
      }
      out.texts.insert(out.texts.end(), mine.begin(), mine.end());
      out.starts.push_back(out.texts.size());
    }
    part = {};
  }
  return out;
}

}  // namespace wirecopy::detail
