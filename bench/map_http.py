"""The decision map over HTTP: Rapport, the stock parts, and bare Starlette with the same bytes, turn by turn."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measure import Ratio
from bench.plain import QUERY
from bench.worlds import admin_of, map_of_twenty
from graph.sqlite import open_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.ids import MapId

_ROUNDS = 400


def run() -> list[Ratio]:
    """Serve the three from processes of their own and ask each in turn."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = f"{folder}/bench.db"
        map_id = asyncio.run(_make(path))
        body = json.dumps({"query": QUERY, "variables": {"id": map_id}})
        ours = stack.enter_context(_serving("rapport", path, ""))
        plain = stack.enter_context(_serving("plain", path, ""))
        answers = [_ask(one, body) for one in (ours, plain)]
        if json.loads(answers[0]) != json.loads(answers[1]):
            raise AssertionError("the two answer differently")
        Path(folder, "answer.json").write_bytes(answers[0])
        bare = stack.enter_context(_serving("bare", path, f"{folder}/answer.json"))
        times: dict[str, list[float]] = {"ours": [], "plain": [], "bare": []}
        for round_ in range(_ROUNDS + 50):
            for name, one in (("ours", ours), ("plain", plain), ("bare", bare)):
                begun = time.perf_counter()
                _ask(one, body)
                if round_ >= 50:
                    times[name].append(time.perf_counter() - begun)
    middle = {name: statistics.median(found) for name, found in times.items()}
    return [
        Ratio("map over HTTP: stock Strawberry against ours", middle["plain"], middle["ours"], "≥ 3"),
        Ratio("map over HTTP: bare Starlette against ours", middle["bare"], middle["ours"], "reported (goal 0.6)"),
    ]


async def _make(path: str) -> MapId:
    store = await open_sqlite(path)
    try:
        return await map_of_twenty(await admin_of(store))
    finally:
        await store.close()


def _ask(connection: http.client.HTTPConnection, body: str) -> bytes:
    connection.request("POST", "/graphql", body, {"Content-Type": "application/json", "Accept": "application/json"})
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200:
        raise AssertionError(f"{response.status}: {answer[:500]!r}")
    return answer


@contextmanager
def _serving(what: str, path: str, answer: str) -> Iterator[http.client.HTTPConnection]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.serve", what, str(port), path, answer], env=dict(os.environ)
    )
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        wait_for(connection)
        yield connection
    finally:
        connection.close()
        process.terminate()
        process.wait(timeout=30)


def wait_for(connection: http.client.HTTPConnection) -> None:
    deadline = time.perf_counter() + 30
    while time.perf_counter() < deadline:
        try:
            connection.connect()
        except ConnectionError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError("the server did not start within 30 s")
