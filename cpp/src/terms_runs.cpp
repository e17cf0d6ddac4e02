#include "terms_runs.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <stdexcept>
#include <utility>

#include "memory.hpp"
#include "parallel.hpp"
#include "terms_order.hpp"

namespace wirecopy::detail {

namespace {

constexpr std::size_t most_in_part = std::size_t{1} << 14;  // unless one shorter run is there more often
// Parts are written and read a little here and a little there, which no processor foresees: so many items are fetched before.
constexpr std::size_t ahead = 32;

/// Sorts by the bits from `low` to `high` - 1, from the lowest digit up.
void sort_bits(std::vector<std::uint64_t>& items, std::vector<std::uint64_t>& other, unsigned low, unsigned high) {
  if (items.size() < 128) return std::sort(items.begin(), items.end());
  constexpr unsigned most = 11;
  const unsigned passes = std::max(1U, (high - low + most - 1) / most), digit = (high - low + passes - 1) / passes;
  const std::size_t buckets = std::size_t{1} << digit;
  std::array<std::uint32_t, std::size_t{1} << most> at;
  other.resize(items.size());
  for (unsigned pass = 0; pass < passes; ++pass) {
    const unsigned shift = low + pass * digit;
    std::fill_n(at.begin(), buckets, 0);
    for (const auto item : items) ++at[item >> shift & (buckets - 1)];
    std::uint32_t sum = 0;
    for (std::size_t b = 0; b < buckets; ++b) sum += std::exchange(at[b], sum);
    for (const auto item : items) other[at[item >> shift & (buckets - 1)]++] = item;
    items.swap(other);
  }
}

/// Which part the runs that go on from a shorter run belong to, and the number of that one among those of the part.
struct Part {
  std::uint32_t part, number;
};

/// `Item`: holds a number of a part and a word.
template <class Item>
class Ranking {
 public:
  Ranking(std::span<const Sequence> sequences, std::size_t size, std::size_t shorter, std::size_t words)
      : sequences_(sequences), size_(size), word_bits_(static_cast<unsigned>(std::bit_width(words))), part_of_(shorter) {}

  HugeVector<std::uint64_t> run(const Control& control) {
    beside("vocabulary", control, [&] { divide(); });
    items_ = HugeVector<Item>(starts_.back());
    parallel_for("vocabulary", sequences_.size(), control, [&](std::size_t w) { distribute(w); }, 1);
    const std::size_t parts = starts_.size() - 1;
    keys_.resize(parts);
    scratch_.resize(worker_count(control, parts));
    parallel_blocks("vocabulary", parts, 1, control, [&](std::size_t p, std::size_t, unsigned thread) { rank(p, thread); });
    before_.resize(parts + 1);
    for (std::size_t p = 0; p < parts; ++p) before_[p + 1] = before_[p] + keys_[p].size;
    if (before_.back() >= no_term) throw std::length_error("more than 2^32 distinct terms; use fewer units in a term, or hash them");
    HugeVector<std::uint64_t> keys;
    beside("vocabulary", control, [&] {
      if (scratch_.size() == 1) keys = std::move(scratch_[0].keys);  // it took part after part
      else {
        keys.reserve(before_.back());
        for (const Keys& of : keys_) {
          const std::uint64_t* const first = scratch_[of.thread].keys.data() + of.first;
          keys.insert(keys.end(), first, first + of.size);
        }
      }
      scratch_.clear();
    });
    parallel_for("vocabulary", sequences_.size(), control, [&](std::size_t w) { give_back(w); }, 1);
    return keys;
  }

 private:
  struct Scratch {
    std::vector<std::uint64_t> sorted, other;
    HugeVector<std::uint64_t> keys;  // of all parts that the thread has ranked
  };
  /// The different runs of a part: where they are among the keys of the thread that ranked it.
  struct Keys {
    unsigned thread;
    std::size_t first, size;
  };

  /// Calls each(place, shorter run, word that follows), place after place.
  template <class Each>
  void each_run(std::size_t worker, Each&& each) const {
    const Sequence& s = sequences_[worker];
    std::size_t length = 0;  // words of the text before place i
    for (std::size_t i = 0; i < s.words.size(); ++i) {
      if (i % (std::size_t{1} << 20) == 0) throw_if_stopping();
      const std::uint32_t word = s.words[i];
      if (word == no_term) {
        length = 0;
        continue;
      }
      if (length >= size_) each(i - size_, s.runs[i - size_], word);
      ++length;
    }
  }

  /// Finds the parts, and where what each worker has of each begins.
  void divide() {
    std::vector<HugeVector<std::uint32_t>> count(sequences_.size());
    for (std::size_t w = 0; w < sequences_.size(); ++w) {
      if (sequences_[w].words.size() >= no_term) throw std::length_error("more than 2^32 words");
      count[w].resize(part_of_.size());
      each_run(w, [&](std::size_t, std::uint32_t shorter, std::uint32_t) { ++count[w][shorter]; });
    }
    cursors_.resize(sequences_.size());
    std::vector<std::vector<std::size_t>> sizes(sequences_.size());
    std::size_t in_part = 0;
    starts_.assign(1, 0);
    for (std::size_t r = 0; r < part_of_.size(); ++r) {
      std::size_t n = 0;
      for (const auto& of : count) n += of[r];
      if (n == 0) continue;
      if (first_of_part_.empty() || in_part + n > most_in_part) {
        if (!first_of_part_.empty()) starts_.push_back(starts_.back() + in_part);
        first_of_part_.push_back(static_cast<std::uint32_t>(firsts_.size()));
        for (auto& of : sizes) of.push_back(0);
        in_part = 0;
      }
      in_part += n;
      part_of_[r] = {static_cast<std::uint32_t>(first_of_part_.size() - 1), static_cast<std::uint32_t>(firsts_.size()) - first_of_part_.back()};
      firsts_.push_back(static_cast<std::uint32_t>(r));
      for (std::size_t w = 0; w < count.size(); ++w) sizes[w].back() += count[w][r];
    }
    if (!first_of_part_.empty()) starts_.push_back(starts_.back() + in_part);
    for (std::size_t w = 0; w < sizes.size(); ++w) {
      for (std::size_t p = 0; p < first_of_part_.size(); ++p) {
        cursors_[w].push_back(w == 0 ? starts_[p] : cursors_[w - 1][p] + sizes[w - 1][p]);
      }
    }
  }

  void distribute(std::size_t worker) {
    auto cursor = cursors_[worker];
    each_run(worker, [&](std::size_t, std::uint32_t shorter, std::uint32_t word) {
      const Part part = part_of_[shorter];
      const std::size_t at = cursor[part.part]++;
      __builtin_prefetch(items_.data() + at + ahead, 1);
      items_[at] = static_cast<Item>(static_cast<Item>(static_cast<std::uint64_t>(part.number) << word_bits_) | word);
    });
  }

  /// Ranks the runs of a part among themselves; the ranks take the places of the items.
  void rank(std::size_t p, unsigned thread) {
    auto& [sorted, other, keys] = scratch_[thread];
    const std::size_t first = keys.size();
    const std::size_t begin = starts_[p], n = starts_[p + 1] - begin;
    const auto place_bits = static_cast<unsigned>(std::bit_width(n));
    const std::uint32_t* const firsts = firsts_.data() + first_of_part_[p];
    const std::size_t numbers = (p + 1 < first_of_part_.size() ? first_of_part_[p + 1] : firsts_.size()) - first_of_part_[p];
    // It all fits: a part has one shorter run, or few places and no more shorter runs.
    const unsigned key_bits = word_bits_ + static_cast<unsigned>(std::bit_width(numbers - 1));
    const auto low = [](std::uint64_t x, unsigned bits) { return x & ((std::uint64_t{1} << bits) - 1); };
    sorted.resize(n);
    for (std::size_t k = 0; k < n; ++k) sorted[k] = static_cast<std::uint64_t>(items_[begin + k]) << place_bits | k;
    sort_bits(sorted, other, place_bits, place_bits + key_bits);
    std::uint64_t last = ~std::uint64_t{0};
    for (const std::uint64_t item : sorted) {
      const std::uint64_t key = item >> place_bits;
      if (key != last) keys.push_back(static_cast<std::uint64_t>(firsts[key >> word_bits_]) << 32 | low(key, word_bits_));
      last = key;
      items_[begin + low(item, place_bits)] = static_cast<Item>(keys.size() - first - 1);
    }
    keys_[p] = {thread, first, keys.size() - first};
  }

  /// Reads the parts as they were written.
  void give_back(std::size_t worker) {
    auto cursor = cursors_[worker];
    const auto runs = sequences_[worker].runs;
    each_run(worker, [&](std::size_t place, std::uint32_t shorter, std::uint32_t) {
      const std::uint32_t p = part_of_[shorter].part;
      const std::size_t at = cursor[p]++;
      __builtin_prefetch(items_.data() + at + ahead);
      runs[place] = static_cast<std::uint32_t>(before_[p] + items_[at]);
    });
  }

  std::span<const Sequence> sequences_;
  std::size_t size_;
  unsigned word_bits_;
  std::vector<Part> part_of_;                       // of each shorter run that goes on
  std::vector<std::uint32_t> firsts_;               // those in order
  std::vector<std::uint32_t> first_of_part_;        // place of the first of each part there
  std::vector<std::size_t> starts_;                 // of each part in the items, and their end
  std::vector<std::vector<std::size_t>> cursors_;   // per worker and part
  HugeVector<Item> items_;                          // number of the shorter run, and word; in the end its rank in the part
  std::vector<Scratch> scratch_;                    // of each thread
  std::vector<Keys> keys_;                          // of each part
  std::vector<std::size_t> before_;                 // how many there are in the parts before
};

}  // namespace

HugeVector<std::uint64_t> rank_runs(std::span<const Sequence> sequences, std::size_t size, std::size_t shorter,
                                    std::size_t words, const Control& control) {
  const auto number_bits = static_cast<unsigned>(std::bit_width(most_in_part));
  if (std::bit_width(words) + number_bits <= 32U) return Ranking<std::uint32_t>(sequences, size, shorter, words).run(control);
  return Ranking<std::uint64_t>(sequences, size, shorter, words).run(control);
}

}  // namespace wirecopy::detail
