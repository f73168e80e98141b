"""Pages of rows: where one begins, and whether more follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from graph.sqlite.nodes import read
from graph.sqlite.query import to_json
from graph.store import Page, Slice, SortKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sqlite.query import Query, Snapshot

T = TypeVar("T")

FIRST_TEXT: Final[SortKey] = ("", "")
"""Before every name."""
LAST_TEXT: Final[SortKey] = ("\U0010ffff" * 4, "")
"""After every name."""
FIRST_TIME: Final[SortKey] = (-(2**63), "")
"""Before every moment."""
LAST_TIME: Final[SortKey] = (2**63 - 1, "")
"""After every moment."""


def bounds(page: Page, start: SortKey) -> dict[str, Any]:
    """Return the parameters of a page: after which place it begins, and one row more than it has."""
    value, id_ = page.after or start
    return {"after": value, "after_id": id_, "most": page.first + 1}


def cut(page: Page, items: Sequence[T], keys: Sequence[SortKey]) -> Slice[T]:
    """Make a page of what was read for it."""
    return Slice(tuple(items[: page.first]), tuple(keys[: page.first]), len(items) > page.first)


def slices(
    snapshot: Snapshot,
    query: Query,
    type_: type[T],
    owners: Sequence[str],
    page: Page,
    start: SortKey,
    key: int,
    **asked: Any,
) -> list[Slice[T]]:
    """Read a page for each owner. A row is the owner's place in the list, then the object's columns.

    `key` tells which of these the rows are sorted by; the id is the first. `asked`: what else the statement takes.
    """
    if not owners:
        return []
    rows = snapshot.rows(query, owners=to_json(owners), **bounds(page, start), **asked)
    items = read(snapshot, type_, [row[1:] for row in rows])
    found = [list[tuple[T, SortKey]]() for _ in owners]
    for row, item in zip(rows, items, strict=True):
        owner: int = row[0]
        found[owner].append((item, (row[1 + key], row[1])))
    return [cut(page, [item for item, _ in one], [place for _, place in one]) for one in found]


def counts(snapshot: Snapshot, query: Query, owners: Sequence[str], **asked: Any) -> list[int]:
    """Count for each owner; a row is the owner's place in the list, then the count."""
    found: dict[int, int] = dict(snapshot.rows(query, owners=to_json(owners), **asked))
    return [found.get(place, 0) for place in range(len(owners))]


def by_owner(snapshot: Snapshot, query: Query, type_: type[T], owners: Sequence[str]) -> list[tuple[T, ...]]:
    """Read rows that begin with the owner's place in the list, in the order of the owners."""
    rows: list[Any] = snapshot.rows(query, owners=to_json(owners))
    found = [list[T]() for _ in owners]
    for row, one in zip(rows, read(snapshot, type_, [row[1:] for row in rows]), strict=True):
        owner: int = row[0]
        found[owner].append(one)
    return [tuple(one) for one in found]
