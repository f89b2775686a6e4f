// cm review: one comment at a time at the terminal, like git add -p.

#include <map>
#include <memory>
#include <string>

#include "command.h"
#include "people/keys.h"
#include "people/review_queue.h"
#include "people/review_session.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

struct ReviewFlags {
  ReviewChoice choice;
  std::string keys_from;
};

ExitCode run_review(const ReviewFlags& flags, Workbench& bench) {
  (void)bench.channels(flags.choice.channels);  // a mistyped name is no empty queue
  const std::unique_ptr<Keys> keys =
      flags.keys_from.empty() ? terminal_keys(bench.out()) : keys_from_file(flags.keys_from, bench.out());
  ReviewSession(flags.choice, *keys, bench).run();
  return ExitCode::done;
}

}  // namespace

void add_review_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("review", "Decide on comments one at a time, at the terminal");
  command->footer("Example: cm review\nA second look at what is hidden: cm review --queue hidden");
  const auto flags = std::make_shared<ReviewFlags>();
  std::map<std::string, ReviewQueue> queues;
  for (const ReviewQueueKind& kind : review_queues) queues.emplace(kind.name, kind.queue);
  command->add_option("--queue", flags->choice.queue, "flagged (default), overdue, hidden or shadow")
      ->transform(CLI::CheckedTransformer(queues).description(""))
      ->type_name("QUEUE");
  const auto add_list = [&](const std::string& name, std::vector<std::string>& list, const std::string& meaning,
                            const std::string& type) {
    command->add_option(name, list, meaning + "; may be repeated")->type_name(type)->expected(1)->take_all();
  };
  add_list("--channel", flags->choice.channels, "Only this channel", "NAME");
  add_list("--label", flags->choice.labels, "Only with this label", "LABEL");
  add_list("--department", flags->choice.departments, "Only of this department", "NAME");
  command
      ->add_option("--keys-from", flags->keys_from, "Read the keys from a file, one a line (- is stdin); for scripts")
      ->type_name("FILE");
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_review(*flags, bench); }; });
}

}  // namespace cm
