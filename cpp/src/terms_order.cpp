#include "terms_order.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "parallel.hpp"
#include "radix_sort.hpp"
#include "terms_runs.hpp"

namespace wirecopy::detail {

namespace {

std::uint64_t big_endian(const char* p, std::size_t size) {
  std::uint64_t x = 0;
  for (std::size_t k = 0; k < 8; ++k) x = x << 8 | (k < size ? static_cast<unsigned char>(p[k]) : 0U);
  return x;
}

/// A word where its order can mostly be seen: its first 15 bytes, and its length or, where longer, 255.
struct SortKey {
  static constexpr std::size_t bytes = 15;
  std::uint64_t first, second;
  std::uint32_t number;
};

SortKey sort_key(const WordTable& words, std::uint32_t number) {
  char room[16] = {};
  const auto text = words.text(number, room);
  const std::size_t size = text.size();
  std::uint64_t second = size > 8 ? big_endian(text.data() + 8, size - 8) & ~std::uint64_t{0xff} : 0;
  second |= size > WordTable::longest_short ? 0xff : size;
  return {big_endian(text.data(), size), second, number};
}

/// -1, 0, 1 for words of any two tables.
int compare(const SortKey& x, const WordTable& of_x, const SortKey& y, const WordTable& of_y) {
  if (x.first != y.first) return x.first < y.first ? -1 : 1;
  if (x.second != y.second) return x.second < y.second ? -1 : 1;
  if ((x.second & 0xff) != 0xff) return 0;
  char room[16];
  const int c = of_x.text(x.number, room).compare(of_y.text(y.number, room));
  return c < 0 ? -1 : c > 0;
}

/// Words that agree in their first `depth` bytes, in order by eight more at a time: a look at a word's bytes, which lie anywhere,
/// then tells more than one comparison (multikey quicksort with cached bytes: Bentley and Sedgewick 1997, Ng and Kakehi 2007).
/// The largest group that agrees further is gone on with here and the others below, so that calls are nested log(words) deep.
void order_long(const WordTable& words, std::span<KeyAndNumber> items, std::size_t depth) {
  constexpr std::size_t few = 16, step = 8;
  char room[16], other_room[16];
  for (; items.size() > few; depth += step) {
    for (std::size_t k = 0; k < items.size(); ++k) {
      if (k + 16 < items.size()) __builtin_prefetch(words.text_place(items[k + 16].number));
      const auto text = words.text(items[k].number, room);
      items[k].key = depth < text.size() ? big_endian(text.data() + depth, text.size() - depth) : 0;
    }
    std::sort(items.begin(), items.end(), [](const auto& x, const auto& y) { return x.key < y.key; });
    std::span<KeyAndNumber> most;
    for (std::size_t begin = 0, end = 0; begin < items.size(); begin = end) {
      while (end < items.size() && items[end].key == items[begin].key) ++end;
      if (end - begin == 1) continue;
      const auto alike = items.subspan(begin, end - begin);
      // What ends here is the beginning of what does not.
      const auto length = [&](const KeyAndNumber& x) { return words.length(x.number); };
      const auto longer = std::partition(alike.begin(), alike.end(), [&](const auto& x) { return length(x) <= depth + step; });
      std::sort(alike.begin(), longer, [&](const auto& x, const auto& y) { return length(x) < length(y); });
      std::span<KeyAndNumber> rest(longer, alike.end());
      if (rest.size() > most.size()) std::swap(rest, most);
      if (rest.size() > 1) order_long(words, rest, depth + step);
    }
    items = most;
  }
  std::sort(items.begin(), items.end(), [&](const auto& x, const auto& y) {
    return words.text(x.number, room) < words.text(y.number, other_room);
  });
}

/// By the first eight bytes digit by digit, words that agree in those by seven more, and those that agree still by order_long().
HugeVector<SortKey> sorted_keys(const WordTable& words) {
  HugeVector<KeyAndNumber> firsts(words.size());
  for (std::uint32_t k = 0; k < firsts.size(); ++k) firsts[k] = {sort_key(words, k).first, k};
  radix_sort(firsts);
  HugeVector<SortKey> out(firsts.size());
  for (std::size_t k = 0; k < out.size(); ++k) {
    if (k + 16 < out.size()) __builtin_prefetch(words.text_place(firsts[k + 16].number));
    out[k] = sort_key(words, firsts[k].number);
  }
  HugeVector<KeyAndNumber> longs;
  for (std::size_t begin = 0, end = 0; begin < out.size(); begin = end) {
    while (end < out.size() && out[end].first == out[begin].first) ++end;
    if (end - begin == 1) continue;
    const auto alike = std::span(out).subspan(begin, end - begin);
    std::sort(alike.begin(), alike.end(), [](const SortKey& x, const SortKey& y) { return x.second < y.second; });
    for (std::size_t from = 0, to = 0; from < alike.size(); from = to) {
      while (to < alike.size() && alike[to].second == alike[from].second) ++to;
      if (to - from == 1) continue;
      longs.clear();
      for (const SortKey& key : alike.subspan(from, to - from)) longs.push_back({0, key.number});
      order_long(words, longs, SortKey::bytes);
      for (std::size_t k = from; k < to; ++k) alike[k].number = longs[k - from].number;
    }
  }
  return out;
}

/// Merges what each of several ascending sequences has; calls take(sequence, place, fresh), `fresh` where what stands
/// there is not equal to what was taken last.
template <class Size, class Compare, class Take>
void merge(std::size_t sequences, Size&& size, Compare&& compare_at, Take&& take) {
  struct Head {
    std::size_t sequence, place;
  };
  const auto later = [&](const Head& x, const Head& y) {
    const int c = compare_at(x.sequence, x.place, y.sequence, y.place);
    return c != 0 ? c > 0 : x.sequence > y.sequence;
  };
  std::vector<Head> heads;  // a heap
  for (std::size_t s = 0; s < sequences; ++s) {
    if (size(s) > 0) heads.push_back({s, 0});
  }
  std::make_heap(heads.begin(), heads.end(), later);
  bool any = false;
  Head last{};
  while (!heads.empty()) {
    Head& head = heads.front();
    take(head.sequence, head.place, !any || compare_at(last.sequence, last.place, head.sequence, head.place) != 0);
    last = head;
    any = true;
    if (++head.place == size(head.sequence)) {
      head = heads.back();
      heads.pop_back();
    }
    for (std::size_t at = 0, child = 1; child < heads.size(); at = child, child = 2 * at + 1) {
      if (child + 1 < heads.size() && later(heads[child], heads[child + 1])) ++child;
      if (!later(heads[at], heads[child])) break;
      std::swap(heads[at], heads[child]);
    }
  }
}

/// The words of one worker in order, and what an OrderedLevel takes from it.
struct OrderedWords {
  const HugeVector<SortKey>& keys;
  const WordTable& words;
  std::span<const Level::Tally> tallies;  // none where runs are to follow
  std::span<std::uint32_t> ranks;

  std::int64_t rows(std::size_t place) const {
    const std::uint32_t number = keys[place].number;
    return number < tallies.size() ? tallies[number].rows : 0;
  }
  void prefetch_after(std::size_t place) const {
    constexpr std::size_t ahead = 16;
    if (place + ahead >= keys.size()) return;
    const std::uint32_t later = keys[place + ahead].number;
    __builtin_prefetch(&ranks[later], 1);
    if (later < tallies.size()) __builtin_prefetch(&tallies[later]);
  }
};

/// merge() of two into `level`, without a branch on which comes next, which would be guessed wrong for every other word:
/// what is written for one whose turn it is not is written over when it comes. Two threads are the most usual of all.
void merge_two(const OrderedWords& a, const OrderedWords& b, OrderedLevel& level) {
  const std::size_t most = a.keys.size() + b.keys.size();
  level.places.resize(most);
  level.rows.resize(most);
  std::size_t i = 0, j = 0, rank = 0;
  for (; i < a.keys.size() && j < b.keys.size(); ++rank) {
    a.prefetch_after(i);
    b.prefetch_after(j);
    const SortKey &x = a.keys[i], &y = b.keys[j];
    const bool same_first = x.first == y.first, same = same_first & (x.second == y.second);
    bool from_a = (x.first < y.first) | (same_first & (x.second <= y.second)), from_b = !from_a | same;
    if (same & ((x.second & 0xff) == 0xff)) [[unlikely]] {
      const int c = compare(x, a.words, y, b.words);
      from_a = c <= 0, from_b = c >= 0;
    }
    a.ranks[x.number] = b.ranks[y.number] = static_cast<std::uint32_t>(rank);
    level.places[rank] = {!from_a, from_a ? x.number : y.number};
    level.rows[rank] = a.rows(i) * from_a + b.rows(j) * from_b;
    i += from_a;
    j += from_b;
  }
  const auto rest = [&](const OrderedWords& of, std::size_t begin, std::uint32_t worker) {
    for (std::size_t k = begin; k < of.keys.size(); ++k, ++rank) {
      of.prefetch_after(k);
      of.ranks[of.keys[k].number] = static_cast<std::uint32_t>(rank);
      level.places[rank] = {worker, of.keys[k].number};
      level.rows[rank] = of.rows(k);
    }
  };
  rest(a, i, 0);
  rest(b, j, 1);
  level.places.resize(rank);
  level.rows.resize(rank);
}

}  // namespace

Order::Order(const std::vector<std::unique_ptr<Worker>>& workers, unsigned max_n, const Control& control) : workers_(workers) {
  const bool runs = !workers.empty() && workers[0]->has_sequence();
  levels_.resize(runs ? max_n : 1);
  levels_[0].ranks.resize(workers.size());
  order_words(control);
  if (runs) order_runs(max_n, control);
}

std::string_view Order::word(std::size_t rank, char* room) const {
  const auto place = levels_[0].places[rank];
  return workers_[place.worker]->tables().words.text(place.number, room);
}

void Order::spell(std::size_t level, std::size_t rank, std::string& term, std::vector<std::size_t>& ends) const {
  char room[16];
  term.resize(level == 0 ? 0 : ends[level - 1]);
  if (level > 0) term += ' ';
  term += word(level == 0 ? rank : levels_[level].keys[rank] & 0xffff'ffff, room);
  ends[level] = term.size();
}

void Order::order_words(const Control& control) {
  const std::size_t n = workers_.size();
  std::vector<HugeVector<SortKey>> sorted(n);
  parallel_for("vocabulary", n, control, [&](std::size_t w) {
    sorted[w] = sorted_keys(workers_[w]->tables().words);
  }, 1);
  beside("vocabulary", control, [&] {
    OrderedLevel& level = levels_[0];
    std::vector<OrderedWords> of;
    std::size_t most = 0;
    for (std::size_t w = 0; w < n; ++w) {
      level.ranks[w].resize(sorted[w].size());
      most = std::max(most, sorted[w].size());
      of.push_back({sorted[w], workers_[w]->tables().words, workers_[w]->levels[0].tallies, level.ranks[w]});
    }
    if (n == 2) return merge_two(of[0], of[1], level);
    level.places.reserve(most);
    level.rows.reserve(most);
    merge(n, [&](std::size_t s) { return sorted[s].size(); },
          [&](std::size_t s, std::size_t i, std::size_t t, std::size_t k) {
            return compare(sorted[s][i], of[s].words, sorted[t][k], of[t].words);
          },
          [&](std::size_t s, std::size_t i, bool fresh) {
            of[s].prefetch_after(i);
            const std::uint32_t number = sorted[s][i].number;
            if (fresh) {
              level.places.push_back({static_cast<std::uint32_t>(s), number});
              level.rows.push_back(0);
            }
            level.ranks[s][number] = static_cast<std::uint32_t>(level.places.size() - 1);
            level.rows.back() += of[s].rows(i);
          });
  });
}

void Order::order_runs(unsigned max_n, const Control& control) {
  const std::size_t n = workers_.size();
  leaves_.resize(n);
  parallel_for("vocabulary", n, control, [&](std::size_t w) {
    leaves_[w] = std::move(workers_[w]->sequence);
    const auto& ranks = levels_[0].ranks[w];
    for (auto& word : leaves_[w]) word = word == no_term ? no_term : ranks[word];
  }, 1);
  beside("vocabulary", control, [&] {
    auto& rows = levels_[0].rows;
    for (const auto& of : leaves_) {
      for (const std::uint32_t word : of) {
        if (word != no_term) ++rows[word];
      }
    }
  });
  std::vector<HugeVector<std::uint32_t>> words;  // beside the runs, which take the places of words
  if (max_n > 2) words = leaves_;
  std::vector<Sequence> sequences;
  for (std::size_t w = 0; w < n; ++w) sequences.push_back({max_n > 2 ? words[w] : leaves_[w], leaves_[w]});
  for (unsigned k = 1; k < max_n; ++k) levels_[k].keys = rank_runs(sequences, k, levels_[k - 1].size(), levels_[0].size(), control);
}

}  // namespace wirecopy::detail
