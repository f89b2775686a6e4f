// cm reply: a person's answer to one comment, checked before it is sent.

#include <unistd.h>

#include <iostream>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/translate.h"
#include "command.h"
#include "people/compose_reply.h"
#include "workbench/comment_named.h"
#include "workbench/run_session.h"
#include "workbench/standard_input.h"

namespace cm {
namespace {

struct ReplyFlags {
  std::string id;
  std::string text;
  bool text_given = false;
  bool is_private = false;
  std::string public_note;
  bool check_only = false;
  bool dry_run = false;
};

bool wants_another_look() {
  if (::isatty(STDIN_FILENO) == 0) return false;
  std::cerr << tr("e edits it again, anything else keeps the draft for later: ");
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "e";
}

std::string given_text(const ReplyFlags& flags) {
  if (flags.text_given && flags.text != "-") return flags.text;
  std::string text = read_standard_input();
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

class Reply {
 public:
  Reply(const ReplyFlags& flags, Workbench& bench)
      : flags_(flags),
        bench_(bench),
        request_{stored_comment_named(flags.id, bench), flags.is_private, flags.public_note},
        draft_(key_of(request_.stored.comment), bench),
        in_editor_(!flags.text_given && ::isatty(STDIN_FILENO) == 1) {
    refuse_what_the_channel_cannot(request_, bench);
  }

  ExitCode run() {
    std::string text = in_editor_ ? write_in_editor(request_, draft_, bench_) : given_text(flags_);
    std::vector<ReplyFinding> findings = check_written(request_, text, bench_);
    if (flags_.check_only) {
      bench_.out().write(to_text(findings));
      return may_be_sent(findings) ? ExitCode::done : ExitCode::findings;
    }
    while (!may_be_sent(findings) && !text.empty() && in_editor_) {
      std::cerr << to_text(findings);
      if (!wants_another_look()) break;
      text = write_in_editor(request_, draft_, bench_);
      findings = check_written(request_, text, bench_);
    }
    if (text.empty()) {
      if (in_editor_) draft_.remove();
      throw Error(ErrorKind::wrong_use, tr("there is no text: nothing is sent without a person's words"));
    }
    if (!may_be_sent(findings)) {
      keep(text);
      bench_.log().error(tr("the reply was not sent:") + "\n" + to_text(findings) + where_it_is());
      return ExitCode::findings;
    }
    for (const ReplyFinding& finding : findings) bench_.log().warning(finding.check + ": " + finding.message);
    return send(text);
  }

 private:
  ExitCode send(const std::string& text) {
    keep(text);
    try {
      const std::vector<WrittenReply> parts = parts_of(request_, text, bench_);
      const Comment& comment = request_.stored.comment;
      RunSession session(bench_, "reply", {comment.channel}, SweepOptions{.dry_run = flags_.dry_run});
      const ExitCode code = session.during([&] { session.sweep().reply(comment, parts); });
      if (code != ExitCode::done) {
        bench_.log().warning(where_it_is());
      } else if (!flags_.dry_run) {
        draft_.remove();
      }
      return code;
    } catch (const Error& error) {
      throw Error(error.kind(), std::string(error.what()) + "; " + where_it_is());
    }
  }

  void keep(const std::string& text) { draft_.write(text + "\n"); }

  [[nodiscard]] std::string where_it_is() const { return tr("the draft is kept in {}", draft_.path().string()); }

  const ReplyFlags& flags_;
  Workbench& bench_;
  ReplyRequest request_;
  DraftFile draft_;
  bool in_editor_;
};

}  // namespace

void add_reply_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("reply", "Answer a comment in your own words, checked before it is sent");
  command->footer(
      "Example: cm reply blog/12\n"
      "Only check: cm reply --check blog/12 --text \"We are on it, Sam - AB\"");
  const auto flags = std::make_shared<ReplyFlags>();
  command->add_option("ID", flags->id, "The comment, as CHANNEL/ID")->required();
  CLI::Option* text =
      command->add_option("--text", flags->text, "The reply; - reads stdin (default: $VISUAL or $EDITOR, or a pipe)")
          ->type_name("TEXT");
  CLI::Option* is_private =
      command->add_flag("--private", flags->is_private, "Send it as a private message on the same channel");
  command->add_option("--public-note", flags->public_note, "What to leave in public beside a private message")
      ->type_name("TEXT")
      ->needs(is_private);
  command->add_flag("--check", flags->check_only, "Only check the text; exit 1 when it may not be sent");
  command->add_flag("--dry-run", flags->dry_run, "Check, say what would be done, and send nothing");
  command->callback([&chosen, flags, text] {
    flags->text_given = text->count() > 0;
    chosen = [flags](Workbench& bench) { return Reply(*flags, bench).run(); };
  });
}

}  // namespace cm
