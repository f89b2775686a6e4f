#!/usr/bin/env bash
# Stops the cluster that start.sh FOLDER started; its data stays.
set -euo pipefail
folder=$(cd "${1:?usage: stop.sh FOLDER}" && pwd)
pidfile=$folder/data/postmaster.pid
[ -f "$pidfile" ] || exit 0
pid=$(head -n 1 "$pidfile")
kill -INT "$pid" 2>/dev/null || exit 0
for _ in $(seq 100); do
  kill -0 "$pid" 2>/dev/null || exit 0
  sleep 0.1
done
echo "ERROR: PostgreSQL (process $pid) did not stop" >&2
exit 1
