"""`rapport check` and `rapport migrate`: what is configured, reachable, safe and sound."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final, Literal

from app.authentication import UnsafeError, choose_authentication
from app.console import answer, run, settings_now
from app.settings import SqliteAddress, meanings, unknown_variables
from app.stores import known_version, list_open_runs, open_store
from app.tokens import TokensFileError, is_private, read_tokens
from graph.auditing import audit
from graph.store import StoreUnavailableError, StoreVersionError

if TYPE_CHECKING:
    from app.settings import Settings
    from graph.store import Store

Level = Literal["ok", "warning", "failed"]

_SIGNS: Final = {"ok": "✓", "warning": "!", "failed": "✗"}
# Variables of the Makefile and the tests.
_OTHERS: Final = frozenset({"RAPPORT_REQUIRE_ALL", "RAPPORT_CACHE", "RAPPORT_DURABILITY_ROUNDS"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: str
    level: Level
    words: str


def run_check(*, as_json: bool) -> bool:
    """Print what was found; false where something fails."""
    settings = settings_now()
    findings = [*_check_settings(settings), *_check_safety(settings), *run(_check_store(settings))]
    sound = all(finding.level != "failed" for finding in findings)
    lines = [f"{_SIGNS[finding.level]} {finding.name}: {finding.words}" for finding in findings]
    answer({"ok": sound, "findings": [asdict(finding) for finding in findings]}, "\n".join(lines), as_json=as_json)
    return sound


def _check_settings(settings: Settings) -> list[Finding]:
    # Which are set, not to what: a password is among them.
    known = [
        Finding("setting", "ok", f"{name} {'is set' if name in os.environ else 'as shipped'}: {meaning}")
        for name, meaning in meanings().items()
    ]
    misspelled = unknown_variables(os.environ, _OTHERS)
    return [
        *known,
        *(Finding("setting", "warning", f"{name} is no setting; is it misspelled?") for name in misspelled),
        Finding("listens", "ok", f"{settings.host}:{settings.port}"),
    ]


def _check_safety(settings: Settings) -> list[Finding]:
    try:
        authentication = choose_authentication(settings)
    except UnsafeError as error:
        return [Finding("safety", "failed", str(error))]
    found = [Finding("safety", "ok", f"{settings.environment} mode; the viewer is {authentication.in_words}")]
    if settings.tokens_file is not None:
        found.append(_check_tokens(settings))
    if not settings.is_loopback:
        found.append(
            Finding("safety", "warning", "Other machines can reach it: put TLS before it, tokens are in each request.")
        )
    return found


def _check_tokens(settings: Settings) -> Finding:
    path = settings.tokens_file
    assert path is not None  # noqa: S101 - looked at by the caller
    if not path.exists():
        return Finding(
            "tokens", "warning", f"{path} is not there yet, so that nobody comes in: rapport user add EMAIL --token"
        )
    try:
        tokens = read_tokens(path)
    except TokensFileError as error:
        return Finding("tokens", "failed", str(error))
    if not is_private(path):
        return Finding("tokens", "warning", f"{path} can be read by others: chmod 600 {path}")
    return Finding("tokens", "ok", f"{len(tokens)} in {path}")


async def _check_store(settings: Settings) -> list[Finding]:
    address = settings.store
    if isinstance(address, SqliteAddress) and not address.path.exists():
        # A look at a database does not make one.
        return [Finding("store", "warning", f"{address} is not there yet; `rapport serve` makes it")]
    try:
        store = await open_store(address)
    except (StoreUnavailableError, StoreVersionError) as error:
        return [Finding("store", "failed", str(error))]
    try:
        version = Finding("store", "ok", f"{address} is reachable, version {known_version(address)} of its tables")
        return [version, *await _check_runs(store), await _check_graph(store)]
    finally:
        await store.close()


async def _check_runs(store: Store) -> list[Finding]:
    return [
        Finding("imports", "warning", f"{words}: it was cut off, and goes on when it is started again")
        for words in await list_open_runs(store)
    ]


async def _check_graph(store: Store) -> Finding:
    if await list_open_runs(store):
        # What it has written is in the graph already, and is no change yet.
        return Finding("graph", "warning", "not compared with its facts while an import is open")
    found = await audit(store)
    if found.differing:
        rows = ", ".join(found.differing)
        return Finding("graph", "failed", f"The current graph is not what the facts make, at {rows}.")
    return Finding("graph", "ok", f"{found.facts} facts of {found.changes} changes make exactly the current graph")


def run_migrate(*, as_json: bool) -> None:
    """Open the database, which brings it up to date."""
    address = settings_now().store

    async def migrate() -> None:
        store = await open_store(address)
        await store.close()

    run(migrate())
    version = known_version(address)
    words = f"{address} is at version {version} of its tables."
    answer({"store": str(address), "version": version}, words, as_json=as_json)
