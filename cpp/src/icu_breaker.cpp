#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/rbbi.h>
#include <unicode/ubrk.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "icu.hpp"
#include "icu_word_classes.hpp"
#include "parallel.hpp"
#include "utf8.hpp"

namespace wirecopy::detail {

namespace {

void check(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + what + ": " + u_errorName(status));
}

/// A text in UTF-16, and where each unit stands in UTF-8. Room that grows is not filled with zeros first.
struct Utf16 {
  std::unique_ptr<char16_t[]> units;
  std::unique_ptr<std::uint32_t[]> places;  ///< of each unit's character, and of the end
  std::size_t size = 0, room = 0;

  void read(std::string_view text) {
    if (room < text.size() + 1) {
      room = text.size() + text.size() / 4 + 1;
      units = std::make_unique_for_overwrite<char16_t[]>(room);
      places = std::make_unique_for_overwrite<std::uint32_t[]>(room);
    }
    const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t n = 0, i = 0;
    while (i < text.size()) {
      const char32_t lead = bytes[i];
      places[n] = static_cast<std::uint32_t>(i);
      if (lead < 0x80) {
        units[n++] = static_cast<char16_t>(lead);
        ++i;
      } else if (lead >= 0xe0 && lead < 0xf0) {  // the scripts that ICU is asked for most
        units[n++] = static_cast<char16_t>(lead << 12 | (bytes[i + 1] & 0x3fU) << 6 | (bytes[i + 2] & 0x3fU));
        i += 3;
      } else if (const char32_t c = next_code_point(text, i); c < 0x10000) {
        units[n++] = static_cast<char16_t>(c);
      } else {
        places[n + 1] = places[n];
        units[n++] = static_cast<char16_t>(0xd7c0 + (c >> 10));
        units[n++] = static_cast<char16_t>(0xdc00 + (c & 0x3ff));
      }
    }
    places[n] = static_cast<std::uint32_t>(text.size());
    size = n;
  }
};

}  // namespace

struct IcuBreaker::Worker {
  std::unique_ptr<icu::BreakIterator> iterator;
  Utf16 text;
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
    if (worker->text.room > (1U << 20)) return;  // one huge article must not hold its memory for good
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
  Utf16& wide = worker_->text;
  wide.read(text);
  auto& it = *worker_->iterator;
  // An alias: the units outlive the iteration, and ICU copies nothing.
  const icu::UnicodeString alias(false, wide.units.get(), static_cast<int32_t>(wide.size));
  it.setText(alias);
  const bool word = breaker_->impl_->kind == Kind::word;
  it.first();
  for (int32_t end = 0; (end = it.next()) != icu::BreakIterator::DONE;) {
    if (out.size() % 1024 == 0) throw_if_stopping();
    out.push_back({wide.places[static_cast<std::size_t>(end)], word && it.getRuleStatus() >= UBRK_WORD_NUMBER});
  }
  if (out.empty() || out.back().end != text.size()) throw std::runtime_error("ICU: segmentation did not reach the end");
}

}  // namespace wirecopy::detail
