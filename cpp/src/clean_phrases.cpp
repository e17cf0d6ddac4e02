// Phrases of web pages, taglines and captions in many languages, folded, separated by |. General wording only.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "clean_letters.hpp"
#include "clean_words.hpp"

namespace wirecopy::detail {
namespace {

struct PhraseList {
  std::uint8_t flag;
  const char* phrases;
};

constexpr PhraseList phrase_lists[] = {
    {page_phrase | notice_phrase,
     "all rights reserved|may not be published, broadcast|may not be reproduced|rewritten or redistributed|"
     "reprint permission|permission to republish|sign up for our|sign up to our|sign up for daily|"
     "sign up for the newsletter|subscribe to our|subscribe today|become a subscriber|manage newsletters|"
     "our newsletter|our newsletters|delivered to your inbox|headlines in your inbox|"
     "your email address will not be published|required fields are marked|comments are closed|"
     "community guidelines|by signing up|not a robot|protected by recaptcha|media playback is|"
     "unsupported on your device|browser does not support|continue reading the main|story continues below|"
     "story continued below|continue reading below|article continues|toggle caption|hide caption|"
     "privacy policy and|terms of use and|© 19|© 20|copyright ©|copyright (c)|alle rechte vorbehalten|"
     "jetzt abonnieren|newsletter abonnieren|tous droits réservés|inscrivez-vous|abonnez-vous|recevez notre|"
     "todos los derechos reservados|suscríbete|todos os direitos reservados|assine já|tutti i diritti riservati|"
     "riproduzione riservata|все права защищены|подпишитесь|版权所有|转载请注明|未经授权|无断转载|無断転載|"
     "無断複製|جميع الحقوق محفوظة|สงวนลิขสิทธิ์|hak cipta dilindungi|alle rechten voorbehouden"},
    {page_phrase,
     "all rights reserved|sign up for our|sign up to our|sign up for the|sign up for daily|sign up here|"
     "sign up to read|sign up now|sign up today|sign in here|sign in to|log in to|log in or|already a member|"
     "already a subscriber|already subscribed|subscribe now|subscribe today|subscribe to our|subscribe to the|"
     "subscribe for|subscribe here|become a member|become a subscriber|to read the full story|"
     "delivered to your inbox|in your inbox|meet your inbox|our newsletter|our newsletters|daily newsletter|"
     "daily newsletters|manage newsletters|newsletter sign|weekly newsletter|privacy policy|privacy notice|"
     "terms of use|terms of service|terms and conditions|cookie policy|use cookies|uses cookies|accept cookies|"
     "may not be published, broadcast|may not be reproduced|rewritten or redistributed|reprint permission|"
     "reprints and permissions|permission to republish|download the app|download our app|get the app|"
     "continue reading the main|story continues below|story continued below|continue reading below|"
     "article continues below|article continues after|continues after advertisement|comments are closed|"
     "leave a comment|leave a reply|leave comments|add a comment|add comment|post a comment|join the conversation|"
     "join the discussion|community guidelines|be the first to comment|your email address will not be published|"
     "required fields are marked|share on facebook|share on twitter|share via email|share this article|"
     "share this story|share this:|follow us on|follow on twitter|like us on|on facebook and twitter|click here|"
     "click to |tap here|read more about|read more from|most read|most popular|most viewed|most shared|"
     "most commented|most recent|trending now|editors' picks|editor's picks|our picks|related articles|"
     "related stories|related topics|related content|related posts|related links|related news|related coverage|"
     "recommended for you|you may also like|you might also like|you may like|more stories|read next|up next in|"
     "next article|previous article|next post|previous post|older posts|newer posts|skip to content|skip to main|"
     "back to top|back to gallery|search form|powered by|privacy preferences|advertise with us|about us|"
     "contact us|site map|sponsored content|sponsored by|paid content|enable javascript|javascript is|"
     "robot by clicking|protected by recaptcha|media playback is|video playback|unsupported on your device|"
     "browser does not support|please try again|an error has occurred|free trial|unlimited access|"
     "exclusive access|support our journalism|support independent journalism|make a donation|donate now|"
     "never miss a|stay up to date|don't miss:|get the day's|top headlines|get breaking news|breaking news alerts|"
     "email alerts|push notifications|copyright ©|copyright (c)|copyright 20|(c) 20|© |get the latest|"
     "get all the latest|slideshow (|photos: |view gallery|see full gallery|view comments|view all|see all |"
     "show more|load more|read full|full story|order reprints|print article|text size|toggle caption|"
     "enlarge this image|hide caption|site feedback|report a typo|report an error|send us a tip|"
     "submit a correction"},
    {page_phrase,
     "alle rechte vorbehalten|jetzt abonnieren|newsletter abonnieren|newsletter anmelden|jetzt anmelden|"
     "jetzt registrieren|mehr zum thema|lesen sie auch|lesen sie mehr|weitere beiträge|weitere artikel|"
     "das könnte sie auch|kommentar schreiben|kommentare lesen|diesen artikel teilen|artikel drucken|"
     "zur startseite|zurück zur|datenschutzerklärung|nutzungsbedingungen|cookies verwenden|zum inhalt springen|"
     "meistgelesen|anzeige schalten|tous droits réservés|abonnez-vous|s'abonner à|inscrivez-vous|lire aussi|"
     "à lire aussi|lire la suite|articles liés|les plus lus|partager sur|partager cet article|"
     "laisser un commentaire|politique de confidentialité|mentions légales|conditions générales|"
     "reproduction interdite|recevez notre|réagissez à|utilise des cookies|todos los derechos reservados|"
     "suscríbete|suscríbase|regístrate|iniciar sesión|lea también|lee también|leer más|te puede interesar|"
     "noticias relacionadas|artículos relacionados|lo más leído|lo más visto|compartir en|dejar un comentario|"
     "deja un comentario|deja una respuesta|tu dirección de correo|política de privacidad|aviso legal|"
     "términos y condiciones|todos os direitos reservados|assine já|leia também|leia mais|saiba mais|"
     "notícias relacionadas|mais lidas|compartilhe|compartilhar no|deixe um comentário|deixe uma resposta|"
     "endereço de e-mail não|política de privacidade|pular para o|tutti i diritti riservati|"
     "riproduzione riservata|iscriviti alla|leggi anche|leggi tutto|articoli correlati|i più letti|condividi su|"
     "lascia un commento|informativa sulla privacy|все права защищены|подпишитесь|подписаться|читайте также|"
     "читать далее|читать полностью|вам также может|по теме|поделиться|оставить комментарий|добавить комментарий|"
     "самое читаемое|популярное|политика конфиденциальности|пользовательское соглашение|перепечатка|"
     "при использовании материалов|alle rechten voorbehouden|lees ook|lees meer|baca juga|hak cipta|"
     "tinggalkan balasan|alamat email anda|bagikan ini|artikel terkait"},
    {page_phrase,
     "版权所有|未经授权|转载请注明|禁止转载|相关阅读|相关新闻|更多精彩|扫描二维码|扫一扫|点击下载|下载客户端|"
     "分享到|责任编辑|免责声明|热门推荐|热门文章|推荐阅读|发表评论|网友评论|关注我们|上一篇|下一篇|微信公众号|"
     "加载更多|展开全文|阅读全文|無断転載|無断複製|関連記事|関連ニュース|続きを読む|人気記事|おすすめ記事|"
     "会員登録|会員限定|ログインして|コメントを書く|シェアする|ツイートする|メルマガ|アクセスランキング|"
     "記事ランキング|著作権|利用規約|個人情報保護|جميع الحقوق محفوظة|اقرأ أيضا|اقرأ المزيد|اشترك في|"
     "مواضيع ذات صلة|الأكثر قراءة|شارك على|أضف تعليق|سياسة الخصوصية|สงวนลิขสิทธิ์|อ่านเพิ่มเติม|ข่าวที่เกี่ยวข้อง|"
     "ข่าวยอดนิยม|แชร์ข่าว|สมัครสมาชิก|ติดตามเราได้ที่|ติดตามข่าว"},
    {whole_phrase,
     "home|menu|search|share|tweet|print|email|e-mail|comment|comments|no comment|no comments|subscribe|sign up|"
     "sign in|log in|login|log out|register|my account|account|follow|follow us|facebook|twitter|linkedin|"
     "whatsapp|pinterest|reddit|flipboard|instagram|youtube|telegram|pocket|tumblr|google+|google plus|rss|sms|"
     "copy link|link copied|save|like|reply|cancel|close|open|next|previous|prev|back|more|read more|learn more|"
     "see more|load more|view more|show more|continue reading|advertisement|advertising|advertise|ad|ads|"
     "sponsored|promoted|newsletter|newsletters|podcasts|podcast|video|videos|photos|gallery|galleries|tags|"
     "topics|topic|categories|category|archive|archives|about|contact|contact us|about us|careers|jobs|faq|help|"
     "feedback|support|donate|shop|store|events|sections|latest|latest news|trending|popular|recent|recent posts|"
     "recent comments|top stories|top news|news|sport|sports|business|politics|opinion|world|national|local|"
     "weather|entertainment|lifestyle|technology|health|travel|classifieds|obituaries|related|recommended|"
     "editors picks|see also|also see|watch|listen|live|loading|submit|send|go|yes|no|ok|privacy|terms|cookies|"
     "legal|accessibility|sitemap|masthead|imprint|copyright|reprints|permissions|replay|mute|play|pause|message|"
     "from|to|thank you|share tweet|tweet share|text size|tags:|share:|next prev|previous next|main menu|"
     "navigation|site search|news sport weather|download the app|pullquote|share this article|share this story|"
     "follow|following|related article|start your free trial|top|up|hide|show|usa|home page|homepage|site index|"
     "contents|newsfeed|story highlights|show caption|hide caption|photo|image|startseite|suche|teilen|drucken|"
     "kommentare|kommentar|anmelden|abmelden|registrieren|anzeige|werbung|impressum|datenschutz|kontakt|agb|"
     "weiterlesen|mehr|themen|schlagwörter|merken|vorlesen|übersicht|zurück|weiter|accueil|rechercher|recherche|"
     "partager|imprimer|commentaires|connexion|publicité|suite|plus|contact|inicio|buscar|compartir|imprimir|"
     "comentarios|publicidad|contacto|etiquetas|más|secciones|portada|início|busca|contato|compartilhar|"
     "comentários|responder|publicidade|pesquisar|cerca|condividi|stampa|commenti|pubblicità|contatti|главная|"
     "поиск|меню|войти|регистрация|печать|комментарии|реклама|контакты|теги|новости|далее|назад|ещё|подробнее|"
     "首页|搜索|登录|注册|分享|评论|打印|收藏|广告|返回|更多|导航|联系我们|关于我们|ホーム|検索|ログイン|共有|"
     "印刷|コメント|広告|メニュー|もっと見る|トップ|พิมพ์|แชร์|ค้นหา|หน้าแรก|เข้าสู่ระบบ|الرئيسية|بحث|مشاركة|"
     "طباعة|تعليقات|إعلان|القائمة|beranda|cetak|iklan|lagi|cari|masuk|daftar|facebook twitter|print email"},
    {opening_phrase | at_start,
     "copyright |more in |more from |read more:|read more |read also|also read|see also|also see|see more:|"
     "related:|related |more:|more on |watch:|watch now|don't miss|must read|recommended|newsletter|sign up|"
     "subscribe|follow |share |tags:|tags |topics:|filed under|posted in|advertisement|sponsored|promoted|photos:|"
     "video:|click |download |get the |join |comments (|view |visit |for more |you can follow|contact |email |"
     "write to |reach the |send |have a tip|got a tip|like this|enjoyed this|published by|listen to|listen:|"
     "wordcount|word count|this article originally|this story originally|this post originally|about the author|"
     "lesen sie|mehr zu|mehr:|siehe auch|anzeige|schlagwörter|lire |voir aussi|à lire|leer |ver también|lea |"
     "etiquetas|leia |veja também|tags|читайте|теги|метки|relacionado|責任|编辑：|编辑:|责编|来源：|来源:|标签|"
     "关键词|関連|タグ"},
    {tagline_phrase | at_start,
     "reporting by |(reporting by|writing by |(writing by|editing by |(editing by|edited by |(edited by|"
     "compiled by |(compiled by|additional reporting|(additional reporting|with agency|with files from|"
     "with reporting by|from wire reports|(with input|mitarbeit:|(mitarbeit|(reportage|(avec |(con información|"
     "(reportaje|(reportagem|(redacción|(reporte "},
    {tagline_phrase,
     "contributed to this report|contributed to this article|contributed to this story|contributed reporting|"
     "additional reporting by|this story has been updated|this article has been updated|"
     "this report has been updated|this story was updated|this article is based in part|a contribué à cet article|"
     "contribuyó a este"},
    {caption_phrase,
     "image copyright|image caption|photo by|photos by|photograph by|photographs by|photo:|image:|image credit|"
     "photo credit|photo illustration|file photo|credit:|credit...|(credit|(photo|(image|(picture|(foto|(ap photo|"
     "/getty images|getty images|media caption|above:|caption:|photo courtesy|foto:|bild:|bildquelle|archivfoto|"
     "symbolbild|crédit photo|photo d'|crédits|fotografía|imagen de archivo|foto de|фото:|фото |图为|资料图|"
     "图片来源|摄影|（写真|写真：|撮影"},
};

struct Phrase {
  std::string_view text;
  std::uint8_t flag;
};

/// Phrases by their first two bytes.
struct PhraseTable {
  std::vector<Phrase> phrases;
  std::array<std::uint32_t, 65537> starts{};

  static std::size_t key(std::string_view s) {
    return static_cast<std::size_t>(static_cast<unsigned char>(s[0])) << 8 | static_cast<unsigned char>(s[1]);
  }
  PhraseTable() {
    for (const PhraseList& list : phrase_lists) {
      std::string_view rest = list.phrases;
      while (!rest.empty()) {
        const std::size_t n = std::min(rest.find('|'), rest.size());
        if (n >= 2) phrases.push_back({rest.substr(0, n), list.flag});
        rest.remove_prefix(std::min(n + 1, rest.size()));
      }
    }
    std::stable_sort(phrases.begin(), phrases.end(),
                     [](const Phrase& a, const Phrase& b) { return key(a.text) < key(b.text); });
    for (const Phrase& p : phrases) ++starts[key(p.text) + 1];
    for (std::size_t k = 1; k < starts.size(); ++k) starts[k] += starts[k - 1];
  }
};

bool word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

/// Where the text stops once what does not tell one label from another is left out: digits and punctuation.
std::string_view bare(std::string_view s) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80 || c == '('; };
  while (!s.empty() && !plain(s.front())) s.remove_prefix(1);
  while (!s.empty() && !plain(s.back())) s.remove_suffix(1);
  return s;
}

}  // namespace

std::uint8_t phrase_flags(std::string_view folded) {
  static const PhraseTable table;
  std::uint8_t flags = 0;
  const std::string_view whole = bare(folded);
  const auto start = static_cast<std::size_t>(whole.data() - folded.data());
  bool before_is_word = false;
  for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
    const char c = folded[i];
    const bool wide =
        static_cast<unsigned char>(c) >= 0xe0;  // scripts without spaces: any code point may begin a phrase
    if (!before_is_word || wide) {
      const std::size_t k = PhraseTable::key(folded.substr(i));
      for (std::uint32_t p = table.starts[k]; p < table.starts[k + 1]; ++p) {
        const Phrase& phrase = table.phrases[p];
        const std::size_t n = phrase.text.size();
        if (i + n > folded.size() || (n > 2 && folded[i + 2] != phrase.text[2])) continue;
        if (folded.compare(i, n, phrase.text) != 0) continue;
        if (phrase.flag == whole_phrase) {
          if (i == start && n == whole.size()) flags |= whole_phrase;
          continue;
        }
        const bool cut = i + n < folded.size() && word_byte(phrase.text.back()) && word_byte(folded[i + n]);
        if (cut && static_cast<unsigned char>(phrase.text.back()) < 0xe0 &&
            static_cast<unsigned char>(folded[i + n]) < 0xe0)
          continue;
        if ((phrase.flag & at_start) && i > start) continue;
        flags = static_cast<std::uint8_t>(flags | (phrase.flag & ~at_start));
      }
    }
    before_is_word = word_byte(c);
  }
  return flags;
}

void fold_ends(std::string_view text, std::size_t limit, std::string& out) {
  out.clear();
  const auto fold_part = [&](std::string_view part) {
    bool space = true;
    for (std::size_t i = 0; i < part.size();) {
      const char32_t c = to_lower(next_code_point(part, i));
      if (is_white(c)) {
        if (!space) out.push_back(' ');
        space = true;
        continue;
      }
      space = false;
      if (c == 0x2019 || c == 0x2018) {
        out.push_back('\'');
      } else if (c < 0x80) {
        out.push_back(static_cast<char>(c));
      } else if (c < 0x800) {
        out.push_back(static_cast<char>(0xc0 | c >> 6));
        out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
      } else if (c < 0x10000) {
        out.push_back(static_cast<char>(0xe0 | c >> 12));
        out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3f)));
        out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
      } else {
        out.push_back(static_cast<char>(0xf0 | c >> 18));
        out.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3f)));
        out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3f)));
        out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
      }
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
  };
  if (text.size() <= 2 * limit) return fold_part(text);
  const auto boundary = [&](std::size_t i) {
    while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80) ++i;
    return i;
  };
  fold_part(text.substr(0, boundary(limit)));
  out.push_back('\n');
  fold_part(text.substr(boundary(text.size() - limit)));
}

}  // namespace wirecopy::detail
