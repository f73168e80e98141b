#!/bin/sh
# Makes a virtual environment with the newest Python from 3.11 on. Each candidate is really run: a name on
# the PATH may be a shim for a version that is not there, or lack the module that makes environments.
set -eu

find_python() {
    for python in python3.14 python3.13 python3.12 python3.11 python3 python; do
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
}

python=$(find_python)
if [ -z "$python" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3 python3-venv >/dev/null
    python=$(find_python)
fi
if [ -z "$python" ]; then
    echo "Python 3.11 or newer is needed, with the venv module." >&2
    echo "Debian or Ubuntu: apt-get install python3 python3-venv" >&2
    exit 1
fi
"$python" -m venv "$1"
