#include "formats/junit.h"

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "text/terminal_safe.h"

namespace cm {
namespace {

/// XML has no U+FFFE and U+FFFF, even escaped.
std::string xml_safe(std::string_view text) {
  std::string safe = terminal_safe(text);
  for (const std::string_view none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (std::size_t at = 0; (at = safe.find(none, at)) != std::string::npos;) safe.erase(at, none.size());
  }
  return safe;
}

void set(pugi::xml_node& node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(xml_safe(value).c_str());
}

/// Line by line: a safe text has no line breaks.
std::string safe_lines(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    safe += xml_safe(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return safe;
}

}  // namespace

std::string to_junit(std::string_view suite, Timestamp now, const std::vector<JunitCase>& cases) {
  const auto failures = std::ranges::count_if(cases, [](const JunitCase& one) { return !one.failure.empty(); });
  pugi::xml_document document;
  pugi::xml_node suites = document.append_child("testsuites");
  pugi::xml_node node = suites.append_child("testsuite");
  set(node, "name", suite);
  set(node, "package", suite);
  set(node, "id", "0");
  // Ant's schema wants neither a zone nor fractions.
  set(node, "timestamp", to_iso8601(now).substr(0, std::string_view("2026-11-20T10:00:00").size()));
  set(node, "hostname", "localhost");
  set(node, "tests", std::to_string(cases.size()));
  set(node, "failures", std::to_string(failures));
  set(node, "errors", "0");
  set(node, "time", "0");
  node.append_child("properties");
  for (const JunitCase& one : cases) {
    pugi::xml_node test = node.append_child("testcase");
    set(test, "classname", one.group);
    set(test, "name", one.name);
    set(test, "time", "0");
    if (one.failure.empty()) continue;
    pugi::xml_node failure = test.append_child("failure");
    set(failure, "message", one.failure);
    set(failure, "type", "failure");
    failure.text().set(safe_lines(one.details).c_str());
  }
  node.append_child("system-out");
  node.append_child("system-err");
  std::ostringstream xml;
  document.save(xml, "  ", pugi::format_default, pugi::encoding_utf8);
  return xml.str();
}

}  // namespace cm
