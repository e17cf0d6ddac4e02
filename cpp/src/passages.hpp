// Passages, the machine behind the stage: one text indexed, many aligned with it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "wirecopy/passages.hpp"

namespace wirecopy::detail {

/// Aligns one stream with many. Keeps its buffers between calls; one per thread.
class Aligner {
 public:
  explicit Aligner(const AlignOptions& options) : options_(options) {}

  /// Passages of `a` and `b` in units, as align_streams. Reuses the index of `a` where `a_key` equals that of the call before.
  const std::vector<Passage>& align(std::u16string_view a, std::u16string_view b, std::uint64_t a_key);
  const std::vector<Passage>& align(std::u16string_view a, std::u16string_view b);

 private:
  struct Match {
    std::int32_t a, b, length;
  };
  void choose_sizes(std::u16string_view a, std::u16string_view b);
  void index_first(std::u16string_view a);
  void find_matches(std::u16string_view a, std::u16string_view b);
  void chain_matches();
  void collect_chains(std::u16string_view a, std::u16string_view b);
  void place(std::u16string_view a, std::u16string_view b, const std::vector<Match>& run);
  Match free_part(Match m) const;
  bool is_free(const Match& first, const Match& last) const;
  std::int32_t fill(std::u16string_view a, std::u16string_view b);

  AlignOptions options_;
  int seed_ = 6, least_ = 24;
  std::uint64_t indexed_ = 0;
  bool has_index_ = false;
  int indexed_seed_ = 0;
  int shift_ = 0;
  std::vector<std::int32_t> head_, next_, diagonal_end_, row_;
  std::vector<Match> matches_;
  std::vector<float> score_;
  std::vector<std::int32_t> before_, order_;
  std::vector<std::size_t> long_;  // long matches, ascending
  std::vector<char> used_;
  std::vector<Passage> passages_;
};

}  // namespace wirecopy::detail
