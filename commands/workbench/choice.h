// One of a few words, as the value of a flag.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace cm {

/// Refuses every other word, naming the nearest one. Completion reads the words from the description, "{a,b}".
[[nodiscard]] CLI::Validator one_of(std::vector<std::string> words);

}  // namespace cm
