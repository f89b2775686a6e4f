// Every word of a rule file stands in cm-rules(5), and every check of lint in cm-rules(1).
#include <doctest/doctest.h>

#include <string>

#include "base/files.h"
#include "rules/condition_table.h"
#include "rules/lint.h"
#include "rules/rule_keys.h"
#include "support/source_folder.h"

using namespace cm;

namespace {

std::string manual(const std::string& name) { return read_file(source_folder() / "man" / name); }

}  // namespace

TEST_CASE("every key of a rule file stands in cm-rules(5)") {
  const std::string page = manual("cm-rules.5");
  for (const KeyTable& table : rule_key_tables()) {
    for (const std::string_view key : table.keys) {
      CAPTURE(table.name);
      CAPTURE(key);
      const bool explained = page.find(".Va " + std::string(key) + "\n") != std::string::npos ||
                             page.find("It Va " + std::string(key)) != std::string::npos ||
                             page.find(std::string(key) + " = ") != std::string::npos ||
                             page.find(".Va " + std::string(key) + " ") != std::string::npos;
      CHECK(explained);
    }
  }
}

TEST_CASE("every check of lint stands in cm-rules(1)") {
  const std::string page = manual("cm-rules.1");
  for (const LintCheck& check : lint_checks()) {
    CAPTURE(check.name);
    CHECK(page.find(".It " + std::string(check.name) + "\n") != std::string::npos);
  }
}
