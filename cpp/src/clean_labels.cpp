#include "clean_labels.hpp"

#include <algorithm>
#include <string>

#include "clean_ends.hpp"
#include "clean_extent.hpp"
#include "clean_lines.hpp"
#include "clean_notes.hpp"
#include "clean_rules.hpp"
#include "clean_spans.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

constexpr std::size_t none = no_credit;
constexpr float least_beside = 12;      // words of a sentence beside which a line can be told from it
constexpr std::size_t head_reach = 14;  // blocks before the body in which a headline is looked for

class Labeller {
 public:
  Labeller(const Article& article, std::vector<Block>& blocks, Region region)
      : article_(article),
        blocks_(blocks),
        body_(std::move(region.body)),
        labels_(blocks.size(), Label::body),
        log_odds_(std::move(region.log_odds)),
        begin_(region.begin),
        end_(region.end),
        known_(blocks.size(), false),
        told_(blocks.size(), Told::by_region),
        credits_(blocks.size(), none) {}

  Cleaned run() {
    short_ = is_short();
    any_prose_ = std::any_of(blocks_.begin(), blocks_.end(), [](const Block& b) { return is_plain_prose(b); });
    if (short_) std::fill(body_.begin(), body_.end(), true);
    else keep_few();
    keep_unmarked();
    keep_main_part(blocks_, body_);
    if (!short_) mend_body(article_.text, blocks_, body_);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      known_patterns(i);
      if (known_[i] || short_ || item_) told_[i] = Told::by_rule;
    }
    if (const std::size_t at = cut_above_byline(article_.text, blocks_, known_, body_)) set(at, Label::byline);
    cut_ends(article_.text, blocks_, known_, body_);
    release_head();
    close_tail();
    reach_back();
    keep_some_body();
    find_ends();
    label_head();
    label_inside();
    label_tail();
    return spans_of(article_, blocks_, {labels_, told_, log_odds_, credits_});
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

  // The same where furniture was left out around it, if it is reporting.
  void keep_few() {
    constexpr std::size_t few = 2;
    const auto begin = static_cast<std::ptrdiff_t>(begin_), end = static_cast<std::ptrdiff_t>(end_);
    if (end_ - begin_ > few || std::none_of(blocks_.begin() + begin, blocks_.begin() + end, is_plain_prose)) return;
    std::fill(body_.begin() + begin, body_.begin() + end, true);
  }

  // A news item of a few lines (results, prices, earnings) looks little like prose; where nothing marks its blocks as
  // furniture, they are taken for the item.
  void keep_unmarked() {
    constexpr float few_words = 150;
    const auto unmarked = [](const Block& b) { return b.phrases == 0 && b.separators == 0; };
    float words = 0;
    for (const Block& b : blocks_) words += unmarked(b) || (b.prose() && b.words >= few_words) ? b.words : 0;
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
    if (i > 0 && b.digits == 0 && t.back() != ')' && is_agencies(t)) return set(i, Label::tagline);
    if (short_ && blocks_.size() <= 2 && !prose_beside(i) && !speaks_beside(i)) return;
    const bool page = (b.phrases & page_phrase) != 0;
    if (b.words < 60 && is_copyright(t)) return set(i, Label::boilerplate);
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

  // A line for readers, or below the article one of the page, beside one that is none.
  bool speaks_beside(std::size_t i) const {
    constexpr unsigned of_page = page_phrase | whole_phrase | opening_phrase | notice_phrase;
    if (blocks_.size() != 2) return false;
    const Block &b = blocks_[i], &other = blocks_[1 - i];
    if (is_of_page(1 - i) || (other.phrases & of_page)) return false;
    return is_of_page(i) || (i == 1 && (b.phrases & of_page) && other.words >= least_beside && b.words < other.words);
  }

  bool is_of_page(std::size_t i) const { return speaks_to_reader(blocks_[i]) || is_note(blocks_[i]); }

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
      const bool question = b.ends_sentence && b.sentences == 0 && b.words < 20 && !ends_in_full_stop(text(i));
      if ((b.ends_sentence && !question) || b.words > 28 || b.column() || b.ends_colon || b.lower_start) return;
      if (dateline(i, DatelineAt::head) > 0) return;
      if (short_ && (i > 0 || blocks_.size() < 2) && !any_prose_) return;
      if (goes_on(i)) return;
      // Tables and lists are bodies too: a headline is followed by prose, and not by more of its kind.
      std::size_t next = i + 1, skipped = 0;
      while (next < blocks_.size() && !reports(next) && skipped < 3) {
        if (!known_[next] && !is_byline(text(next), blocks_[next]) && dateline(next, DatelineAt::head) == 0) ++skipped;
        if (dateline(next, DatelineAt::head) > 0) break;
        ++next;
      }
      const bool prose =
          next < blocks_.size() && skipped < 3 && (reports(next) || dateline(next, DatelineAt::head) > 0);
      const bool set_apart = i + 1 < blocks_.size() && i == 0 && blocks_[i + 1].words > 2 * b.words && !is_of_page(i + 1);
      if (!prose && !set_apart && !is_over_rows(i)) return;
      if (b.words < 2 && !b.no_case) return;
      body_[i] = false;
    }
  }

  // Prose, and not of what a page tells its readers.
  bool reports(std::size_t i) const { return blocks_[i].prose() && (body_[i] || !is_of_page(i)); }

  // A title over two rows of numbers. What has a word of theirs ("Shr one ct vs nil") is a row that spells its numbers out.
  bool is_over_rows(std::size_t i) const {
    constexpr float least_words = 4;
    constexpr std::size_t longest = 400;                                      // bytes
    constexpr std::uint32_t of_row = 2;                                       // numbers, in one of the two
    const std::string_view title = text(i).substr(metadata_length(text(i)));  // UPDATE 1-
    if (blocks_[i].words < least_words || title.size() > longest || !has_only_years(title)) return false;
    std::size_t rows = 0, full = 0;
    for (std::size_t k = i + 1; k < blocks_.size() && rows < 2; ++k) {
      if (known_[k]) continue;
      if (!body_[k] || blocks_[k].numbers == 0 || blocks_[k].prose() || text(k).size() > longest) return false;
      if (share_word(title, text(k))) return false;
      full += blocks_[k].numbers >= of_row;
      ++rows;
    }
    return rows == 2 && full > 0;
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
      else if ((b.prose() || b.column() || b.sentences > 1) && b.words >= 25 && b.phrases == 0 && !b.address)
        body_[i] = true, between = 0;
      else
        return;
    }
  }

  std::size_t dateline(std::size_t i, DatelineAt at) const { return any_dateline_length(text(i), at); }

  // An article has a body: failing all else, its longest block, and the blocks like it around it. Of a picture alone the
  // caption is the article, whatever titles stand below it.
  void keep_some_body() {
    if (blocks_.empty()) return;
    const auto longest = [&](auto&& allowed) {
      std::size_t at = none;
      for (std::size_t i = 0; i < blocks_.size(); ++i)
        if (size(i) > 0 && allowed(i) && (at == none || size(i) > size(at))) at = i;
      return at;
    };
    std::size_t lines = 0;  // letters of the body, if nothing else is in it
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (!body_[i]) continue;
      if (blocks_[i].ends_sentence || blocks_[i].words >= least_beside) return;
      lines += size(i);
    }
    std::size_t best = lines > 0 ? none : longest([&](std::size_t i) { return !known_[i] && !is_of_page(i); });
    constexpr std::size_t times_longer = 2;
    const std::size_t caption = longest([&](std::size_t i) { return labels_[i] == Label::caption; });
    if (caption != none && size(caption) > times_longer * (best == none ? lines : size(best))) {
      std::fill(body_.begin(), body_.end(), false);
      best = caption;
    }
    if (best == none && lines > 0) return;
    if (best == none) best = longest([](std::size_t) { return true; });
    if (best == none) best = 0;
    set(best, Label::body);
    credits_[best] = none;
    const auto like = [&](std::size_t i) { return !known_[i] && size(i) * 3 > size(best); };
    for (std::size_t i = best + 1; i < blocks_.size() && like(i); ++i) body_[i] = true;
    for (std::size_t i = best; i-- > 0 && like(i);) body_[i] = true;
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
      if (i == best || same) set(i, Label::headline);
      else if (near && is_byline(text(i), b)) set(i, Label::byline);
      else if (b.separators == 1 && outlet_start(text(i), article_.outlet) != none) set(i, Label::outlet);
      else if (!article_.outlet.empty() && text(i) == article_.outlet) set(i, Label::outlet);
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
      if (!body_[i] || i == first_ || i == last_) continue;
      std::size_t before = i - 1, behind = i + 1;  // a picture may stand between the paragraph and the heading
      while (before > first_ && (labels_[before] == Label::caption || labels_[before] == Label::credit)) --before;
      while (behind < last_ && known_[behind] && !body_[behind]) ++behind;
      if (!body_[before] || !body_[behind]) continue;
      const bool quoted = b.quote_start && closes_quotation(text(i)) && solid(before) && solid(behind);
      const bool between = (solid(before) && ends(behind)) || (ends(before) && solid(behind));
      if (heading_shape(b) && between && !b.lower_start && (quoted || !b.quote_start) && b.commas < 2) {
        labels_[i] = Label::crosshead;
        known_[i] = true;
      }
    }
    for (std::size_t i = first_; i <= last_; ++i)
      if (labels_[i] == Label::crosshead) body_[i] = false;
  }
  bool heading_shape(const Block& b) const {
    const bool small = b.words <= (b.no_case ? 12 : 11) && b.words >= (b.no_case ? 2 : 1) && b.letters >= 4;
    return small && !b.ends_colon && !b.ends_sentence && b.sentences == 0 && b.digits * 3 < b.letters && b.separators == 0;
  }
  // Prose long enough that a short line beside it is not one more line of a list.
  bool solid(std::size_t i) const { return (blocks_[i].prose() && blocks_[i].words >= 14) || blocks_[i].words >= 30; }
  bool ends(std::size_t i) const { return blocks_[i].ends_sentence || solid(i); }

  void label_tail() {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (!open(i)) continue;
      set(i, i == last_ + 1 && is_byline(text(i), blocks_[i]) ? Label::byline : Label::boilerplate);
    }
  }

  const Article& article_;
  std::vector<Block>& blocks_;
  std::vector<bool> body_;
  std::vector<Label> labels_;
  std::vector<float> log_odds_;
  std::size_t begin_, end_;           // what the states were looked for in
  std::vector<bool> known_;           // the label stands
  std::vector<Told> told_;
  std::vector<std::size_t> credits_;  // where a block's credit starts
  std::size_t first_ = none, last_ = none;
  bool short_ = false, item_ = false, any_prose_ = false;
};

}  // namespace

Cleaned label_blocks(const Article& article, std::vector<Block>& blocks, Region region) {
  return Labeller(article, blocks, std::move(region)).run();
}

}  // namespace wirecopy::detail
