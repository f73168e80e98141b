"""Reading what rules look at besides maps: referrals to accounts, who arrived there, how long they stay on a stage.

As it is now, or as it was at a past moment.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, TypedDict

from domain.change import standing_facts
from domain.codes import SUPPORT_SCORE
from domain.ladder import DEFAULT_LADDER, ladder
from domain.referral import Referred
from domain.rules.advocates import ADVOCATES
from domain.situation import Advocate, Arrival, Stay, Untouched
from domain.stage_board import stall_limits
from graph.concerns import load_employed
from graph.situation import off_the_loop
from graph.stage import load_board
from graph.store import Page, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.commitment import Commitment
    from domain.ids import AccountId, PersonId, SellerId
    from domain.person import Person
    from domain.stage import Transition
    from domain.stakeholder import Stakeholder
    from graph.around import Concerns
    from graph.situation import When
    from graph.store import ViewerStore

PEOPLE: Final = 1_000
"""Of how many of those employed at an account, by name, the referrals are looked at."""
_FRESH: Final = timedelta(days=1)
_MANY: Final = 20
"""So many stays are as much work as somebody in a map."""


@dataclass(frozen=True, slots=True)
class Matters:
    """What concerns an account as a whole."""

    stays: tuple[Stay, ...]
    untouched: tuple[Untouched, ...]
    arrivals: tuple[Arrival, ...]
    commitments: tuple[Commitment, ...]
    advocate: Advocate | None = None

    @property
    def concerned(self) -> set[PersonId]:
        """Whom of theirs it is about: our contacts with them matter, and what they are called."""
        promised = {one.person_id for one in self.commitments if one.person_id is not None}
        return promised | {one.person.id for one in self.arrivals}

    @property
    def sellers(self) -> set[SellerId]:
        """Who of us it is about."""
        recorded = (one.referral.recorded_by for one in self.untouched)
        return {id_ for id_ in recorded if id_ is not None}

    @property
    def given(self) -> Given:
        """What the situation of the account's standing map is given."""
        return {
            "stays": self.stays,
            "untouched": self.untouched,
            "arrivals": self.arrivals,
            "commitments": self.commitments,
            "advocate": self.advocate,
        }


class Given(TypedDict, total=False):
    """Arguments of a situation about the account as a whole."""

    stays: tuple[Stay, ...]
    untouched: tuple[Untouched, ...]
    arrivals: tuple[Arrival, ...]
    commitments: tuple[Commitment, ...]
    advocate: Advocate | None


class StallLimits:
    """After how many days a stay on each stage stalls: read from the store once, when it is first asked for."""

    def __init__(self, store: ViewerStore, when: When) -> None:
        self._store = store
        self._when = when
        self._known: dict[str, Mapping[str, float]] = {}

    async def of(self, ladders: Iterable[str]) -> Mapping[str, Mapping[str, float]]:
        """Return the limits on some ladders, by ladder and stage."""
        keys = sorted(set(ladders) - self._known.keys())
        if not keys:
            return self._known
        read = await asyncio.gather(*map(self._read, keys))
        self._known |= dict(zip(keys, read, strict=True))
        return self._known

    async def _read(self, key: str) -> Mapping[str, float]:
        when = self._when
        if not when.is_now:
            board = await load_board(self._store, key, now=when.now, as_of=when.as_of, known_at=when.known_at)
            return {column.stage.key: column.stalled_after_days for column in board.columns}
        lengths = await self._store.list_stay_lengths(key, when.at)
        return await off_the_loop(partial(stall_limits, ladder(key), lengths), len(lengths) // _MANY)


async def load_matters(
    store: ViewerStore, ids: Sequence[AccountId], concerns: Sequence[Concerns], when: When, limits: StallLimits
) -> dict[AccountId, Matters]:
    """Return what concerns each account as a whole, as it is at a moment."""
    standings = [one.standings for one in concerns]
    # One after the other: mostly there is nothing to read for either.
    stays = await _stays(standings, when.at, limits)
    advocates = await _advocates(store, standings, when)
    return {
        id_: Matters(stayed, one.untouched, _arrivals(one.arrivals), one.commitments, advocates.get(id_))
        for id_, stayed, one in zip(ids, stays, concerns, strict=True)
    }


async def _advocates(
    store: ViewerStore, standings: Sequence[tuple[Transition, ...]], when: When
) -> dict[AccountId, Advocate]:
    """Return who speaks for us, with when they last referred somebody; read of nobody else."""
    moves = {
        move.account_id: move
        for known in standings
        for move in known
        if move.ladder == DEFAULT_LADDER and move.to in ADVOCATES
    }
    if not moves:
        return {}
    of = {person.id: id_ for id_, people in (await _employed(store, [*moves], when)).items() for person in people}
    accounts: dict[str, AccountId] = {**of, **{id_: id_ for id_ in moves}}
    last: dict[AccountId, datetime] = {}
    asked = Selection((Referred,), mentioning=tuple(accounts), observed_to=when.at, known_at=when.known_at)
    for fact in standing_facts(await store.load_facts([asked])):
        said = fact.statement
        if isinstance(said, Referred) and (id_ := accounts.get(said.referrer)) is not None:
            last[id_] = max(fact.observed_at, last.get(id_, fact.observed_at))
    return {id_: Advocate(move, last.get(id_)) for id_, move in moves.items()}


async def _employed(
    store: ViewerStore, account_ids: Sequence[AccountId], when: When
) -> Mapping[AccountId, Sequence[Person]]:
    if not when.is_now:
        return await load_employed(store, account_ids, when)
    pages = await store.page_people(account_ids, Page(PEOPLE))
    return {id_: page.items for id_, page in zip(account_ids, pages, strict=True)}


def _arrivals(places: Sequence[Arrival]) -> tuple[Arrival, ...]:
    """Return those who have left the account in one of whose maps they are or were, with the best of such places."""
    found: dict[PersonId, Arrival] = {}
    for one in places:
        before = found.get(one.person.id)
        gone = one.person.left_at(one.place.account_id) is not None
        if gone and (before is None or _standing(one.place) < _standing(before.place)):
            found[one.person.id] = one
    return tuple(found[id_] for id_ in sorted(found))


def _standing(place: Stakeholder) -> tuple[int, str]:
    """Return the order of places of one person: the best support first, then by id."""
    support = SUPPORT_SCORE[place.support] if place.support is not None else -9
    return (-support, place.id)


async def _stays(
    standings: Sequence[tuple[Transition, ...]], now: datetime, limits: StallLimits
) -> list[tuple[Stay, ...]]:
    # Who moved today has not stalled anywhere, and most of what is read to know when a stay stalls is of others.
    old = [[move for move in moves if move.at <= now - _FRESH] for moves in standings]
    known = await limits.of(move.ladder for moves in old for move in moves)
    return [tuple(Stay(move, known[move.ladder][move.to]) for move in moves) for moves in old]
