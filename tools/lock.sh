#!/bin/sh
# Writes the lock files anew: every package with its version and the hashes of all its files, for every
# Python from 3.11 on, and no address: where packages come from is the machine's own setting, not ours.
#
#   tools/lock.sh              keep what is locked, as far as pyproject.toml still allows it
#   tools/lock.sh --upgrade    take the newest that pyproject.toml allows
set -eu
cd "$(dirname "$0")/.."

compile() {
    "${UV:-.venv/bin/uv}" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links "$@"
}

compile pyproject.toml --output-file requirements.lock "$@"
compile pyproject.toml --group dev --constraints requirements.lock --output-file requirements-dev.lock "$@"
compile --group build --constraints requirements-dev.lock --output-file requirements-build.lock "$@"
compile --group java --output-file tools/neo4j/java.lock "$@"
for folder in tools/pyright ui; do
    npm --prefix "$folder" install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund
done
