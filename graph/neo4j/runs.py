"""Changes in many batches: imports, and changes recorded elsewhere that are too large for one transaction.

A small server (768 MB) has room for some 20,000 facts in one transaction, an interaction with two people taking
24 kB (tried). A run of up to `ONE_TRANSACTION` facts is one transaction, at its end. A larger one leaves a mark,
`(:Run)`, writes batches, each a transaction, and takes its position when it ends; until then it can be taken
back, also by another process (`abandon_run`), or gone on with under the same id. Whoever goes on with it takes it
over: should the one before still be at it, its next batch is refused.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from domain.errors import ConflictError
from domain.fact import Change
from domain.text import Text
from graph.codec import from_micros, to_micros
from graph.neo4j.appending import (
    Lock,
    duplicates_said,
    insert_facts,
    take_lock,
    update_again,
    update_current,
    write_change,
)
from graph.neo4j.catching_up import BATCH, write
from graph.neo4j.cypher import change as cypher
from graph.neo4j.rows import decode_fact
from graph.stamping import Stamp
from graph.store import ANOTHER_RUN, Append

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from types import TracebackType
    from typing import Self

    from domain.fact import Fact, Stated
    from domain.ids import ChangeId, SellerId
    from graph.neo4j.connection import Connection, Transaction

ONE_TRANSACTION: Final = 8_000
"""Most facts that are written in one transaction."""
_LOST: Final = Text(
    "Somebody else has taken this import back or goes on with it; nothing more is written here.",
    "该导入已被他人撤回或接手，此处不再继续写入。",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a run is known by. `of`: what tells its batches from others; `writer`: who is at it, by a name made up."""

    change_id: ChangeId
    mutation: str
    by: SellerId | None
    of: str = ""
    writer: str = ""


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run that has not ended: somebody is at it, or was until killed. `facts`: how many are written."""

    mark: Mark
    recorded_at: datetime
    facts: int

    @property
    def change_id(self) -> ChangeId:
        """The change that it will be."""
        return self.mark.change_id

    @property
    def mutation(self) -> str:
        """What it is called in the feed of changes."""
        return self.mark.mutation


class Neo4jRun:
    """A change in batches by one viewer; leaving the block commits it, an error takes all of it back."""

    def __init__(
        self,
        connection: Connection,
        clock: Callable[[], datetime],
        mark: Mark,
        one_transaction: int = ONE_TRANSACTION,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._mark = mark
        self._one_transaction = one_transaction
        self._waiting: list[Stated] = []
        self._marked = False
        self._stamp: Stamp | None = None

    async def __aenter__(self) -> Self:
        """Take over the run of this id where there is one; raises ConflictError where it is of other batches."""
        self._marked = await _take_over(self._connection, self._mark)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit, or take back."""
        if kind is not None:
            await self._take_back()
            return
        try:
            await self._commit()
        except BaseException:
            await self._take_back()
            raise

    async def add(self, stated: Sequence[Stated]) -> None:
        """Write one batch, or keep it for the end of a small run; raises DuplicateError and ConflictError."""
        self._waiting += stated
        if not self._marked and len(self._waiting) <= self._one_transaction:
            return
        if not self._marked:
            await mark_run(self._connection, self._mark, self._moment)
            self._marked = True
        size = min(BATCH, self._one_transaction)
        while len(self._waiting) >= size:
            await self._write(size)

    async def _take_back(self) -> None:
        if self._marked:
            await abandon_run(self._connection, self._mark.change_id, self._mark.writer)

    def _moment(self, lock: Lock) -> datetime:
        return lock.moment(self._clock())

    async def _commit(self) -> None:
        if self._marked:
            await self._write(len(self._waiting))
            await end_run(self._connection, self._mark)
        elif self._waiting:
            append = Append(self._mark.change_id, self._mark.mutation, tuple(self._waiting), {})

            async def work(tx: Transaction) -> Change:
                return await write_change(tx, append, self._mark.by, self._clock())

            with duplicates_said():
                await write(self._connection, work)

    async def _write(self, count: int) -> None:
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        if not batch:
            return

        def record(run: OpenRun) -> Sequence[Fact]:
            # One stamp for all batches: of two statements about one thing, the later one holds.
            self._stamp = self._stamp or Stamp(run.change_id, run.recorded_at, run.mark.by)
            return self._stamp.facts(batch)

        with duplicates_said():
            await write_batch(self._connection, self._mark, record)


async def _take_over(connection: Connection, mark: Mark) -> bool:
    """Go on with an open run in the place of whoever was at it; false where there is none of this id."""

    async def work(tx: Transaction) -> bool:
        rows = await tx.row(cypher.LOCK_RUN, {"change_id": mark.change_id})
        if not rows:
            return False
        if _run(rows[0]).mark.of != mark.of:
            raise ConflictError(ANOTHER_RUN)
        await tx.row(cypher.TAKE_RUN, {"change_id": mark.change_id, "writer": mark.writer})
        return True

    return await write(connection, work)


async def mark_run(connection: Connection, mark: Mark, moment: Callable[[Lock], datetime]) -> OpenRun:
    """Mark a run as open, unless it is; it is recorded at `moment`, and what follows is recorded after that.

    Raises ConflictError where another run is open.
    """

    async def work(tx: Transaction) -> OpenRun:
        lock = await take_lock(tx, mark.change_id, ())
        (others,) = await tx.row(cypher.LIST_RUNS, {})
        if any(_run(row).change_id != mark.change_id for row in others):
            raise ConflictError(ANOTHER_RUN)
        (row,) = await tx.row(cypher.OPEN_RUN, {**asdict(mark), "recorded_at": to_micros(moment(lock))})
        return _run(row)

    return await write(connection, work)


async def write_batch(
    connection: Connection, mark: Mark, record: Callable[[OpenRun], Sequence[Fact]], at: int | None = None
) -> None:
    """Write one batch of a run; `at`: only if so many facts are written, as a try whose answer was lost may have.

    Raises ConflictError where the run is not this writer's any more.
    """
    change_id = mark.change_id
    expected = at

    async def work(tx: Transaction) -> None:
        nonlocal expected
        run = _owned(await tx.row(cypher.LOCK_RUN, {"change_id": change_id}), mark)
        if expected is None:
            expected = run.facts
        if run.facts != expected:
            return
        facts = record(run)
        streams = {fact.statement.stream for fact in facts}
        lock = await take_lock(tx, change_id, streams)
        await insert_facts(tx, facts, run.facts, streams)
        await tx.row(cypher.COUNT_RUN, {"change_id": change_id, "facts": run.facts + len(facts)})
        await update_current(tx, facts, lock.new_streams())

    await write(connection, work)


def _owned(rows: Sequence[Sequence[Any]], mark: Mark) -> OpenRun:
    if not rows or (run := _run(rows[0])).mark.writer != mark.writer:
        raise ConflictError(_LOST)
    return run


async def end_run(connection: Connection, mark: Mark) -> None:
    """Make the run a change, with the next position; raises ConflictError where it is not this writer's any more."""

    async def work(tx: Transaction) -> None:
        rows = await tx.row(cypher.LOCK_RUN, {"change_id": mark.change_id})
        lock = await take_lock(tx, mark.change_id, ())
        if lock.done:
            return
        run = _owned(rows, mark)
        change = Change(run.change_id, lock.position + 1, run.recorded_at, run.mark.by, run.mutation, ())
        await tx.row(cypher.DELETE_RUN, {"change_id": run.change_id})
        await insert_facts(tx, (), 0, (), changes=[change])

    await write(connection, work)


async def abandon_run(connection: Connection, change_id: ChangeId, writer: str | None = None) -> int:
    """Take all of an open run back, the last facts first; return how many there were. 0 if there is no such run.

    `writer`: only while it is this one's.
    """
    taken = 0
    while batch := await write(connection, lambda tx: _take_batch_back(tx, change_id, writer)):
        taken += batch
    return taken


async def _take_batch_back(tx: Transaction, change_id: ChangeId, writer: str | None) -> int:
    rows = await tx.row(cypher.LOCK_RUN, {"change_id": change_id})
    if not rows or writer not in (None, _run(rows[0]).mark.writer):
        return 0
    (found,) = await tx.row(cypher.LAST_RUN_FACTS, {"change_id": change_id, "limit": BATCH})
    facts = [decode_fact(row) for row in found]
    if not facts:
        await tx.row(cypher.DELETE_RUN, {"change_id": change_id})
        return 0
    streams = {fact.statement.stream for fact in facts}
    await take_lock(tx, change_id, streams)
    await tx.row(cypher.DELETE_FACTS, {"ids": [fact.id for fact in facts]})
    # Who has decided on the facts must decide again.
    await insert_facts(tx, (), 0, streams)
    await update_again(tx, facts)
    return len(facts)


async def list_open_runs(connection: Connection) -> list[OpenRun]:
    """Return the runs that have not ended."""
    (rows,) = await connection.row(cypher.LIST_RUNS, {})
    return [_run(row) for row in rows]


def _run(row: Sequence[Any]) -> OpenRun:
    *mark, recorded_at, facts = row
    return OpenRun(Mark(*mark), from_micros(recorded_at), facts)
