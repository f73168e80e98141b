"""The example tables that ship: readable, right, and the same in both languages."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from graph.importing.files import list_files, open_table
from graph.importing.headings import TABLES
from graph.importing.problems import BadRow
from graph.importing.rows import read_rows
from graph.importing.tables import Row, StageRow
from graph.importing.times import Clock

EXAMPLES = Path(__file__).parents[2] / "examples"
CLOCK = Clock(ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 24, tzinfo=UTC))

# What people write in their own words, and so in their own language.
WORDS = {
    "name", "industry", "region", "tags", "title", "department", "seniority", "team", "label", "evidence", "note",
    "reason", "product", "lost_reason", "to",
}  # fmt: skip


def read(language: str) -> dict[str, list[Row]]:
    files = [open_table(path) for path in list_files([EXAMPLES / language])]
    rows = {file.layout.table.en: list(read_rows(file, CLOCK)) for file in files}
    assert [row for table in rows.values() for row in table if isinstance(row, BadRow)] == []
    return rows  # pyright: ignore[reportReturnType]


@pytest.mark.parametrize(("language", "encoding"), [("en", "UTF-8"), ("zh", "GB18030")])
def test_the_files_are_the_ten_tables_with_every_heading(language: str, encoding: str) -> None:
    files = [open_table(path) for path in list_files([EXAMPLES / language])]
    assert {file.layout.table.en for file in files} == {table.en for table in TABLES}
    for file in files:
        assert file.encoding.label == encoding
        assert file.layout.unknown == ()
        assert None not in file.layout.columns
        own = [heading.zh if language == "zh" else heading.en for heading in file.layout.table.headings]
        assert list(file.layout.headings) == own


def test_both_languages_say_the_same() -> None:
    english, chinese = read("en"), read("zh")
    assert {name: len(rows) for name, rows in english.items()} == {name: len(rows) for name, rows in chinese.items()}
    for table in TABLES:
        compared = [f.name for f in fields(table.row)[len(fields(Row)) :] if f.name not in WORDS]
        for one, other in zip(english[table.en], chinese[table.en], strict=True):
            assert {name: getattr(one, name) for name in compared} == {name: getattr(other, name) for name in compared}


def test_words_are_in_their_language() -> None:
    for row in read("en")["accounts"]:
        assert "".join(row.raw).isascii()
    for row in read("zh")["stages"]:
        assert isinstance(row, StageRow)
        assert not row.to.isascii()


def test_the_examples_are_small() -> None:
    assert sum(path.stat().st_size for path in EXAMPLES.rglob("*.csv")) < 50_000
