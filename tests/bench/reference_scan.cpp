// reference_scan: what `cm scan --rules RULES… FILE` prints, by the reference judge, which tries every
// rule on every comment. What the fast judge must print byte for byte (tests/bench/compare).
#include <fcntl.h>

#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "moderation/scan_stream.h"
#include "ndjson/comment_json.h"
#include "reference/reference_matcher.h"

namespace {

int run(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: reference_scan RULES… FILE\n");
    return 2;
  }
  cm::RuleFiles all;
  for (int i = 1; i < argc - 1; ++i) {
    cm::RuleFiles some = cm::read_rules(argv[i], cm::RuleOrigin::local);
    for (cm::RulePack& pack : some.packs) all.packs.push_back(std::move(pack));
    for (cm::Problem& problem : some.problems) all.problems.push_back(std::move(problem));
  }
  std::vector<cm::Problem> problems = std::move(all.problems);
  const cm::RuleSet rules = cm::RuleSet::compile(std::move(all.packs), problems, {}, cm::make_reference_matcher);
  if (!problems.empty()) {
    std::fprintf(stderr, "%s\n", cm::to_string(problems).c_str());
    return 2;
  }
  const int file = ::open(argv[argc - 1], O_RDONLY);
  if (file < 0) return 2;
  const cm::Policy policy(cm::default_policy());
  const cm::Screener screener(rules, policy);
  const cm::StreamSinks sinks{
      .describe =
          [](const cm::Subject& comment, const cm::Verdict& verdict, const cm::StreamLine&, std::string& text) {
            text += cm::to_json(comment.id, verdict);
            text += '\n';
          },
      .print = [](std::string_view text) { return std::fwrite(text.data(), 1, text.size(), stdout) == text.size(); },
      .unreadable = [](const cm::StreamLine&, std::string_view) {},
      .wants_all = false,
  };
  (void)cm::scan_stream(file, argv[argc - 1], screener, 1, sinks);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "reference_scan: %s\n", error.what());
    return 1;
  }
}
