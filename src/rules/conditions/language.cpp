#include "rules/conditions/language.h"

#include <algorithm>

namespace cm {
namespace {

std::string_view primary_subtag(std::string_view lang) { return lang.substr(0, lang.find_first_of("-_")); }

bool equal_but_for_case(std::string_view a, std::string_view b) {
  const auto lower = [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string_view known_language(const Subject& comment) {
  // "und" is BCP 47 for "undetermined".
  return equal_but_for_case(primary_subtag(comment.lang), "und") ? std::string_view() : comment.lang;
}

bool is_language_in(const std::vector<std::string>& list, std::string_view lang) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& wanted) {
    return wanted == "*" || equal_but_for_case(primary_subtag(wanted), primary_subtag(lang));
  });
}

}  // namespace cm
