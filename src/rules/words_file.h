// Words files: one word a line, for lists too long to stand in a rule file.
#pragma once

#include <filesystem>
#include <vector>

#include "base/place.h"
#include "rules/rule_file.h"

namespace cm {

/// One word or phrase a line; blank lines and what follows a '#' at the start of a line, or after
/// white space, are left out. The file is noted in `read`; one that
/// cannot be read is a problem at `asked_for_at`.
[[nodiscard]] std::vector<Pattern> read_words_file(const std::filesystem::path& file, const Place& asked_for_at,
                                                   std::vector<WordsFile>& read, std::vector<Problem>& problems);

}  // namespace cm
