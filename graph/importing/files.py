"""From the paths that somebody gave to table files: what each is, found out before a row is read."""

from __future__ import annotations

import csv
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from domain.text import Text
from graph.importing.encoding import check_encoding, find_encoding, named_encoding
from graph.importing.headings import NOTHING_SAID, Layout, Said, are_known, count_known, lay_out
from graph.importing.problems import FileError
from graph.importing.reading import BrokenRecord, Record, read_records, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from graph.importing.encoding import Encoding

DELIMITERS: Final = {",": Text("comma", "逗号"), ";": Text("semicolon", "分号"), "\t": Text("tab", "制表符")}
"""What sets cells apart, and what it is called."""

_SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt"})
_WORKBOOK: Final = Text("It is a workbook or an archive, not a CSV file.", "这是工作簿或压缩包，不是 CSV 文件。")
_PICTURE: Final = Text("It is a picture, not a CSV file.", "这是图片，不是 CSV 文件。")
_OTHER_FORMATS: Final = {
    b"PK\x03\x04": _WORKBOOK,
    b"\xd0\xcf\x11\xe0": _WORKBOOK,
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"%PDF": Text("It is a PDF, not a CSV file.", "这是 PDF，不是 CSV 文件。"),
}
"""How files of other kinds begin, whatever they are called."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file known to be one of the ten tables, under the name that messages give it.

    `first_line`: where its headings begin.
    """

    name: str
    path: Path
    encoding: Encoding
    delimiter: str
    layout: Layout
    first_line: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that holds rows under headings, whichever table they are of. `first_line`: where its headings begin."""

    path: Path
    encoding: Encoding
    delimiter: str
    headings: tuple[str, ...]
    first_line: int

    def as_table(self, said: Said = NOTHING_SAID) -> TableFile:
        """Return it as the table that it is; raises `FileError` where it is none."""
        name = self.path.name
        layout = lay_out(name, self.path.stem, self.headings, said)
        return TableFile(name, self.path, self.encoding, self.delimiter, layout, self.first_line)

    def first_rows(self, count: int) -> list[list[str]]:
        """Return the cells of the first rows, fewer where there are fewer or reading cannot go on."""
        rows: list[list[str]] = []
        with suppress(FileError):
            for line, cells in read_records(self.path, self.encoding, self.delimiter):
                if line != self.first_line and not isinstance(cells, BrokenRecord) and any(cells):
                    rows.append(cells)
                if len(rows) == count:
                    break
        return rows


def list_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files meant, each once: a path itself, and for a folder the tables directly in it, by name.

    Raises `FileError` for what is not there, a folder with a file's name, and a folder without a table.
    """
    return list(dict.fromkeys(file for path in paths for file in _expand(path)))


def open_table(path: Path, said: Said = NOTHING_SAID) -> TableFile:
    """Find out a file's encoding, delimiter, table and columns, as far as it is not said, or raise `FileError`."""
    return open_sheet(path, said.encoding).as_table(said)


def open_sheet(path: Path, encoding: str | None = None) -> Sheet:
    """Find out a file's encoding (unless given), delimiter and headings, or raise `FileError`."""
    try:
        _refuse_other_formats(path)
        found = _given_encoding(path, encoding) if encoding else find_encoding(path, _first_line_is_known)
    except OSError as error:
        raise unreadable(path.name, error) from error
    first_line, headings, delimiter = _find_headings(path, found)
    return Sheet(path, found, delimiter, tuple(headings), first_line)


def tell_apart(files: Sequence[TableFile]) -> list[TableFile]:
    """Return the files, those of one name from several folders by their paths."""
    names = Counter(file.name for file in files)
    return [replace(file, name=str(file.path)) if names[file.name] > 1 else file for file in files]


def _expand(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    if path.suffix.lower() in _SUFFIXES:
        raise _not_a_file(path)
    files = sorted(inside for inside in path.iterdir() if inside.suffix.lower() in _SUFFIXES)
    if not files:
        raise FileError(
            path.name,
            Text("The folder holds no table.", "文件夹中没有表格文件。"),
            Text("Put files such as accounts.csv into it.", "请放入 accounts.csv（客户.csv）等文件。"),
        )
    return files


def _refuse_other_formats(path: Path) -> None:
    if path.is_dir():
        raise _not_a_file(path)
    if path.exists() and not path.is_file():
        raise FileError(
            path.name,
            Text("It is not a regular file.", "这不是普通文件。"),
            Text("Give a CSV file.", "请提供 CSV 文件。"),
        )
    with path.open("rb") as file:
        head = file.read(max(map(len, _OTHER_FORMATS)))
    for mark, wrong in _OTHER_FORMATS.items():
        if head.startswith(mark):
            raise FileError(
                path.name, wrong, Text("Save each sheet as CSV (UTF-8).", "请将每个工作表另存为 CSV（UTF-8）。")
            )


def _not_a_file(path: Path) -> FileError:
    return FileError(
        path.name,
        Text("It is a folder where a file should be.", "这里应是文件，却是文件夹。"),
        Text("Give a CSV file, or a folder that holds some.", "请提供 CSV 文件，或存放 CSV 的文件夹。"),
    )


def _given_encoding(path: Path, name: str) -> Encoding:
    try:
        encoding = named_encoding(name)
    except LookupError as error:
        raise FileError(
            path.name,
            Text(f"There is no encoding {name!r}.", f"没有名为“{name}”的编码。"),
            Text("Such as utf-8, gb18030, big5, cp1252.", "例如 utf-8、gb18030、big5、cp1252。"),
        ) from error
    check_encoding(path, encoding)
    return encoding


def _first_line_is_known(text: str) -> bool:
    return any(are_known(next(csv.reader([text], delimiter=delimiter))) for delimiter in DELIMITERS)


def _find_headings(path: Path, encoding: Encoding) -> tuple[int, list[str], str]:
    """Return the line of the headings, the headings, and the delimiter by which most of them are known."""
    firsts = [(*_first_record(path, encoding, delimiter), delimiter) for delimiter in DELIMITERS]
    # With another delimiter than its own, a line of quoted headings has quotes within cells.
    whole = [(line, cells, delimiter) for line, cells, delimiter in firsts if not isinstance(cells, BrokenRecord)]
    if not whole:
        raise FileError(
            path.name,
            Text("The quotes of its headings do not fit.", "表头的引号不匹配。"),
            Text('Write "name" or name.', '请写成 "名称" 或 名称。'),
            line=firsts[0][0],
        )
    return max(whole, key=lambda first: (count_known(first[1]), len(first[1])))


def _first_record(path: Path, encoding: Encoding, delimiter: str) -> Record:
    for line, cells in read_records(path, encoding, delimiter):
        if isinstance(cells, BrokenRecord) or any(cells):
            return line, cells
    raise FileError(
        path.name,
        Text("It is empty.", "文件是空的。"),
        Text("The first line holds the headings.", "第一行应是表头。"),
    )
