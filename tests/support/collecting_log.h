// CollectingLog: keeps what was logged, so that a test can look for it, or for what must not be there.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"

namespace cm {

class CollectingLog final : public Log {
 public:
  void error(std::string_view message) override { keep(errors, message); }
  void warning(std::string_view message) override { keep(warnings, message); }
  void info(std::string_view message) override { keep(infos, message); }
  void debug(std::string_view message) override { keep(debugs, message); }

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

 private:
  void keep(std::vector<std::string>& messages, std::string_view message) {
    const std::lock_guard hold(*keeping_);
    messages.emplace_back(message);
  }

  std::unique_ptr<std::mutex> keeping_ = std::make_unique<std::mutex>();  // a log can be moved
};

}  // namespace cm
