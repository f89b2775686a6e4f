# shellcheck shell=bash
# What every start.sh and stop.sh here shares.
#
# A server lives wholly in the folder given to start.sh: its data, its logs (log/), the processes
# that were started (run/NAME) and, once it answers, the lines that tests read (env). Everything
# listens on 127.0.0.1. stop.sh ends the processes named in run/ and nothing else.
set -euo pipefail

servers_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
  echo "$(basename "$(dirname "$0")"): $*" >&2
  exit 1
}

# use_home FOLDER: makes the folder and sets $home. Unix sockets limit how long its path may be.
use_home() {
  [ -n "${1:-}" ] || fail "say which folder the server shall live in"
  mkdir -p "$1/log" "$1/run" "$1/tmp"
  home=$(cd "$1" && pwd)
  [ ${#home} -le 80 ] || fail "$home is longer than 80 characters, too long for a unix socket"
  umask 077
}

install_packages() { "$servers_folder/../../.ci/packages/install" servers; }

# A process is known by its id and the tick it began at, so a reused id is not taken for ours. One
# that has ended and that nobody asked about yet (state Z) does not run.
began_at() {
  local line
  line=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  line=${line##*) }
  # shellcheck disable=SC2086 # the fields are what is wanted
  set -- $line
  [ "$1" != Z ] && echo "${20}"
}

is_running() { # NAME
  local id tick
  read -r id tick 2>/dev/null <"$home/run/$1" || return 1
  [ "$(began_at "$id")" = "$tick" ]
}

# launch NAME COMMAND…: in a process group of its own, output to log/NAME.log
launch() {
  local name=$1 id
  shift
  setsid "$@" </dev/null >>"$home/log/$name.log" 2>&1 &
  id=$!
  echo "$id $(began_at "$id")" >"$home/run/$name"
}

# end NAME…: asks, waits up to ten seconds, then insists
end() {
  local name id tick try
  for name in "$@"; do
    if is_running "$name"; then
      read -r id tick <"$home/run/$name"
      kill -TERM "$id" 2>/dev/null || true
      for ((try = 0; try < 100; try++)); do
        is_running "$name" || break
        sleep 0.1
      done
      kill -KILL -- "-$id" 2>/dev/null || true
    fi
    rm -f "$home/run/$name"
  done
}

# await NAME SECONDS COMMAND…: until the command succeeds; gives up when the process ended or time is over
await() {
  local name=$1 until=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ! is_running "$name" || [ $SECONDS -ge $until ]; then
      tail -n 15 "$home/log/$name.log" >&2
      fail "$name did not come up; see $home/log/$name.log"
    fi
    sleep 0.1
  done
}

accepts() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; } # PORT

need_free_port() { # PORT VARIABLE
  ! accepts "$1" || fail "port $1 is taken; set $2 to another"
}

# begin_start NAME…: when all run, prints env and ends; what half runs is ended first.
# From here on a failing start.sh takes down what it had launched.
begin_start() {
  local name all=yes
  for name in "$@"; do is_running "$name" || all=; done
  if [ -n "$all" ] && [ -s "$home/env" ]; then
    cat "$home/env"
    exit 0
  fi
  end "$@"
  rm -f "$home/env"
  started=("$@")
  trap '[ $? -eq 0 ] || end "${started[@]}"' EXIT
}

random_word() { # LENGTH
  local bytes
  bytes=$(head -c 512 /dev/urandom | base64 | tr -dc 'a-zA-Z0-9')
  echo "${bytes:0:$1}"
}
