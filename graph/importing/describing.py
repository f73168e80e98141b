"""What a file seems to be, before a row of it is read: for whoever is to say whether that is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.importing.files import DELIMITERS, open_sheet
from graph.importing.headings import NOTHING_SAID, find_columns, find_table, lay_out
from graph.importing.problems import FileError, shorten

if TYPE_CHECKING:
    from domain.text import Text
    from graph.importing.files import Sheet
    from graph.importing.headings import Heading, Said, Table
    from graph.importing.uploads import Uploaded

SAMPLES: Final = 3
"""How many of the first cells of a column are shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column under the name that the file gives it; `number` counts from 1. `heading`: which it is, null: none."""

    number: int
    name: str
    heading: Heading | None
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What a file seems to be. `error`: why it cannot be imported so; what could be told all the same is there."""

    name: str
    bytes: int
    table: Table | None = None
    encoding: str | None = None
    delimiter: Text | None = None
    columns: tuple[Column, ...] = ()
    error: FileError | None = None


def describe(file: Uploaded, said: Said = NOTHING_SAID) -> Description:
    """Look into a file, and remember what was seen: asked for the same again, it is not read again."""
    if file.found is None or file.found[0] != said:
        file.found = said, _describe(file, said)
    return file.found[1]


def _describe(file: Uploaded, said: Said) -> Description:
    try:
        sheet = open_sheet(file.path, said.encoding)
    except FileError as error:
        return Description(file.name, file.bytes, error=error)
    error = None
    table: Table | None = None
    places: list[int | None] = [None] * len(sheet.headings)
    try:
        table = find_table(file.name, file.path.stem, sheet.headings, said)
        places = find_columns(file.name, table, sheet.headings, said)
        lay_out(file.name, file.path.stem, sheet.headings, said)
    except FileError as found:
        error = found
    columns = _columns(sheet, [table.headings[place] if table and place is not None else None for place in places])
    delimiter = DELIMITERS[sheet.delimiter]
    return Description(file.name, file.bytes, table, sheet.encoding.label, delimiter, columns, error)


def _columns(sheet: Sheet, headings: list[Heading | None]) -> tuple[Column, ...]:
    rows = sheet.first_rows(SAMPLES)
    return tuple(
        Column(at + 1, name.strip(), heading, tuple(shorten(row[at].strip()) for row in rows if at < len(row)))
        for at, (name, heading) in enumerate(zip(sheet.headings, headings, strict=True))
    )
