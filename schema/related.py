"""What an object refers to, as it is shown, batched with what else is asked for.

The types of a graph refer to each other in circles; the modules that show them must not. So those that lead
back are imported here, when they are first needed.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import domain.account
import domain.person
import domain.stakeholder
from graph.access import not_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    import domain.seller
    import domain.strength
    from schema.account import Account
    from schema.context import Info
    from schema.decision_map import DecisionMap
    from schema.loaders import Moments
    from schema.person import Person
    from schema.stakeholder import Stakeholder
    from schema.strength import Strength


async def find_accounts(info: Info, account_ids: Sequence[str]) -> list[Account | None]:
    """Return accounts by id, in order; null for one that may not be seen."""
    from schema.account import Account

    found = await info.context.loaders.nodes.load_many(account_ids)
    return [Account.from_domain(one) if isinstance(one, domain.account.Account) else None for one in found]


async def find_account(info: Info, account_id: str | None) -> Account | None:
    """Return an account by id; null where none is named, or it may not be seen."""
    return (await find_accounts(info, [account_id]))[0] if account_id is not None else None


async def load_account(info: Info, account_id: str) -> Account:
    """Return the account of something that is seen because its account is."""
    account = await find_account(info, account_id)
    if account is None:
        raise not_found("id")
    return account


async def load_people(info: Info, person_ids: Sequence[str]) -> list[Person]:
    """Return people by id, in order, without those who may not be seen."""
    from schema.person import Person

    found = await info.context.loaders.nodes.load_many(person_ids)
    return [Person.from_domain(one) for one in found if isinstance(one, domain.person.Person)]


async def load_stakeholder(info: Info, stakeholder_id: str) -> Stakeholder:
    """Return the stakeholder of something that is seen because the stakeholder is."""
    found = await info.context.loaders.nodes.load(stakeholder_id)
    shown = await show_stakeholders(info, [found]) if isinstance(found, domain.stakeholder.Stakeholder) else []
    if not shown:
        raise not_found("id")
    return shown[0]


async def show_stakeholders(info: Info, found: Sequence[domain.stakeholder.Stakeholder]) -> list[Stakeholder]:
    """Return stakeholders as they stand in their maps now."""
    from schema.decision_map import show_stakeholders

    return await show_stakeholders(info, found)


def show_strengths(
    found: Sequence[tuple[domain.seller.Seller, domain.strength.Strength]], person: Person
) -> list[Strength]:
    """Return a person's contacts, each with who of us it is."""
    from schema.strength import Strength

    return [Strength.from_domain(one, seller, person) for seller, one in found]


async def show_places(info: Info, person_id: str, map_ids: Sequence[str], moments: Moments) -> list[Stakeholder]:
    """Return a person's places in some maps as of a time."""
    maps = await asyncio.gather(*(find_map(info, map_id, moments) for map_id in dict.fromkeys(map_ids)))
    places = [place for found in maps if found is not None for place in found.stakeholders]
    return [place for place in places if place.person is not None and place.person.id == person_id]


async def find_map(info: Info, map_id: str, moments: Moments) -> DecisionMap | None:
    """Return a map by id; null where there is none, or it may not be seen."""
    from schema.decision_map import find_map

    return await find_map(info, map_id, moments)
