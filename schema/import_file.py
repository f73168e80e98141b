"""Tables that can be imported, and what an uploaded file seems to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import strawberry
from strawberry import UNSET

from graph.importing.encoding import CODECS, SaidEncoding
from graph.importing.headings import NOTHING_SAID, TABLES, Said
from schema.text import Text

if TYPE_CHECKING:
    import graph.importing.headings
    from graph.importing.describing import Description
    from graph.importing.problems import FileError, RowError
    from graph.importing.uploads import Upload

T = TypeVar("T")


@strawberry.type(description="A heading of a table that can be imported.")
class ImportHeading:
    key: str = strawberry.field(description="What it is called in `ImportColumnInput`: the English heading.")
    label: Text = strawberry.field(description="The heading in both languages; files have either.")
    required: bool = strawberry.field(description="Whether a file must have it, and a row a value under it.")

    @classmethod
    def from_domain(cls, found: graph.importing.headings.Heading) -> ImportHeading:
        return cls(key=found.en, label=Text(en=found.en, zh=found.zh), required=found.required)


@strawberry.type(description="One of the tables that can be imported.")
class ImportTable:
    key: str = strawberry.field(description="What it is called in `ImportFileInput`: its English name.")
    label: Text = strawberry.field(description="Its name in both languages; files are named by either.")
    headings: list[ImportHeading] = strawberry.field(description="Every heading that it may have.")

    @classmethod
    def from_domain(cls, found: graph.importing.headings.Table) -> ImportTable:
        headings = [ImportHeading.from_domain(heading) for heading in found.headings]
        return cls(key=found.en, label=Text.from_domain(found.name), headings=headings)


IMPORT_TABLES: Final = {table.en: ImportTable.from_domain(table) for table in TABLES}
"""All of them, by key, in the order in which they are imported."""


@strawberry.type(description="A column of a file.")
class ImportColumn:
    number: int = strawberry.field(description="Which of the file's columns it is, from 1.")
    name: str = strawberry.field(description="What the file calls it.")
    heading: ImportHeading | None = strawberry.field(description="The heading that it is; null: it is left alone.")
    samples: list[str] = strawberry.field(description="The first cells under it, at most 3.")


@strawberry.type(description="What is wrong with a file, a row or a cell, and what would be right.")
class ImportProblem:
    file: str = strawberry.field(description="The file's name.")
    line: int | None = strawberry.field(description="The line the row begins on, from 1; null: the file as a whole.")
    heading: str | None = strawberry.field(description="The heading, as the file spells it; null: the whole row.")
    value: str | None = strawberry.field(description="What the cell says, shortened.")
    wrong: Text = strawberry.field(description="What is wrong.")
    right: Text | None = strawberry.field(description="What would be right.")

    @classmethod
    def from_domain(cls, found: FileError | RowError) -> ImportProblem:
        return cls(
            file=found.file,
            line=found.line,
            heading=getattr(found, "heading", None),
            value=getattr(found, "value", None),
            wrong=Text.from_domain(found.wrong),
            right=Text.from_domain(found.right) if found.right is not None else None,
        )


@strawberry.type(description="A file that was uploaded, and what it seems to be.")
class ImportFile:
    name: str = strawberry.field(description="Its name.")
    bytes: int = strawberry.field(description="Its size in bytes.")
    table: ImportTable | None = strawberry.field(
        description="The table that it is; null: neither name nor headings tell."
    )
    encoding: str | None = strawberry.field(description="The encoding that it is in; null: it cannot be told.")
    delimiter: Text | None = strawberry.field(description="What sets its cells apart.")
    columns: list[ImportColumn] = strawberry.field(description="Its columns.")
    error: ImportProblem | None = strawberry.field(description="Why it cannot be imported as it is.")

    @classmethod
    def from_domain(cls, found: Description) -> ImportFile:
        return cls(
            name=found.name,
            bytes=found.bytes,
            table=IMPORT_TABLES[found.table.en] if found.table else None,
            encoding=found.encoding,
            delimiter=Text.from_domain(found.delimiter) if found.delimiter else None,
            columns=[
                ImportColumn(
                    number=column.number,
                    name=column.name,
                    heading=ImportHeading.from_domain(column.heading) if column.heading else None,
                    samples=list(column.samples),
                )
                for column in found.columns
            ],
            error=ImportProblem.from_domain(found.error) if found.error else None,
        )


@strawberry.input(description="Which heading a column is.")
class ImportColumnInput:
    number: int = strawberry.field(description="Which of the file's columns, from 1.")
    heading: str | None = strawberry.field(
        default=UNSET, description="The heading's key, as `importTables` has it; null: the column is left alone."
    )


@strawberry.input(description="What to take a file for, where it does not tell by itself or tells it wrongly.")
class ImportFileInput:
    name: str = strawberry.field(description="The file's name.")
    table: str | None = strawberry.field(default=UNSET, description="The table's key, as `importTables` has it.")
    encoding: SaidEncoding | None = strawberry.field(default=UNSET, description="Its encoding.")
    columns: list[ImportColumnInput] | None = strawberry.field(
        default=UNSET, description="Headings of columns; of the others the file tells."
    )


def read_files(given: list[ImportFileInput] | None, upload: Upload) -> dict[str, Said]:
    """Return which files are meant, by name, and what is said of each."""
    if not isinstance(given, list):
        return dict.fromkeys(upload.files, NOTHING_SAID)
    return {file.name: _read_file(file) for file in given}


def _read_file(given: ImportFileInput) -> Said:
    encoding = _or_none(given.encoding)
    return Said(
        table=_or_none(given.table),
        columns=tuple((column.number - 1, _or_none(column.heading)) for column in _or_none(given.columns) or ()),
        encoding=CODECS[encoding] if encoding is not None else None,
    )


def _or_none(value: T | None) -> T | None:
    return None if value is UNSET else value
