#!/usr/bin/env bash
# Makes or renews .venv from the pinned, hashed requirements: scripts/make-venv.sh [PYTHON]
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-python3}

fail() {
  printf 'make setup: %s\n' "$@" >&2
  exit 1
}

command -v "$python" >/dev/null || fail "there is no '$python'. On Debian: apt-get install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "Python 3.11 or newer is needed; '$python' is $("$python" -c 'import platform; print(platform.python_version())')." \
    "Name another one: make setup PYTHON=/path/to/python3.11"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  fail "this Python cannot make virtual environments. On Debian: apt-get install python3-venv"

export PIP_DISABLE_PIP_VERSION_CHECK=1
echo "make setup: installing the pinned packages into .venv (about a minute the first time)"
# A venv that cannot run (its Python was removed, or the folder was moved) is made anew.
.venv/bin/python -c '' 2>/dev/null || "$python" -m venv --clear .venv
.venv/bin/python -m pip install --quiet --require-hashes -r requirements/dev.txt
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
