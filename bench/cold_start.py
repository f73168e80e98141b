"""From the start of a process to its first answer: Rapport's /readyz against a bare Starlette application."""

from __future__ import annotations

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.measure import Ratio

_ROUNDS = 9
_BARE = """
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
async def ready(request): return PlainTextResponse("ok")
app = Starlette(routes=[Route("/readyz", ready)])
uvicorn.run(app, host="127.0.0.1", port={port}, log_level="warning")
"""


def run() -> list[Ratio]:
    """Start both in turn and compare the medians."""
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{folder}/rapport.db"
        ours, base = [], []
        _rapport(store)
        for _ in range(_ROUNDS):
            ours.append(_rapport(store))
            base.append(_bare())
    return [
        Ratio(
            "cold start to /readyz, against bare Starlette", statistics.median(ours), statistics.median(base), "≤ 2.5"
        )
    ]


def _rapport(store: str) -> float:
    port = _free_port()
    environment = {**os.environ, "RAPPORT_STORE_URL": store, "RAPPORT_PORT": str(port)}
    return _ready_after([str(Path(sys.executable).with_name("rapport")), "serve"], port, environment)


def _bare() -> float:
    port = _free_port()
    return _ready_after([sys.executable, "-c", _BARE.format(port=port)], port, dict(os.environ))


def _ready_after(command: list[str], port: int, environment: dict[str, str]) -> float:
    # Installed packages are compiled, and so is a program that was started once, unless this forbids it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - begun < 30:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5)
                return time.perf_counter() - begun
            time.sleep(0.002)
        raise TimeoutError(f"{command[0]} was not ready within 30 s")
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
