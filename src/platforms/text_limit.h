// TextLimit: how long a reply may be, counted as each platform counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cm {

enum class TextUnit : std::uint8_t {
  code_points,  ///< Unicode characters as a person who programs counts them
  utf16_units,  ///< as JavaScript counts: an emoji is two or more
  bytes,        ///< of UTF-8
  graphemes,    ///< characters as a reader sees them: an emoji with skin tone is one
  x_weighted,   ///< X: most letters 1, CJK and emoji 2, any link 23
  links_as_23,  ///< Mastodon: code points, any link 23
};

struct TextLimit {
  std::size_t most = 0;  ///< 0: none is known
  TextUnit unit = TextUnit::code_points;
  std::size_t most_bytes = 0;  ///< a second limit beside it; 0: none
};

/// The length of a valid UTF-8 text in a unit.
[[nodiscard]] std::size_t length_in(TextUnit unit, std::string_view text);

/// "the text is 312 characters long, 300 are allowed"; empty when it fits.
[[nodiscard]] std::string why_too_long(const TextLimit& limit, std::string_view text);

inline constexpr TextLimit bluesky_text{300, TextUnit::graphemes, 3000};
inline constexpr TextLimit x_text{280, TextUnit::x_weighted, 0};
inline constexpr TextLimit youtube_text{10'000, TextUnit::code_points, 0};
inline constexpr TextLimit mastodon_text{500, TextUnit::links_as_23, 0};
inline constexpr TextLimit reddit_text{10'000, TextUnit::code_points, 0};
inline constexpr TextLimit discourse_text{32'000, TextUnit::code_points, 0};
inline constexpr TextLimit linkedin_text{1'250, TextUnit::code_points, 0};
inline constexpr TextLimit tiktok_text{150, TextUnit::code_points, 0};
inline constexpr TextLimit disqus_text{25'000, TextUnit::code_points, 0};
inline constexpr TextLimit wordpress_text{65'525, TextUnit::bytes, 0};
inline constexpr TextLimit facebook_text{8'000, TextUnit::code_points, 0};
inline constexpr TextLimit instagram_text{300, TextUnit::code_points, 0};
inline constexpr TextLimit threads_text{500, TextUnit::code_points, 0};

// Messages to one person have limits of their own.
inline constexpr TextLimit facebook_private_text{2'000, TextUnit::code_points, 0};
inline constexpr TextLimit instagram_private_text{1'000, TextUnit::bytes, 0};
inline constexpr TextLimit x_private_text{10'000, TextUnit::code_points, 0};
inline constexpr TextLimit bluesky_private_text{1'000, TextUnit::graphemes, 10'000};

/// How long a post of the brand's own may be there: the text of a post, a caption or a description, as it is
/// without paid extensions. Nothing is known of platforms that the table does not name.
[[nodiscard]] TextLimit post_limit_of(std::string_view platform);

}  // namespace cm
