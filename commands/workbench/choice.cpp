#include "workbench/choice.h"

#include "base/joined.h"
#include "base/suggest.h"
#include "base/translate.h"

namespace cm {

CLI::Validator one_of(std::vector<std::string> words) {
  const std::string description = "{" + joined(words, ",") + "}";
  const auto check = [words = std::move(words)](const std::string& given) {
    const std::vector<std::string_view> known(words.begin(), words.end());
    for (const std::string_view word : known) {
      if (given == word) return std::string();
    }
    return tr("\"{}\" is none of {}", given, joined(words, ", ")) + did_you_mean(given, known);
  };
  return {check, description};
}

}  // namespace cm
