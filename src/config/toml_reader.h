// TomlReader: takes typed values out of a TOML table and notes a problem, with its place, for each
// that is missing, of another type, out of range or unknown.
#pragma once

#include <toml++/toml.h>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"

namespace cm {

/// From `least` to `most`, both included.
template <typename Number>
struct Bounds {
  Number least;
  Number most = std::numeric_limits<Number>::max();
};

class TomlReader {
 public:
  /// `problems` outlives the reader.
  TomlReader(std::string file, std::vector<Problem>& problems);

  void problem(const toml::source_region& where, const std::string& message);
  [[nodiscard]] Place place_of(const toml::source_region& where) const;

  /// A key that is not in `known` is a problem; `what` says whose keys they are: "[guard]".
  void refuse_unknown_keys(const toml::table& table, std::span<const std::string_view> known, std::string_view what);

  // Each gives nothing for a key that is not there, and for one that is wrong, after noting the problem.
  [[nodiscard]] std::optional<std::string> text(const toml::table& table, std::string_view key);
  [[nodiscard]] std::optional<bool> yes_or_no(const toml::table& table, std::string_view key);
  [[nodiscard]] std::optional<int> whole_number(const toml::table& table, std::string_view key, Bounds<int> bounds);
  [[nodiscard]] std::optional<double> number(const toml::table& table, std::string_view key, Bounds<double> bounds);
  [[nodiscard]] std::optional<std::vector<std::string>> texts(const toml::table& table, std::string_view key);
  [[nodiscard]] const toml::table* table(const toml::table& table, std::string_view key);

 private:
  std::string file_;
  std::vector<Problem>& problems_;
};

}  // namespace cm
