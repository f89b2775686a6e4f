#include "platforms/platform.h"

#include <algorithm>

namespace cm {

Capability capability_in(std::span<const Capability> capabilities, DeedKind deed) {
  const auto found = std::ranges::find(capabilities, deed, &Capability::deed);
  return found == capabilities.end() ? Capability{deed, Support::no, "not possible here"} : *found;
}

CommentState Platform::state_after(DeedKind deed) const { return capability_in(capabilities_, deed).after; }

std::vector<DeedOutcome> Platform::carry_out_together(std::span<const Deed> deeds) {
  std::vector<DeedOutcome> outcomes;
  for (const Deed& deed : deeds) outcomes.push_back(carry_out(deed));
  return outcomes;
}

void Platform::check_length(const Deed& deed) const {
  const std::string why = why_too_long(capability_in(capabilities_, deed.kind).limit, deed.text);
  if (!why.empty()) throw refused(deed.target, why);
}

Error refused(const Comment& target, std::string_view why) {
  return {ErrorKind::refused, key_of(target) + ": " + std::string(why)};
}

Error cannot(const Deed& deed) {
  return refused(deed.target, deed.target.platform + " cannot " + std::string(to_string(deed.kind)));
}

}  // namespace cm
