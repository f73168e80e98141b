"""One pass over the files of a run: table after table, batch after batch, row by row."""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from domain.errors import DomainError
from graph.importing.accounts import AccountDecider
from graph.importing.deciding import Decider, NotAgainError, RefusedError, place_of
from graph.importing.headings import TABLES
from graph.importing.logs import InteractionDecider, OrderDecider
from graph.importing.opportunities import OpportunityDecider
from graph.importing.people import PersonDecider
from graph.importing.problems import BadRow, FileError, RowError, shorten
from graph.importing.reading import read_records
from graph.importing.referrals import ReferralDecider
from graph.importing.report import Report, TableReport
from graph.importing.rows import read_rows
from graph.importing.sellers import SellerDecider
from graph.importing.shelf import Directory
from graph.importing.stages import StageDecider
from graph.importing.stakeholders import StakeholderDecider
from graph.importing.tables import (
    AccountRow,
    InteractionRow,
    OpportunityRow,
    OrderRow,
    PersonRow,
    ReferralRow,
    Row,
    SellerRow,
    StageRow,
    StakeholderRow,
    TieRow,
)
from graph.importing.ties import TieDecider

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence

    from domain.fact import Stated
    from graph.importing.deciding import Place
    from graph.importing.files import TableFile
    from graph.importing.headings import Table
    from graph.importing.shelf import Shelf
    from graph.importing.times import Clock
    from graph.store import ViewerStore

BATCH: Final = 1_000
"""Rows that are read, looked up and decided at once, and statements that are written at once: milliseconds of work."""

_DECIDERS: Final[Mapping[type[Row], Callable[..., Decider[Any]]]] = {
    SellerRow: SellerDecider,
    AccountRow: AccountDecider,
    PersonRow: PersonDecider,
    OpportunityRow: OpportunityDecider,
    StakeholderRow: StakeholderDecider,
    TieRow: TieDecider,
    InteractionRow: InteractionDecider,
    ReferralRow: ReferralDecider,
    StageRow: StageDecider,
    OrderRow: OrderDecider,
}
# Where the API's name of an input field is not the heading's: the first of these that the table has.
_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "external_id": ("id",),
    "owner_id": ("owner_email",),
    "team_ids": ("team_emails",),
    "manager_id": ("manager_email",),
    "seller_ids": ("seller_emails",),
    "at": ("closed_at", "status_at"),
    "opportunity_id": ("status",),
}


class Pass:
    """Reads every file once, and again for rows that turn out bad at the end of their table.

    `skipped`: rows that are left out. `on_bad` is given each row found bad.
    """

    def __init__(
        self,
        store: ViewerStore,
        files: Sequence[TableFile],
        clock: Clock,
        *,
        told: Callable[[int], object] = lambda _rows: None,
        skipped: Collection[Place] = (),
        on_bad: Callable[[TableFile, BadRow], object] = lambda _file, _bad: None,
    ) -> None:
        self._store = store
        self._files = files
        self._clock = clock
        self._told = told
        self._skipped = skipped
        self._on_bad = on_bad
        self._directory = Directory.of(store)
        self._rows = 0
        self._waiting: list[Stated] = []
        self.report = Report()

    async def go(self, emit: Callable[[Sequence[Stated]], Awaitable[object]]) -> Report:
        """Decide every row. What the rows state goes to `emit`, batch by batch, until the first error."""
        for table in TABLES:
            files = [file for file in self._files if file.layout.table is table]
            if files:
                await self._take(table, files, emit)
            if self.report.file_errors:
                # What refers to rows that were not reached would seem to be wrong.
                return self.report
        await self._flush(emit, 1)
        return self.report

    async def _take(self, table: Table, files: Sequence[TableFile], emit: Callable[..., Awaitable[object]]) -> None:
        decider = _DECIDERS[table.row](self._store, self._directory, self._clock.now)
        counts = TableReport(table.name)
        self.report.tables.append(counts)
        for file in files:
            try:
                rows = read_rows(file, self._clock)
                # Reading and deciding take a while: whoever runs this beside requests keeps nobody waiting.
                while batch := await asyncio.to_thread(_next_batch, rows):
                    await self._decide(file, decider, counts, batch)
                    await self._flush(emit, BATCH)
                    self._told(self._rows)
            except FileError as error:
                self.report.file_errors.append(error)
        if not self.report.file_errors:
            await self._finish(files, decider, counts)

    async def _finish(self, files: Sequence[TableFile], decider: Decider[Any], counts: TableReport) -> None:
        late: dict[Place, list[RefusedError | DomainError]] = {}
        for place, error in await decider.finish():
            late.setdefault(place, []).append(error)
        for file in files if late else ():
            try:
                await asyncio.to_thread(self._refuse_late, file, counts, late)
            except FileError as error:
                self.report.file_errors.append(error)

    def _refuse_late(
        self, file: TableFile, counts: TableReport, late: Mapping[Place, Sequence[RefusedError | DomainError]]
    ) -> None:
        """Read a file once more for the cells of such rows: to keep all cells until the end takes too much memory."""
        for line, cells in read_records(file.path, file.encoding, file.delimiter, file.name):
            if (file.name, line) in late and isinstance(cells, list):
                self._refuse(file, counts, line, cells, *late[file.name, line])

    async def _decide(
        self, file: TableFile, decider: Decider[Any], counts: TableReport, batch: Sequence[Row | BadRow]
    ) -> None:
        self._rows += len(batch)
        rows: list[Row] = []
        for row in batch:
            if (row.file, row.line) in self._skipped:
                self._mark_bad(file, row)
            elif isinstance(row, BadRow):
                self._add_bad(file, counts, row)
                self._mark_bad(file, row)
            else:
                rows.append(row)
        await decider.prepare(rows)
        await asyncio.to_thread(self._decide_rows, file, decider, counts, rows)

    def _decide_rows(self, file: TableFile, decider: Decider[Any], counts: TableReport, rows: Sequence[Row]) -> None:
        for row in rows:
            self._decide_row(file, decider, counts, row)

    def _decide_row(self, file: TableFile, decider: Decider[Any], counts: TableReport, row: Row) -> None:
        try:
            decided = decider.decide(row)
        except NotAgainError as error:
            self.report.add_note(counts, place_of(row), error.why)
        except (RefusedError, DomainError) as error:
            self._refuse(file, counts, row.line, row.raw, error)
            self._mark_bad(file, row)
        else:
            counts.count(decided.result)
            self._waiting += decided.stated

    def _refuse(
        self, file: TableFile, counts: TableReport, line: int, cells: list[str], *errors: RefusedError | DomainError
    ) -> None:
        said = tuple(_row_error(file, line, cells, error) for error in errors)
        self._add_bad(file, counts, BadRow(file.name, line, cells, said))

    def _add_bad(self, file: TableFile, counts: TableReport, bad: BadRow) -> None:
        self.report.add_bad(counts, bad)
        self._on_bad(file, bad)

    def _mark_bad(self, file: TableFile, row: Row | BadRow) -> None:
        """Remember whose row is bad, so that rows that refer to it say so."""
        shelf = self._shelf_of(file.layout.table.en)
        if shelf is not None:
            first = file.layout.table.headings[0].en
            shelf.mark_bad(file.layout.find(first, row.cells if isinstance(row, BadRow) else row.raw)[1].strip())

    def _shelf_of(self, table: str) -> Shelf[Any] | None:
        return getattr(self._directory, table, None)

    async def _flush(self, emit: Callable[..., Awaitable[object]], least: int) -> None:
        if len(self._waiting) < least:
            return
        if not self.report.problems.rows and not self.report.file_errors:
            self.report.facts += len(self._waiting)
            await emit(self._waiting)
        self._waiting = []


def _next_batch(rows: Iterator[Row | BadRow]) -> list[Row | BadRow]:
    return list(islice(rows, BATCH))


def _heading(table: Table, error: DomainError) -> str | None:
    """Return the heading that an error of the domain is about, which names the API's field."""
    if not error.field:
        return None
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in error.field[-1])
    known = {heading.en for heading in table.headings}
    return next((name for name in (snake, *_HEADINGS.get(snake, ())) if name in known), None)


def _row_error(file: TableFile, line: int, cells: Sequence[str], error: RefusedError | DomainError) -> RowError:
    if isinstance(error, RefusedError):
        heading, wrong, right = error.heading, error.wrong, error.right
    else:
        heading, wrong, right = _heading(file.layout.table, error), error.message, None
    if heading is None:
        return RowError(file.name, line, None, None, wrong, right)
    name, value = file.layout.find(heading, cells)
    return RowError(file.name, line, name, shorten(value), wrong, right)
