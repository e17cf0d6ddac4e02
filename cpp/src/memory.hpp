// Foundation, memory: vectors for random access. Where the system can, large ones lie on huge pages, without which a table
// of some hundred megabytes spends more time on finding pages than on reading them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "wirecopy/memory.hpp"

namespace wirecopy::detail {

inline constexpr std::size_t huge_page = std::size_t{1} << 21;

/// Asks for huge pages. Only advice: nothing is lost where it is not taken.
inline void advise_huge([[maybe_unused]] void* p, [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  const auto begin = (reinterpret_cast<std::uintptr_t>(p) + huge_page - 1) / huge_page * huge_page;
  const auto end = (reinterpret_cast<std::uintptr_t>(p) + bytes) / huge_page * huge_page;
  if (begin < end) (void)madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
}

/// Lets go of a vector's memory, which `= {}` would keep for what comes next.
template <class T>
void release(std::vector<T>& v) {
  std::vector<T>().swap(v);
}

/// Gives what was freed back to the system, where the system's allocator would keep it: for after a step that needed
/// much in small pieces. Milliseconds.
void trim_memory();

/// A plain vector of n zeros, on huge pages where it is large.
template <class T>
std::vector<T> zeros(std::size_t n) {
  std::vector<T> out;
  out.reserve(n);
  advise_huge(out.data(), n * sizeof(T));
  out.resize(n);
  return out;
}

template <class T>
struct HugeAllocator {
  using value_type = T;
  HugeAllocator() = default;
  template <class U>
  HugeAllocator(const HugeAllocator<U>&) {}

  T* allocate(std::size_t n) {
    if (n > static_cast<std::size_t>(-1) / 2 / sizeof(T)) throw std::bad_alloc();
    const std::size_t bytes = n * sizeof(T);
    return static_cast<T*>(bytes < least_block ? ::operator new(bytes, small_alignment) : take_block(bytes));
  }
  void deallocate(T* p, std::size_t n) {
    if (n * sizeof(T) < least_block) ::operator delete(p, small_alignment);
    else give_block(p, n * sizeof(T));
  }
  friend bool operator==(const HugeAllocator&, const HugeAllocator&) { return true; }

 private:
  static constexpr std::align_val_t small_alignment{std::max(alignof(T), alignof(std::max_align_t))};
};

/// Bytes that nothing is written to before they are used.
struct GiveBack {
  std::size_t bytes;
  void operator()(std::byte* p) const { HugeAllocator<std::byte>().deallocate(p, bytes); }
};
using HugeBytes = std::unique_ptr<std::byte, GiveBack>;
inline HugeBytes huge_bytes(std::size_t n) { return {HugeAllocator<std::byte>().allocate(n), GiveBack{n}}; }

template <class T>
using HugeVector = std::vector<T, HugeAllocator<T>>;

}  // namespace wirecopy::detail
