"""What can be wrong with a file, a row or a cell: said in both languages, with what would be right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain.text import Text

SHOWN: Final = 1_000
"""How many bad cells and rows of a run are kept and shown; the others are counted."""

_LONGEST_VALUE: Final = 100


class CellError(Exception):
    """A cell that means nothing in its column: what is wrong, and what would be right."""

    def __init__(self, wrong: Text, right: Text) -> None:
        """Keep both; the exception's own text is the English of them."""
        super().__init__(f"{wrong.en} {right.en}")
        self.wrong = wrong
        self.right = right


class FileError(Exception):
    """A file that cannot be read as a table at all, or no further than `line` (counted from 1)."""

    def __init__(self, file: str, wrong: Text, right: Text, *, line: int | None = None) -> None:
        """Keep what is said; the exception's own text is the English of it."""
        super().__init__(f"{file}: {wrong.en} {right.en}")
        self.file = file
        self.line = line
        self.wrong = wrong
        self.right = right

    @property
    def message(self) -> Text:
        """What is wrong and what would be right."""
        return _both(self.wrong, self.right)


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong with the row that begins on `line`. No heading: with all of the row."""

    file: str
    line: int
    heading: str | None
    value: str | None
    wrong: Text
    right: Text | None

    @property
    def message(self) -> Text:
        """What is wrong and what would be right."""
        return _both(self.wrong, self.right) if self.right is not None else self.wrong


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that says nothing usable: its cells as they were read, and everything wrong with them."""

    file: str
    line: int
    cells: list[str]
    errors: tuple[RowError, ...]


@dataclass(slots=True)
class Problems:
    """The first errors of a run, and the numbers of all errors and of all bad rows."""

    shown: list[RowError] = field(default_factory=list[RowError])
    errors: int = 0
    rows: int = 0

    def add(self, bad: BadRow) -> None:
        self.rows += 1
        self.errors += len(bad.errors)
        self.shown.extend(bad.errors[: SHOWN - len(self.shown)])

    def join(self, others: Problems) -> None:
        """Add those of another pass."""
        self.rows += others.rows
        self.errors += others.errors
        self.shown.extend(others.shown[: SHOWN - len(self.shown)])

    @property
    def not_shown(self) -> int:
        """How many errors there are beside those that are shown."""
        return self.errors - len(self.shown)


def shorten(value: str) -> str:
    """Return a cell's text as a message may quote it: not longer than a line."""
    return value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"


def _both(wrong: Text, right: Text) -> Text:
    return Text(f"{wrong.en} {right.en}", f"{wrong.zh}{right.zh}")
