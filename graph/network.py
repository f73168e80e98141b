"""Whom we know around some people, and who knows whom there: now from the store, as of a time from facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.decision_map import COVERAGE_WINDOW
from domain.fold import fold
from domain.ids import PersonId, SellerId, id_type
from domain.interaction import Interacted
from domain.network_influence import MOST_SURROUNDINGS, Surroundings, goes_on
from domain.person import EmployedAt, PersonDescribed
from domain.tie import Influences, Knows, ReportsTo
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from domain.fact import Fact
    from domain.world import World
    from graph.store import ViewerStore

_OF_PEOPLE: Final = (PersonDescribed, EmployedAt)


class Exploration:
    """Goes outwards from some people, round by round, and on only from whom it matters (`goes_on`).

    A store reads for `frontier`: who of them is visible and who of us has met each, then the ties of those to go on
    from (`further`), and gives both to `take`. Without a frontier it is done. Where too many lie beyond those whom a
    single one of us has met, it begins anew and stops at them.
    """

    def __init__(self, people: Iterable[PersonId]) -> None:
        self._asked_for = frozenset(people)
        self._complete = self._far = True
        self._begin()

    def _begin(self) -> None:
        self.frontier: list[PersonId] = sorted(self._asked_for)
        self._seen: set[PersonId] = set()
        self._met: dict[PersonId, frozenset[SellerId]] = {}
        self._ties: dict[PersonId, frozenset[PersonId]] = {}
        self._asked = set(self.frontier)

    def further(self, visible: Iterable[PersonId], met: Mapping[PersonId, Collection[SellerId]]) -> list[PersonId]:
        """Return who of the frontier is to be gone on from; nobody once there are too many to look at."""
        if self._too_many(visible):
            return []
        return [one for one in self.frontier if one in visible and goes_on(met, one, far=self._far)]

    def take(
        self,
        visible: Iterable[PersonId],
        met: Mapping[PersonId, Iterable[SellerId]],
        ties: Mapping[PersonId, Iterable[PersonId]],
    ) -> None:
        """Take what was read for the frontier, and go on to whom the ties lead."""
        if self._too_many(visible):
            if self._far:
                self._far = False
                self._begin()
            else:
                self._complete, self.frontier = False, []
            return
        self._seen.update(visible)
        self._met |= {person: frozenset(sellers) for person, sellers in met.items()}
        self._ties |= {person: frozenset(others) for person, others in ties.items()}
        self.frontier = sorted({other for others in ties.values() for other in others} - self._asked)
        self._asked.update(self.frontier)

    def found(self) -> Surroundings:
        """Return what was found: ties to people whom the viewer may not see are left out."""
        ties = {person: others & self._seen for person, others in self._ties.items()}
        return Surroundings(self._met, ties, self._complete, self._far)

    def _too_many(self, visible: Iterable[PersonId]) -> bool:
        return len((self._seen | set(visible)) - self._asked_for) > MOST_SURROUNDINGS


async def load_surroundings(
    store: ViewerStore,
    people: Sequence[PersonId],
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Surroundings:
    """Return the surroundings of some people at `as_of` (null: now) as known at `known_at` (null: now)."""
    if as_of is None and known_at is None:
        return await store.load_surroundings(people, now)
    at = as_of if as_of is not None else now
    exploring = Exploration(people)
    while exploring.frontier:
        facts = await _load(store, exploring.frontier, at, known_at)
        world = fold(facts, as_of=at, known_at=known_at)
        visible = frozenset(exploring.frontier) & world.people.keys()
        met = _met(world, visible, at)
        if known_at is None:
            # An interaction is at one moment for good, so that those of a past year are as they are known now.
            for person, sellers in (await store.list_met(sorted(visible), at)).items():
                met.setdefault(person, set()).update(sellers)
        ties: dict[PersonId, set[PersonId]] = {person: set() for person in exploring.further(visible, met)}
        for a, b in _pairs(world):
            if a in ties:
                ties[a].add(b)
            if b in ties:
                ties[b].add(a)
        exploring.take(visible, met, ties)
    return exploring.found()


async def _load(store: ViewerStore, people: Sequence[PersonId], at: datetime, known_at: datetime | None) -> list[Fact]:
    """Read what the fold needs for whom these people know and report to, and who of us has met them."""
    kinds = (Knows, Influences, ReportsTo) if known_at is None else (Knows, Influences, ReportsTo, Interacted)
    facts = await store.load_facts([Selection(kinds, mentioning=tuple(people), observed_to=at, known_at=known_at)])
    lines = [fact.statement for fact in facts if isinstance(fact.statement, ReportsTo)]
    # Of whoever once reported to one of them, the line since then may lead elsewhere, which does not mention them.
    subjects = tuple(sorted({line.subject for line in lines}))
    ends = {*people, *(line.person_id for line in lines), *(line.manager_id for line in lines if line.manager_id)}
    further = await store.load_facts(
        [
            Selection((ReportsTo,), subjects=subjects, observed_to=at, known_at=known_at),
            Selection(_OF_PEOPLE, subjects=tuple(sorted(ends)), known_at=known_at),
        ]
    )
    return list({fact.id: fact for fact in (*facts, *further)}.values())


def _met(world: World, people: frozenset[PersonId], at: datetime) -> dict[PersonId, set[SellerId]]:
    """Return who of us has a KNOWS with whom, or was in an interaction with them in the 365 days before a moment."""
    met: dict[PersonId, set[SellerId]] = {}
    for tie in world.acquaintances.values():
        for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
            if one in people and id_type(other) == "seller":
                met.setdefault(PersonId(one), set()).add(SellerId(other))
    for contact in world.interactions.values():
        if at - COVERAGE_WINDOW < contact.at <= at:
            for person in people.intersection(contact.person_ids):
                met.setdefault(person, set()).update(contact.seller_ids)
    return met


def _pairs(world: World) -> Iterator[tuple[PersonId, PersonId]]:
    """Give the two ends of each tie between people."""
    for line in world.reports.values():
        if line.manager_id is not None:
            yield line.person_id, line.manager_id
    for tie in (*world.influences.values(), *world.acquaintances.values()):
        if id_type(tie.source) == id_type(tie.target) == "person":
            yield PersonId(tie.source), PersonId(tie.target)
