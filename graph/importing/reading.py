"""Records of a CSV file, one after the other, with the line each begins on, within bounded memory."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from domain.text import Text
from graph.importing.problems import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from graph.importing.encoding import Encoding

MAX_RECORD: Final = 10 * 1024 * 1024
"""The longest record, in characters."""

_BUFFER: Final = 1 << 18
# What a line takes beside its characters, in bytes: a record of very many short lines is not small.
_LINE: Final = 60

# The csv module's own bound is on one field and much lower; ours is on the whole record.
csv.field_size_limit(2 * MAX_RECORD)


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """A record whose quotes do not fit: its lines as they are, joined."""

    text: str
    last_line: int


Record = tuple[int, list[str] | BrokenRecord]
"""The line a record begins on, from 1, and its cells."""


def read_records(path: Path, encoding: Encoding, delimiter: str, name: str | None = None) -> Iterator[Record]:
    """Yield the records of a file, blank lines left out; `name`: what errors call it, if not by its own.

    Raises `FileError` where reading cannot go on: a quote left open, a record beyond `MAX_RECORD`, bytes that
    are not of the encoding, a file that cannot be read.
    """
    name = name or path.name
    try:
        with path.open(encoding=encoding.codec, newline="", buffering=_BUFFER) as text:
            yield from _Reader(name, text, delimiter)
    except OSError as error:
        raise unreadable(name, error) from error
    except UnicodeError as error:
        raise _undecodable(name, encoding) from error


class _Reader:
    """The csv module over lines of bounded length, keeping the lines of the record at hand."""

    def __init__(self, file: str, text: TextIO, delimiter: str) -> None:
        self._file = file
        self._text = text
        self._pending: list[str] = []
        self._size = 0
        self._at_end = False
        self._first_line = 1
        self._csv = csv.reader(self._lines(), delimiter=delimiter, strict=True, skipinitialspace=True)

    def __iter__(self) -> Iterator[Record]:
        reader = self._csv
        while True:
            line = self._begin()
            try:
                for cells in reader:
                    if cells:
                        yield line, cells
                    line = self._begin()
            except csv.Error as error:
                yield line, self._broken(error)
            else:
                return

    def _begin(self) -> int:
        self._pending.clear()
        self._size = 0
        self._first_line = line = self._csv.line_num + 1
        return line

    def _broken(self, error: csv.Error) -> BrokenRecord:
        if self._at_end:
            raise self._failure(
                Text("A quote is opened and never closed.", "引号没有闭合。"),
                Text(
                    'Close it with ", or write "" for a quote inside a cell.',
                    '请补上 "；单元格内的引号写作 ""。',
                ),
            ) from error
        return BrokenRecord("".join(self._pending), self._csv.line_num)

    def _lines(self) -> Iterator[str]:
        pending = self._pending
        for line in iter(partial(self._text.readline, MAX_RECORD + 1), ""):
            pending.append(line)
            self._size += len(line) + _LINE
            if self._size > MAX_RECORD:
                raise self._failure(
                    Text("A record is longer than 10 MB.", "一条记录超过 10 MB。"),
                    Text(
                        "One row of the table on each line; is a quote left open?",
                        "每行应为一条记录；是否有引号没有闭合？",
                    ),
                )
            yield line
        self._at_end = True

    def _failure(self, wrong: Text, right: Text) -> FileError:
        return FileError(self._file, wrong, right, line=self._first_line)


def unreadable(name: str, error: OSError) -> FileError:
    """Return the error for a file that the system does not let us read."""
    return FileError(
        name,
        Text(f"It cannot be read: {error.strerror or error}.", f"文件无法读取：{error.strerror or error}。"),
        Text("Give a file that you may read.", "请提供可读取的文件。"),
    )


def _undecodable(file: str, encoding: Encoding) -> FileError:
    return FileError(
        file,
        Text(f"It is not {encoding.label} throughout.", f"文件并非全部为 {encoding.label} 编码。"),
        Text("Save it anew; it must not change while it is read.", "请重新保存；读取期间文件不能改动。"),
    )
