// A report as one JSON object, for programs.
#pragma once

#include <string>

#include "report/report.h"

namespace cm {

/// The summary under "summary", each table under its id in "tables" as a list of objects; figures that
/// cannot be told are null, spans are seconds.
[[nodiscard]] std::string json_report(const Report& report);

}  // namespace cm
