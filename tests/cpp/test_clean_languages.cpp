// Furniture of twelve languages: every pattern of cpp/src/clean_languages/ on invented articles.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "wirecopy/clean.hpp"

namespace {

using wirecopy::Label;
using Texts = std::vector<std::string>;

Texts with_label(std::string_view text, Label label) {
  Texts found;
  for (const auto& s : wirecopy::clean({text}))
    if (s.label == label) found.emplace_back(text.substr(s.span.start, s.span.end - s.span.start));
  return found;
}

bool holds(const Texts& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

struct Language {
  const char* name;
  std::string headline;
  Texts body;  // two paragraphs
  Texts slugs, bylines, datelines;
  Texts captions;  // caption|credit
  Texts taglines, pages;
};

const std::vector<Language> languages = {
    {"English",
     "Council keeps the old ferry for two more winters",
     {"The harbour council of Port Ellery voted on Tuesday to keep the old ferry running for two more winters, after "
      "islanders said that the new bridge would not open in time.",
      "Council members had wanted to sell the boat in spring, but the engineer in charge told them that the northern pier "
      "of the bridge had sunk by nine centimetres since it was poured."},
     {"UPDATE 2-", "CORRECTED-", "RPT-UPDATE 1-", "WRAPUP 3-", "CORRECTED-UPDATE 2-", "REFILE-"},
     {"By Ann Voss", "By Ann Voss and Tom Reed in Port Ellery", "BY ANN VOSS"},
     {"PORT ELLERY, March 4 (Reuters) -", "PORT ELLERY, March 4 -", "PORT ELLERY (AP) —", "Port Ellery, Mar 4 (UPI) --"},
     {"The ferry at its berth below the unfinished bridge on Monday.|(AP Photo/Ann Voss)",
      "The ferry at its berth below the unfinished bridge on Monday.|Photo: Ann Voss"},
     {"(Reporting by Ann Voss; Editing by Tom Reed)", "Tom Reed contributed to this report."},
     {"© 2021 The Ellery Gazette. All rights reserved.", "Sign up for our newsletter", "We use cookies to improve this site.",
      "Copyright 2021 The Ellery Gazette. This material may not be published, broadcast, rewritten or redistributed."}},
    {"German",
     "Hafenrat behält alte Fähre noch zwei Winter",
     {"Der Hafenrat von Ellershaven hat am Dienstag beschlossen, die alte Fähre noch zwei Winter fahren zu lassen, weil die "
      "neue Brücke nicht rechtzeitig fertig wird.",
      "Die Mitglieder des Rates wollten das Schiff im Frühjahr verkaufen, doch der leitende Ingenieur sagte ihnen, dass der "
      "nördliche Pfeiler seit dem Guss um neun Zentimeter gesunken ist."},
     {"ROUNDUP 2: ", "KORREKTUR: ", "EILMELDUNG: ", "WDH: "},
     {"Von Anna Voss", "Von Anna Voss und Tom Ried, Ellershaven"},
     {"Ellershaven (dpa) -", "ELLERSHAVEN, 4. März (Reuters) -", "Ellershaven (dpa/apa) –", "ELLERSHAVEN (AFP) -"},
     {"Die Fähre liegt am Montag unter der unfertigen Brücke.|Foto: Anna Voss",
      "Die Fähre liegt am Montag unter der unfertigen Brücke.|(Foto: Anna Voss/dpa)"},
     {"(Mitarbeit: Tom Ried)", "Mitarbeit: Tom Ried", "(Bericht von Anna Voss; redigiert von Tom Ried)"},
     {"© 2021 Ellershavener Bote. Alle Rechte vorbehalten.", "Jetzt Newsletter abonnieren",
      "Wir verwenden Cookies, um diese Seite zu verbessern.", "Melden Sie sich für unseren Newsletter an"}},
    {"French",
     "Le conseil garde le vieux bac pour deux hivers",
     {"Le conseil du port d'Ellerville a décidé mardi de garder le vieux bac pendant deux hivers de plus, parce que le "
      "nouveau pont ne sera pas prêt à temps.",
      "Les membres du conseil voulaient vendre le bateau au printemps, mais l'ingénieur leur a dit que la pile nord avait "
      "descendu de neuf centimètres depuis qu'elle a été coulée."},
     {"ACTUALISATION 2-", "RECTIFICATIF-", "SYNTHÈSE-"},
     {"Par Anne Vosse", "Par Anne Vosse et Thomas Roux à Ellerville"},
     {"ELLERVILLE, 4 mars (Reuters) -", "Ellerville, 4 mars (AFP) -", "ELLERVILLE (AP) —", "Ellerville (AFP) –"},
     {"Le bac à quai sous le pont inachevé, lundi.|Crédit photo : Anne Vosse",
      "Le bac à quai sous le pont inachevé, lundi.|(Photo Anne Vosse/AFP)"},
     {"(Reportage Anne Vosse, édité par Thomas Roux)", "(Avec Thomas Roux à Ellerville)"},
     {"© 2021 Le Courrier d'Ellerville. Tous droits réservés.", "Inscrivez-vous à notre lettre d'information",
      "Ce site utilise des cookies.", "Abonnez-vous dès maintenant"}},
    {"Spanish",
     "El consejo mantiene el viejo transbordador dos inviernos más",
     {"El consejo del puerto de Ellera decidió el martes mantener el viejo transbordador durante dos inviernos más, porque el "
      "nuevo puente no estará listo a tiempo.",
      "Los miembros del consejo querían vender el barco en primavera, pero la ingeniera les dijo que el pilar del norte había "
      "bajado nueve centímetros desde que se construyó."},
     {"ACTUALIZA 2-", "CORREGIDO-", "AMPLIACIÓN-"},
     {"Por Ana Vos", "Por Ana Vos y Tomás Ruiz en Ellera"},
     {"Ellera, 4 mar (EFE).-", "ELLERA, 4 mar (Reuters) -", "ELLERA (AP) —", "Ellera, 4 de marzo (EFE) -"},
     {"El transbordador bajo el puente sin terminar, el lunes.|Foto: Ana Vos",
      "El transbordador bajo el puente sin terminar, el lunes.|(Foto: Ana Vos/EFE)"},
     {"(Reporte de Ana Vos; editado por Tomás Ruiz)", "(Con información de Tomás Ruiz)"},
     {"© 2021 El Correo de Ellera. Todos los derechos reservados.", "Suscríbete a nuestro boletín",
      "Utilizamos cookies para mejorar este sitio.", "Regístrate gratis"}},
    {"Russian",
     "Портовый совет оставил старый паром ещё на две зимы",
     {"Портовый совет Эллерска во вторник решил, что старый паром будет ходить ещё две зимы, потому что новый мост не "
      "откроется вовремя, сообщили жители острова.",
      "Члены совета хотели продать судно весной, но главный инженер сказал им, что северная опора моста опустилась на девять "
      "сантиметров с тех пор, как её залили."},
     {"ОБНОВЛЕНИЕ 2-", "УТОЧНЕНИЕ-", "ПОВТОР-"},
     {"Автор: Анна Восс", "Автор Анна Восс"},
     {"ЭЛЛЕРСК, 4 марта. /ТАСС/.", "ЭЛЛЕРСК, 4 мар (Рейтер) —", "ЭЛЛЕРСК, 4 марта — РИА Новости.", "ЭЛЛЕРСК, 4 марта (Интерфакс) -"},
     {"Паром у причала под недостроенным мостом в понедельник.|Фото: Анна Восс"},
     {"(Подготовила Анна Восс, редактор Фома Рид)", "(При участии Фомы Рида)"},
     {"© 2021 Эллерский вестник. Все права защищены.", "Подпишитесь на нашу рассылку",
      "Мы используем файлы cookie.", "При использовании материалов ссылка обязательна"}},
    {"Chinese",
     "港务局决定旧渡轮再运行两个冬天",
     {"港务局星期二决定，旧渡轮将继续运行两个冬天，因为岛民表示新桥无法按时开通，居民担心冬季交通中断，生活受到影响。",
      "委员们原本打算在春天出售这艘船，但是负责的工程师告诉他们，大桥北侧桥墩自浇筑以来已经下沉九厘米，需要重新加固。"},
     {"更新版 1-", "更正-", "快讯："},
     {"记者 王小渡", "文/王小渡"},
     {"新华社北京3月4日电（记者王小渡）", "央视网消息：", "中新网北京3月4日电", "（新华社北京3月4日电）", "路透北京3月4日电 -"},
     {"星期一，渡轮停泊在未完工的大桥下。|新华社记者王小渡摄", "星期一，渡轮停泊在未完工的大桥下。|图片来源：王小渡"},
     {"（完）", "（编辑：李桥；审校：王渡）"},
     {"版权所有 未经授权不得转载", "点击下载客户端", "本网站使用Cookie改善体验", "订阅我们的电子报"}},
    {"Japanese",
     "港湾評議会、古い連絡船をさらに二冬運航",
     {"港の評議会は火曜日、新しい橋の開通が遅れるため、古い連絡船をさらに二年間運航すると決めた。島の住民が要望していた。",
      "評議員らは春に船を売却する考えだったが、担当の技師が橋の北側の橋脚がコンクリートを流し込んで以来九センチ沈んだと説明した。"},
     {"再送-", "訂正-", "ＵＰＤＡＴＥ　１－"},
     {"文・渡辺花", "渡辺花記者"},
     {"【ロンドン共同】", "［東京　４日　ロイター］ -", "[東京 4日 ロイター] -", "【エラー港＝渡辺花】"},
     {"月曜日、未完成の橋の下に停泊する連絡船|（写真：渡辺花）", "月曜日、未完成の橋の下に停泊する連絡船|＝渡辺花撮影"},
     {"（取材：渡辺花、編集：橋本太郎）", "（共同）"},
     {"無断転載を禁じます", "メルマガに登録する", "当サイトはクッキーを使用しています", "会員登録はこちら"}},
    {"Arabic",
     "مجلس الميناء يبقي العبارة القديمة شتاءين آخرين",
     {"قرر مجلس ميناء إيلرا يوم الثلاثاء إبقاء العبارة القديمة في الخدمة لشتاءين آخرين، بعد أن قال سكان الجزيرة إن الجسر الجديد "
      "لن يفتح في موعده.",
      "وكان أعضاء المجلس يريدون بيع السفينة في الربيع، لكن المهندس المسؤول قال لهم إن الدعامة الشمالية للجسر هبطت تسعة سنتيمترات "
      "منذ صبها."},
     {"تحديث 2-", "تصحيح-"},
     {"بقلم هناء فوس", "كتبت هناء فوس"},
     {"إيلرا (رويترز) -", "إيلرا 4 مارس (رويترز) -", "إيلرا - (أ ف ب) -", "إيلرا (د ب أ) -"},
     {"العبارة راسية تحت الجسر غير المكتمل يوم الاثنين.|تصوير: هناء فوس"},
     {"(إعداد هناء فوس - تحرير توم ريد)", "(تغطية صحفية هناء فوس)"},
     {"جميع الحقوق محفوظة © 2021", "اشترك في نشرتنا البريدية", "يستخدم هذا الموقع ملفات تعريف الارتباط", "اقرأ أيضا"}},
    {"Turkish",
     "Liman meclisi eski vapuru iki kış daha tutuyor",
     {"Ellera liman meclisi salı günü eski vapurun iki kış daha çalışmasına karar verdi, çünkü adalılar yeni köprünün zamanında "
      "açılmayacağını söyledi.",
      "Meclis üyeleri gemiyi ilkbaharda satmak istiyordu, ancak sorumlu mühendis onlara kuzey ayağının dökülmesinden bu yana dokuz "
      "santimetre battığını anlattı."},
     {}, {}, {"ELLERA (Reuters) -"},
     {"Vapur pazartesi günü bitmemiş köprünün altında.|Fotoğraf: Ayşe Vos"},
     {},
     {"© 2021 Ellera Postası. Tüm hakları saklıdır.", "Bültenimize abone olun", "Bu site çerezleri kullanıyor.", "Ayrıca okuyun"}},
    {"Greek",
     "Το συμβούλιο κρατά το παλιό πλοίο για δύο χειμώνες",
     {"Το συμβούλιο του λιμανιού της Ελλέρας αποφάσισε την Τρίτη να κρατήσει το παλιό πλοίο για δύο ακόμη χειμώνες, επειδή η νέα "
      "γέφυρα δεν θα ανοίξει εγκαίρως.",
      "Τα μέλη του συμβουλίου ήθελαν να πουλήσουν το πλοίο την άνοιξη, αλλά ο μηχανικός τους είπε ότι ο βόρειος πυλώνας βυθίστηκε "
      "εννέα εκατοστά από τότε που χτίστηκε."},
     {}, {}, {"ΕΛΛΕΡΑ (Reuters) -"},
     {"Το πλοίο κάτω από τη γέφυρα τη Δευτέρα.|Φωτογραφία: Άννα Βος"},
     {},
     {"Με την επιφύλαξη παντός δικαιώματος", "Εγγραφείτε στο ενημερωτικό δελτίο", "Χρησιμοποιούμε cookies", "Διαβάστε επίσης"}},
    {"Vietnamese",
     "Hội đồng cảng giữ phà cũ thêm hai mùa đông",
     {"Hội đồng cảng Ellera hôm thứ Ba quyết định giữ chiếc phà cũ thêm hai mùa đông nữa, vì người dân trên đảo cho biết cây cầu mới "
      "sẽ không mở đúng hạn.",
      "Các thành viên hội đồng muốn bán con tàu vào mùa xuân, nhưng kỹ sư phụ trách nói với họ rằng trụ cầu phía bắc đã lún chín "
      "centimet từ khi được đổ bê tông."},
     {}, {}, {"ELLERA (Reuters) -"},
     {"Chiếc phà dưới cây cầu hôm thứ Hai.|Ảnh: Vân Anh"},
     {},
     {"© 2021 Báo Ellera. Giữ bản quyền.", "Đăng ký nhận bản tin", "Trang web này sử dụng cookie.", "Tin liên quan"}},
    {"Hindi",
     "बंदरगाह परिषद पुरानी नौका को दो सर्दियों तक रखेगी",
     {"एलेरा की बंदरगाह परिषद ने मंगलवार को पुरानी नौका को दो और सर्दियों तक चलाने का फैसला किया, क्योंकि द्वीप के लोगों ने कहा कि नया पुल समय पर नहीं खुलेगा।",
      "परिषद के सदस्य वसंत में जहाज बेचना चाहते थे, लेकिन जिम्मेदार इंजीनियर ने उन्हें बताया कि पुल का उत्तरी खंभा बनने के बाद से नौ सेंटीमीटर धंस गया है।"},
     {}, {}, {},
     {"सोमवार को अधूरे पुल के नीचे खड़ी नौका।|फोटो: अनिल वोस"},
     {},
     {"सर्वाधिकार सुरक्षित", "यह भी पढ़ें", "हमारे न्यूजलेटर से जुड़ें", "गोपनीयता नीति"}},
};

std::string paragraphs(const Language& l) { return l.body[0] + "\n\n" + l.body[1] + "\n\n" + l.body[0] + "\n\n" + l.body[1]; }
const Texts& body_twice(const Language& l) {
  static Texts all;
  all = {l.body[0], l.body[1], l.body[0], l.body[1]};
  return all;
}

class CleanLanguages : public testing::TestWithParam<Language> {};

TEST_P(CleanLanguages, SlugBeforeTheHeadline) {
  const Language& l = GetParam();
  for (const std::string& slug : l.slugs) {
    const std::string text = slug + l.headline + "\n\n" + paragraphs(l);
    const std::string shown = slug.substr(0, slug.find_last_not_of(' ') + 1);
    EXPECT_EQ(with_label(text, Label::metadata), Texts{shown}) << slug;
    EXPECT_EQ(with_label(text, Label::headline), Texts{l.headline}) << slug;
    EXPECT_EQ(with_label(text, Label::body), body_twice(l)) << slug;
  }
}

TEST_P(CleanLanguages, Byline) {
  const Language& l = GetParam();
  for (const std::string& byline : l.bylines) {
    const std::string text = l.headline + "\n" + byline + "\n\n" + paragraphs(l);
    EXPECT_EQ(with_label(text, Label::byline), Texts{byline}) << byline;
    EXPECT_EQ(with_label(text, Label::body), body_twice(l)) << byline;
  }
}

TEST_P(CleanLanguages, Dateline) {
  const Language& l = GetParam();
  for (const std::string& dateline : l.datelines) {
    const std::string text = l.headline + "\n\n" + dateline + " " + paragraphs(l);
    EXPECT_EQ(with_label(text, Label::dateline), Texts{dateline}) << dateline;
    EXPECT_EQ(with_label(text, Label::body), body_twice(l)) << dateline;
  }
}

TEST_P(CleanLanguages, CaptionAndCredit) {
  const Language& l = GetParam();
  for (const std::string& both : l.captions) {
    const std::string caption = both.substr(0, both.find('|')), credit = both.substr(both.find('|') + 1);
    const std::string text = l.headline + "\n\n" + l.body[0] + "\n\n" + caption + " " + credit + "\n\n" + l.body[1];
    EXPECT_EQ(with_label(text, Label::caption), Texts{caption}) << both;
    EXPECT_EQ(with_label(text, Label::credit), Texts{credit}) << both;
    EXPECT_EQ(with_label(text, Label::body), l.body) << both;
  }
}

TEST_P(CleanLanguages, Tagline) {
  const Language& l = GetParam();
  for (const std::string& tagline : l.taglines) {
    const std::string text = l.headline + "\n\n" + paragraphs(l) + "\n\n" + tagline;
    EXPECT_EQ(with_label(text, Label::tagline), Texts{tagline}) << tagline;
    EXPECT_EQ(with_label(text, Label::body), body_twice(l)) << tagline;
  }
}

TEST_P(CleanLanguages, LinesOfThePage) {
  const Language& l = GetParam();
  for (const std::string& line : l.pages) {
    const std::string text = l.headline + "\n\n" + paragraphs(l) + "\n\n" + line;
    EXPECT_TRUE(holds(with_label(text, Label::boilerplate), line)) << line;
    EXPECT_EQ(with_label(text, Label::body), body_twice(l)) << line;
  }
}

INSTANTIATE_TEST_SUITE_P(Twelve, CleanLanguages, testing::ValuesIn(languages),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
