// Comments that another tool exported, read by a map that names where each fact stands.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "model/comment.h"
#include "sheet/sheet_reader.h"

namespace cm {

/// `cm import --map FILE`: cm-import(1) describes it.
struct ImportMap {
  /// The names that a column (in NDJSON a key) may have; the first that is there is taken.
  struct Column {
    std::vector<std::string> names;
    bool may_be_missing = false;  ///< then the fact is unknown
  };

  bool ndjson = false;                        ///< else CSV
  std::map<std::string, Column> columns;      ///< a comment's key ("id", "author.name") -> where it stands
  std::map<std::string, std::string> values;  ///< a comment's key -> the same for all: "channel", "platform", "page"
};

/// Throws Error(wrong_use) with every problem and its place.
[[nodiscard]] ImportMap read_import_map(std::string_view toml, const std::string& file);

struct ImportedComments {
  std::vector<Comment> comments;
  std::vector<Problem> unreadable;  ///< rows that name no id or text, or whose time cannot be read
};

/// A comment without an id column gets one made of its time, author and text, so that importing a file
/// twice adds nothing.
[[nodiscard]] ImportedComments import_comments(std::string_view contents, const std::string& file, const ImportMap& map,
                                               DateOrder dates);

}  // namespace cm
