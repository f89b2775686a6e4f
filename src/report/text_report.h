// A report for the terminal.
#pragma once

#include <string>

#include "report/report.h"

namespace cm {

/// Words of strangers are made safe for a terminal; `coloured` adds SGR codes.
[[nodiscard]] std::string text_report(const Report& report, bool coloured);

}  // namespace cm
