"""From paths to table files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.importing.encoding import UTF_8, UTF_8_BOM
from graph.importing.files import list_files, open_table
from graph.importing.problems import FileError
from tests.unit.test_import_reading import endless

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def test_a_folder_stands_for_the_tables_directly_in_it(tmp_path: Path) -> None:
    for name in ("people.csv", "客户.CSV", "orders.tsv", "readme.md"):
        write(tmp_path, name, "")
    (tmp_path / "old").mkdir()
    write(tmp_path / "old", "people.csv", "")
    other = write(tmp_path, "readme.md", "")
    names = [path.name for path in list_files([tmp_path, other])]
    assert names == ["orders.tsv", "people.csv", "客户.CSV", "readme.md"]


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "readme.md", "")
    with pytest.raises(FileError, match=r"holds no table.*accounts\.csv"):
        list_files([tmp_path])


def test_a_folder_where_a_file_should_be_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "people.csv"
    folder.mkdir()
    for refuse in (lambda: list_files([folder]), lambda: open_table(folder)):
        with pytest.raises(FileError, match=r"people\.csv: It is a folder where a file should be"):
            refuse()
    assert list_files([tmp_path]) == [folder]


def test_what_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"people\.csv: It cannot be read: No such file"):
        open_table(tmp_path / "people.csv")
    pipe = tmp_path / "orders.csv"
    os.mkfifo(pipe)
    with pytest.raises(FileError, match=r"orders\.csv: It is not a regular file"):
        open_table(pipe)


def test_a_workbook_is_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(b"PK\x03\x04...")
    with pytest.raises(FileError, match=r"workbook.*Save each sheet as CSV"):
        open_table(file)


@pytest.mark.parametrize("text", ["", "\n\n", ",,,\n", "\ufeff"])
def test_an_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileError, match=r"It is empty.*headings"):
        open_table(write(tmp_path, "people.csv", text))


def test_a_file_of_headings_alone_is_a_table(tmp_path: Path) -> None:
    assert open_table(write(tmp_path, "people.csv", "id,name")).layout.table.en == "people"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("id,name,tags\nA1,Acme,a;b;c\n", ","),
        ("id;name;tags\nA1;Acme, Inc.;a|b\n", ";"),
        ("编号\t名称\t标签\n", "\t"),
        ('"id";"name, in full";"name"\n', ";"),
        ("id,name,a;b;c;d;e;f\n", ","),
    ],
)
def test_the_delimiter_is_found_out(tmp_path: Path, text: str, delimiter: str) -> None:
    assert open_table(write(tmp_path, "accounts.csv", text)).delimiter == delimiter


def test_what_is_found_out_is_said(tmp_path: Path) -> None:
    file = open_table(write(tmp_path, "客户.csv", "\n编号,名称,颜色\n", "utf-8-sig"))
    assert (file.name, file.encoding, file.delimiter, file.first_line) == ("客户.csv", UTF_8_BOM, ",", 2)
    assert file.layout.table.en == "accounts"
    assert file.layout.unknown == ("颜色",)


def test_headings_with_broken_quotes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="quotes of its headings do not fit"):
        open_table(write(tmp_path, "people.csv", '"id"x,name\n'))
    with pytest.raises(FileError, match="never closed"):
        open_table(write(tmp_path, "people.csv", '"id,name\nP1,Ann\n'))


def test_an_endless_line_of_headings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="longer than 10 MB"):
        open_table(endless(tmp_path, "id,name,", "x"))


def test_a_utf_8_file_may_have_any_name(tmp_path: Path) -> None:
    file = open_table(write(tmp_path, "Kontakte 2026.txt", "id,name,phones\n"))
    assert (file.layout.table.en, file.encoding) == ("people", UTF_8)


@given(st.binary(max_size=200), st.sampled_from(["accounts", "data", "互动"]))
def test_any_bytes_are_a_table_or_told_why_not(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, stem: str
) -> None:
    file = tmp_path_factory.mktemp("any") / f"{stem}.csv"
    file.write_bytes(data)
    with pytest.raises(FileError) as refused:
        open_table(file)
    assert refused.value.message.en
    assert refused.value.message.zh
