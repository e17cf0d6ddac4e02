#include "vectors_kernels.hpp"

#include <bit>

#include "simd.hpp"
#include "vectors_dense.hpp"

// Running sums stay in registers only where the loops over them are unrolled.
#if defined(__clang__)
#define WIRECOPY_UNROLL _Pragma("clang loop unroll(full)")
#elif defined(__GNUC__)
#define WIRECOPY_UNROLL _Pragma("GCC unroll 16")
#else
#define WIRECOPY_UNROLL
#endif

namespace wirecopy::detail {

namespace {

/// 16 bytes in plain C++; compilers make SSE2 or NEON of it.
template <class Number>
struct Pack {
  Number v[16 / sizeof(Number)];
};

#define WIRECOPY_PORTABLE                                                             \
  using V = Pack<T>;                                                                  \
  constexpr std::size_t group = 8;                                                    \
  inline V set(T x) {                                                                 \
    V out;                                                                            \
    for (T& v : out.v) v = x;                                                         \
    return out;                                                                       \
  }                                                                                   \
  inline V load(const T* p) {                                                         \
    V out;                                                                            \
    for (T& v : out.v) v = *p++;                                                      \
    return out;                                                                       \
  }                                                                                   \
  inline void store(T* p, const V& x) {                                               \
    for (const T v : x.v) *p++ = v;                                                   \
  }                                                                                   \
  inline V add(V a, const V& b) {                                                     \
    for (std::size_t i = 0; i < 16 / sizeof(T); ++i) a.v[i] += b.v[i];                \
    return a;                                                                         \
  }                                                                                   \
  inline V multiply(V a, const V& b) {                                                \
    for (std::size_t i = 0; i < 16 / sizeof(T); ++i) a.v[i] *= b.v[i];                \
    return a;                                                                         \
  }                                                                                   \
  inline void fetch(const T*) {}

#define WIRECOPY_INTRINSICS(vector, prefix, suffix, sums)                             \
  using V = vector;                                                                   \
  constexpr std::size_t group = sums;                                                 \
  inline V set(T x) { return prefix##_set1_##suffix(x); }                             \
  inline V load(const T* p) { return prefix##_load_##suffix(p); }                     \
  inline void store(T* p, V x) { prefix##_store_##suffix(p, x); }                     \
  inline V add(V a, V b) { return prefix##_add_##suffix(a, b); }                      \
  inline V multiply(V a, V b) { return prefix##_mul_##suffix(a, b); }                 \
  inline void fetch(const T* p) {                                                     \
    _mm_prefetch(reinterpret_cast<const char*>(p), _MM_HINT_T0);                      \
    if constexpr (sizeof(T) == 8) _mm_prefetch(reinterpret_cast<const char*>(p + 8), _MM_HINT_T0); \
  }

#define WIRECOPY_HALVES_PORTABLE                                                      \
  inline V low(const std::uint32_t* p) {                                              \
    V out;                                                                            \
    for (float& v : out.v) v = std::bit_cast<float>(*p++ << 16);                      \
    return out;                                                                       \
  }                                                                                   \
  inline V high(const std::uint32_t* p) {                                             \
    V out;                                                                            \
    for (float& v : out.v) v = std::bit_cast<float>(*p++ & 0xffff0000U);              \
    return out;                                                                       \
  }                                                                                   \
  inline void pack_to(std::uint32_t* p, const V& a, const V& b) {                     \
    for (std::size_t i = 0; i < lanes; ++i) p[i] = pack(a.v[i], b.v[i]);              \
  }

#define WIRECOPY_HALVES(vector, prefix, bits, logic)                                  \
  inline V low(const std::uint32_t* p) {                                              \
    return prefix##_castsi##bits##_ps(prefix##_slli_epi32(prefix##_load_si##bits(reinterpret_cast<const vector*>(p)), 16)); \
  }                                                                                   \
  inline V high(const std::uint32_t* p) {                                             \
    const vector mask = prefix##_set1_epi32(static_cast<int>(0xffff0000U));           \
    return prefix##_castsi##bits##_ps(prefix##_and_##logic(prefix##_load_si##bits(reinterpret_cast<const vector*>(p)), mask)); \
  }                                                                                   \
  inline vector rounded(V x) {                                                        \
    const vector word = prefix##_castps_si##bits(x);                                  \
    const vector odd = prefix##_and_##logic(prefix##_srli_epi32(word, 16), prefix##_set1_epi32(1)); \
    return prefix##_add_epi32(prefix##_add_epi32(word, prefix##_set1_epi32(0x7fff)), odd); \
  }                                                                                   \
  inline void pack_to(std::uint32_t* p, V a, V b) {                                   \
    const vector mask = prefix##_set1_epi32(static_cast<int>(0xffff0000U));           \
    const vector both = prefix##_or_##logic(prefix##_srli_epi32(rounded(a), 16), prefix##_and_##logic(rounded(b), mask)); \
    prefix##_store_si##bits(reinterpret_cast<vector*>(p), both);                      \
  }
#define WIRECOPY_HALVES_AVX2 WIRECOPY_HALVES(__m256i, _mm256, 256, si256)
#define WIRECOPY_HALVES_AVX512 WIRECOPY_HALVES(__m512i, _mm512, 512, si512)

namespace portable_float {
using T = float;
WIRECOPY_PORTABLE
#include "vectors_kernels_loops.hpp"
WIRECOPY_HALVES_PORTABLE
#include "vectors_kernels_halves.hpp"
}  // namespace portable_float

namespace portable_double {
using T = double;
WIRECOPY_PORTABLE
#include "vectors_kernels_loops.hpp"
}  // namespace portable_double

#if WIRECOPY_X86
WIRECOPY_BEGIN_AVX2
namespace avx2_float {
using T = float;
WIRECOPY_INTRINSICS(__m256, _mm256, ps, 8)
#include "vectors_kernels_loops.hpp"
WIRECOPY_HALVES_AVX2
#include "vectors_kernels_halves.hpp"
}  // namespace avx2_float

namespace avx2_double {
using T = double;
WIRECOPY_INTRINSICS(__m256d, _mm256, pd, 8)
#include "vectors_kernels_loops.hpp"
}  // namespace avx2_double
WIRECOPY_END_TARGET

WIRECOPY_BEGIN_AVX512
namespace avx512_float {
using T = float;
WIRECOPY_INTRINSICS(__m512, _mm512, ps, 16)
#include "vectors_kernels_loops.hpp"
WIRECOPY_HALVES_AVX512
#include "vectors_kernels_halves.hpp"
}  // namespace avx512_float

namespace avx512_double {
using T = double;
WIRECOPY_INTRINSICS(__m512d, _mm512, pd, 16)
#include "vectors_kernels_loops.hpp"
}  // namespace avx512_double
WIRECOPY_END_TARGET
#endif

}  // namespace

#if WIRECOPY_X86
#define WIRECOPY_SWITCH(type)                                                                                     \
  template <>                                                                                                     \
  const Kernels<type>& kernels<type>() {                                                                          \
    static constexpr Kernels<type> portable{portable_##type::multiply_sparse, portable_##type::add_products,      \
                                            portable_##type::multiply_dense};                                     \
    static constexpr Kernels<type> avx2{avx2_##type::multiply_sparse, avx2_##type::add_products,                  \
                                        avx2_##type::multiply_dense};                                             \
    static constexpr Kernels<type> avx512{avx512_##type::multiply_sparse, avx512_##type::add_products,            \
                                          avx512_##type::multiply_dense};                                         \
    return simd() == Simd::avx512 ? avx512 : simd() == Simd::avx2 ? avx2 : portable;                              \
  }
#else
#define WIRECOPY_SWITCH(type)                                                                                     \
  template <>                                                                                                     \
  const Kernels<type>& kernels<type>() {                                                                          \
    static constexpr Kernels<type> portable{portable_##type::multiply_sparse, portable_##type::add_products,      \
                                            portable_##type::multiply_dense};                                     \
    return portable;                                                                                              \
  }
#endif

WIRECOPY_SWITCH(float)
WIRECOPY_SWITCH(double)

MultiplyHalves multiply_halves() {
#if WIRECOPY_X86
  if (simd() == Simd::avx512) return avx512_float::multiply_halves;
  if (simd() == Simd::avx2) return avx2_float::multiply_halves;
#endif
  return portable_float::multiply_halves;
}

}  // namespace wirecopy::detail
