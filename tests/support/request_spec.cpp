#include "support/request_spec.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "http/url.h"

namespace cm {
namespace {

using Json = nlohmann::json;
using Complaints = std::vector<std::string>;
using Parameters = std::vector<std::pair<std::string, std::string>>;

Parameters pairs_of(std::string_view encoded) {
  Parameters pairs;
  while (!encoded.empty()) {
    const std::string_view pair = encoded.substr(0, encoded.find('&'));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    pairs.emplace_back(percent_decoded(pair.substr(0, equals)),
                       percent_decoded(pair.substr(std::min(equals + 1, pair.size()))));
    encoded.remove_prefix(std::min(pair.size() + 1, encoded.size()));
  }
  return pairs;
}

std::string path_of(const LoopbackRequest& request) { return request.target.substr(0, request.target.find('?')); }

Parameters query_of(const LoopbackRequest& request) {
  const auto mark = request.target.find('?');
  return mark == std::string::npos ? Parameters() : pairs_of(std::string_view(request.target).substr(mark + 1));
}

std::string lowered(std::string text) {
  for (char& letter : text) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  return text;
}

std::vector<std::string> segments_of(const std::string& path) {
  std::vector<std::string> segments;
  std::string segment;
  for (const char letter : path + "/") {
    if (letter != '/') {
      segment += letter;
    } else if (!segment.empty()) {
      segments.push_back(std::exchange(segment, {}));
    }
  }
  return segments;
}

/// How many segments are spelled out when the path fits the template ("/posts/{id}.json"); -1 when it does not.
int fit(const std::string& path, const std::string& pattern) {
  const auto given = segments_of(path);
  const auto wanted = segments_of(pattern);
  if (given.size() != wanted.size()) return -1;
  int spelled = 0;
  for (std::size_t at = 0; at < given.size(); ++at) {
    const auto open = wanted[at].find('{');
    const auto close = wanted[at].find('}');
    if (open == std::string::npos || close == std::string::npos) {
      if (given[at] != wanted[at]) return -1;
      ++spelled;
      continue;
    }
    const std::string before = wanted[at].substr(0, open);
    const std::string after = wanted[at].substr(close + 1);
    if (given[at].size() < before.size() + after.size() + 1 || !given[at].starts_with(before) ||
        !given[at].ends_with(after))
      return -1;
  }
  return spelled;
}

const Json& at_pointer(const Json& root, const std::string& reference) {
  return root.at(Json::json_pointer(reference.substr(1)));
}

const Json& resolved(const Json& root, const Json& schema) {
  const Json* now = &schema;
  while (now->is_object() && now->contains("$ref") && (*now)["$ref"].get_ref<const std::string&>().starts_with("#/")) {
    now = &at_pointer(root, (*now)["$ref"].get<std::string>());
  }
  return *now;
}

bool is_number(const std::string& text, const Json& schema) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  const auto bound = [&schema](const char* name, double fallback) {
    if (!schema.contains(name)) return fallback;
    return schema[name].is_string() ? std::stod(schema[name].get<std::string>()) : schema[name].get<double>();
  };
  return value >= bound("minimum", -1e18) && value <= bound("maximum", 1e18);
}

/// Whether a parameter's text is a value of the schema.
bool fits_text(const Json& root, const Json& unresolved, const std::string& text) {
  const Json& schema = resolved(root, unresolved);
  if (!schema.is_object()) return true;
  if (schema.contains("enum")) {
    return std::ranges::any_of(schema["enum"], [&](const Json& value) {
      return value.is_string() ? value.get<std::string>() == text : value.dump() == text;
    });
  }
  const Json type = schema.value("type", Json());
  if (type == "integer" || type == "number") return is_number(text, schema);
  if (type == "boolean") return lowered(text) == "true" || lowered(text) == "false";
  if (type == "array" && schema.contains("items")) {
    std::string item;
    for (const char letter : text + ",") {
      if (letter != ',') {
        item += letter;
      } else if (!fits_text(root, schema["items"], std::exchange(item, {}))) {
        return false;
      }
    }
  }
  return true;
}

void check_value(const Json& root, const Json& unresolved, const Json& value, const std::string& place,
                 Complaints& complaints);

void check_object(const Json& root, const Json& schema, const Json& value, const std::string& place,
                  Complaints& complaints) {
  if (!value.is_object()) {
    complaints.push_back(place + " is not an object");
    return;
  }
  const Json properties = schema.value("properties", Json::object());
  for (const auto& [name, part] : value.items()) {
    if (properties.contains(name)) {
      check_value(root, properties[name], part, place + "." + name, complaints);
    } else if (!properties.empty() && schema.value("additionalProperties", Json(false)) != true) {
      complaints.push_back("no field \"" + place + "." + name + "\"");
    }
  }
  const Json required = schema.value("required", Json::array());
  for (const Json& name : required.is_array() ? required : Json::array()) {
    if (!value.contains(name.get<std::string>()))
      complaints.push_back("\"" + place + "." + name.get<std::string>() + "\" is missing");
  }
}

void check_value(const Json& root, const Json& unresolved, const Json& value, const std::string& place,
                 Complaints& complaints) {
  const Json& schema = resolved(root, unresolved);
  for (const char* const any : {"oneOf", "anyOf"}) {
    if (!schema.contains(any) || schema.contains("properties")) continue;
    Complaints last;
    for (const Json& choice : schema[any]) {
      last.clear();
      check_value(root, choice, value, place, last);
      if (last.empty()) return;
    }
    complaints.insert(complaints.end(), last.begin(), last.end());
    return;
  }
  if (schema.contains("allOf")) {
    Json whole{{"properties", Json::object()}, {"required", Json::array()}};
    for (const Json& part : schema["allOf"]) {
      const Json& piece = resolved(root, part);
      whole["properties"].update(piece.value("properties", Json::object()));
      for (const Json& name : piece.value("required", Json::array())) whole["required"].push_back(name);
    }
    check_object(root, whole, value, place, complaints);
    return;
  }
  Json type = schema.value("type", Json());
  if (type.is_array()) type = type.empty() ? Json() : type.front();
  if (type == "object" || schema.contains("properties")) {
    check_object(root, schema, value, place, complaints);
  } else if (type == "array") {
    if (!value.is_array()) complaints.push_back(place + " is not a list");
    for (const Json& item : value)
      check_value(root, schema.value("items", Json::object()), item, place + "[]", complaints);
  } else if (type == "string" && !value.is_string()) {
    complaints.push_back(place + " is not a text");
  } else if (type == "integer" && !value.is_number_integer()) {
    complaints.push_back(place + " is not a whole number");
  } else if (type == "boolean" && !value.is_boolean()) {
    complaints.push_back(place + " is neither true nor false");
  }
  if (schema.contains("enum") && std::ranges::find(schema["enum"], value) == schema["enum"].end()) {
    complaints.push_back(place + " is none of the values it may have");
  }
}

Json body_of(const LoopbackRequest& request) {
  const Json body = Json::parse(request.body, nullptr, false);
  return body.is_discarded() ? Json() : body;
}

std::string without_brackets(std::string name) {
  if (name.ends_with("[]")) name.resize(name.size() - 2);
  return name;
}

/// "limit<=100" and "comment_ids(json array)" are called limit and comment_ids; "message.text" is message.
std::string name_in(const std::string& entry) {
  return entry.substr(0, std::min(entry.find_first_of("<=( ."), entry.size()));
}

}  // namespace

RequestSpec openapi_spec(Json description, std::string base) {
  return [root = std::move(description), base = std::move(base)](const LoopbackRequest& request) {
    Complaints complaints;
    std::string path = path_of(request);
    if (!path.starts_with(base)) return Complaints{"the path does not begin with " + base};
    path.erase(0, base.size());
    const Json* call = nullptr;
    const Json* shared = nullptr;
    int best = -1;
    for (const auto& [pattern, calls] : root["paths"].items()) {
      const int fitting = fit(path, pattern);
      if (fitting <= best || !calls.contains(lowered(request.method))) continue;
      best = fitting;
      call = &calls[lowered(request.method)];
      shared = calls.contains("parameters") ? &calls["parameters"] : nullptr;
    }
    if (call == nullptr) return Complaints{"no such path"};
    Json known = call->value("parameters", Json::array());
    if (shared != nullptr) known.insert(known.end(), shared->begin(), shared->end());
    std::set<std::string> seen;
    for (const auto& asked : query_of(request)) {
      const auto& name = asked.first;
      const auto& value = asked.second;
      const auto parameter = std::ranges::find_if(known, [&](const Json& entry) {
        const Json& one = resolved(root, entry);
        return one["in"] == "query" && without_brackets(one["name"]) == without_brackets(name);
      });
      if (parameter == known.end()) {
        complaints.push_back("no parameter \"" + name + "\"");
      } else if (!fits_text(root, resolved(root, *parameter).value("schema", Json()), value)) {
        complaints.push_back("parameter \"" + name + "\" cannot be \"" + value + "\"");
      }
      seen.insert(without_brackets(name));
    }
    for (const Json& entry : known) {
      const Json& one = resolved(root, entry);
      if (one["in"] == "query" && one.value("required", Json(false)) == true &&
          !seen.contains(without_brackets(one["name"]))) {
        complaints.push_back("parameter \"" + one["name"].get<std::string>() + "\" is missing");
      }
    }
    const Json& content = resolved(root, call->value("requestBody", Json::object())).value("content", Json::object());
    if (!request.body.empty() && content.empty()) complaints.emplace_back("there is no body to send");
    if (content.contains("application/json")) {
      check_value(root, content["application/json"]["schema"], body_of(request), "body", complaints);
    }
    return complaints;
  };
}

RequestSpec discovery_spec(Json description) {
  return [root = std::move(description)](const LoopbackRequest& request) {
    Complaints complaints;
    for (const auto& resource : root["resources"]) {
      for (const auto& method : resource.value("methods", Json::object())) {
        if (method["httpMethod"] != request.method || "/" + method["path"].get<std::string>() != path_of(request))
          continue;
        const Json& known = method["parameters"];
        std::set<std::string> seen;
        for (const auto& [name, value] : query_of(request)) {
          seen.insert(name);
          if (!known.contains(name) && !root["parameters"].contains(name)) {
            complaints.push_back("no parameter \"" + name + "\"");
          } else if (known.contains(name) && !fits_text(root, known[name], value)) {
            complaints.push_back("parameter \"" + name + "\" cannot be \"" + value + "\"");
          }
        }
        for (const auto& [name, one] : known.items()) {
          if (one.value("required", Json(false)) == true && !seen.contains(name))
            complaints.push_back("parameter \"" + name + "\" is missing");
        }
        if (method.contains("request")) {
          // References are bare names here; a few levels are spelled out.
          const std::function<Json(const Json&, int)> spelled = [&](const Json& schema, int depth) -> Json {
            Json one = schema.contains("$ref") ? root["schemas"][schema["$ref"].get<std::string>()] : schema;
            if (one.contains("properties") && depth > 0) {
              for (auto& [name, part] : one["properties"].items()) part = spelled(part, depth - 1);
            }
            return one;
          };
          check_value(root, spelled(method["request"], 3), body_of(request), "body", complaints);
        } else if (!request.body.empty()) {
          complaints.emplace_back("there is no body to send");
        }
        return complaints;
      }
    }
    return Complaints{"no such method"};
  };
}

RequestSpec lexicon_spec(std::function<Json(const std::string& id)> lexicon) {
  return [lexicon = std::move(lexicon)](const LoopbackRequest& request) {
    Complaints complaints;
    const std::string path = path_of(request);
    if (!path.starts_with("/xrpc/")) return Complaints{"no such path"};
    const std::string id = path.substr(6);
    const Json read = lexicon(id);
    if (read.is_null()) return Complaints{"no such method"};
    const Json& main = read["defs"]["main"];
    if ((main["type"] == "query") != (request.method == "GET")) complaints.emplace_back("wrong verb");
    const Json parameters = main.value("parameters", Json::object());
    const Json known = parameters.value("properties", Json::object());
    for (const auto& [name, value] : query_of(request)) {
      if (!known.contains(name)) {
        complaints.push_back("no parameter \"" + name + "\"");
        continue;
      }
      const Json& schema = known[name]["type"] == "array" ? known[name]["items"] : known[name];
      if (!fits_text(read, schema, value))
        complaints.push_back("parameter \"" + name + "\" cannot be \"" + value + "\"");
    }
    // References lead to other files: "app.bsky.x#y", "#y" in the same; unions and records say what they are by $type.
    const std::function<void(const std::string&, const Json&, const Json&, const std::string&)> check =
        [&](const std::string& home, const Json& schema, const Json& value, const std::string& place) {
          const auto follow = [&](const std::string& reference) {
            const auto mark = reference.find('#');
            const std::string file = mark == 0 ? home : reference.substr(0, mark);
            const Json there = lexicon(file);
            const std::string name = mark == std::string::npos ? "main" : reference.substr(mark + 1);
            if (there.is_null() || !there["defs"].contains(name)) {
              complaints.push_back("nothing is called " + reference);
              return;
            }
            const Json& found = there["defs"][name];
            check(file, found["type"] == "record" ? found["record"] : found, value, place);
          };
          const Json type = schema.value("type", Json());
          if (value.is_null()) return;
          if (type == "ref") return follow(schema["ref"].get<std::string>());
          if (type == "union" || type == "unknown") {
            const std::string said = value.is_object() ? value.value("$type", "") : "";
            if (said.empty()) {
              complaints.push_back(place + " does not say its $type");
            } else {
              follow(said);
            }
            return;
          }
          if (type == "array") {
            if (!value.is_array()) complaints.push_back(place + " is not a list");
            for (const Json& item : value) check(home, schema["items"], item, place + "[]");
            if (schema.contains("maxLength") && value.size() > schema["maxLength"].get<std::size_t>())
              complaints.push_back(place + " is too long");
            return;
          }
          if (type == "object") {
            const Json properties = schema.value("properties", Json::object());
            for (const auto& [name, part] : value.items()) {
              if (name == "$type") continue;
              if (!properties.contains(name)) {
                complaints.push_back("no field \"" + place + "." + name + "\"");
              } else {
                check(home, properties[name], part, place + "." + name);
              }
            }
            for (const Json& name : schema.value("required", Json::array())) {
              if (!value.contains(name.get<std::string>()))
                complaints.push_back("\"" + place + "." + name.get<std::string>() + "\" is missing");
            }
            return;
          }
          if (type == "string" && !value.is_string()) complaints.push_back(place + " is not a text");
          if (type == "integer" && !value.is_number_integer()) complaints.push_back(place + " is not a whole number");
          if (type == "boolean" && !value.is_boolean()) complaints.push_back(place + " is neither true nor false");
        };
    if (main.contains("input")) {
      check(id, main["input"]["schema"], body_of(request), "body");
    } else if (!request.body.empty()) {
      complaints.emplace_back("there is no body to send");
    }
    return complaints;
  };
}

RequestSpec endpoint_list_spec(Json list, std::string base, std::vector<std::string> always) {
  return [list = std::move(list), base = std::move(base), always = std::move(always)](const LoopbackRequest& request) {
    const std::string path = path_of(request);
    if (!path.starts_with(base)) return Complaints{"the path does not begin with " + base};
    Complaints nearest{"no such path"};
    for (const Json& endpoint : list) {
      std::string pattern = endpoint["path"].get<std::string>();
      if (const auto optional = pattern.find("(.json)"); optional != std::string::npos) pattern.erase(optional);
      if (endpoint["method"] != request.method || fit(path.substr(base.size()), pattern) < 0) continue;
      const auto names = [&](const char* part) {
        std::set<std::string> known(always.begin(), always.end());
        for (const Json& entry : endpoint.value(part, Json::array())) known.insert(name_in(entry.get<std::string>()));
        return known;
      };
      Complaints complaints;
      const auto query = names("query");
      for (const auto& [name, value] : query_of(request)) {
        if (!query.contains(name)) complaints.push_back("no parameter \"" + name + "\"");
      }
      const Json body = body_of(request);
      if (body.is_object()) {
        const auto json = names("json");
        for (const auto& [name, value] : body.items()) {
          if (!json.contains(name)) complaints.push_back("no field \"" + name + "\"");
        }
      } else {
        const auto form = names("form");
        for (const auto& [name, value] : pairs_of(request.body)) {
          if (!form.contains(name)) complaints.push_back("no form field \"" + name + "\"");
        }
      }
      if (complaints.empty()) return complaints;
      nearest = complaints;
    }
    return nearest;
  };
}

SpecServer::SpecServer(RequestSpec spec, LoopbackServer::Answer answer)
    : spec_(std::move(spec)), answer_(std::move(answer)), server_([this](const LoopbackRequest& request) {
        const auto found = spec_(request);
        const std::lock_guard lock(mutex_);
        for (const auto& complaint : found)
          complaints_.push_back(request.method + " " + request.target + ": " + complaint);
        return answer_(request);
      }) {}

std::vector<std::string> SpecServer::complaints() const {
  const std::lock_guard lock(mutex_);
  return complaints_;
}

}  // namespace cm
