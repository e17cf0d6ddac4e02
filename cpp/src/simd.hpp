// Foundation, simd: which vector instructions this machine has, and how a kernel is compiled for each of them.
//
// A kernel stands in three versions: portable, which every machine runs and which is C++ alone, AVX2 and AVX-512. The
// last two stand between WIRECOPY_BEGIN_... and WIRECOPY_END_TARGET, in functions over plain pointers: nothing of the
// standard library may be instantiated there, or the linker could take that copy for the whole program.
#pragma once

#include <string_view>

#if (defined(__x86_64__) || defined(__i386__)) && (defined(__GNUC__) || defined(__clang__))
#define WIRECOPY_X86 1
#include <immintrin.h>
#else
#define WIRECOPY_X86 0
#endif

#if WIRECOPY_X86
#define WIRECOPY_PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
#define WIRECOPY_BEGIN_TARGET(features) \
  WIRECOPY_PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#define WIRECOPY_END_TARGET WIRECOPY_PRAGMA(clang attribute pop)
#else
#define WIRECOPY_BEGIN_TARGET(features) WIRECOPY_PRAGMA(GCC push_options) WIRECOPY_PRAGMA(GCC target(features))
#define WIRECOPY_END_TARGET WIRECOPY_PRAGMA(GCC pop_options)
#endif
#define WIRECOPY_BEGIN_AVX2 WIRECOPY_BEGIN_TARGET("avx2,fma,bmi,bmi2,lzcnt,popcnt")
#define WIRECOPY_BEGIN_AVX512 \
  WIRECOPY_BEGIN_TARGET("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,avx2,fma,bmi,bmi2,lzcnt,popcnt")
#endif

namespace wirecopy::detail {

enum class Simd { portable, avx2, avx512 };

/// The widest path that this machine has and the environment allows (WIRECOPY_SIMD=avx512|avx2|portable; a path the
/// machine lacks gives the next one it has; another word is an error). Read once.
/// AVX2 here means AVX2, FMA and BMI2; AVX-512 means F, BW, DQ, VL, VBMI and VBMI2 (Ice Lake, Zen 4 and later).
Simd simd();

/// The widest path of the machine, whatever the environment says.
Simd simd_of_machine();

/// Runs the rest of a test on one path; not for use beside running threads.
void force_simd(Simd path);

std::string_view name(Simd path);

}  // namespace wirecopy::detail
