"""Records of CSV files within bounded memory."""

from __future__ import annotations

import csv
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.importing.encoding import UTF_8, UTF_16, Encoding
from graph.importing.problems import FileError
from graph.importing.reading import MAX_RECORD, BrokenRecord, Record, read_records

if TYPE_CHECKING:
    from pathlib import Path

CELLS = st.text(st.characters(exclude_categories=["Cs"]))


def read(folder: Path, text: str | bytes, encoding: Encoding = UTF_8, delimiter: str = ",") -> list[Record]:
    file = folder / "t.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding.codec))
    return list(read_records(file, encoding, delimiter))


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("a,b\n1,2\n", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ("a,b\r\n1,2", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ("a,b\r1,2\r", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ("a,b\n\n\n1,2\n\n", [(1, ["a", "b"]), (4, ["1", "2"])]),
        ('a,b\n"x\ny\n",2\n3,4\n', [(1, ["a", "b"]), (2, ["x\ny\n", "2"]), (5, ["3", "4"])]),
        ('a, "b, c"\n', [(1, ["a", "b, c"])]),
        ('"say ""hi""",2\n', [(1, ['say "hi"', "2"])]),
        ("a,b\u2028c\x0bd\n", [(1, ["a", "b\u2028c\x0bd"])]),
        ("a,\0\n", [(1, ["a", "\0"])]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_records_are_read_with_the_line_they_begin_on(tmp_path: Path, text: str, records: list[Record]) -> None:
    assert read(tmp_path, text) == records


def test_other_delimiters_and_encodings(tmp_path: Path) -> None:
    assert read(tmp_path, "编号;名,称\n", UTF_16, ";") == [(1, ["编号", "名,称"])]
    assert read(tmp_path, "编号\t名,称\n", Encoding("GB18030", "gb18030"), "\t") == [(1, ["编号", "名,称"])]


def test_a_record_whose_quotes_do_not_fit_does_not_hide_the_others(tmp_path: Path) -> None:
    assert read(tmp_path, 'a,b\n"1"x,2\n3,4\n5,"6"7\n8,9\n') == [
        (1, ["a", "b"]),
        (2, BrokenRecord('"1"x,2\n', 2)),
        (3, ["3", "4"]),
        (4, BrokenRecord('5,"6"7\n', 4)),
        (5, ["8", "9"]),
    ]


def test_a_quote_that_is_closed_lines_later_is_told_with_all_its_lines(tmp_path: Path) -> None:
    assert read(tmp_path, 'a,b\n1,"2\n3,4\n5,"6"\n7,8\n') == [
        (1, ["a", "b"]),
        (2, BrokenRecord('1,"2\n3,4\n5,"6"\n', 4)),
        (5, ["7", "8"]),
    ]


def test_an_open_quote_is_told_with_the_line_it_is_opened_on(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"t\.csv.*never closed") as refused:
        read(tmp_path, 'a,b\n1,2\n3,"4\n5,6\n7,8\n')
    assert refused.value.line == 3
    assert "引号没有闭合" in refused.value.message.zh


def test_rows_before_an_open_quote_are_read(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('a,b\n1,2\n3,"4\n')
    records = read_records(file, UTF_8, ",")
    assert [next(records), next(records)] == [(1, ["a", "b"]), (2, ["1", "2"])]
    with pytest.raises(FileError):
        next(records)


def endless(folder: Path, begin: str, block: str) -> Path:
    """Write a file of 100 MB: much more than may be in memory at once."""
    file = folder / "t.csv"
    with file.open("w") as out:
        out.write(begin)
        for _ in range(100):
            out.write(block * (1_000_000 // len(block)))
    return file


@pytest.mark.parametrize(
    ("begin", "block", "line"),
    [
        ("a,b\n1,2\n", "x", 3),
        ('a,b\n1,2\n3,"', "4,5\n", 3),
        ('a,b\n1,2\n3,"', '\n","', 3),
        ("a,b\n1,2\n", ",", 3),
        ("", "x", 1),
    ],
    ids=["one line", "an open quote", "many cells over many lines", "many cells", "no heading"],
)
def test_an_endless_record_is_refused_within_bounded_memory(tmp_path: Path, begin: str, block: str, line: int) -> None:
    file = endless(tmp_path, begin, block)
    tracemalloc.start()
    try:
        with pytest.raises(FileError, match="longer than 10 MB") as refused:
            list(read_records(file, UTF_8, ","))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        file.unlink()
    assert refused.value.line == line
    assert peak < 10 * MAX_RECORD


def test_a_long_record_within_bounds_is_read(tmp_path: Path) -> None:
    long = "x" * (MAX_RECORD - 62)
    assert read(tmp_path, f"{long},b") == [(1, [long, "b"])]
    with pytest.raises(FileError, match="longer than 10 MB"):
        read(tmp_path, f"{long}x,bb")


@pytest.mark.slow
def test_many_rows_take_no_memory(tmp_path: Path) -> None:
    file = endless(tmp_path, "a,b\n", "some words,and more\n")
    tracemalloc.start()
    try:
        for count, _ in enumerate(read_records(file, UTF_8, ",")):
            if count == 200_000:
                break
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        file.unlink()
    assert peak < 4_000_000


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"t\.csv: It cannot be read: No such file"):
        list(read_records(tmp_path / "t.csv", UTF_8, ","))
    with pytest.raises(FileError, match="cannot be read: Is a directory"):
        list(read_records(tmp_path, UTF_8, ","))


def test_a_file_that_changes_its_encoding_while_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="not UTF-8 throughout"):
        read(tmp_path, b"a,b\n\xff,2\n")


@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=5), ending=st.sampled_from(["\n", "\r\n"]))
def test_what_a_spreadsheet_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], ending: str
) -> None:
    file = tmp_path_factory.mktemp("csv") / "t.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(rows)
    assert [cells for _, cells in read_records(file, UTF_8, ",")] == rows


@given(data=st.binary())
def test_any_bytes_are_records_or_told_why_not(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("csv") / "t.csv"
    file.write_bytes(data)
    for encoding in (UTF_8, UTF_16, Encoding("GB18030", "gb18030")):
        try:
            lines = [line for line, _ in read_records(file, encoding, ",")]
        except FileError:
            continue
        assert lines == sorted(set(lines))
