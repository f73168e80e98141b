"""A run: rows of many tables become one change, all of it or nothing."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Final

from domain.errors import ForbiddenError
from domain.ids import ChangeId, new_id
from domain.text import Text
from graph.importing.bad_rows import BadRowFiles
from graph.importing.files import DELIMITERS, tell_apart
from graph.importing.passing import Pass
from graph.importing.problems import Problems
from graph.importing.report import FileReport, Report
from graph.importing.times import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from domain.fact import Stated
    from graph.importing.deciding import Place
    from graph.importing.files import TableFile
    from graph.importing.problems import BadRow, FileError
    from graph.store import ViewerStore

MUTATION: Final = "import"
"""What a run is called in the feed of changes."""
KEPT: Final = 20_000
"""Most statements that are kept in memory between checking and writing; of more, the rows are read again."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to import.

    `zone` is that of times without one; `now`, when what has no date begins to hold. `bad_rows`: the folder for
    bad rows, so that the good ones are written; null: with any bad row nothing is. `check_first`: everything is
    checked before anything is written, for a store whose larger runs are no single transaction. `change_id`: goes
    on with a run that was cut off, of the same files.
    """

    now: datetime
    zone: tzinfo = UTC
    dry_run: bool = False
    bad_rows: Path | None = None
    check_first: bool = True
    change_id: ChangeId | None = None
    told: Callable[[int], object] = field(default=lambda _rows: None)


class _NothingToWriteError(Exception):
    """Leaves a run without a trace."""


async def import_files(
    store: ViewerStore, files: Sequence[TableFile], options: Options, file_errors: Sequence[FileError] = ()
) -> Report:
    """Import tables, an ADMIN's right: see `Report` for what came of it.

    `file_errors`: of files that could not be opened, which stand in the way of all. Raises ForbiddenError,
    ConflictError where an import of other files is open, and what the store raises; then nothing is written.
    """
    if not store.viewer.is_admin:
        raise ForbiddenError(Text("Only an ADMIN may import.", "只有管理员可以导入。"))
    files = tell_apart(files)
    run = _ImportRun(store, files, options)
    if file_errors:
        report = Report(file_errors=list(file_errors))
    elif options.bad_rows is not None:
        with BadRowFiles(options.bad_rows) as bad_files:
            report = await run.write_good(bad_files)
    elif options.dry_run or options.check_first:
        report = await run.check_and_write()
    else:
        report = await run.write()
    report.files = [_describe(file) for file in files]
    return report


class _ImportRun:
    """The passes over the files that a run takes."""

    def __init__(self, store: ViewerStore, files: Sequence[TableFile], options: Options) -> None:
        self._store = store
        self._files = files
        self._options = options
        self._clock = Clock(options.zone, options.now)

    def _pass(self, **more: Any) -> Pass:
        return Pass(self._store, self._files, self._clock, told=self._options.told, **more)

    async def write(self) -> Report:
        """Read once: write while checking, and take all back with the first error."""
        writing = self._pass()
        change_id = self._change_id()
        try:
            async with self._store.open_run(change_id, MUTATION) as run:
                _leave_without_facts(await writing.go(run.add))
        except _NothingToWriteError:
            return writing.report
        writing.report.change_id = change_id
        return writing.report

    async def check_and_write(self) -> Report:
        """Read for checking, and write only if all is well."""
        kept = _Kept()
        report = await self._pass().go(kept.add)
        if not report.refused and not self._options.dry_run:
            await self._write_checked(report, kept)
        return report

    async def write_good(self, bad_files: BadRowFiles) -> Report:
        """Read until no further bad row is found, since rows may hang on others that are bad; then write the rest."""
        bad = _BadRows(bad_files)
        while True:
            kept = _Kept()
            found = len(bad.rows)
            report = await self._pass(skipped=bad.rows, on_bad=bad.add).go(kept.add)
            bad.problems.append(report.problems)
            if report.file_errors or len(bad.rows) == found:
                break
        bad.tell(report)
        if not report.file_errors and not self._options.dry_run:
            await self._write_checked(report, kept, bad.rows)
        return report

    async def _write_checked(self, report: Report, kept: _Kept, skipped: Collection[Place] = ()) -> None:
        # A run that was cut off when all was written is still to be ended.
        if report.facts == 0 and self._options.change_id is None:
            return
        change_id = self._change_id()
        of = await asyncio.to_thread(_digest, self._files)
        async with self._store.open_run(change_id, MUTATION, of) as run:
            if kept.stated is not None:
                await run.add(kept.stated)
            else:
                await self._pass(skipped=skipped).go(run.add)
        report.change_id = change_id

    def _change_id(self) -> ChangeId:
        return self._options.change_id or ChangeId(new_id("change"))


def _leave_without_facts(report: Report) -> None:
    if report.refused or report.facts == 0:
        raise _NothingToWriteError


class _Kept:
    """What a pass stated, if it is not too much to keep."""

    def __init__(self) -> None:
        self.stated: list[Stated] | None = []

    async def add(self, stated: Sequence[Stated]) -> None:
        if self.stated is not None:
            self.stated = [*self.stated, *stated] if len(self.stated) + len(stated) <= KEPT else None


class _BadRows:
    """The bad rows of several passes, by place, each written once."""

    def __init__(self, files: BadRowFiles) -> None:
        self._files = files
        self._count: Counter[str] = Counter()
        self.rows: set[Place] = set()
        self.problems: list[Problems] = []

    def add(self, file: TableFile, bad: BadRow) -> None:
        """Write a bad row."""
        self._count[file.layout.table.en] += 1
        self._files.add(file, bad)
        self.rows.add((bad.file, bad.line))

    def tell(self, report: Report) -> None:
        """Put what all passes found into the report of the last one."""
        for table in report.tables:
            table.bad = self._count[table.table.en]
        report.problems = Problems()
        for found in self.problems:
            report.problems.join(found)
        report.bad_files = self._files.paths


def _digest(files: Sequence[TableFile]) -> str:
    """Return what tells these files from others, wherever they lie."""
    found: list[bytes] = []
    for file in files:
        with file.path.open("rb") as content:
            found.append(hashlib.file_digest(content, "sha256").digest())
    return hashlib.sha256(b"".join(sorted(found))).hexdigest()


def _describe(file: TableFile) -> FileReport:
    layout = file.layout
    return FileReport(file.name, layout.table.name, file.encoding.label, DELIMITERS[file.delimiter], layout.unknown)
