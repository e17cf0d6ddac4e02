// Words of files of texts, one text a line: on each path ours, and ICU by itself; writes JSON lines.
//
//   tokens FILE...      MB/s of UTF-8, CPU time of this thread, best of several turns, ours and ICU in turn
//
// "icu_utf8" is ICU reading UTF-8 through UText; "icu_utf16" is ICU on text converted before the clock starts, which is
// generous to it, as all our input is UTF-8. Both only count boundaries; ours writes a span for each word.
#include <time.h>
#include <unicode/brkiter.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "icu.hpp"
#include "simd.hpp"
#include "tokens_words.hpp"
#include "wirecopy/tokens.hpp"

namespace {

using namespace wirecopy;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

std::vector<std::string> lines_of(const char* path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

double once(const std::function<void()>& work) {
  const double start = cpu_seconds();
  work();
  return cpu_seconds() - start;
}

long wrong_texts(const detail::IcuBreaker& breaker, const std::vector<std::string>& texts) {
  long wrong = 0;
  for (const std::string& text : texts) {
    std::vector<detail::IcuBreaker::Boundary> ends;
    breaker.segment(text, ends);
    std::vector<ByteOffset> truth, ours;
    if (!text.empty()) truth.push_back(0);
    for (const auto& b : ends) truth.push_back(b.end);
    detail::append_word_boundaries(breaker, text, ours);
    std::vector<Span> words, words_of_icu;
    detail::append_words(breaker, text, words);
    ByteOffset start = 0;
    for (const auto& b : ends) {
      const bool mark = text[start] == '_' || text[start] == '@';  // words of marks alone are none to us
      if (b.word && !(mark && text.find_first_not_of("_@", start) >= b.end)) words_of_icu.push_back({start, b.end});
      start = b.end;
    }
    wrong += ours != truth || words != words_of_icu;
  }
  return wrong;
}

}  // namespace

int main(int count, char** arguments) {
  const detail::IcuBreaker breaker(detail::IcuBreaker::Kind::word, "");
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> icu(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  for (int f = 1; f < count; ++f) {
    const std::vector<std::string> texts = lines_of(arguments[f]);
    std::vector<icu::UnicodeString> wide;
    double bytes = 0;
    for (const auto& t : texts) {
      wide.push_back(icu::UnicodeString::fromUTF8(t));
      bytes += static_cast<double>(t.size());
    }
    std::size_t words = 0, boundaries = 0;
    const auto utf16 = [&] {
      boundaries = 0;
      for (const auto& t : wide) {
        icu->setText(t);
        for (icu->first(); icu->next() != icu::BreakIterator::DONE;) ++boundaries;
      }
    };
    const auto utf8 = [&] {
      for (const auto& t : texts) {
        UText u = UTEXT_INITIALIZER;
        utext_openUTF8(&u, t.data(), static_cast<int64_t>(t.size()), &status);
        icu->setText(&u, status);
        for (icu->first(); icu->next() != icu::BreakIterator::DONE;) ++boundaries;
        utext_close(&u);
      }
    };
    std::vector<Span> out;
    const auto ours = [&] {
      words = 0;
      for (const auto& t : texts) {
        out.clear();
        detail::append_words(breaker, t, out);
        words += out.size();
      }
    };
    const double piece = std::max(1.0, 4e6 / bytes);  // small files several times over
    const auto turns = static_cast<int>(std::min(piece, 20.0));
    double icu8 = 1e9, icu16 = 1e9, best[3] = {1e9, 1e9, 1e9};
    long wrong[3] = {};
    const detail::Simd paths[] = {detail::Simd::portable, detail::Simd::avx2, detail::Simd::avx512};
    for (int turn = 0; turn < 3; ++turn) {
      icu16 = std::min(icu16, once([&] { for (int k = 0; k < turns; ++k) utf16(); }) / turns);
      icu8 = std::min(icu8, once([&] { for (int k = 0; k < turns; ++k) utf8(); }) / turns);
      for (int p = 0; p < 3; ++p) {
        if (paths[p] > detail::simd_of_machine()) continue;
        detail::force_simd(paths[p]);
        for (int again = 0; again < 5; ++again) {
          best[p] = std::min(best[p], once([&] { for (int k = 0; k < turns; ++k) ours(); }) / turns);
        }
        if (turn == 0) wrong[p] = wrong_texts(breaker, texts);
      }
    }
    for (int p = 0; p < 3; ++p) {
      if (best[p] > 1e8) continue;
      std::printf("{\"input\": \"%s\", \"path\": \"%s\", \"mb\": %.2f, \"mb_s\": %.1f, \"icu_utf16_mb_s\": %.1f, \"icu_utf8_mb_s\": %.1f, "
                  "\"ratio\": %.1f, \"ratio_utf8\": %.1f, \"words\": %zu, \"wrong_texts\": %ld}\n",
                  arguments[f], std::string(detail::name(paths[p])).c_str(), bytes / 1e6, bytes / 1e6 / best[p], bytes / 1e6 / icu16,
                  bytes / 1e6 / icu8, icu16 / best[p], icu8 / best[p], words, wrong[p]);
      std::fflush(stdout);
    }
  }
}
