#include "moderation/check_guide.h"

#include <algorithm>

#include "model/subject.h"
#include "model/surroundings.h"

namespace cm {
namespace {

std::string place_in(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return "line " + std::to_string(line) + ", byte " + std::to_string(at - begin + 1);
}

}  // namespace

std::vector<ReplyFinding> check_guide(const RuleSet& guide, std::string_view text, std::string_view lang) {
  std::vector<ReplyFinding> findings;
  const Findings found = guide.judge(Subject{.text = text, .lang = lang}, Surroundings{});
  for (const Match& match : found.matches) {
    findings.push_back(
        {"tone", match.mode == RuleMode::enforce,
         "the guide's rule \"" + match.rule->id + "\" speaks against it, " + place_in(text, match.begin)});
  }
  return findings;
}

}  // namespace cm
