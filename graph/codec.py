"""Statements and rows as stores keep them: JSON texts and plain columns, without loss.

A statement is a public and a personal JSON object, so that erasing a person can empty the second one. A row
of the current graph is a tuple of what both databases know: text, integers, floats, null. How a value is
written follows from its type hint, looked at once for each class:

- enums by their code, dates as `2026-03-01`, times as microseconds since 1970, money in minor units as
  `120050 EUR`;
- dataclasses within (a position, an employment) as the list of their fields, tuples as lists;
- of a statement, what is unset, and what is null where null is the default, is left out.
"""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Final,
    Generic,
    NewType,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import orjson

from domain import codes, ids
from domain.fact import UNSET, Unset
from domain.fold import STATEMENTS
from domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domain.fact import Statement

T = TypeVar("T")

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_OPTIONS: Final = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
# Hints name types that modules import for type checking only.
_NAMES: Final[Mapping[str, Any]] = {
    **vars(codes),
    **vars(ids),
    "ClassVar": ClassVar,
    "Money": Money,
    "date": date,
    "datetime": datetime,
}


def to_micros(moment: datetime) -> int:
    """Return microseconds since 1970, negative before; exact from year 1 to 9999."""
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the moment, aware, in UTC."""
    return _EPOCH + micros * _MICROSECOND


def to_text(value: Money) -> str:
    """Return money as text: minor units, a space, the currency."""
    return f"{value.minor} {value.currency}"


def from_text(text: str) -> Money:
    """Return the money that `to_text` wrote."""
    minor, _, currency = text.partition(" ")
    return Money(int(minor), currency)


def dump(value: object) -> str:
    """Return a value as JSON text, written as the module says."""
    return orjson.dumps(value, default=_plain, option=_OPTIONS).decode()


# ── statements ──


def kind_of(type_: type) -> str:
    """Return the name under which statements of a type are kept."""
    return type_.__name__


def encode(statement: Statement) -> tuple[str, str, str | None]:
    """Return the kind's name, the public JSON text, and the personal one or null where there is none."""
    return _statement_codec(type(statement)).encode(statement)


def decode(kind: str, public: str, personal: str | None) -> Statement:
    """Return the statement. Of one whose personal text was erased, personal fields say nothing."""
    return _statement_codec(KINDS[kind]).decode(public, personal)


KINDS: Final[Mapping[str, type]] = {kind_of(type_): type_ for type_ in STATEMENTS}
"""Every type of statement by the name it is kept under."""


class _StatementCodec:
    __slots__ = ("_erased", "_loads", "_personal", "_public", "_type", "kind")

    def __init__(self, type_: type) -> None:
        self._type: Any = type_
        self.kind = kind_of(type_)
        personal: frozenset[str] = getattr(type_, "PERSONAL", frozenset())
        every = fields(type_)
        self._public = _getter([(f.name, f.default) for f in every if f.name not in personal])
        self._personal = _getter([(f.name, f.default) for f in every if f.name in personal])
        hints = get_type_hints(type_, localns=dict(_NAMES))
        self._loads = [(f.name, load) for f in every if (load := _loader(hints[f.name])) is not None]
        self._erased = {f.name: "" for f in every if f.name in personal and f.default is MISSING}

    def encode(self, said: Statement) -> tuple[str, str, str | None]:
        personal = self._personal(said)
        return self.kind, dump(self._public(said)), dump(personal) if personal else None

    def decode(self, public: str, personal: str | None) -> Any:
        values: dict[str, Any] = orjson.loads(public)
        values |= orjson.loads(personal) if personal else self._erased
        for name, load in self._loads:
            if (value := values.get(name)) is not None:
                values[name] = load(value)
        return self._type(**values)


_statement_codec = cache(_StatementCodec)


def _getter(stated: list[tuple[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """Return a function that gives the stated values of these fields by name."""
    if not stated:
        return lambda _said: {}
    pairs = [(name, None if default is None else UNSET) for name, default in stated]
    if len(pairs) == 1:
        ((only, silent),) = pairs
        return lambda said: {} if (value := getattr(said, only)) is silent else {only: value}
    read = attrgetter(*(name for name, _ in pairs))
    return lambda said: {
        name: value for (name, silent), value in zip(pairs, read(said), strict=True) if value is not silent
    }


# ── rows ──


class RowCodec(Generic[T]):
    """A dataclass as a tuple of plain columns, in the order of its fields."""

    def __init__(self, type_: type[T], column: Callable[[Any], tuple[Any, Any]] | None = None) -> None:
        """Look at the hints of the class, once; `column` says how a column of a type is written and read."""
        every = fields(type_)  # pyright: ignore[reportArgumentType] - asked of dataclasses only
        hints = get_type_hints(type_, localns=dict(_NAMES))
        self.names: tuple[str, ...] = tuple(f.name for f in every)
        """Names of the columns."""
        columns = [(column or text_column)(hints[name]) for name in self.names]
        self.encode: Callable[[T], tuple[Any, ...]] = _reader(self.names, [write for write, _ in columns])
        """Return the columns of a value."""
        self.decode: Callable[[Sequence[Any]], T] = _maker(type_, [load for _, load in columns])
        """Return the value of the columns; further ones are not looked at."""


def _reader(names: Sequence[str], writes: Sequence[Callable[[Any], Any] | None]) -> Callable[[Any], tuple[Any, ...]]:
    """Return a function that gives the fields of a dataclass as they are stored, written out like `_maker`."""
    each = [
        f"value.{name}" if write is None else f"None if value.{name} is None else write{at}(value.{name})"
        for at, (name, write) in enumerate(zip(names, writes, strict=True))
    ]
    used = {f"write{at}": write for at, write in enumerate(writes)}
    return eval(f"lambda value: ({', '.join(each)},)", used)  # noqa: S307 - nothing in it is anybody's input


def _maker(type_: Any, loads: Sequence[Callable[[Any], Any] | None]) -> Callable[[Sequence[Any]], Any]:
    """Return a function that makes a frozen dataclass with slots of its stored fields in order.

    A map or a tree is made of many rows, and this is most of the time it takes. So the function is written out for
    the class, like `__init__` by `dataclass`; and it fills a draft, which has the same slots and is not frozen, and
    makes that one of the class: setting the fields of a frozen object takes as long as all the rest together.
    """
    names = [f.name for f in fields(type_)]
    if hasattr(type_, "__post_init__"):
        raise TypeError(f"{type_.__name__} checks itself when it is made; a row of it could not be read unchecked.")
    values = [
        f"row[{at}]" if load is None else f"None if row[{at}] is None else load{at}(row[{at}])"
        for at, load in enumerate(loads)
    ]
    sets = [f"    draft.{name} = {value}" for name, value in zip(names, values, strict=True)]
    lines = ["def make(row):", "    draft = Draft()", *sets, "    draft.__class__ = type_", "    return draft"]
    used: dict[str, Any] = {"Draft": type("Draft", (), {"__slots__": names}), "type_": type_}
    used |= {f"load{at}": load for at, load in enumerate(loads)}
    exec("\n".join(lines), used)  # noqa: S102 - nothing in it is anybody's input
    return used["make"]


_ROW_CODECS: Final[dict[type, Any]] = {}


def row_codec(type_: type[T]) -> RowCodec[T]:
    """Return the codec of a dataclass with text columns, made once."""
    found = _ROW_CODECS.get(type_)
    if found is None:
        found = _ROW_CODECS[type_] = RowCodec(type_)
    return found


def text_column(hint: Any) -> tuple[Any, Any]:
    """Return how a column is written and read: simple values as they are, compound ones as JSON text."""
    bare = _bare(hint)
    if _is_compound(bare):
        return dump, (_from_list if get_origin(bare) is tuple else _from_json)(_loader(bare))
    # Value lists are text themselves; `value` would be looked up by a descriptor, for every cell of an import.
    return _WRITES.get(bare) or (str.__str__ if _is_enum(bare) else None), _loader(bare)


def _from_json(load: Callable[[Any], Any]) -> Callable[[str], Any]:
    return lambda text: load(orjson.loads(text))


def _from_list(load: Callable[[Any], Any]) -> Callable[[str], Any]:
    # Most lists are empty.
    return lambda text: () if text == "[]" else load(orjson.loads(text))


def list_column(hint: Any) -> tuple[Any, Any]:
    """Like `text_column`, for a database that has truth values and lists of text of its own."""
    bare = _bare(hint)
    if bare is bool:
        return None, None
    if get_origin(bare) is tuple and not is_dataclass(_bare(get_args(bare)[0])):
        return _codes, _loader(bare) or tuple
    return text_column(hint)


def _codes(members: Sequence[Any]) -> list[Any]:
    return [member.value if isinstance(member, Enum) else member for member in members]


_WRITES: Final[Mapping[Any, Callable[[Any], Any]]] = {
    datetime: to_micros,
    date: date.isoformat,
    Money: to_text,
    bool: int,
}


# ── values by their type hints ──


def _plain(value: Any) -> Any:
    """Return what orjson can write for what it cannot."""
    if isinstance(value, Money):
        return to_text(value)
    if isinstance(value, datetime):
        return to_micros(value)
    if isinstance(value, date):
        return value.isoformat()
    return [getattr(value, f.name) for f in fields(value)]


@cache
def _loader(hint: Any) -> Any:
    """Return how a stored value of this type is read, None where it is the value itself; null stays null."""
    bare = _bare(hint)
    if bare in _READS:
        return _READS[bare]
    if _is_enum(bare):
        return {member.value: member for member in bare}.__getitem__
    if get_origin(bare) is tuple:
        return _tuple_loader(_loader(get_args(bare)[0]))
    return _dataclass_loader(bare) if is_dataclass(bare) else None


_READS: Final[Mapping[Any, Any]] = {
    datetime: from_micros,
    date: date.fromisoformat,
    Money: from_text,
    bool: bool,
    float: float,
}


def _tuple_loader(item: Callable[[Any], Any] | None) -> Callable[[list[Any]], tuple[Any, ...]]:
    return tuple if item is None else lambda values: tuple(map(item, values))


def _dataclass_loader(type_: Any) -> Callable[[Sequence[Any]], Any]:
    hints = get_type_hints(type_, localns=dict(_NAMES))
    return _maker(type_, [_loader(hints[f.name]) for f in fields(type_)])


def _bare(hint: Any) -> Any:
    """Return the type without null and unset, an id's as text."""
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    if get_origin(hint) in (Union, types.UnionType):
        (one,) = {_bare(one) for one in get_args(hint) if one not in (type(None), Unset)}
        return one
    return hint


def _is_enum(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, Enum)


def _is_compound(type_: Any) -> bool:
    return get_origin(type_) is tuple or (type_ not in _READS and is_dataclass(type_))
