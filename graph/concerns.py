"""What concerned accounts as a whole at a past moment, from facts: what stores answer of the present."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from domain.account import AccountDescribed
from domain.assessment import Assessed
from domain.codes import ReferralStatus
from domain.fold import fold
from domain.person import EmployedAt, PersonDescribed
from domain.referral import ReferralAdvanced, Referred
from domain.situation import Arrival, Untouched
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderRemoved
from graph.around import Concerns
from graph.commitment import load_commitments
from graph.stage import load_standings
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.ids import AccountId
    from domain.person import Person
    from domain.stakeholder import Stakeholder
    from domain.world import World
    from graph.situation import When
    from graph.store import ViewerStore

_OF_PEOPLE: Final = (PersonDescribed, EmployedAt)
_OF_PLACES: Final = (StakeholderAdded, StakeholderNamed, StakeholderRemoved, RoleGiven, Assessed)


async def load_past_concerns(store: ViewerStore, account_ids: Sequence[AccountId], when: When) -> list[Concerns]:
    """Return what concerned each account at a moment."""
    standings, commitments, employed = await asyncio.gather(
        load_standings(store, account_ids, now=when.now, as_of=when.as_of, known_at=when.known_at),
        load_commitments(store, account_ids, now=when.now, as_of=when.as_of, known_at=when.known_at),
        load_employed(store, account_ids, when),
    )
    untouched, arrivals = await asyncio.gather(_untouched(store, employed, when), _arrivals(store, employed, when))
    return [
        Concerns(stands, promised, untouched[id_], arrivals[id_])
        for id_, stands, promised in zip(account_ids, standings, commitments, strict=True)
    ]


async def load_employed(
    store: ViewerStore, account_ids: Iterable[AccountId], when: When
) -> dict[AccountId, list[Person]]:
    """Return who was employed at each account at a moment, in the order of their ids."""
    found: dict[AccountId, list[Person]] = {id_: [] for id_ in account_ids}
    said = await store.load_facts([Selection((EmployedAt,), mentioning=tuple(found), known_at=when.known_at)])
    people = {fact.statement.subject for fact in said if isinstance(fact.statement, EmployedAt)}
    world = await _fold(store, when, Selection(_OF_PEOPLE, subjects=tuple(sorted(people))))
    for _, person in sorted(world.people.items()):
        if person.account_id is not None and person.account_id in found:
            found[person.account_id].append(person)
    return found


async def _untouched(
    store: ViewerStore, employed: Mapping[AccountId, Sequence[Person]], when: When
) -> dict[AccountId, tuple[Untouched, ...]]:
    """Return the referrals that nobody had followed up, to each account or to somebody employed there."""
    at: dict[str, AccountId] = {one.id: id_ for id_, people in employed.items() for one in people}
    at |= {id_: id_ for id_ in employed}
    said = await store.load_facts([Selection((Referred,), mentioning=tuple(at), known_at=when.known_at)])
    made = [fact.statement for fact in said if isinstance(fact.statement, Referred) and fact.statement.referred in at]
    parties = tuple(sorted({end for one in made for end in (one.referrer, one.referred)}))
    world = await _fold(
        store,
        when,
        Selection((Referred, ReferralAdvanced), subjects=tuple(one.subject for one in made)),
        Selection((AccountDescribed, PersonDescribed), subjects=parties),
    )
    names = {id_: one.name for table in (world.accounts, world.people) for id_, one in table.items()}
    found: defaultdict[AccountId, list[Untouched]] = defaultdict(list)
    for _, one in sorted(world.referrals.items()):
        if one.status is ReferralStatus.MADE:
            found[at[one.referred]].append(Untouched(one, names[one.referrer], names[one.referred]))
    return {id_: tuple(found[id_]) for id_ in employed}


async def _arrivals(
    store: ViewerStore, employed: Mapping[AccountId, Sequence[Person]], when: When
) -> dict[AccountId, tuple[Arrival, ...]]:
    """Return who was employed at each account and had worked at another before, with each place in its maps."""
    left = {
        one.id: {work.account_id for work in one.employments if work.until is not None} - {id_}
        for id_, people in employed.items()
        for one in people
    }
    came = tuple(id_ for id_, accounts in left.items() if accounts)
    placed = (StakeholderAdded, StakeholderNamed)
    said = await store.load_facts([Selection(placed, mentioning=came, known_at=when.known_at)]) if came else []
    places = {
        fact.statement.subject for fact in said if isinstance(fact.statement, StakeholderAdded | StakeholderNamed)
    }
    elsewhere = sorted({id_ for accounts in left.values() for id_ in accounts})
    world = await _fold(
        store,
        when,
        Selection(_OF_PLACES, subjects=tuple(sorted(places))),
        Selection((AccountDescribed,), subjects=tuple(elsewhere)),
    )
    of: defaultdict[str, list[Stakeholder]] = defaultdict(list)
    for _, place in sorted(world.stakeholders.items()):
        if place.person_id is not None and place.account_id in left.get(place.person_id, ()):
            of[place.person_id].append(place)
    return {
        id_: tuple(Arrival(one, place, world.accounts[place.account_id].name) for one in people for place in of[one.id])
        for id_, people in employed.items()
    }


async def _fold(store: ViewerStore, when: When, *selections: Selection) -> World:
    """Fold the facts of some selections as of a moment; without any subjects they are not asked for."""
    asked = [replace(one, known_at=when.known_at) for one in selections if one.subjects]
    facts = await store.load_facts(asked) if asked else []
    return fold(facts, as_of=when.as_of, known_at=when.known_at)
