// Runs a shell command and gives what it printed, for tests of what people do at a prompt.
#pragma once

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace cm {

/// stdout and stderr together. The command is the test's own, never made of a stranger's words.
inline std::string output_of(const std::string& command) {
  std::FILE* pipe = ::popen(("{ " + command + "\n} 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot start a shell");
  std::string output;
  std::array<char, 4096> piece{};
  for (std::size_t count = 0; (count = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
    output.append(piece.data(), count);
  }
  ::pclose(pipe);
  return output;
}

}  // namespace cm
