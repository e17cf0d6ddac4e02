#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "simd.hpp"

namespace wirecopy::detail {
namespace {

TEST(Simd, NamesArePathsOfTheEnvironment) {
  EXPECT_EQ(name(Simd::portable), "portable");
  EXPECT_EQ(name(Simd::avx2), "avx2");
  EXPECT_EQ(name(Simd::avx512), "avx512");
}

TEST(Simd, AForcedPathIsNeverWiderThanTheMachine) {
  const Simd before = simd();
  for (const Simd path : {Simd::portable, Simd::avx2, Simd::avx512}) {
    force_simd(path);
    EXPECT_LE(simd(), simd_of_machine());
    EXPECT_LE(simd(), path);
  }
  force_simd(before);
}

#if WIRECOPY_X86
WIRECOPY_BEGIN_AVX512
std::uint64_t sum_of_eight(const std::uint64_t* p) {
  return static_cast<std::uint64_t>(_mm512_reduce_add_epi64(_mm512_loadu_si512(p)));
}
WIRECOPY_END_TARGET

TEST(Simd, AKernelBetweenTheMarksRunsWhereTheMachineHasIt) {
  if (simd_of_machine() != Simd::avx512) GTEST_SKIP() << "no AVX-512 here";
  const std::vector<std::uint64_t> numbers{1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_EQ(sum_of_eight(numbers.data()), 36U);
}
#endif

}  // namespace
}  // namespace wirecopy::detail
