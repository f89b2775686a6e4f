// Writes the character tables of tables.h as C++ source: make_tables OUTPUT.cpp
// A build tool. It asks ICU for normalisation, case folding, scripts and look-alikes.
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "text/tables/tables.h"

namespace {

using cm::tables::CharClass;
using cm::tables::FoldKind;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "make_tables: %s\n", why.c_str());
  std::exit(1);
}

/// Letters that rules should not have to tell apart, beyond what Unicode says. To the right: UTF-8.
const std::map<UChar32, const char*>& written_alike() {
  static const std::map<UChar32, const char*> table = {
      // Typographic quotes, primes and the acute accent that stands for an apostrophe.
      {0x2018, "'"},
      {0x2019, "'"},
      {0x201A, "'"},
      {0x201B, "'"},
      {0x2032, "'"},
      {0x2035, "'"},
      {0x02B9, "'"},
      {0x02BB, "'"},
      {0x02BC, "'"},
      {0x02BD, "'"},
      {0x00B4, "'"},
      {0x2039, "'"},
      {0x203A, "'"},
      {0xFF07, "'"},
      {0x201C, "\""},
      {0x201D, "\""},
      {0x201E, "\""},
      {0x201F, "\""},
      {0x2033, "\""},
      {0x2036, "\""},
      {0x00AB, "\""},
      {0x00BB, "\""},
      {0x301D, "\""},
      {0x301E, "\""},
      {0x301F, "\""},
      {0xFF02, "\""},
      // Hyphens.
      {0x2010, "-"},
      {0x2011, "-"},
      {0x00AD, ""},
      // Ligatures that Unicode counts as letters.
      {0x0153, "oe"},
      {0x00E6, "ae"},
      // Arabic: alef, yeh, heh and kaf as they are typed on Arabic, Persian and Urdu keyboards.
      {0x0671, "\u0627"},
      {0x0672, "\u0627"},
      {0x0673, "\u0627"},
      {0x0675, "\u0627"},
      {0x0649, "\u064A"},
      {0x06CC, "\u064A"},
      {0x06CD, "\u064A"},
      {0x06D0, "\u064A"},
      {0x06D2, "\u064A"},
      {0x0629, "\u0647"},
      {0x06C0, "\u0647"},
      {0x06C1, "\u0647"},
      {0x06C2, "\u0647"},
      {0x06C3, "\u0647"},
      {0x06D5, "\u0647"},
      {0x06BE, "\u0647"},
      {0x06A9, "\u0643"},
      {0x06AA, "\u0643"},
      {0x0621, "\u0621"},
      {0x0640, ""},
  };
  return table;
}

/// Look-alikes that ICU's confusables do not have, or have otherwise: each letter with what it stands
/// for. Capitals stand for themselves where they look like another letter than their small form.
const std::vector<const char*>& look_alike_rows() {
  static const std::vector<const char*> rows = {
      // Cyrillic, small and capital.
      "аa вb гr дd еe зe иu кk мm нh оo пn рp сc тt уy хx һh іi јj ѕs ԁd ԛq ԝw ѵv ьb ъb яr шw щw чy цu џu єe қk ңh ҡk "
      "ґr "
      "ҝk үy ұy",
      "АA ВB ЕE ЗE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ԌG ԚQ ԜW ЯR ИN ЬB",
      // Greek, small and capital.
      "αa βb γy δd εe ζz ηn θo ιi κk λl μu νv ξe οo πn ρp σo ςc τt υu φo χx ψy ωw",
      "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ΣE",
      // Latin letters that keep a stroke, a hook or the shape of a small capital under NFKC.
      "ıi łl øo đd ħh ŧt ƒf ɑa ɓb ɔc ɕc ɖd ɗd əe ɛe ɡg ɠg ɢg ɣy ɥh ɦh ɨi ɩi ɪi ɫl ɬl ɭl ɯm ɰm ɱm ɲn ɳn ɴn ɵo ɹr ɾr ʀr "
      "ʁr ʂs ʃs ʄf "
      "ʇt ʈt ʉu ʊu ʋv ʌv ʏy ʐz ʑz ʒz ʙb ʜh ʟl ǝe þp ƙk ƴy ƶz ȼc ɇe ɉj ɍr ɏy",
      "ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ɴn ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz ꜰf ꜱs",
  };
  return rows;
}

const icu::Normalizer2& nfkd() {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) give_up("no NFKD data");
  return *normalizer;
}

bool has_category(UChar32 c, uint32_t mask) { return (U_GET_GC_MASK(c) & mask) != 0; }

UScriptCode script_of(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(c, &status);
}

/// Marks that may go: in scripts of India or Thailand they are vowels, and stay.
bool is_stripped_mark(UChar32 c) {
  if (!has_category(c, U_GC_MN_MASK | U_GC_ME_MASK)) return false;
  switch (script_of(c)) {
    case USCRIPT_INHERITED:
    case USCRIPT_COMMON:
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_CYRILLIC:
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
    case USCRIPT_SYRIAC:
    case USCRIPT_COPTIC:
      return true;
    default:
      return false;
  }
}

bool is_white(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_WHITE_SPACE) != 0; }

bool is_dropped(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 || has_category(c, U_GC_CC_MASK) ||
         has_category(c, U_GC_CF_MASK);
}

/// What a code point becomes, apart from blanks, marks and dropped ones standing alone.
icu::UnicodeString fold_of(UChar32 c) {
  const auto alike = written_alike().find(c);
  if (alike != written_alike().end()) return icu::UnicodeString::fromUTF8(alike->second);
  if (c >= 0xAC00 && c <= 0xD7A3) return {c};
  const auto stripped = [](const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString out;
    const icu::UnicodeString decomposed = nfkd().normalize(text, status);
    for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
      const UChar32 part = decomposed.char32At(i);
      if (is_stripped_mark(part)) continue;
      if (is_dropped(part) && !is_white(part)) continue;
      out.append(part);
    }
    return out;
  };
  icu::UnicodeString folded = stripped(icu::UnicodeString(c));
  folded.foldCase(U_FOLD_CASE_DEFAULT);
  folded = stripped(folded);
  icu::UnicodeString out;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 part = folded.char32At(i);
    const auto same = written_alike().find(part);
    if (is_white(part)) {
      out.append(UChar32{' '});
    } else if (same != written_alike().end()) {
      out.append(icu::UnicodeString::fromUTF8(same->second));
    } else {
      out.append(part);
    }
  }
  return out;
}

CharClass class_of(UChar32 c) {
  if (is_white(c)) return CharClass::blank;
  if (has_category(c, U_GC_M_MASK)) return CharClass::mark;
  if (has_category(c, U_GC_ND_MASK)) return CharClass::digit;
  if (!has_category(c, U_GC_L_MASK | U_GC_NL_MASK)) return CharClass::other;
  switch (script_of(c)) {
    case USCRIPT_LATIN:
      return CharClass::latin;
    case USCRIPT_GREEK:
      return CharClass::greek;
    case USCRIPT_CYRILLIC:
      return CharClass::cyrillic;
    case USCRIPT_ARABIC:
      return CharClass::arabic;
    case USCRIPT_HEBREW:
      return CharClass::hebrew;
    default:
      return CharClass::letter;
  }
}

bool is_part_of_word(UChar32 c) {
  const CharClass kind = class_of(c);
  return (kind != CharClass::other && kind != CharClass::blank) || c == '_';
}

class Pool {
 public:
  std::uint32_t place(const std::string& text) {
    std::size_t at = bytes_.find(text);
    if (at == std::string::npos) {
      at = bytes_.size();
      bytes_ += text;
    }
    if (at > 0xFFFF || text.size() > 0xFF) give_up("the pool of long folds is full");
    return static_cast<std::uint32_t>(at | text.size() << 16U);
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

std::uint32_t entry(FoldKind kind, std::uint32_t payload = 0) {
  return static_cast<std::uint32_t>(kind) << 24U | payload;
}

std::uint32_t fold_entry_of(UChar32 c, Pool& pool) {
  if (c >= 0xD800 && c <= 0xDFFF) return entry(FoldKind::copy);
  if (is_white(c)) return entry(FoldKind::blank);
  if (is_stripped_mark(c)) return entry(FoldKind::mark);
  if (is_dropped(c)) return entry(FoldKind::drop);
  const icu::UnicodeString folded = fold_of(c);
  if (folded.isEmpty()) return entry(FoldKind::drop);
  const UChar32 only = folded.char32At(0);
  if (folded.countChar32() == 1) {
    if (only == ' ') return entry(FoldKind::blank);
    if (only >= 0x1161 && only <= 0x11C2) return entry(FoldKind::jamo, static_cast<std::uint32_t>(only));
    if (only == c && c >= 0x800) return entry(FoldKind::copy);
  }
  std::string utf8;
  folded.toUTF8String(utf8);
  if (utf8.front() == ' ' || utf8.back() == ' ') give_up("a long fold with a blank at its end");
  bool mixed = false;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1))
    mixed = mixed || is_part_of_word(folded.char32At(i)) != is_part_of_word(only);
  if (utf8.size() > 3 || mixed) return entry(FoldKind::pool, pool.place(utf8));
  std::uint32_t payload = 0;
  for (std::size_t i = utf8.size(); i-- > 0;) payload = payload << 8U | static_cast<unsigned char>(utf8[i]);
  constexpr FoldKind by_size[] = {FoldKind::drop, FoldKind::one, FoldKind::two, FoldKind::three};
  return entry(by_size[utf8.size()], payload);
}

bool may_look_alike(UChar32 c) {
  if (c < 0x80 || !has_category(c, U_GC_L_MASK | U_GC_NL_MASK | U_GC_SO_MASK)) return false;
  switch (script_of(c)) {
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_CYRILLIC:
    case USCRIPT_CHEROKEE:
    case USCRIPT_ARMENIAN:
    case USCRIPT_COPTIC:
    case USCRIPT_LISU:
    case USCRIPT_DESERET:
    case USCRIPT_CANADIAN_ABORIGINAL:
      return true;
    default:
      return false;
  }
}

bool is_ascii_letter(UChar32 c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::map<UChar32, char> make_look_alikes() {
  std::map<UChar32, char> table;
  UErrorCode status = U_ZERO_ERROR;
  USpoofChecker* checker = uspoof_open(&status);
  if (U_FAILURE(status)) give_up("no look-alike data");
  for (UChar32 c = 0x80; c <= 0x10FFFF; ++c) {
    if (!may_look_alike(c)) continue;
    const icu::UnicodeString folded = fold_of(c);
    if (folded.isEmpty() || is_ascii_letter(folded.char32At(0))) continue;
    const icu::UnicodeString decomposed = nfkd().normalize(icu::UnicodeString(c), status);
    const icu::UnicodeString base(decomposed.char32At(0));
    UChar skeleton[32];
    const int32_t length = uspoof_getSkeleton(checker, 0, base.getBuffer(), base.length(), skeleton, 32, &status);
    if (U_FAILURE(status)) give_up("look-alike lookup failed");
    if (length != 1 || !is_ascii_letter(skeleton[0])) continue;
    const auto letter = static_cast<char>(u_tolower(skeleton[0]));
    table[c] =
        letter == 'l' && has_category(c, U_GC_LU_MASK) ? 'i' : letter;  // a capital I and a small l are one to ICU
  }
  uspoof_close(checker);
  for (const char* row : look_alike_rows()) {
    const icu::UnicodeString pairs = icu::UnicodeString::fromUTF8(row);
    for (int32_t i = 0; i < pairs.length(); i = pairs.moveIndex32(i, 3)) {
      const UChar32 to = pairs.char32At(pairs.moveIndex32(i, 1));
      if (!is_ascii_letter(to)) give_up(std::string("odd look-alike row: ") + row);
      table[pairs.char32At(i)] = static_cast<char>(u_tolower(to));
    }
  }
  for (UChar32 i = 0; i < 26; ++i) {
    const auto letter = static_cast<char>('a' + i);
    table[0x1F150 + i] = letter;  // white on a black disc
    table[0x1F170 + i] = letter;  // white on a black square
    table[0x1F1E6 + i] = letter;  // the letters that flags are made of
  }
  return table;
}

template <typename T>
struct Trie {
  std::vector<std::uint16_t> pages;
  std::vector<T> values;
};

/// The first `own` pages stand at their own index, the others are shared where they are equal.
template <typename T>
Trie<T> pack(const std::vector<T>& all, std::size_t own) {
  Trie<T> trie;
  std::map<std::vector<T>, std::uint16_t> seen;
  for (std::size_t at = 0; at < all.size(); at += cm::tables::page_size) {
    std::vector<T> page(all.begin() + static_cast<std::ptrdiff_t>(at),
                        all.begin() + static_cast<std::ptrdiff_t>(at + cm::tables::page_size));
    const auto next = static_cast<std::uint16_t>(trie.values.size() / cm::tables::page_size);
    const auto [found, fresh] = seen.emplace(page, next);
    if (fresh || trie.pages.size() < own) {
      trie.pages.push_back(next);
      trie.values.insert(trie.values.end(), page.begin(), page.end());
    } else {
      trie.pages.push_back(found->second);
    }
  }
  return trie;
}

template <typename T>
void write_array(std::ofstream& out, const std::string& declaration, const std::vector<T>& values) {
  out << "const " << declaration << "[] = {";
  for (std::size_t i = 0; i < values.size(); ++i) out << (i % 16 == 0 ? "\n" : "") << +values[i] << ",";
  out << "};\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) give_up("usage: make_tables OUTPUT.cpp");
  constexpr std::size_t code_points = std::size_t{cm::tables::last_code_point} + 1;
  const std::map<UChar32, char> look_alikes = make_look_alikes();
  Pool pool;
  std::vector<std::uint32_t> folds(code_points);
  std::vector<std::uint8_t> properties(code_points);
  for (std::size_t i = 0; i < code_points; ++i) {
    const auto c = static_cast<UChar32>(i);
    folds[i] = fold_entry_of(c, pool);
    unsigned property = static_cast<unsigned>(class_of(c));
    const bool cased = u_tolower(c) != c || u_toupper(c) != c;
    if (cased && has_category(c, U_GC_LU_MASK | U_GC_LT_MASK)) property |= cm::tables::upper_flag;
    if (cased && has_category(c, U_GC_LL_MASK)) property |= cm::tables::lower_flag;
    const bool pictograph = c >= 0xA9 && u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) != 0;
    const bool flag_letter = c >= 0x1F1E6 && c <= 0x1F1FF;
    if (pictograph || flag_letter) property |= cm::tables::emoji_flag;
    if (look_alikes.count(c) != 0) property |= cm::tables::look_alike_flag;
    properties[i] = static_cast<std::uint8_t>(property);
    const icu::UnicodeString folded = fold_of(c);
    if (!folded.isEmpty() && is_part_of_word(folded.char32At(0))) folds[i] |= cm::tables::word_bit;
    for (int32_t at = 0; at < folded.length(); ++at) {
      if (folded[at] >= '0' && folded[at] <= '9') folds[i] |= cm::tables::digit_bit;
      if (folded[at] >= 0x80) folds[i] |= cm::tables::wide_bit;
    }
    const bool turns_text = c == 0x202E;
    if ((look_alikes.count(c) != 0 && !flag_letter) || turns_text) folds[i] |= cm::tables::odd_bit;
  }
  const auto fold_trie = pack(folds, 0x800 / cm::tables::page_size);
  const auto property_trie = pack(properties, 0x800 / cm::tables::page_size);

  std::ofstream out(argv[1], std::ios::binary);
  out << "// Written by make_tables.cpp from Unicode " << U_UNICODE_VERSION << ".\n"
      << "#include \"text/tables/tables.h\"\n\nnamespace cm::tables {\n";
  write_array(out, "std::uint16_t fold_page", fold_trie.pages);
  write_array(out, "std::uint32_t fold_entries", fold_trie.values);
  write_array(out, "unsigned char fold_pool", std::vector<unsigned char>(pool.bytes().begin(), pool.bytes().end()));
  write_array(out, "std::uint16_t property_page", property_trie.pages);
  write_array(out, "std::uint8_t properties", property_trie.values);
  std::vector<std::uint32_t> pairs;
  for (const auto& [from, to] : look_alikes)
    pairs.push_back(static_cast<std::uint32_t>(from) << 8U | static_cast<unsigned char>(to));
  write_array(out, "std::uint32_t look_alikes", pairs);
  out << "const std::size_t look_alike_count = " << pairs.size() << ";\n}  // namespace cm::tables\n";
  out.close();
  if (!out) give_up("cannot write the tables");
  return 0;
}
