"""The ASGI application: GraphQL, its IDE, and whether process and store are well."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.authentication import DemoAuthentication, choose_authentication
from app.endpoint import GraphQLEndpoint
from app.ide import ide_routes
from app.shield import Shield
from app.stores import open_store
from graph.founding import found
from graph.store import StoreUnavailableError
from resolvers.root import build_schema

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.requests import Request

    from app.settings import Settings
    from graph.store import Store

_PING_SECONDS: Final = 5.0


def create_app(settings: Settings, store: Store | None = None) -> Starlette:
    """Make the application. It opens the store that the settings name, unless one is given, and closes it at its end.

    Raises UnsafeError where the settings would let in anybody.
    """
    authentication = choose_authentication(settings)
    is_demo = isinstance(authentication, DemoAuthentication)
    hosts = frozenset({"127.0.0.1", "::1", "localhost", settings.host.lower()}) if is_demo else None

    endpoint = GraphQLEndpoint(build_schema(), authentication, open_=not settings.is_production)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        opened = store if store is not None else await open_store(settings.store)
        try:
            await found(opened, datetime.now(UTC))
            app.state.store = opened
            yield
        finally:
            await opened.close()

    return Starlette(
        routes=[
            Route("/graphql", endpoint),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            *([] if settings.is_production else ide_routes()),
        ],
        lifespan=lifespan,
        middleware=[Middleware(Shield, hosts=hosts)],
    )


async def healthz(_request: Request) -> Response:
    """Answer that the process runs."""
    return _status(200, "ok")


async def readyz(request: Request) -> Response:
    """Answer whether the store can be read; 503, with the reason, while it cannot."""
    store: Store = request.app.state.store
    try:
        async with asyncio.timeout(_PING_SECONDS):
            await store.ping()
    except StoreUnavailableError as error:
        return _status(503, "unavailable", reason=str(error))
    except TimeoutError:
        return _status(503, "unavailable", reason=f"The database has not answered for {_PING_SECONDS:.0f} s.")
    return _status(200, "ready")


def _status(status: int, word: str, **more: str) -> Response:
    return JSONResponse({"status": word, **more}, status, headers={"Cache-Control": "no-store"})
