// Foundation, memory: large blocks, which the system gives slowly, are kept for whoever asks next.
#pragma once

#include <cstddef>

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
/// program holds no more for the keeping, but for small ones. Throws std::bad_alloc. Thread-safe.
WIRECOPY_API void* take_block(std::size_t bytes);
/// Takes a block back; those kept longest make room for it. Kept blocks are the system's to reclaim when memory runs short
/// (MADV_FREE), but for 16 MiB of small ones; where a system has no such thing, nothing is kept.
WIRECOPY_API void give_block(void* block, std::size_t bytes) noexcept;
WIRECOPY_API std::size_t kept_bytes();

}  // namespace wirecopy
