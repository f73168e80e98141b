"""`make neo4j`: a Neo4j for development that keeps its data and its password under .run/."""

from __future__ import annotations

import argparse
import secrets
import signal
import sys
from pathlib import Path

from tools.neo4j.java import find_java, install_java
from tools.neo4j.releases import SUPPORTED, release_of
from tools.neo4j.server import Neo4jServer, Neo4jStartError, new_server

_RUN = Path(__file__).parents[2] / ".run"
_PORT = 7687


def main() -> int:
    """Start a server, say how to reach it, and stop it on Ctrl-C."""
    parser = argparse.ArgumentParser(prog="make neo4j", description=__doc__)
    parser.add_argument("--version", default=SUPPORTED[-1], help="default: %(default)s")
    parser.add_argument("--port", type=int, default=_PORT, help="bolt on 127.0.0.1; default: %(default)s")
    options = parser.parse_args()
    # A server that is asked to end (SIGTERM) stops Neo4j in order, as on Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if find_java(release_of(options.version)) is None:
        install_java()
    home = _RUN / f"neo4j-{options.version}"
    server = new_server(home, options.version, port=options.port)
    server.password = _kept_password(home / "password")
    try:
        with server:
            _introduce(server, home / "password")
            server.wait()
    except Neo4jStartError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _kept_password(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(18), encoding="utf-8")
    return file.read_text(encoding="utf-8")


def _introduce(server: Neo4jServer, password: Path) -> None:
    print(f"Neo4j {server.version} answers at {server.url} (Ctrl-C stops it). To serve from it:\n")
    print(f"  export RAPPORT_STORE_URL={server.url}/neo4j")
    print(f"  export RAPPORT_STORE_USER={server.user}")
    print(f"  export RAPPORT_STORE_PASSWORD_FILE={password}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
