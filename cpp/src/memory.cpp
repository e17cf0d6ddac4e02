#include "memory.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <mutex>
#include <new>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif
#if defined(__GLIBC__)
#include <malloc.h>
#endif
// Memory that is used again would hide its misuse from a sanitizer.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WIRECOPY_WATCHED 1
#endif
#endif
#if defined(__linux__) && defined(MADV_FREE) && !defined(__SANITIZE_ADDRESS__) && !defined(WIRECOPY_WATCHED)
#define WIRECOPY_KEEPS_BLOCKS 1
#else
#define WIRECOPY_KEEPS_BLOCKS 0
#endif

namespace wirecopy {

namespace {

/// Sizes that are almost the same are made the same. Small blocks are found by their size alone, so there are few: four from
/// one power of two to the next. Large ones are whole huge pages.
std::size_t rounded(std::size_t bytes) {
  if (bytes > std::numeric_limits<std::size_t>::max() / 2) throw std::bad_alloc();
  const std::size_t step = bytes < large_block ? std::max(std::size_t{1} << 16, std::bit_floor(bytes) / 4) : large_block;
  return (bytes + step - 1) / step * step;
}

struct Block {
  char* start;
  std::size_t bytes;
};

#if WIRECOPY_KEEPS_BLOCKS

/// Address space for a block: no memory lies under it before it is written. Huge pages come under the first `huge` bytes; under
/// a last part of less than one it would be wasted.
char* map(std::size_t bytes, std::size_t huge) {
  void* const wide = mmap(nullptr, bytes + large_block, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (wide == MAP_FAILED) return nullptr;
  char* const begin = static_cast<char*>(wide);
  const std::size_t before = -reinterpret_cast<std::uintptr_t>(begin) % large_block;
  if (before != 0) (void)munmap(begin, before);
  (void)munmap(begin + before + bytes, large_block - before);
  (void)madvise(begin + before, huge, MADV_HUGEPAGE);  // only advice: nothing is lost where it is not taken
  return begin + before;
}

/// Puts a huge page's memory under another place. One page at a time, since what was itself put together of several pieces
/// does not move at once. False where the system does not; then nothing is known of `to`, which it may have let go of.
bool move_page(char* from, char* to) {
  return mremap(from, large_block, large_block, MREMAP_MAYMOVE | MREMAP_FIXED, to) == static_cast<void*>(to);
}

/// Blocks in the order in which they were given.
class Blocks {
 public:
  std::size_t bytes() const { return bytes_; }
  bool empty() const { return blocks_.empty(); }
  Block& oldest() { return blocks_.front(); }
  bool add(Block block) noexcept {
    try {
      blocks_.push_back(block);
    } catch (const std::bad_alloc&) {
      return false;
    }
    bytes_ += block.bytes;
    return true;
  }
  /// One of this size, or null.
  char* take(std::size_t bytes) {
    const auto same = std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& b) { return b.bytes == bytes; });
    if (same == blocks_.end()) return nullptr;
    char* const start = same->start;
    bytes_ -= bytes;
    blocks_.erase(same);
    return start;
  }
  /// The oldest has lost its first huge page.
  void shorten_oldest() {
    oldest().start += large_block;
    oldest().bytes -= large_block;
    bytes_ -= large_block;
    if (oldest().bytes < large_block) release_oldest();
  }
  void release_oldest() noexcept {
    const Block first = oldest();
    if (first.bytes != 0) (void)munmap(first.start, first.bytes);
    bytes_ -= first.bytes;
    blocks_.erase(blocks_.begin());
  }
  void release_all() noexcept {
    while (!empty()) release_oldest();
  }

 private:
  std::vector<Block> blocks_;
  std::size_t bytes_ = 0;
};

class Kept {
 public:
  char* take(std::size_t asked) {
    const std::size_t bytes = rounded(asked), huge = asked / large_block * large_block;
    const std::lock_guard lock(mutex_);
    if (char* const same = (bytes < large_block ? small_ : large_).take(bytes)) return same;
    char* const block = map_or_release(bytes, huge);
    char* at = block;
    for (; at + large_block <= block + bytes && !large_.empty(); at += large_block) {
      if (!move_page(large_.oldest().start, at)) {
        // Somebody else may have been given the place meanwhile: it is left alone, for good.
        (void)munmap(block, static_cast<std::size_t>(at - block));
        (void)munmap(at + large_block, static_cast<std::size_t>(block + bytes - at) - large_block);
        large_.release_all();
        return map_or_release(bytes, huge);
      }
      large_.shorten_oldest();
    }
    // For much new memory small blocks make room; for little they do not: each size of theirs is soon asked for again.
    auto fresh = static_cast<std::size_t>(block + bytes - at);
    while (fresh >= large_block && !small_.empty()) {
      fresh -= std::min(fresh, small_.oldest().bytes);
      small_.release_oldest();
    }
    return block;
  }

  /// False where it is not kept.
  bool keep(Block block) noexcept {
    const std::lock_guard lock(mutex_);
    if (block.bytes < large_block) {
      while (small_.bytes() + block.bytes > most_kept_small) small_.release_oldest();
      return small_.add(block);
    }
    constexpr std::size_t most = most_kept_bytes - most_kept_small;
    if (block.bytes > most || madvise(block.start, block.bytes, MADV_FREE) != 0) return false;
    while (large_.bytes() + block.bytes > most) large_.release_oldest();
    return large_.add(block);
  }

  std::size_t bytes() {
    const std::lock_guard lock(mutex_);
    return small_.bytes() + large_.bytes();
  }

 private:
  // So few that the system need not have them back: to tell it that it may costs about what new memory does.
  static constexpr std::size_t most_kept_small = std::size_t{1} << 24;

  char* map_or_release(std::size_t bytes, std::size_t huge) {
    char* block = map(bytes, huge);
    if (block != nullptr) return block;
    small_.release_all();
    large_.release_all();
    block = map(bytes, huge);
    if (block == nullptr) throw std::bad_alloc();
    return block;
  }

  std::mutex mutex_;
  Blocks small_, large_;  // under large_block bytes, and from there on
};

/// Never destroyed: arrays may outlive everything.
Kept& kept() {
  static Kept* const blocks = new Kept;
  return *blocks;
}

#endif

}  // namespace

void detail::trim_memory() {
#if defined(__GLIBC__)
  (void)malloc_trim(0);
#endif
}

#if WIRECOPY_KEEPS_BLOCKS

void* take_block(std::size_t bytes) { return kept().take(bytes); }

void give_block(void* start, std::size_t bytes) noexcept {
  const Block block{static_cast<char*>(start), rounded(bytes)};
  if (!kept().keep(block)) (void)munmap(block.start, block.bytes);
}

std::size_t kept_bytes() { return kept().bytes(); }

#else

void* take_block(std::size_t bytes) { return ::operator new(rounded(bytes), std::align_val_t{large_block}); }

void give_block(void* start, std::size_t) noexcept { ::operator delete(start, std::align_val_t{large_block}); }

std::size_t kept_bytes() { return 0; }

#endif

}  // namespace wirecopy
