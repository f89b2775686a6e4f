// LazyRegex: a regex that is compiled when it is first tried: most never are. Also what is known of the
// texts that it matches, found out once for all lanes.
#pragma once

#include <re2/re2.h>

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "rules/fast/required_literals.h"
#include "rules/span_search.h"

namespace cm {

class LazyRegex {
 public:
  /// One that is known to compile.
  explicit LazyRegex(std::string pattern) : pattern_(std::move(pattern)) {}

  [[nodiscard]] const std::string& pattern() const { return pattern_; }

  /// May be called from several threads at once. Ask ok() of it where it is not known to compile.
  [[nodiscard]] const re2::RE2& get() const {
    std::call_once(compiled_, [this] { regex_ = std::make_unique<re2::RE2>(pattern_, regex_options(pattern_)); });
    return *regex_;
  }

  /// Not for several threads at once.
  [[nodiscard]] const Requirements& requirements(TextCase text_case) {
    std::optional<Requirements>& known = requirements_[text_case == TextCase::folded ? 1 : 0];
    if (!known) known = requirements_of(pattern_, text_case);
    return *known;
  }

 private:
  std::string pattern_;
  mutable std::once_flag compiled_;
  mutable std::unique_ptr<re2::RE2> regex_;
  std::array<std::optional<Requirements>, 2> requirements_;
};

}  // namespace cm
