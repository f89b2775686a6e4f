#include "formats/watch_formats.h"

#include <array>
#include <nlohmann/json.hpp>

#include "sheet/csv_writer.h"

namespace cm {
namespace {

std::string_view state_of(const WatchLook& look) {
  if (look.assessment.attack) return "attack";
  if (look.change == AlertChange::cleared) return "all clear";
  return look.alert.alerted ? "attack ebbs" : "quiet";
}

std::string_view name_of(AlertChange change) {
  constexpr std::array<std::string_view, 3> names{"none", "raised", "cleared"};
  return names.at(static_cast<std::size_t>(change));
}

}  // namespace

std::string to_text(const WatchLook& look) {
  std::string text = to_iso8601(look.at) + " " + std::string(state_of(look));
  if (look.alert.alerted) text += " since " + to_iso8601(look.alert.since);
  text += "\n";
  for (const std::string& reason : look.assessment.window.reasons) text += "  " + reason + "\n";
  return text;
}

std::string to_json_line(const WatchLook& look) {
  const WindowReading& window = look.assessment.window;
  nlohmann::ordered_json line;
  line["at"] = to_iso8601(look.at);
  line["attack"] = look.assessment.attack;
  line["posture"] = look.alert.alerted ? "attack" : "ordinary";
  line["change"] = name_of(look.change);
  line["since"] = look.alert.alerted ? nlohmann::ordered_json(to_iso8601(look.alert.since)) : nullptr;
  line["window_minutes"] = window.length.count();
  line["comments"] = window.comments;
  line["negative"] = window.negative;
  line["usual_negative"] = window.usual_negative;
  line["deviations"] = window.deviations;
  line["near_duplicates"] = window.near_duplicates;
  line["new_authors"] = window.new_authors;
  line["channels"] = window.channels;
  line["reasons"] = window.reasons;
  return line.dump() + "\n";
}

std::string alert_message(const WatchLook& look) {
  if (look.alert.untold == AlertChange::cleared) {
    return "All clear: the attack that began " + to_iso8601(look.alert.since) +
           " is over. Held comments wait for people.";
  }
  std::string text = "An attack is under way since " + to_iso8601(look.alert.since) +
                     ". Nothing but abuse is hidden until it is over; the rest is held or flagged.";
  for (const std::string& reason : look.assessment.window.reasons) text += "\n" + reason;
  return text;
}

std::string evidence_header() { return "key,channel,author,author_id,created_at,url,text\r\n"; }

std::string evidence_line(const Comment& comment) {
  std::string line;
  const std::string at = comment.created_at ? to_iso8601(*comment.created_at) : std::string();
  for (const std::string& cell :
       {key_of(comment), comment.channel, comment.author.name, comment.author.id, at, comment.url, comment.text}) {
    if (!line.empty()) line += ',';
    append_csv_cell(line, as_plain_cell(cell));
  }
  return line + "\r\n";
}

}  // namespace cm
