// JUnit XML: what CI servers show of checks that passed and failed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"

namespace cm {

struct JunitCase {
  std::string group;  ///< "classname": what CI servers fold cases by
  std::string name;
  std::string failure;  ///< in one line; empty: it passed
  std::string details;  ///< of the failure
};

/// A report with one suite. It holds what both public schemas ask for, that of Jenkins' xUnit plugin and that of
/// Ant's JUnit tasks. Characters that XML or a terminal would trip over are taken out.
[[nodiscard]] std::string to_junit(std::string_view suite, Timestamp now, const std::vector<JunitCase>& cases);

}  // namespace cm
