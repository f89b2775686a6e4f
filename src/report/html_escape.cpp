#include "report/html_escape.h"

#include "text/terminal_safe.h"

namespace cm {

std::string html_escape(std::string_view text) {
  std::string safe;
  for (const char letter : terminal_safe(text)) {
    switch (letter) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += letter;
    }
  }
  return safe;
}

}  // namespace cm
