#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: with_server.sh COMMAND ARGUMENT...
# The command finds its address in CM_TEST_POSTGRESQL. Exit status 77 where PostgreSQL is not installed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
  echo "skipped: PostgreSQL is not installed (package postgresql)"
  exit 77
fi
folder=$(mktemp -d)
chmod 755 "$folder"
finish() {
  "$here/stop.sh" "$folder" >/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
"$here/start.sh" "$folder" >/dev/null
# shellcheck disable=SC1091
. "$folder/env"
export CM_TEST_POSTGRESQL
"$@"
