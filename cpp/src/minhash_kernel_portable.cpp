// MinHash's kernel in plain C++.
#include "minhash_kernel.hpp"

namespace wirecopy::detail {

namespace {

inline std::uint32_t mixed(std::uint64_t s);

inline void draw(const Throws& t, const std::uint64_t* shingles, std::size_t n, std::uint32_t* xs, std::uint64_t* drawn,
                 std::size_t) {
  for (std::size_t i = 0; i < n; ++i) {
    xs[i] = mixed(shingles[i] + t.key);
    const std::uint64_t p = std::uint64_t{xs[i]} * t.k;
    drawn[i] = p >> 32 << 32 | static_cast<std::uint32_t>(p) >> t.round_bits;
  }
}

/// No way of its own for a round: the one for all is taken.
inline Round throw_round(const Throws&, std::uint32_t, const std::uint32_t*, std::size_t, std::uint32_t*) { return Round::left; }

#include "minhash_kernel_body.hpp"

}  // namespace

void take_portable(const Throws& throws, const std::uint64_t* shingles, std::size_t n, std::uint32_t* signature) {
  take(throws, shingles, n, signature);
}

}  // namespace wirecopy::detail
