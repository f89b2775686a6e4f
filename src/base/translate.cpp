#include "base/translate.h"

#include <libintl.h>

#include <clocale>
#include <cstdlib>
#include <string_view>

namespace cm {
namespace {

constexpr const char* domain = "cm";
bool speaks_english = true;  // set before there are threads

std::string_view told(const char* variable) {
  const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): there are no threads yet
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::string_view wanted_locale() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const std::string_view value = told(variable); !value.empty()) return value;
  }
  return {};
}

bool is_plain(std::string_view locale) {
  return locale.empty() || locale == "C" || locale == "POSIX" || locale.starts_with("C.");
}

}  // namespace

void choose_language(const std::function<std::filesystem::path()>& catalogues) {
  const std::string_view locale = wanted_locale();
  if (is_plain(locale) || (locale.starts_with("en") && told("LANGUAGE").empty())) return;
  // gettext is silent in a locale that is not installed, as most are not on a server: the plain one then stands
  // in for it, and LANGUAGE says which catalogue to read.
  // NOLINTBEGIN(concurrency-mt-unsafe): there are no threads yet
  if (std::setlocale(LC_MESSAGES, "") == nullptr) {
    if (std::setlocale(LC_MESSAGES, "C.UTF-8") == nullptr) return;
    ::setenv("LANGUAGE", std::string(locale.substr(0, locale.find_first_of(".@"))).c_str(), 0);
  }
  // NOLINTEND(concurrency-mt-unsafe)
  ::bindtextdomain(domain, catalogues().c_str());
  ::bind_textdomain_codeset(domain, "UTF-8");
  speaks_english = false;
}

std::string tr_entry(const char* marked_text) {
  return speaks_english || *marked_text == '\0' ? marked_text : ::dgettext(domain, marked_text);
}

std::string translated(const char* english, fmt::format_args arguments) {
  if (!speaks_english) {
    const char* found = ::dgettext(domain, english);
    try {
      return fmt::vformat(found, arguments);
    } catch (const fmt::format_error&) {
      // A catalogue of another version, or one that somebody edited: the English text below is right.
    }
  }
  return fmt::vformat(english, arguments);
}

}  // namespace cm
