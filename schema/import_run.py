"""How far a check or an import is, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.importing.jobs import ImportState, Job
from graph.importing.report import Report
from schema.connection import DEFAULT_FIRST, read_first
from schema.import_file import IMPORT_TABLES, ImportProblem, ImportTable
from schema.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from domain.ids import ChangeId
    from graph.importing.report import Note, TableReport

First = Annotated[int | None, strawberry.argument(description="How many at most, 1 to 1,000: the first of all.")]


@strawberry.type(description="What came, or would come, of the rows of one table.")
class ImportCounts:
    table: ImportTable = strawberry.field(description="The table.")
    created: int = strawberry.field(description="Rows about something new.")
    changed: int = strawberry.field(description="Rows that say something new of what is known.")
    left: int = strawberry.field(description="Rows that say nothing new.")
    not_again: int = strawberry.field(
        description="Rows about what was removed or undone here: left alone, see `notes`."
    )
    bad: int = strawberry.field(description="Rows with errors.")

    @classmethod
    def from_domain(cls, found: TableReport) -> ImportCounts:
        return cls(
            table=IMPORT_TABLES[found.table.en],
            created=found.created,
            changed=found.changed,
            left=found.left,
            not_again=found.not_again,
            bad=found.bad,
        )


@strawberry.type(description="A row that was left alone, and why.")
class ImportNote:
    file: str = strawberry.field(description="The file's name.")
    line: int = strawberry.field(description="The line the row begins on, from 1.")
    text: Text = strawberry.field(description="Why.")

    @classmethod
    def from_domain(cls, found: Note) -> ImportNote:
        return cls(file=found.file, line=found.line, text=Text.from_domain(found.text))


@strawberry.type(description="A file of the bad rows of one file, with what is wrong in its first column.")
class ImportBadRows:
    name: str = strawberry.field(description="The file's name.")
    path: str = strawberry.field(description="Where it can be downloaded on this server.")

    @classmethod
    def from_domain(cls, found: Path, import_id: str) -> ImportBadRows:
        return cls(name=found.name, path=f"/imports/{import_id}/bad-rows/{found.name}")


@strawberry.type(description="What a check or an import found and did.")
class ImportReport:
    facts: int = strawberry.field(description="How many facts were, or would be, written.")
    counts: list[ImportCounts] = strawberry.field(description="What came of the rows, by table.")
    error_count: int = strawberry.field(description="How many errors there are.")
    change_id: strawberry.ID | None = strawberry.field(
        description="What `undo` takes; null where nothing was written: by a check, with errors, and where nothing "
        "differs."
    )
    bad_rows: list[ImportBadRows] = strawberry.field(description="Files of the bad rows, to be mended and imported.")
    found: strawberry.Private[Report]

    @strawberry.field(description="The first errors, of files before those of rows; at most 1,000 are known.")
    def errors(self, first: First = DEFAULT_FIRST) -> list[ImportProblem]:
        errors = [*self.found.file_errors, *self.found.problems.shown][: read_first(first)]
        return [ImportProblem.from_domain(error) for error in errors]

    @strawberry.field(description="The first rows about what was removed or undone here; at most 1,000 are known.")
    def notes(self, first: First = DEFAULT_FIRST) -> list[ImportNote]:
        return [ImportNote.from_domain(note) for note in self.found.notes[: read_first(first)]]

    @classmethod
    def from_domain(cls, found: Report, import_id: str) -> ImportReport:
        return cls(
            facts=found.facts,
            counts=[ImportCounts.from_domain(table) for table in found.tables],
            error_count=len(found.file_errors) + found.problems.errors,
            change_id=_change(found.change_id),
            bad_rows=[ImportBadRows.from_domain(path, import_id) for path in found.bad_files],
            found=found,
        )


@strawberry.type(description="A check of files, or an import of them, which goes on by itself.")
class ImportRun:
    writes: bool = strawberry.field(description="Whether it is an import; else a check, which writes nothing.")
    state: ImportState = strawberry.field(description="How far it is.")
    rows: int = strawberry.field(
        description="How many rows have been read. Some runs read twice: to check, then to write."
    )
    all_rows: int | None = strawberry.field(description="How many rows there are; null: not counted yet.")
    job: strawberry.Private[Job]
    import_id: strawberry.Private[str]

    @strawberry.field(description="What it found and did; null before its end. An error says why it failed.")
    def report(self) -> ImportReport | None:
        if self.job.error is not None:
            raise self.job.error
        return ImportReport.from_domain(self.job.report, self.import_id) if self.job.report else None

    @classmethod
    def from_domain(cls, found: Job, import_id: str) -> ImportRun:
        writes = found.asked.write
        return cls(
            writes=writes, state=found.state, rows=found.rows, all_rows=found.all_rows, job=found, import_id=import_id
        )


def _change(change_id: ChangeId | None) -> strawberry.ID | None:
    return strawberry.ID(change_id) if change_id is not None else None
