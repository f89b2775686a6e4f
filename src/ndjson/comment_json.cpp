#include "ndjson/comment_json.h"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "ndjson/json_text.h"

namespace cm {
namespace {

// Sorted by key, so that a line of a hundred thousand keys costs no more than its length.
using Json = nlohmann::json;

std::string dumped(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

// Each take_... moves a fact out of the object when it has the type it should have. What is left in
// the object afterwards is what cm does not know. A null is a fact that nobody told.
Json* find(Json& object, std::string_view key) {
  const auto at = object.find(std::string(key));
  return at == object.end() ? nullptr : &*at;
}

void take_text(Json& object, std::string_view key, std::string& into) {
  Json* const value = find(object, key);
  if (value == nullptr || !(value->is_string() || value->is_null())) return;
  if (value->is_string()) into = std::move(value->get_ref<std::string&>());
  object.erase(std::string(key));
}

void take_id(Json& object, std::string_view key, std::string& into) {
  Json* const value = find(object, key);
  if (value != nullptr && value->is_number_integer()) {
    into = value->dump();
    object.erase(std::string(key));
  } else {
    take_text(object, key, into);
  }
}

template <typename Fact, typename Parse>
void take_parsed(Json& object, std::string_view key, Fact& into, Parse parse) {
  Json* const value = find(object, key);
  if (value == nullptr) return;
  if (value->is_string()) {
    const auto parsed = parse(value->get_ref<const std::string&>());
    if (!parsed) return;
    into = *parsed;
  } else if (!value->is_null()) {
    return;
  }
  object.erase(std::string(key));
}

void take_count(Json& object, std::string_view key, std::optional<std::int64_t>& into) {
  Json* const value = find(object, key);
  if (value == nullptr) return;
  if (value->is_number_unsigned()) {
    const auto count = value->get<std::uint64_t>();
    if (!std::in_range<std::int64_t>(count)) return;
    into = static_cast<std::int64_t>(count);
  } else if (value->is_number_integer()) {
    into = value->get<std::int64_t>();
  } else if (!value->is_null()) {
    return;
  }
  object.erase(std::string(key));
}

void take_flag(Json& object, std::string_view key, bool& into) {
  Json* const value = find(object, key);
  if (value == nullptr || !value->is_boolean()) return;
  into = value->get<bool>();
  object.erase(std::string(key));
}

void take_author(Json& object, Author& author) {
  Json* const value = find(object, "author");
  if (value == nullptr) return;
  if (value->is_object()) {
    take_id(*value, "id", author.id);
    take_text(*value, "name", author.name);
    take_parsed(*value, "created_at", author.created_at, parse_iso8601);
    take_text(*value, "role", author.role);
    if (!value->empty()) return;
  } else if (!value->is_null()) {
    return;
  }
  object.erase("author");
}

// What a line says beyond the known facts, as a tree; an empty object when there is nothing.
Json extra_of(const Comment& comment) {
  if (comment.extra.empty()) return Json::object();
  Json extra = Json::parse(comment.extra, nullptr, false);
  return extra.is_object() ? extra : Json::object();
}

void append_name(std::string& line, std::string_view key) {
  if (line.back() != '{') line += ',';
  append_json_string(line, key);
  line += ':';
}

// An unknown fact that came with an odd type goes out as it came.
void append_unknown(std::string& line, std::string_view key, Json& extra) {
  Json* const odd = find(extra, key);
  line += odd == nullptr ? "null" : dumped(*odd);
  if (odd != nullptr) extra.erase(std::string(key));
}

void append_text(std::string& line, std::string_view key, std::string_view text, Json& extra) {
  append_name(line, key);
  if (text.empty()) {
    append_unknown(line, key, extra);
  } else {
    append_json_string(line, text);
  }
}

void append_moment(std::string& line, std::string_view key, const std::optional<Timestamp>& moment, Json& extra) {
  append_text(line, key, moment ? to_iso8601(*moment) : std::string(), extra);
}

void append_rest(std::string& line, const Json& extra) {
  for (const auto& [key, value] : extra.items()) {
    append_name(line, key);
    line += dumped(value);
  }
}

void append_author(std::string& line, const Author& author, Json& extra) {
  append_name(line, "author");
  Json* const kept = find(extra, "author");
  if (kept != nullptr && !kept->is_object()) {
    append_unknown(line, "author", extra);
    return;
  }
  Json rest = kept == nullptr ? Json::object() : *kept;
  extra.erase("author");
  line += '{';
  append_text(line, "id", author.id, rest);
  append_text(line, "name", author.name, rest);
  append_moment(line, "created_at", author.created_at, rest);
  append_text(line, "role", author.role, rest);
  append_rest(line, rest);
  line += '}';
}

}  // namespace

std::variant<Comment, UnreadableLine> comment_from_json(std::string_view line) {
  if (line.size() > longest_line) return UnreadableLine{"the line is longer than 1 MiB", {}};
  if (is_nested_too_deep(line)) return UnreadableLine{"the JSON is nested more than 64 deep", {}};
  Json object;
  try {
    object = Json::parse(line);
  } catch (const Json::exception&) {
    // The parser's own words would show a piece of the comment.
    return UnreadableLine{"the line is not valid JSON in UTF-8", {}};
  }
  if (!object.is_object()) return UnreadableLine{"the line is not a JSON object", {}};

  Comment comment;
  comment.state = CommentState::unknown;
  take_id(object, "id", comment.id);
  if (comment.id.empty()) return UnreadableLine{"\"id\" is missing, or neither a text nor a whole number", {}};
  const Json* const text = find(object, "text");
  if (text == nullptr || !text->is_string()) return UnreadableLine{"\"text\" is missing or not a text", comment.id};
  take_text(object, "text", comment.text);
  take_text(object, "channel", comment.channel);
  take_text(object, "platform", comment.platform);
  take_id(object, "page", comment.page);
  take_id(object, "post", comment.post);
  take_id(object, "parent", comment.parent);
  take_author(object, comment.author);
  take_parsed(object, "created_at", comment.created_at, parse_iso8601);
  take_text(object, "url", comment.url);
  take_count(object, "likes", comment.likes);
  take_text(object, "lang", comment.lang);
  take_parsed(object, "state", comment.state, parse_comment_state);
  take_flag(object, "mention", comment.mention);
  if (!object.empty()) comment.extra = dumped(object);
  return comment;
}

std::string to_json(const Comment& comment) {
  Json extra = extra_of(comment);
  std::string line = "{";
  line.reserve(comment.text.size() + comment.extra.size() + 512);
  append_name(line, "id");
  append_json_string(line, comment.id);
  append_text(line, "channel", comment.channel, extra);
  append_text(line, "platform", comment.platform, extra);
  append_text(line, "page", comment.page, extra);
  append_text(line, "post", comment.post, extra);
  append_text(line, "parent", comment.parent, extra);
  append_author(line, comment.author, extra);
  append_moment(line, "created_at", comment.created_at, extra);
  append_name(line, "text");
  append_json_string(line, comment.text);
  append_text(line, "url", comment.url, extra);
  append_name(line, "likes");
  if (comment.likes) {
    line += std::to_string(*comment.likes);
  } else {
    append_unknown(line, "likes", extra);
  }
  append_text(line, "lang", comment.lang, extra);
  append_text(line, "state", comment.state == CommentState::unknown ? std::string_view() : to_string(comment.state),
              extra);
  if (comment.mention) line += ",\"mention\":true";
  // A platform may have a key of its own by a name that the line has used already.
  for (const char* const known : {"id", "channel", "platform", "page", "post", "parent", "author", "created_at", "text",
                                  "url", "likes", "lang", "state", "mention"}) {
    const auto clash = extra.find(known);
    const bool not_written = std::string_view(known) == "mention" && !comment.mention;
    if (clash == extra.end() || not_written) continue;
    Json value = std::move(*clash);
    extra.erase(clash);
    extra[std::string("_") + known] = std::move(value);
  }
  append_rest(line, extra);
  return line + "}";
}

std::string to_json(std::string_view id, const Verdict& verdict) {
  std::string line = "{\"id\":";
  append_json_string(line, id);
  line.append(",\"action\":\"").append(to_string(verdict.action));
  line.append("\",\"score\":").append(std::to_string(verdict.score));
  line.append(",\"severity\":\"").append(to_string(verdict.severity)).append("\",\"labels\":[");
  for (const auto& label : verdict.labels) {
    if (line.back() != '[') line += ',';
    append_json_string(line, label);
  }
  line += "],\"sentiment\":";
  append_json_string_or_null(
      line, verdict.sentiment == Sentiment::unknown ? std::string_view() : to_string(verdict.sentiment));
  line += ",\"lang\":";
  append_json_string_or_null(line, verdict.lang);
  line += ",\"department\":";
  append_json_string_or_null(line, verdict.department);
  line += ",\"capped_by\":";
  append_json_string_or_null(line, verdict.capped_by);
  line += ",\"matches\":[";
  for (const auto& match : verdict.matches) {
    if (line.back() != '[') line += ',';
    line += "{\"rule\":";
    append_json_string(line, match.rule);
    line.append(",\"view\":\"").append(to_string(match.view));
    line.append("\",\"begin\":").append(std::to_string(match.begin));
    line.append(",\"end\":").append(std::to_string(match.end));
    line.append(",\"score\":").append(std::to_string(match.score));
    line.append(",\"mode\":\"").append(to_string(match.mode)).append("\"");
    // Offsets count in the text unless the line says otherwise.
    if (match.field != Field::text) line.append(",\"field\":\"").append(to_string(match.field)).append("\"");
    line += '}';
  }
  return line + "]}";
}

}  // namespace cm
