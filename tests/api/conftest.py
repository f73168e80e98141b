"""The application on a port of this machine, in a thread of its own, spoken to over HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from app.asgi import create_app
from app.settings import Settings, SqliteAddress
from tests.api.client import Api
from tests.memory import folder_in_memory


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Serve a fresh database; return the address. Its first ADMIN is the viewer unless a header names another."""
    with folder_in_memory() as folder, _serving(folder / "rapport.db") as address:
        yield address


@contextmanager
def _serving(path: Path) -> Iterator[str]:
    app = create_app(Settings(store=SqliteAddress(path)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_level="warning", access_log=False, ws="none", lifespan="on")
        serving = uvicorn.Server(config)
        thread = threading.Thread(target=serving.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            serving.should_exit = True
            thread.join(30)


@pytest.fixture(scope="session")
def http(server: str) -> Iterator[httpx.Client]:
    # Whoever connects before the server has begun to accept waits in the listener's queue.
    with httpx.Client(base_url=server, timeout=60) as client:
        yield client


@pytest.fixture
def api(http: httpx.Client) -> Api:
    """The API as the first ADMIN, in English."""
    return Api(http)
