#include "tree_compare.hpp"

#include <algorithm>

namespace wirecopy::detail {

namespace {

constexpr std::uint32_t nowhere = 0xffff'ffff;
constexpr std::uint32_t end_slack = 14;     // letters by which two ends may differ and be one
constexpr std::uint32_t moved_places = 25;  // shorter runs out of order are phrases that come again
constexpr std::uint32_t together = 3;       // letters in a row that part two differences
// Letters between two matches up to which, and up to how many more in the one, they are held against each other one by one.
constexpr std::uint32_t longest_gap = 256, unlike = 20;
constexpr std::uint32_t end_room = 40;  // letters more that the source may have at an end that is held against the copy's

std::uint32_t apart(std::uint32_t x, std::uint32_t y) { return x > y ? x - y : y - x; }

}  // namespace

bool Comparison::agrees(std::uint32_t start, std::uint32_t length) const {
  const auto behind = std::upper_bound(differences.begin(), differences.end(), start + length,
                                       [](std::uint32_t end, const Difference& d) { return end < d.start; });
  return behind == differences.begin() || (behind - 1)->start + (behind - 1)->length < start;
}

void TreeComparer::match(const TreeText& copy, const TreeText& source) {
  const std::size_t n = copy.ids.size();
  first_.assign(n, nowhere);
  last_.assign(n, 0);
  for (std::size_t i = 0, k = 0; i < n && k < source.order.size();) {
    const std::uint32_t x = copy.ids[copy.order[i]], y = source.ids[source.order[k]];
    if (x < y) {
      ++i;
    } else if (y < x) {
      ++k;
    } else {
      std::size_t end = k;
      while (end < source.order.size() && source.ids[source.order[end]] == x) ++end;
      for (; i < n && copy.ids[copy.order[i]] == x; ++i) {
        first_[copy.order[i]] = static_cast<std::uint32_t>(k);
        last_[copy.order[i]] = static_cast<std::uint32_t>(end);
      }
      k = end;
    }
  }
  // Of several places the one nearest to where the text goes on.
  place_.assign(n, nowhere);
  std::int64_t next = 0;
  for (std::size_t i = 0; i < n; ++i, ++next) {
    if (first_[i] == nowhere) continue;
    const auto begin = source.order.begin() + first_[i], end = source.order.begin() + last_[i];
    auto at = std::lower_bound(begin, end, next, [](std::uint32_t place, std::int64_t wanted) { return place < wanted; });
    if (at == end || (at != begin && next - *(at - 1) <= *at - next)) --at;
    place_[i] = *at;
    next = *at;
  }
}

void TreeComparer::find_runs() {
  runs_.clear();
  for (std::uint32_t i = 0; i < place_.size(); ++i) {
    if (place_[i] == nowhere) continue;
    Run* const last = runs_.empty() ? nullptr : &runs_.back();
    if (last != nullptr && last->at + last->length == i && last->from + last->length == place_[i]) {
      ++last->length;
    } else {
      runs_.push_back({i, place_[i], 1});
    }
  }
}

/// The runs that stand in the same order in both and have most places; of equal chains the one whose last runs come first.
void TreeComparer::find_chain(std::size_t source_places) {
  // heaviest_: a binary indexed tree (Fenwick 1994) of the heaviest chain that ends at or before a place of the source.
  const auto better = [](auto x, auto y) { return x.first != y.first ? x.first > y.first : x.second < y.second; };
  heaviest_.assign(source_places + 1, {0, nowhere});
  before_.assign(runs_.size(), nowhere);
  std::pair<std::uint32_t, std::uint32_t> best{0, nowhere};
  for (std::uint32_t r = 0; r < runs_.size(); ++r) {
    std::pair<std::uint32_t, std::uint32_t> found{0, nowhere};
    for (std::size_t x = runs_[r].from; x > 0; x &= x - 1) {
      if (better(heaviest_[x], found)) found = heaviest_[x];
    }
    before_[r] = found.second;
    const std::pair ending{found.first + runs_[r].length, r};
    if (better(ending, best)) best = ending;
    for (std::size_t x = runs_[r].from + runs_[r].length; x < heaviest_.size(); x += x & (~x + 1)) {
      if (better(ending, heaviest_[x])) heaviest_[x] = ending;
    }
  }
  chain_.clear();
  moved_.assign(copy_.size(), 0);
  std::uint32_t r = best.second;
  for (std::uint32_t k = static_cast<std::uint32_t>(runs_.size()); k-- > 0;) {
    if (k == r) {
      chain_.push_back(runs_[k]);
      r = before_[k];
      found_.shared += runs_[k].length;
    } else if (runs_[k].length >= moved_places) {
      found_.shared += runs_[k].length;
      std::fill_n(moved_.begin() + runs_[k].at, runs_[k].length + tree_letters - 1, 1);
    }
  }
  std::reverse(chain_.begin(), chain_.end());
}

Comparison TreeComparer::compare(std::size_t copy_text, std::size_t source_text) {
  const TreeText &copy = texts_.texts[copy_text], &source = texts_.texts[source_text];
  copy_ = copy.letters, source_ = source.letters;
  found_ = {};
  match(copy, source);
  find_runs();
  find_chain(source.ids.size());
  const auto n = static_cast<std::uint32_t>(copy_.size()), m = static_cast<std::uint32_t>(source_.size());
  std::uint32_t end = 0, next = 0;  // of what is matched, in letters
  for (std::size_t r = 0; r < chain_.size(); ++r) {
    const Run& run = chain_[r];
    if (r == 0) {
      // A source that begins long before is taken up where the copy begins.
      if (run.at > 0) gap(0, run.at, run.from <= run.at + end_room ? 0 : run.from, run.from);
    } else {
      // Where letters come twice both matches may claim them: the later one has them.
      const std::uint32_t twice = std::max(end > run.at ? end - run.at : 0, next > run.from ? next - run.from : 0);
      gap(end - twice, run.at, next - twice, run.from);
    }
    end = std::min(n, run.at + run.length + static_cast<std::uint32_t>(tree_letters) - 1);
    next = std::min(m, run.from + run.length + static_cast<std::uint32_t>(tree_letters) - 1);
  }
  const std::uint32_t rest = n - end, left = m - next;
  if (chain_.empty()) {
    add(0, n, 0, m, std::max(n, m));
  } else if (rest > 0) {
    gap(end, n, next, left <= rest + end_room ? m : next + rest);
  }
  found_.goes_on = !chain_.empty() && rest < end_slack && left > rest + end_slack;
  return std::move(found_);
}

void TreeComparer::add(std::uint32_t start, std::uint32_t length, std::uint32_t from, std::uint32_t size, std::uint32_t edits) {
  // A letter may be read as two (m as rn) or two as one: what makes the one longer is no misread letter more.
  const std::uint32_t longer = apart(length, size);
  const std::uint32_t misread = std::min(length, size) == 0 ? edits : edits > longer ? edits - longer : 1;
  // Letters that change places and letters that stand twice are typed so, not misread.
  const auto twice = [&](std::size_t at) { return at > 0 && at < source_.size() && source_[at - 1] == source_[at]; };
  const bool swapped =
      length == 2 && size == 2 && copy_[start] == source_[from + 1] && copy_[start + 1] == source_[from];
  const bool doubled = length == 0 && size == 1 && (twice(from) || twice(from + 1));
  const bool words = longer > 2 || length >= tree_text || size >= tree_text || swapped || doubled;
  found_.differences.push_back({start, length, from, size, words ? 0 : misread});
}

/// What stands between two matches.
void TreeComparer::gap(std::uint32_t start, std::uint32_t end, std::uint32_t from, std::uint32_t next) {
  const std::uint32_t length = end - start, size = next - from;
  if (length == 0 && size == 0) return;
  if (std::find(moved_.begin() + start, moved_.begin() + end, 1) != moved_.begin() + end) {
    for (std::uint32_t i = start; i < end; ++i) {
      if (moved_[i]) continue;
      std::uint32_t k = i;
      while (k < end && !moved_[k]) ++k;
      add(i, k - i, from, 0, k - i);
      i = k;
    }
  } else if (length == 0 || size == 0 || length > longest_gap || size > longest_gap || apart(length, size) > unlike) {
    add(start, length, from, size, std::max(length, size));
  } else {
    letters(start, end, from, next);
  }
}

/// The fewest letters to change, drop or add (Levenshtein 1966); differences with fewer than `together` equal letters between
/// them are one.
void TreeComparer::letters(std::uint32_t start, std::uint32_t end, std::uint32_t from, std::uint32_t next) {
  const std::uint32_t n = end - start, m = next - from, width = m + 1;
  table_.assign(std::size_t{n + 1} * width, 0);
  const auto left = [&](std::uint32_t i, std::uint32_t k) -> std::uint16_t& { return table_[std::size_t{i} * width + k]; };
  for (std::uint32_t i = n + 1; i-- > 0;) {
    for (std::uint32_t k = m + 1; k-- > 0;) {
      if (i == n || k == m) {
        left(i, k) = static_cast<std::uint16_t>(n - i + m - k);
      } else if (copy_[start + i] == source_[from + k]) {
        left(i, k) = left(i + 1, k + 1);
      } else {
        left(i, k) = static_cast<std::uint16_t>(1 + std::min({left(i + 1, k + 1), left(i + 1, k), left(i, k + 1)}));
      }
    }
  }
  std::uint32_t i = 0, k = 0, equal = 0, edits = 0, i0 = 0, k0 = 0, i1 = 0, k1 = 0;
  while (i < n || k < m) {
    if (i < n && k < m && copy_[start + i] == source_[from + k]) {
      ++i, ++k;
      if (++equal >= together && edits > 0) {
        add(start + i0, i1 - i0, from + k0, k1 - k0, edits);
        edits = 0;
      }
      continue;
    }
    if (edits == 0) i0 = i, k0 = k;
    ++edits;
    equal = 0;
    const bool both = i < n && k < m && left(i, k) == 1 + left(i + 1, k + 1);
    const bool mine = !both && i < n && left(i, k) == 1 + left(i + 1, k);
    i += both || mine;
    k += both || !mine;
    i1 = i, k1 = k;
  }
  if (edits > 0) add(start + i0, i1 - i0, from + k0, k1 - k0, edits);
}

}  // namespace wirecopy::detail
