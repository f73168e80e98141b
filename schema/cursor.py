"""Cursors: the place of a row in a list, bound to that list and its order, so that none is taken for another's."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from domain.errors import InvalidError
from domain.ids import id_type
from domain.text import Text

if TYPE_CHECKING:
    from graph.store import SortKey

_LONGEST: Final = 4_000
_INT64: Final = 2**63


@dataclass(frozen=True, slots=True)
class Ordering:
    """A list and its order. `by`: what its rows are sorted by, names or moments in microseconds; then comes the id."""

    kind: str
    by: type[str | int]


def write_cursor(ordering: Ordering, key: SortKey) -> str:
    """Return the opaque text for a place."""
    content = json.dumps([ordering.kind, *key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read_cursor(ordering: Ordering, cursor: str) -> SortKey:
    """Return the place that a cursor stands for; raises InvalidError for one that is broken or of another list."""
    value, id_ = _content(ordering, cursor)
    if type(value) is not ordering.by or not isinstance(id_, str) or id_type(id_) is None:
        raise _foreign()
    if isinstance(value, int) and not -_INT64 <= value < _INT64:
        raise _foreign()
    return value, id_


def _content(ordering: Ordering, cursor: str) -> tuple[Any, Any]:
    try:
        padded = cursor[:_LONGEST] + "=" * (-len(cursor[:_LONGEST]) % 4)
        kind, value, id_ = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise _foreign() from error
    if kind != ordering.kind:
        raise _foreign()
    return value, id_


def _foreign() -> InvalidError:
    return InvalidError(
        Text(
            "This is no cursor of this list in this order; take one from its `edges` or `pageInfo`.",
            "这不是该列表在此排序下的游标；请使用其 `edges` 或 `pageInfo` 中的游标。",
        ),
        field="after",
    )
