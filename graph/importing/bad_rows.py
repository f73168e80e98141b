"""Bad rows in files of their own: with what is wrong in the first column, to be mended and imported."""

from __future__ import annotations

import csv
from itertools import count
from typing import TYPE_CHECKING, Any, Self

from domain.text import Text
from graph.importing.headings import REASON, is_reason
from graph.importing.problems import FileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import TextIO

    from graph.importing.files import TableFile
    from graph.importing.problems import BadRow, RowError


class BadRowFiles:
    """A folder of bad rows: one file for each file that has some, under its name. Nothing is made where all is well.

    A file that is there is never written over: somebody may be at mending it, or the run reads it.
    """

    def __init__(self, folder: Path) -> None:
        """Write below `folder`, which is made when it is needed."""
        self._folder = folder
        self._open: dict[str, tuple[TextIO, Any]] = {}
        self.paths: list[Path] = []

    def add(self, file: TableFile, bad: BadRow) -> None:
        """Write one bad row. One that was cut wrongly keeps its cells as they are: it is bad until it is mended.

        Raises FileError where the file cannot be made.
        """
        if file.name not in self._open:
            self._begin(file)
        _, writer = self._open[file.name]
        chinese = not "".join(file.layout.headings).isascii()
        reason = " / ".join(_said(error, chinese=chinese) for error in bad.errors)
        writer.writerow([reason, *_without_reason(file, bad.cells)])

    def _begin(self, file: TableFile) -> None:
        path, out = self._make(file.path.stem)
        writer = csv.writer(out)
        chinese = not "".join(file.layout.headings).isascii()
        writer.writerow([REASON.zh if chinese else REASON.en, *_without_reason(file, file.layout.spell())])
        self._open[file.name] = (out, writer)
        self.paths.append(path)

    def _make(self, stem: str) -> tuple[Path, TextIO]:
        names = (self._folder / (f"{stem}.csv" if number == 1 else f"{stem} {number}.csv") for number in count(1))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = next(path for path in names if not path.exists())
            # Spreadsheet programs take a file for UTF-8 by its mark.
            return path, path.open("x", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise _unwritable(self._folder, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the files."""
        for out, _ in self._open.values():
            out.close()


def _without_reason(file: TableFile, cells: Sequence[str]) -> list[str]:
    """Leave out why a row was bad the last time."""
    headings = file.layout.headings
    return [cell for place, cell in enumerate(cells) if place >= len(headings) or not is_reason(headings[place])]


def _unwritable(folder: Path, error: OSError) -> FileError:
    why = error.strerror or error
    return FileError(
        str(folder),
        Text(f"The bad rows cannot be written: {why}.", f"无法写入有错误的行：{why}。"),
        Text("Name another folder for them.", "请另选文件夹。"),
    )


def _said(error: RowError, *, chinese: bool) -> str:
    message = error.message.zh if chinese else error.message.en
    return f"{error.heading}: {message}" if error.heading is not None else message
