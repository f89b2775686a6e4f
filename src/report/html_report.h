// A report as one HTML file that needs nothing else: no script, no font, no request.
#pragma once

#include <string>

#include "report/report.h"

namespace cm {

[[nodiscard]] std::string html_report(const Report& report);

}  // namespace cm
