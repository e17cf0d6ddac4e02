#include "memory.hpp"

#include <algorithm>
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

constexpr std::align_val_t alignment{large_block};

struct Block {
  void* start;
  std::size_t bytes;
};
struct Kept {
  std::mutex mutex;
  std::vector<Block> blocks;
  std::size_t bytes = 0;
};
/// Never destroyed: arrays may outlive everything.
Kept& kept() {
  static Kept* const blocks = new Kept;
  return *blocks;
}

/// Sizes that are almost the same are made the same.
std::size_t rounded(std::size_t bytes) {
  constexpr std::size_t step = std::size_t{1} << 16;
  if (bytes > std::numeric_limits<std::size_t>::max() / 2) throw std::bad_alloc();
  return (bytes + step - 1) / step * step;
}

}  // namespace

void* take_block(std::size_t bytes) {
  const std::size_t size = rounded(bytes);
  {
    Kept& k = kept();
    const std::lock_guard lock(k.mutex);
    // Only one of the same size: part of a larger one would be held for nothing.
    const auto same = std::find_if(k.blocks.begin(), k.blocks.end(), [&](const Block& b) { return b.bytes == size; });
    if (same != k.blocks.end()) {
      void* const block = same->start;
      k.bytes -= size;
      k.blocks.erase(same);
      return block;
    }
    for (std::size_t freed = 0; freed < size && !k.blocks.empty();) {
      const Block first = k.blocks.front();  // the one that has lain longest
      freed += first.bytes;
      k.bytes -= first.bytes;
      k.blocks.erase(k.blocks.begin());
      ::operator delete(first.start, alignment);
    }
  }
  void* const block = ::operator new(size, alignment);
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  (void)madvise(block, size, MADV_HUGEPAGE);  // only advice: nothing is lost where it is not taken
#endif
  return block;
}

void give_block(void* block, std::size_t bytes) noexcept {
#if WIRECOPY_KEEPS_BLOCKS
  const std::size_t size = rounded(bytes);
  Kept& k = kept();
  const std::lock_guard lock(k.mutex);
  if (k.bytes + size <= most_kept_bytes && madvise(block, size, MADV_FREE) == 0) {
    try {
      k.blocks.push_back({block, size});
      k.bytes += size;
      return;
    } catch (const std::bad_alloc&) {  // then it is not kept
    }
  }
#else
  (void)bytes;
#endif
  ::operator delete(block, alignment);
}

void detail::trim_memory() {
#if defined(__GLIBC__)
  (void)malloc_trim(0);
#endif
}

std::size_t kept_bytes() {
  Kept& k = kept();
  const std::lock_guard lock(k.mutex);
  return k.bytes;
}

}  // namespace wirecopy
