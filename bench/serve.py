"""Serve one of the three applications that `map_http` compares: `python -m bench.serve WHAT PORT DATABASE ANSWER`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from app.asgi import create_app
from app.settings import load_settings
from bench.plain import PlainApp
from bench.worlds import admin_of
from graph.sqlite import open_sqlite

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp


def bare(answer: str) -> ASGIApp:
    """Return an application that reads the request and answers the same bytes, by orjson."""
    value = orjson.loads(Path(answer).read_bytes())

    async def graphql(request: Request) -> Response:
        orjson.loads(await request.body())
        return Response(orjson.dumps(value), media_type="application/json")

    return Starlette(routes=[Route("/graphql", graphql, methods=["POST"])])


async def main(what: str, port: int, path: str, answer: str) -> None:
    """Serve until ended."""
    store = await open_sqlite(path)
    settings = load_settings({"RAPPORT_STORE_URL": f"sqlite:///{path}", "RAPPORT_PORT": str(port)})
    applications = {
        "rapport": lambda: create_app(settings, store),
        "bare": lambda: bare(answer),
    }
    app = PlainApp(await admin_of(store)) if what == "plain" else applications[what]()
    # Every one on the fastest loop and parser there are here.
    config = uvicorn.Config(
        Starlette(routes=[Route("/graphql", app)]) if what == "plain" else app,
        host="127.0.0.1",
        port=port,
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
    )
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]))
