#!/usr/bin/env bash
# A proxy on loopback that injects faults: FP_UPSTREAM=http://127.0.0.1:18080 tests/servers/faultproxy/start.sh FOLDER
# Prints FP_URL, FP_RULES (write the faults there, see fault_proxy.py) and FP_REQUESTS (one JSON line a request).
# Port: FP_PORT (18501).
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
use_home "${1:-}"
port=${FP_PORT:-18501}
begin_start proxy
case "${FP_UPSTREAM:-}" in
  http://127.0.0.1:*) ;;
  *) fail "set FP_UPSTREAM to the http://127.0.0.1:PORT that the proxy shall stand before" ;;
esac
need_free_port "$port" FP_PORT
command -v python3 >/dev/null || install_packages
echo '[]' >"$home/rules.json"
: >"$home/requests.ndjson"
launch proxy python3 "$here/fault_proxy.py" "$port" "$FP_UPSTREAM" "$home/rules.json" "$home/requests.ndjson"
await proxy 20 accepts "$port"

cat >"$home/env" <<ENV
FP_URL=http://127.0.0.1:$port
FP_RULES=$home/rules.json
FP_REQUESTS=$home/requests.ndjson
ENV
cat "$home/env"
