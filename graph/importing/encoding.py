"""Which encoding a file is in: found out from its bytes, never guessed where a guess could be wrong.

A file that is not UTF-8 may be in GB18030, but so may be any file in a western code page, to judge from the
bytes alone: GB18030 is only believed when it turns the headings into known ones.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from domain.text import Text
from graph.importing.problems import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_CHUNK: Final = 1 << 20
_HEADING_BYTES: Final = 1 << 16

# GB2312, the common characters, has both bytes from A1 on. A western letter with an accent is followed by a
# plain letter, which GB18030 would read as the second byte of a rare character.
_PAIR: Final = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_COMMON_PAIR: Final = re.compile(rb"[\xa1-\xfe][\xa1-\xfe]")

_ASK: Final = Text(
    "Save it as UTF-8, or say which encoding it is in (--encoding gb18030, cp1252 …).",
    "请另存为 UTF-8，或指明其编码（--encoding gb18030、cp1252 等）。",
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A text encoding: `label` for people, `codec` for Python."""

    label: str
    codec: str


UTF_8: Final = Encoding("UTF-8", "utf-8")
UTF_8_BOM: Final = Encoding("UTF-8 (BOM)", "utf-8-sig")
UTF_16: Final = Encoding("UTF-16", "utf-16")
GB18030: Final = Encoding("GB18030", "gb18030")


class SaidEncoding(StrEnum):
    """An encoding that can be said of a file which does not tell by itself."""

    UTF_8 = "UTF_8"
    UTF_16 = "UTF_16"
    GB18030 = "GB18030"
    BIG5 = "BIG5"
    WINDOWS_1252 = "WINDOWS_1252"


CODECS: Final = {
    SaidEncoding.UTF_8: "utf-8",
    SaidEncoding.UTF_16: "utf-16",
    SaidEncoding.GB18030: "gb18030",
    SaidEncoding.BIG5: "big5",
    SaidEncoding.WINDOWS_1252: "cp1252",
}
"""What Python calls them."""

_MARKS: Final = (
    (codecs.BOM_UTF8, UTF_8_BOM),
    (codecs.BOM_UTF16_LE, UTF_16),
    (codecs.BOM_UTF16_BE, UTF_16),
)


def named_encoding(name: str) -> Encoding:
    """Return an encoding by any name that Python knows; raise `LookupError` if no text encoding has it."""
    info = codecs.lookup(name)
    # Python's codecs also pack, quote and encrypt: those refuse text.
    "a".encode(info.name)
    return Encoding(info.name.upper(), info.name)


def find_encoding(path: Path, are_known: Callable[[str], bool]) -> Encoding:
    """Return the encoding of a file, which is read through in pieces.

    `are_known` tells whether most headings of a decoded first line are known, and most of those beyond ASCII.
    Raises `FileError`, with the line, where the bytes fit no encoding.
    """
    with path.open("rb") as file:
        head = file.read(_HEADING_BYTES)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if marked is not None:
        check_encoding(path, marked)
        return marked
    fault = _first_fault(path, UTF_8)
    if fault is None:
        return UTF_8
    if _is_gb18030(head, fault.sample, are_known) and _first_fault(path, GB18030) is None:
        return GB18030
    raise FileError(
        path.name,
        Text(f"It is not UTF-8 (line {fault.line}).", f"该文件不是 UTF-8 编码（第 {fault.line} 行）。"),
        _ASK,
        line=fault.line,
    )


def check_encoding(path: Path, encoding: Encoding) -> None:
    """Read a file through in the encoding; raise `FileError`, with the line, where the bytes do not fit."""
    fault = _first_fault(path, encoding)
    if fault is not None:
        raise FileError(
            path.name,
            Text(
                f"Line {fault.line} is not {encoding.label}.",
                f"第 {fault.line} 行不是 {encoding.label} 编码。",
            ),
            _ASK,
            line=fault.line,
        )


@dataclass(frozen=True, slots=True)
class _Fault:
    """The first bytes that an encoding does not have: their line, and what is around them."""

    line: int
    sample: bytes


def _first_fault(path: Path, encoding: Encoding) -> _Fault | None:
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    line = 1
    for chunk, last in _chunks(path):
        try:
            line += decoder.decode(chunk, last).count("\n")
        except UnicodeError as error:
            return _Fault(line + _lines_before(error), chunk)
    return None


def _lines_before(error: UnicodeError) -> int:
    if not isinstance(error, UnicodeDecodeError):
        return 0
    return error.object[: error.start].decode(error.encoding, "ignore").count("\n")


def _chunks(path: Path) -> Iterator[tuple[bytes, bool]]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk, False
    yield b"", True


def _is_gb18030(head: bytes, sample: bytes, are_known: Callable[[str], bool]) -> bool:
    first_line = head.splitlines()[0] if head else b""
    try:
        headings = first_line.decode(GB18030.codec)
    except UnicodeDecodeError:
        return False
    # Known English headings are the same bytes in every encoding: then the cells must look Chinese.
    return are_known(headings) and (not headings.isascii() or _looks_chinese(sample))


def _looks_chinese(sample: bytes) -> bool:
    common = len(_COMMON_PAIR.findall(sample))
    return common >= 0.9 * len(_PAIR.findall(sample))
