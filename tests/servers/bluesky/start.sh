#!/usr/bin/env bash
# A Bluesky network of its own on loopback: tests/servers/bluesky/start.sh FOLDER
#
# One process holds the directory, the PDS, the AppView and Ozone (npm: @atproto/dev-env); PostgreSQL and Redis
# come from Debian. Every start begins with an empty network. Prints KEY=VALUE lines (kept in FOLDER/env):
#   ATP_PDS_URL                  where accounts log in; everything else is reached through it
#   ATP_OZONE_DID                the moderation service
#   ATP_{OWNER,READER,TROLL,MOD}_{HANDLE,DID,APP_PASSWORD}   MOD may moderate with Ozone
# Ports: ATP_PLC_PORT (18182), ATP_PDS_PORT (18183), ATP_APPVIEW_PORT (18184), ATP_OZONE_PORT (18187),
# ATP_REDIS_PORT (18189). ATP_RATE_LIMITS=1 turns on the PDS's own limits.
# The npm tree (700 MB, its compilation takes minutes) is kept in CM_CACHE, or in the user's cache.
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
use_home "${1:-}"
export ATP_PLC_PORT=${ATP_PLC_PORT:-18182} ATP_PDS_PORT=${ATP_PDS_PORT:-18183} ATP_RATE_LIMITS=${ATP_RATE_LIMITS:-}
export ATP_APPVIEW_PORT=${ATP_APPVIEW_PORT:-18184} ATP_OZONE_PORT=${ATP_OZONE_PORT:-18187}
redis_port=${ATP_REDIS_PORT:-18189}
begin_start network redis db
for name in ATP_PLC_PORT ATP_PDS_PORT ATP_APPVIEW_PORT ATP_OZONE_PORT; do need_free_port "${!name}" "$name"; done
need_free_port "$redis_port" ATP_REDIS_PORT
install_packages

# The tree is built once for each state of the lock file. better-sqlite3 has no binary on the registry and is
# compiled against the headers that come with the node beside it.
install_network() {
  local cache=${CM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cm-tests}
  local state
  state=$(cat "$here/package.json" "$here/package-lock.json" | sha256sum)
  tree=$cache/bluesky-${state:0:16}
  mkdir -p "$cache"
  exec 9>"$cache/bluesky.lock"
  flock 9
  node=$(node_of "$tree")
  if [ ! -e "$tree/built" ]; then
    rm -rf "$tree"
    mkdir -p "$tree"
    cp "$here/package.json" "$here/package-lock.json" "$tree/"
    echo "installing the Bluesky network into $tree; this takes minutes" >&2
    (
      umask 022
      cd "$tree"
      npm ci --ignore-scripts --no-audit --no-fund
      node=$(node_of "$tree")
      PATH=$(dirname "$node"):$PATH npm_config_nodedir=$(dirname "$(dirname "$node")") \
        npm_config_build_from_source=true npm rebuild better-sqlite3 --foreground-scripts
    ) >"$home/log/npm.log" 2>&1 || { tail -n 15 "$home/log/npm.log" >&2; fail "npm could not install the network; see $home/log/npm.log"; }
    touch "$tree/built"
    node=$(node_of "$tree")
  fi
  exec 9>&-
}

node_of() { (find "$1/node_modules" -path "*/node-linux-*/bin/node" 2>/dev/null || true) | head -n 1; }

# PostgreSQL does not run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
  else
    "$@"
  fi
}

start_database() {
  local bin
  bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin | sort -V | tail -n 1)
  rm -rf "$home/db" "$home/socket"
  mkdir "$home/db" "$home/socket"
  chmod 711 "$home"
  [ "$(id -u)" -ne 0 ] || chown postgres: "$home/db" "$home/socket"
  chmod 711 "$home/socket"
  cd /
  as_postgres "$bin/initdb" -D "$home/db" -A trust -U cm -E UTF8 --locale=C.UTF-8 --no-sync >"$home/log/db-init.log" 2>&1
  local as_user=()
  [ "$(id -u)" -ne 0 ] || as_user=(setpriv --reuid=postgres --regid=postgres --init-groups --)
  # Nothing here must survive a power cut.
  launch db "${as_user[@]}" "$bin/postgres" -D "$home/db" -c listen_addresses= -c "unix_socket_directories=$home/socket" \
    -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=120
  await db 60 psql -h "$home/socket" -U cm -d postgres -c 'select 1'
  psql -q -h "$home/socket" -U cm -d postgres -c 'create database network'
}

start_network() {
  # Node.js finds packages from where a program lies.
  cp "$here/network.mjs" "$here/loopback.cjs" "$tree/"
  : >"$home/log/network.log"
  TMPDIR=$home/tmp ATP_SECRET=$(random_word 12) LOG_ENABLED=false REDIS_HOST=127.0.0.1:$redis_port \
    DB_POSTGRES_URL="postgres:///network?host=$home/socket&user=cm" DB_POSTGRES_SCHEMA=cm \
    launch network "$node" --require "$tree/loopback.cjs" "$tree/network.mjs"
  await network 180 grep -q '^END$' "$home/log/network.log"
}

install_network
start_database
launch redis redis-server --bind 127.0.0.1 --port "$redis_port" --save '' --appendonly no --dir "$home/tmp"
await redis 20 redis-cli -p "$redis_port" ping
start_network
sed -n '/^READY$/,/^END$/s/^ATP_/&/p' "$home/log/network.log" >"$home/env"
cat "$home/env"
