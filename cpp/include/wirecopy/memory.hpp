// Foundation, memory: large blocks, which the system gives slowly, are kept for whoever asks next.
#pragma once

#include <algorithm>
#include <cstddef>
#include <new>
#include <utility>
#include <vector>

#include "wirecopy/export.hpp"

namespace wirecopy {

/// From so many bytes on a block is worth it.
inline constexpr std::size_t least_block = std::size_t{1} << 18;
/// From so many on it is made of huge pages, where the system has them.
inline constexpr std::size_t large_block = std::size_t{1} << 21;
/// At most so many bytes are kept.
inline constexpr std::size_t most_kept_bytes = std::size_t{1} << 29;

/// A block aligned to large_block bytes; what it holds is not defined. Its memory is that of a kept block of its size or, if
/// it is large, of kept large ones as far as there are any, whatever their sizes (on Linux, by mremap), so that the
/// program holds no more for the keeping, but for small ones and the rest of a large one's last huge page. Throws
/// std::bad_alloc. Thread-safe.
WIRECOPY_API void* take_block(std::size_t bytes);
/// Takes a block back; those kept longest make room for it. Kept blocks are the system's to reclaim when memory runs short
/// (MADV_FREE), but for 16 MiB of small ones; where a system has no such thing, nothing is kept.
WIRECOPY_API void give_block(void* block, std::size_t bytes) noexcept;
WIRECOPY_API std::size_t kept_bytes();

/// Takes large arrays as blocks, and leaves new numbers as the memory has them.
template <class T>
struct BlockAllocator {
  using value_type = T;
  BlockAllocator() = default;
  template <class U>
  BlockAllocator(const BlockAllocator<U>&) {}

  T* allocate(std::size_t n) {
    if (n > static_cast<std::size_t>(-1) / 2 / sizeof(T)) throw std::bad_alloc();
    const std::size_t bytes = n * sizeof(T);
    return static_cast<T*>(bytes < least_block ? ::operator new(bytes, small_alignment) : take_block(bytes));
  }
  void deallocate(T* p, std::size_t n) {
    if (n * sizeof(T) < least_block) ::operator delete(p, small_alignment);
    else give_block(p, n * sizeof(T));
  }
  template <class U>
  void construct(U* p) {
    ::new (static_cast<void*>(p)) U;
  }
  template <class U, class... From>
  void construct(U* p, From&&... from) {
    ::new (static_cast<void*>(p)) U(std::forward<From>(from)...);
  }
  friend bool operator==(const BlockAllocator&, const BlockAllocator&) { return true; }

 private:
  static constexpr std::align_val_t small_alignment{std::max(alignof(T), alignof(std::max_align_t))};
};

/// A vector whose numbers are not set where it is only told their count: for what is written whole before it is read.
template <class T>
using BlockVector = std::vector<T, BlockAllocator<T>>;

}  // namespace wirecopy
