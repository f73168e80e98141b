"""The ASGI application: the pages, GraphQL, its IDE, uploads, and whether process and store are well."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.authentication import DemoAuthentication, choose_authentication
from app.ide import ide_routes
from app.memory import CollectBetween
from app.pages import page_routes
from app.shield import Shield
from app.stores import find_open_import, is_one_transaction, open_store
from graph.founding import found
from graph.importing.uploads import MEGABYTE, Uploads, open_uploads
from graph.store import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from app.authentication import Authentication
    from app.settings import Settings
    from graph.store import Store

_PING_SECONDS: Final = 5.0
_HEAD_START_SECONDS: Final = 0.1


def create_app(settings: Settings, store: Store | None = None) -> Starlette:
    """Make the application. It opens the store that the settings name, unless one is given, and closes it at its end.

    Raises UnsafeError where the settings would let in anybody.
    """
    authentication = choose_authentication(settings)
    is_demo = isinstance(authentication, DemoAuthentication)
    hosts = frozenset({"127.0.0.1", "::1", "localhost", settings.host.lower()}) if is_demo else None

    graphql = _Later(lambda: _make_endpoint(authentication, settings))
    imports = _Later(lambda: _make_uploading(authentication))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        opened = store if store is not None else await open_store(settings.store)
        try:
            await found(opened, datetime.now(UTC))
            app.state.store, app.state.rules = opened, settings.rules
            async with open_uploads(_make_uploads(opened, settings)) as app.state.uploads:
                loading = asyncio.create_task(graphql.load_soon())
                yield
                loading.cancel()
        finally:
            await opened.close()

    return Starlette(
        routes=[
            Route("/graphql", graphql),
            Route("/imports", imports),
            Route("/imports/{id}/bad-rows/{name}", imports),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            *([] if settings.is_production else ide_routes()),
            *page_routes(ide=not settings.is_production),
        ],
        lifespan=lifespan,
        middleware=[Middleware(Shield, hosts=hosts), Middleware(CollectBetween)],
    )


class _Later:
    """An ASGI endpoint that is made when it is first called or loaded: its libraries take a while to import."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        self._make = make
        self._made: ASGIApp | None = None
        self._making = asyncio.Lock()

    async def load_soon(self) -> None:
        # Whoever waits for the server to be up is answered first; a request that comes sooner loads it at once.
        await asyncio.sleep(_HEAD_START_SECONDS)
        await self.load()

    async def load(self) -> ASGIApp:
        async with self._making:
            if self._made is None:
                self._made = await asyncio.to_thread(self._make)
        return self._made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._made or await self.load())(scope, receive, send)


def _make_endpoint(authentication: Authentication, settings: Settings) -> ASGIApp:
    from app.endpoint import GraphQLEndpoint
    from resolvers.root import build_schema

    open_, seconds = not settings.is_production, settings.operation_timeout
    return GraphQLEndpoint(build_schema(), authentication, open_=open_, seconds=seconds)


def _make_uploading(authentication: Authentication) -> ASGIApp:
    from app.uploading import UploadEndpoint

    return UploadEndpoint(authentication)


def _make_uploads(store: Store, settings: Settings) -> Uploads:
    return Uploads(
        limit=settings.import_limit * MEGABYTE,
        check_first=not is_one_transaction(store),
        find_cut_off=partial(find_open_import, store),
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
