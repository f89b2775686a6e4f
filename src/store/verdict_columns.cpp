#include "store/verdict_columns.h"

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace cm {
namespace {

using nlohmann::json;

json parsed(std::string_view column) {
  try {
    return json::parse(column);
  } catch (const json::exception&) {
    throw Error(ErrorKind::internal, "a verdict in the store is not the JSON that cm wrote");
  }
}

}  // namespace

std::string labels_to_column(const std::vector<std::string>& labels) {
  return labels.empty() ? std::string() : json(labels).dump();
}

std::string matches_to_column(const std::vector<MatchRecord>& matches) {
  if (matches.empty()) return {};
  json list = json::array();
  for (const auto& match : matches) {
    list.push_back({{"rule", match.rule},
                    {"field", to_string(match.field)},
                    {"view", to_string(match.view)},
                    {"begin", match.begin},
                    {"end", match.end},
                    {"score", match.score},
                    {"mode", to_string(match.mode)}});
  }
  return list.dump();
}

std::vector<std::string> labels_from_column(std::string_view column) {
  return column.empty() ? std::vector<std::string>() : parsed(column).get<std::vector<std::string>>();
}

std::vector<MatchRecord> matches_from_column(std::string_view column) {
  std::vector<MatchRecord> matches;
  if (column.empty()) return matches;
  for (const auto& item : parsed(column)) {
    MatchRecord match;
    match.rule = item.value("rule", "");
    match.field = parse_field(item.value("field", "text")).value_or(Field::text);
    match.view = parse_view(item.value("view", "raw")).value_or(View::raw);
    match.begin = item.value("begin", 0U);
    match.end = item.value("end", 0U);
    match.score = item.value("score", 0);
    match.mode = parse_rule_mode(item.value("mode", "enforce")).value_or(RuleMode::enforce);
    matches.push_back(std::move(match));
  }
  return matches;
}

}  // namespace cm
