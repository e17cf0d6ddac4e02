// Foundation, memory: vectors for random access. Where the system can, large ones lie on huge pages, without which a table
// of some hundred megabytes spends more time on finding pages than on reading them.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

#include "wirecopy/memory.hpp"

namespace wirecopy::detail {

template <class T>
struct HugeAllocator {
  using value_type = T;
  HugeAllocator() = default;
  template <class U>
  HugeAllocator(const HugeAllocator<U>&) {}

  T* allocate(std::size_t n) {
    if (n > static_cast<std::size_t>(-1) / 2 / sizeof(T)) throw std::bad_alloc();
    const std::size_t bytes = n * sizeof(T);
    return static_cast<T*>(bytes < large_block ? ::operator new(bytes) : take_block(bytes));
  }
  void deallocate(T* p, std::size_t n) {
    if (n * sizeof(T) < large_block) ::operator delete(p);
    else give_block(p, n * sizeof(T));
  }
  friend bool operator==(const HugeAllocator&, const HugeAllocator&) { return true; }
};

template <class T>
using HugeVector = std::vector<T, HugeAllocator<T>>;

}  // namespace wirecopy::detail
