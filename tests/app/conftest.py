"""The application in this process, on a real store in a file, spoken to over ASGI."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from app.asgi import create_app
from app.settings import Settings, SqliteAddress

Serve = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """Serve with given settings; the client calls it by its own name on this machine."""

    @asynccontextmanager
    async def serving(**given: object) -> AsyncGenerator[httpx.AsyncClient]:
        settings = Settings(**{"store": SqliteAddress(tmp_path / "rapport.db"), **given})  # type: ignore[arg-type]
        app = create_app(settings)
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client,
        ):
            yield client

    return serving


@pytest.fixture
async def client(serve: Serve) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of the local demo on a fresh database."""
    async with serve() as client:
        yield client
