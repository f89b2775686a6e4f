// cm assign, tag, note, resolve: what people add to a comment, without a sheet.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/joined.h"
#include "base/suggest.h"
#include "command.h"
#include "formats/sheet_file.h"
#include "workbench/departments.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

// Every id is looked up before the first is changed.
ExitCode change_all(Workbench& bench, const std::vector<std::string>& keys,
                    const std::function<void(FollowUp&)>& change) {
  Store& store = bench.store();
  const Timestamp now = bench.clock().now();
  store.atomically([&] {
    for (const std::string& key : keys) {
      const auto stored = store.find(key);
      if (!stored) {
        throw Error(ErrorKind::wrong_use, "no comment in the store is called \"" + key +
                                              "\"; a comment is named channel/id, as in the sheet's first column");
      }
      FollowUp follow_up = stored->follow_up.value_or(FollowUp{});
      change(follow_up);
      store.save_follow_up(key, follow_up, bench.person(), now);
    }
  });
  bench.log().info("changed " + std::to_string(keys.size()) + " comments");
  return ExitCode::done;
}

struct Assignment {
  std::vector<std::string> keys;
  std::string owner;
  std::string department;
};

struct Tagging {
  std::string key;
  std::vector<std::string> tags;
  bool remove = false;
};

struct Note {
  std::string key;
  std::string text;
  bool contacted = false;
};

struct Resolution {
  std::vector<std::string> keys;
  bool ignored = false;
  bool reopen = false;
};

// A mistyped department would keep its comments from everybody's sheet.
void check_department(const std::string& name, Workbench& bench) {
  if (name.empty() || bench.settings().follow_up.departments.contains(name)) return;
  const std::vector<std::string> known = known_departments(bench);
  if (known.empty() || std::ranges::find(known, name) != known.end()) return;
  const std::vector<std::string_view> names(known.begin(), known.end());
  throw Error(ErrorKind::wrong_use, "neither cm.toml nor a rule names a department \"" + name + "\"" +
                                        did_you_mean(name, names) + " (departments: " + joined(known, ", ") + ")");
}

ExitCode run_assign(const Assignment& assignment, Workbench& bench) {
  if (assignment.owner.empty() && assignment.department.empty()) {
    throw Error(ErrorKind::wrong_use, "say to whom: --to NAME, --department NAME or both");
  }
  check_department(assignment.department, bench);
  return change_all(bench, assignment.keys, [&](FollowUp& follow_up) {
    if (!assignment.owner.empty()) follow_up.owner = assignment.owner;
    if (!assignment.department.empty()) follow_up.department = assignment.department;
    if (follow_up.status.empty()) follow_up.status = "open";
  });
}

ExitCode run_tag(const Tagging& tagging, Workbench& bench) {
  for (const auto& tag : tagging.tags) {
    if (tag.empty() || tag.find_first_of(" \t\r\n") != std::string::npos) {
      throw Error(ErrorKind::wrong_use, "a tag holds no white space: \"" + tag + "\"");
    }
  }
  return change_all(bench, {tagging.key}, [&](FollowUp& follow_up) {
    for (const auto& tag : tagging.tags) {
      std::erase(follow_up.tags, tag);
      if (!tagging.remove) follow_up.tags.push_back(tag);
    }
  });
}

ExitCode run_note(const Note& note, Workbench& bench) {
  return change_all(bench, {note.key}, [&](FollowUp& follow_up) {
    if (!note.text.empty()) follow_up.note += (follow_up.note.empty() ? "" : "\n") + note.text;
    if (note.contacted) {
      // To the second, as sheets show it: one that comes back untouched has changed nothing.
      follow_up.last_contact_at = std::chrono::floor<std::chrono::seconds>(bench.clock().now());
      ++follow_up.contacts;
      follow_up.status = "contacted";
    }
  });
}

ExitCode run_resolve(const Resolution& resolution, Workbench& bench) {
  return change_all(bench, resolution.keys, [&](FollowUp& follow_up) {
    follow_up.status = resolution.reopen ? "open" : resolution.ignored ? "ignored" : "resolved";
  });
}

}  // namespace

void add_assign_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("assign", "Give comments to a person or a department");
  command->footer("Example: cm assign blog/12 --to ana --department billing");
  const auto assignment = std::make_shared<Assignment>();
  command->add_option("ID", assignment->keys, "channel/id, as in the sheet's first column")->required();
  command->add_option("--to", assignment->owner, "The person who takes care of it")->type_name("NAME");
  command->add_option("--department", assignment->department, "Who is to answer")->type_name("NAME");
  command->callback(
      [&chosen, assignment] { chosen = [assignment](Workbench& bench) { return run_assign(*assignment, bench); }; });
}

void add_tag_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("tag", "Add tags to a comment, or take them off");
  command->footer("Example: cm tag blog/12 vip refund");
  const auto tagging = std::make_shared<Tagging>();
  command->add_option("ID", tagging->key, "channel/id, as in the sheet's first column")->required();
  command->add_option("TAG", tagging->tags, "Words without white space")->required();
  command->add_flag("--remove", tagging->remove, "Take them off");
  command->callback([&chosen, tagging] { chosen = [tagging](Workbench& bench) { return run_tag(*tagging, bench); }; });
}

void add_note_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("note", "Add to a comment's note, or that somebody answered it");
  command->footer("Example: cm note blog/12 --contacted \"asked for the order number\"");
  const auto note = std::make_shared<Note>();
  command->add_option("ID", note->key, "channel/id, as in the sheet's first column")->required();
  CLI::Option* text = command->add_option("TEXT", note->text, "A line of its own in the note");
  CLI::Option* contacted =
      command->add_flag("--contacted", note->contacted, "Somebody answered now: the contact clock begins anew");
  command->callback([&chosen, note, text, contacted] {
    if (text->count() == 0 && contacted->count() == 0) throw CLI::RequiredError("TEXT or --contacted");
    chosen = [note](Workbench& bench) { return run_note(*note, bench); };
  });
}

void add_resolve_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("resolve", "Mark comments as solved");
  command->footer("Example: cm resolve blog/12 blog/15");
  const auto resolution = std::make_shared<Resolution>();
  command->add_option("ID", resolution->keys, "channel/id, as in the sheet's first column")->required();
  CLI::Option* ignored = command->add_flag("--ignored", resolution->ignored, "They need no answer");
  command->add_flag("--reopen", resolution->reopen, "They are open again")->excludes(ignored);
  command->callback(
      [&chosen, resolution] { chosen = [resolution](Workbench& bench) { return run_resolve(*resolution, bench); }; });
}

}  // namespace cm
