"""Bad rows in files of their own: with what is wrong in the first column, to be mended and imported."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Self

from graph.importing.headings import REASON

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import TextIO

    from graph.importing.files import TableFile
    from graph.importing.problems import BadRow, RowError


class BadRowFiles:
    """A folder of bad rows: one file for each file that has some, under its name. Nothing is made where all is well."""

    def __init__(self, folder: Path) -> None:
        """Write below `folder`, which is made when it is needed."""
        self._folder = folder
        self._open: dict[str, tuple[TextIO, Any]] = {}
        self.paths: list[Path] = []

    def add(self, file: TableFile, bad: BadRow) -> None:
        """Write one bad row. One that was cut wrongly keeps its cells as they are: it is bad until it is mended."""
        if file.name not in self._open:
            self._begin(file)
        _, writer = self._open[file.name]
        chinese = not "".join(file.layout.headings).isascii()
        reason = " / ".join(_said(error, chinese=chinese) for error in bad.errors)
        writer.writerow([reason, *bad.cells])

    def _begin(self, file: TableFile) -> None:
        path = self._folder / f"{file.path.stem}.csv"
        number = 1
        while path in self.paths:
            number += 1
            path = self._folder / f"{file.path.stem} {number}.csv"
        self._folder.mkdir(parents=True, exist_ok=True)
        # Spreadsheet programs take a file for UTF-8 by its mark.
        out = path.open("w", encoding="utf-8-sig", newline="")
        writer = csv.writer(out)
        chinese = not "".join(file.layout.headings).isascii()
        writer.writerow([REASON.zh if chinese else REASON.en, *file.layout.spell()])
        self._open[file.name] = (out, writer)
        self.paths.append(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the files."""
        for out, _ in self._open.values():
            out.close()


def _said(error: RowError, *, chinese: bool) -> str:
    message = error.message.zh if chinese else error.message.en
    return f"{error.heading}: {message}" if error.heading is not None else message
