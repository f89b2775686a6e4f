#!/usr/bin/env bash
# Starts a PostgreSQL cluster of the tests' own: start.sh FOLDER
# Prints CM_TEST_POSTGRESQL=<address> and writes it to FOLDER/env. On a running FOLDER it prints the same again.
# Everything lies under FOLDER; the server listens on 127.0.0.1 only, on a port that was free. As root it runs as
# the user "postgres" or "nobody", since PostgreSQL refuses to run as root.
set -euo pipefail
folder=${1:?usage: start.sh FOLDER}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then echo "ERROR: PostgreSQL is not installed (package postgresql)" >&2; exit 1; fi

if [ -f "$folder/env" ] && [ -f "$folder/data/postmaster.pid" ] && kill -0 "$(head -n 1 "$folder/data/postmaster.pid")" 2>/dev/null; then
  cat "$folder/env"
  exit 0
fi

as_user() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
  user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  as_user() { setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- env HOME="$folder" "$@"; }
  chown "$user" "$folder"
fi

cd "$folder"
password=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
if [ ! -d data ]; then
  pwfile=$folder/password
  (umask 077 && printf '%s\n' "$password" >"$pwfile")
  [ "$(id -u)" -ne 0 ] || chown "$user" "$pwfile"
  as_user "$bin/initdb" -D "$folder/data" -U cm -A scram-sha-256 --pwfile="$pwfile" -E UTF8 --locale=C.UTF-8 >initdb.log 2>&1 ||
    { tail -n 20 initdb.log >&2; echo "ERROR: initdb failed" >&2; exit 1; }
else
  password=$(cat "$folder/password")
fi

for _ in 1 2 3; do
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  if as_user "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/server.log" \
    -o "-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories= -c max_connections=200" start >pg_ctl.log 2>&1; then
    echo "CM_TEST_POSTGRESQL=postgresql://cm:$password@127.0.0.1:$port/postgres" | tee "$folder/env"
    exit 0
  fi
done
tail -n 20 server.log >&2 || true
echo "ERROR: PostgreSQL did not start; see $folder/server.log" >&2
exit 1
