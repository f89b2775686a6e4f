// A report for spreadsheets: one figure a line.
#pragma once

#include <string>

#include "report/report.h"

namespace cm {

/// RFC 4180 with the columns table,channel,name,day,figure,value; figures that cannot be told are left out.
/// Names that a spreadsheet would run as a formula are neutralised.
[[nodiscard]] std::string csv_report(const Report& report);

}  // namespace cm
