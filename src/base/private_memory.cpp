#include "base/private_memory.h"

#include <sys/prctl.h>

namespace cm {

// Not RLIMIT_CORE: a core pattern that is a pipe, as systemd-coredump's, does not obey it.
void keep_memory_private() { ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

}  // namespace cm
