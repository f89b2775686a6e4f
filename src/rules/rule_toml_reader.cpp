#include "rules/rule_toml_reader.h"

#include <algorithm>

#include "base/suggest.h"

namespace cm {
namespace {

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string listed(std::span<const std::string_view> words) {
  std::string list;
  for (const std::string_view word : words) list += (list.empty() ? "" : ", ") + std::string(word);
  return list;
}

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

}  // namespace

Place RuleTomlReader::place_of(const toml::source_region& source) const {
  return Place{.file = file_, .line = source.begin.line, .column = source.begin.column};
}

void RuleTomlReader::problem(const Place& place, std::string message) {
  problems_.push_back(Problem{.place = place, .message = std::move(message)});
}

void RuleTomlReader::unknown_key(const toml::key& key, std::string_view of, std::span<const std::string_view> known) {
  const std::string near = did_you_mean(key.str(), known);
  problem(place_of(key.source()), in_quotes(key.str()) + " is no key of " + std::string(of) +
                                      (near.empty() ? ", which has " + listed(known) : near));
}

void RuleTomlReader::each_key(const toml::table& table, std::string_view of, std::span<const std::string_view> known,
                              const std::function<void(std::string_view, const toml::node&)>& read) {
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      unknown_key(key, of, known);
    } else {
      read(key.str(), value);
    }
  }
}

void RuleTomlReader::wrong_type(std::string_view key, const toml::node& value, std::string_view wanted) {
  problem(value, in_quotes(key) + " must be " + std::string(wanted) + ", and is " + std::string(kind_of(value)));
}

void RuleTomlReader::unknown_word(std::string_view key, std::string_view word, const Place& place,
                                  std::span<const std::string_view> known) {
  const std::string near = did_you_mean(word, known);
  problem(place,
          in_quotes(key) + " cannot be " + in_quotes(word) + (near.empty() ? ", only one of " + listed(known) : near));
}

std::optional<std::string> RuleTomlReader::text(std::string_view key, const toml::node& value) {
  if (const auto* text = value.as_string()) return text->get();
  wrong_type(key, value, "a text");
  return std::nullopt;
}

std::vector<Pattern> RuleTomlReader::patterns(std::string_view key, const toml::node& value) {
  std::vector<Pattern> read;
  if (const auto* one = value.as_string()) {
    read.push_back(Pattern{.text = one->get(), .place = place_of(value)});
  } else if (const auto* list = value.as_array()) {
    read.reserve(list->size());
    for (const toml::node& item : *list) {
      if (const auto* text = item.as_string()) {
        read.push_back(Pattern{.text = text->get(), .place = place_of(item)});
      } else {
        wrong_type(key, item, "a list of texts");
      }
    }
  } else {
    wrong_type(key, value, "a list of texts");
  }
  return read;
}

std::vector<std::string> RuleTomlReader::texts(std::string_view key, const toml::node& value) {
  std::vector<std::string> read;
  for (Pattern& pattern : patterns(key, value)) read.push_back(std::move(pattern.text));
  return read;
}

std::optional<std::int64_t> RuleTomlReader::integer(std::string_view key, const toml::node& value, std::int64_t from,
                                                    std::int64_t to) {
  const auto* number = value.as_integer();
  if (number == nullptr) {
    wrong_type(key, value, "a whole number");
    return std::nullopt;
  }
  if (number->get() < from || number->get() > to) {
    problem(value, in_quotes(key) + " must be from " + std::to_string(from) + " to " + std::to_string(to));
    return std::nullopt;
  }
  return number->get();
}

std::optional<double> RuleTomlReader::number(std::string_view key, const toml::node& value) {
  if (const auto* whole = value.as_integer()) return static_cast<double>(whole->get());
  if (const auto* fraction = value.as_floating_point()) return fraction->get();
  wrong_type(key, value, "a number");
  return std::nullopt;
}

const toml::table* RuleTomlReader::table(std::string_view key, const toml::node& value) {
  if (const auto* table = value.as_table()) return table;
  wrong_type(key, value, "a table");
  return nullptr;
}

std::optional<Range> RuleTomlReader::range(std::string_view key, const toml::node& value) {
  static constexpr std::string_view keys[] = {"min", "max"};
  const toml::table* bounds = value.as_table();
  if (bounds == nullptr) {
    wrong_type(key, value, "a table such as { min = 1, max = 3 }");
    return std::nullopt;
  }
  Range range;
  each_key(*bounds, in_quotes(key), keys, [&](std::string_view bound, const toml::node& limit) {
    (bound == "min" ? range.min : range.max) = number(bound, limit);
  });
  if (bounds->empty()) problem(value, in_quotes(key) + " needs a min, a max, or both");
  if (range.min && range.max && *range.min > *range.max) {
    problem(value, in_quotes(key) + " can never hold: its min is above its max");
  }
  return range;
}

}  // namespace cm
