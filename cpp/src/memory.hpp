// Foundation, memory: vectors for random access. Where the system can, large ones lie on huge pages, without which a table
// of some hundred megabytes spends more time on finding pages than on reading them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "wirecopy/memory.hpp"

namespace wirecopy::detail {

/// Lets go of a vector's memory, which `= {}` would keep for what comes next.
template <class T>
void release(std::vector<T>& v) {
  std::vector<T>().swap(v);
}

/// Gives what was freed back to the system, where the system's allocator would keep it: for after a step that needed
/// much in small pieces. Milliseconds.
void trim_memory();

/// A BlockAllocator that sets new numbers to 0.
template <class T>
struct HugeAllocator : BlockAllocator<T> {
  HugeAllocator() = default;
  template <class U>
  HugeAllocator(const HugeAllocator<U>&) {}

  template <class U, class... From>
  void construct(U* p, From&&... from) {
    ::new (static_cast<void*>(p)) U(std::forward<From>(from)...);
  }
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
