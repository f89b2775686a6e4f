// DrillFile: the comments of a drill as NDJSON, and what the file itself says of them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "model/comment.h"

namespace cm {

class DrillFile {
 public:
  /// Throws Error(wrong_use) when the file cannot be read.
  explicit DrillFile(std::string name);
  DrillFile(const DrillFile&) = delete;
  DrillFile& operator=(const DrillFile&) = delete;
  ~DrillFile();

  using Visit = std::function<void(const Comment&)>;
  /// Told the place and why of each line that is no comment, or one without a time.
  using Unreadable = std::function<void(std::string_view message)>;

  /// From the beginning, as often as it is called.
  void each_comment(const Visit& visit, const Unreadable& unreadable) const;

 private:
  std::string name_;
  int descriptor_;
};

/// Whether a line of a drill calls its comment negative, by "sentiment" and "labels", alone or inside a
/// "verdict" as `cm scan` prints it; nothing when it does not say.
[[nodiscard]] std::optional<bool> told_negative(const Comment& comment);

}  // namespace cm
