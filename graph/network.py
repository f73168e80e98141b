"""Whom we know around some people, and who knows whom there: now from the store, as of a time from facts.

And through a time, from all facts that said so in it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from domain.change import Corrected, Undone, standing_facts
from domain.fold import fold
from domain.ids import PersonId, SellerId
from domain.interaction import Interacted
from domain.network_at import met_in, met_throughout, tied_ever, tied_in
from domain.network_influence import MOST_SURROUNDINGS, Surroundings, goes_on
from domain.person import EmployedAt, PersonDescribed
from domain.tie import Influences, Knows, ReportsTo
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.fact import Fact
    from graph.store import ViewerStore

_OF_PEOPLE: Final = (PersonDescribed, EmployedAt)
_TIES: Final = (Knows, Influences, ReportsTo)


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

    @property
    def seen(self) -> frozenset[PersonId]:
        """Whom it has looked at, of those whom the viewer may see."""
        return frozenset(self._seen)

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
        kinds = _TIES if known_at is None else (*_TIES, Interacted)
        facts = await _load(store, exploring.frontier, kinds, at, known_at)
        world = fold(facts, as_of=at, known_at=known_at)
        visible = frozenset(exploring.frontier) & world.people.keys()
        met = met_in(world, visible, at)
        if known_at is None:
            # An interaction is at one moment for good, so that those of a past year are as they are known now.
            for person, sellers in (await store.list_met(sorted(visible), at)).items():
                met.setdefault(person, set()).update(sellers)
        ties: dict[PersonId, set[PersonId]] = {person: set() for person in exploring.further(visible, met)}
        for a, b in tied_in(world):
            if a in ties:
                ties[a].add(b)
            if b in ties:
                ties[b].add(a)
        exploring.take(visible, met, ties)
    return exploring.found()


async def load_pasts(
    store: ViewerStore,
    groups: Sequence[Sequence[PersonId]],
    *,
    after: datetime,
    until: datetime,
    known_at: datetime | None = None,
) -> list[tuple[Fact, ...] | None]:
    """Return for each group of people the facts that say what their surroundings were from `after` to `until`.

    As known at `known_at` (null: now). Null for a group around which there are too many people to look at all. The
    store is read as often as it takes to go outwards from all of them together.
    """
    told, explorations = _Told(), [Exploration(people) for people in groups]
    while pending := [one for one in explorations if one.frontier]:
        fresh = sorted({person for one in pending for person in one.frontier} - told.asked)
        if fresh:
            told.take(fresh, await _load(store, fresh, (*_TIES, Interacted), until, known_at), after, until)
        for one in pending:
            visible = {person for person in one.frontier if person in told.visible}
            # Who was met by two of us all the time leads no further at any moment.
            met = {person: told.met[person] for person in visible if person in told.met}
            ties = {person: tied_ever(told.mentioning[person], person) for person in one.further(visible, met)}
            one.take(visible, met, ties)
    found = ((one.seen, one.found()) for one in explorations)
    return [told.of(seen) if around.complete and around.far else None for seen, around in found]


class _Told:
    """The facts read so far: those that mention somebody, and those about them and their lines."""

    def __init__(self) -> None:
        self.asked: set[PersonId] = set()
        self.visible: set[PersonId] = set()
        self.met: dict[PersonId, frozenset[SellerId]] = {}
        self.mentioning: defaultdict[str, list[Fact]] = defaultdict(list)
        self._about: defaultdict[str, dict[str, Fact]] = defaultdict(dict)

    def take(self, people: Collection[PersonId], read: Iterable[Fact], after: datetime, until: datetime) -> None:
        """Take what was read of some people."""
        self.asked.update(people)
        facts = [fact for fact in standing_facts(read) if not isinstance(fact.statement, Undone | Corrected)]
        for fact in facts:
            said = fact.statement
            if isinstance(said, PersonDescribed | EmployedAt | ReportsTo):
                self._about[said.subject][fact.id] = fact
            for id_ in set(said.mentions).intersection(people):
                self.mentioning[id_].append(fact)
            if isinstance(said, PersonDescribed):
                self.visible.add(said.person_id)
        met = met_throughout(facts, after, until)
        self.met |= {person: met[person] for person in people if person in met}

    def of(self, people: Iterable[PersonId]) -> tuple[Fact, ...]:
        """Return the facts that the fold needs for whom these people know, report to, and were met by."""
        said = {fact.id: fact for person in people for fact in self.mentioning[person]}
        lines = [fact.statement for fact in said.values() if isinstance(fact.statement, ReportsTo)]
        subjects = {*people, *(line.subject for line in lines), *(end for line in lines for end in line.mentions)}
        for subject in subjects:
            said |= self._about[subject]
        return tuple(said.values())


async def _load(
    store: ViewerStore,
    people: Sequence[PersonId],
    kinds: tuple[type, ...],
    at: datetime,
    known_at: datetime | None,
) -> list[Fact]:
    """Read what the fold needs for whom these people know and report to, and who of us has met them."""
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
