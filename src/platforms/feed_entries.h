// The entries of an RSS or Atom feed, as comments.
#pragma once

#include <string>
#include <string_view>

#include "platforms/platform.h"

namespace cm {

/// Reads a feed. Entities beyond XML's own are never expanded, nothing outside is fetched. Links of
/// Google's alert feeds are unwrapped to the page they lead to. Throws Error(unavailable) for a text
/// that is no feed, Error(refused) for one that declares entities.
[[nodiscard]] CommentPage read_feed(std::string_view xml, const std::string& name);

/// "Tue, 10 Jun 2003 04:00:00 +0200", the form of RSS; nothing for anything else.
[[nodiscard]] std::optional<Timestamp> parse_mail_date(std::string_view text);

}  // namespace cm
