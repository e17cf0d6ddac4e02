// Foundation, huge_buffer: a plain array for random access. Where the system can, it lies on huge pages, without which
// a table of some hundred megabytes spends more time on finding pages than on reading them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace wirecopy::detail {

template <class T>
class HugeBuffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  HugeBuffer() = default;
  HugeBuffer(std::size_t size, T value) : data_(allocate(size)), size_(size) { std::fill_n(data_.get(), size, value); }

  std::size_t size() const { return size_; }
  const T* data() const { return data_.get(); }
  T& operator[](std::size_t i) { return data_.get()[i]; }
  const T& operator[](std::size_t i) const { return data_.get()[i]; }

 private:
  static constexpr std::size_t page = std::size_t{1} << 21;
  struct Free {
    std::size_t bytes = 0;
    void operator()(T* p) const { ::operator delete(p, std::align_val_t{bytes >= page ? page : alignof(std::max_align_t)}); }
  };
  static std::unique_ptr<T[], Free> allocate(std::size_t size) {
    const std::size_t bytes = size * sizeof(T);
    void* const p = ::operator new(bytes, std::align_val_t{bytes >= page ? page : alignof(std::max_align_t)});
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    if (bytes >= page) (void)madvise(p, bytes, MADV_HUGEPAGE);  // only advice: nothing is lost where it is not taken
#endif
    return std::unique_ptr<T[], Free>(static_cast<T*>(p), Free{bytes});
  }

  std::unique_ptr<T[], Free> data_;
  std::size_t size_ = 0;
};

}  // namespace wirecopy::detail
