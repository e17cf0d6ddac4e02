#include "wirecopy/tokens.hpp"

#include <utility>

#include "icu.hpp"
#include "tokens_words.hpp"
#include "utf8.hpp"

namespace wirecopy {

struct Tokenizer::Impl {
  detail::IcuBreaker words, sentences;
  explicit Impl(std::string_view language)
      : words(detail::IcuBreaker::Kind::word, language), sentences(detail::IcuBreaker::Kind::sentence, language) {}
};

Tokenizer::Tokenizer(std::string_view language) : impl_(new Impl(language)) {}
Tokenizer::~Tokenizer() { delete impl_; }
Tokenizer::Tokenizer(Tokenizer&& other) noexcept : impl_(std::exchange(other.impl_, nullptr)) {}
Tokenizer& Tokenizer::operator=(Tokenizer&& other) noexcept {
  std::swap(impl_, other.impl_);
  return *this;
}

namespace {

std::vector<detail::IcuBreaker::Boundary> segment(const detail::IcuBreaker& breaker, std::string_view text) {
  validate(text);
  std::vector<detail::IcuBreaker::Boundary> boundaries;
  breaker.segment(text, boundaries);
  return boundaries;
}

std::vector<ByteOffset> all_boundaries(const detail::IcuBreaker& breaker, std::string_view text) {
  std::vector<ByteOffset> out;
  for (const auto& b : segment(breaker, text)) {
    if (out.empty()) out.push_back(0);
    out.push_back(b.end);
  }
  return out;
}

/// `span` without the white space at its ends.
Span trimmed(std::string_view text, Span span) {
  std::size_t i = span.start;
  while (i < span.end) {
    std::size_t next = i;
    if (!detail::icu_is_space(detail::next_code_point(text, next))) break;
    i = next;
  }
  std::size_t last = i;
  for (std::size_t k = i; k < span.end;) {
    if (!detail::icu_is_space(detail::next_code_point(text, k))) last = k;
  }
  return {static_cast<ByteOffset>(i), static_cast<ByteOffset>(last)};
}

}  // namespace

std::vector<Span> Tokenizer::words(std::string_view text) const {
  validate(text);
  std::vector<Span> out;
  words_to(text, out);
  return out;
}

void Tokenizer::words_to(std::string_view text, std::vector<Span>& out) const { detail::append_words(impl_->words, text, out); }

void Tokenizer::words_to(std::string_view text, std::vector<Span>& room, const std::function<void(std::span<const Span>)>& take) const {
  detail::each_words(impl_->words, text, room, take);
}

std::vector<Span> Tokenizer::sentences(std::string_view text) const {
  std::vector<Span> out;
  ByteOffset start = 0;
  for (const auto& b : segment(impl_->sentences, text)) {
    const Span span = trimmed(text, {start, b.end});
    if (span.start < span.end) out.push_back(span);
    start = b.end;
  }
  return out;
}

std::vector<ByteOffset> Tokenizer::word_boundaries(std::string_view text) const {
  validate(text);
  std::vector<ByteOffset> out;
  detail::append_word_boundaries(impl_->words, text, out);
  return out;
}

std::vector<ByteOffset> Tokenizer::sentence_boundaries(std::string_view text) const {
  return all_boundaries(impl_->sentences, text);
}

std::string icu_version() { return detail::icu_library_version(); }
std::string unicode_version() { return detail::icu_unicode_version(); }

}  // namespace wirecopy
