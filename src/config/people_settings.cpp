#include "config/people_settings.h"

#include <fmt/core.h>

#include <array>

namespace cm {
namespace {

constexpr std::array<std::string_view, 7> follow_up_keys{"contact_hours", "time_zone",   "hours",   "days",
                                                         "holidays",      "departments", "escalate"};
constexpr std::array<std::string_view, 2> escalation_keys{"after_hours", "to"};
constexpr std::array<std::string_view, 5> reply_keys{"initials", "guide", "facts", "public_notes", "ours"};

WorkingHours working_hours_of(const toml::table& table, TomlReader& reader) {
  WorkingHours working;
  if (const auto zone = reader.text(table, "time_zone")) {
    working.time_zone = *zone;
    if (const auto problem = problem_of_time_zone(*zone)) {
      reader.problem(table.get("time_zone")->source(), *problem);
    }
  }
  if (const auto hours = reader.text(table, "hours")) {
    const auto read = parse_open_hours(*hours);
    if (read) {
      working.hours = *read;
    } else {
      reader.problem(table.get("hours")->source(), "\"hours\" are written as \"09:00-18:00\"");
    }
  }
  if (const auto days = reader.texts(table, "days")) {
    working.days.fill(false);
    for (const std::string& day : *days) {
      if (const auto number = parse_weekday(day)) {
        working.days[*number] = true;
      } else {
        reader.problem(table.get("days")->source(),
                       fmt::format("no day is called \"{}\": sun, mon, tue, wed, thu, fri, sat", day));
      }
    }
    if (days->empty()) reader.problem(table.get("days")->source(), "\"days\" names at least one day");
  }
  if (const auto holidays = reader.texts(table, "holidays")) {
    for (const std::string& text : *holidays) {
      const auto day = text.size() == 10 ? parse_iso8601(text) : std::nullopt;
      if (day) {
        working.holidays.insert(std::chrono::floor<std::chrono::days>(*day));
      } else {
        reader.problem(table.get("holidays")->source(),
                       fmt::format("\"{}\" is no day; write it as \"2026-12-25\"", text));
      }
    }
  }
  return working;
}

std::map<std::string, Escalation, std::less<>> escalations_of(const toml::table& table, TomlReader& reader) {
  std::map<std::string, Escalation, std::less<>> escalations;
  for (const auto& [department, value] : table) {
    const toml::table* one = value.as_table();
    if (one == nullptr) {
      reader.problem(value.source(),
                     fmt::format("\"{}\" must be a table such as {{ after_hours = 24, to = \"head@acme.example\" }}",
                                 department.str()));
      continue;
    }
    reader.refuse_unknown_keys(*one, escalation_keys, fmt::format("[follow_up.escalate] {}", department.str()));
    Escalation escalation;
    if (const auto hours = reader.whole_number(*one, "after_hours", {0})) escalation.after_hours = *hours;
    if (const auto to = reader.text(*one, "to")) escalation.to = *to;
    if (escalation.to.empty()) reader.problem(one->source(), "an escalation needs a \"to\": whom to tell");
    escalations.emplace(department.str(), std::move(escalation));
  }
  return escalations;
}

}  // namespace

FollowUpSettings follow_up_of(const toml::table& table, TomlReader& reader) {
  reader.refuse_unknown_keys(table, follow_up_keys, "[follow_up]");
  FollowUpSettings follow_up;
  if (const auto hours = reader.whole_number(table, "contact_hours", {1, 100'000})) follow_up.contact_hours = *hours;
  follow_up.working = working_hours_of(table, reader);
  if (const toml::table* departments = reader.table(table, "departments")) {
    for (const auto& [name, address] : *departments) {
      if (const auto text = reader.text(*departments, name.str())) follow_up.departments.emplace(name.str(), *text);
    }
  }
  if (const toml::table* escalate = reader.table(table, "escalate")) {
    follow_up.escalate = escalations_of(*escalate, reader);
  }
  return follow_up;
}

ReplySettings reply_of(const toml::table& table, TomlReader& reader, const std::filesystem::path& folder) {
  reader.refuse_unknown_keys(table, reply_keys, "[reply]");
  ReplySettings reply;
  if (auto initials = reader.texts(table, "initials")) reply.initials = std::move(*initials);
  if (const auto guide = reader.text(table, "guide")) reply.guide = folder / *guide;
  if (const toml::table* facts = reader.table(table, "facts")) {
    for (const auto& [department, file] : *facts) {
      if (const auto text = reader.text(*facts, department.str()))
        reply.facts.emplace(department.str(), folder / *text);
    }
  }
  if (auto notes = reader.texts(table, "public_notes")) reply.public_notes = std::move(*notes);
  if (auto ours = reader.texts(table, "ours")) reply.ours = std::move(*ours);
  return reply;
}

}  // namespace cm
