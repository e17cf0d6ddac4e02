// Cleaning: every label on invented articles, the tiling of any text, and the lines an outlet repeats.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "clean_confidence.hpp"
#include "clean_region.hpp"
#include "wirecopy/clean.hpp"
#include "wirecopy/errors.hpp"

namespace {

using wirecopy::Article;
using wirecopy::Cleaned;
using wirecopy::Label;

std::string text_of(std::string_view text, const wirecopy::LabelledSpan& s) {
  return std::string(text.substr(s.span.start, s.span.end - s.span.start));
}

std::vector<std::string> with_label(std::string_view text, const Cleaned& cleaned, Label label) {
  std::vector<std::string> found;
  for (const auto& s : cleaned)
    if (s.label == label) found.push_back(text_of(text, s));
  return found;
}

std::vector<std::string> with_label(std::string_view text, Label label) {
  return with_label(text, wirecopy::clean({text}), label);
}

using Texts = std::vector<std::string>;

// Spans in order, not overlapping, white space nowhere at their ends and everywhere between them (ASCII and U+00A0).
void expect_tiled(std::string_view text, const Cleaned& cleaned) {
  const auto white = [&](std::size_t a, std::size_t b) {
    std::string between(text.substr(a, b - a));
    for (std::size_t at; (at = between.find("\u00a0")) != std::string::npos;) between.erase(at, 2);
    for (std::size_t at; (at = between.find("\u3000")) != std::string::npos;) between.erase(at, 3);
    for (std::size_t at; (at = between.find("\u2028")) != std::string::npos;) between.erase(at, 3);
    return between.find_first_not_of(" \t\n\v\f\r") == std::string::npos;
  };
  std::size_t at = 0;
  for (const auto& s : cleaned) {
    ASSERT_LE(at, s.span.start);
    ASSERT_LT(s.span.start, s.span.end);
    ASSERT_LE(s.span.end, text.size());
    EXPECT_TRUE(white(at, s.span.start)) << text.substr(at, s.span.start - at);
    EXPECT_FALSE(white(s.span.start, s.span.start + 1));
    EXPECT_FALSE(white(s.span.end - 1, s.span.end));
    at = s.span.end;
  }
  EXPECT_TRUE(white(at, text.size())) << text.substr(at);
}

const std::string first =
    "The harbour council of Port Ellery voted on Tuesday to keep the old ferry running for two more winters, after "
    "islanders said that the new bridge would not open in time.";
const std::string second =
    "Council members had wanted to sell the boat in spring, but the engineer in charge told them that the northern "
    "pier of the bridge had sunk by nine centimetres since it was poured.";
const std::string third =
    "“Nobody here will be cut off because of a mistake in the concrete,” the chair of the council said, and she added "
    "that the fare would stay where it was.";

TEST(CleanNames, EveryLabelHasItsWord) {
  EXPECT_EQ(wirecopy::name(Label::body), "body");
  EXPECT_EQ(wirecopy::name(Label::dateline), "dateline");
  EXPECT_EQ(wirecopy::name(Label::boilerplate), "boilerplate");
}

TEST(CleanLabels, HeadlineDatelineTagline) {
  const std::string text = "Council keeps the old ferry for two more winters\n\nPORT ELLERY, March 4 (Reuters) - " +
                           first + "\n\n" + second + "\n\n" + third +
                           "\n\n(Reporting by Ann Voss; Editing by Tom Reed)";
  const Cleaned cleaned = wirecopy::clean({text});
  expect_tiled(text, cleaned);
  EXPECT_EQ(with_label(text, cleaned, Label::headline), Texts{"Council keeps the old ferry for two more winters"});
  EXPECT_EQ(with_label(text, cleaned, Label::dateline), Texts{"PORT ELLERY, March 4 (Reuters) -"});
  EXPECT_EQ(with_label(text, cleaned, Label::body), (Texts{first, second, third}));
  EXPECT_EQ(with_label(text, cleaned, Label::tagline), Texts{"(Reporting by Ann Voss; Editing by Tom Reed)"});
}

TEST(CleanLabels, OutletDeckBylineMetadata) {
  const std::string text =
      "Council keeps the old ferry for two more winters | The Ellery Gazette\n\nIslanders feared a "
          "winter without any way "
      "across the sound\n\nBy Ann Voss\n\nPublished 4 March 2021 10:15\n\n" +
      first + "\n\n" + second + "\n\n" + third;
  const Cleaned cleaned = wirecopy::clean({text});
  expect_tiled(text, cleaned);
  EXPECT_EQ(with_label(text, cleaned, Label::headline), Texts{"Council keeps the old ferry for two more winters"});
  EXPECT_EQ(with_label(text, cleaned, Label::outlet), Texts{"| The Ellery Gazette"});
  EXPECT_EQ(with_label(text, cleaned, Label::deck),
            Texts{"Islanders feared a winter without any way across the sound"});
  EXPECT_EQ(with_label(text, cleaned, Label::byline), Texts{"By Ann Voss"});
  EXPECT_EQ(with_label(text, cleaned, Label::metadata), Texts{"Published 4 March 2021 10:15"});
  EXPECT_EQ(with_label(text, cleaned, Label::body), (Texts{first, second, third}));
}

TEST(CleanLabels, HeadsThatLookLikeLess) {
  std::string text = "Council keeps the old ferry\n\n38 jobs stay on the quay; warden wants to know what became of the "
                     "bridge\n\nBy our own correspondent\n\n" + first + "\n\n" + second;
  EXPECT_EQ(with_label(text, Label::deck), Texts{"38 jobs stay on the quay; warden wants to know what became of the bridge"});
  EXPECT_EQ(with_label(text, Label::byline), Texts{"By our own correspondent"});
  EXPECT_EQ(with_label(text, Label::body), (Texts{first, second}));
  text = "Ferry stays\n\nPORT ELLERY, March 4 (UPI) - " + first + "\n\n" + second;
  EXPECT_EQ(with_label(text, Label::headline), Texts{"Ferry stays"});
}

TEST(CleanLabels, CaptionCreditCrosshead) {
  const std::string caption = "The ferry at its berth below the unfinished bridge on Monday, March 3, 2021.";
  const std::string text =
      first + "\n\n" + caption + " (AP Photo/Ann Voss)\n\nA pier that sinks\n\n" + second + "\n\n" + third;
  const Cleaned cleaned = wirecopy::clean({text});
  expect_tiled(text, cleaned);
  EXPECT_EQ(with_label(text, cleaned, Label::caption), Texts{caption});
  EXPECT_EQ(with_label(text, cleaned, Label::credit), Texts{"(AP Photo/Ann Voss)"});
  EXPECT_EQ(with_label(text, cleaned, Label::crosshead), Texts{"A pier that sinks"});
  EXPECT_EQ(with_label(text, cleaned, Label::body), (Texts{first, second, third}));
}

TEST(CleanLabels, PageAroundTheArticle) {
  const std::string text =
      "Skip to content\nHome\nNews\nSport\nOpinion\nSubscribe\nLog in\nCouncil keeps the old ferry "
          "for two more winters\n" +
      first + "\nAdvertisement\n" + second + "\n" + third +
      "\nShare on Facebook\nMost read\nTen soups for cold days\nWhere to park at the fair\nMayor opens new pool\n"
      "Sign up for our newsletter\n© 2021 The Ellery Gazette. All rights reserved.\nContact us\nPrivacy policy";
  const Cleaned cleaned = wirecopy::clean({text});
  expect_tiled(text, cleaned);
  EXPECT_EQ(with_label(text, cleaned, Label::body), (Texts{first, second, third}));
  EXPECT_EQ(with_label(text, cleaned, Label::headline), Texts{"Council keeps the old ferry for two more winters"});
  const Texts boilerplate = with_label(text, cleaned, Label::boilerplate);
  for (const char* line :
       {"Skip to content", "Advertisement", "Most read", "Ten soups for cold days", "Privacy policy"})
    EXPECT_NE(std::find(boilerplate.begin(), boilerplate.end(), line), boilerplate.end()) << line;
}

TEST(CleanLabels, MachineDateBeforeTheFirstSentence) {
  const std::string text = " date 2021-03-04 " + first + "\n\n" + second;
  EXPECT_EQ(with_label(text, Label::metadata), Texts{"date 2021-03-04"});
  EXPECT_EQ(with_label(text, Label::body), (Texts{first, second}));
}

TEST(CleanDateline, Forms) {
  for (const char* dateline :
       {"WASHINGTON —", "NEW YORK (AP) —", "Paris (AFP) -", "SALVADOR, Feb 26 -", "BEVERLY HILLS, Calif., March 27 -",
        "BERNE -", "(Reuters) -", "Dayton, Ohio —", "Berlin (dpa) -", "МОСКВА, 5 ноября (Интерфакс) —",
        "Madrid, 3 may (EFE).-", "NEW DELHI:"}) {
    const std::string text = std::string(dateline) + " " + first + "\n\n" + second;
    EXPECT_EQ(with_label(text, Label::dateline), Texts{dateline});
    EXPECT_EQ(with_label(text, Label::body), (Texts{first, second})) << dateline;
  }
}

TEST(CleanDateline, NotADateline) {
  for (const char* start : {"The mayor - a former pilot - said so. ", "NOTE: the figures are early. ",
                            "WATCH: the film. ", "Prices rose 5 - 6 percent. ", "Ann Voss March 4, 2021 - 2:19 pm ",
                            "I (Mary) - said nothing. "}) {
    const std::string text = start + first + "\n\n" + second;
    EXPECT_TRUE(with_label(text, Label::dateline).empty()) << start;
  }
}

TEST(CleanDateline, ChineseAndJapanese) {
  const std::string zh = "港务局星期二决定，旧渡轮将继续运行两个冬天，因为岛民表示新桥无法按时开通，居民担心交通中断。";
  for (const char* dateline : {"新华社北京11月5日电（记者王某）", "央视网消息（晚间）：", "本报讯"}) {
    const std::string text =
        std::string(dateline) + (std::string_view(dateline) == "本报讯" ? " " : "") + zh + "\n" + zh;
    EXPECT_EQ(with_label(text, Label::dateline), Texts{dateline});
    EXPECT_EQ(with_label(text, Label::body), (Texts{zh, zh})) << dateline;
  }
  const std::string ja = "港の評議会は火曜日、新しい橋の開通が遅れるため、古い連絡船をさらに二年間運航すると決めた。";
  const std::string text = "【ロンドン共同】" + ja + "\n" + ja;
  EXPECT_EQ(with_label(text, Label::dateline), Texts{"【ロンドン共同】"});
  EXPECT_EQ(with_label(text, Label::body), (Texts{ja, ja}));
}

// What only shows over several blocks: where the body begins and ends, and what between its parts belongs to it.
TEST(CleanExtent, NothingFarInFrontOfAnAgencysDateline) {
  const std::string teaser = "Warden loses her lamp in the marsh and a boy of nine brings it back before the tide. ";
  std::string text = "Ellery Gazette\nLatest\n";
  for (int k = 0; k < 3; ++k) text += std::to_string(k) + " " + teaser + teaser + "\n";
  text += "Weather\nRadar\nSport\nHarbour\nRowing\nTides\nFerries\nCouncil\nCouncil keeps the old ferry\n";
  text += "PORT ELLERY (AP) — " + first + "\n" + second + "\n" + third + "\nComments\nContact us";
  EXPECT_EQ(with_label(text, Label::body), (Texts{first, second, third}));
}

TEST(CleanExtent, ReadersCommentsAreNoBody) {
  std::string text = "Council keeps the old ferry for two more winters\n" + first + "\n" + second + "\n" + third + "\n";
  for (const char* hour : {"9:03", "9:47", "10:13", "11:41"})
    text += "oldsalt says:\nMarch 4, 2021 at " + std::string(hour) +
            " am\nThey should have asked the people who row across every morning, and not some engineer in the city.\n";
  const Texts body = with_label(text, Label::body);
  ASSERT_GE(body.size(), 3U);
  EXPECT_EQ(Texts(body.begin(), body.begin() + 3), (Texts{first, second, third}));
  for (const std::string& part : body) EXPECT_EQ(part.find("row across"), std::string::npos);
}

TEST(CleanExtent, ShareButtonsAfterTheFirstParagraph) {
  const std::string text = "Home\nNews\nMenu\nSubscribe\nCouncil keeps the old ferry\n" + first +
                           "\nShare\nTweet\nEmail\n" + second + "\n" + third + "\nMost read\nContact us\nPrivacy policy";
  EXPECT_EQ(with_label(text, Label::body), (Texts{first, second, third}));
}

TEST(CleanExtent, AListBetweenParagraphsIsBody) {
  std::string list;
  const Texts items = {"Monday to Friday, first boat at seven from the north quay", "Saturday, four boats, the last at six",
                       "Sunday, two boats, none when the wind is over force eight", "Holy days as on any Sunday",
                       "Bicycles go free, sheep pay half of what their owner does"};
  for (const std::string& item : items) list += item + "\n";
  const std::string text = first + "\n" + second + "\n" + list + third + "\n" + first + " So it was.";
  const Texts body = with_label(text, Label::body);
  for (const std::string& item : items) EXPECT_NE(std::find(body.begin(), body.end(), item), body.end()) << item;
}

// Articles of one to three paragraphs: the same body whatever stands around it.
const Texts short_articles = {
    "The harbour council of Port Ellery voted on Tuesday to keep the old ferry running for two more winters. Islanders had said "
    "that the new bridge would not open in time.",
    "The harbour council voted on Tuesday to keep the old ferry running for two more winters.\n\nMembers had wanted to sell the "
    "boat in spring, but the engineer told them that the northern pier had sunk by nine centimetres.",
    "The ferry between Port Ellery and the islands will run for two more winters, the harbour council said.\n\nThe northern pier "
    "of the new bridge had sunk by nine centimetres since it was poured.\n\nA decision on the fares is due in March."};

TEST(CleanEnds, ShortArticlesKeepTheirBody) {
  const Texts above = {"Council keeps the old ferry", "Home > Region > Harbour", "By Ann Voss", "Published 4 March 2021, 10:32",
                       "Region\n\nCouncil keeps the old ferry\n\nBy Ann Voss"};
  const Texts below = {"Related stories\n\nFishermen want a larger quay\n\nWhat the bridge will cost",
                       "Most read\n\n1\n\nFishermen want a larger quay\n\n2\n\nWhat the bridge will cost",
                       "We use cookies on our site. By going on you accept our cookie policy.",
                       "This website keeps small files on your device. You can change your settings.",
                       "Sign up for our newsletter to get the news in your inbox every morning.", "© 2021 Ellery Gazette", "(ann/tom)",
                       "Share\n\nTweet\n\nCopy link", "Tags: harbour, ferry, bridge", "Topics\n\nHarbours\n\nFerries"};
  for (const std::string& article : short_articles) {
    const Texts body = with_label(article, Label::body);
    for (const std::string& line : above) EXPECT_EQ(with_label(line + "\n\n" + article, Label::body), body) << line;
    for (const std::string& line : below) EXPECT_EQ(with_label(article + "\n\n" + line, Label::body), body) << line;
  }
}

TEST(CleanEnds, WhatBelongsToTheArticleStays) {
  const Texts ends = {"\"We will write to you about your account on our website\", the bank told customers.",  // someone says so
                      "You should take an umbrella along.",                                                  // to the reader, not about the page
                      "Turnover 1.4 billion vs 1.5 billion", "The winners are:\n\nAnn Voss\n\nTom Reed", "and would not say more"};
  for (const std::string& end : ends) {
    const std::string text = short_articles[1] + "\n\n" + end;
    const Texts body = with_label(text, Label::body);
    std::string all;
    for (const std::string& part : body) all += (all.empty() ? "" : "\n\n") + part;
    EXPECT_EQ(all, text) << end;
  }
  // Without prose no line stands out.
  const std::string table = "Oper shr six cts\n\nNet one mln\n\nYear";
  EXPECT_EQ(with_label(table, Label::body).size(), 3U);
}

TEST(CleanBody, WrappedColumnsStayBody) {
  const std::string text =
      "Ferry stays for two winters\n\nThe harbour council of Port\nEllery voted on Tuesday to\nkeep "
          "the old ferry running\n"
      "for two more winters, after\nislanders said that the new\nbridge would not open in ti-\nme, "
          "officials told them.\n\n"
      "Council members had wanted\nto sell the boat in spring,\nbut the engineer in charge\ntold "
          "them that the northern\n"
      "pier of the bridge had sunk\nby nine centimetres.";
  const Cleaned cleaned = wirecopy::clean({text});
  expect_tiled(text, cleaned);
  const Texts body = with_label(text, cleaned, Label::body);
  ASSERT_EQ(body.size(), 2U);
  EXPECT_TRUE(body[0].starts_with("The harbour council"));
  EXPECT_TRUE(body[1].ends_with("nine centimetres."));
}

TEST(CleanBody, AMisreadFullStopMakesNoHeadlineOfAParagraph) {
  const std::string text =
      "Ferry stays for two winters\n\nBy Ann Voss\n\nThe harbour council of Port\nEllery voted on Tuesday to\nkeep the "
      "old ferry running\nfor two more winters tirne\n\n"
      "The northern pier had sunk\nby nine centimetres since\nit was poured, he wrote to\nthem, and the fare would\nstay "
      "where it was.";
  const Cleaned cleaned = wirecopy::clean({text});
  expect_tiled(text, cleaned);
  EXPECT_EQ(with_label(text, cleaned, Label::headline), Texts{"Ferry stays for two winters"});
  EXPECT_EQ(with_label(text, cleaned, Label::body).size(), 2U);
}

TEST(CleanBody, WhatStandsAboveABylineIsNone) {
  const std::string text = "Who will pay for the bridge?\n\nBy Ann Voss\n\nUrgent:\n\nShould the council sell its boat? Vote here";
  EXPECT_EQ(with_label(text, Label::headline), Texts{"Who will pay for the bridge?"});
  EXPECT_EQ(with_label(text, Label::byline), Texts{"By Ann Voss"});
  EXPECT_EQ(with_label(text, Label::body), (Texts{"Urgent:", "Should the council sell its boat? Vote here"}));
  // But not a sentence, and not where nothing would be left.
  const std::string signed_item = "The ferry will run for two more winters, they said.\n\nBy Ann Voss\n\nThe fare stays.";
  EXPECT_EQ(with_label(signed_item, Label::body).front(), "The ferry will run for two more winters, they said.");
  EXPECT_FALSE(with_label("Who will pay for the bridge?\n\nBy Ann Voss", Label::body).empty());
}

TEST(CleanBody, IndentsStartParagraphs) {
  const std::string text =
      "The harbour council of Port Ellery voted on Tuesday to keep\nthe old ferry running for two "
          "more winters, islanders\n"
      "said after the meeting.\n    Council members had wanted to sell the boat in spring, but\nthe "
          "engineer told them of "
      "the pier that had sunk so far.\n    The fare stays where it was.\n";
  EXPECT_EQ(with_label(text, Label::body).size(), 3U);
}

TEST(CleanBody, TablesOfAWireItemStayBody) {
  const std::string text =
      "ELLERY FERRIES 3RD QTR\nBy Ann Voss\n\nLONDON (AP) — Shr 12 cts vs 31 cts\n\nNet 1,204,000 "
          "vs 3,118,000\n\nRevs 18.2 mln "
      "vs 21.9 mln\n\nNine mths\n\nNet 4,950,000 vs 7,002,000\n\nNOTE: figures are for the year to March";
  const Cleaned cleaned = wirecopy::clean({text});
  const Texts body = with_label(text, cleaned, Label::body);
  for (const char* line : {"Shr 12 cts vs 31 cts", "Net 1,204,000 vs 3,118,000", "Revs 18.2 mln vs 21.9 mln"})
    EXPECT_NE(std::find(body.begin(), body.end(), line), body.end()) << line;
  EXPECT_EQ(with_label(text, cleaned, Label::byline), Texts{"By Ann Voss"});
}

TEST(CleanBody, AShortArticleIsBody) {
  for (const char* text :
       {"Ferry stays.", "Ferry stays", "Subscribe", "x", "The ferry stays for two winters. The fare stays too."})
    EXPECT_EQ(with_label(text, Label::body), Texts{text});
}

TEST(CleanBody, NeverNone) {
  const std::string text =
      "Home\nNews\nSport\nSubscribe\nAll rights reserved\nThe longest of these few lines\nLog in\nShare";
  EXPECT_FALSE(with_label(text, Label::body).empty());
}

TEST(CleanBody, EmptyAndBlank) {
  for (const char* text : {"", " ", "\n\n \t\r\n", "\u00a0\u3000"}) EXPECT_TRUE(wirecopy::clean({text}).empty());
}

TEST(CleanBody, GermanFrenchRussianThai) {
  const std::string de =
      "Der Hafenrat von Ellershaven hat am Dienstag beschlossen, die alte Fähre noch zwei Winter fahren zu "
      "lassen, weil die neue Brücke nicht rechtzeitig fertig wird.";
  std::string text = "Alte Fähre fährt weiter\nVon Anna Voss\n\n" + de + "\n\n" + de +
                     " So der Rat.\n\nMehr zum Thema\nAlle Rechte vorbehalten";
  EXPECT_EQ(with_label(text, Label::body).front(), de);
  EXPECT_EQ(with_label(text, Label::byline), Texts{"Von Anna Voss"});
  EXPECT_EQ(with_label(text, Label::boilerplate), (Texts{"Mehr zum Thema", "Alle Rechte vorbehalten"}));
  const std::string ru =
      "Портовый совет во вторник решил, что старый паром будет ходить ещё две зимы, потому что новый мост не "
      "откроется вовремя, сообщили островитяне.";
  text = ru + "\n\n" + ru + " И плата не изменится.\n\nЧитайте также\nПодписаться";
  EXPECT_EQ(with_label(text, Label::body).size(), 2U);
  EXPECT_EQ(with_label(text, Label::boilerplate), (Texts{"Читайте также", "Подписаться"}));
  const std::string th =
      "สภาท่าเรือลงมติเมื่อวันอังคารให้เรือข้ามฟากลำเก่าวิ่งต่อไปอีกสองฤดูหนาว "
          "หลังชาวเกาะกล่าวว่าสะพานใหม่จะเปิดไม่ทันเวลาตามที่กำหนดไว้";
  text = th + "\n" + th + "\n" + th;
  EXPECT_EQ(with_label(text, Label::body).size(), 3U);
}

TEST(CleanBody, CleaningItsBodyChangesNothing) {
  const std::string text = "Council keeps the old ferry\n\nPORT ELLERY (AP) — " + first + "\n\n" + second + "\n\n" +
                           third + "\n\nSign up for our newsletter";
  std::string body;
  for (const std::string& part : with_label(text, Label::body)) body += part + "\n";
  EXPECT_EQ(with_label(body, Label::body), (Texts{first, second, third}));
}

TEST(CleanConfidence, OddsAreThoseOfAllRunsOfStates) {
  using namespace wirecopy::detail;
  std::mt19937 random(5);
  std::uniform_real_distribution<float> gain(-3, 3);
  const RegionWeights weights{{1}, 0.7F};  // the first feature is the gain
  for (std::size_t n = 1; n <= 9; ++n) {
    std::vector<Features> features(n, Features{});
    for (Features& f : features) f[0] = gain(random);
    const std::vector<float> favour(n, 0);
    const auto odds = body_log_odds(features, favour, weights);
    ASSERT_EQ(odds.size(), n);
    std::vector<double> body(n, 0), furniture(n, 0);
    for (unsigned run = 0; run < 1U << n; ++run) {
      double score = 0;
      for (std::size_t i = 0; i < n; ++i) {
        score += (run >> i & 1 ? 0.5 : -0.5) * features[i][0];
        if (i > 0 && (run >> i & 1) != (run >> (i - 1) & 1)) score -= weights.change;
      }
      for (std::size_t i = 0; i < n; ++i) (run >> i & 1 ? body : furniture)[i] += std::exp(score);
    }
    for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(odds[i], std::log(body[i] / furniture[i]), 1e-4) << n << ' ' << i;
  }
}

TEST(CleanConfidence, SurerWhereMoreSpeaksForIt) {
  const std::string text = "Home\nNews\nMenu\nCouncil keeps the old ferry for two more winters\n" + first + "\n" + second +
                           "\n" + third + "\n" + first + "\nTen soups for cold days\nAll rights reserved.\nContact us";
  float prose = 0, menu = 0;
  for (const auto& s : wirecopy::clean({text})) {
    EXPECT_GT(s.confidence, 0);
    EXPECT_LT(s.confidence, 1);
    if (text_of(text, s) == second) prose = s.confidence;
    if (text_of(text, s) == "Menu") menu = s.confidence;
  }
  EXPECT_GT(prose, 0.9F);
  EXPECT_GT(menu, 0.85F);
  EXPECT_GT(wirecopy::detail::confidence(Label::body, wirecopy::detail::Told::by_region, 3),
            wirecopy::detail::confidence(Label::body, wirecopy::detail::Told::by_region, 1));
  EXPECT_GT(wirecopy::detail::confidence(Label::boilerplate, wirecopy::detail::Told::by_region, -3),
            wirecopy::detail::confidence(Label::boilerplate, wirecopy::detail::Told::by_region, -1));
}

TEST(CleanErrors, IllFormedTextNamesTheArticle) {
  EXPECT_THROW(wirecopy::clean({"ab\xff"
                                "c"}),
               wirecopy::TextError);
  const std::vector<Article> articles = {{"fine"}, {"not \xc3 fine"}};
  try {
    wirecopy::clean_all(articles);
    FAIL();
  } catch (const wirecopy::TextError& e) {
    EXPECT_EQ(e.article(), 1U);
    EXPECT_EQ(e.offset(), 4U);
  }
}

TEST(CleanProperty, AnyTextIsTiled) {
  static const char* pieces[] = {"By ",      "Ann Voss",
                                 "PARIS",    " (AP) ",
                                 "—",        " - ",
                                 "\n",       "\n\n",
                                 "\r\n",     "    ",
                                 "\u00a0",   "the ferry",
                                 ".",        "!",
                                 "(",        ")",
                                 "/",        "|",
                                 " | ",      "© 2021",
                                 "Share",    "Subscribe now",
                                 "date ",    "2021-03-04",
                                 "10:15",    "UPDATE 2-",
                                 "新华社",   "电",
                                 "】",       "【",
                                 "共同",     "：",
                                 "เรือ",      "паром",
                                 "😀",       "é",
                                 "e\u0301",  "Photo: ",
                                 "Credit: ", ",",
                                 ":",        "Reporting by ",
                                 "[",        "]",
                                 "*",        "\t",
                                 "\u2028",   "\u3000",
                                 "x",        "March",
                                 "4",        "Oslo",
                                 "Gazette",  "\x01",
                                 "-"};
  std::mt19937 random(11);
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    const auto n = random() % 60;
    for (unsigned k = 0; k < n; ++k) text += pieces[random() % std::size(pieces)], text += random() % 3 ? " " : "";
    SCOPED_TRACE(text);
    const Cleaned cleaned = wirecopy::clean({text, "Gazette"});
    expect_tiled(text, cleaned);
    if (!cleaned.empty()) {
      EXPECT_TRUE(std::any_of(cleaned.begin(), cleaned.end(), [](const auto& s) { return s.label == Label::body; }));
    }
    if (HasFailure()) break;
  }
}

TEST(CleanLarge, ManyShortLines) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "line " + std::to_string(i % 977) + "\n";
  expect_tiled(text, wirecopy::clean({text}));
}

TEST(CleanLarge, OneLongLine) {
  std::string text;
  text.reserve(20'000'100);
  while (text.size() < 20'000'000) text += "The ferry (AP) — stays. By Ann Voss/";
  const Cleaned cleaned = wirecopy::clean({text});
  expect_tiled(text, cleaned);
  const std::string unbroken(20'000'000, 'x');
  EXPECT_EQ(wirecopy::clean({unbroken}).size(), 1U);
  const std::string brackets(2'000'000, '(');
  expect_tiled(brackets, wirecopy::clean({brackets}));
}

// Different articles of one outlet, each with `line` at its end.
Texts different(int n, const std::string& line) {
  static const char* subjects[] = {"ferry", "school", "market", "bridge", "orchard", "library", "theatre", "quarry"};
  static const char* people[] = {"engineer", "teacher", "mayor", "pilot", "farmer", "baker", "judge", "nurse"};
  Texts texts;
  for (int i = 0; i < n; ++i) {
    const std::string a = subjects[i % 8], b = people[(i / 8 + i) % 8];
    texts.push_back("The " + a + " of the town will be repaired before the winter, the " + b +
                    " told the council on day " + std::to_string(i) + ".\n\nMoney for the " + a +
                    " comes from a fund that the " + b + " set up " + std::to_string(i + 3) +
                    " years ago after a storm.\n\n" + line);
  }
  return texts;
}

std::vector<Article> of(const Texts& texts, std::string_view outlet) {
  std::vector<Article> articles;
  for (const std::string& t : texts) articles.push_back({t, outlet});
  return articles;
}

std::size_t times(const Texts& texts, const std::vector<Cleaned>& cleaned, const std::string& line, Label label) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Texts found = with_label(texts[i], cleaned[i], label);
    n += static_cast<std::size_t>(std::count(found.begin(), found.end(), line));
  }
  return n;
}

const std::string motto = "This paper has served the people of the sound since the year the lighthouse was built.";

TEST(CleanAll, ALineOfThreeDifferentArticlesIsBoilerplate) {
  for (const int n : {1, 2, 3, 8}) {
    const Texts texts = different(n, motto);
    const auto cleaned = wirecopy::clean_all(of(texts, "Gazette"));
    EXPECT_EQ(times(texts, cleaned, motto, Label::boilerplate), n >= 3 ? static_cast<std::size_t>(n) : 0U) << n;
    EXPECT_EQ(times(texts, cleaned, motto, Label::body), n >= 3 ? 0U : static_cast<std::size_t>(n)) << n;
  }
}

TEST(CleanAll, ALineTakenForAHeadlineIsBoilerplateToo) {
  const std::string menu = "Harbour Region Market Letters Weather";
  const auto headline = [](int i) { return "What the council said on day " + std::to_string(i) + " of the repairs"; };
  for (const int n : {2, 3, 8}) {
    Texts texts = different(n, "");
    for (int i = 0; i < n; ++i) texts[static_cast<std::size_t>(i)].insert(0, menu + "\n" + headline(i) + "\n\n");
    ASSERT_EQ(with_label(texts[0], Label::headline), Texts{menu});
    const auto cleaned = wirecopy::clean_all(of(texts, "Gazette"));
    EXPECT_EQ(times(texts, cleaned, menu, Label::boilerplate), n >= 3 ? static_cast<std::size_t>(n) : 0U) << n;
    for (int i = 0; i < n; ++i) EXPECT_EQ(times(texts, cleaned, headline(i), Label::headline), n >= 3 ? 1U : 0U) << n;
  }
}

TEST(CleanAll, OneHeadlineOverCopiesStays) {
  Texts texts;
  for (int i = 0; i < 4; ++i)
    texts.push_back("Council keeps the old ferry\n\nBy Ann Voss\n\n" + first + "\n\n" + second + "\n\nEdition " +
                    std::to_string(i) + " of the day.");
  EXPECT_EQ(times(texts, wirecopy::clean_all(of(texts, "Gazette")), "Council keeps the old ferry", Label::headline), 4U);
}

TEST(CleanAll, OutletsAreApart) {
  const Texts texts = different(3, motto);
  std::vector<Article> articles = of(texts, "Gazette");
  articles[1].outlet = "Herald";
  EXPECT_EQ(times(texts, wirecopy::clean_all(articles), motto, Label::body), 3U);
  EXPECT_EQ(times(texts, wirecopy::clean_all(of(texts, "")), motto, Label::body), 3U);
}

TEST(CleanAll, CopiesOfOneArticleKeepTheirBody) {
  Texts texts;
  for (int i = 0; i < 5; ++i)
    texts.push_back(first + "\n\n" + second + "\n\n" + third + "\n\nEdition " + std::to_string(i) + " of the day.");
  const auto cleaned = wirecopy::clean_all(of(texts, "Gazette"));
  for (const std::string& line : {first, second, third}) EXPECT_EQ(times(texts, cleaned, line, Label::body), 5U);
  // Among different articles the copies lose the common line too, and nothing else.
  Texts mixed = different(4, motto);
  for (int i = 0; i < 3; ++i) mixed.push_back(first + "\n\n" + second + "\n\n" + motto);
  const auto both = wirecopy::clean_all(of(mixed, "Gazette"));
  EXPECT_EQ(times(mixed, both, motto, Label::boilerplate), 7U);
  EXPECT_EQ(times(mixed, both, first, Label::body), 3U);
}

TEST(CleanAll, ALineRareInALargeOutletStays) {
  Texts texts = different(2000, "Nothing more was known on the evening of day");
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i] += " " + std::to_string(i) + ".";
  for (const std::size_t i : {3U, 500U, 900U}) texts[i] += "\n\n" + motto;
  EXPECT_EQ(times(texts, wirecopy::clean_all(of(texts, "Gazette")), motto, Label::body), 3U);
}

TEST(CleanAll, OrderAndThreadsDoNotCount) {
  Texts texts = different(40, motto);
  for (int i = 0; i < 5; ++i) texts.push_back(first + "\n\n" + second + "\n\n" + motto);
  std::vector<Article> articles = of(texts, "Gazette");
  for (std::size_t i = 0; i < articles.size(); i += 3) articles[i].outlet = "Herald";
  const auto one = wirecopy::clean_all(articles, {.threads = 1, .tick = {}});
  for (const unsigned threads : {2U, 4U})
    EXPECT_EQ(wirecopy::clean_all(articles, {.threads = threads, .tick = {}}), one);
  std::vector<Article> reversed(articles.rbegin(), articles.rend());
  auto back = wirecopy::clean_all(reversed, {.threads = 2, .tick = {}});
  std::reverse(back.begin(), back.end());
  EXPECT_EQ(back, one);
}

TEST(CleanAll, StopsWhenToldTo) {
  const Texts texts = different(10, motto);
  wirecopy::Control control;
  control.tick = [](const wirecopy::Progress& p) { return p.stage != "clean"; };
  EXPECT_THROW(wirecopy::clean_all(of(texts, "Gazette"), control), wirecopy::Cancelled);
}

}  // namespace
