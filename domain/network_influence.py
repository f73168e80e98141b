"""Network influence: what the ties among the people of a map say of each of them (domain.md §3, §13).

PageRank, betweenness and constraint are computed in `graph/analytics.py`; here is what the figures are and what
they are made from, and through whom alone we reach somebody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from domain.codes import Polarity
from domain.tie import Influences, ReportsTo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from domain.decision_map import DecisionMap, MapGraph
    from domain.ids import PersonId, SellerId, StakeholderId

MOST_SURROUNDINGS: Final = 10_000
"""How many people are looked at around those whom it is asked of; what lies beyond is not known."""

InfluenceTie: TypeAlias = ReportsTo | Influences
"""A tie by which one person has weight with another."""

_US: Final = ""
"""The node that stands for all of us; no id is empty."""


@dataclass(frozen=True, slots=True)
class NetworkInfluence:
    """One person's figures over the ties among the people of a map.

    `rank`: 1 is the highest PageRank. `page_rank`: a share, all of a map sum to 1. `betweenness`: normalised, 0–1.
    `constraint`: Burt's; null for a person without ties. `hidden`: stated influence OUTSIDE or unknown, with a tie
    towards them, and in the top fifth by PageRank. `ties`: those of the person that the figures were made from.
    `cuts_off`: the other key players, in the order of the map, whom we reach only through this person. Where
    `cut_known` is false, too many people are around to look at all of them, and `cuts_off` is empty.
    """

    rank: int
    page_rank: float
    betweenness: float
    constraint: float | None
    hidden: bool
    ties: tuple[InfluenceTie, ...] = ()
    cuts_off: tuple[StakeholderId, ...] = ()
    cut_known: bool = True

    @property
    def cut(self) -> bool:
        """Whether we reach some other key player only through them."""
        return bool(self.cuts_off)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Whom we know, and who knows whom, as far as it matters for reaching some people at a moment.

    `met`: everyone that any of us has a KNOWS with, or an interaction in the last 365 days, with who of us it is
    (nobody is named where the interaction names none). `ties`: for a person with whom the way to us does not end
    (`goes_on`), everybody tied to them by KNOWS, INFLUENCES or REPORTS_TO, of either direction and polarity.
    `complete` is false where there were more than `MOST_SURROUNDINGS` others to look at. `far` is false where there
    were so many beyond those whom a single one of us has met: then what lies beyond them is left out.
    """

    met: Mapping[PersonId, frozenset[SellerId]]
    ties: Mapping[PersonId, frozenset[PersonId]]
    complete: bool = True
    far: bool = True


NetworkFigures = dict["StakeholderId", NetworkInfluence]
"""By stakeholder; a placeholder and whoever has left the account are not in it."""


def goes_on(met: Mapping[PersonId, Collection[SellerId]], person_id: PersonId, *, far: bool = True) -> bool:
    """Whether, looking outwards for ways to us, it matters whom somebody is tied to.

    Not if two of us have met them, or whoever of us it was: no loss of somebody else ends that. If a single one of us
    has, it matters for what hangs on that one (`far`), but not for what hangs on one of theirs.
    """
    sellers = met.get(person_id)
    return sellers is None or (far and len(sellers) == 1)


def influence_ties(map_: DecisionMap) -> tuple[InfluenceTie, ...]:
    """Return the ties that network figures are made from: reporting and positive influence among those who count."""
    counted = {s.person.id for s in map_.standings if s.counts and s.person is not None}
    graph = map_.graph
    reports = [tie for tie in graph.reports if tie.person_id in counted and tie.manager_id in counted]
    reports.sort(key=lambda tie: (tie.person_id, tie.manager_id or ""))
    positive = [tie for tie in graph.influences if tie.polarity is Polarity.POSITIVE]
    influences = [tie for tie in positive if tie.source in counted and tie.target in counted]
    influences.sort(key=lambda tie: (tie.source, tie.target))
    return (*reports, *influences)


def key_people(map_: DecisionMap) -> tuple[PersonId, ...]:
    """Return the key players who are known by name and have not left, in the order of the map."""
    return tuple(s.person.id for s in map_.standings if s.key_player and s.counts and s.person is not None)


def cut_off(surroundings: Surroundings, key_players: Iterable[PersonId]) -> dict[PersonId, tuple[PersonId, ...]]:
    """Return for each cut person the key players whom we reach only through them, in the order given (§3, §13)."""
    players = list(key_players)
    near = _near(surroundings, players, far=False)
    ways = _Ways([*((_US, person) for person in near.met), *_tied(near)])
    found: dict[PersonId, list[PersonId]] = {}
    for player in players:
        for person in ways.gates(player):
            found.setdefault(person, []).append(player)  # pyright: ignore[reportArgumentType] - sellers are no nodes
    return {person: tuple(lost) for person, lost in found.items()}


def single_threads(surroundings: Surroundings, key_players: Collection[PersonId]) -> tuple[PersonId | SellerId, ...]:
    """Return those, ours or theirs, through whom every tie to the key players passes, nearest to us first (§10).

    The graph is that of cut persons, with each of us as a node between *us* and whom they have a KNOWS with, or had
    an interaction with in the last 365 days; an interaction that names none of us leads from *us* straight to the
    person. One of ours, or one of them, is a single thread if some other key player is reachable from *us*, but no
    other one is once they are gone. Key players whom nobody reaches do not matter here.
    """
    if sum(len(surroundings.met.get(player, "1")) != 1 for player in key_players) > 1:
        # Nobody is on every way to them, so that none is on every way to both.
        return ()
    near = _near(surroundings, key_players, far=True)
    ways = _Ways([*_contacts(near), *_tied(near)])
    reached = [player for player in key_players if ways.reaches(player)]
    gates = {player: ways.gates(player) for player in reached}
    candidates = dict.fromkeys(one for player in reached for one in gates[player])
    threads = [one for one in candidates if all(one == p or one in gates[p] for p in reached)]
    return tuple(threads)  # pyright: ignore[reportReturnType] - the graph has people and sellers only


def supposed_surroundings(
    surroundings: Surroundings, before: MapGraph, after: MapGraph, met: Iterable[tuple[PersonId, SellerId | None]]
) -> Surroundings:
    """Return surroundings as they would be: with the ties of the supposed map for the real one's, and those met.

    `met`: whom somebody would meet, and who of us it is (null: whoever).
    """
    old, new = _pairs(before), _pairs(after)
    ties = {person: set(others) for person, others in surroundings.ties.items()}
    for a, b in old - new:
        for one, other in ((a, b), (b, a)):
            ties.get(one, set()).discard(other)
    for a, b in new:
        ties.setdefault(a, set()).add(b)
        ties.setdefault(b, set()).add(a)
    found = dict(surroundings.met)
    for person, seller in met:
        found[person] = found.get(person, frozenset()) | ({seller} if seller is not None else frozenset())
    return replace(surroundings, met=found, ties={one: frozenset(others) for one, others in ties.items()})


def _pairs(graph: MapGraph) -> set[tuple[PersonId, PersonId]]:
    """Return the pairs of people of a map that are tied in any way, each in the order of the ids."""
    ends = [
        *((tie.person_id, tie.manager_id) for tie in graph.reports if tie.manager_id is not None),
        *((tie.source, tie.target) for tie in graph.influences),
        *((tie.source, tie.target) for tie in graph.acquaintances),
    ]
    return {(a, b) if a < b else (b, a) for a, b in ends}  # pyright: ignore[reportReturnType] - ties of a map


def _near(surroundings: Surroundings, people: Iterable[PersonId], *, far: bool) -> Surroundings:
    """Return the part that matters for some people, so that those of many maps can be read together."""
    pending = [*people]
    seen: set[PersonId] = set()
    ties: dict[PersonId, frozenset[PersonId]] = {}
    while pending:
        at = pending.pop()
        if at not in seen:
            seen.add(at)
            if goes_on(surroundings.met, at, far=far):
                ties[at] = surroundings.ties.get(at, frozenset())
                pending.extend(ties[at])
    met = {one: surroundings.met[one] for one in seen if one in surroundings.met}
    return Surroundings(met, ties)


def _contacts(surroundings: Surroundings) -> Iterator[tuple[str, str]]:
    """Give the edges from us to each of us, and from each of us to whom they have met."""
    for person, sellers in surroundings.met.items():
        for seller in sellers:
            yield _US, seller
            yield seller, person
        if not sellers:
            yield _US, person


def _tied(surroundings: Surroundings) -> Iterator[tuple[str, str]]:
    return ((person, other) for person, others in surroundings.ties.items() for other in others)


class _Ways:
    """The ways from us to everybody, walked once in depth: who is on all ways to somebody follows from it.

    Somebody is on every way to those below them in the walk, if nobody of a branch is tied to anyone above them
    (Hopcroft and Tarjan, 1973).
    """

    def __init__(self, edges: Iterable[tuple[str, str]]) -> None:
        self._above: dict[str, str] = {}
        self._number = {_US: 0}
        self._low = {_US: 0}
        near: dict[str, set[str]] = {_US: set()}
        for a, b in edges:
            near.setdefault(a, set()).add(b)
            near.setdefault(b, set()).add(a)
        # The walk takes everybody in the order of the ids, so that the answer does not depend on the order of reading.
        self._walk({node: sorted(others) for node, others in near.items()})

    def _walk(self, near: Mapping[str, Sequence[str]]) -> None:
        number, low, above = self._number, self._low, self._above
        path = [(_US, iter(near[_US]))]
        while path:
            at, further = path[-1]
            for to in further:
                if to not in number:
                    number[to] = low[to] = len(number)
                    above[to] = at
                    path.append((to, iter(near[to])))
                    break
                low[at] = min(low[at], number[to])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[at])

    def reaches(self, who: str) -> bool:
        """Whether there is any way."""
        return who in self._above

    def gates(self, who: str) -> list[str]:
        """Return those who are on every way to somebody, nearest to us first; nobody if there is no way."""
        found: list[str] = []
        at = who
        while (above := self._above.get(at, _US)) != _US:
            if self._low[at] >= self._number[above]:
                found.append(above)
            at = above
        return found[::-1]
