// What lint says of other people's word lists once cm rules import has made rules of them. The lists are
// not part of this project; where they do not lie beside it, there is nothing to read.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/files.h"
#include "rules/lint.h"
#include "rules/rule_file.h"
#include "rules/word_lists.h"
#include "support/source_folder.h"

namespace fs = std::filesystem;
using namespace cm;

namespace {

struct KnownList {
  std::string file;
  std::vector<std::string> must_be_told;  ///< entries that lint has to complain of
};

const std::array<KnownList, 5> known_lists{{
    {"ldnoobw-v2/en.txt", {"i", "beach", "food", "*eg*", "arse*", "cock*"}},
    {"ldnoobw-v2/fr.txt", {"faire", "envoyer", "chat", "bonne", "queue"}},
    {"ldnoobw-v2/ar.txt", {"الله", "كلام", "بها", "ا"}},
    {"contentshield/ar.json", {"عبد", "قهوه", "خارج", "نام", "متعب"}},
    {"contentshield/fr.json", {"queue", "nul", "rond"}},
}};

fs::path lists_folder() { return source_folder() / "../shared/wordlists"; }

/// One word a line, whatever the list's own form.
std::string lines_of(const fs::path& file) {
  const std::string contents = read_file(file);
  if (file.extension() != ".json") return contents;
  std::string lines;
  const auto json = nlohmann::json::parse(contents);
  for (const auto& entry : json.at("words")) lines += entry.at("word").get<std::string>() + "\n";
  return lines;
}

/// The words that lint quotes, by the check that did.
std::set<std::string> words_told(const std::string& list, std::string_view check) {
  const auto formats = list_formats();
  const auto text = std::find_if(formats.begin(), formats.end(), [](const auto& one) { return one.name == "text"; });
  const std::string rules = rule_file_of(text->read(list), "imported.list", "imported", "list");
  const RuleFiles files = parse_rules(rules, "imported.toml", RuleOrigin::local);
  REQUIRE(files.problems.empty());
  std::set<std::string> words;
  for (const LintFinding& finding : lint(files.packs, lint_context_below(source_folder() / "rules"))) {
    if (!check.empty() && finding.check != check) continue;
    if (finding.message.starts_with('"')) words.insert(finding.message.substr(1, finding.message.find('"', 1) - 1));
  }
  return words;
}

}  // namespace

TEST_CASE("lint tells of the everyday words in lists that other projects use as they are") {
  if (!fs::is_directory(lists_folder())) {
    MESSAGE("skipped: there are no word lists at ", lists_folder().string());
    return;
  }
  for (const KnownList& known : known_lists) {
    CAPTURE(known.file);
    const std::set<std::string> told = words_told(lines_of(lists_folder() / known.file), "");
    MESSAGE(known.file, ": ", told.size(), " entries told");
    for (const std::string& word : known.must_be_told) {
      CAPTURE(word);
      CHECK(told.contains(word));
    }
  }
}

TEST_CASE("lint has nothing against a list of plain swear words") {
  CHECK(words_told("merde\nbullshit\nشرموطة\n", "everyday-word").empty());
  CHECK(words_told("merde\nfaire\n", "everyday-word") == std::set<std::string>{"faire"});
}
