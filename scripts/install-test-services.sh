#!/usr/bin/env bash
# Installs, with apt, the programs that tests and benchmarks meet for real. Silent when all of them are there.
#
# Where apt cannot be used this only says what is missing, and the tests that need it fail and name it.
# In CI (CI=true) a missing program is a failure right here.
set -euo pipefail

# program   Debian package   systemd unit it would start (- for none)   why
services=$(
  cat <<'TABLE'
promtool    prometheus       prometheus                    checks the text of /metrics; the bench compares us with Prometheus
chromium    chromium         -                             a real browser for the tests of the dashboard
redis-server redis-server    redis-server                  replicas share their rate limits in it
/usr/lib/postgresql/*/bin/initdb  postgresql  postgresql   the second database: tests and benchmarks start their own on a free port
victoria-metrics victoria-metrics victoria-metrics     the bench compares the size and speed of the history with it
wrk         wrk              -                             the bench asks the server with it
docker-compose  docker-compose  -                          checks deploy/compose.yml
systemd-analyze systemd      -                             checks the units in deploy/systemd
node        nodejs           -                             runs the browser example in docs/examples; 20 or newer
TABLE
)

missing() {
  while read -r program package unit why; do
    command -v "$program" >/dev/null || compgen -G "$program" >/dev/null || printf '%s %s %s %s\n' "$program" "$package" "$unit" "$why"
  done <<<"$services"
}

wanted=$(missing)
[ -n "$wanted" ] || exit 0

say() { printf 'test services: %s\n' "$*" >&2; }

give_up() {
  say "$1"
  while read -r program package _ why; do say "missing: $program (Debian package $package): $why"; done <<<"$wanted"
  [ "${CI:-}" != true ] || exit 1
  exit 0
}

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || give_up "neither root nor sudo, so nothing was installed"
  as_root=(sudo)
fi
command -v apt-get >/dev/null || give_up "no apt-get here, so nothing was installed"

# Debian starts a daemon as soon as its package is installed. We want the programs only, so starting is refused
# while apt works, by the file that Debian reads for that purpose. One that is already there is left alone.
policy=/usr/sbin/policy-rc.d
forbid_starting() {
  [ ! -e "$policy" ] || return 0
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
}

# ... and it would start at the next boot: what we brought in is switched off (`systemctl enable --now UNIT` undoes it).
keep_stopped() {
  [ "$1" != - ] && [ -d /run/systemd/system ] || return 0
  "${as_root[@]}" systemctl disable --now --quiet "$1" || true
}

while read -r program package _ why; do say "installing $package for $program: $why"; done <<<"$wanted"
say "their daemons are neither started nor enabled"
packages=$(awk '{ print $2 }' <<<"$wanted")
units=$(awk '{ print $3 }' <<<"$wanted")

forbid_starting
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq)
log=$(mktemp)
# shellcheck disable=SC2086 # one word a package
if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends $packages; } >"$log" 2>&1; then
  cat "$log" >&2
  rm -f "$log"
  give_up "apt-get failed, see above"
fi
rm -f "$log"
for unit in $units; do [ "$unit" = - ] || keep_stopped "$unit"; done

wanted=$(missing)
[ -z "$wanted" ] || give_up "installed, but still not found"
