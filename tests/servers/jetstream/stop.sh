#!/usr/bin/env bash
# Ends the server that start.sh FOLDER started.
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
use_home "${1:-}"
end nats
