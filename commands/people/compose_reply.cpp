#include "people/compose_reply.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/files.h"
#include "base/translate.h"
#include "moderation/check_guide.h"
#include "people/editor.h"
#include "platforms/platform_table.h"
#include "platforms/text_limit.h"
#include "store/sent_replies.h"
#include "text/terminal_safe.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::string_view cut_here = "# ------------------------ >8 ------------------------";
constexpr std::chrono::days recent_enough(30);
constexpr std::size_t most_recent = 500;
constexpr std::size_t most_of_thread = 10;

DeedKind deed_of(const ReplyRequest& request) { return request.is_private ? DeedKind::private_reply : DeedKind::reply; }

const PlatformKind& kind_of(const ReplyRequest& request, Workbench& bench) {
  return Workbench::platform_kind(bench.channels({request.stored.comment.channel}).front());
}

TextLimit limit_of(const PlatformKind& kind, DeedKind deed) { return capability_of(kind, deed).limit; }

std::string department_of(const StoredComment& stored) {
  if (stored.follow_up && !stored.follow_up->department.empty()) return stored.follow_up->department;
  return stored.verdict ? stored.verdict->department : std::string();
}

std::string language_of(const StoredComment& stored) {
  return stored.verdict && !stored.verdict->lang.empty() ? stored.verdict->lang : stored.comment.lang;
}

ReplyDraft draft_of(std::string_view text, bool is_private, Workbench& bench) {
  ReplyDraft draft;
  draft.text = text;
  draft.is_private = is_private;
  draft.recent = bench.store().sent_replies().said_since(bench.clock().now() - recent_enough, most_recent);
  draft.initials = bench.settings().reply.initials;
  draft.ours = bench.settings().reply.ours;
  return draft;
}

void add_length(ReplyDraft& draft, const TextLimit& limit) {
  if (limit.most == 0) return;
  draft.length = length_in(limit.unit, draft.text);
  draft.longest = limit.most;
}

std::vector<ReplyFinding> all_findings(const ReplyDraft& draft, const std::string& lang, Workbench& bench) {
  std::vector<ReplyFinding> findings = check_reply(draft);
  const std::filesystem::path& guide = bench.settings().reply.guide;
  if (!guide.empty() && may_be_sent(findings)) {
    const RuleSet rules = bench.compile_rules({guide.string()}, bench.folder());
    for (ReplyFinding& finding : check_guide(rules, draft.text, lang)) findings.push_back(std::move(finding));
  }
  return findings;
}

// --- what the editor shows -----------------------------------------------------------------------

/// Each line behind "# ", safe to look at.
std::string as_comment_lines(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line = terminal_safe(text.substr(0, end));
    lines += line.empty() ? "#\n" : "# " + line + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string said_by(const StoredComment& stored, std::string_view mark) {
  const Comment& comment = stored.comment;
  std::string who = comment.author.name.empty() ? tr("somebody") : comment.author.name;
  if (comment.author.role == "staff") who += tr(" (the brand)");
  if (comment.created_at) who += ", " + to_iso8601(*comment.created_at);
  return as_comment_lines(std::string(mark) + who + ":\n" + comment.text);
}

std::string surroundings_of(const ReplyRequest& request, Workbench& bench) {
  const Comment& comment = request.stored.comment;
  const PlatformKind& kind = kind_of(request, bench);
  const TextLimit limit = limit_of(kind, deed_of(request));
  std::string text = std::string(cut_here) + "\n";
  text += "# " + tr("All from the line above on is left out. An empty text sends nothing.") + "\n";
  const std::string key = terminal_safe(key_of(comment));
  text += "# ";
  text += request.is_private ? tr("A private message to {} on {}; sign it with your initials.", key, kind.title)
                             : tr("A public reply to {} on {}; sign it with your initials.", key, kind.title);
  text += "\n";
  if (limit.most > 0) text += "# " + tr("At most {} characters, as the channel counts.", limit.most) + "\n";
  text += "#\n";
  const Store::Thread thread = bench.store().thread_of(comment, most_of_thread);
  for (const StoredComment& above : thread.above) text += said_by(above, "") + "#\n";
  text += said_by(request.stored, ">>> ") + "#\n";
  for (const StoredComment& answer : thread.answers) text += said_by(answer, tr("answered by") + " ") + "#\n";
  if (!comment.url.empty()) text += as_comment_lines(comment.url);
  const std::string department = department_of(request.stored);
  const auto facts = bench.settings().reply.facts.find(department);
  if (facts != bench.settings().reply.facts.end()) {
    text += "#\n# " + tr("What {} says:", department) + "\n" + as_comment_lines(read_file(facts->second));
  }
  if (request.stored.follow_up && !request.stored.follow_up->note.empty()) {
    text += "#\n# " + tr("Note:") + "\n" + as_comment_lines(request.stored.follow_up->note);
  }
  return text;
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// Above the cut; and where somebody deleted that, without the lines that cm wrote.
std::string own_words(std::string_view file, std::string_view written_by_cm) {
  file = file.substr(0, file.find(cut_here));
  std::set<std::string_view> not_theirs;
  for (std::string_view rest = written_by_cm; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    not_theirs.insert(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::string words;
  while (!file.empty()) {
    const std::size_t end = std::min(file.find('\n'), file.size());
    const std::string_view line = file.substr(0, end);
    if (line.empty() || !not_theirs.contains(line)) words += std::string(line) + "\n";
    file.remove_prefix(std::min(end + 1, file.size()));
  }
  return trimmed(words);
}

// --- the note in public --------------------------------------------------------------------------

std::string note_of(const ReplyRequest& request, Workbench& bench) {
  const auto findings_of = [&](const std::string& note) {
    ReplyDraft draft = draft_of(note, false, bench);
    draft.signs = false;
    add_length(draft, limit_of(kind_of(request, bench), DeedKind::reply));
    return all_findings(draft, language_of(request.stored), bench);
  };
  if (!request.public_note.empty()) {
    const auto findings = findings_of(request.public_note);
    if (may_be_sent(findings)) return request.public_note;
    throw Error(ErrorKind::wrong_use, tr("the public note cannot be sent:") + "\n" + to_text(findings));
  }
  const std::vector<std::string>& known = bench.settings().reply.public_notes;
  if (known.empty()) return {};
  const auto fresh =
      std::find_if(known.begin(), known.end(), [&](const std::string& note) { return may_be_sent(findings_of(note)); });
  if (fresh != known.end()) return *fresh;
  throw Error(ErrorKind::wrong_use,
              tr("every note of [reply] public_notes was used lately, and a template is no answer: write one with "
                 "--public-note"));
}

}  // namespace

void refuse_what_the_channel_cannot(const ReplyRequest& request, Workbench& bench) {
  const PlatformKind& kind = kind_of(request, bench);
  if (capability_of(kind, deed_of(request)).support != Support::no) return;
  throw Error(ErrorKind::wrong_use,
              request.is_private ? tr("{} has no private messages: answer in public without personal data, and ask the "
                                      "author to write to you",
                                      kind.title)
                                 : tr("{} takes no replies from cm", kind.title));
}

std::vector<ReplyFinding> check_written(const ReplyRequest& request, std::string_view text, Workbench& bench) {
  if (!is_valid_utf8(text)) return {{"text", true, tr("it is not UTF-8")}};
  ReplyDraft draft = draft_of(text, request.is_private, bench);
  add_length(draft, limit_of(kind_of(request, bench), deed_of(request)));
  return all_findings(draft, language_of(request.stored), bench);
}

bool may_be_sent(const std::vector<ReplyFinding>& findings) {
  return std::none_of(findings.begin(), findings.end(), [](const ReplyFinding& finding) { return finding.blocks; });
}

std::string to_text(const std::vector<ReplyFinding>& findings) {
  std::string text;
  for (const ReplyFinding& finding : findings) {
    text += (finding.blocks ? "" : tr("(may be sent) ")) + finding.check + ": " + finding.message + "\n";
  }
  return text;
}

std::string write_in_editor(const ReplyRequest& request, const DraftFile& draft, Workbench& bench) {
  const std::string around = surroundings_of(request, bench);
  draft.write(own_words(draft.read(), around) + "\n\n" + around);
  edit_file(draft.path(), bench.environment());
  return own_words(draft.read(), around);
}

std::vector<WrittenReply> parts_of(const ReplyRequest& request, const std::string& text, Workbench& bench) {
  std::vector<WrittenReply> parts{{deed_of(request), text}};
  if (!request.is_private) return parts;
  const std::string note = note_of(request, bench);
  if (!note.empty()) parts.push_back({DeedKind::reply, note, false});
  return parts;
}

}  // namespace cm
