#include "rules/conditions/repeats.h"

namespace cm {

std::optional<std::int64_t> repeats_in(const Surroundings& around, std::size_t window) {
  return window < around.repeats.size() ? around.repeats[window] : std::nullopt;
}

}  // namespace cm
