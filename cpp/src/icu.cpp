#include "icu.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <stdexcept>

#include "utf8.hpp"

namespace wirecopy::detail {

namespace {

void check(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + what + ": " + u_errorName(status));
}

const icu::Normalizer2& casefold() {
  static const icu::Normalizer2* instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const auto* n = icu::Normalizer2::getNFKCCasefoldInstance(status);
    check(status, "NFKC_Casefold data");
    return n;
  }();
  return *instance;
}

const icu::Normalizer2& nfc() {
  static const icu::Normalizer2* instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const auto* n = icu::Normalizer2::getNFCInstance(status);
    check(status, "NFC data");
    return n;
  }();
  return *instance;
}

}  // namespace

namespace {

void fold_piece(std::string_view text, std::string& out) {
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&out);
  casefold().normalizeUTF8(0, {text.data(), static_cast<int32_t>(text.size())}, sink, nullptr, status);
  check(status, "NFKC_Casefold");
}

}  // namespace

void icu_fold(std::string_view text, std::string& out) {
  // Stream-Safe Text Format (UAX #15, 13) cuts a run of combining marks after 30, or reordering them would take quadratic
  // time. NFKC_Casefold drops the U+034F that marks the cut, so each piece is folded by itself.
  constexpr int longest_run = 30;
  if (text.size() <= 2 * longest_run) return fold_piece(text, out);  // no mark has less than two bytes
  std::size_t start = 0;
  int run = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t before = i;
    const char32_t c = next_code_point(text, i);
    run = c >= 0x300 && u_getCombiningClass(static_cast<UChar32>(c)) != 0 ? run + 1 : 0;
    if (run > longest_run) {
      fold_piece(text.substr(start, before - start), out);
      start = before;
      run = 1;
    }
  }
  fold_piece(text.substr(start), out);
}

bool icu_folds_alone(char32_t c) { return casefold().hasBoundaryBefore(static_cast<UChar32>(c)); }

std::u16string icu_stream_units(char32_t code_point) {
  const auto c = static_cast<UChar32>(code_point);
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString folded = casefold().normalize(icu::UnicodeString(c), status);
  check(status, "NFKC_Casefold");
  icu::UnicodeString kept;
  for (int32_t i = 0; i < folded.length();) {
    const UChar32 f = folded.char32At(i);
    i += U16_LENGTH(f);
    const auto category = u_charType(f);
    const bool mark = category == U_NON_SPACING_MARK || category == U_COMBINING_SPACING_MARK;
    if (!u_isalnum(f) && !mark && category != U_OTHER_NUMBER && category != U_LETTER_NUMBER) continue;
    icu::UnicodeString parts;
    if (!nfc().getDecomposition(f, parts)) parts = icu::UnicodeString(f);
    for (int32_t k = 0; k < parts.length();) {
      const UChar32 p = parts.char32At(k);
      k += U16_LENGTH(p);
      if (p < 0x300 || p > 0x36f) kept.append(p);
    }
  }
  const icu::UnicodeString composed = nfc().normalize(kept, status);
  check(status, "NFC");
  return {composed.getBuffer(), static_cast<std::size_t>(composed.length())};
}

bool icu_is_upper(char32_t c) { return u_isupper(static_cast<UChar32>(c)) || u_istitle(static_cast<UChar32>(c)); }
bool icu_is_digit(char32_t c) { return u_isdigit(static_cast<UChar32>(c)); }
bool icu_is_alnum(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}
bool icu_is_space(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)); }

std::string icu_library_version() {
  UVersionInfo version;
  u_getVersion(version);
  return std::to_string(version[0]) + "." + std::to_string(version[1]);
}
std::string icu_unicode_version() {
  UVersionInfo version;
  u_getUnicodeVersion(version);
  return std::to_string(version[0]) + "." + std::to_string(version[1]);
}

}  // namespace wirecopy::detail
