"""Which encoding a file is in."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from graph.importing.encoding import GB18030, UTF_8, UTF_8_BOM, UTF_16, Encoding, find_encoding, named_encoding
from graph.importing.files import open_table
from graph.importing.headings import Said
from graph.importing.problems import FileError

if TYPE_CHECKING:
    from pathlib import Path

CHINESE = "编号,名称,行业\nA1,某大型保险公司,保险\n"
ENGLISH = "id,name,industry\nA1,某大型保险公司,保险\n"
WESTERN = "id,name,region\nA1,Müller Söhne,Köln\nA2,Peña Hermanos,León\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ENGLISH.encode(), UTF_8),
        (CHINESE.encode(), UTF_8),
        (b"id,name\nA1,Acme\n", UTF_8),
        (CHINESE.encode("utf-8-sig"), UTF_8_BOM),
        (CHINESE.encode("utf-16"), UTF_16),
        (codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), UTF_16),
        (CHINESE.encode("gb18030"), GB18030),
        (ENGLISH.encode("gb18030"), GB18030),
        (("编号,名称,备用字段\n" + "A1,華東電氣,x\n").encode("gb18030"), GB18030),
        (("编号,名称\n" + "A1,🙂\n").encode("gb18030"), GB18030),
    ],
)
def test_the_encoding_is_found_out(tmp_path: Path, data: bytes, encoding: Encoding) -> None:
    file = tmp_path / "accounts.csv"
    file.write_bytes(data)
    assert open_table(file).encoding == encoding


@pytest.mark.parametrize(
    ("data", "line"),
    [
        # A western code page, with and without headings that are the same in every encoding.
        (WESTERN.encode("cp1252"), 2),
        ("id,name,Größe,Länge\nA1,Acme,1,2\n".encode("cp1252"), 1),
        ("Schlüssel,Größe\nA1,1\n".encode("cp1252"), 1),
        # UTF-8 with a fault far down: not GB18030 because of it.
        (ENGLISH.encode() + b"A2,\xff,x\n", 3),
        (CHINESE.encode() + b"A2,\xe4\xbf,x\n", 3),
        (("id,name\n" + "A1,某\n" * 200_000).encode() + b"A2,\xff\n", 200_002),
        (CHINESE.encode("gb18030") + b"A2,\xff\xff,x\n", 1),
        # Cut in the middle of a character.
        (ENGLISH.encode()[:-2], 2),
        (b"\xff", 1),
    ],
    ids=[
        "western",
        "western headings",
        "mostly western",
        "fault",
        "broken character",
        "far down",
        "chinese",
        "cut",
        "tiny",
    ],
)
def test_a_file_that_fits_no_encoding_asks_for_it(tmp_path: Path, data: bytes, line: int) -> None:
    file = tmp_path / "accounts.csv"
    file.write_bytes(data)
    with pytest.raises(FileError, match=f"not UTF-8.*line {line}.*--encoding") as refused:
        open_table(file)
    assert refused.value.line == line
    assert "--encoding" in refused.value.message.zh


@pytest.mark.parametrize(
    ("data", "label"),
    [
        (CHINESE.encode("utf-8-sig") + b"A2,\xff\n", "UTF-8 .BOM."),
        (CHINESE.encode("utf-16") + b"\x00", "UTF-16"),
    ],
)
def test_a_mark_at_the_beginning_is_believed(tmp_path: Path, data: bytes, label: str) -> None:
    file = tmp_path / "accounts.csv"
    file.write_bytes(data)
    with pytest.raises(FileError, match=f"Line 3 is not {label}"):
        open_table(file)


def test_an_encoding_can_be_said(tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_bytes(WESTERN.encode("cp1252"))
    assert open_table(file, Said(encoding="windows-1252")).encoding == Encoding("CP1252", "cp1252")
    with pytest.raises(FileError, match="Line 2 is not ASCII"):
        open_table(file, Said(encoding="ascii"))
    with pytest.raises(FileError, match=r"no encoding 'klingon'.*gb18030"):
        open_table(file, Said(encoding="klingon"))
    with pytest.raises(FileError, match="no encoding 'hex'"):
        open_table(file, Said(encoding="hex"))


def test_utf_16_that_was_said_needs_its_mark(tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_bytes(CHINESE.encode("utf-16-le"))
    with pytest.raises(FileError):
        open_table(file, Said(encoding="utf-16"))
    assert open_table(file, Said(encoding="utf-16-le")).layout.table.en == "accounts"


def test_an_encoding_is_known_by_its_names() -> None:
    assert named_encoding("GB18030").codec == "gb18030"
    assert named_encoding("UTF8").codec == "utf-8"
    with pytest.raises(LookupError):
        named_encoding("base64")


def test_headings_that_are_never_known_are_no_proof(tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_bytes(CHINESE.encode("gb18030"))
    with pytest.raises(FileError):
        find_encoding(file, lambda _: False)
