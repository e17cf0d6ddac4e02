// Words of many languages, folded, separated by spaces. General vocabulary of newspapers and their pages only: no
// outlet's name stands here.
#include "clean_words.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "hash.hpp"

namespace wirecopy::detail {
namespace {

struct WordList {
  std::uint16_t flag;
  const char* words;
};

constexpr WordList word_lists[] = {
    // Function words: English, German, French, Spanish, Italian, Portuguese, Dutch, Russian, Indonesian, Arabic.
    {stop_word,
     "the of and to in a is that for on was with as it at by he from his an be has have are not this which had "
     "but they were who their its been will would she her him after about more than or also into when there what "
     "so we you i if one said says could can over out up no them all because while where before during"},
    {stop_word,
     "der die das und ist von den dem mit sich des auf für im ein eine einen einem einer nicht auch als an es "
     "werden aus er hat dass sie nach wird bei um am sind noch wie über zum zur haben nur oder aber vor bis mehr "
     "durch wurde war"},
    {stop_word,
     "le la les de des et en un une du dans que qui est pour par sur au aux pas plus ce il elle son sa ses avec "
     "ne se ont été sont mais ou cette comme à leur nous vous"},
    {stop_word,
     "el los las y del que en un una por con para su se al lo como más o pero sus le ha es no fue este sobre "
     "entre ya cuando también desde son"},
    {stop_word,
     "il gli di e che è un una per non con del della dei delle nel nella sono da ha come più si al anche ma o os "
     "as do da dos das em um uma para com não no na nos nas por mais foi ao se como mas são pela pelo"},
    {stop_word, "het een van en dat op te zijn voor met die niet aan er om ook als bij uit maar naar dan nog wordt"},
    {stop_word,
     "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее из о от для мы это при "
     "или до также их был были была который которые после этом об"},
    {stop_word,
     "yang dan di dari untuk dengan pada ini itu tidak akan dalam adalah ke juga oleh kita saya mereka telah"},
    {stop_word, "من في على إلى أن عن هذا هذه التي الذي كان مع و كما لا ما بعد قال وقد كانت"},
    // Agencies, folded; single words only.
    {agency_word,
     "reuters ap afp upi dpa apa ansa efe tass itar-tass interfax xinhua kyodo jiji yonhap pti ani ians anadolu "
     "belga anp ntb tt ritzau stt lusa pap mti kna epd afx bloomberg getty shutterstock alamy epa epa-efe zuma "
     "sipa abaca imago picture-alliance istock lapresse photoshot тасс риа интерфакс рейтер reuter رويترز"},
    {picture_word,
     "photo photos photograph photography picture image images pool file courtesy handout credit foto fotos bild "
     "archivfoto archivbild symbolbild archivo imagen foto: фото снимок"},
    {month_word | date_word,
     "january february march april may june july august september october november december jan feb mar apr jun "
     "jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember janvier février mars avril "
     "juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto "
     "septiembre octubre noviembre diciembre janeiro fevereiro março maio junho julho setembro outubro novembro "
     "dezembro gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre января февраля марта "
     "апреля мая июня июля августа сентября октября ноября декабря maret juli agustus desember"},
    {date_word,
     "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag "
     "dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche "
     "lunes martes miércoles jueves viernes sábado domingo am pm a.m p.m est edt et gmt utc bst cet cest pst pdt "
     "ist amt uhr published updated posted modified date last first original created veröffentlicht aktualisiert "
     "publié publicado actualizado publicada pubblicato опубликовано обновлено st nd rd th hours hour minutes "
     "minute min mins days day ago read issued"},
    {heading_word,
     "note notes watch read more update updated breaking exclusive analysis opinion video photos photo editorial "
     "comment review related listen live urgent warning correction factbox explainer timeline interview "
     "contributing subscribe follow source sources tags topics category location contact email tel phone fax "
     "question answer q a ps share"},
    {by_word, "by von par por di автор oleh door af av"},
    {outlet_word,
     "news times post herald tribune journal gazette mail telegraph guardian press online daily weekly today "
     "report record sentinel courier ledger mirror chronicle observer examiner standard star sun magazine media "
     "network tv radio zeitung nachrichten presse monde diario periódico новости ведомости newsletter"},
    {role_word,
     "staff writer correspondent correspondents reporter editor bureau contributor columnist special our agencies "
     "agency wire services service associated press korrespondent redaktion correspondant envoyé corresponsal "
     "redacción корреспондент"},
};

constexpr std::size_t slots = 4096;  // more than twice the words above

struct WordTable {
  std::array<std::uint64_t, slots> keys{};
  std::array<std::uint16_t, slots> flags{};

  WordTable() {
    for (const WordList& list : word_lists) {
      std::string_view rest = list.words;
      while (!rest.empty()) {
        const std::size_t n = std::min(rest.find(' '), rest.size());
        add(rest.substr(0, n), list.flag);
        rest.remove_prefix(std::min(n + 1, rest.size()));
      }
    }
  }

  std::size_t slot(std::uint64_t key) const {
    std::size_t s = key % slots;
    while (keys[s] != 0 && keys[s] != key) s = (s + 1) % slots;
    return s;
  }
  void add(std::string_view word, std::uint16_t flag) {
    const std::uint64_t key = hash_bytes(word) | 1;
    const std::size_t s = slot(key);
    keys[s] = key;
    flags[s] |= flag;
  }
};

}  // namespace

std::uint16_t word_flags(std::string_view folded) {
  static const WordTable table;
  return folded.empty() ? std::uint16_t{0} : table.flags[table.slot(hash_bytes(folded) | 1)];
}

}  // namespace wirecopy::detail
