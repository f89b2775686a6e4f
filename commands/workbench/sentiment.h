// The sentiment reader that commands use: the lexicons and the model that lie beside the shipped packs.
#pragma once

#include "rules/rule_set.h"
#include "sentiment/source.h"
#include "workbench/workbench.h"

namespace cm {

/// Empty where the lexicons are not installed.
[[nodiscard]] SentimentSource shipped_sentiment(Workbench& bench);

/// The same beside a shipped pack, but empty for rules that are all one's own: a stream's speed is then that of its
/// rules.
[[nodiscard]] SentimentSource shipped_sentiment_beside(const RuleSet& rules, Workbench& bench);

}  // namespace cm
