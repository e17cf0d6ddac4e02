// Terms: rows whose columns ascend, kept until they are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "memory.hpp"

namespace wirecopy::detail {

/// Of a column that ascends only the lower half is kept, and where the upper one changes: with its count three bytes an
/// entry, and no growth by copying.
class TermStore {
 public:
  struct Row {
    std::size_t first = 0;    ///< entries of all rows before
    std::size_t segment = 0;  ///< the first of this row
    std::uint32_t size = 0;   ///< entries
    std::uint32_t block = 0, at = 0;
  };

  /// `columns` ascend, each with its count. O(entries).
  Row append(std::span<const std::uint32_t> columns, std::span<const std::uint32_t> counts);
  /// Room for row.size of both; Count: std::uint32_t or double. O(entries).
  template <class Count>
  void read(const Row& row, std::uint32_t* columns, Count* counts) const;

 private:
  static constexpr std::uint32_t large = 255;
  struct Block {
    std::size_t size;  // entries
    HugeBytes memory;
    std::uint16_t* low() const { return reinterpret_cast<std::uint16_t*>(memory.get()); }
    std::uint8_t* counts() const { return reinterpret_cast<std::uint8_t*>(low() + size); }
  };
  struct Segment {
    std::uint32_t high, end;  // upper half of the columns of a row before `end`
  };
  void grow(std::size_t row);

  std::vector<Block> blocks_;
  std::vector<Segment> segments_;
  std::vector<std::pair<std::size_t, std::uint32_t>> large_;  // counts from `large` on, by the place of their entry
  std::size_t size_ = 0, used_ = 0;                           // entries, those of the last block
};

}  // namespace wirecopy::detail
