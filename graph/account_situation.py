"""Reading what rules look at besides maps: referrals to accounts, who arrived there, how long they stay on a stage."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from domain.account import Account
from domain.codes import SUPPORT_SCORE, ReferralStatus
from domain.ladder import ladder
from domain.person import Person
from domain.referral import Referral, Referred
from domain.seller import Seller
from domain.situation import Arrival, Stay, Untouched
from domain.stage_board import stalled_after
from domain.stakeholder import Stakeholder, StakeholderAdded, StakeholderNamed
from graph.store import Page, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.commitment import Commitment
    from domain.ids import AccountId, PersonId, SellerId
    from domain.situation import Situation
    from domain.stage import Transition
    from graph.store import Node, ViewerStore

PEOPLE: Final = 1_000
"""How many of those employed at an account, by name, are looked at."""
_FRESH: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Around:
    """The people employed at accounts, and the referrals and places elsewhere that mention them."""

    people: Mapping[AccountId, tuple[Person, ...]]
    referrals: tuple[Referral, ...]
    places: tuple[Stakeholder, ...]
    names: Mapping[str, str]
    sellers: Mapping[SellerId, Seller]


@dataclass(frozen=True, slots=True)
class Matters:
    """What concerns an account as a whole."""

    stays: tuple[Stay, ...]
    untouched: tuple[Untouched, ...]
    arrivals: tuple[Arrival, ...]
    commitments: tuple[Commitment, ...]
    people: tuple[Person, ...]
    sellers: Mapping[SellerId, Seller]

    @property
    def concerned(self) -> set[PersonId]:
        """Whom of theirs it is about: our contacts with them matter."""
        promised = {one.person_id for one in self.commitments if one.person_id is not None}
        return promised | {one.person.id for one in self.arrivals}

    def add_to(self, situation: Situation) -> Situation:
        """Return the situation of the account's standing map with what concerns the account as a whole."""
        return replace(
            situation,
            stays=self.stays,
            untouched=self.untouched,
            arrivals=self.arrivals,
            commitments=self.commitments,
            people={**situation.people, **{person.id: person for person in self.people}},
            sellers={**situation.sellers, **self.sellers},
        )


async def load_matters(store: ViewerStore, ids: Sequence[AccountId], now: datetime) -> dict[AccountId, Matters]:
    """Return what concerns each account as a whole, as it is now."""
    around, stays, commitments = await asyncio.gather(
        _around(store, ids), _stays(store, ids, now), store.list_commitments(ids)
    )
    return {
        id_: Matters(
            stays=stays[id_],
            untouched=_untouched(id_, around),
            arrivals=_arrivals(id_, around),
            commitments=promised,
            people=around.people[id_],
            sellers=around.sellers,
        )
        for id_, promised in zip(ids, commitments, strict=True)
    }


async def _around(store: ViewerStore, account_ids: Sequence[AccountId]) -> _Around:
    pages = await store.page_people(account_ids, Page(PEOPLE))
    people = {id_: page.items for id_, page in zip(account_ids, pages, strict=True)}
    everybody = [person for found in people.values() for person in found]
    newcomers = sorted({one.id for one in everybody if any(work.until is not None for work in one.employments)})
    selections = [Selection((Referred,), mentioning=(*account_ids, *sorted({one.id for one in everybody})))]
    if newcomers:
        selections.append(Selection((StakeholderAdded, StakeholderNamed), mentioning=tuple(newcomers)))
    said = [fact.statement for fact in await store.load_facts(selections)]
    ids = {one.referral_id for one in said if isinstance(one, Referred)}
    ids |= {one.stakeholder_id for one in said if isinstance(one, StakeholderAdded | StakeholderNamed)}
    found = await store.list_nodes(sorted(ids)) if ids else []
    referrals = tuple(one for one in found if isinstance(one, Referral) and one.status is ReferralStatus.MADE)
    places = tuple(one for one in found if isinstance(one, Stakeholder))
    about = await _parties(store, referrals, places)
    names: dict[str, str] = {one.id: one.name for one in about if isinstance(one, Account | Person)}
    return _Around(people, referrals, places, names, {one.id: one for one in about if isinstance(one, Seller)})


async def _parties(
    store: ViewerStore, referrals: Iterable[Referral], places: Iterable[Stakeholder]
) -> Sequence[Node | None]:
    """Return those whom referrals are of and whom they were told to, and the accounts of places."""
    ids = {id_ for one in referrals for id_ in (one.referrer, one.referred, one.recorded_by) if id_ is not None}
    ids |= {one.account_id for one in places}
    return await store.list_nodes(sorted(ids)) if ids else []


def _untouched(account_id: AccountId, around: _Around) -> tuple[Untouched, ...]:
    """Return the referrals to an account, or to somebody employed there, whose parties may both be seen."""
    parties = {account_id, *(person.id for person in around.people[account_id])}
    return tuple(
        Untouched(one, around.names[one.referrer], around.names[one.referred])
        for one in around.referrals
        if one.referred in parties and {one.referrer, one.referred} <= around.names.keys()
    )


def _arrivals(account_id: AccountId, around: _Around) -> tuple[Arrival, ...]:
    """Return those employed here who have left an account in one of whose maps they were, with the best place."""
    people = {person.id: person for person in around.people[account_id]}
    found: dict[str, Arrival] = {}
    for place in around.places:
        person = people.get(place.person_id) if place.person_id is not None else None
        if person is None or place.account_id == account_id or person.left_at(place.account_id) is None:
            continue
        before = found.get(person.id)
        if place.account_id in around.names and (before is None or _standing(place) < _standing(before.place)):
            found[person.id] = Arrival(person, place, around.names[place.account_id])
    return tuple(found[id_] for id_ in sorted(found))


def _standing(place: Stakeholder) -> tuple[int, str]:
    """Return the order of places of one person: the best support first, then by id."""
    support = SUPPORT_SCORE[place.support] if place.support is not None else -9
    return (-support, place.id)


async def _stays(
    store: ViewerStore, account_ids: Sequence[AccountId], now: datetime
) -> Mapping[AccountId, tuple[Stay, ...]]:
    standings: Sequence[tuple[Transition, ...]] = await store.list_standings(account_ids)
    # Who moved today has not stalled anywhere, and most of what is read to know when a stay stalls is of others.
    old = [move for moves in standings for move in moves if move.at <= now - _FRESH]
    keys = sorted({move.ladder for move in old})
    stays: Sequence[Any] = await asyncio.gather(*(store.list_stays(key, None, None) for key in keys))
    limits = {key: stalled_after(ladder(key), now, some) for key, some in zip(keys, stays, strict=True)}
    found: defaultdict[AccountId, list[Stay]] = defaultdict(list)
    for move in old:
        found[move.account_id].append(Stay(move, limits[move.ladder][move.to]))
    return {id_: tuple(found[id_]) for id_ in account_ids}
