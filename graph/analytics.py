"""Analysis of networks: figures of the people of a map by the ties among them (domain.md §3, §13).

Written for a map's size, where networkx takes longer for its own preparations than for the figures, and longer to
import than a request may wait. The tests hold each function to networkx and to published figures. Graphs are lists:
nodes are numbers from 0, and at each node's place are its neighbours.
"""

from __future__ import annotations

from math import ceil
from time import sleep
from typing import TYPE_CHECKING, Final

from domain.codes import Influence
from domain.network_influence import NetworkInfluence, cut_off, influence_ties, key_people
from domain.text import Text
from domain.tie import ReportsTo

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from domain.decision_map import DecisionMap, Standing
    from domain.ids import PersonId, StakeholderId
    from domain.network_influence import InfluenceTie, NetworkFigures, Surroundings

DAMPING: Final = 0.85
REPORT_WEIGHT: Final = 3
"""What a line from a report to the manager weighs in PageRank; an influence weighs its strength, 1–5."""
EQUAL: Final = 1e-12
"""PageRanks that differ by no more are equal."""
MOST_WORK: Final = 12_000_000
"""People who count × (those people + ties among them) of the largest maps that have network figures.

It is a map of 2,000 people with 4,000 ties, which takes some seconds in a thread of its own.
"""

_SWEEPS: Final = 10_000
_SEVERAL: Final = 100
_UNNOTICED: Final = frozenset({Influence.OUTSIDE, None})


def network_influence(map_: DecisionMap, surroundings: Surroundings) -> NetworkFigures:
    """Return the figures of everybody in a map who counts; of nobody if the map is too large (`too_large`).

    `surroundings` are those of all people of the map.
    """
    places, ties = _places(map_), influence_ties(map_)
    if not _possible(len(places), len(ties)):
        return {}
    people = [*places]
    weights, neighbours = _graph({person: at for at, person in enumerate(people)}, ties)
    shares = page_rank(weights)
    ranks = _ranks([(share, places[person].label, person) for share, person in zip(shares, people, strict=True)])
    hidden = _hidden(places, _led_to(places, ties), ranks)
    between, constraints = betweenness(neighbours), constraint(neighbours)
    cuts = cut_off(surroundings, key_people(map_)) if surroundings.complete else {}
    own = _ties_by_person(ties)
    return {
        places[person].stakeholder.id: NetworkInfluence(
            rank=ranks[at],
            page_rank=shares[at],
            betweenness=between[at],
            constraint=constraints[at],
            hidden=person in hidden,
            ties=tuple(own.get(person, ())),
            cuts_off=tuple(places[player].stakeholder.id for player in cuts.get(person, ())),
            cut_known=surroundings.complete,
        )
        for at, person in enumerate(people)
    }


def hidden_influencers(map_: DecisionMap) -> frozenset[StakeholderId]:
    """Return who is hidden by the figures of a map, without working out the others; nobody if it is too large."""
    places, ties = _places(map_), influence_ties(map_)
    unnoticed = _led_to(places, ties)
    if not unnoticed or not _possible(len(places), len(ties)):
        return frozenset()
    numbers: dict[PersonId | None, int] = {person: at for at, person in enumerate(places)}
    weights, _ = _graph(numbers, ties)
    shares = page_rank(weights, enough=_parted(_top(len(places)), [numbers[id_] for id_ in unnoticed]))
    ranks = _ranks([(share, one.label, id_) for share, (id_, one) in zip(shares, places.items(), strict=True)])
    return frozenset(places[id_].stakeholder.id for id_ in _hidden(places, unnoticed, ranks))


def _places(map_: DecisionMap) -> dict[PersonId, Standing]:
    """Return the places of those who count, by the people's ids in order."""
    found = {s.person.id: s for s in map_.standings if s.counts and s.person is not None}
    return {id_: found[id_] for id_ in sorted(found)}


def _led_to(places: Mapping[PersonId, Standing], ties: Iterable[InfluenceTie]) -> set[PersonId]:
    """Return whose influence nobody stated, and a tie leads to."""
    led_to = {_edge(tie)[1] for tie in ties}
    return {id_ for id_, one in places.items() if id_ in led_to and one.stakeholder.influence in _UNNOTICED}


def _hidden(places: Iterable[PersonId], unnoticed: Collection[PersonId], ranks: Sequence[int]) -> set[PersonId]:
    """Return those of the unnoticed who are in the top fifth."""
    return {id_ for id_, rank in zip(places, ranks, strict=True) if id_ in unnoticed and rank <= _top(len(ranks))}


def _top(people: int) -> int:
    """Return how many are the top fifth."""
    return ceil(people / 5)


def _parted(first: int, asked: Sequence[int]) -> Callable[[Sequence[float], float], bool]:
    """Return whether it is certain of some nodes if they are among the `first` ones, whatever is still to come."""

    def parted(values: Sequence[float], to_come: float) -> bool:
        in_order = sorted(values, reverse=True)
        margin = to_come + EQUAL * (sum(values) + len(values) * to_come)
        # The value of the last of the first ones, and of the first of the others.
        last, next_ = in_order[first - 1], in_order[first] if first < len(in_order) else 0.0
        return all(values[at] + margin < last or values[at] - margin > next_ for at in asked)

    return parted


def too_large(map_: DecisionMap) -> Text | None:
    """Say in words that a map is too large for network figures, with the limit; null if it is not."""
    people, ties = _size(map_)
    if _possible(people, ties):
        return None
    return Text(
        f"Network influence is left out: with {people} people and {ties} ties of influence and reporting the map is "
        "too large. 2,000 people with 4,000 ties are possible, fewer people with more ties.",
        f"未计算网络影响力：该关系图有 {people} 人、{ties} 条影响与汇报关系，规模过大。"
        "最多支持 2,000 人与 4,000 条关系，人数较少时关系可更多。",
    )


def _possible(people: int, ties: int) -> bool:
    return people * (people + ties) <= MOST_WORK


def work(map_: DecisionMap, surroundings: Surroundings) -> int:
    """Return how much work the figures of a map are: about a microsecond each."""
    people, ties = _size(map_)
    return people * (people + ties) + 4 * len(surroundings.ties)


def _size(map_: DecisionMap) -> tuple[int, int]:
    """Return how many people of a map count, and how many ties among them."""
    people = sum(s.counts and s.person is not None for s in map_.standings)
    return people, len(influence_ties(map_))


def page_rank(
    weights: Sequence[Mapping[int, float]],
    damping: float = DAMPING,
    enough: Callable[[Sequence[float], float], bool] | None = None,
) -> list[float]:
    """Return the PageRank of each node, summing to 1; `weights[i][j]` is the weight of the edge from i to j.

    `enough` may end it early: it is asked after each round with what the values are so far, before they are scaled,
    and how much any of them can grow at most.

    A node without a way out spreads evenly over all (Langville and Meyer, 2006, chapter 4). Because it spreads just
    as every restart does, the ranks are the solution of y = 1 + damping · Hᵀ y over the edges alone, scaled to 1;
    solved by Gauss and Seidel's iteration, in which values only grow, until nothing changes.
    """
    into: list[list[tuple[int, float]]] = [[] for _ in weights]
    for at, out in enumerate(weights):
        total = sum(out.values())
        for to, weight in out.items():
            into[to].append((at, damping * weight / total))
    found = [1.0] * len(weights)
    order = [(to, into[to]) for to in _downwards(weights)]
    for _ in range(_SWEEPS):
        moved = 0.0
        for to, edges in order:
            value = 1.0
            for at, share in edges:
                value += share * found[at]
            moved += abs(value - found[to])
            found[to] = value
        # What is still to come is at most damping ÷ (1 − damping) times as much.
        if moved <= 1e-14 * len(found) or (enough is not None and enough(found, moved * damping / (1 - damping))):
            break
    total = sum(found)
    return [value / total for value in found]


def _downwards(edges: Sequence[Iterable[int]]) -> list[int]:
    """Return the nodes in an order in which edges lead onwards, but for those that close a circle.

    What is worked out along the edges then settles in less than half as many rounds as in any order.
    """
    seen = [False] * len(edges)
    left: list[int] = []
    for start in range(len(edges)):
        path = [] if seen[start] else [(start, iter(edges[start]))]
        seen[start] = True
        while path:
            at, further = path[-1]
            for to in further:
                if not seen[to]:
                    seen[to] = True
                    path.append((to, iter(edges[to])))
                    break
            else:
                left.append(at)
                path.pop()
    return left[::-1]


def betweenness(neighbours: Sequence[Sequence[int]]) -> list[float]:
    """Return the share of the shortest ways between all others that pass each node, 0–1 (Brandes, 2001).

    The graph is undirected and unweighted: each edge is listed at both of its ends.
    """
    score = [0.0] * len(neighbours)
    for source, near in enumerate(neighbours):
        if near:
            _add_passages(neighbours, source, score)
        if len(neighbours) > _SEVERAL:
            # Whoever waits for the interpreter gets it now, and not only once a switch is due.
            sleep(0)
    pairs = (len(score) - 1) * (len(score) - 2)
    return [value / pairs for value in score] if pairs > 0 else score


def _add_passages(neighbours: Sequence[Sequence[int]], source: int, score: list[float]) -> None:
    """Add to the score of each node the share of the shortest ways from the source that pass it."""
    reached, distance, ways = _shortest(neighbours, source)
    passing = [0.0] * len(neighbours)
    for at in reversed(reached[1:]):
        before, part = distance[at] - 1, (1 + passing[at]) / ways[at]
        for to in neighbours[at]:
            if distance[to] == before:
                passing[to] += ways[to] * part
        score[at] += passing[at]


def _shortest(neighbours: Sequence[Sequence[int]], source: int) -> tuple[list[int], list[int], list[float]]:
    """Return who is reached, nearest first; how far each is, −1 if not at all; how many shortest ways lead there."""
    distance = [-1] * len(neighbours)
    ways = [0.0] * len(neighbours)
    distance[source], ways[source] = 0, 1.0
    reached = [source]
    for at in reached:
        further = distance[at] + 1
        for to in neighbours[at]:
            if distance[to] < 0:
                distance[to] = further
                reached.append(to)
            if distance[to] == further:
                ways[to] += ways[at]
    return reached, distance, ways


def constraint(neighbours: Sequence[Sequence[int]]) -> list[float | None]:
    """Return Burt's constraint of each node, null without neighbours (Burt, 1992, "Structural Holes", chapter 2).

    The graph is undirected and unweighted: each edge is listed at both of its ends. Who has n neighbours gives
    each of them 1 ÷ n of their time; the constraint sums, over the neighbours, the square of what goes to them
    directly and by way of others.
    """
    sets = [frozenset(near) for near in neighbours]

    def of(at: int) -> float | None:
        if not sets[at]:
            return None
        own = 1 / len(sets[at])
        return sum((own + sum(own / len(sets[by]) for by in sorted(sets[at] & sets[to]))) ** 2 for to in neighbours[at])

    return [of(at) for at in range(len(sets))]


def _graph(
    places: Mapping[PersonId | None, int], ties: Iterable[InfluenceTie]
) -> tuple[list[dict[int, float]], list[list[int]]]:
    """Return the weighted edges towards who has weight, and the neighbours without direction and weight."""
    weights: list[dict[int, float]] = [{} for _ in places]
    near: list[set[int]] = [set() for _ in places]
    for tie in ties:
        source, target, weight = _edge(tie)
        at, to = places[source], places[target]
        weights[at][to] = weights[at].get(to, 0) + weight
        near[at].add(to)
        near[to].add(at)
    return weights, [sorted(found) for found in near]


def _edge(tie: InfluenceTie) -> tuple[PersonId | None, PersonId | None, float]:
    """Return an edge towards who has weight, the manager or who moves the other, and how much it weighs."""
    if isinstance(tie, ReportsTo):
        return tie.person_id, tie.manager_id, REPORT_WEIGHT
    return tie.target, tie.source, tie.strength or 0


def _ties_by_person(ties: Iterable[InfluenceTie]) -> dict[str, list[InfluenceTie]]:
    found: dict[str, list[InfluenceTie]] = {}
    for tie in ties:
        for end in tie.mentions:
            found.setdefault(end, []).append(tie)
    return found


def _ranks(figures: Sequence[tuple[float, str, str]]) -> list[int]:
    """Return the rank of each (share, name, id), from 1; equal shares are ranked by name, then id."""
    order = sorted(range(len(figures)), key=lambda at: -figures[at][0])
    ranked: list[int] = []
    run: list[int] = []
    for at in order:
        if run and figures[run[0]][0] - figures[at][0] > EQUAL:
            ranked += sorted(run, key=lambda one: figures[one][1:])
            run = []
        run.append(at)
    ranked += sorted(run, key=lambda one: figures[one][1:])
    ranks = [0] * len(figures)
    for rank, at in enumerate(ranked, start=1):
        ranks[at] = rank
    return ranks
