#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/rbbi.h>
#include <unicode/ubrk.h>

#include <mutex>
#include <stdexcept>

#include "icu.hpp"
#include "icu_word_classes.hpp"
#include "utf8.hpp"

namespace wirecopy::detail {

namespace {

void check(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + what + ": " + u_errorName(status));
}

/// `text` as UTF-16 in place of what `units` holds.
void to_utf16(std::string_view text, std::u16string& units) {
  units.resize(text.size());
  char16_t* out = units.data();
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      *out++ = static_cast<char16_t>(text[i++]);
      continue;
    }
    const char32_t c = next_code_point(text, i);
    if (c < 0x10000) {
      *out++ = static_cast<char16_t>(c);
    } else {
      *out++ = static_cast<char16_t>(0xd7c0 + (c >> 10));
      *out++ = static_cast<char16_t>(0xdc00 + (c & 0x3ff));
    }
  }
  units.resize(static_cast<std::size_t>(out - units.data()));
}

}  // namespace

struct IcuBreaker::Worker {
  std::unique_ptr<icu::BreakIterator> iterator;
  std::u16string units;
};

struct IcuBreaker::Impl {
  // An iterator holds the text it works on, so each session takes one that no other uses; they are kept for reuse
  // because cloning one costs more than segmenting a short article.
  std::unique_ptr<icu::BreakIterator> prototype;
  std::shared_ptr<const WordClasses> classes;
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
  if (kind != Kind::word) return;
  if (const auto* by_rules = dynamic_cast<const icu::RuleBasedBreakIterator*>(impl_->prototype.get())) {
    std::string rules;
    by_rules->getRules().toUTF8String(rules);
    impl_->classes = icu_word_classes(rules);
  }
}

IcuBreaker::~IcuBreaker() = default;

const WordClasses* IcuBreaker::word_classes() const { return impl_->classes.get(); }

void IcuBreaker::segment(std::string_view text, std::vector<Boundary>& out) const { Session(*this).segment(text, out); }

IcuBreaker::Session::Session(const IcuBreaker& breaker) : breaker_(&breaker) {}

IcuBreaker::Session::~Session() {
  if (worker_) breaker_->impl_->give_back(std::move(worker_));
}

void IcuBreaker::Session::segment(std::string_view text, std::vector<Boundary>& out) {
  out.clear();
  if (text.empty()) return;
  if (!worker_) worker_ = breaker_->impl_->take();
  auto& units = worker_->units;
  to_utf16(text, units);
  const bool ascii = units.size() == text.size();
  auto& it = *worker_->iterator;
  // An alias: the units outlive the iteration, and ICU copies nothing.
  const icu::UnicodeString alias(false, units.data(), static_cast<int32_t>(units.size()));
  it.setText(alias);
  std::size_t byte = 0, unit = 0;
  const bool word = breaker_->impl_->kind == Kind::word;
  for (int32_t end = it.first(); (end = it.next()) != icu::BreakIterator::DONE;) {
    if (ascii) {
      byte = static_cast<std::size_t>(end);
    } else {
      while (unit < static_cast<std::size_t>(end)) {
        const auto lead = static_cast<unsigned char>(text[byte]);
        byte += lead < 0x80 ? 1U : lead < 0xe0 ? 2U : lead < 0xf0 ? 3U : 4U;
        unit += lead < 0xf0 ? 1U : 2U;
      }
    }
    out.push_back({static_cast<std::uint32_t>(byte), word && it.getRuleStatus() >= UBRK_WORD_NUMBER});
  }
  if (out.empty() || out.back().end != text.size()) throw std::runtime_error("ICU: segmentation did not reach the end");
}

}  // namespace wirecopy::detail
