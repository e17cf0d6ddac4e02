// Notes around an article: about its author, about what was changed in it, to its reader; and headings behind which it is over.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "clean_blocks.hpp"
#include "clean_notes.hpp"
#include "clean_rules.hpp"
#include "wirecopy/clean.hpp"

namespace {

using wirecopy::Label;
using namespace wirecopy::detail;
using Texts = std::vector<std::string>;

std::string joined(const Texts& lines) {
  std::string all;
  for (const std::string& line : lines) all += (all.empty() ? "" : "\n\n") + line;
  return all;
}

Texts body_of(const std::string& text) {
  Texts found;
  for (const auto& s : wirecopy::clean({text}))
    if (s.label == Label::body) found.push_back(text.substr(s.span.start, s.span.end - s.span.start));
  return found;
}

const Texts english = {
    "The mill at Crane Weir will grind no more flour after this month, the cooperative that owns it said on Thursday, because the "
    "wheel has cracked for the third time in two years.",
    "Repairs would cost as much as a small electric mill, the cooperative's treasurer told its members, and the river has been too "
    "low to turn the wheel on forty days of the past summer.",
    "Bakers in the valley had asked for another year, and one of them offered to pay half of a new axle, but the vote was eleven to "
    "four against it."};

TEST(CleanNotes, BehindAnArticle) {
  const Texts notes = {"Correction: An earlier version of this article gave the wrong number of votes.",
                       "This article was amended on 3 May to correct a name.",
                       "The opinions expressed here are the writer's own and do not necessarily reflect those of the paper.",
                       "What do you think? Tell us in the comments below.",
                       "Do you have information about the mill? Contact our reporters.",
                       "Readers like you pay for this work. Become a supporter.",
                       "Follow the Valley Post on Mastodon.",
                       "Nell Ashby is a reporter in Weirton who covers farming.",
                       "Nell Ashby writes about rivers. She lives near one.",
                       "About the author",
                       "About Valley Post: Valley Post prints four weeklies in the hills.",
                       "About Valley Post\n\nValley Post prints four weeklies in the hills.",
                       "Most read\n\nGoats eat the mayor's hat.\n\nThe last train to Weirton leaves on Sunday.",
                       "Elsewhere in the valley\n\nGoats eat the mayor's hat\n\nThe last train to Weirton",
                       "https://valleypost.example/mill/the-wheel-has-cracked-for-the-third-time-in-two-years-and-more",
                       "The Goats Of Weirton Have Eaten Another Hat Of The Mayor"};
  const std::string article = joined(english);
  for (const std::string& note : notes) EXPECT_EQ(body_of(article + "\n\n" + note), english) << note;
  EXPECT_EQ(body_of(article + "\n\n" + joined({notes.begin(), notes.begin() + 9})), english);
}

TEST(CleanNotes, WhatBelongsToTheArticleStays) {
  const Texts ends = {
      "\"Tell us what you think in the comments below,\" the cooperative wrote to its members.",  // someone says so
      "Nell Ashby was a reporter in Weirton until the paper closed.",                              // in the past: a person of the story
      "Weirton is a town of nine hundred people on the upper Crane.",
      "The treasurer, Nell Ashby, is a former reporter and lives in Weirton.",
      "The weekly Valley Post writes that the wheel will be shown in a museum.",
      "Murphy, Horgan, Rabeni, Smith, Gibson, Healey, Goode, Ellis, Rowntree, Chuter, White.",  // a team
      "A vote on the axle can be reached by the end of the month."};
  for (const std::string& end : ends) {
    Texts all = english;
    all.push_back(end);
    EXPECT_EQ(body_of(joined(all)), all) << end;
  }
  // Whom the article names before, it is about.
  Texts about = {"Nell Ashby has owned the mill since her father died. Ashby said on Thursday that she would close it.", english[0], english[1],
                 "Nell Ashby is a novelist and was born in the mill."};
  EXPECT_EQ(body_of(joined(about)), about);
  // Further in, the same words are reporting.
  const Texts inside = {english[0], "An earlier version of this article of the statutes had given the treasurer two votes, the members were told.",
                        english[1]};
  EXPECT_EQ(body_of(joined(inside)), inside);
}

TEST(CleanNotes, AuthorsAreNamedFirst) {
  const auto author = [](const std::string& text) {
    Block block;
    block.span = {0, static_cast<wirecopy::ByteOffset>(text.size())};
    measure(text, block);
    return std::string(author_in_note(text, block));
  };
  EXPECT_EQ(author("Nell Ashby is a freelance writer."), "Ashby");
  EXPECT_EQ(author("Nell R. van Ashby is a professor of law at Weirton."), "Ashby");
  EXPECT_EQ(author("Anna Voss ist Redakteurin in Kiel."), "Voss");
  EXPECT_EQ(author("Ana Molina escribe sobre pesca."), "Molina");
  EXPECT_EQ(author("Nell Ashby is a farmer in Weirton."), "");
  EXPECT_EQ(author("Ashby is a reporter."), "");
  EXPECT_EQ(author("The mill is a reporter's favourite."), "");
  EXPECT_EQ(author("Nell Ashby said she is a reporter."), "");
  EXPECT_EQ(author("Weirton Post writes that the mill is closed."), "");
}

TEST(CleanNotes, BehindAHeadingOnlyTheSmallerPartIsCut) {
  const std::string text = joined({english[0], "Most read", english[1], english[2]});
  const Texts body = body_of(text);
  EXPECT_EQ(body, english);
  // Too many paragraphs for a note, few words though they are: the heading is one of the article.
  Texts long_article;
  for (int k = 0; k < 8; ++k) long_article.insert(long_article.end(), english.begin(), english.end());
  long_article.push_back("More on the vote");
  for (int k = 0; k < 4; ++k) long_article.push_back(english[2]);
  EXPECT_EQ(body_of(joined(long_article)).size(), 28U);
}

TEST(CleanNotes, DeckBeforeAByline) {
  const std::string deck = "The wheel has cracked for the third time.";
  EXPECT_EQ(body_of(joined({"Mill at Crane Weir closes", deck, "By Nell Ashby", english[0], english[1], english[2]})), english);
  // What a colon announces follows it.
  const Texts brief = body_of(joined({"In brief, what the valley talks of this week:", "By Nell Ashby", english[0], english[1], english[2]}));
  ASSERT_FALSE(brief.empty());
  EXPECT_EQ(brief.back(), english[2]);
  // A byline far down is none of the head.
  EXPECT_EQ(body_of(joined({english[0], english[1], english[2], "By Nell Ashby", english[0]})).front(), english[0]);
}

struct Notes {
  const char* name;
  Texts body, notes, datelines;
};

const std::vector<Notes> languages = {
    {"German",
     {"Die Mühle am Kranichwehr mahlt nach diesem Monat kein Mehl mehr, teilte die Genossenschaft am Donnerstag mit, weil das Rad zum "
      "dritten Mal in zwei Jahren gebrochen ist.",
      "Eine Reparatur kostet so viel wie eine kleine elektrische Mühle, erklärte der Schatzmeister den Mitgliedern der Genossenschaft."},
     {"Korrektur: In einer früheren Fassung stand eine falsche Zahl.", "Anna Voss ist Redakteurin in Wehrstadt.",
      "Was meinen Sie? Schreiben Sie uns.", "Guter Journalismus kostet Geld.", "Aus dem Archiv\n\nZiegen fressen den Hut"},
     {"Wehrstadt (Talpost) -"}},
    {"French",
     {"Le moulin du barrage ne moudra plus de farine après ce mois, a annoncé jeudi la coopérative, parce que la roue s'est fendue pour "
      "la troisième fois en deux ans.",
      "Une réparation coûterait autant qu'un petit moulin électrique, a expliqué le trésorier aux membres de la coopérative."},
     {"Correction : une version précédente de cet article donnait un chiffre faux.", "Suivez-nous sur les réseaux.",
      "Qu'en pensez-vous ? Écrivez-nous.", "Anne Vosse est journaliste à Digneville."},
     {}},
    {"Spanish",
     {"El molino de la presa no molerá más harina después de este mes, anunció el jueves la cooperativa, porque la rueda se ha rajado "
      "por tercera vez en dos años.",
      "Una reparación costaría tanto como un pequeño molino eléctrico, explicó el tesorero a los miembros de la cooperativa."},
     {"Fe de errores: una versión anterior daba una cifra falsa.", "Ana Molina es periodista y vive en Presavieja.",
      "¿Qué opinas? Escríbenos.", "El buen periodismo cuesta dinero."},
     {"Presavieja, 4 may (Valle).-"}},
    {"Russian",
     {"Мельница у плотины больше не будет молоть муку после этого месяца, сообщил в четверг кооператив, потому что колесо треснуло "
      "в третий раз за два года.",
      "Ремонт стоит столько же, сколько маленькая электрическая мельница, объяснил казначей членам кооператива."},
     {"Исправление: в предыдущей версии было неверное число.", "Что вы думаете? Пишите в комментариях.",
      "Поддержите нас: хорошая журналистика стоит денег.", "Мнение автора может не совпадать с мнением редакции."},
     {"ПЛОТИНСК, 4 мая – РИА Новости, Анна Восс."}},
    {"Arabic",
     {"لن تطحن طاحونة السد الدقيق بعد هذا الشهر، كما أعلنت التعاونية يوم الخميس، لأن العجلة تشققت للمرة الثالثة خلال عامين.",
      "وقال أمين الصندوق للأعضاء إن الإصلاح يكلف مثل طاحونة كهربائية صغيرة، وإن النهر كان منخفضا أربعين يوما في الصيف."},
     {"تصحيح: ورد رقم خاطئ في نسخة سابقة.", "ما رأيك؟ شاركنا رأيك في التعليقات.", "تابعونا على فيسبوك."},
     {}},
    {"Chinese",
     {"水坝旁的磨坊本月之后将不再磨面粉，合作社星期四宣布，因为水轮两年内第三次开裂，修理费用太高。",
      "合作社的司库告诉社员，修理的费用与一台小型电磨相当，而且去年夏天有四十天河水太浅，水轮无法转动。"},
     {"更正：本文较早版本中的数字有误。", "您怎么看？欢迎在评论区留言。", "本文仅代表作者个人观点。"},
     {}},
    {"Japanese",
     {"堰のそばの水車小屋は今月を最後に粉をひかなくなると協同組合が木曜日に発表した。水車が二年で三度目のひび割れを起こしたためだ。",
      "修理には小さな電動の石臼と同じだけの費用がかかると会計係は組合員に説明し、昨年の夏は四十日も川の水が足りなかったと述べた。"},
     {"訂正：以前の版で数字に誤りがありました。", "ご意見をコメント欄にお寄せください。", "本記事は筆者個人の見解です。"},
     {}},
    {"Thai",
     {"โรงสีข้างฝายจะไม่โม่แป้งอีกหลังจากเดือนนี้ สหกรณ์แถลงเมื่อวันพฤหัสบดี เพราะกังหันน้ำแตกเป็นครั้งที่สามในรอบสองปี และค่าซ่อมสูงเกินไป",
      "เหรัญญิกบอกสมาชิกว่าค่าซ่อมเท่ากับโรงสีไฟฟ้าขนาดเล็กหนึ่งแห่ง และฤดูร้อนที่แล้วน้ำในแม่น้ำต่ำเกินไปถึงสี่สิบวัน"},
     {"แก้ไข: บทความฉบับก่อนหน้าระบุตัวเลขผิด", "คุณคิดอย่างไร แสดงความคิดเห็นได้ที่นี่", "ติดตามเราได้ทุกวัน"},
     {"เชียงใหม่ 4 พ.ค. -", "กรุงเทพฯ 4 พฤษภาคม -", "เชียงใหม่ (รอยเตอร์) -"}},
    {"Turkish",
     {"Setin yanındaki değirmen bu aydan sonra un öğütmeyecek, kooperatif perşembe günü duyurdu, çünkü çark iki yılda üçüncü kez "
      "çatladı.",
      "Sayman üyelere onarımın küçük bir elektrikli değirmen kadar tuttuğunu ve nehrin geçen yaz kırk gün çok alçak olduğunu anlattı."},
     {"Düzeltme: Önceki halinde yanlış bir sayı vardı.", "Siz ne düşünüyorsunuz? Bize yazın.", "Bizi her gün takip edin."},
     {"SETKÖY - 4 Mayıs -", "SETKÖY - AA -", "SETKÖY, (DHA) -"}},
    {"Greek",
     {"Ο μύλος δίπλα στο φράγμα δεν θα αλέθει άλλο αλεύρι μετά από αυτόν τον μήνα, ανακοίνωσε την Πέμπτη ο συνεταιρισμός, επειδή ο "
      "τροχός ράγισε για τρίτη φορά.",
      "Η επισκευή κοστίζει όσο ένας μικρός ηλεκτρικός μύλος, εξήγησε ο ταμίας στα μέλη του συνεταιρισμού το βράδυ της Τετάρτης."},
     {"Διόρθωση: σε προηγούμενη έκδοση υπήρχε λάθος αριθμός.", "Τι πιστεύετε; Γράψτε μας.", "Ακολουθήστε μας κάθε μέρα."},
     {"Άνδρος, 4 Μαΐου (ΑΠΕ) -"}},
    {"Vietnamese",
     {"Cối xay bên đập sẽ không xay bột nữa sau tháng này, hợp tác xã thông báo hôm thứ Năm, vì bánh xe nước bị nứt lần thứ ba trong hai "
      "năm qua.",
      "Thủ quỹ nói với các thành viên rằng việc sửa chữa tốn kém như một cối xay điện nhỏ và mùa hè vừa qua sông cạn bốn mươi ngày."},
     {"Đính chính: phiên bản trước ghi sai một con số.", "Bạn nghĩ gì? Hãy viết cho tòa soạn.", "Mai Anh là phóng viên ở Đập Cũ."},
     {"Huế, ngày 4/5 (TTXVN) -"}},
    {"Hindi",
     {"बांध के पास की चक्की इस महीने के बाद आटा नहीं पीसेगी, सहकारी समिति ने गुरुवार को बताया, क्योंकि पहिया दो साल में तीसरी बार टूट गया है।",
      "कोषाध्यक्ष ने सदस्यों को बताया कि मरम्मत पर एक छोटी बिजली की चक्की जितना खर्च आएगा और पिछली गर्मियों में नदी चालीस दिन बहुत नीची थी।"},
     {"सुधार: पिछले संस्करण में एक संख्या गलत थी।", "आप क्या सोचते हैं? हमें लिखें।", "लेख में व्यक्त विचार लेखक के निजी हैं।"},
     {"बांधपुर, 4 मई (भाषा)"}},
};

class CleanNotesOf : public testing::TestWithParam<Notes> {};

TEST_P(CleanNotesOf, AreNoBody) {
  const Notes& l = GetParam();
  const std::string article = joined(l.body);
  EXPECT_EQ(body_of(article), l.body);
  for (const std::string& note : l.notes) EXPECT_EQ(body_of(article + "\n\n" + note), l.body) << note;
  EXPECT_EQ(body_of(article + "\n\n" + joined(l.notes)), l.body);
}

TEST_P(CleanNotesOf, DatelinesAreNoBody) {
  const Notes& l = GetParam();
  for (const std::string& dateline : l.datelines) EXPECT_EQ(body_of(dateline + " " + joined(l.body)), l.body) << dateline;
}

INSTANTIATE_TEST_SUITE_P(Twelve, CleanNotesOf, testing::ValuesIn(languages),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(CleanDatelines, ASpanOfDaysIsNone) {
  for (const char* text : {"เปิดรับสมัครตั้งแต่ 18 มกราคม – 29 กุมภาพันธ์ 2567 ที่สำนักงานสหกรณ์ทุกแห่งในจังหวัด",
                           "วันที่ 16 สิงหาคม - 15 ตุลาคม 2565 ชำระค่าธรรมเนียมผ่านธนาคารทุกแห่งในจังหวัด"})
    EXPECT_EQ(dateline_length(text, DatelineAt::head), 0U) << text;
}

}  // namespace
