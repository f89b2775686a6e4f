// Every figure of cm report: what it is called, counted in, and means. cm-report(1), the text under each
// chart, the names in JSON and CSV, and the test that compares them read this table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cm {

enum class KpiUnit : std::uint8_t {
  count,
  share,  ///< 0 to 1, shown in per cent
  ratio,
  span,   ///< seconds
  score,  ///< 1 to 5
};

struct Kpi {
  std::string_view id;  ///< in JSON and CSV
  std::string_view title;
  KpiUnit unit = KpiUnit::count;
  std::string_view definition;  ///< whole sentences
};

/// In the order of the manual.
[[nodiscard]] std::span<const Kpi> kpi_table();

/// Throws Error(internal) when there is none.
[[nodiscard]] const Kpi& kpi(std::string_view id);

}  // namespace cm
