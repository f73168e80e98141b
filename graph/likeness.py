"""Reading what may be one and the same."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from domain.account import Account
from domain.likeness import Duplicates, find_duplicates
from domain.person import Person
from graph.access import not_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.store import ViewerStore

MOST_PARTIES: Final = 20_000
"""Of how many accounts, and of how many people, the lowest ids first, duplicates are looked for."""
_AT_ONCE: Final = 5_000


async def load_duplicates(store: ViewerStore, first: int, of: str | None = None) -> Duplicates:
    """Return the likeliest `first` pairs of accounts or people that may be the same; `of`: those with this party.

    Raises NotFoundError where `of` is no account or person.
    """
    kinds: Sequence[type[Account | Person]] = (Account, Person)
    if of is not None:
        (party,) = await store.list_nodes([of])
        if not isinstance(party, Account | Person):
            raise not_found("of")
        kinds = (type(party),)
    parties: list[Account | Person] = []
    all_read = True
    for kind in kinds:
        some, whole = await _walk(store, kind)
        parties += some
        all_read = all_read and whole
    # Thousands of names are compared: others are answered meanwhile.
    found = await asyncio.to_thread(find_duplicates, parties, of)
    complete = all_read and found.complete and len(found.pairs) <= first
    return Duplicates(found.pairs[:first], complete)


async def _walk(store: ViewerStore, kind: type[Account | Person]) -> tuple[list[Account | Person], bool]:
    """Return the visible ones of a kind, and whether these are all."""
    found: list[Account | Person] = []
    for _ in range(MOST_PARTIES // _AT_ONCE):
        after = found[-1].id if found else ""
        some = await (store.walk_accounts(after, _AT_ONCE) if kind is Account else store.walk_people(after, _AT_ONCE))
        found += some
        if len(some) < _AT_ONCE:
            return found, True
    return found, False
