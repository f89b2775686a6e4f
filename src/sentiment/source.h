// SentimentSource: the sentiment reader, for whoever may never need it.
#pragma once

#include <functional>

namespace cm {

class SentimentReader;

/// Gives the reader, loaded when it is first needed, as that takes its time; an empty source is one that has none.
/// May be called from several threads at once.
using SentimentSource = std::function<const SentimentReader&()>;

}  // namespace cm
