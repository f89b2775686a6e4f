#include "platforms/reply_json.h"

#include "base/error.h"
#include "ndjson/json_text.h"
#include "text/utf8.h"

namespace cm {
namespace {

const Json null;

Json parsed(std::string_view body) {
  if (is_nested_too_deep(body)) return Json(Json::value_t::discarded);
  Json tree = Json::parse(body, nullptr, false);
  if (tree.is_discarded() && !is_valid_utf8(body)) tree = Json::parse(repaired_utf8(body), nullptr, false);
  return tree;
}

bool is_web_page(const HttpReply& reply) {
  const std::size_t first = reply.body.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && reply.body[first] == '<') return true;
  return reply.header("Content-Type").value_or("").starts_with("text/html");
}

}  // namespace

Json parse_reply(const HttpReply& reply, std::string_view host) {
  Json tree = parsed(reply.body);
  if (!tree.is_discarded()) return tree;
  const std::string who(host);
  if (is_web_page(reply)) {
    throw Error(ErrorKind::unavailable, who +
                                            " answers with a web page (HTML) where JSON was asked for; check the "
                                            "channel's address, and whether a login page, a firewall or an error "
                                            "message stands in the way");
  }
  throw Error(ErrorKind::unavailable,
              who + " answers with JSON that is broken or cut off; what was done so far is saved, run again to go on");
}

Json parse_reply_or_null(const HttpReply& reply) {
  Json tree = parsed(reply.body);
  return tree.is_discarded() ? Json() : tree;
}

const Json& member(const Json& object, std::string_view key) {
  if (!object.is_object()) return null;
  const auto at = object.find(key);
  return at == object.end() ? null : *at;
}

std::string text_of(const Json& object, std::string_view key) {
  const Json& value = member(object, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::string id_of(const Json& object, std::string_view key) {
  const Json& value = member(object, key);
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer() && value != 0) return value.dump();
  return {};
}

std::optional<std::int64_t> count_of(const Json& object, std::string_view key) {
  const Json& value = member(object, key);
  return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

std::optional<bool> flag_of(const Json& object, std::string_view key) {
  const Json& value = member(object, key);
  return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
}

std::optional<Timestamp> moment_of(const Json& object, std::string_view key) {
  const Json& value = member(object, key);
  if (value.is_string()) return parse_iso8601(value.get_ref<const std::string&>());
  constexpr std::int64_t year_9999 = 253'402'300'799;
  if (const auto seconds = count_of(object, key); seconds && *seconds > 0 && *seconds <= year_9999) {
    return Timestamp(std::chrono::seconds(*seconds));
  }
  return std::nullopt;
}

}  // namespace cm
