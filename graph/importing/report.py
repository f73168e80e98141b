"""What a run found and did, for people: by file, by table, error by error."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.importing.deciding import Result
from graph.importing.problems import SHOWN, Problems

if TYPE_CHECKING:
    from pathlib import Path

    from domain.ids import ChangeId
    from domain.text import Text
    from graph.importing.deciding import Place
    from graph.importing.problems import BadRow, FileError


@dataclass(frozen=True, slots=True)
class FileReport:
    """How a file was read; `unknown`: headings that were left alone."""

    name: str
    table: Text
    encoding: str
    delimiter: Text
    unknown: tuple[str, ...]


@dataclass(slots=True)
class TableReport:
    """Rows of one table by what they did; `not_again`: about something removed or undone here, and left alone."""

    table: Text
    created: int = 0
    changed: int = 0
    left: int = 0
    not_again: int = 0
    bad: int = 0

    def count(self, result: Result) -> None:
        """Count a row that is good."""
        if result is Result.CREATED:
            self.created += 1
        elif result is Result.CHANGED:
            self.changed += 1
        else:
            self.left += 1

    @property
    def rows(self) -> int:
        """How many rows there were."""
        return self.created + self.changed + self.left + self.not_again + self.bad


@dataclass(frozen=True, slots=True)
class Note:
    """A row that was left alone, and why."""

    file: str
    line: int
    text: Text


@dataclass(slots=True)
class Report:
    """A run. Nothing was written where `change_id` is null: on a dry run, with errors, and where nothing differs.

    `facts`: how many were, or would be, written. `bad_files`: where the bad rows were put, to be mended.
    """

    files: list[FileReport] = field(default_factory=list[FileReport])
    tables: list[TableReport] = field(default_factory=list[TableReport])
    file_errors: list[FileError] = field(default_factory=list["FileError"])
    problems: Problems = field(default_factory=Problems)
    notes: list[Note] = field(default_factory=list[Note])
    facts: int = 0
    change_id: ChangeId | None = None
    bad_files: list[Path] = field(default_factory=list["Path"])

    @property
    def refused(self) -> bool:
        """Whether errors stood in the way, so that nothing was written."""
        return bool(self.file_errors or (self.problems.errors and not self.bad_files))

    def add_bad(self, table: TableReport, bad: BadRow) -> None:
        """Count a bad row, and keep its errors while there is room."""
        table.bad += 1
        self.problems.add(bad)

    def add_note(self, table: TableReport, place: Place, text: Text) -> None:
        """Count a row that was left alone, and keep why while there is room."""
        table.not_again += 1
        if len(self.notes) < SHOWN:
            self.notes.append(Note(*place, text))
