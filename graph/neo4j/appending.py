"""Writing a change: locks, versions, facts, rows and position, in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final, LiteralString

import orjson
from neo4j.exceptions import ConstraintError

from domain.change import Corrected, Undone
from domain.fact import Answered, Change, Fact
from graph.codec import encode, from_micros, to_micros
from graph.duplicate import UniqueKey, duplicate
from graph.neo4j.connection import Transaction, chunks
from graph.neo4j.cypher import change as cypher
from graph.neo4j.facts import change_facts, drive, select_facts
from graph.neo4j.writing import write_rows
from graph.projection import project, project_again
from graph.stamping import Stamp
from graph.store import RepeatedError, StaleError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping
    from datetime import datetime

    from domain.ids import ChangeId, SellerId
    from graph.store import Append

_MICROSECOND: Final = timedelta(microseconds=1)
_KEYS: Final[tuple[tuple[str, UniqueKey], ...]] = (
    ("`external_id`", "external_id"),
    ("`email_key`", "email"),
    ("`open_pair`", "open_pair"),
    ("`place`", "place"),
)


class BehindError(Exception):
    """The current graph lags behind the facts: that must be made up for before anything is written."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What was read under the locks: versions of streams, and the last position and `recorded_at`."""

    versions: Mapping[str, int]
    position: int
    recorded_at: int | None
    done: bool
    repeated: bool
    behind: ChangeId | None
    """The change whose rows are not all written (`graph.neo4j.catching_up`)."""
    caught_up: int | None
    """Of how many of the facts that it is about they are."""

    def moment(self, now: datetime) -> datetime:
        """Return when the change is recorded: the larger of the clock and the time just after the last one."""
        return now if self.recorded_at is None else max(now, from_micros(self.recorded_at) + _MICROSECOND)

    def new_streams(self) -> frozenset[str]:
        """Return the streams in which nothing was written yet."""
        return frozenset(stream for stream, version in self.versions.items() if version == 0)


async def take_lock(
    tx: Transaction,
    change_id: ChangeId,
    streams: Iterable[str],
    once_key: str | None = None,
    *,
    catching_up: bool = False,
) -> Lock:
    """Lock streams in the order of their ids, then the counter, until the transaction ends.

    Raises BehindError where the current graph lags behind, except to whoever makes up for it.
    """
    asked = {"streams": sorted(set(streams)), "change_id": change_id, "once": once_key}
    versions, *counter = await tx.row(cypher.LOCK, asked)
    lock = Lock(dict(versions), *counter)
    if lock.behind is not None and not catching_up:
        raise BehindError
    return lock


async def update_current(tx: Transaction, facts: Sequence[Fact], new_streams: frozenset[str] = frozenset()) -> None:
    """Write the rows of the current graph that the facts change; the facts are inserted already."""
    await write_rows(tx, await drive(project(facts, new_streams), partial(select_facts, tx)))


async def update_again(tx: Transaction, facts: Sequence[Fact]) -> None:
    """Write the rows of what facts are about that are deleted, undone, or count again."""
    await write_rows(tx, await drive(project_again(facts), partial(select_facts, tx)))


Update = Callable[[Transaction, Sequence[Fact], frozenset[str]], Awaitable[None]]
"""What is done for the current graph once facts are inserted, of which some streams are new."""


async def write_change(
    tx: Transaction, append: Append, viewer_id: SellerId | None, now: datetime, update: Update = update_current
) -> Change:
    """Write one change; written already by a try whose answer was lost, return it as it is."""
    written = {*(stated.statement.stream for stated in append.stated), *append.touching}
    once_key = remembered_key(viewer_id, append.mutation, append.once.client_id) if append.once else None
    lock = await take_lock(tx, append.change_id, written | set(append.based_on), once_key)
    if lock.done:
        return await load_whole_change(tx, append.change_id)
    if lock.repeated:
        raise RepeatedError
    _check(append, lock)
    change = Change(
        id=append.change_id,
        position=lock.position + 1,
        recorded_at=(at := lock.moment(now)),
        by=viewer_id,
        mutation=append.mutation,
        facts=tuple(Stamp(append.change_id, at, viewer_id).facts(append.stated)),
        answered=append.answered,
    )
    await insert_facts(tx, change.facts, 0, written, changes=[change])
    await update(tx, change.facts, lock.new_streams())
    return change


def _check(append: Append, lock: Lock) -> None:
    if append.position is not None and append.position != lock.position:
        raise StaleError
    if any(lock.versions[stream] != version for stream, version in append.based_on.items()):
        raise StaleError


async def insert_facts(
    tx: Transaction,
    facts: Sequence[Fact],
    start: int,
    streams: Iterable[str],
    *,
    changes: Sequence[Change] = (),
) -> None:
    """Insert facts whose places in their change count on from `start`; move the streams, and the counter.

    Facts of several changes: `start` is 0, and they are in the order of `changes`.
    """
    rest: dict[str, Any] = {
        "streams": sorted(set(streams)),
        "changes": [_change_row(change) for change in changes],
        "remembered": [_remembered(change, change.answered) for change in changes if change.answered],
        "counter": [_change_row(change) for change in changes[-1:]],
    }
    for some in chunks(_fact_rows(facts, start)):
        await tx.row(cypher.INSERT, {"facts": some, **rest})
        rest = dict.fromkeys(rest, ())
    await _flag(tx, cypher.FLAG_CHANGES, [f for f in facts if isinstance(f.statement, Undone)])
    await _flag(tx, cypher.FLAG_FACTS, [f for f in facts if isinstance(f.statement, Corrected)])


async def _flag(tx: Transaction, statement: LiteralString, takings: Sequence[Fact]) -> None:
    if takings:
        await tx.row(statement, {"subjects": [fact.statement.subject for fact in takings]})


def _fact_rows(facts: Iterable[Fact], start: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    ordinals: dict[str, int] = {}
    for fact in facts:
        ordinal = ordinals.get(fact.change, start)
        ordinals[fact.change] = ordinal + 1
        rows.append(_fact_row(fact, ordinal))
    return rows


def _fact_row(fact: Fact, ordinal: int) -> dict[str, Any]:
    said = fact.statement
    kind, body, personal = encode(said)
    return {
        "properties": {
            "id": fact.id,
            "change": fact.change,
            "ordinal": ordinal,
            "stream": said.stream,
            "kind": kind,
            "subject": said.subject,
            "observed_at": to_micros(fact.observed_at),
            "recorded_at": to_micros(fact.recorded_at),
            "by": fact.by,
            "body": body,
            "personal": personal,
        },
        "mentions": list(dict.fromkeys(said.mentions)),
    }


def _change_row(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "position": change.position,
        "recorded_at": to_micros(change.recorded_at),
        "by": change.by,
        "mutation": change.mutation,
    }


def remembered_key(viewer_id: SellerId | None, mutation: str, client_id: str) -> str:
    """Return what a write with a `clientMutationId` is remembered by."""
    return f"{viewer_id}/{mutation}/{client_id}"


def _remembered(change: Change, answered: Answered) -> dict[str, Any]:
    return {
        "key": remembered_key(change.by, change.mutation, answered.client_id),
        "input_hash": answered.input_hash,
        "change_id": change.id,
        "result": orjson.dumps(dict(answered.result)).decode(),
    }


async def load_whole_change(tx: Transaction, change_id: ChangeId) -> Change:
    """Read a change that is there."""
    ((row,),) = await tx.row(cypher.LOAD_CHANGE, {"change_id": change_id})
    return decode_change(row, await change_facts(tx, change_id))


def decode_change(row: Sequence[Any], facts: tuple[Fact, ...]) -> Change:
    """Return the change of its row and facts; what it answered, where the row has that too."""
    id_, position, recorded_at, by, mutation, *answered = row
    return Change(id_, position, from_micros(recorded_at), by, mutation, facts, _answered(by, mutation, *answered))


def _answered(
    by: SellerId | None, mutation: str, key: str | None = None, input_hash: str = "", result: str = ""
) -> Answered | None:
    if key is None:
        return None
    return Answered(key.removeprefix(remembered_key(by, mutation, "")), input_hash, orjson.loads(result))


@contextmanager
def duplicates_said() -> Generator[None]:
    """Raise a unique key that is taken as DuplicateError, naming the field."""
    try:
        yield
    except ConstraintError as error:
        message = error.message or ""
        for name, key in _KEYS:
            if name in message:
                raise duplicate(key) from error
        raise
