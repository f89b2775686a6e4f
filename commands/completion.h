// Shell completion, made from the command line that CLI11 parses.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace cm {

/// A script for "bash", "zsh" or "fish"; empty for another shell.
[[nodiscard]] std::string completion_script(const CLI::App& app, std::string_view shell);

}  // namespace cm
