#include "rules/lint.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>

#include "rules/lint_regex.h"
#include "rules/span_search.h"
#include "rules/words_file.h"
#include "text/fold.h"

namespace cm {
namespace {

using Findings = std::vector<LintFinding>;

constexpr std::string_view no_example = "no-example";
constexpr std::string_view inside_a_word = "inside-a-word";
constexpr std::string_view everyday_word = "everyday-word";
constexpr std::string_view never_fires = "never-fires";
constexpr std::string_view no_effect = "no-effect";
constexpr std::string_view identity_alone = "identity-alone";
constexpr std::string_view ascii_minded = "ascii-minded";
constexpr std::string_view not_in_view = "not-in-view";
constexpr std::string_view no_literal = "no-literal";
constexpr std::string_view matches_nothing = "matches-nothing";
constexpr std::string_view duplicate = "duplicate";

// What people are called, by themselves or by the law. An insult to them is a rule of its own; the word
// alone is not.
constexpr std::array identity_words = std::to_array<std::string_view>({
    "african",  "arab",      "arabs",       "asian",       "atheist",    "bisexual",   "black",      "blacks",
    "buddhist", "catholic",  "chinese",     "christian",   "deaf",       "disabled",   "female",     "gay",
    "gays",     "gypsy",     "hindu",       "homosexual",  "immigrant",  "indian",     "islam",      "israeli",
    "jew",      "jewish",    "jews",        "lesbian",     "lesbians",   "mexican",    "migrant",    "muslim",
    "muslims",  "nigerian",  "pakistani",   "palestinian", "queer",      "refugee",    "roma",       "russian",
    "sikh",     "trans",     "transgender", "turk",        "white",      "whites",     "woman",      "women",
    "africain", "arabe",     "arabes",      "asiatique",   "athee",      "bouddhiste", "catholique", "chinois",
    "chretien", "femme",     "femmes",      "handicape",   "homosexuel", "immigre",    "juif",       "juifs",
    "juive",    "lesbienne", "maghrebin",   "musulman",    "musulmane",  "musulmans",  "noir",       "noire",
    "noirs",    "refugie",   "rom",         "roms",        "turc",       "اسود",       "افريقي",     "امراه",
    "بدوي",     "تركي",      "سوداني",      "سوري",        "شيعي",       "عراقي",      "عربي",       "فلسطيني",
    "قبطي",     "كردي",      "لاجي",        "مثلي",        "مسلم",       "مسلمين",     "مسيحي",      "مصري",
    "مغربي",    "نصراني",    "يهود",        "يهودي",
});

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool reads(const Rule& rule, View view) {
  return std::find(rule.views.begin(), rule.views.end(), view) != rule.views.end();
}

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

/// A pattern may be a whole book: its beginning says which one is meant.
std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 40;
  if (text.size() <= longest) return in_quotes(text);
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return in_quotes(std::string(text.substr(0, end)) + "…");
}

// --- the checks ----------------------------------------------------------------------------------

void look_for_examples(const Rule& rule, const LintContext& /*context*/, Findings& findings) {
  const auto expects = [&](bool an_action) {
    return std::any_of(rule.cases.begin(), rule.cases.end(),
                       [=](const RuleCase& one) { return (one.expect != Action::none) == an_action; });
  };
  if (rule.must_match.empty() && !expects(true)) {
    findings.push_back({no_example, rule.place, in_quotes(rule.facts.id) + " has no example that it must match"});
  }
  if (rule.must_leave.empty() && !expects(false)) {
    findings.push_back({no_example, rule.place, in_quotes(rule.facts.id) + " has no example that it must leave clean"});
  }
}

void look_inside_words(const Rule& rule, const LintContext& context, Findings& findings) {
  if (rule.facts.kind == RuleKind::protect || !reads(rule, View::fold)) return;
  Exceptions exceptions;
  for (const Pattern& literal : rule.excepts) exceptions.push_back(folded(literal.text));
  const SpanRules rules{.boundary = rule.boundary, .exceptions = &exceptions};
  for (const Pattern& written : rule.words) {
    const WordPattern word = word_pattern(written.text, View::fold);
    if (rule.boundary == Boundary::word && !word.open_start && !word.open_end) continue;
    std::string hit;
    for (const std::string& ordinary : context.ordinary_words) {
      if (ordinary == word.letters || !first_span(ordinary, word, rules)) continue;
      if (std::count(hit.begin(), hit.end(), ',') == 2) {
        hit += ", …";
        break;
      }
      hit += (hit.empty() ? "" : ", ") + in_quotes(ordinary);
    }
    if (!hit.empty()) {
      findings.push_back(
          {inside_a_word, written.place,
           shortened(written.text) + " hits inside " + hit + "; narrow its boundary or stars, or except them"});
    }
  }
}

/// Letters of the view; an Arabic or Latin letter is one, whatever its bytes.
std::size_t letter_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

// What a weaker rule hits needs company before anything happens to the comment.
constexpr int flags_alone = 3;

void look_for_everyday_words(const Rule& rule, const LintContext& context, Findings& findings) {
  const RuleFacts& facts = rule.facts;
  if (facts.kind == RuleKind::protect || facts.score < flags_alone || !reads(rule, View::fold)) return;
  if (rule.when || rule.fields != std::vector<Field>{Field::text}) return;
  for (const Pattern& written : rule.words) {
    const WordPattern word = word_pattern(written.text, View::fold);
    const bool is_number = !word.letters.empty() && word.letters.find_first_not_of("0123456789") == std::string::npos;
    if (letter_count(word.letters) == 1 && static_cast<unsigned char>(word.letters[0]) < 0xE0U) {
      findings.push_back({everyday_word, written.place, shortened(written.text) + " is a single letter or sign"});
    } else if (is_number && word.letters.size() < 3) {
      findings.push_back({everyday_word, written.place, shortened(written.text) + " is a number"});
    } else if (std::binary_search(context.everyday_words.begin(), context.everyday_words.end(), word.letters)) {
      findings.push_back({everyday_word, written.place, shortened(written.text) + " is an everyday word"});
    }
  }
}

void look_for_effect(const Rule& rule, const LintContext& /*context*/, Findings& findings) {
  const RuleFacts& facts = rule.facts;
  const auto say = [&](std::string message) {
    findings.push_back({no_effect, rule.place, in_quotes(facts.id) + " " + std::move(message)});
  };
  if (facts.mode == RuleMode::off) say("is off and never tried");
  if (facts.kind == RuleKind::protect) {
    if (facts.cap == Action::hide) say("protects from nothing: its cap is \"hide\"");
    return;
  }
  if (facts.score > 0 && facts.labels.empty()) say("has a score and no label, so that it counts in no group");
  if (facts.score > 0 && facts.ceiling == Action::none) say("has a score, but its action permits nothing");
  if (facts.score <= 0 && facts.ceiling != Action::none) say("permits an action, but its score adds nothing to it");
}

/// Whether a share or count of this condition can lie in the range at all.
bool is_possible(std::string_view key, const Range& range) {
  const bool is_share = key.ends_with("_share");
  return !(range.max && *range.max < 0) && !(is_share && range.min && *range.min > 1);
}

void look_for_firing(const Rule& rule, const LintContext& /*context*/, Findings& findings) {
  for (const Pattern& written : rule.words) {
    const bool in_raw = reads(rule, View::raw);
    if (!in_raw && word_pattern(written.text, View::fold).letters.empty()) {
      findings.push_back({never_fires, written.place, shortened(written.text) + " is nothing once it is folded"});
    }
    const bool host_only = rule.fields == std::vector<Field>{Field::link_host};
    if (host_only && written.text.find_first_of(" /:") != std::string::npos) {
      findings.push_back({never_fires, written.place, shortened(written.text) + " can never stand in a host name"});
    }
  }
  if (!rule.when) return;
  const When& when = *rule.when;
  const auto say = [&](std::string message) { findings.push_back({never_fires, rule.place, std::move(message)}); };
  const bool wants_link = std::any_of(rule.fields.begin(), rule.fields.end(), [](Field field) {
    return field == Field::link_host || field == Field::link_url;
  });
  if (wants_link && rule.fields.size() == 1 && when.links && when.links->max && *when.links->max < 1) {
    say(in_quotes(rule.facts.id) + " reads links of comments that have none");
  }
  const std::array<std::pair<std::string_view, const std::optional<Range>*>, 2> shares{
      {{"emoji_share", &when.emoji_share}, {"capitals_share", &when.capitals_share}}};
  for (const auto& [key, range] : shares) {
    if (*range && !is_possible(key, **range)) say(in_quotes(key) + " lies between 0 and 1 and is never in this range");
  }
  for (const std::string& role : when.role) {
    if (has(when.role_not, role)) say("the role " + in_quotes(role) + " is asked for and ruled out");
  }
}

void look_for_identity(const Rule& rule, const LintContext& /*context*/, Findings& findings) {
  const RuleFacts& facts = rule.facts;
  const bool accuses = has(facts.labels, "abuse") || has(facts.labels, "profanity");
  if (facts.kind == RuleKind::protect || !accuses || facts.score <= 0) return;
  for (const Pattern& written : rule.words) {
    const std::string letters = word_pattern(written.text, View::fold).letters;
    if (std::find(identity_words.begin(), identity_words.end(), letters) != identity_words.end()) {
      findings.push_back({identity_alone, written.place,
                          shortened(written.text) + " says who somebody is; alone it is no " + facts.labels.front()});
    }
  }
}

void look_at_regexes(const Rule& rule, const LintContext& /*context*/, Findings& findings) {
  for (const Pattern& regex : rule.regexes) {
    const RegexTraits traits = traits_of(regex.text);
    if (traits.ascii_escape && traits.non_ascii_letter) {
      findings.push_back({ascii_minded, regex.place,
                          "\\b, \\B, \\w and \\W know ASCII letters only; beside others write \\pL, and leave "
                          "boundaries to \"boundary\""});
    }
    if (!reads(rule, View::raw)) {
      if (!traits.never_in_fold.empty()) {
        findings.push_back({not_in_view, regex.place,
                            "the views of this rule never show " + in_quotes(traits.never_in_fold) + "; write " +
                                in_quotes(folded(traits.never_in_fold))});
      }
    }
    if (traits.matches_nothing) {
      findings.push_back({matches_nothing, regex.place, "this regex also matches where there is nothing"});
    }
    if (!traits.has_literal) {
      findings.push_back({no_literal, regex.place,
                          "this regex has no letters that must be there, so that it is tried on every comment: " +
                              std::to_string(nanoseconds_per_comment(regex.text)) + " ns each"});
    }
  }
}

// --- across rules ----------------------------------------------------------------------------------

/// A word in two rules is a slip only where both do the same with it: scores count twice, protection is
/// given already. Rules that only label may share words ("how much is it" is a question and a purchase).
std::string what_it_does(const RuleFacts& facts) {
  if (facts.kind == RuleKind::protect) return "\nprotects";
  return facts.score == 0 ? "\nlabels by " + facts.id : std::string();
}

void look_for_duplicates(const std::vector<RulePack>& packs, Findings& findings) {
  struct Known {
    const Rule* rule;
    const Pattern* pattern;
  };
  std::map<std::string, Known> known;
  const auto meet = [&](const Rule& rule, const Pattern& pattern, std::string key) {
    for (const Field field : rule.fields) key += '\n' + std::string(to_string(field));
    key += reads(rule, View::raw) ? "\nraw" : "";
    key += what_it_does(rule.facts);
    const auto [first, is_new] = known.emplace(std::move(key), Known{&rule, &pattern});
    if (is_new || (first->second.rule->when && &rule != first->second.rule) ||
        (rule.when && &rule != first->second.rule)) {
      return;
    }
    findings.push_back({duplicate, pattern.place,
                        shortened(pattern.text) + " stands already in " + in_quotes(first->second.rule->facts.id) +
                            " at " + to_string(first->second.pattern->place)});
  };
  for (const RulePack& pack : packs) {
    for (const Rule& rule : pack.rules) {
      if (rule.facts.mode == RuleMode::off) continue;
      for (const Pattern& word : rule.words) {
        const WordPattern letters = word_pattern(word.text, reads(rule, View::raw) ? View::raw : View::fold);
        meet(rule, word, std::string(letters.open_start ? "*" : "") + letters.letters + (letters.open_end ? "*" : ""));
      }
      for (const Pattern& regex : rule.regexes) meet(rule, regex, "/" + regex.text);
    }
  }
}

constexpr std::array checks{
    LintCheck{no_example, "a rule needs an example that it must match and one that it must leave", look_for_examples},
    LintCheck{inside_a_word, "a word hits inside an ordinary word of a dictionary", look_inside_words},
    LintCheck{everyday_word, "a letter, number or everyday word that would flag a comment alone",
              look_for_everyday_words},
    LintCheck{no_effect, "a rule that can cause nothing", look_for_effect},
    LintCheck{never_fires, "a word or condition that no comment can meet", look_for_firing},
    LintCheck{identity_alone, "a word for who people are, as abuse by itself", look_for_identity},
    LintCheck{ascii_minded,
              "regexes: \\b and \\w beside letters that are not ASCII; letters that the view never shows; "
              "a match of nothing; no letters that must be there",
              look_at_regexes},
};

}  // namespace

std::span<const LintCheck> lint_checks() { return checks; }

std::vector<LintFinding> lint(const std::vector<RulePack>& packs, const LintContext& context) {
  Findings findings;
  for (const RulePack& pack : packs) {
    for (const Rule& rule : pack.rules) {
      for (const LintCheck& check : checks) check.look(rule, context, findings);
    }
  }
  look_for_duplicates(packs, findings);
  std::stable_sort(findings.begin(), findings.end(), [](const LintFinding& a, const LintFinding& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) < std::tie(b.place.file, b.place.line, b.place.column);
  });
  return findings;
}

LintContext lint_context_below(const std::filesystem::path& folder) {
  LintContext context;
  std::vector<Problem> ignored;
  std::vector<WordsFile> read;
  const auto add_from = [&](const std::filesystem::path& file, std::vector<std::string>& words) {
    for (const Pattern& word : read_words_file(file, {}, read, ignored)) words.push_back(folded(word.text));
  };
  std::error_code failed;
  std::filesystem::recursive_directory_iterator at(folder, failed);
  for (; !failed && at != std::filesystem::recursive_directory_iterator(); at.increment(failed)) {
    if (at->path().filename() == "ordinary-words.txt") add_from(at->path(), context.ordinary_words);
    if (at->path().filename() == "everyday-words.txt") add_from(at->path(), context.everyday_words);
  }
  for (std::vector<std::string>* words : {&context.ordinary_words, &context.everyday_words}) {
    std::sort(words->begin(), words->end());
    words->erase(std::unique(words->begin(), words->end()), words->end());
  }
  return context;
}

}  // namespace cm
