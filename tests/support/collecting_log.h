// CollectingLog: keeps what was logged, so that a test can look for it, or for what must not be there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"

namespace cm {

class CollectingLog final : public Log {
 public:
  void error(std::string_view message) override { errors.emplace_back(message); }
  void warning(std::string_view message) override { warnings.emplace_back(message); }
  void info(std::string_view message) override { infos.emplace_back(message); }
  void debug(std::string_view message) override { debugs.emplace_back(message); }

  /// Everything, one message a line.
  [[nodiscard]] std::string all() const {
    std::string text;
    for (const auto* messages : {&errors, &warnings, &infos, &debugs}) {
      for (const auto& message : *messages) text += message + "\n";
    }
    return text;
  }

  std::vector<std::string> errors;
  std::vector<std::string> warnings;
  std::vector<std::string> infos;
  std::vector<std::string> debugs;
};

}  // namespace cm
