// Messages in the language of the person who reads them: gettext over the catalogues of commands/po.
// What programs read (JSON, CSV, the columns of sheets, names of rules and actions) is never translated.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <string>
#include <utility>

namespace cm {

/// Follows LC_ALL, LC_MESSAGES, LANG and LANGUAGE, as gettext does, also where the system has not installed that
/// locale. To be called once, before there are threads. `catalogues` names the folder that holds
/// LANG/LC_MESSAGES/cm.mo; where the language is English it is not asked, and nothing is read from the disk.
void choose_language(const std::function<std::filesystem::path()>& catalogues);

/// The message in the chosen language, with its arguments in it. `english` is the key of the catalogues, and what
/// is shown where they lack it. A translation may name its arguments by number ("{1} … {0}").
[[nodiscard]] std::string translated(const char* english, fmt::format_args arguments);

/// A person reads it: tr("nothing waits in the queue \"{}\"", name). xgettext looks for this name.
template <typename... Arguments>
[[nodiscard]] std::string tr(fmt::format_string<Arguments...> english, Arguments&&... arguments) {
  return translated(fmt::string_view(english).data(), fmt::make_format_args(arguments...));
}

/// Marks an entry of a table of texts for xgettext; tr_entry() translates it where it is shown.
[[nodiscard]] constexpr const char* marked(const char* english) { return english; }
[[nodiscard]] std::string tr_entry(const char* marked_text);

}  // namespace cm
