#!/bin/sh
# Makes a virtual environment with the newest Python from 3.11 on. Each candidate is really run: a name on
# the PATH may be a shim for a version that is not there, or lack the module that makes environments.
set -eu
for python in python3.13 python3.12 python3.11 python3.14 python3 python; do
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -m venv "$1"
    fi
done
echo "Python 3.11 or newer is needed, with the venv module." >&2
echo "Debian or Ubuntu: apt-get install python3 python3-venv" >&2
exit 1
