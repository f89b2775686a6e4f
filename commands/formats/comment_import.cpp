#include "formats/comment_import.h"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/digest.h"
#include "base/error.h"
#include "base/suggest.h"
#include "sheet/workbook_reader.h"
#include "text/utf8.h"

namespace cm {
namespace {

// Every fact of a comment that another tool may know.
struct Fact {
  std::string_view key;
  bool (*set)(Comment& comment, const std::string& value, DateOrder dates);  // false: cannot be read
};

bool set_text(std::string& place, const std::string& value) {
  place = value;
  return true;
}

bool set_moment(std::optional<Timestamp>& place, const std::string& value, DateOrder dates) {
  if (value.empty()) return true;
  const auto plain = plain_moment(value, dates);
  const auto moment = plain ? parse_iso8601(*plain) : parse_iso8601(value);
  if (!moment) return false;
  place = moment;
  return true;
}

constexpr std::array facts{
    Fact{"id", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.id, v); }},
    Fact{"text", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.text, v); }},
    Fact{"channel", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.channel, v); }},
    Fact{"platform", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.platform, v); }},
    Fact{"page", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.page, v); }},
    Fact{"post", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.post, v); }},
    Fact{"parent", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.parent, v); }},
    Fact{"url", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.url, v); }},
    Fact{"lang", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.lang, v); }},
    Fact{"author.id", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.author.id, v); }},
    Fact{"author.name", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.author.name, v); }},
    Fact{"author.role", [](Comment& c, const std::string& v, DateOrder) { return set_text(c.author.role, v); }},
    Fact{"author.created_at",
         [](Comment& c, const std::string& v, DateOrder d) { return set_moment(c.author.created_at, v, d); }},
    Fact{"created_at", [](Comment& c, const std::string& v, DateOrder d) { return set_moment(c.created_at, v, d); }},
    Fact{"likes",
         [](Comment& c, const std::string& v, DateOrder) {
           if (v.empty()) return true;
           std::int64_t number = 0;
           const auto [end, error] = std::from_chars(v.data(), v.data() + v.size(), number);
           if (error != std::errc() || end != v.data() + v.size()) return false;
           c.likes = number;
           return true;
         }},
    Fact{"state",
         [](Comment& c, const std::string& v, DateOrder) {
           const auto state = parse_comment_state(v);
           if (state) c.state = *state;
           return v.empty() || state.has_value();
         }},
};

const Fact* fact_named(std::string_view key) {
  for (const Fact& fact : facts) {
    if (fact.key == key) return &fact;
  }
  return nullptr;
}

std::vector<std::string_view> fact_names() {
  std::vector<std::string_view> names;
  for (const Fact& fact : facts) names.push_back(fact.key);
  return names;
}

Place place_of(const std::string& file, const toml::node& node) {
  return {file, node.source().begin.line, node.source().begin.column};
}

/// Calls `read` for each key that is a fact of a comment; it gives what is wrong with the value.
template <typename Read>
void read_table(const toml::table& root, std::string_view name, const std::string& file, std::vector<Problem>& problems,
                Read read) {
  const toml::node* node = root.get(name);
  if (node == nullptr) return;
  const toml::table* table = node->as_table();
  if (table == nullptr) {
    problems.push_back({place_of(file, *node), "[" + std::string(name) + "] is a table"});
    return;
  }
  for (const auto& [key, value] : *table) {
    std::string problem;
    if (fact_named(key.str()) == nullptr) {
      const auto names = fact_names();
      problem = "no fact of a comment is called \"" + std::string(key.str()) + "\"" + did_you_mean(key.str(), names);
    } else {
      problem = read(std::string(key.str()), value);
    }
    if (!problem.empty()) problems.push_back({place_of(file, value), problem});
  }
}

std::string read_column(const std::string& key, const toml::node& value, ImportMap& map) {
  if (const auto text = value.value<std::string>()) {
    map.columns[key] = {{*text}, false};
    return {};
  }
  // Without a text there is no comment; without anything else there is.
  ImportMap::Column column{{}, key != "text"};
  if (const toml::array* list = value.as_array()) {
    for (const toml::node& name : *list) {
      if (const auto text = name.value<std::string>()) column.names.push_back(*text);
    }
    if (!list->empty() && column.names.size() == list->size()) {
      map.columns[key] = std::move(column);
      return {};
    }
  }
  return "write a text in quotes, or a list of them";
}

std::string read_value(const std::string& key, const toml::node& value, ImportMap& map) {
  const auto text = value.value<std::string>();
  if (!text) return "write a text in quotes";
  map.values[key] = *text;
  return {};
}

std::optional<Comment> comment_from(const std::map<std::string, std::string>& cells, const ImportMap& map,
                                    DateOrder dates, std::string& why) {
  Comment comment;
  comment.platform = "file";
  for (const auto* given : {&map.values, &cells}) {
    for (const auto& [key, value] : *given) {
      if (!fact_named(key)->set(comment, value, dates)) {
        why = key + " cannot be read";
        return std::nullopt;
      }
    }
  }
  if (comment.text.empty()) {
    why = "there is no text";
    return std::nullopt;
  }
  if (comment.channel.empty() || comment.channel.find('/') != std::string::npos) {
    why = "there is no channel";
    return std::nullopt;
  }
  if (comment.id.empty()) {
    if (cells.contains("id")) {
      why = "there is no id";
      return std::nullopt;
    }
    comment.id = text_digest((comment.created_at ? to_iso8601(*comment.created_at) : "") + "\n" + comment.author.id +
                             "\n" + comment.author.name + "\n" + comment.text);
  }
  return comment;
}

// "author.name" looks for {"author":{"name":…}}; a key with a dot in it is found as well.
const nlohmann::json* find_in(const nlohmann::json& object, const std::string& path) {
  if (const auto direct = object.find(path); direct != object.end()) return &*direct;
  const nlohmann::json* here = &object;
  std::size_t begin = 0;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    if (!here->is_object()) return nullptr;
    const auto found = here->find(path.substr(begin, end - begin));
    if (found == here->end()) return nullptr;
    here = &*found;
    begin = end + 1;
  }
  return here;
}

std::optional<std::size_t> place_in(const std::vector<std::string>& header, const ImportMap::Column& column) {
  for (const std::string& name : column.names) {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found != header.end()) return static_cast<std::size_t>(found - header.begin());
  }
  return std::nullopt;
}

std::string as_text(const nlohmann::json& value) {
  if (value.is_null()) return {};
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

ImportMap read_import_map(std::string_view text, const std::string& file) {
  ImportMap map;
  std::vector<Problem> problems;
  toml::table root;
  try {
    root = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    const auto& at = error.source().begin;
    throw Error(ErrorKind::wrong_use, to_string(Problem{{file, at.line, at.column}, std::string(error.description())}));
  }
  for (const auto& [key, value] : root) {
    if (key.str() == "format") {
      const std::string format = value.value_or<std::string>("");
      if (format != "csv" && format != "ndjson") {
        problems.push_back({place_of(file, value), "format is \"csv\" or \"ndjson\""});
      }
      map.ndjson = format == "ndjson";
    } else if (key.str() != "columns" && key.str() != "values") {
      constexpr std::array<std::string_view, 3> known{"format", "columns", "values"};
      problems.push_back({place_of(file, value),
                          "no key is called \"" + std::string(key.str()) + "\"" + did_you_mean(key.str(), known)});
    }
  }
  read_table(root, "columns", file, problems,
             [&map](const std::string& key, const toml::node& value) { return read_column(key, value, map); });
  read_table(root, "values", file, problems,
             [&map](const std::string& key, const toml::node& value) { return read_value(key, value, map); });
  if (!map.columns.contains("text")) problems.push_back({{file, 0, 0}, "[columns] names no column for \"text\""});
  if (!map.columns.contains("channel") && !map.values.contains("channel")) {
    problems.push_back({{file, 0, 0}, "name the channel that the comments belong to: [values] channel = \"…\""});
  }
  if (!problems.empty()) throw Error(ErrorKind::wrong_use, to_string(problems));
  return map;
}

ImportedComments import_comments(std::string_view contents, const std::string& file, const ImportMap& map,
                                 DateOrder dates) {
  ImportedComments imported;
  const auto take = [&](const std::map<std::string, std::string>& cells, std::uint32_t line) {
    std::string why;
    if (auto comment = comment_from(cells, map, dates, why)) {
      imported.comments.push_back(std::move(*comment));
    } else {
      imported.unreadable.push_back({{file, line, 0}, why});
    }
  };

  if (!map.ndjson) {
    std::map<std::string, std::size_t> places;
    bool header_read = false;
    read_table(contents, file, [&](CsvRecord& record) {
      if (!header_read) {
        header_read = true;
        for (const auto& [key, column] : map.columns) {
          if (const auto place = place_in(record.cells, column)) {
            places[key] = *place;
          } else if (!column.may_be_missing) {
            const std::vector<std::string_view> names(record.cells.begin(), record.cells.end());
            const std::string& wanted = column.names.front();
            throw Error(ErrorKind::wrong_use,
                        to_string(Problem{{file, record.line, 0},
                                          "no column is called \"" + wanted + "\"" + did_you_mean(wanted, names)}));
          }
        }
        return;
      }
      std::map<std::string, std::string> cells;
      for (const auto& [key, place] : places) cells[key] = place < record.cells.size() ? record.cells[place] : "";
      take(cells, record.line);
    });
    return imported;
  }

  std::uint32_t line = 0;
  while (!contents.empty()) {
    ++line;
    const std::size_t end = std::min(contents.find('\n'), contents.size());
    const std::string_view text = contents.substr(0, end);
    contents.remove_prefix(std::min(end + 1, contents.size()));
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto object = nlohmann::json::parse(text, nullptr, false);
    if (!object.is_object()) {
      imported.unreadable.push_back({{file, line, 0}, "the line is not a JSON object"});
      continue;
    }
    std::map<std::string, std::string> cells;
    for (const auto& [key, column] : map.columns) {
      for (const std::string& path : column.names) {
        if (const nlohmann::json* value = find_in(object, path)) {
          cells[key] = as_text(*value);
          break;
        }
      }
    }
    take(cells, line);
  }
  return imported;
}

}  // namespace cm
