// Place and Problem: what is wrong in a file a person wrote, and where.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cm {

/// Lines and columns count from 1; 0 means that the whole file (or line) is meant.
struct Place {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct Problem {
  Place place;  ///< without a file: the message names the place itself
  std::string message;
};

/// "rules/acme.toml:12:8".
[[nodiscard]] std::string to_string(const Place& place);

/// "rules/acme.toml:12:8: no view is called \"flod\"; did you mean \"fold\"?".
[[nodiscard]] std::string to_string(const Problem& problem);

/// All of them, one a line: the message of the Error that refuses the file.
[[nodiscard]] std::string to_string(const std::vector<Problem>& problems);

}  // namespace cm
