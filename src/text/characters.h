// What kind of character a code point is.
#pragma once

namespace cm {

/// A letter, mark or digit of any script, or an underscore: what words are made of.
[[nodiscard]] bool is_word_character(char32_t code_point);

/// A capital of a letter that has two cases.
[[nodiscard]] bool is_capital(char32_t code_point);

/// A small letter that has a capital.
[[nodiscard]] bool is_small(char32_t code_point);

/// A pictograph, or one of the two letters of a flag. Skin tones, joiners and variation selectors
/// are parts of an emoji and not emoji themselves.
[[nodiscard]] bool is_emoji(char32_t code_point);

/// One of the two letters that make a flag.
[[nodiscard]] bool is_flag_letter(char32_t code_point);

/// White space of any script, line breaks among it.
[[nodiscard]] bool is_blank(char32_t code_point);

/// A character that shows nothing and may stand inside a word: a joiner, a soft hyphen, a direction mark.
[[nodiscard]] bool is_invisible(char32_t code_point);

}  // namespace cm
