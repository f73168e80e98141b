"""From the records of a table file to typed rows, or to bad rows that say everything wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.text import Text
from graph.importing.checks import check_of
from graph.importing.problems import BadRow, CellError, RowError, shorten
from graph.importing.reading import BrokenRecord, read_records
from graph.importing.times import Timed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.importing.files import TableFile
    from graph.importing.headings import Heading
    from graph.importing.tables import Row
    from graph.importing.times import Clock

# Most columns repeat few values. Ids and notes do not: what is kept of them is bounded.
_REMEMBERED: Final = 20_000
_LONGEST_REMEMBERED: Final = 64


def read_rows(file: TableFile, clock: Clock) -> Iterator[Row | BadRow]:
    """Yield the rows of a file in order, empty ones left out, within bounded memory.

    Raises `FileError` where reading cannot go on, after the rows before that place.
    """
    read = _RowReader(file, clock)
    for line, record in read_records(file.path, file.encoding, file.delimiter, file.name):
        if line == file.first_line:
            continue
        if isinstance(record, BrokenRecord):
            yield read.broken(line, record)
        elif any(record):
            yield read(line, record)


class _RowReader:
    """The parsers of a file's columns, bound once."""

    def __init__(self, file: TableFile, clock: Clock) -> None:
        layout = file.layout
        self._file = file
        self._row = layout.table.row
        self._faults = check_of(self._row)
        self._width = len(layout.headings)
        # Of a column that is not there the cell is the empty one behind the last.
        self._columns = [
            (_Cells(heading, clock), -1 if place is None else place)
            for heading, place in zip(layout.table.headings, layout.columns, strict=True)
        ]

    def __call__(self, line: int, cells: list[str]) -> Row | BadRow:
        if len(cells) != self._width:
            return self._of_wrong_length(line, cells)
        padded = [*cells, ""]
        try:
            values = [meaning[padded[place]] for meaning, place in self._columns]
        except CellError:
            return BadRow(self._file.name, line, cells, tuple(self._cell_errors(line, padded)))
        row = self._row(self._file.name, line, cells, *values)
        if self._faults is None or not (faults := tuple(self._faults(row))):
            return row
        return BadRow(row.file, line, cells, tuple(self._error(line, padded, *fault) for fault in faults))

    def broken(self, line: int, record: BrokenRecord) -> BadRow:
        """Return the bad row for a record whose quotes do not fit; its one cell is the text of its lines."""
        until = f" up to line {record.last_line}" if record.last_line > line else ""
        until_zh = f"（至第 {record.last_line} 行）" if record.last_line > line else ""
        error = RowError(
            self._file.name,
            line,
            None,
            shorten(record.text.strip()),
            Text(f"The quotes do not fit{until}.", f"引号不匹配{until_zh}。"),
            Text(
                'Quote a whole cell, with "" for a quote in it.',
                '请用引号括住整个单元格，其中的引号写作 ""。',
            ),
        )
        return BadRow(self._file.name, line, [record.text], (error,))

    def _of_wrong_length(self, line: int, cells: list[str]) -> BadRow:
        count, width = len(cells), self._width
        error = RowError(
            self._file.name,
            line,
            None,
            None,
            Text(
                f"The row has {count} cells; there are {width} headings.",
                f"该行有 {count} 个单元格，表头有 {width} 个。",
            ),
            Text(
                "As many cells as headings; quote a cell that holds a separator.",
                "单元格数应与表头一致；含分隔符的单元格请加引号。",
            ),
        )
        return BadRow(self._file.name, line, cells, (error,))

    def _cell_errors(self, line: int, cells: list[str]) -> Iterator[RowError]:
        for heading, (meaning, place) in zip(self._file.layout.table.headings, self._columns, strict=True):
            try:
                meaning[cells[place]]
            except CellError as error:
                yield self._error(line, cells, heading.en, error)

    def _error(self, line: int, cells: list[str], heading: str, error: CellError) -> RowError:
        name, value = self._file.layout.find(heading, cells)
        return RowError(self._file.name, line, name, shorten(value), error.wrong, error.right)


class _Cells(dict[str, object]):
    """What the cells of one column mean, worked out once for each text."""

    def __init__(self, heading: Heading, clock: Clock) -> None:
        super().__init__()
        parse = heading.parse
        self._parse = parse.bind(clock) if isinstance(parse, Timed) else parse
        self._required = heading.required

    def __missing__(self, cell: str) -> object:
        text = cell.strip()
        value = self._parse(text) if text else self._nothing()
        if len(self) < _REMEMBERED and len(cell) <= _LONGEST_REMEMBERED:
            self[cell] = value
        return value

    def _nothing(self) -> None:
        if self._required:
            raise CellError(Text("It is empty.", "单元格为空。"), Text("This column needs a value.", "此列必须填写。"))
