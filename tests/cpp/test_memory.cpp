// Large blocks: whatever is taken and given back, no two blocks share memory and what is written stays.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

#include "memory.hpp"
#include "wirecopy/memory.hpp"

namespace {

struct Held {
  char* start;
  std::size_t bytes;
  std::uint64_t mark;
};

/// One mark at each page's beginning, the last whole word too.
void write(const Held& h) {
  for (std::size_t at = 0; at + 8 <= h.bytes; at += 4096) std::memcpy(h.start + at, &h.mark, 8);
  std::memcpy(h.start + h.bytes - 8, &h.mark, 8);
}

bool intact(const Held& h) {
  std::uint64_t read = 0;
  for (std::size_t at = 0; at + 8 <= h.bytes; at += 4096) {
    std::memcpy(&read, h.start + at, 8);
    if (read != h.mark) return false;
  }
  std::memcpy(&read, h.start + h.bytes - 8, 8);
  return read == h.mark;
}

TEST(Memory, BlocksOfManySizesKeepWhatIsWritten) {
  std::mt19937_64 random(0);
  std::vector<Held> held;
  for (int turn = 0; turn < 400; ++turn) {
    if (held.size() > 12 || (!held.empty() && random() % 2 == 0)) {
      const std::size_t i = random() % held.size();
      ASSERT_TRUE(intact(held[i])) << "turn " << turn;
      wirecopy::give_block(held[i].start, held[i].bytes);
      held.erase(held.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      const std::size_t least = turn % 3 == 0 ? wirecopy::least_block : wirecopy::large_block;
      const std::size_t bytes = least + random() % (turn % 3 == 0 ? wirecopy::large_block : std::size_t{12} << 20) / 4096 * 4096;
      Held h{static_cast<char*>(wirecopy::take_block(bytes)), bytes, random()};
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(h.start) % wirecopy::large_block, 0u);
      write(h);
      held.push_back(h);
    }
    ASSERT_LE(wirecopy::kept_bytes(), wirecopy::most_kept_bytes);
  }
  for (const Held& h : held) {
    EXPECT_TRUE(intact(h));
    wirecopy::give_block(h.start, h.bytes);
  }
}

TEST(Memory, ALargerBlockIsPutTogetherOfWhatIsKept) {
  constexpr std::size_t piece = wirecopy::large_block * 2;
  std::vector<void*> pieces;
  for (int i = 0; i < 4; ++i) pieces.push_back(wirecopy::take_block(piece));
  for (void* p : pieces) {
    std::memset(p, 1, piece);
    wirecopy::give_block(p, piece);
  }
  const std::size_t before = wirecopy::kept_bytes();
  if (before == 0) GTEST_SKIP() << "nothing is kept here";
  const std::size_t larger = piece * 3 + wirecopy::large_block;
  void* const whole = wirecopy::take_block(larger);
  EXPECT_LE(wirecopy::kept_bytes(), before - larger);  // rests of less than a huge page are let go of
  std::memset(whole, 2, larger);
  wirecopy::give_block(whole, larger);
  EXPECT_LE(wirecopy::kept_bytes(), before);
  EXPECT_GE(wirecopy::kept_bytes(), larger);
  EXPECT_EQ(wirecopy::take_block(larger), whole);  // one of the same size is taken as it is
  wirecopy::give_block(whole, larger);
  EXPECT_EQ(wirecopy::take_block(larger - 5000), whole);  // so is one of as many huge pages, the last one not full
  wirecopy::give_block(whole, larger - 5000);
  const std::size_t kept = wirecopy::kept_bytes();
  void* const other = wirecopy::take_block(piece + 5000);  // its last part is made of a kept page too
  EXPECT_LE(wirecopy::kept_bytes() + piece + wirecopy::large_block, kept);
  wirecopy::give_block(other, piece + 5000);
}

TEST(Memory, SmallBlocksAreKeptAndGiveWayWhenTheyAreMany) {
  void* const first = wirecopy::take_block(wirecopy::least_block);
  std::memset(first, 1, wirecopy::least_block);
  wirecopy::give_block(first, wirecopy::least_block);
  if (wirecopy::kept_bytes() == 0) GTEST_SKIP() << "nothing is kept here";
  EXPECT_EQ(wirecopy::take_block(wirecopy::least_block), first);
  wirecopy::give_block(first, wirecopy::least_block);
  const std::size_t before = wirecopy::kept_bytes();
  std::vector<void*> many;  // more than are kept
  for (int k = 0; k < 200; ++k) {
    many.push_back(wirecopy::take_block(wirecopy::least_block));
    std::memset(many.back(), k, wirecopy::least_block);
  }
  for (void* block : many) wirecopy::give_block(block, wirecopy::least_block);
  const std::size_t kept = wirecopy::kept_bytes();
  EXPECT_LE(kept, before + (std::size_t{16} << 20));
  void* const other = wirecopy::take_block(3 * wirecopy::least_block);  // one of a size not kept makes room for itself
  wirecopy::give_block(other, 3 * wirecopy::least_block);
  EXPECT_EQ(wirecopy::kept_bytes(), kept);
  EXPECT_EQ(wirecopy::take_block(3 * wirecopy::least_block), other);
  wirecopy::give_block(other, 3 * wirecopy::least_block);
}

TEST(Memory, LargeBlocksMakeRoomForLaterOnes) {
  std::vector<void*> many;
  constexpr std::size_t bytes = wirecopy::most_kept_bytes / 4;
  for (int k = 0; k < 5; ++k) many.push_back(wirecopy::take_block(bytes));
  for (void* block : many) wirecopy::give_block(block, bytes);
  if (wirecopy::kept_bytes() == 0) GTEST_SKIP() << "nothing is kept here";
  EXPECT_LE(wirecopy::kept_bytes(), wirecopy::most_kept_bytes);
  EXPECT_GE(wirecopy::kept_bytes(), 3 * bytes);
  std::vector<void*> again;
  for (int k = 0; k < 3; ++k) again.push_back(wirecopy::take_block(bytes));
  for (void* block : again) EXPECT_NE(std::find(many.begin() + 2, many.end(), block), many.end());  // the last ones given
  for (void* block : again) wirecopy::give_block(block, bytes);
}

TEST(Memory, MoreThanThereIsIsAnError) {
  EXPECT_THROW(wirecopy::take_block(static_cast<std::size_t>(-1)), std::bad_alloc);
#if !defined(__SANITIZE_ADDRESS__)  // whose allocator ends the program
  EXPECT_THROW(wirecopy::take_block(static_cast<std::size_t>(-1) / 4), std::bad_alloc);
#endif
}

TEST(Memory, AVectorOfUsedMemoryIsSetWhereItsKindSaysSo) {
  for (const std::size_t n : {std::size_t{100}, std::size_t{3} << 20}) {  // below a block, and several huge pages
    for (int turn = 0; turn < 3; ++turn) {
      wirecopy::BlockVector<std::int32_t> used(n);
      for (std::size_t i = 0; i < n; ++i) used[i] = static_cast<std::int32_t>(i) + 1;
      const auto copy = used;
      EXPECT_EQ(copy, used);
      wirecopy::BlockVector<std::int32_t>().swap(used);  // lets go of its memory, which the next vector is made of
      const wirecopy::detail::HugeVector<std::int32_t> zeros(n);
      EXPECT_TRUE(std::all_of(zeros.begin(), zeros.end(), [](std::int32_t x) { return x == 0; }));
      const wirecopy::BlockVector<std::int32_t> sevens(n, 7);
      EXPECT_TRUE(std::all_of(sevens.begin(), sevens.end(), [](std::int32_t x) { return x == 7; }));
      EXPECT_EQ(copy.front(), 1);
      EXPECT_EQ(copy.back(), static_cast<std::int32_t>(n));
    }
  }
}

}  // namespace
