// Replies of platforms as JSON trees: reading facts of which any may be missing or of an odd type.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"
#include "http/http_client.h"

namespace cm {

using Json = nlohmann::json;

/// The reply's body as a tree. Ill-formed UTF-8 is repaired. Throws Error(unavailable) that says
/// whether a web page came instead or the answer was cut off; `host` begins the message.
[[nodiscard]] Json parse_reply(const HttpReply& reply, std::string_view host);

/// The same, or null where the body is no JSON: for error replies, whose body may be anything.
[[nodiscard]] Json parse_reply_or_null(const HttpReply& reply);

/// The member, or null when there is none or `object` is no object.
[[nodiscard]] const Json& member(const Json& object, std::string_view key);

/// A member's text; empty when it is missing or something else.
[[nodiscard]] std::string text_of(const Json& object, std::string_view key);

/// A member that is a text or a whole number, as text; 0 and anything else is empty.
[[nodiscard]] std::string id_of(const Json& object, std::string_view key);

[[nodiscard]] std::optional<std::int64_t> count_of(const Json& object, std::string_view key);
[[nodiscard]] std::optional<bool> flag_of(const Json& object, std::string_view key);

/// A member that is an ISO 8601 time, or whole seconds since 1970.
[[nodiscard]] std::optional<Timestamp> moment_of(const Json& object, std::string_view key);

}  // namespace cm
