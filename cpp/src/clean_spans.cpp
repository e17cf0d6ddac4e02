#include "clean_spans.hpp"

#include <string_view>
#include <utility>

#include "clean_rules.hpp"

namespace wirecopy::detail {
namespace {

class Spans {
 public:
  explicit Spans(const Article& article) : article_(article) {}

  std::string_view text(Span s) const { return article_.text.substr(s.start, s.end - s.start); }
  void add(Span s, Label label) { out_.push_back({s, label}); }

  void split(Span s, std::size_t at, Label left, Label right) {
    const auto middle = s.start + static_cast<ByteOffset>(at);
    const Span a = trimmed(article_.text, {s.start, middle}), b = trimmed(article_.text, {middle, s.end});
    if (a.start < a.end) add(a, left);
    if (b.start < b.end) add(b, right);
  }

  /// Adds a slug at the start; what remains.
  Span without_slug(Span s) {
    const std::size_t n = metadata_length(text(s));
    if (n == 0) return trimmed(article_.text, s);
    const auto behind = s.start + static_cast<ByteOffset>(n);
    add({s.start, behind}, Label::metadata);
    return trimmed(article_.text, {behind, s.end});
  }

  void add_headline(Span s) {
    const Span rest = without_slug(s);
    const std::size_t at = outlet_start(text(rest), article_.outlet);
    if (at == std::string_view::npos) add(rest, Label::headline);
    else split(rest, at, Label::headline, Label::outlet);
  }

  /// The `nth` block of the body.
  void add_body(Span s, std::size_t nth, bool last) {
    if (nth == 0) s = without_slug(s);
    const std::string_view t = text(s);
    std::size_t n = any_dateline_length(t, nth < 2 ? DatelineAt::head : DatelineAt::inside);
    // An agency's before that of another, whose report it passes on.
    if (n > 0) {
      std::size_t next = n;
      while (next < t.size() && t[next] == ' ') ++next;
      if (const std::size_t more = any_dateline_length(t.substr(next), DatelineAt::head)) n = next + more;
    }
    // Nothing but a dateline: it is one only where a body follows.
    if (n >= t.size() && last) n = 0;
    if (n > 0) split(s, n, Label::dateline, Label::body);
    else add(s, Label::body);
  }

  Cleaned& out() { return out_; }

 private:
  const Article& article_;
  Cleaned out_;
};

}  // namespace

Cleaned spans_of(const Article& article, std::span<const Block> blocks, const BlockLabels& known) {
  Spans spans(article);
  spans.out().reserve(blocks.size() + 4);
  std::size_t bodies = 0, sure = 0, last = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i)
    if (known.labels[i] == Label::body) last = i;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Span s = blocks[i].span;
    const Label label = known.labels[i];
    if (known.credits[i] != no_credit && label == Label::caption) spans.split(s, known.credits[i], Label::caption, Label::credit);
    else if (label == Label::headline) spans.add_headline(s);
    else if (label == Label::body) spans.add_body(s, bodies++, i >= last);
    else spans.add(s, label);
    for (; sure < spans.out().size(); ++sure)
      spans.out()[sure].confidence = confidence(spans.out()[sure].label, known.told[i], known.log_odds[i]);
  }
  return std::move(spans.out());
}

}  // namespace wirecopy::detail
