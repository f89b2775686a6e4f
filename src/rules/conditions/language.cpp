#include "rules/conditions/language.h"

#include <algorithm>

#include "language/tag.h"

namespace cm {

std::string_view told_language(const Subject& comment) {
  // "und" is BCP 47 for "undetermined".
  return same_language(comment.lang, "und") ? std::string_view() : comment.lang;
}

bool is_language_in(const std::vector<std::string>& list, std::string_view lang) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& wanted) { return wanted == "*" || same_language(wanted, lang); });
}

}  // namespace cm
