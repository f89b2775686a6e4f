#include "text/words.h"

#include <algorithm>
#include <cstddef>
#include <unordered_set>

#include "text/characters.h"
#include "text/fold.h"
#include "text/links.h"
#include "text/utf8.h"

namespace cm {
namespace {

// Longer cuts keep forms of one word apart, shorter ones join strangers (Fautsch and Savoy 2009 on "trunc-n").
constexpr std::size_t stem_letters = 5;

constexpr std::string_view stop_words =
    // English
    "a about after again all also am an and any are as at be because been before being but by can cant could did "
    "didnt do does doesnt doing dont down each even ever every few for from further get gets getting go going got had "
    "has have having he her here hers him his how i if im in into is isnt it its ive just let like ll lol make me more "
    "most much my need no nor not now of off ok on once one only or other our ours out over own please pls re really "
    "same she should so some still such than that thats the their them then there these they thing this those through "
    "to too u until up us ve very want was wasnt we well went were what when where which while who whom why will with "
    "wont would yes yet you your yours "
    // French
    "ai alors apres as au aussi autre aux avais avait avant avec avez avoir avons bien bon c car ce cela ces cet cette "
    "ceux chez comme comment d dans de depuis des deux donc dont du elle elles en encore est et etait etre eu fait "
    "faire fais faut fois il ils j jai je jamais jusqu l la le les leur leurs lui ma mais me meme mes mm moi moins mon "
    "n ne ni non nos notre nous on ont ou oui par parce pas pendant peu peut plus plutot pour pourquoi pq pr qd qu "
    "quand que quel quelle quelles quels qui quoi rien s sa sans se sera ses si sinon soit son sont sous suis sur svp "
    "t ta te tes toi ton toujours tous tout toute toutes tres trop tu un une va vais vers voila vos votre vous "
    "vraiment "
    "y "
    // Arabic, in the spellings of several countries
    "من في على الى عن مع هذا هذه ذلك تلك التي الذي الذين ما ماذا لا لم لن ليس ليست لكن لو ان انا انت انتم انتو هو هي "
    "هم هن نحن احنا كان كانت يكون كل كيف متى اين وين ليش لماذا هل او ثم حتى قد لقد بعد قبل عند عندي عندكم غير بين "
    "منذ اذا كما ايضا فقط اي يا و ف ب ل ال مش مو موش ماشي شو ايش شنو علاش كيفاش وقتاش هاد هادي هاذ هاذي هذي راه راني "
    "راكم اللي لي ديال تاع نتاع متاع بزاف باش واش غادي كاين والله انو انه لان عشان علشان كمان بس جدا فيه فيها منكم "
    "لكم لنا معي عليكم عليه عليها اليوم حاجه شي شيء "
    // Arabizi and what goes with it
    "ana nta nti howa hiya hna ntoma homa had hada hadi hadchi hadak li lli dyal dial ta3 nta3 mta3 bzaf bezaf bach "
    "wach wech wesh chno chnou chkoun 3lach 3lech kifach ki kif fin fayn wa9tach mn men f b l o w u fi 3la m3a rah "
    "rahi "
    "rani raki rakom kan kayn kayna machi mashi mch mouch ghir gha ghadi ila ida walakin wlh wallah ya yak hta hata "
    "7ta chi chwiya khoya sahbi 3ndi 3andi 3nd aw wla bss bas kol kul kolchi ";

std::unordered_set<std::string> folded_stop_words() {
  std::unordered_set<std::string> words;
  for (std::size_t at = 0; at < stop_words.size();) {
    const std::size_t end = std::min(stop_words.find(' ', at), stop_words.size());
    if (end > at) words.insert(folded(stop_words.substr(at, end - at)));
    at = end + 1;
  }
  return words;
}

bool is_mark_inside(char32_t mark) { return mark == U'\'' || mark == U'-'; }

bool is_number(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
}

std::string without_links(std::string_view utf8) {
  std::string text;
  std::size_t at = 0;
  for (const Link& link : find_links(utf8)) {
    if (link.begin < at) continue;
    text += utf8.substr(at, link.begin - at);
    text += " . ";
    at = link.end;
  }
  return text += utf8.substr(at);
}

/// Collects words into clauses; an empty clause is never kept.
class Clauses {
 public:
  void add(std::string word) { clause_.push_back(std::move(word)); }

  void end() {
    if (!clause_.empty()) all_.push_back(std::move(clause_));
    clause_.clear();
  }

  [[nodiscard]] std::vector<Clause> take() {
    end();
    return std::move(all_);
  }

 private:
  std::vector<Clause> all_;
  Clause clause_;
};

std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const CodePoint point = code_point_at(text, at);
    if (!is_word_character(point.value)) break;
    at += point.size;
  }
  return at;
}

}  // namespace

std::vector<Clause> clauses_of(std::string_view utf8) {
  const std::string text = folded(without_links(utf8));
  Clauses clauses;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_word(text, at);
    if (end > at) {
      std::string word = text.substr(at, end - at);
      if (is_number(word)) {
        clauses.end();
      } else {
        clauses.add(std::move(word));
      }
      at = end;
      continue;
    }
    const CodePoint mark = code_point_at(text, at);
    at += mark.size;
    if (mark.value == U'@') {
      clauses.end();
      at = end_of_word(text, at);
    } else if (!is_blank(mark.value) && !is_mark_inside(mark.value) && mark.value != U'#') {
      clauses.end();
    }
  }
  return clauses.take();
}

bool is_stop_word(std::string_view folded_word) {
  static const std::unordered_set<std::string> words = folded_stop_words();
  return words.contains(std::string(folded_word));
}

std::vector<std::string> stems_of(std::string_view utf8) {
  std::vector<std::string> stems;
  for (const Clause& clause : clauses_of(utf8)) {
    for (const std::string& word : clause) {
      if (is_stop_word(word)) continue;
      std::size_t end = 0;
      std::size_t letters = 0;
      while (end < word.size() && letters < stem_letters) {
        end += code_point_at(word, end).size;
        ++letters;
      }
      if (letters >= 2) stems.push_back(word.substr(0, end));
    }
  }
  std::sort(stems.begin(), stems.end());
  stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
  return stems;
}

}  // namespace cm
