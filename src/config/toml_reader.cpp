#include "config/toml_reader.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/suggest.h"

namespace cm {
namespace {

std::string must_be(std::string_view key, std::string_view what) { return fmt::format("\"{}\" must be {}", key, what); }

}  // namespace

TomlReader::TomlReader(std::string file, std::vector<Problem>& problems)
    : file_(std::move(file)), problems_(problems) {}

Place TomlReader::place_of(const toml::source_region& where) const {
  return {file_, where.begin.line, where.begin.column};
}

void TomlReader::problem(const toml::source_region& where, const std::string& message) {
  problems_.push_back({place_of(where), message});
}

void TomlReader::refuse_unknown_keys(const toml::table& table, std::span<const std::string_view> known,
                                     std::string_view what) {
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    problem(key.source(), fmt::format("{} knows no key \"{}\"{}", what, key.str(), did_you_mean(key.str(), known)));
  }
}

std::optional<std::string> TomlReader::text(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_string()) return value->get();
  problem(node->source(), must_be(key, "a text in quotes"));
  return std::nullopt;
}

std::optional<bool> TomlReader::yes_or_no(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_boolean()) return value->get();
  problem(node->source(), must_be(key, "true or false"));
  return std::nullopt;
}

std::optional<int> TomlReader::whole_number(const toml::table& table, std::string_view key, Bounds<int> bounds) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_integer();
  if (value != nullptr && value->get() >= bounds.least && value->get() <= bounds.most) {
    return static_cast<int>(value->get());
  }
  const std::string range = bounds.most == std::numeric_limits<int>::max()
                                ? fmt::format("a whole number from {} on", bounds.least)
                                : fmt::format("a whole number from {} to {}", bounds.least, bounds.most);
  problem(node->source(), must_be(key, range));
  return std::nullopt;
}

std::optional<double> TomlReader::number(const toml::table& table, std::string_view key, Bounds<double> bounds) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  const std::optional<double> value = node->is_number() ? node->value<double>() : std::nullopt;
  if (value && *value >= bounds.least && *value <= bounds.most) return value;
  problem(node->source(), must_be(key, fmt::format("a number from {} to {}", bounds.least, bounds.most)));
  return std::nullopt;
}

std::optional<std::vector<std::string>> TomlReader::texts(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    problem(node->source(), must_be(key, "a list of texts, such as [\"one\", \"two\"]"));
    return std::nullopt;
  }
  std::vector<std::string> values;
  for (const toml::node& item : *list) {
    if (const auto* value = item.as_string()) {
      values.push_back(value->get());
    } else {
      problem(item.source(), fmt::format("\"{}\" holds something that is no text in quotes", key));
    }
  }
  return values;
}

const toml::table* TomlReader::table(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return nullptr;
  if (const toml::table* value = node->as_table()) return value;
  problem(node->source(), must_be(key, "a table"));
  return nullptr;
}

}  // namespace cm
