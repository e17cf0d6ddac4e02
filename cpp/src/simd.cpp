#include "simd.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace wirecopy::detail {

namespace {

constexpr int unread = -1;
std::atomic<int> chosen{unread};

Simd allowed() {
  const char* const given = std::getenv("WIRECOPY_SIMD");
  const std::string_view word = given ? given : "";
  if (word.empty()) return simd_of_machine();
  for (const Simd path : {Simd::portable, Simd::avx2, Simd::avx512}) {
    if (word == name(path)) return std::min(path, simd_of_machine());
  }
  throw std::invalid_argument("WIRECOPY_SIMD must be avx512, avx2 or portable, not \"" + std::string(word) + "\"");
}

}  // namespace

Simd simd_of_machine() {
#if WIRECOPY_X86
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2");
  return avx512 ? Simd::avx512 : avx2 ? Simd::avx2 : Simd::portable;
#else
  return Simd::portable;
#endif
}

Simd simd() {
  int path = chosen.load(std::memory_order_relaxed);
  if (path == unread) {
    path = static_cast<int>(allowed());
    chosen.store(path, std::memory_order_relaxed);
  }
  return static_cast<Simd>(path);
}

void force_simd(Simd path) { chosen.store(static_cast<int>(std::min(path, simd_of_machine()))); }

std::string_view name(Simd path) {
  return path == Simd::avx512 ? "avx512" : path == Simd::avx2 ? "avx2" : "portable";
}

}  // namespace wirecopy::detail
