#!/usr/bin/env bash
# A NATS server with JetStream on loopback: tests/servers/jetstream/start.sh FOLDER
# Prints NATS_URL. Port: NATS_PORT (14222).
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
use_home "${1:-}"
port=${NATS_PORT:-14222}
begin_start nats
need_free_port "$port" NATS_PORT
command -v nats-server >/dev/null || install_packages
launch nats nats-server --addr 127.0.0.1 --port "$port" --jetstream --store_dir "$home/data"
await nats 20 accepts "$port"
echo "NATS_URL=nats://127.0.0.1:$port" >"$home/env"
cat "$home/env"
