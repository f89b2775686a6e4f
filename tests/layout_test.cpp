// Which way the house points: a room includes only rooms that this table gives it.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/files.h"
#include "support/source_folder.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

using Rooms = std::set<std::string>;

// ARCHITECTURE.md shows the same table and says why.
const std::map<std::string, Rooms> may_include{
    {"base", {}},
    {"model", {"base"}},
    {"text", {"base"}},
    {"language", {"base", "text"}},
    {"sentiment", {"base", "model", "text", "language"}},
    {"http", {"base"}},
    {"database", {"base"}},
    {"watch", {"base", "model", "text"}},
    {"topics", {"base", "text"}},
    {"reply", {"base", "model", "text"}},
    {"config", {"base", "model"}},
    {"ndjson", {"base", "model", "text"}},
    {"rules", {"base", "model", "text", "language", "ndjson"}},
    {"sheet", {"base", "model", "text"}},
    {"policy", {"base", "model", "config"}},
    {"store", {"base", "model", "text", "database"}},
    {"journal", {"base", "model", "text", "database"}},
    {"platforms", {"base", "model", "text", "ndjson", "http", "config"}},
    {"report", {"base", "model", "text", "ndjson", "sheet"}},
    {"moderation",
     {"base", "model", "text", "language", "sentiment", "ndjson", "rules", "policy", "store", "journal", "platforms",
      "watch", "reply"}},
    {"campaign", {"base", "model", "text", "config", "rules", "policy", "platforms", "sheet", "moderation"}},
};

struct SourceFile {
  std::string room;
  std::string name;  // "rules/rule_set.cpp"
  std::string text;
};

// The programs that make tables while cm is built are no part of cm_core.
bool is_build_tool(const fs::path& path) { return path.filename().string().starts_with("make_"); }

std::vector<SourceFile> sources() {
  const fs::path root = source_folder() / "src";
  std::vector<SourceFile> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    const fs::path& path = entry.path();
    if ((path.extension() != ".h" && path.extension() != ".cpp") || is_build_tool(path)) continue;
    const fs::path name = path.lexically_relative(root);
    files.push_back({name.begin()->string(), name.string(), read_file(path)});
  }
  return files;
}

// The rooms of `#include "room/file.h"`.
Rooms rooms_included(const std::string& text) {
  constexpr std::string_view include = "#include \"";
  Rooms rooms;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(include)) continue;
    const std::size_t slash = line.find('/', include.size());
    if (slash != std::string::npos) rooms.insert(line.substr(include.size(), slash - include.size()));
  }
  return rooms;
}

TEST_CASE("A room includes only the rooms that the table gives it") {
  const std::vector<SourceFile> files = sources();
  REQUIRE(files.size() > 50);
  for (const SourceFile& file : files) {
    CAPTURE(file.name);
    REQUIRE_MESSAGE(may_include.contains(file.room), "the table has no such room");
    const Rooms& allowed = may_include.at(file.room);
    for (const std::string& room : rooms_included(file.text)) {
      CAPTURE(room);
      CHECK((room == file.room || allowed.contains(room)));
    }
  }
}

TEST_CASE("The table allows no circle") {
  for (const auto& line : may_include) {
    const std::string& room = line.first;
    for (const std::string& other : line.second) {
      CAPTURE(room);
      CAPTURE(other);
      REQUIRE(may_include.contains(other));
      CHECK_FALSE(may_include.at(other).contains(room));
    }
  }
}

TEST_CASE("The library neither prints nor ends the process nor uses regular expressions that can run away") {
  // std::regex takes time that grows with the square and worse of a stranger's comment.
  const std::vector<std::string> refused{"std::cout",  "std::cerr",           "std::printf",     "std::exit(",
                                         "std::regex", "#include <iostream>", "#include <regex>"};
  for (const SourceFile& file : sources()) {
    CAPTURE(file.name);
    for (const std::string& word : refused) {
      CAPTURE(word);
      CHECK(file.text.find(word) == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace cm
