#include "clean_labels.hpp"

#include <algorithm>
#include <string>

#include "clean_confidence.hpp"
#include "clean_ends.hpp"
#include "clean_extent.hpp"
#include "clean_letters.hpp"
#include "clean_notes.hpp"
#include "clean_rules.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);
constexpr float least_beside = 12;      // words of a sentence beside which a line can be told from it
constexpr std::size_t head_reach = 14;  // blocks before the body in which a headline is looked for

class Labeller {
 public:
  Labeller(const Article& article, std::vector<Block>& blocks, std::vector<bool> body, std::vector<float> log_odds)
      : article_(article),
        blocks_(blocks),
        body_(std::move(body)),
        labels_(blocks.size(), Label::body),
        log_odds_(std::move(log_odds)),
        known_(blocks.size(), false),
        told_(blocks.size(), Told::by_region),
        credits_(blocks.size(), none) {}

  Cleaned run() {
    short_ = is_short();
    any_prose_ = std::any_of(blocks_.begin(), blocks_.end(), [](const Block& b) { return is_plain_prose(b); });
    if (short_) std::fill(body_.begin(), body_.end(), true);
    keep_unmarked();
    keep_main_part(blocks_, body_);
    if (!short_) mend_body(article_.text, blocks_, body_);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      known_patterns(i);
      if (known_[i] || short_ || item_) told_[i] = Told::by_rule;
    }
    cut_ends(article_.text, blocks_, known_, body_);
    if (const std::size_t at = cut_above_byline(article_.text, blocks_, known_, body_)) set(at, Label::byline);
    release_head();
    close_tail();
    reach_back();
    keep_some_body();
    find_ends();
    label_head();
    label_inside();
    label_tail();
    return spans();
  }

 private:
  std::string_view text(std::size_t i) const { return text(blocks_[i].span); }
  std::string_view text(Span s) const { return article_.text.substr(s.start, s.end - s.start); }

  void set(std::size_t i, Label label) {
    labels_[i] = label;
    known_[i] = true;
    body_[i] = label == Label::body;
  }

  // A sentence or two: nothing in it can be told from the page around it.
  bool is_short() const {
    float words = 0;
    for (const Block& b : blocks_) words += b.words;
    return blocks_.size() <= 2 || words < 40;
  }

  // A news item of a few lines (results, prices, earnings) looks little like prose; where nothing marks its blocks as
  // furniture, they are taken for the item.
  void keep_unmarked() {
    constexpr float few_words = 150;
    const auto unmarked = [](const Block& b) { return b.phrases == 0 && b.separators == 0; };
    float words = 0;
    for (const Block& b : blocks_) words += unmarked(b) ? b.words : 0;
    if (words >= few_words) return;
    item_ = true;
    for (std::size_t i = 0; i < blocks_.size(); ++i) body_[i] = body_[i] || unmarked(blocks_[i]);
  }

  // What a block is whatever stands around it.
  void known_patterns(std::size_t i) {
    const Block& b = blocks_[i];
    const std::string_view t = text(i);
    if (b.date_like) return set(i, Label::metadata);
    if (b.letters == 0) return;
    const bool bracketed = t.front() == '(' || t.front() == '[' || t.starts_with("（");
    if ((b.phrases & tagline_phrase) && (bracketed ? b.words < 60 : b.words < 35 && b.sentences <= 2))
      return set(i, Label::tagline);
    std::string folded;
    if (t.size() < 12) fold_ends(t, 64, folded);
    if (folded == "reuter" || folded == "reuters" || folded == "(end)") return set(i, Label::tagline);
    const auto offs = marks(MarkKind::sign_off);
    if (std::find(offs.begin(), offs.end(), t) != offs.end()) return set(i, Label::tagline);
    if (short_ && blocks_.size() <= 2 && !prose_beside(i)) return;
    const bool page = (b.phrases & page_phrase) != 0;
    if ((b.phrases & whole_phrase) || ((b.phrases & notice_phrase) && b.words < 60) ||
        (page && b.words < 25 && (!b.prose() || b.sentences == 0 || !body_[i])) || (page && b.words < 40 && !body_[i]))
      return set(i, Label::boilerplate);
    if ((b.phrases & opening_phrase) && b.words < 25 && !b.ends_sentence && !b.ends_colon)
      return set(i, Label::boilerplate);
    if (b.words > 110) return;
    bool bare_agency = false;
    const std::size_t at = credit_start(t, bare_agency);
    if (at == none) return;
    if (at > 0 && bare_agency && !prose_after(i)) return;  // a sign-off
    if (at == 0 && t.front() == '(' && bare_agency && t.size() < 4) return;
    credits_[i] = at;
    set(i, at == 0 ? Label::credit : Label::caption);
    if (at == 0 && i > 0 && !body_[i - 1] && !known_[i - 1] && blocks_[i - 1].words >= 4 && blocks_[i - 1].words < 60)
      set(i - 1, Label::caption);
  }

  // Of two blocks one can be told from the other where that is a sentence of some length.
  bool prose_beside(std::size_t i) const {
    if (blocks_.size() != 2) return false;
    const Block& other = blocks_[1 - i];
    return other.prose() && other.words >= least_beside && !speaks_to_reader(other) && !is_note(other);
  }

  bool prose_after(std::size_t i) const {
    for (std::size_t k = i + 1; k < blocks_.size(); ++k)
      if (blocks_[k].prose() && body_[k]) return true;
    return false;
  }

  // Short lines at the head that are no sentences belong to the head where prose follows soon.
  void release_head() {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (!body_[i]) continue;
      const Block& b = blocks_[i];
      if (is_byline(text(i), b)) {
        set(i, Label::byline);
        continue;
      }
      const bool question = b.ends_sentence && b.sentences == 0 && b.words < 20 && text(i).back() != '.';
      if ((b.ends_sentence && !question) || b.words > 28 || b.column() || b.ends_colon || b.lower_start) return;
      if (dateline(i, DatelineAt::head) > 0) return;
      if (short_ && (i > 0 || blocks_.size() < 2) && !any_prose_) return;
      if (goes_on(i)) return;
      // Tables and lists are bodies too: a headline is followed by prose, and not by more of its kind.
      std::size_t next = i + 1, skipped = 0;
      while (next < blocks_.size() && !blocks_[next].prose() && skipped < 3) {
        if (!known_[next] && !is_byline(text(next), blocks_[next]) && dateline(next, DatelineAt::head) == 0) ++skipped;
        if (dateline(next, DatelineAt::head) > 0) break;
        ++next;
      }
      const bool prose =
          next < blocks_.size() && skipped < 3 && (blocks_[next].prose() || dateline(next, DatelineAt::head) > 0);
      const bool set_apart = i + 1 < blocks_.size() && i == 0 && blocks_[i + 1].words > 2 * b.words;
      if (!prose && !set_apart) return;
      if (b.words < 2 && !b.no_case) return;
      body_[i] = false;
    }
  }

  // The next line begins in the middle of this one's sentence.
  bool goes_on(std::size_t i) const {
    if (i + 1 >= blocks_.size() || blocks_[i].ends_sentence || blocks_[i].ends_colon) return false;
    const Block& next = blocks_[i + 1];
    return body_[i + 1] && !next.paragraph && next.lower_start && !next.quote_start && !is_byline(text(i + 1), next);
  }

  // After the last prose, what follows two lines of the page is the page.
  void close_tail() {
    std::size_t from = blocks_.size(), pages = 0;
    while (from > 0 && !(body_[from - 1] && blocks_[from - 1].prose())) --from;
    if (from == 0) return;
    for (std::size_t i = from; i < blocks_.size(); ++i) {
      if (known_[i] && labels_[i] == Label::boilerplate)
        ++pages;
      else if (pages >= 2 && !known_[i])
        body_[i] = false;
    }
  }

  // A line that goes on in the body is of it; a full paragraph just before the body, or with only lines of the page between,
  // is its first one. In a column that was misread its full stop may be gone.
  void reach_back() {
    std::size_t i = 0, between = 0;
    while (i < blocks_.size() && !body_[i]) ++i;
    if (i == blocks_.size()) return;
    while (i > 0 && !known_[i - 1] && goes_on(i - 1)) body_[--i] = true;
    while (i-- > 0 && between < 3) {
      const Block& b = blocks_[i];
      if (known_[i])
        ++between;
      else if ((b.prose() || b.column()) && b.words >= 25 && b.phrases == 0 && !b.address)
        body_[i] = true, between = 0;
      else
        return;
    }
  }

  std::size_t dateline(std::size_t i, DatelineAt at) const { return any_dateline_length(text(i), at); }

  // An article has a body: failing all else, its longest block, and the blocks like it around it.
  void keep_some_body() {
    if (std::find(body_.begin(), body_.end(), true) != body_.end() || blocks_.empty()) return;
    std::size_t best = none;
    for (const bool known : {false, true}) {
      for (std::size_t i = 0; i < blocks_.size(); ++i)
        if (known_[i] == known && blocks_[i].letters + blocks_[i].digits > 0 && (best == none || size(i) > size(best)))
          best = i;
      if (best != none) break;
    }
    if (best == none) best = 0;
    set(best, Label::body);
    credits_[best] = none;
    for (std::size_t i = best + 1; i < blocks_.size() && !known_[i] && size(i) * 3 > size(best); ++i) body_[i] = true;
    for (std::size_t i = best; i-- > 0 && !known_[i] && size(i) * 3 > size(best);) body_[i] = true;
  }
  std::size_t size(std::size_t i) const { return blocks_[i].letters + blocks_[i].digits; }

  void find_ends() {
    first_ = last_ = none;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (!body_[i]) continue;
      if (first_ == none) first_ = i;
      last_ = i;
    }
  }

  bool open(std::size_t i) const { return !body_[i] && !known_[i]; }

  // A deck says more than the headline above it.
  bool is_headline_over(std::size_t i, std::size_t deck) const {
    const Block& b = blocks_[i];
    const float least = b.no_case ? 2 : 3;
    return open(i) && b.words >= least && b.words + 2 < blocks_[deck].words && !b.ends_sentence && !b.ends_colon &&
           b.separators == 0 && b.phrases == 0 && !b.address && !b.date_like && !is_byline(text(i), b) && !is_name(text(i), b);
  }

  void label_head() {
    if (first_ == none) return;
    const std::size_t from = first_ > head_reach ? first_ - head_reach : 0;
    std::size_t best = none;
    float best_score = 0;
    for (std::size_t i = from; i < first_; ++i) {
      const Block& b = blocks_[i];
      const bool menu = b.separators > 2;
      const bool over_dateline = i == 0 && first_ == 1 && dateline(first_, DatelineAt::inside) > 0;
      if (!open(i) || menu || b.words < (b.no_case || over_dateline ? 2.0F : 3.0F) || b.words > 40 || b.address ||
          b.column() || is_byline(text(i), b))
        continue;
      float score = std::min(b.words, 12.0F);
      if (b.ends_sentence) score -= 5;
      if (b.separators > 0 && outlet_start(text(i), article_.outlet) == none) score -= 6;
      if (b.repeated) score += 3;
      score -= 0.35F * static_cast<float>(first_ - i);
      if (i == 0) score += 2;
      if (best == none || score > best_score) best = i, best_score = score;
    }
    if (best != none && best > from && is_headline_over(best - 1, best)) --best;
    for (std::size_t i = 0; i < first_; ++i) {
      if (!open(i)) continue;
      const Block& b = blocks_[i];
      const bool same = best != none && text(i) == text(best);
      const bool near = i >= from;
      if (i == best || same)
        set(i, Label::headline);
      else if (near && is_byline(text(i), b))
        set(i, Label::byline);
      else if (b.separators == 1 && outlet_start(text(i), article_.outlet) != none)
        set(i, Label::outlet);
      else if (!article_.outlet.empty() && text(i) == article_.outlet)
        set(i, Label::outlet);
      else if (near && best != none && i > best && b.words >= 6 && !b.address)
        set(i, Label::deck);
      else if (near && best != none && is_name(text(i), b))
        set(i, names_outlet(text(i)) ? Label::outlet : Label::byline);
      else if (near && best != none && b.repeated && b.words <= 4 && i < best && first_ < head_reach)
        set(i, Label::outlet);
      else
        set(i, Label::boilerplate);
    }
  }

  // Between the first and the last block of the body.
  void label_inside() {
    if (first_ == none) return;
    for (std::size_t i = first_; i <= last_; ++i) {
      const Block& b = blocks_[i];
      if (open(i)) {
        const bool alone = i > 0 && i + 1 < blocks_.size() && body_[i - 1] && body_[i + 1];
        set(i, alone && !b.address && b.phrases == 0 && heading_shape(b) ? Label::crosshead : Label::boilerplate);
        continue;
      }
      if (!body_[i] || i == first_ || i == last_ || !body_[i + 1]) continue;
      std::size_t before = i - 1;  // a picture may stand between the paragraph and the heading
      while (before > first_ && (labels_[before] == Label::caption || labels_[before] == Label::credit)) --before;
      if (!body_[before]) continue;
      if (heading_shape(b) && solid(before) && solid(i + 1) && !b.lower_start && !b.quote_start && b.commas < 2) {
        labels_[i] = Label::crosshead;
        known_[i] = true;
      }
    }
    for (std::size_t i = first_; i <= last_; ++i)
      if (labels_[i] == Label::crosshead) body_[i] = false;
  }
  bool heading_shape(const Block& b) const {
    const bool small = b.words <= (b.no_case ? 12 : 11) && b.words >= (b.no_case ? 2 : 1) && b.letters >= 4;
    return small && !b.ends_colon && b.sentences == 0 && (!b.ends_sentence || b.words >= 3) && !b.ends_sentence &&
           b.digits * 3 < b.letters && b.separators == 0;
  }
  // Prose long enough that a short line beside it is not one more line of a list.
  bool solid(std::size_t i) const { return blocks_[i].prose() && blocks_[i].words >= 14; }

  void label_tail() {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (!open(i)) continue;
      if (i == last_ + 1 && is_byline(text(i), blocks_[i]))
        set(i, Label::byline);
      else
        set(i, Label::boilerplate);
    }
  }

  Cleaned spans() {
    Cleaned out;
    out.reserve(blocks_.size() + 4);
    std::size_t bodies = 0, sure = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const Span s = blocks_[i].span;
      if (credits_[i] != none && labels_[i] == Label::caption) {
        split(out, s, credits_[i], Label::caption, Label::credit);
      } else if (labels_[i] == Label::headline) {
        const std::size_t slug = metadata_length(text(i));
        Span rest = s;
        rest.start += static_cast<ByteOffset>(slug);
        if (slug > 0) out.push_back({{s.start, rest.start}, Label::metadata});
        rest = trimmed(article_.text, rest);
        const std::size_t at = outlet_start(text(rest), article_.outlet);
        if (at == none)
          out.push_back({rest, Label::headline});
        else
          split(out, rest, at, Label::headline, Label::outlet);
      } else if (labels_[i] == Label::body) {
        push_body(out, i, bodies++);
      } else {
        out.push_back({s, labels_[i]});
      }
      for (; sure < out.size(); ++sure) out[sure].confidence = confidence(out[sure].label, told_[i], log_odds_[i]);
    }
    return out;
  }

  void split(Cleaned& out, Span s, std::size_t at, Label left, Label right) const {
    const auto middle = s.start + static_cast<ByteOffset>(at);
    const Span a = trimmed(article_.text, {s.start, middle}), b = trimmed(article_.text, {middle, s.end});
    if (a.start < a.end) out.push_back({a, left});
    if (b.start < b.end) out.push_back({b, right});
  }

  void push_body(Cleaned& out, std::size_t i, std::size_t nth) const {
    Span s = blocks_[i].span;
    if (nth == 0) {
      if (const std::size_t n = metadata_length(text(s))) {
        out.push_back({{s.start, s.start + static_cast<ByteOffset>(n)}, Label::metadata});
        s = trimmed(article_.text, {s.start + static_cast<ByteOffset>(n), s.end});
      }
    }
    const std::string_view t = text(s);
    std::size_t n = any_dateline_length(t, nth < 2 ? DatelineAt::head : DatelineAt::inside);
    // Nothing but a dateline: it is one only where a body follows.
    if (n >= t.size() && i >= last_) n = 0;
    if (n > 0)
      split(out, s, n, Label::dateline, Label::body);
    else
      out.push_back({s, Label::body});
  }

  const Article& article_;
  std::vector<Block>& blocks_;
  std::vector<bool> body_;
  std::vector<Label> labels_;
  std::vector<float> log_odds_;
  std::vector<bool> known_;           // the label stands
  std::vector<Told> told_;
  std::vector<std::size_t> credits_;  // where a block's credit starts
  std::size_t first_ = none, last_ = none;
  bool short_ = false, item_ = false, any_prose_ = false;
};

}  // namespace

Cleaned label_blocks(const Article& article, std::vector<Block>& blocks, std::vector<bool> body,
                     std::vector<float> log_odds) {
  return Labeller(article, blocks, std::move(body), std::move(log_odds)).run();
}

}  // namespace wirecopy::detail
