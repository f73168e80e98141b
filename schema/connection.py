"""Connections: lists that can grow, read page by page from a place on; counted only when the count is asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import strawberry

from domain.errors import LimitError
from domain.text import Text
from graph.store import Page, Slice
from schema.cursor import read_cursor, write_cursor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.store import SortKey
    from schema.cursor import Ordering

DEFAULT_FIRST: Final = 50
"""How many a list answers unless it is told."""
MAX_FIRST: Final = 1_000
"""How many a list answers at most."""

T = TypeVar("T")
RowT = TypeVar("RowT")


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follow.")
    has_previous_page: bool = strawberry.field(description="Whether the page does not begin at the list's beginning.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first object here.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last object here, to go on `after`.")


@strawberry.type(description="One object of a page.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="Its place in the list.")
    node: T = strawberry.field(description="The object.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The objects of this page, in order.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="How many the whole list has; counted only when asked for.")
    async def total_count(self) -> int:
        return await self.count()


async def counted(number: int) -> int:
    """Return a count that is at hand already."""
    return number


def read_first(first: int | None, default: int = DEFAULT_FIRST) -> int:
    """Return how many are asked for; raises LimitError unless it is 1 to 1,000."""
    if first is None:
        return default
    if not 1 <= first <= MAX_FIRST:
        raise LimitError(
            Text(f"It is {first}; 1 to {MAX_FIRST} is possible.", f"值为 {first}；可取 1 到 {MAX_FIRST}。"),
            field="first",
        )
    return first


def read_page(ordering: Ordering, first: int | None, after: str | None) -> Page:
    """Return the page that is asked for; raises LimitError or InvalidError, naming the argument."""
    return Page(read_first(first), read_cursor(ordering, after) if after is not None else None)


def connect(
    found: Slice[RowT],
    ordering: Ordering,
    page: Page,
    show: Callable[[RowT], T],
    count: Callable[[], Awaitable[int]],
) -> Connection[T]:
    """Return a page as it is shown."""
    cursors = [write_cursor(ordering, key) for key in found.keys]
    edges = [Edge(cursor=cursor, node=show(item)) for cursor, item in zip(cursors, found.items, strict=True)]
    page_info = PageInfo(
        has_next_page=found.has_next,
        has_previous_page=page.after is not None,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )
    return Connection(edges=edges, page_info=page_info, count=count)


def cut(rows: Sequence[tuple[RowT, SortKey]], page: Page, *, descending: bool = False) -> Slice[RowT]:
    """Return a page of rows that are all at hand, in order; `descending`: by their keys' values, the greatest first."""
    start = 0 if page.after is None else _start([key for _, key in rows], page.after, descending=descending)
    taken = rows[start : start + page.first]
    return Slice(tuple(row for row, _ in taken), tuple(key for _, key in taken), start + page.first < len(rows))


def _start(keys: Sequence[SortKey], after: SortKey, *, descending: bool) -> int:
    if after in keys:
        return keys.index(after) + 1
    beyond = (index for index, key in enumerate(keys) if (key[:1] < after[:1] if descending else key > after))
    return next(beyond, len(keys))
