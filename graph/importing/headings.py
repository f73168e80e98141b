"""Which of the ten tables a file is, and which of its columns is which heading."""

from __future__ import annotations

import unicodedata
from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any, Final, get_type_hints

from domain.text import Text
from graph.importing import tables
from graph.importing.problems import FileError, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graph.importing.tables import Row
    from graph.importing.times import Timed


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table under its two names."""

    en: str
    zh: str
    parse: Callable[[str], object] | Timed
    required: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of file. `headings` are in the order of the row's fields after those of `Row` itself."""

    en: str
    zh: str
    row: type[Row]
    headings: tuple[Heading, ...]
    by_name: Mapping[str, int]
    """Where in `headings` a plain heading is."""

    @property
    def name(self) -> Text:
        """What the table is called."""
        return Text(self.en, self.zh)


def plain(heading: str) -> str:
    """Return a heading, or the name of a file, without case, width, spaces and punctuation."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", heading).casefold()))


def _table(row: type[Row], en: str, zh: str) -> Table:
    hints: dict[str, Any] = get_type_hints(row, include_extras=True)
    columns = [(f, hints[f.name].__metadata__[0]) for f in fields(row) if hasattr(hints[f.name], "__metadata__")]
    headings = tuple(Heading(f.name, c.zh, c.parse, f.default is MISSING) for f, c in columns)
    by_name = {plain(name): i for i, heading in enumerate(headings) for name in (heading.en, heading.zh)}
    return Table(en, zh, row, headings, by_name)


TABLES: Final = tuple(_table(row, en, zh) for row, (en, zh) in tables.NAMES.items())
"""The ten tables, in the order in which a run takes them."""

REASON: Final = Text("problem", "问题")
"""The heading of what is wrong, in a file of bad rows; an import of that file leaves the column alone."""

_BY_FILE_NAME: Final = {plain(name): table for table in TABLES for name in (table.en, table.zh)}
_REASONS: Final = frozenset({plain(REASON.en), plain(REASON.zh)})


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a file, which holds against what it says itself.

    `table`: its English name. `columns`: by a column's number, from 0, the English heading that it is (null: none);
    of columns that are not named, and where it is null, the file's own headings tell. `encoding`: by any name of it.
    """

    table: str | None = None
    columns: tuple[tuple[int, str | None], ...] = ()
    encoding: str | None = None


NOTHING_SAID: Final = Said()


@dataclass(frozen=True, slots=True)
class Layout:
    """A file's columns: where each heading of the table is (null: nowhere), and which ones nobody knows."""

    table: Table
    headings: tuple[str, ...]
    columns: tuple[int | None, ...]
    unknown: tuple[str, ...]

    def find(self, heading: str, cells: Sequence[str]) -> tuple[str, str]:
        """Return how the file spells a heading of the table, and a row's cell under it; empty where there is none."""
        place = self.columns[self.table.by_name[plain(heading)]]
        if place is None:
            return heading, ""
        return self.headings[place], cells[place] if place < len(cells) else ""

    def spell(self) -> list[str]:
        """Return headings by which the columns are told without anybody saying more: the file's own, where they do."""
        chinese = not "".join(self.headings).isascii()
        taken = {place: heading for heading, place in zip(self.table.headings, self.columns, strict=True)}
        return [
            self._spell(name, self.table.headings[own] if own is not None else None, taken.get(place), chinese)
            for place, (name, own) in enumerate(zip(self.headings, _match(self.table, self.headings), strict=True))
        ]

    def _spell(self, name: str, own: Heading | None, said: Heading | None, chinese: bool) -> str:
        if own is said:
            return name
        if said is not None:
            return said.zh if chinese else said.en
        return f"{name} (0)"


def is_reason(heading: str) -> bool:
    """Whether it is the heading of the reasons that a file of bad rows gives."""
    return plain(heading) in _REASONS


def lay_out(file: str, stem: str, headings: Sequence[str], said: Said = NOTHING_SAID) -> Layout:
    """Recognise a file by what is said of it, else by the stem of its name, else by its headings.

    Raises `FileError` where nothing tells, where a required heading is missing, where one is there twice, and where
    what is said is of no such table, heading or column.
    """
    table = find_table(file, stem, headings, said)
    places = find_columns(file, table, headings, said)
    _refuse_repeats(file, table, headings, places)
    _refuse_missing(file, table, places)
    columns = tuple(places.index(i) if i in places else None for i in range(len(table.headings)))
    unknown = (
        heading.strip() or f"({number})"
        for number, (heading, place) in enumerate(zip(headings, places, strict=True), start=1)
        if place is None and not is_reason(heading)
    )
    return Layout(table, tuple(headings), columns, tuple(unknown))


def find_table(file: str, stem: str, headings: Sequence[str], said: Said = NOTHING_SAID) -> Table:
    """Return which table a file is; raises `FileError` where nothing tells."""
    if said.table is None:
        return _BY_FILE_NAME.get(plain(stem)) or _by_headings(file, headings)
    found = next((table for table in TABLES if table.en == said.table), None)
    if found is None:
        raise FileError(
            file,
            Text(f"There is no table {shorten(said.table)!r}.", f"没有名为“{shorten(said.table)}”的表。"),
            Text(f"One of {', '.join(t.en for t in TABLES)}.", f"可选：{'、'.join(t.en for t in TABLES)}。"),
        )
    return found


def find_columns(file: str, table: Table, headings: Sequence[str], said: Said = NOTHING_SAID) -> list[int | None]:
    """Return which heading of the table each column is, null: none; raises `FileError` for what is said of nothing."""
    places = _match(table, headings)
    names = {heading.en: place for place, heading in enumerate(table.headings)}
    for column, name in said.columns:
        if not 0 <= column < len(places):
            raise FileError(
                file,
                Text(f"It has no column {column + 1}.", f"文件没有第 {column + 1} 列。"),
                Text(f"One from 1 to {len(places)}.", f"应为 1 至 {len(places)}。"),
                line=1,
            )
        if name is not None and name not in names:
            raise FileError(
                file,
                Text(
                    f"The table {table.en} has no heading {shorten(name)!r}.",
                    f"“{table.zh}”表没有表头“{shorten(name)}”。",
                ),
                Text(f"One of {', '.join(names)}.", f"可选：{'、'.join(names)}。"),
                line=1,
            )
        places[column] = None if name is None else names[name]
    return places


def _match(table: Table, headings: Sequence[str]) -> list[int | None]:
    return [table.by_name.get(plain(heading)) for heading in headings]


def count_known(headings: Iterable[str]) -> int:
    """Return how many of the headings the table has that knows most of them."""
    names = {plain(heading) for heading in headings}
    return max(len(names & table.by_name.keys()) for table in TABLES)


def are_known(headings: Sequence[str]) -> bool:
    """Whether most of the headings are of one table; those beyond ASCII by themselves too."""
    named = [heading for heading in headings if plain(heading)]
    foreign = [heading for heading in named if not heading.isascii()]
    return bool(named) and all(2 * count_known(some) > len(some) for some in (named, foreign) if some)


def _by_headings(file: str, headings: Sequence[str]) -> Table:
    names = {plain(heading) for heading in headings}
    fitting = [table for table in TABLES if not _missing(table, names)]
    known = [len(names & table.by_name.keys()) for table in fitting]
    best = [table for table, count in zip(fitting, known, strict=True) if count == max(known)]
    if len(best) == 1:
        return best[0]
    among = best or TABLES
    raise FileError(
        file,
        Text(
            "Neither its name nor its headings tell which table it is.",
            "从文件名和表头都无法判断这是哪张表。",
        ),
        Text(
            f"Name it after its table: {', '.join(f'{table.en}.csv' for table in among)}.",
            f"请以表名命名：{'、'.join(f'{table.zh}.csv' for table in among)}。",
        ),
        line=1,
    )


def _missing(table: Table, names: set[str]) -> list[Heading]:
    return [h for h in table.headings if h.required and not {plain(h.en), plain(h.zh)} & names]


def _refuse_missing(file: str, table: Table, places: Sequence[int | None]) -> None:
    missing = [h for i, h in enumerate(table.headings) if h.required and i not in places]
    if not missing:
        return
    both = [f"{heading.en} · {heading.zh}" for heading in missing]
    raise FileError(
        file,
        Text(
            f"A heading of the table {table.en} is missing: {', '.join(both)}.",
            f"缺少“{table.zh}”表的必填表头：{'、'.join(both)}。",
        ),
        Text("Add the column under either name.", "请用其中任一名称补上该列。"),
        line=1,
    )


def _refuse_repeats(file: str, table: Table, headings: Sequence[str], places: Sequence[int | None]) -> None:
    for number, place in enumerate(places):
        if place is not None and place in places[:number]:
            known = table.headings[place]
            raise FileError(
                file,
                Text(
                    f"The heading {known.en} · {known.zh} is there twice.",
                    f"表头 {known.en} · {known.zh} 重复。",
                ),
                Text(
                    f"Leave one of {headings[places.index(place)]!r} and {headings[number]!r}.",
                    f"“{headings[places.index(place)]}”和“{headings[number]}”只保留一列。",
                ),
                line=1,
            )
