#include "campaign/preflight.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "base/suggest.h"
#include "platforms/text_limit.h"
#include "text/links.h"
#include "text/terminal_safe.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::array<std::pair<GapKind, std::string_view>, 10> gap_names{{
    {GapKind::length, "length"},
    {GapKind::brand, "brand"},
    {GapKind::rules, "rules"},
    {GapKind::link, "link"},
    {GapKind::hidden, "hidden"},
    {GapKind::unseen, "unseen"},
    {GapKind::treatment, "treatment"},
    {GapKind::owner, "owner"},
    {GapKind::answer, "answer"},
    {GapKind::incomplete, "incomplete"},
}};

// A campaign is an offer, and may speak of what went wrong: these groups of a stranger's comment are no
// fault of the brand's own text.
constexpr std::array<std::string_view, 3> groups_of_any_offer{"promotion", "spam", "complaint"};

constexpr std::size_t shown_letters = 48;

std::string in_quotes(std::string_view text) { return "\"" + terminal_safe(text) + "\""; }

std::string shortened(std::string_view text) {
  std::size_t end = 0;
  for (std::size_t letters = 0; end < text.size() && letters < shown_letters; ++letters) {
    end += code_point_at(text, end).size;
  }
  return terminal_safe(text.substr(0, end)) + (end < text.size() ? "…" : "");
}

std::string span_of(std::string_view text, const Match& match) {
  return match.end > match.begin ? in_quotes(text.substr(match.begin, match.end - match.begin)) : "by its conditions";
}

/// "hide by rules abuse.en.strong, spam.links (abuse: 8)".
std::string told(const Verdict& verdict) {
  if (verdict.action == Action::none) return "nothing";
  std::string rules;
  for (const MatchRecord& match : verdict.matches) {
    if (match.mode == RuleMode::enforce && match.score > 0) rules += (rules.empty() ? "" : ", ") + match.rule;
  }
  return std::string(to_string(verdict.action)) + " by " + rules + " (" + verdict.decided_by + ": " +
         std::to_string(verdict.score) + ")";
}

class Preflight {
 public:
  Preflight(const Campaign& campaign, const RuleSet& brand, const PreflightTools& tools)
      : campaign_(campaign), brand_(brand), tools_(tools) {}

  std::vector<PreflightCheck> run() {
    for (const CampaignCopy& copy : campaign_.copy) check_copy(copy);
    if (campaign_.expected_file.empty()) {
      begin({"expected", "expected comments", {campaign_.file.string(), 0, 0}, {}});
      gap(GapKind::incomplete,
          "the campaign names no sheet of expected comments; begin one with: cm preflight --sheet FILE");
    } else if (campaign_.expected.empty()) {
      begin({"expected", "expected comments", {campaign_.expected_file.string(), 0, 0}, {}});
      gap(GapKind::incomplete, "the sheet of expected comments has no row");
    }
    for (const ExpectedComment& row : campaign_.expected) check_expected(row);
    return std::move(checks_);
  }

 private:
  void begin(PreflightCheck check) { checks_.push_back(std::move(check)); }
  void gap(GapKind kind, std::string message) { checks_.back().gaps.push_back({kind, std::move(message)}); }

  void check_copy(const CampaignCopy& copy) {
    begin({"copy", "copy for " + copy.channel, copy.place, {}});
    if (std::string why = why_too_long(post_limit_of(copy.platform), copy.text); !why.empty()) {
      gap(GapKind::length, std::move(why));
    }
    const Subject subject{.channel = copy.channel, .text = copy.text};
    for (const Match& match : brand_.judge(subject, {}).matches) {
      const bool banned = match.rule->id.starts_with("banned.");
      gap(GapKind::brand, banned
                              ? "the campaign bans " + span_of(copy.text, match)
                              : "the brand guide's rule " + match.rule->id + " matches " + span_of(copy.text, match));
    }
    for (const GroupSum& group : tools_.policy.group_sums(tools_.rules.judge(subject, {}))) {
      const Action action = std::min(group.wanted, group.ceiling);
      const bool of_any_offer = std::ranges::find(groups_of_any_offer, group.group) != groups_of_any_offer.end();
      if (action == Action::none || of_any_offer) continue;
      gap(GapKind::rules, "under a stranger's name the rules would " + std::string(to_string(action)) + " it (" +
                              group.group + ": " + std::to_string(group.sum) + ")");
    }
    for (const Link& link : find_links(copy.text)) {
      const std::string written = in_quotes(std::string_view(copy.text).substr(link.begin, link.end - link.begin));
      if (is_link_shortener(link.host)) {
        gap(GapKind::link, written + " is a shortened link, which looks like spam: write the whole address");
      } else if (!std::string_view(copy.text).substr(link.begin).starts_with("https://")) {
        gap(GapKind::link, written + " does not begin with https://");
      }
    }
  }

  void check_expected(const ExpectedComment& row) {
    begin({"expected",
           std::string(to_string(row.kind)) + ": " + (row.text.empty() ? "(no text)" : shortened(row.text)),
           row.place,
           {}});
    if (row.text.empty()) {
      gap(GapKind::incomplete, "the row has no text: write what people will say, or take it out");
      return;
    }
    check_treatment(row);
    if (row.owner.empty() && row.department.empty()) {
      gap(GapKind::owner, "nobody would answer: name an owner or a department");
    }
    const auto& known = tools_.departments;
    if (!row.department.empty() && !known.empty() && std::ranges::find(known, row.department) == known.end()) {
      gap(GapKind::owner, "no department of cm.toml is called " + in_quotes(row.department) +
                              did_you_mean(row.department, std::vector<std::string_view>(known.begin(), known.end())));
    }
    if (row.answer.empty()) gap(GapKind::answer, "no answer is prepared: write the facts that it will need");
  }

  void check_treatment(const ExpectedComment& row) {
    const Screener screener(tools_.rules, tools_.policy);
    const Verdict verdict = screener.judge({.channel = row.channel, .text = row.text, .lang = row.lang}, {});
    const bool in_sight = verdict.action <= Action::flag;
    if (!in_sight && row.kind == ExpectedKind::complaint) {
      gap(GapKind::hidden, "a complaint would be out of sight: " + told(verdict));
      return;
    }
    if (verdict.action == Action::none && row.kind == ExpectedKind::attack) {
      gap(GapKind::unseen, "nothing would flag this attack: add a rule for it");
      return;
    }
    if (row.kind == ExpectedKind::complaint && row.treatment && row.treatment->least > Action::flag) {
      gap(GapKind::hidden, "the sheet asks to " + row.treatment_text + " a complaint; complaints stay in sight");
      return;
    }
    const Treatment wanted = row.treatment.value_or(usual_treatment(row.kind));
    if (verdict.action > wanted.most && !in_sight && wanted.most <= Action::flag) {
      gap(GapKind::hidden, "it should stay in sight and would not: " + told(verdict));
    } else if (verdict.action < wanted.least || verdict.action > wanted.most) {
      gap(GapKind::treatment, "expected: " + row.treatment_text + "; the rules say: " + told(verdict));
    }
  }

  static Treatment usual_treatment(ExpectedKind kind) {
    if (kind == ExpectedKind::attack) return {Action::flag, Action::hide};
    return {Action::none, kind == ExpectedKind::other ? Action::hide : Action::flag};
  }

  const Campaign& campaign_;
  const RuleSet& brand_;
  const PreflightTools& tools_;
  std::vector<PreflightCheck> checks_;
};

}  // namespace

std::string_view to_string(GapKind kind) {
  return std::ranges::find(gap_names, kind, &std::pair<GapKind, std::string_view>::first)->second;
}

RuleSet brand_rules(const Campaign& campaign, std::vector<Problem>& problems) {
  std::vector<RulePack> packs = campaign.brand_guide;
  RulePack banned;
  banned.id = "banned";
  banned.file = campaign.file;
  for (const Pattern& word : campaign.banned_words) {
    Rule& rule = banned.rules.emplace_back();
    rule.facts.id = "banned." + std::to_string(banned.rules.size());
    rule.facts.mode = RuleMode::enforce;
    rule.views = {View::fold};
    rule.words = {word};
    rule.place = word.place;
  }
  if (!banned.rules.empty()) packs.push_back(std::move(banned));
  return RuleSet::compile(std::move(packs), problems);
}

std::vector<PreflightCheck> preflight(const Campaign& campaign, const RuleSet& brand, const PreflightTools& tools) {
  return Preflight(campaign, brand, tools).run();
}

std::size_t count_gaps(const std::vector<PreflightCheck>& checks) {
  return std::accumulate(checks.begin(), checks.end(), std::size_t{0},
                         [](std::size_t sum, const PreflightCheck& check) { return sum + check.gaps.size(); });
}

}  // namespace cm
