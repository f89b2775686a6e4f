// The words of moderation: what may happen to a comment, how bad it is, how it was seen.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cm {

/// What a rule permits and a policy proposes, from mildest to strongest. Deleting is never proposed.
enum class Action : std::uint8_t { none, flag, hold, hide };

enum class Severity : std::uint8_t { none, low, medium, high };

/// shadow: reported in verdicts, changes nothing. off: not even tried.
enum class RuleMode : std::uint8_t { shadow, enforce, off };

/// How a rule reads a comment (design of the views: text/fold.h, text/deobfuscate.h).
enum class View : std::uint8_t { raw, fold, deob };

/// What of a comment a rule reads.
enum class Field : std::uint8_t { text, link_host, link_url, author_name };

enum class Sentiment : std::uint8_t { unknown, negative, neutral, positive };

[[nodiscard]] std::string_view to_string(Action action);
[[nodiscard]] std::string_view to_string(Severity severity);
[[nodiscard]] std::string_view to_string(RuleMode mode);
[[nodiscard]] std::string_view to_string(View view);
[[nodiscard]] std::string_view to_string(Field field);
[[nodiscard]] std::string_view to_string(Sentiment sentiment);

[[nodiscard]] std::optional<Action> parse_action(std::string_view text);
[[nodiscard]] std::optional<Severity> parse_severity(std::string_view text);
[[nodiscard]] std::optional<RuleMode> parse_rule_mode(std::string_view text);
[[nodiscard]] std::optional<View> parse_view(std::string_view text);
[[nodiscard]] std::optional<Field> parse_field(std::string_view text);
[[nodiscard]] std::optional<Sentiment> parse_sentiment(std::string_view text);

}  // namespace cm
