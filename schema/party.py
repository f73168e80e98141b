"""Parties of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import domain.account
import domain.person
import domain.seller
from schema.account import Account
from schema.person import Person
from schema.seller import Seller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.store import Node
    from schema.context import Info
    from schema.node import Party


def party_of(found: Node | None) -> Party | None:
    """Return an account, a person or a seller as it is shown; null for anything else."""
    if isinstance(found, domain.account.Account):
        return Account.from_domain(found)
    if isinstance(found, domain.person.Person):
        return Person.from_domain(found)
    return Seller.from_domain(found) if isinstance(found, domain.seller.Seller) else None


async def load_party(info: Info, party_id: str) -> Party | None:
    """Return a party by id, batched with what else is asked for."""
    return party_of(await info.context.loaders.nodes.load(party_id))


async def load_parties(info: Info, party_ids: Sequence[str]) -> list[Party]:
    """Return parties by id, batched with what else is asked for."""
    found = await info.context.loaders.nodes.load_many(party_ids)
    return [party for party in map(party_of, found) if party is not None]
