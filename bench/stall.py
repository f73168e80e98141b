"""How long the event loop keeps others waiting while what thinks longest is asked of the demo over HTTP.

A task in the server's loop wakes up every millisecond and notes how late it is: by so much any other request would
have been answered later. `python -m bench.stall PORT DATABASE` is that server.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import orjson
import uvicorn
import uvloop
from starlette.responses import Response
from starlette.routing import Route

from app.asgi import create_app
from app.memory import collect_rarely
from app.settings import load_settings
from app.turns import take_short_turns
from bench.map_http import wait_for
from bench.measure import Ratio
from bench.worlds import NOW
from graph.demo.building import build_demo, load_demo
from graph.sqlite import open_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from domain.ids import MapId

TICK: Final = 0.001
"""How long the task sleeps, in seconds."""
MOST: Final = 0.005
"""The longest stall that is allowed at the 99.9th percentile, in seconds."""
SECONDS: Final = 10
"""How long each thing is asked."""

_TEXTS: Final = "message { en } why { en } evidence { text { en } } plays { text { en } }"
ASKED: Final = {
    "nothing is asked": "",
    "insights over all accounts are asked": f"{{ insights(first: 1000) {{ {_TEXTS} }} }}",
    "best moves are asked": f'{{ bestMoves(mapId: "MAP", first: 20) {{ effect insightsGone {{ {_TEXTS} }} }} }}',
    "a trend is asked": '{ decisionMap(id: "MAP") { trend(from: "FROM", every: WEEK) { at } } }',
    "the portfolio is asked": "{ portfolio(first: 100, orderBy: SCORE) { accounts { edges { node { name } } } } }",
}


def run() -> list[Ratio]:
    """Ask each thing, one request after the other, and look how late the task was meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/bench.db"
        map_id = asyncio.run(_make(path))
        begin = (NOW - timedelta(days=730)).isoformat()
        with _serving(path) as connection:
            return [
                ratio
                for what, query in ASKED.items()
                for ratio in _ratios(what, connection, query.replace("MAP", map_id).replace("FROM", begin))
            ]


def _ratios(what: str, connection: http.client.HTTPConnection, query: str) -> list[Ratio]:
    late, worked = _stall(connection, query)
    goal = "≤ 1" if query else "reported"
    return [
        Ratio(f"event loop stall (99.9th percentile) while {what}, against 5 ms", late, MOST, goal),
        # The rest is waiting for the interpreter's lock, or for the machine where others use it too.
        Ratio("of which the loop itself worked", worked, MOST, "reported"),
    ]


async def _make(path: str) -> MapId:
    demo = build_demo(NOW.date())
    store = await open_sqlite(path)
    try:
        await load_demo(store, demo.changes)
    finally:
        await store.close()
    return demo.insurer.map_id


def _stall(connection: http.client.HTTPConnection, query: str) -> tuple[float, float]:
    """Return how late the task was, and how long the loop worked, at the 99.9th percentile of the ticks, in seconds."""
    for _ in range(3):
        _ask(connection, query)
    _late(connection)
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        _ask(connection, query)
    found = _late(connection)
    late, worked = (sorted(one[place] for one in found) for place in (0, 1))
    return late[int(len(late) * 0.999)], worked[int(len(worked) * 0.999)]


def _ask(connection: http.client.HTTPConnection, query: str) -> None:
    if not query:
        time.sleep(0.05)
        return
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/graphql", json.dumps({"query": query}), headers)
    answer = json.loads(connection.getresponse().read())
    if "errors" in answer:
        raise AssertionError(answer["errors"])


def _late(connection: http.client.HTTPConnection) -> list[tuple[float, float]]:
    connection.request("GET", "/late")
    return json.loads(connection.getresponse().read())


@contextmanager
def _serving(path: str) -> Iterator[http.client.HTTPConnection]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "bench.stall", str(port), path])
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        wait_for(connection)
        yield connection
    finally:
        connection.close()
        process.terminate()
        process.wait(timeout=30)


async def serve(port: int, path: str) -> None:
    """Serve until ended; `/late` tells of each tick since by how many seconds it was late, and how many were work."""
    collect_rarely()
    take_short_turns()
    late: list[tuple[float, float]] = []

    async def tick() -> None:
        while True:
            begun, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(TICK)
            late.append((time.perf_counter() - begun - TICK, time.thread_time() - worked))

    async def tell(_request: Request) -> Response:
        said, late[:] = orjson.dumps(late), []
        return Response(said, media_type="application/json")

    settings = load_settings({"RAPPORT_STORE_URL": f"sqlite:///{path}", "RAPPORT_PORT": str(port)})
    rapport = create_app(settings, await open_sqlite(path))
    rapport.routes.insert(0, Route("/late", tell))
    config = uvicorn.Config(
        rapport,
        host="127.0.0.1",
        port=port,
        http="httptools",
        log_level="warning",
        access_log=False,
        timeout_keep_alive=2 * SECONDS,
    )
    ticking = asyncio.create_task(tick())
    await uvicorn.Server(config).serve()
    ticking.cancel()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(int(sys.argv[1]), sys.argv[2]))
