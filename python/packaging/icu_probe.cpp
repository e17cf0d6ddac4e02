// Builds where the machine has an ICU that wirecopy can use: 70 or later, with its headers.
#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#if U_ICU_VERSION_MAJOR_NUM < 70
#error too old
#endif
int main() { UErrorCode status = U_ZERO_ERROR; return icu::Normalizer2::getNFCInstance(status) == nullptr; }
