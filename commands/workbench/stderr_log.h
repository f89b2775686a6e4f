// StderrLog: the Log that a moderator sees, as `cm: error: …` on stderr.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"

namespace cm {

class StderrLog final : public Log {
 public:
  /// `verbosity` 1 shows info, 2 debug too. A quiet log keeps warnings back until tell_kept_back():
  /// a run that succeeds says nothing, one that fails says all.
  StderrLog(int verbosity, bool coloured, bool quiet);

  void error(std::string_view message) override;
  void warning(std::string_view message) override;
  void info(std::string_view message) override;
  void debug(std::string_view message) override;

  /// A line as it is: the problems of a file, each with its place.
  void plain(std::string_view line);

  /// Shows how far a command is, on a line of the terminal that the next status writes over and messages
  /// push down; an empty one wipes it away.
  void status(std::string_view line);

  /// Writes the warnings that a quiet log kept back.
  void tell_kept_back();

 private:
  void say(std::string_view kind, std::string_view colour, std::string_view message);
  void write_message(const std::string& message) const;

  int verbosity_;
  bool coloured_;
  bool quiet_;
  std::vector<std::string> kept_back_;
  std::string status_;
  std::mutex writing_;  // judging threads warn too
};

}  // namespace cm
