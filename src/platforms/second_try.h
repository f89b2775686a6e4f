// A reply that an earlier, cut-off run may have sent: found again, so that it is not sent twice. For
// platforms that know no key of the sender's by which they would tell a second try themselves.
#pragma once

#include <functional>
#include <optional>

#include "model/deed.h"
#include "platforms/platform.h"

namespace cm {

/// Nothing on a first try, and where none of the comments that `replies` reads is an own one with the
/// deed's text, written since the deed was announced. `replies` is called on a second try only.
[[nodiscard]] std::optional<DeedOutcome> sent_before(const Deed& deed, const std::function<CommentPage()>& replies);

/// For messages that nobody can list: throws Error(refused) on a second try, since sending none is
/// better than sending two.
void refuse_second_try(const Deed& deed);

}  // namespace cm
