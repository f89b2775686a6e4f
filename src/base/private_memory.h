// What this process knows stays in this process: no core dump, no look into its memory by another one.
#pragma once

namespace cm {

/// From here on the kernel writes no core of this process, whatever the limits and the core pattern say, and lets no
/// other process of the same user read its memory or its environment. Programs that it starts decide for themselves.
void keep_memory_private();

}  // namespace cm
