#!/usr/bin/env bash
# Ends what start.sh FOLDER launched; the folder stays.
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
use_home "${1:-}"
end network redis db
