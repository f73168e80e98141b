"""What a row comes to: the statements that say what is new in it, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from domain.change import Corrected
from domain.fact import UNSET, Stated
from domain.text import Text
from graph.importing.tables import Row

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from datetime import datetime

    from domain.errors import DomainError
    from domain.fact import Fact, Statement

R_contra = TypeVar("R_contra", bound=Row, contravariant=True)

Place = tuple[str, int]
"""Where a row is: its file and the line it begins on."""

_REASON: Final = "Stated anew by an import."


class Result(Enum):
    """What a row did to the object that it is about."""

    CREATED = "created"
    CHANGED = "changed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Decided:
    """What a row comes to; without statements it says nothing new."""

    result: Result
    stated: tuple[Stated, ...] = ()


LEFT: Final = Decided(Result.LEFT)


class RefusedError(Exception):
    """A row that cannot hold with what is known: which heading is to blame, what is wrong, what would be right."""

    def __init__(self, heading: str | None, wrong: Text, right: Text | None = None) -> None:
        """Keep all three; the exception's own text is the English of what is wrong."""
        super().__init__(wrong.en)
        self.heading = heading
        self.wrong = wrong
        self.right = right


class NotAgainError(Exception):
    """A row about something that was removed or undone here: it is not created again, and the run says so."""

    def __init__(self, why: Text) -> None:
        """Keep why; the exception's own text is the English of it."""
        super().__init__(why.en)
        self.why = why


class Decider(Protocol[R_contra]):
    """How the rows of one table are decided. It lasts for one run and remembers what the run has stated so far."""

    async def prepare(self, rows: Sequence[R_contra]) -> None:
        """Read from the store what deciding these rows takes."""
        ...

    def decide(self, row: R_contra) -> Decided:
        """Decide one of the rows prepared for; raises RefusedError, NotAgainError or DomainError."""
        ...

    async def finish(self) -> Iterable[tuple[Place, RefusedError | DomainError]]:
        """Return the rows that cannot hold once all rows of the table are known."""
        ...


def place_of(row: Row) -> Place:
    """Return where a row is."""
    return row.file, row.line


def said_before(place: Place) -> RefusedError:
    """Return the error for a row that is there twice."""
    file, line = place
    return RefusedError(
        None,
        Text(f"The same is on line {line} of {file}.", f"与 {file} 第 {line} 行重复。"),
        Text("Leave one of the rows.", "请只保留其中一行。"),
    )


def said_otherwise(place: Place, heading: str | None = None) -> RefusedError:
    """Return the error for a row that contradicts another one of the run."""
    file, line = place
    return RefusedError(
        heading,
        Text(f"Line {line} of {file} says otherwise of the same time.", f"{file} 第 {line} 行对同一时间的说法不同。"),
        Text("Leave one of the rows, or give each its own date.", "请只保留其中一行，或分别填写日期。"),
    )


class Claims:
    """What rows of one run say of each thing at each moment: it may be said again, but not otherwise.

    That holds whether or not a row says something new, so that the same tables are refused the same rows each time.
    """

    def __init__(self) -> None:
        self._said: dict[Hashable, tuple[object, Place]] = {}

    def check(self, thing: Hashable, claim: object, heading: str | None) -> None:
        """Raise RefusedError where another row says something else of the thing."""
        before = self._said.get(thing)
        if before is not None and before[0] != claim:
            raise said_otherwise(before[1], heading)

    def keep(self, thing: Hashable, claim: object, row: Row) -> None:
        """Keep what a good row says."""
        self._said.setdefault(thing, (claim, place_of(row)))


def undone(what: str, what_zh: str) -> NotAgainError:
    """Return the answer to a row about what somebody took back."""
    return NotAgainError(
        Text(f"{what} was undone here; it is not created again.", f"{what_zh}已在此撤销，不再重新创建。")
    )


def removed(what: str, what_zh: str) -> NotAgainError:
    """Return the answer to a row about what somebody removed or ended."""
    return NotAgainError(
        Text(f"{what} was removed here; it is not created again.", f"{what_zh}已在此移除，不再重新创建。")
    )


def correct(fact: Fact, statement: Statement, at: datetime, now: datetime) -> tuple[Stated, Stated]:
    """Return the statements by which a recorded one is replaced, as said by the same seller."""
    wrong = Corrected(fact.id, fact.statement.stream, _REASON)
    return Stated(wrong, now), Stated(statement, at, fact.by)


def stated_fields(said: Any, *but: str) -> dict[str, Any]:
    """Return what a description states, by the names of its fields."""
    return {f.name: value for f in fields(said) if f.name not in but and (value := getattr(said, f.name)) is not UNSET}


def shared_fields(row: type[Row], said: type[Any]) -> tuple[str, ...]:
    """Return the headings that a description has under the same name: what they state goes there as it is."""
    return tuple({f.name for f in fields(row)} & {f.name for f in fields(said)})


def given(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Return what a row states under these headings."""
    return {name: value for name in names if (value := getattr(row, name)) is not None}
