#!/usr/bin/env bash
# Ends the WordPress that start.sh FOLDER started; its data stays.
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
use_home "${1:-}"
end web php db
