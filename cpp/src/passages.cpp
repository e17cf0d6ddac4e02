#include "passages.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "hash.hpp"
#include "stream_units.hpp"
#include "wirecopy/errors.hpp"

namespace wirecopy {

namespace detail {

namespace {

constexpr int predecessors = 64;   // matches looked back at, as minimap2 does
// Between two halves of a long copy may lie more chance matches than that, so the last long ones are looked at too.
constexpr int long_match = 32, long_predecessors = 16;
constexpr int longest_fill = 64;   // units; longer gaps between seeds are another passage
// Text that repeats itself a thousand times has matches without end, one inside the other; the first of them, which are the
// longest, are found within this many compared units for each unit of text.
constexpr std::int64_t work_per_unit = 64;
// Where one text goes on as the other does after a paragraph of its own, that paragraph's length says nothing against it.
constexpr int abutting = 3;        // units between two such matches, or that both claim
constexpr float insertion = 8.0F;  // what it costs at most
constexpr int tolerated_gap = 32;  // units that may be missing on one side inside a passage

std::uint64_t seed_hash(const char16_t* units, int length) {
  std::uint64_t h = 0;
  for (int i = 0; i < length; ++i) h = h * 0x100000001b3ULL + units[i];
  return mix(h);
}

}  // namespace

void Aligner::choose_sizes(std::u16string_view a, std::u16string_view b) {
  const bool dense = is_dense_script(a) || is_dense_script(b);
  least_ = dense ? std::max(4, options_.min_matched / 2) : options_.min_matched;
  if (options_.seed > 0) {
    seed_ = options_.seed;
    return;
  }
  // Chance matches grow with the product of the lengths; longer seeds keep them rare.
  const double product = static_cast<double>(a.size()) * static_cast<double>(b.size());
  seed_ = (dense ? 4 : 6) + (product > 4e6) + (product > 2.5e7) + 2 * (product > 1e9);
}

void Aligner::index_first(std::u16string_view a) {
  int bits = 10;
  while ((std::size_t{1} << bits) < 2 * a.size()) ++bits;
  shift_ = 64 - bits;
  head_.assign(std::size_t{1} << bits, -1);
  next_.assign(a.size(), -1);
  for (auto p = static_cast<std::int32_t>(a.size()) - seed_; p >= 0; --p) {
    auto& head = head_[seed_hash(&a[static_cast<std::size_t>(p)], seed_) >> shift_];
    next_[static_cast<std::size_t>(p)] = head;
    head = p;
  }
}

void Aligner::find_matches(std::u16string_view a, std::u16string_view b) {
  matches_.clear();
  const auto na = static_cast<std::int32_t>(a.size()), nb = static_cast<std::int32_t>(b.size());
  diagonal_end_.assign(a.size() + b.size() + 1, -1);
  std::int64_t work = 0;
  const std::int64_t most_work = work_per_unit * (std::int64_t{na} + nb);
  for (std::int32_t q = 0; q + seed_ <= nb && work < most_work; ++q) {
    int hits = 0;
    std::int32_t p = head_[seed_hash(&b[static_cast<std::size_t>(q)], seed_) >> shift_];
    for (; p >= 0 && hits < options_.max_hits; p = next_[static_cast<std::size_t>(p)]) {
      const auto* pa = &a[static_cast<std::size_t>(p)];
      const auto* pb = &b[static_cast<std::size_t>(q)];
      if (!std::equal(pa, pa + seed_, pb)) continue;
      ++hits;
      auto& end = diagonal_end_[static_cast<std::size_t>(p - q + nb)];
      if (end > q) continue;  // inside a match already found on this diagonal
      std::int32_t length = seed_;
      const std::int32_t longest = std::min(na - p, nb - q);
      while (length < longest && pa[length] == pb[length]) ++length;
      end = q + length - seed_ + 1;
      work += length;
      matches_.push_back({p, q, length});
    }
  }
}

void Aligner::chain_matches() {
  const std::size_t n = matches_.size();
  score_.resize(n);
  before_.assign(n, -1);
  long_.clear();
  for (std::size_t j = 0; j < n; ++j) {
    const Match& m = matches_[j];
    score_[j] = static_cast<float>(m.length);
    const auto try_after = [&](std::size_t k) {
      const Match& p = matches_[k];
      const int da = m.a - p.a, db = m.b - p.b;
      if (da <= 0 || db <= 0) return;
      const int ga = da - p.length, gb = db - p.length;
      if (ga > options_.max_gap || gb > options_.max_gap) return;
      const int overlap = std::max(0, std::max(-ga, -gb));
      const auto skew = static_cast<float>(std::abs(da - db));
      float shift = 0.3F * skew + 0.5F * std::log2(1.0F + skew);
      const bool abuts = 2 * std::min(m.length, p.length) >= least_ && std::abs(std::min(ga, gb)) <= abutting;
      if (abuts) shift = std::min(shift, insertion);
      const float s = score_[k] + static_cast<float>(m.length - overlap) - shift -
                      0.15F * static_cast<float>(std::max(0, std::min(ga, gb)));
      if (s > score_[j]) score_[j] = s, before_[j] = static_cast<std::int32_t>(k);
    };
    const std::size_t first = j > predecessors ? j - predecessors : 0;
    for (std::size_t k = j; k-- > first;) try_after(k);
    for (std::size_t i = long_.size(); i-- > 0 && long_.size() - i <= long_predecessors;) {
      if (long_[i] < first) try_after(long_[i]);
    }
    if (m.length >= long_match) long_.push_back(j);
  }
}

std::int32_t Aligner::fill(std::u16string_view a, std::u16string_view b) {
  row_.resize(b.size() + 1);
  for (std::size_t y = 0; y <= b.size(); ++y) row_[y] = static_cast<std::int32_t>(y);
  for (const char16_t u : a) {
    std::int32_t diagonal = row_[0]++;
    for (std::size_t y = 1; y <= b.size(); ++y) {
      const std::int32_t above = row_[y];
      row_[y] = std::min({diagonal + (u != b[y - 1]), above + 1, row_[y - 1] + 1});
      diagonal = above;
    }
  }
  const auto longer = static_cast<std::int32_t>(std::max(a.size(), b.size()));
  const std::int32_t matched = longer - row_[b.size()];
  return 2 * matched >= longer ? matched : 0;  // less than half alike is chance, not a misreading
}

bool Aligner::is_free(const Match& first, const Match& last) const {
  const auto a0 = static_cast<std::uint32_t>(first.a), a1 = static_cast<std::uint32_t>(last.a + last.length);
  const auto b0 = static_cast<std::uint32_t>(first.b), b1 = static_cast<std::uint32_t>(last.b + last.length);
  return std::none_of(passages_.begin(), passages_.end(), [&](const Passage& p) {
    return (a0 < p.a.end && p.a.start < a1) || (b0 < p.b.end && p.b.start < b1);
  });
}

Aligner::Match Aligner::free_part(Match m) const {
  const auto cut = [&m](std::int32_t from, std::int32_t to) {  // units of m that are taken
    from = std::max(from, 0), to = std::min(to, m.length);
    if (from >= to) return;
    if (from >= m.length - to) {
      m.length = from;
    } else {
      m.a += to, m.b += to, m.length -= to;
    }
  };
  for (const Passage& p : passages_) {
    cut(static_cast<std::int32_t>(p.a.start) - m.a, static_cast<std::int32_t>(p.a.end) - m.a);
    cut(static_cast<std::int32_t>(p.b.start) - m.b, static_cast<std::int32_t>(p.b.end) - m.b);
  }
  return m;
}

void Aligner::place(std::u16string_view a, std::u16string_view b, const std::vector<Match>& run) {
  const auto sub = [](std::u16string_view s, std::int32_t from, std::int32_t to) {
    return s.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
  };
  Match open = run.front();
  std::int32_t matched = open.length, end_a = open.a + open.length, end_b = open.b + open.length;
  const auto close = [&] {
    const double identity = matched / static_cast<double>(std::max(end_a - open.a, end_b - open.b));
    if (2 * matched < least_ || identity < options_.min_identity) return;
    Passage p;
    p.a = {static_cast<ByteOffset>(open.a), static_cast<ByteOffset>(end_a)};
    p.b = {static_cast<ByteOffset>(open.b), static_cast<ByteOffset>(end_b)};
    p.matched = static_cast<std::uint32_t>(matched);
    p.identity = identity;
    passages_.push_back(p);
  };
  for (std::size_t i = 1; i < run.size(); ++i) {
    Match m = run[i];
    const std::int32_t overlap = std::max({0, end_a - m.a, end_b - m.b});
    if (overlap >= m.length) continue;
    m.a += overlap, m.b += overlap, m.length -= overlap;
    const std::int32_t ga = m.a - end_a, gb = m.b - end_b;
    const bool near = std::max(ga, gb) <= longest_fill && std::abs(ga - gb) <= tolerated_gap;
    const std::int32_t filled = near && ga > 0 && gb > 0 ? fill(sub(a, end_a, m.a), sub(b, end_b, m.b)) : 0;
    if (near && (filled > 0 || std::max(ga, gb) <= tolerated_gap)) {
      matched += filled + m.length;
    } else {
      close();
      open = m;
      matched = m.length;
    }
    end_a = m.a + m.length;
    end_b = m.b + m.length;
  }
  close();
}

void Aligner::collect_chains(std::u16string_view a, std::u16string_view b) {
  passages_.clear();
  const std::size_t n = matches_.size();
  order_.clear();
  for (std::size_t i = 0; i < n; ++i) {
    if (score_[i] >= static_cast<float>(least_)) order_.push_back(static_cast<std::int32_t>(i));
  }
  std::sort(order_.begin(), order_.end(), [&](std::int32_t x, std::int32_t y) {
    const float sx = score_[static_cast<std::size_t>(x)], sy = score_[static_cast<std::size_t>(y)];
    return sx != sy ? sx > sy : x < y;
  });
  used_.assign(n, 0);
  std::vector<Match> chain, run;
  for (const std::int32_t top : order_) {
    if (used_[static_cast<std::size_t>(top)]) continue;
    chain.clear();
    float score = score_[static_cast<std::size_t>(top)];
    for (std::int32_t i = top; i >= 0; i = before_[static_cast<std::size_t>(i)]) {
      if (used_[static_cast<std::size_t>(i)]) {
        score -= score_[static_cast<std::size_t>(i)];  // what the used part earned is not this chain's
        break;
      }
      used_[static_cast<std::size_t>(i)] = 1;
      chain.push_back(matches_[static_cast<std::size_t>(i)]);
    }
    if (score < static_cast<float>(least_) && matches_[static_cast<std::size_t>(top)].length < least_) continue;
    std::reverse(chain.begin(), chain.end());
    // Better chains keep their ground: this one is cut wherever it would cover some of it.
    run.clear();
    std::vector<std::vector<Match>> runs;
    for (const Match& whole : chain) {
      const Match m = free_part(whole);
      if (m.length < seed_) continue;
      if (!run.empty() && !is_free(run.front(), m)) runs.push_back(std::move(run)), run.clear();
      run.push_back(m);
    }
    if (!run.empty()) runs.push_back(std::move(run));
    run.clear();
    for (const auto& r : runs) {
      std::int32_t units = 0;
      for (const Match& m : r) units += m.length;
      if (units >= least_) place(a, b, r);
    }
  }
  std::sort(passages_.begin(), passages_.end(), [](const Passage& x, const Passage& y) { return x.a.start < y.a.start; });
}

const std::vector<Passage>& Aligner::align(std::u16string_view a, std::u16string_view b, std::uint64_t a_key) {
  choose_sizes(a, b);
  if (!has_index_ || indexed_ != a_key || indexed_seed_ != seed_) {
    index_first(a);
    has_index_ = true, indexed_ = a_key, indexed_seed_ = seed_;
  }
  find_matches(a, b);
  chain_matches();
  collect_chains(a, b);
  return passages_;
}

const std::vector<Passage>& Aligner::align(std::u16string_view a, std::u16string_view b) {
  has_index_ = false;
  const auto& passages = align(a, b, 0);
  has_index_ = false;
  return passages;
}

}  // namespace detail

std::vector<Passage> align_streams(std::u16string_view a, std::u16string_view b, const AlignOptions& options) {
  if (options.seed < 0 || options.seed > 64 || options.min_matched < 4 || options.max_gap < 0 || options.max_hits < 1 ||
      !(options.min_identity >= 0 && options.min_identity <= 1)) {
    throw std::invalid_argument("align: seed 0 to 64, min_matched from 4, min_identity 0 to 1, max_gap from 0, max_hits from 1");
  }
  detail::Aligner aligner(options);
  return aligner.align(a, b);
}

std::vector<Passage> align(std::string_view a, std::string_view b, const AlignOptions& options) {
  validate(a, 0);
  validate(b, 1);
  const Stream sa = stream(a), sb = stream(b);
  auto passages = align_streams(sa.units, sb.units, options);
  const auto bytes = [](std::string_view text, const Stream& s, Span units) {
    std::size_t end = s.offsets[units.end - 1] + std::size_t{1};
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
    return Span{s.offsets[units.start], static_cast<ByteOffset>(end)};
  };
  for (auto& p : passages) p.a = bytes(a, sa, p.a), p.b = bytes(b, sb, p.b);
  return passages;
}

}  // namespace wirecopy
