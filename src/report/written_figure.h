// A figure as people read it.
#pragma once

#include <optional>
#include <string>

#include "report/kpi_table.h"

namespace cm {

/// "160,123", "20.4 %", "1.25", "3 h 20 min", "4.2"; an en dash for what cannot be told.
[[nodiscard]] std::string written_figure(const std::optional<double>& value, KpiUnit unit);

/// As a program reads it: "160123", "0.2043", "12000"; empty for what cannot be told. Shares, ratios and
/// scores have four digits after the point, spans are whole seconds.
[[nodiscard]] std::string plain_figure(const std::optional<double>& value, KpiUnit unit);

}  // namespace cm
