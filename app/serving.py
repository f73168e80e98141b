"""`rapport serve`: the server, what it says when it is up, and when it refuses to start."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from typing import TYPE_CHECKING

import uvicorn

from app import ide, pages
from app.asgi import create_app
from app.authentication import DemoAuthentication, choose_authentication
from app.console import CommandError, settings_now
from app.logging import LOG_CONFIG
from app.memory import collect_later, collect_rarely
from app.stores import open_store
from app.tokens import TokensFile
from app.turns import take_short_turns
from domain.seller import Seller

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from app.settings import Settings
    from graph.store import Store


def run_server(instead: Mapping[str, str | None]) -> None:
    """Serve until a signal ends it.

    Raises SettingsError, UnsafeError, TokensFileError, CommandError for an address that cannot be listened to,
    StoreUnavailableError or StoreVersionError.
    """
    settings = settings_now(instead)
    collect_later()
    # Refused before the store is opened, or made.
    choose_authentication(settings)
    if settings.tokens_file is not None:
        TokensFile(settings.tokens_file).current()
    # Whoever presses Ctrl-C wants the server to end, not to hear where it was.
    ended = contextlib.suppress(KeyboardInterrupt)
    with ended, _listen(settings) as listener, asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, listener))


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise CommandError(
            f"{settings.host}:{settings.port} cannot be listened to ({os.strerror(error.errno or 0)}); "
            "name another address by RAPPORT_HOST and RAPPORT_PORT."
        ) from error


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        # There is none for this machine; the standard loop serves as well, at half the speed.
        return None
    return uvloop.new_event_loop


async def _serve(settings: Settings, listener: socket.socket) -> None:
    store = await open_store(settings.store)
    await _Server(settings, store, listener).serve([listener])


class _Server(uvicorn.Server):
    """Uvicorn, which says where it is once it is there. The application closes the store."""

    def __init__(self, settings: Settings, store: Store, listener: socket.socket) -> None:
        super().__init__(
            uvicorn.Config(
                create_app(settings, store),
                lifespan="on",
                ws="none",
                log_config=LOG_CONFIG,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=10,
            )
        )
        self._settings = settings
        self._store = store
        self._listener = listener

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            port: int = self._listener.getsockname()[1]
            sys.stdout.write(await _say_where(self._settings, self._store, port) + "\n")
            sys.stdout.flush()
        collect_rarely()
        take_short_turns()


async def _say_where(settings: Settings, store: Store, port: int) -> str:
    base = settings.address_at(port)
    graphiql = _say_built(ide.FOLDER, f"{base}/graphiql")
    lines = [
        "Rapport is up.",
        f"  Pages        {_say_built(pages.FOLDER, f'{base}/')}",
        *([] if settings.is_production else [f"  GraphQL IDE  {graphiql}"]),
        f"  GraphQL      {base}/graphql",
        f"  Health       {base}/readyz",
        f"  Database     {settings.store}",
        f"  Viewer       {await _say_who(settings, store)}",
    ]
    return "\n".join(lines)


def _say_built(folder: Path, address: str) -> str:
    return address if folder.is_dir() else "its files are not here; `make run` makes them"


async def _say_who(settings: Settings, store: Store) -> str:
    authentication = choose_authentication(settings)
    if not isinstance(authentication, DemoAuthentication):
        return authentication.in_words
    admin = await store.find_admin()
    (seller,) = await store.for_viewer(admin).list_nodes([admin.id]) if admin else (None,)
    who = f"{seller.name} <{seller.email}>: " if isinstance(seller, Seller) else ""
    return f"{who}{authentication.in_words}. No authentication: this machine alone is answered."
