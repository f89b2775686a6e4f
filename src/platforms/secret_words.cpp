#include "platforms/secret_words.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace cm {
namespace {

// "Bearer" and the like are no secrets, and three letters stand in many a word.
constexpr std::size_t shortest = 7;

constexpr std::size_t longest_quote = 80;

}  // namespace

void SecretWords::add(std::string_view secret) {
  if (const auto parts = nlohmann::json::parse(secret, nullptr, false); parts.is_object()) {
    for (const auto& part : parts) {
      if (part.is_string()) add(part.get<std::string>());
    }
    return;
  }
  if (secret.size() >= shortest) words_.emplace_back(secret);
  while (!secret.empty()) {
    const std::size_t end = std::min(secret.find(' '), secret.size());
    if (end >= shortest) words_.emplace_back(secret.substr(0, end));
    secret.remove_prefix(std::min(end + 1, secret.size()));
  }
  // The longest first: where one holds another, none of it is left.
  std::ranges::sort(words_, std::ranges::greater(), &std::string::size);
}

std::string SecretWords::left_out_of(std::string text) const {
  for (const std::string& word : words_) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
      text.replace(at, word.size(), "...");
    }
  }
  return text;
}

std::string SecretWords::quotable(std::string code) const {
  return left_out_of(std::move(code)).substr(0, longest_quote);
}

}  // namespace cm
