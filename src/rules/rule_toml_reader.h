// RuleTomlReader: values out of TOML nodes, with a problem for each that is not what it should be.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "rules/rule_file.h"

namespace cm {

/// Collects every problem of one file. What cannot be read keeps its default, and reading goes on.
class RuleTomlReader {
 public:
  RuleTomlReader(std::string file, std::vector<Problem>& problems) : file_(std::move(file)), problems_(problems) {}

  [[nodiscard]] Place place_of(const toml::source_region& source) const;
  [[nodiscard]] Place place_of(const toml::node& node) const { return place_of(node.source()); }

  void problem(const Place& place, std::string message);
  void problem(const toml::node& node, std::string message) { problem(place_of(node), std::move(message)); }

  /// `"views" is no key of a rule; did you mean "view"?`
  void unknown_key(const toml::key& key, std::string_view of, std::span<const std::string_view> known);

  /// Calls `read` for each key that `table` has and `known` names; the others are problems.
  void each_key(const toml::table& table, std::string_view of, std::span<const std::string_view> known,
                const std::function<void(std::string_view key, const toml::node& value)>& read);

  std::optional<std::string> text(std::string_view key, const toml::node& value);
  std::vector<Pattern> patterns(std::string_view key, const toml::node& value);  ///< one text or a list of them
  std::vector<std::string> texts(std::string_view key, const toml::node& value);
  std::optional<std::int64_t> integer(std::string_view key, const toml::node& value, std::int64_t from,
                                      std::int64_t to);
  std::optional<double> number(std::string_view key, const toml::node& value);
  const toml::table* table(std::string_view key, const toml::node& value);
  std::optional<Range> range(std::string_view key, const toml::node& value);

  /// A word of a closed list. `parse` turns it into a value; `known` is for the answer to a mistyped one.
  template <typename Value>
  std::optional<Value> word(std::string_view key, const toml::node& value,
                            std::optional<Value> (*parse)(std::string_view), std::span<const std::string_view> known) {
    const std::optional<std::string> written = text(key, value);
    if (!written) return std::nullopt;
    std::optional<Value> read = parse(*written);
    if (!read) unknown_word(key, *written, place_of(value), known);
    return read;
  }

  /// The same for one word or a list of them.
  template <typename Value>
  std::vector<Value> words(std::string_view key, const toml::node& value,
                           std::optional<Value> (*parse)(std::string_view), std::span<const std::string_view> known) {
    std::vector<Value> read;
    for (const Pattern& written : patterns(key, value)) {
      if (const std::optional<Value> one = parse(written.text)) {
        read.push_back(*one);
      } else {
        unknown_word(key, written.text, written.place, known);
      }
    }
    return read;
  }

 private:
  void unknown_word(std::string_view key, std::string_view word, const Place& place,
                    std::span<const std::string_view> known);
  void wrong_type(std::string_view key, const toml::node& value, std::string_view wanted);

  std::string file_;
  std::vector<Problem>& problems_;
};

}  // namespace cm
