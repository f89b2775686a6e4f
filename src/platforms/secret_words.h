// SecretWords: what must not be quoted, whoever says it. Some services repeat a token that they refuse.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cm {

class SecretWords {
 public:
  /// A secret, or the value of a header that holds one: as a whole and each word of it.
  /// Of a secret that is JSON, each text in it.
  void add(std::string_view secret);

  /// The text with three dots in place of each secret.
  [[nodiscard]] std::string left_out_of(std::string text) const;

  /// As much as is quoted of what a service calls an error: without the secrets, at most 80 bytes.
  [[nodiscard]] std::string quotable(std::string code) const;

 private:
  std::vector<std::string> words_;
};

}  // namespace cm
