#include "icu.hpp"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ubrk.h>
#include <unicode/uversion.h>

#include <mutex>
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

struct IcuBreaker::Impl {
  // An iterator holds the text it works on, so each call takes one that no other call uses; they are kept for reuse
  // because cloning one costs more than segmenting a short article.
  struct Worker {
    std::unique_ptr<icu::BreakIterator> iterator;
    std::u16string units;
  };
  std::unique_ptr<icu::BreakIterator> prototype;
  Kind kind;
  mutable std::mutex mutex;
  mutable std::vector<std::unique_ptr<Worker>> idle;

  std::unique_ptr<Worker> take() const {
    {
      const std::lock_guard lock(mutex);
      if (!idle.empty()) {
        auto worker = std::move(idle.back());
        idle.pop_back();
        return worker;
      }
    }
    auto worker = std::make_unique<Worker>();
    worker->iterator.reset(prototype->clone());
    if (!worker->iterator) throw std::bad_alloc();
    return worker;
  }

  void give_back(std::unique_ptr<Worker> worker) const {
    if (worker->units.capacity() > (1U << 20)) return;  // one huge article must not hold its memory for good
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(worker));
  }
};

IcuBreaker::IcuBreaker(Kind kind, std::string_view language) : impl_(std::make_unique<Impl>()) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale = language.empty()
                                 ? icu::Locale::getRoot()
                                 : icu::Locale::forLanguageTag({language.data(), static_cast<int32_t>(language.size())}, status);
  if (U_FAILURE(status)) throw std::invalid_argument("not a language tag (BCP 47): \"" + std::string(language) + "\"");
  impl_->kind = kind;
  impl_->prototype.reset(kind == Kind::word ? icu::BreakIterator::createWordInstance(locale, status)
                                            : icu::BreakIterator::createSentenceInstance(locale, status));
  check(status, "break rules");
}

IcuBreaker::~IcuBreaker() = default;

void IcuBreaker::segment(std::string_view text, std::vector<Boundary>& out) const {
  out.clear();
  if (text.empty()) return;
  auto worker = impl_->take();
  auto& units = worker->units;
  units.clear();
  units.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) append_utf16(next_code_point(text, i), units);
  auto& it = *worker->iterator;
  // An alias: the units outlive the iteration, and ICU copies nothing.
  const icu::UnicodeString alias(false, units.data(), static_cast<int32_t>(units.size()));
  it.setText(alias);
  std::size_t byte = 0, unit = 0;
  const bool word = impl_->kind == Kind::word;
  for (int32_t end = it.first(); (end = it.next()) != icu::BreakIterator::DONE;) {
    while (unit < static_cast<std::size_t>(end)) {
      const auto lead = static_cast<unsigned char>(text[byte]);
      byte += lead < 0x80 ? 1U : lead < 0xe0 ? 2U : lead < 0xf0 ? 3U : 4U;
      unit += lead < 0xf0 ? 1U : 2U;
    }
    out.push_back({static_cast<std::uint32_t>(byte), word && it.getRuleStatus() >= UBRK_WORD_NUMBER});
  }
  if (out.empty() || out.back().end != text.size()) throw std::runtime_error("ICU: segmentation did not reach the end");
  impl_->give_back(std::move(worker));
}

void icu_fold(std::string_view text, std::string& out) {
  // Stream-Safe Text Format (UAX #15, 13) cuts a run of combining marks after 30, or reordering them would take quadratic
  // time. NFKC_Casefold drops the U+034F that marks the cut, so each piece is folded by itself.
  icu::UnicodeString piece;
  const auto flush = [&] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString folded = casefold().normalize(piece, status);
    check(status, "NFKC_Casefold");
    folded.toUTF8String(out);
    piece.remove();
  };
  int run = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = next_code_point(text, i);
    run = c >= 0x300 && u_getCombiningClass(static_cast<UChar32>(c)) != 0 ? run + 1 : 0;
    if (run > 30) {
      flush();
      run = 1;
    }
    piece.append(static_cast<UChar32>(c));
  }
  flush();
}

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
