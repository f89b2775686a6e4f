// The text of a piece of HTML, as comments come from services that only hand out HTML.
#pragma once

#include <string>
#include <string_view>

namespace cm {

/// What a reader sees: tags away, entities as their characters, breaks and ends of blocks as line
/// breaks, scripts and styles dropped. The target of a link that its text does not show stands behind
/// it after a blank, so that no link is hidden from rules; mentions and hashtags (class "mention",
/// "hashtag") are kept as their text alone. Takes broken HTML as it comes; linear in its length.
[[nodiscard]] std::string text_of_html(std::string_view html);

}  // namespace cm
