"""Commands that bring much into a database at once: the demo, and a copy of another one."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.console import CommandError, answer, progress, run, settings_now
from app.settings import store_address
from app.stores import list_open_runs, open_existing_store, open_store
from graph.copying import copy_store
from graph.demo.building import list_missing, load_demo

if TYPE_CHECKING:
    from app.settings import StoreAddress
    from graph.copying import Copied


def fill_with_demo(*, if_empty: bool, as_json: bool) -> None:
    """Fill the database of the settings with the demo of today."""
    address = settings_now().store
    written = run(_fill(address, if_empty=if_empty))
    words = f"The demo is in {address}: {written} changes." if written else f"{address} holds data already."
    answer({"store": str(address), "changes": written}, words, as_json=as_json)


async def _fill(address: StoreAddress, *, if_empty: bool) -> int:
    store = await open_store(address)
    try:
        changes = await list_missing(store, datetime.now(UTC).date())
        if not changes:
            if if_empty:
                return 0
            raise CommandError(
                f"{address} holds data already; name a fresh database by RAPPORT_STORE_URL for the demo."
            )
        with progress("Demo") as told:
            await load_demo(store, changes, lambda done: told(done, len(changes)))
        return len(changes)
    finally:
        await store.close()


def copy_between(source: str, target: str, *, as_json: bool) -> None:
    """Copy one database into another."""
    from_, to = store_address(source, os.environ), store_address(target, os.environ)
    if from_ == to:
        raise CommandError("FROM and TO are the same database.")
    copied = run(_copy(from_, to))
    content = {
        "from": str(from_),
        "to": str(to),
        "resumedAt": copied.resumed_at,
        "written": copied.written,
        "counts": copied.counts,
        "digest": copied.digest,
    }
    resumed = f" after the {copied.resumed_at} that were there" if copied.resumed_at else ""
    words = f"{to} holds what {from_} does: {copied.written} changes written{resumed}.\nDigest {copied.digest}"
    answer(content, words, as_json=as_json)


def _unended(address: StoreAddress, words: str) -> CommandError:
    return CommandError(
        f"{address} holds {words}, which has not ended: let it end, or take it back (rapport import --abandon)."
    )


async def _copy(from_: StoreAddress, to: StoreAddress) -> Copied:
    source = await open_existing_store(from_)
    try:
        for words in await list_open_runs(source):
            raise _unended(from_, words)
        target = await open_store(to)
        try:
            # A large change of which a copy was cut off is gone on with.
            following = await source.list_changes(await target.load_position(), 1)
            for words in await list_open_runs(target, but=following[0].id if following else None):
                raise _unended(to, words)
            with progress("Copy") as told:
                return await copy_store(source, target, told)
        finally:
            await target.close()
    finally:
        await source.close()
