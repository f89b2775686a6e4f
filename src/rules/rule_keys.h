// Every key of a rule file, table by table: what the parser reads and cm-rules(5) explains.
#pragma once

#include <span>
#include <string_view>

namespace cm {

struct KeyTable {
  std::string_view name;  ///< "a rule", "when.author"
  std::span<const std::string_view> keys;
};

/// All of them: the manual's test walks them.
[[nodiscard]] std::span<const KeyTable> rule_key_tables();

}  // namespace cm
