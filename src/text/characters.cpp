#include "text/characters.h"

#include "text/tables/tables.h"

namespace cm {
namespace {

tables::CharClass class_of(char32_t code_point) {
  return static_cast<tables::CharClass>(tables::property_of(code_point) & 0x0FU);
}

}  // namespace

bool is_word_character(char32_t code_point) {
  const tables::CharClass kind = class_of(code_point);
  return (kind != tables::CharClass::other && kind != tables::CharClass::blank) || code_point == U'_';
}

bool is_capital(char32_t code_point) { return (tables::property_of(code_point) & tables::upper_flag) != 0; }

bool is_small(char32_t code_point) { return (tables::property_of(code_point) & tables::lower_flag) != 0; }

bool is_emoji(char32_t code_point) { return (tables::property_of(code_point) & tables::emoji_flag) != 0; }

bool is_flag_letter(char32_t code_point) { return code_point >= 0x1F1E6 && code_point <= 0x1F1FF; }

bool is_blank(char32_t code_point) { return class_of(code_point) == tables::CharClass::blank; }

bool is_invisible(char32_t code_point) {
  return code_point >= 0x80 && tables::kind_of(tables::fold_entry(code_point)) == tables::FoldKind::drop &&
         code_point != 0x0640;
}

}  // namespace cm
