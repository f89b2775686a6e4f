#include "workbench/since.h"

#include "base/error.h"

namespace cm {

std::optional<Timestamp> read_since(std::string_view text, Timestamp now, std::string_view flag) {
  if (text.empty()) return std::nullopt;
  if (const auto span = parse_duration(text)) return now - *span;
  if (const auto moment = parse_iso8601(text)) return moment;
  throw Error(ErrorKind::wrong_use, std::string(flag) + " takes a span (90m, 48h, 7d) or a date (2026-11-20), not \"" +
                                        std::string(text) + "\"");
}

}  // namespace cm
