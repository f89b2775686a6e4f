#include "moderation/plan_json.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace cm {
namespace {

using Json = nlohmann::ordered_json;

struct NoPlan : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws what nlohmann throws, and NoPlan for a value that is none of ours.
PlanItem item_from(const Json& line) {
  PlanItem item;
  if (line.value("plan", 0) != 1) throw NoPlan("this is no line of a plan of version 1");
  item.key = line.at("key").get<std::string>();
  if (!parse_key(item.key)) throw NoPlan("\"" + item.key + "\" is no key of the form channel/id");
  const auto deed = parse_deed_kind(line.at("deed").get<std::string>());
  if (!deed) throw NoPlan("no deed is called \"" + line.at("deed").get<std::string>() + "\"");
  item.deed = *deed;
  const auto wanted = parse_action(line.at("wanted").get<std::string>());
  if (!wanted) throw NoPlan("no action is called \"" + line.at("wanted").get<std::string>() + "\"");
  item.wanted = *wanted;
  if (const auto& why = line.at("downgrade"); !why.is_null()) item.downgrade = why.get<std::string>();
  item.local = line.at("local").get<bool>();
  item.score = line.at("score").get<int>();
  item.labels = line.at("labels").get<std::vector<std::string>>();
  item.rule = line.at("rule").get<std::string>();
  item.author_id = line.at("author_id").get<std::string>();
  item.text_digest = line.at("text_digest").get<std::string>();
  return item;
}

}  // namespace

std::string to_json(const PlanItem& item) {
  Json line;
  line["plan"] = 1;
  line["key"] = item.key;
  line["deed"] = to_string(item.deed);
  line["wanted"] = to_string(item.wanted);
  line["downgrade"] = item.downgrade.empty() ? Json() : Json(item.downgrade);
  line["local"] = item.local;
  line["score"] = item.score;
  line["labels"] = item.labels;
  line["rule"] = item.rule;
  line["author_id"] = item.author_id;
  line["text_digest"] = item.text_digest;
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

PlanFile read_plan(std::string_view ndjson, const std::string& name) {
  PlanFile plan;
  std::uint32_t number = 0;
  while (!ndjson.empty()) {
    ++number;
    const std::size_t end = ndjson.find('\n');
    const std::string_view line = ndjson.substr(0, end);
    ndjson.remove_prefix(end == std::string_view::npos ? ndjson.size() : end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto refuse = [&](const std::string& why) { plan.problems.push_back({{name, number, 1}, why}); };
    try {
      plan.items.push_back(item_from(Json::parse(line)));
    } catch (const Json::exception& error) {
      refuse(error.what());
    } catch (const NoPlan& error) {
      refuse(error.what());
    }
  }
  return plan;
}

}  // namespace cm
