#include "text/deobfuscate.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "text/characters.h"
#include "text/folding.h"
#include "text/tables/tables.h"
#include "text/utf8.h"

namespace cm {
namespace {

using tables::CharClass;

constexpr char32_t right_to_left_override = 0x202E;
constexpr char32_t pop_direction = 0x202C;

/// One character of the folded text, with the bytes it came from.
struct Glyph {
  char32_t value = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  char look_alike = 0;  ///< the ASCII letter it could be meant for
  bool gone = false;
  bool unit = false;  ///< see is_unit()
};

using Glyphs = std::vector<Glyph>;

CharClass class_of(char32_t c) { return static_cast<CharClass>(tables::property_of(c) & 0x0FU); }

bool is_letter(char32_t c) {
  if (c < 0x80) return c >= U'a' && c <= U'z';  // folded text has no capitals
  const CharClass kind = class_of(c);
  return kind >= CharClass::latin && kind <= CharClass::mark;
}

constexpr bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

constexpr bool is_ascii_letter(char32_t c) { return c >= U'a' && c <= U'z'; }

bool is_vowel(char32_t c) { return c == U'a' || c == U'e' || c == U'i' || c == U'o' || c == U'u' || c == U'y'; }

bool is_consonant(char32_t c) { return is_ascii_letter(c) && !is_vowel(c); }

/// Signs that stand for letters inside a word.
constexpr char32_t letter_of_sign(char32_t c) {
  switch (c) {
    case U'@':
      return U'a';
    case U'$':
      return U's';
    case U'!':
      return U'i';
    case U'|':
      return U'i';
    case U'€':
      return U'e';
    case U'£':
      return U'l';
    case U'¥':
      return U'y';
    case U'¢':
      return U'c';
    default:
      return 0;
  }
}

bool is_mask(char32_t c) { return c == U'*' || c == U'%'; }

/// What a spelled-out word consists of: a letter, or a digit or sign in its place.
bool is_unit(char32_t c) { return is_letter(c) || is_digit(c) || letter_of_sign(c) != 0; }

constexpr std::array<bool, 0x80> ascii_units() {
  std::array<bool, 0x80> units{};
  for (char32_t c = 0; c < 0x80; ++c) units[c] = is_ascii_letter(c) || is_digit(c) || letter_of_sign(c) != 0;
  return units;
}
constexpr std::array<bool, 0x80> is_ascii_unit = ascii_units();

// -- From text to glyphs ---------------------------------------------------------------------------

char look_alike_of(char32_t c) {
  if ((tables::property_of(c) & tables::look_alike_flag) == 0) return 0;
  const std::uint32_t* end = tables::look_alikes + tables::look_alike_count;
  const std::uint32_t* found = std::lower_bound(tables::look_alikes, end, static_cast<std::uint32_t>(c) << 8U);
  return found != end && *found >> 8U == c ? static_cast<char>(*found & 0xFFU) : '\0';
}

/// Makes glyphs of what the fold writes.
class GlyphWriter {
 public:
  GlyphWriter(std::string_view utf8, Glyphs& glyphs) : utf8_(utf8), glyphs_(glyphs) {}

  void add(const char* bytes, std::size_t size, std::size_t begin, std::size_t end) {
    const char look_alike = look_alike_of(code_point_at(utf8_, begin).value);
    const std::string_view made(bytes, size);
    for (std::size_t at = 0; at < size;) {
      const CodePoint c = code_point_at(made, at);
      put(c.value, begin, end, look_alike);
      at += c.size;
    }
  }
  /// One byte of ASCII, or one of several that a long form becomes.
  void add(char byte, std::size_t begin, std::size_t end) {
    const auto value = static_cast<unsigned char>(byte);
    if (value < 0x80) {
      put(value, begin, end, 0);
    } else {
      partial_ += byte;
      const unsigned size = static_cast<unsigned char>(partial_[0]) < 0xE0   ? 2
                            : static_cast<unsigned char>(partial_[0]) < 0xF0 ? 3
                                                                             : 4;
      if (partial_.size() < size) return;
      put(code_point_at(partial_, 0).value, begin, end, 0);
      partial_.clear();
    }
  }
  void stretch(std::size_t end) {
    const std::uint32_t begin = glyphs_.back().begin;
    for (std::size_t i = glyphs_.size(); i-- > 0 && glyphs_[i].begin == begin;)
      glyphs_[i].end = static_cast<std::uint32_t>(end);
  }
  [[nodiscard]] bool empty() const { return glyphs_.empty(); }
  [[nodiscard]] bool ends_with_blank() const { return glyphs_.back().value == U' '; }
  [[nodiscard]] CodePoint last() const { return {glyphs_.back().value, 0}; }
  std::size_t take_back(std::size_t /*size*/) {
    const std::size_t begin = glyphs_.back().begin;
    glyphs_.pop_back();
    return begin;
  }

 private:
  void put(char32_t value, std::size_t begin, std::size_t end, char look_alike) {
    glyphs_.push_back({.value = value,
                       .begin = static_cast<std::uint32_t>(begin),
                       .end = static_cast<std::uint32_t>(end),
                       .look_alike = look_alike,
                       .unit = is_unit(value)});
  }

  std::string_view utf8_;
  Glyphs& glyphs_;
  std::string partial_;
};

void remove_gone(Glyphs& glyphs) {
  glyphs.erase(std::remove_if(glyphs.begin(), glyphs.end(), [](const Glyph& glyph) { return glyph.gone; }),
               glyphs.end());
}

/// Puts text that a right-to-left override shows backwards into the order in which it is read. Its
/// glyphs then all stand for the whole stretch: a span of the view must not run backwards.
void undo_override(std::string_view utf8, Glyphs& glyphs) {
  std::size_t at = 0;
  while ((at = utf8.find("\u202E", at)) != std::string_view::npos) {
    std::size_t end = at + 3;
    while (end < utf8.size()) {
      const CodePoint c = code_point_at(utf8, end);
      if (c.value == pop_direction || c.value == right_to_left_override || c.value == U'\n') break;
      end += c.size;
    }
    const auto inside = [&](const Glyph& glyph) { return glyph.begin >= at && glyph.begin < end; };
    const auto first = std::find_if(glyphs.begin(), glyphs.end(), inside);
    const auto last = std::find_if_not(first, glyphs.end(), inside);
    if (first != last) {
      std::reverse(first, last);
      const std::uint32_t span_begin = (last - 1)->begin;
      const std::uint32_t span_end = first->end;
      for (auto glyph = first; glyph != last; ++glyph) {
        glyph->begin = span_begin;
        glyph->end = span_end;
      }
    }
    at = end;
  }
}

// -- Look-alikes -----------------------------------------------------------------------------------

/// Flags are pairs of flag letters; only an odd run of them spells something.
void keep_flags(Glyphs& glyphs) {
  for (std::size_t i = 0; i < glyphs.size();) {
    std::size_t end = i;
    while (end < glyphs.size() && is_flag_letter(glyphs[end].value)) ++end;
    if (end == i) {
      ++i;
      continue;
    }
    if ((end - i) % 2 == 0)
      for (std::size_t k = i; k < end; ++k) glyphs[k].look_alike = 0;
    i = end;
  }
}

/// What stands in one word before look-alikes are replaced.
struct WordMake {
  bool latin = false;    ///< an ASCII letter, or one that is Latin with a stroke, a hook or a disc around it
  bool foreign = false;  ///< a look-alike of another script
  bool plain = false;    ///< a letter that looks like no other
};

void undo_look_alikes(Glyphs& glyphs) {
  const auto has_one = [](const Glyph& glyph) { return glyph.look_alike != 0; };
  if (std::none_of(glyphs.begin(), glyphs.end(), has_one)) return;
  keep_flags(glyphs);
  const auto in_word = [&](std::size_t i) {
    return is_letter(glyphs[i].value) || is_digit(glyphs[i].value) || glyphs[i].look_alike != 0;
  };
  const auto is_foreign = [&](const Glyph& glyph) {
    const CharClass kind = class_of(glyph.value);
    return glyph.look_alike != 0 && kind >= CharClass::greek && kind <= CharClass::letter;
  };
  struct Word {
    std::size_t begin;
    std::size_t end;
    WordMake make;
  };
  std::vector<Word> words;
  bool real_foreign_text = false;
  for (std::size_t i = 0; i < glyphs.size();) {
    if (!in_word(i)) {
      ++i;
      continue;
    }
    Word word{i, i, {}};
    for (; word.end < glyphs.size() && in_word(word.end); ++word.end) {
      const Glyph& glyph = glyphs[word.end];
      if (is_foreign(glyph)) {
        word.make.foreign = true;
      } else if (is_ascii_letter(glyph.value) || glyph.look_alike != 0) {
        word.make.latin = true;
      } else if (is_letter(glyph.value)) {
        word.make.plain = true;
      }
    }
    if (word.make.foreign && word.make.plain && !word.make.latin) real_foreign_text = true;
    words.push_back(word);
    i = word.end;
  }
  for (const Word& word : words) {
    // A word wholly of another script is that script's own, where its neighbours are.
    const bool replace_foreign = word.make.latin || (!word.make.plain && !real_foreign_text);
    for (std::size_t i = word.begin; i < word.end; ++i) {
      Glyph& glyph = glyphs[i];
      if (glyph.look_alike != 0 && (replace_foreign || !is_foreign(glyph))) {
        glyph.value = static_cast<unsigned char>(glyph.look_alike);
        glyph.unit = true;
      }
    }
  }
}

// -- Separators ------------------------------------------------------------------------------------

struct Group {
  std::size_t begin = 0;
  std::size_t end = 0;
  [[nodiscard]] bool single() const { return end - begin == 1; }
};

using Groups = std::vector<Group>;

void find_groups(const Glyphs& glyphs, Groups& groups) {
  groups.clear();
  for (std::size_t i = 0; i < glyphs.size();) {
    if (!glyphs[i].unit) {
      ++i;
      continue;
    }
    Group group{i, i};
    while (group.end < glyphs.size() && glyphs[group.end].unit) ++group.end;
    groups.push_back(group);
    i = group.end;
  }
}

bool has_letter(const Glyphs& glyphs, const Group& group) {
  for (std::size_t i = group.begin; i < group.end; ++i)
    if (is_letter(glyphs[i].value)) return true;
  return false;
}

/// One to three glyphs without a blank, none of them an apostrophe (it joins words in French) .
bool is_tight_gap(const Glyphs& glyphs, const Group& before, const Group& behind) {
  if (behind.begin - before.end > 3) return false;
  for (std::size_t i = before.end; i < behind.begin; ++i) {
    const char32_t c = glyphs[i].value;
    if (c == U' ' || c == U'\'' || c == U'"') return false;
  }
  return true;
}

bool is_same_gap(const Glyphs& glyphs, const Group& a, const Group& b, const Group& c) {
  const std::size_t size = b.begin - a.end;
  if (size > 3 || c.begin - b.end != size) return false;
  for (std::size_t i = 0; i < size; ++i)
    if (glyphs[a.end + i].value != glyphs[b.end + i].value) return false;
  return true;
}

void drop_gaps(Glyphs& glyphs, const Groups& groups, std::size_t first, std::size_t last) {
  for (std::size_t g = first; g + 1 < last; ++g)
    for (std::size_t i = groups[g].end; i < groups[g + 1].begin; ++i) glyphs[i].gone = true;
}

/// "f.u.c.k", "s-h-it": three groups or more, at least half of them single letters.
void join_tight(Glyphs& glyphs, Groups& groups) {
  bool any = false;
  for (std::size_t first = 0; first < groups.size();) {
    std::size_t last = first + 1;
    while (last < groups.size() && is_tight_gap(glyphs, groups[last - 1], groups[last])) ++last;
    std::size_t singles = 0;
    std::size_t lettered = 0;
    for (std::size_t g = first; g < last; ++g) {
      if (groups[g].single()) ++singles;
      if (has_letter(glyphs, groups[g])) ++lettered;
    }
    const std::size_t count = last - first;
    if (count >= 3 && singles >= 2 && singles * 2 >= count && lettered >= 2 && lettered * 2 >= count) {
      drop_gaps(glyphs, groups, first, last);
      any = true;
    }
    first = last;
  }
  if (!any) return;
  remove_gone(glyphs);
  find_groups(glyphs, groups);
}

/// "s h i t", "f . u . c . k": three single letters or more with the same between them; digits among
/// them do not count ("il y a 3 jours").
void join_spaced(Glyphs& glyphs, Groups& groups) {
  bool any = false;
  for (std::size_t first = 0; first < groups.size();) {
    std::size_t last = first + 1;
    if (groups[first].single()) {
      while (last < groups.size() && groups[last].single() && groups[last].begin - groups[last - 1].end <= 3 &&
             (last == first + 1 || is_same_gap(glyphs, groups[last - 2], groups[last - 1], groups[last])))
        ++last;
    }
    std::size_t begin = first;
    // "what a s h i t" has an article before it; "a s s" has not.
    const char32_t start = glyphs[groups[first].begin].value;
    if (last - first >= 4 && first > 0 && (start == U'a' || start == U'i') &&
        !(glyphs[groups[first + 1].begin].value == U's' && glyphs[groups[first + 2].begin].value == U's'))
      ++begin;
    std::size_t letters = 0;
    for (std::size_t g = begin; g < last; ++g)
      if (has_letter(glyphs, groups[g])) ++letters;
    if (letters >= 3) {
      drop_gaps(glyphs, groups, begin, last);
      any = true;
    }
    first = last;
  }
  if (!any) return;
  remove_gone(glyphs);
  find_groups(glyphs, groups);
}

// -- Masks -----------------------------------------------------------------------------------------

/// A masked word and what the mask hides.
struct MaskedWord {
  std::u32string_view before;
  std::size_t hidden;
  std::u32string_view behind;
  std::u32string_view letters;
};

constexpr std::array masked_words{
    MaskedWord{U"f", 1, U"ck", U"u"},    MaskedWord{U"f", 2, U"k", U"uc"},    MaskedWord{U"f", 1, U"k", U"uc"},
    MaskedWord{U"sh", 1, U"t", U"i"},    MaskedWord{U"s", 2, U"t", U"hi"},    MaskedWord{U"b", 1, U"tch", U"i"},
    MaskedWord{U"b", 2, U"ch", U"it"},   MaskedWord{U"c", 1, U"nt", U"u"},    MaskedWord{U"c", 2, U"t", U"un"},
    MaskedWord{U"d", 1, U"ck", U"i"},    MaskedWord{U"p", 1, U"ssy", U"u"},   MaskedWord{U"n", 1, U"gg", U"i"},
    MaskedWord{U"wh", 1, U"re", U"o"},   MaskedWord{U"sl", 1, U"t", U"u"},    MaskedWord{U"f", 1, U"gg", U"a"},
    MaskedWord{U"a", 2, U"hole", U"ss"}, MaskedWord{U"as", 1, U"hole", U"s"}, MaskedWord{U"b", 1, U"stard", U"a"},
    MaskedWord{U"p", 1, U"te", U"u"},    MaskedWord{U"p", 1, U"tain", U"u"},  MaskedWord{U"m", 1, U"rd", U"e"},
    MaskedWord{U"s", 1, U"lop", U"a"},   MaskedWord{U"c", 1, U"nn", U"o"},    MaskedWord{U"conn", 1, U"rd", U"a"},
    MaskedWord{U"enc", 1, U"l", U"u"},   MaskedWord{U"n", 1, U"qu", U"i"},
};

bool reads(const Glyphs& glyphs, std::size_t at, std::u32string_view letters) {
  if (at + letters.size() > glyphs.size()) return false;
  for (std::size_t i = 0; i < letters.size(); ++i)
    if (glyphs[at + i].value != letters[i]) return false;
  return true;
}

void unmask(Glyphs& glyphs, Groups& groups) {
  bool any = false;
  for (std::size_t i = 1; i + 1 < glyphs.size(); ++i) {
    if (!is_mask(glyphs[i].value)) continue;
    std::size_t end = i;
    while (end < glyphs.size() && is_mask(glyphs[end].value)) ++end;
    for (const MaskedWord& word : masked_words) {
      if (word.hidden != end - i || word.before.size() > i) continue;
      if (!reads(glyphs, i - word.before.size(), word.before) || !reads(glyphs, end, word.behind)) continue;
      Glyphs hidden(word.letters.size(), glyphs[i]);
      for (std::size_t k = 0; k < hidden.size(); ++k) {
        hidden[k].value = word.letters[k];
        hidden[k].unit = true;
        hidden[k].end = glyphs[end - 1].end;
      }
      const auto from = glyphs.begin() + static_cast<std::ptrdiff_t>(i);
      glyphs.erase(from, from + static_cast<std::ptrdiff_t>(end - i));
      glyphs.insert(glyphs.begin() + static_cast<std::ptrdiff_t>(i), hidden.begin(), hidden.end());
      end = i + hidden.size();
      any = true;
      break;
    }
    i = end;
  }
  if (any) find_groups(glyphs, groups);
}

// -- Leet ------------------------------------------------------------------------------------------

/// One word with digits and signs among its letters.
class LeetWord {
 public:
  LeetWord(Glyphs& glyphs, std::size_t begin, std::size_t end) : glyphs_(glyphs), begin_(begin), end_(end) {}

  void undo() {
    count();
    if (is_mention() || is_mail_address() || is_number_with_unit()) return;
    const bool has_sign = has_sure_sign();
    const bool sure = undo_signs() || has_sign;  // in this order: undo_signs() changes the text
    for (std::size_t i = begin_; i < end_; ++i)
      if (is_digit(at(i))) i = undo_digits(i, sure) - 1;
  }

 private:
  [[nodiscard]] char32_t at(std::size_t i) const { return i >= begin_ && i < end_ ? glyphs_[i].value : U' '; }

  void count() {
    first_letter_ = end_;
    for (std::size_t i = begin_; i < end_; ++i) {
      if (is_letter(at(i))) {
        if (first_letter_ == end_) first_letter_ = i;
        last_letter_ = i;
        ++letters_;
      } else if (is_digit(at(i))) {
        ++digits_;
      } else {
        ++signs_;
      }
    }
  }

  /// "@name", but not "@ss" and "@$$".
  [[nodiscard]] bool is_mention() const {
    const bool sign = at(begin_ + 1) == U'$' || (at(begin_ + 1) == U's' && at(begin_ + 2) == U's');
    return at(begin_) == U'@' && !sign;
  }

  [[nodiscard]] bool is_mail_address() const {
    for (std::size_t i = begin_ + 1; i + 1 < end_; ++i) {
      if (at(i) != U'@') continue;
      if (end_ + 1 < glyphs_.size() && glyphs_[end_].value == U'.' && is_letter(glyphs_[end_ + 1].value)) return true;
    }
    return false;
  }

  /// "2nd", "4g", "A55", "$5m": a number with a letter or two; words have more letters than digits.
  [[nodiscard]] bool is_number_with_unit() const {
    if (letters_ + signs_ < 2) return true;
    return digits_ > 0 && (letters_ < 2 || digits_ > letters_);
  }

  [[nodiscard]] bool is_inside(std::size_t i) const { return i > first_letter_ && i < last_letter_; }

  [[nodiscard]] std::size_t run_end(std::size_t i) const {
    std::size_t end = i;
    while (end < end_ && is_digit(at(end))) ++end;
    return end;
  }

  [[nodiscard]] bool is_one_digit(std::size_t i, std::size_t end) const {
    if (end - i > 2) return false;
    return end - i == 1 || at(i) == at(i + 1);
  }

  /// A digit that can only be meant as a letter. 2, 3, 5, 7 and 9 write Arabic sounds beside vowels
  /// ("ma3lich", "sba7"), so they count only doubled, or a 3 between consonants.
  [[nodiscard]] bool has_sure_sign() const {
    for (std::size_t i = begin_; i < end_; ++i) {
      if (!is_digit(at(i))) continue;
      const std::size_t end = run_end(i);
      if (is_inside(i) && is_one_digit(i, end)) {
        const char32_t digit = at(i);
        if (digit == U'0' || digit == U'1' || digit == U'4') return true;
        const bool sound = digit == U'3' || digit == U'5' || digit == U'7' || digit == U'9';
        if (sound && end - i == 2 && letters_ >= 3) return true;
        if (digit == U'3' && end - i == 1 && is_consonant(at(i - 1)) && is_consonant(at(i + 1))) return true;
      }
      i = end - 1;
    }
    return false;
  }

  bool undo_signs() {
    bool any = false;
    for (std::size_t i = begin_; i < end_; ++i) {
      const char32_t sign = at(i);
      const char32_t letter = letter_of_sign(sign);
      if (letter == 0) continue;
      const char32_t before = at(i - 1);
      const char32_t behind = at(i + 1);
      if (is_digit(before) || is_digit(behind)) {
        if (!is_letter(before) && !is_letter(behind)) continue;
        if (sign == U'$' || sign == U'€' || sign == U'£' || sign == U'¥') continue;  // a price
      }
      bool meant = letters_ > 0 && is_inside(i);
      if (sign == U'$') {
        meant = meant || is_letter(before) || (i == begin_ && is_letter(behind) && letters_ >= 3);
      }
      if (sign == U'@' && i == begin_) meant = true;
      if (!meant) continue;
      glyphs_[i].value = letter == U'i' ? one(i, i + 1) : letter;
      any = true;
    }
    return any;
  }

  /// The letter that "1", "!" or "|" stands for: an l beside a vowel, else an i.
  [[nodiscard]] char32_t one(std::size_t i, std::size_t end) const {
    const char32_t before = at(i - 1);
    const char32_t behind = at(end);
    if (end - i == 2) return U'l';
    const auto vowel = [](char32_t c) { return is_vowel(c) || c == U'0' || c == U'3' || c == U'4' || c == U'@'; };
    if (vowel(before)) return U'l';
    const bool takes_l = before == U'b' || before == U'c' || before == U'f' || before == U'g' || before == U'p' ||
                         before == U's' || before == U'k';
    return vowel(behind) && (takes_l || !is_letter(before)) ? U'l' : U'i';
  }

  /// The digits from `i` on; gives where they end.
  std::size_t undo_digits(std::size_t i, bool sure) {
    const std::size_t end = run_end(i);
    if (!is_one_digit(i, end)) return end;
    const char32_t digit = at(i);
    const bool inside = is_inside(i);
    if (!inside && !(sure && end - i == 1)) return end;
    char32_t letter = 0;
    switch (digit) {
      case U'0':
        letter = U'o';
        break;
      case U'1':
        letter = one(i, end);
        break;
      case U'4':
        letter = U'a';
        break;
      case U'3':
        letter = sure ? U'e' : 0;
        break;
      case U'5':
        letter = sure ? U's' : 0;
        break;
      case U'6':
        letter = sure ? U'g' : 0;
        break;
      case U'7':
        letter = sure ? U't' : 0;
        break;
      case U'8':
        letter = sure ? U'b' : 0;
        break;
      case U'9':
        letter = sure ? U'g' : 0;
        break;
      default:
        break;
    }
    if (letter != 0)
      for (std::size_t k = i; k < end; ++k) glyphs_[k].value = letter;
    return end;
  }

  Glyphs& glyphs_;
  std::size_t begin_;
  std::size_t end_;
  std::size_t first_letter_ = 0;
  std::size_t last_letter_ = 0;
  std::size_t letters_ = 0;
  std::size_t digits_ = 0;
  std::size_t signs_ = 0;
};

void undo_leet(Glyphs& glyphs, const Groups& groups) {
  for (const Group& group : groups) {
    // Signs of exclamation and bars at the end are what they are.
    std::size_t end = group.end;
    while (end > group.begin && (glyphs[end - 1].value == U'!' || glyphs[end - 1].value == U'|')) --end;
    const auto is_odd = [](const Glyph& glyph) { return !is_letter(glyph.value); };
    const auto first = glyphs.begin() + static_cast<std::ptrdiff_t>(group.begin);
    if (std::any_of(first, glyphs.begin() + static_cast<std::ptrdiff_t>(end), is_odd))
      LeetWord(glyphs, group.begin, end).undo();
  }
}

// -- Stretched letters -----------------------------------------------------------------------------

/// Two letters stay two ("ass", "pussy"). Three or more become one, but two where words commonly have
/// them doubled inside: an s, l or g behind a vowel. "uu" and "ii" between consonants become one.
void undo_stretching(Glyphs& glyphs) {
  const auto value = [&](std::size_t i) { return i < glyphs.size() ? glyphs[i].value : U' '; };
  for (std::size_t i = 0; i < glyphs.size();) {
    const char32_t c = glyphs[i].value;
    std::size_t end = i + 1;
    while (end < glyphs.size() && glyphs[end].value == c) ++end;
    if (is_letter(c)) {
      const char32_t before = i > 0 ? glyphs[i - 1].value : U' ';
      std::size_t left = end - i;
      if (left >= 3) {
        const bool doubled = (c == U's' || c == U'l' || c == U'g') && is_vowel(before);
        left = doubled ? 2 : 1;
      } else if (left == 2 && (c == U'u' || c == U'i') && is_consonant(before) && is_consonant(value(end))) {
        left = 1;
      }
      if (left < end - i) {
        for (std::size_t k = i + left; k < end; ++k) glyphs[k].gone = true;
        glyphs[i + left - 1].end = std::max(glyphs[i + left - 1].end, glyphs[end - 1].end);
      }
    }
    i = end;
  }
  remove_gone(glyphs);
}

// -- All of it -------------------------------------------------------------------------------------

/// Kept from text to text.
struct Workspace {
  Glyphs glyphs;
  Groups groups;
};

Workspace& workspace_of_this_thread() {
  thread_local Workspace workspace;
  return workspace;
}

/// What is undone once look-alikes are.
void undo_spelling(Workspace& work) {
  find_groups(work.glyphs, work.groups);
  join_tight(work.glyphs, work.groups);
  join_spaced(work.glyphs, work.groups);
  unmask(work.glyphs, work.groups);
  undo_leet(work.glyphs, work.groups);
  undo_stretching(work.glyphs);
}

const Glyphs& deobfuscated_glyphs(std::string_view utf8) {
  Workspace& work = workspace_of_this_thread();
  work.glyphs.clear();
  GlyphWriter writer(utf8, work.glyphs);
  folding::fold_into(utf8, writer);
  undo_override(utf8, work.glyphs);
  undo_look_alikes(work.glyphs);
  undo_spelling(work);
  return work.glyphs;
}

/// Glyphs of text that is folded already; they know no places.
void read_folded(std::string_view folded, Glyphs& glyphs) {
  glyphs.resize(folded.size());
  Glyph* to = glyphs.data();
  for (std::size_t at = 0; at < folded.size(); ++to) {
    const auto byte = static_cast<unsigned char>(folded[at]);
    if (byte < 0x80) {
      *to = Glyph{.value = byte, .unit = is_ascii_unit[byte]};
      ++at;
      continue;
    }
    const CodePoint c = code_point_at(folded, at);
    *to = Glyph{.value = c.value,
                .look_alike = is_flag_letter(c.value) ? look_alike_of(c.value) : '\0',
                .unit = is_unit(c.value)};
    at += c.size;
  }
  glyphs.resize(static_cast<std::size_t>(to - glyphs.data()));
}

void write_text(const Glyphs& glyphs, std::string& text) {
  text.resize(glyphs.size());
  std::size_t size = 0;
  for (const Glyph& glyph : glyphs) {
    if (glyph.value < 0x80 && size < text.size()) {
      text[size++] = static_cast<char>(glyph.value);
      continue;
    }
    text.resize(size);
    append_utf8(text, glyph.value);
    size = text.size();
    text.resize(std::max(size, glyphs.size()));
  }
  text.resize(size);
}

// -- The cheap scan --------------------------------------------------------------------------------

bool has_look_alike(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    if (static_cast<unsigned char>(utf8[at]) < 0x80) {
      ++at;
      continue;
    }
    const CodePoint c = code_point_at(utf8, at);
    if (c.value == right_to_left_override) return true;
    if ((tables::property_of(c.value) & tables::look_alike_flag) != 0 && !is_flag_letter(c.value)) return true;
    at += c.size;
  }
  return false;
}

}  // namespace

bool looks_obfuscated(std::string_view utf8) { return has_look_alike(utf8) || has_odd_spelling(folded(utf8)); }

ViewedText deobfuscate(std::string_view utf8) {
  ViewedText view;
  view.text.reserve(utf8.size());
  view.begin.reserve(utf8.size());
  view.end.reserve(utf8.size());
  for (const Glyph& glyph : deobfuscated_glyphs(utf8)) {
    const std::size_t before = view.text.size();
    append_utf8(view.text, glyph.value);
    for (std::size_t i = before; i < view.text.size(); ++i) {
      view.begin.push_back(glyph.begin);
      view.end.push_back(glyph.end);
    }
  }
  return view;
}

void deobfuscate_text(std::string_view utf8, std::string& text) { write_text(deobfuscated_glyphs(utf8), text); }

void deobfuscate_folded(std::string_view folded, std::string& text) {
  Workspace& work = workspace_of_this_thread();
  read_folded(folded, work.glyphs);
  undo_look_alikes(work.glyphs);
  undo_spelling(work);
  write_text(work.glyphs, text);
}

}  // namespace cm
