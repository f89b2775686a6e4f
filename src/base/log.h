// Log: what a command tells the person beside its result. Counts and ids only: never a comment's
// text, an author's name, a token, or the query string of a signed address.
#pragma once

#include <string_view>

namespace cm {

class Log {
 public:
  virtual ~Log() = default;

  virtual void error(std::string_view message) = 0;
  virtual void warning(std::string_view message) = 0;
  virtual void info(std::string_view message) = 0;   ///< with -v
  virtual void debug(std::string_view message) = 0;  ///< with -vv
};

}  // namespace cm
