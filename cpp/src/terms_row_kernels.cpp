#include "terms_row_kernels.hpp"

#include "simd.hpp"

namespace wirecopy::detail {

namespace {

namespace portable {
#include "terms_row_kernels_body.hpp"
}  // namespace portable

#if WIRECOPY_X86
WIRECOPY_BEGIN_AVX2
namespace avx2 {
#include "terms_row_kernels_body.hpp"
}  // namespace avx2
WIRECOPY_END_TARGET

WIRECOPY_BEGIN_AVX512
namespace avx512 {
#include "terms_row_kernels_body.hpp"
}  // namespace avx512
WIRECOPY_END_TARGET
#endif

}  // namespace

const RowKernels& row_kernels() {
#if WIRECOPY_X86
  if (simd() == Simd::avx512) return avx512::kernels;
  if (simd() == Simd::avx2) return avx2::kernels;
#endif
  return portable::kernels;
}

}  // namespace wirecopy::detail
