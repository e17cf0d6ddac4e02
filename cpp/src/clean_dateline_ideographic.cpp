// Datelines of Chinese and Japanese agencies.
#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "clean_cursor.hpp"
#include "clean_letters.hpp"
#include "clean_rules.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

constexpr auto npos = std::string_view::npos;

}  // namespace

std::size_t dateline_length_ideographic(std::string_view text) {
  const auto sources = marks(MarkKind::wire_source);
  std::size_t cut = std::min<std::size_t>(text.size(), 140);
  while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) --cut;
  const std::string_view head = text.substr(0, cut);
  const auto holds_any = [](std::string_view s, std::span<const std::string_view> list) {
    return std::any_of(std::begin(list), std::end(list), [&](std::string_view w) { return s.find(w) != npos; });
  };
  // 【ロンドン共同】, [東京 5日 ロイター]
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"【", "】"}, {"［", "］"}, {"[", "]"}}) {
    if (!head.starts_with(open)) continue;
    const std::size_t end = head.find(close);
    if (end == npos || end > 90) return 0;
    const std::string_view inside = head.substr(open.size(), end - open.size());
    if (!holds_any(inside, marks(MarkKind::bracket_source)) && !holds_any(inside, sources)) return 0;
    std::size_t at = end + close.size();
    Cursor c{text, at};
    c.skip_white();
    if (is_dash(c.peek())) c.take(), at = c.at;
    return at;
  }
  // （新华社北京11月5日电）
  constexpr std::string_view open = "（", close = "）";
  if (head.starts_with(open)) {
    const std::size_t end = head.find(close), from = open.size();
    if (end == npos || end > 90) return 0;
    const std::string_view inside = text.substr(from, end - from);
    const auto reports = marks(MarkKind::wire_report);
    const bool whole = std::any_of(reports.begin(), reports.end(), [&](auto w) { return inside.ends_with(w); });
    return whole && holds_any(inside, sources) ? end + close.size() : 0;
  }
  // 新华社北京11月5日电（记者某某）, 央视网消息（某某）：, 本报讯
  const auto source =
      std::find_if(std::begin(sources), std::end(sources), [&](auto s) { return head.starts_with(s); });
  if (source == std::end(sources)) return 0;
  const std::size_t stop = std::min({head.find("，"), head.find("。"), head.find("\n"), head.size()});
  for (const std::string_view word : marks(MarkKind::wire_report)) {
    const std::size_t at = head.find(word);
    if (at == npos || at >= stop) continue;
    Cursor c{text, at + word.size()};
    const auto skip_bracket = [&] {
      const char32_t open = c.peek();
      if (open != U'（' && open != '(') return false;
      const std::size_t end = std::min(text.find("）", c.at), text.find(")", c.at));
      if (end == npos || end - c.at > 120) return false;
      c.at = end;
      c.take();
      return true;
    };
    bool bracket = skip_bracket();
    if (!bracket) {  // 电 (记者 ...)
      const std::size_t at_word = c.at;
      bracket = c.skip_white() && skip_bracket();
      if (!bracket) c.at = at_word;
    }
    const std::size_t after = c.at;
    const bool white = c.skip_white();
    const bool colon = c.peek() == U'：' || c.peek() == ':';
    if (colon) return c.take(), c.at;
    if (is_dash(c.peek())) return c.take(), c.at;
    if (bracket || white || c.done()) return after;
  }
  return 0;
}

std::size_t any_dateline_length(std::string_view text, DatelineAt at) {
  const std::size_t n = dateline_length_ideographic(text);
  return n ? n : dateline_length(text, at);
}

}  // namespace wirecopy::detail
