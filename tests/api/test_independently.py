"""Every score of the demo's insurer, now and at three past dates, beside a plain calculation from its facts.

Nothing of the program's own reckoning is used here but the facts as they were said: weights and scores by the
formulas of the user guide, network figures by networkx, strengths by the five parts of docs/figures.md.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import networkx as nx
import networkx.algorithms.link_analysis.pagerank_alg
import pytest

from domain.assessment import Assessed
from domain.interaction import Interacted
from domain.stakeholder import StakeholderAdded
from domain.tie import Influences, ReportsTo
from graph.demo.building import Demo
from graph.sqlite import open_sqlite
from resolvers.root import build_schema
from schema.context import make_context

NOW = datetime.now(UTC)
PAGE_RANK: Any = vars(networkx.algorithms.link_analysis.pagerank_alg)["_pagerank_python"]
"""That of networkx without scipy, which `networkx.pagerank` wants."""
YEAR, HALF = timedelta(days=365), timedelta(days=180)
INFLUENCE = {"INNER_CIRCLE": 3, "POLITICAL_STRUCTURE": 2, "OUTSIDE": 1, None: 1}
ROLE = {"APPROVER": 4, "DECIDER": 4, "EVALUATOR": 2, "USER": 1}
SUPPORT = {"SPONSOR": 2, "SUPPORTER": 1, "NEUTRAL": 0, "NON_SUPPORTER": -1, "OPPONENT": -2}
KINDS = {"MEETING": 1.0, "EMAIL": 0.3}
QUERY = """
query($id: ID!, $at: DateTime) {
  decisionMap(id: $id, asOf: $at) {
    status supportScore { value } completeness { value }
    stakeholders {
      id roles support influence weight keyPlayer coverage { value } network { pageRank betweenness constraint }
    }
    contacts { seller { id } stakeholder { id } strength { value } }
  }
}
"""


class Plain:
    """What had been said of the insurer by a moment, and what follows from it."""

    def __init__(self, demo: Demo, at: datetime) -> None:
        self.at = at
        facts = [fact for change in demo.changes for fact in change.facts if fact.observed_at <= at]
        said = [(fact.observed_at, fact.statement) for fact in sorted(facts, key=lambda fact: fact.observed_at)]
        account, people = demo.insurer.account_id, set(demo.insurer.people.values())
        self.places: dict[str, StakeholderAdded] = {
            one.stakeholder_id: one
            for _, one in said
            if isinstance(one, StakeholderAdded) and one.map_id == demo.insurer.map_id
        }
        self.known: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        for when, one in said:
            if isinstance(one, Assessed) and one.stakeholder_id in self.places:
                given = {"support": one.support, "influence": one.influence, "coverage": one.coverage}
                self.known[one.stakeholder_id] |= {name: (value, when) for name, value in given.items() if value}
        self.met = [(when, one) for when, one in said if isinstance(one, Interacted) and one.account_id == account]
        self.graph: nx.DiGraph[str] = nx.DiGraph()
        self.graph.add_nodes_from(one.person_id for one in self.places.values() if one.person_id is not None)
        for _, one in said:
            if isinstance(one, ReportsTo) and one.person_id in people and one.manager_id is not None:
                self._tie(one.person_id, one.manager_id, 3)
            if isinstance(one, Influences) and one.source in people and one.polarity == "POSITIVE":
                self._tie(one.target, one.source, float(one.strength or 0))

    def _tie(self, tail: str, head: str, weight: float) -> None:
        if tail in self.graph and head in self.graph:
            weight += self.graph.get_edge_data(tail, head, {"weight": 0})["weight"]
            self.graph.add_edge(tail, head, weight=weight)

    def of(self, place: str, dimension: str) -> str | None:
        said = self.known[place].get(dimension)
        return said[0].value if said is not None else None

    def weight(self, place: str) -> int:
        roles = self.places[place].roles
        return INFLUENCE[self.of(place, "influence")] * max((ROLE[role.value] for role in roles), default=1)

    def key(self, place: str) -> bool:
        return self.of(place, "influence") in ("INNER_CIRCLE", "POLITICAL_STRUCTURE")

    def score(self) -> float | None:
        known = [(self.weight(id_), SUPPORT[value]) for id_ in self.places if (value := self.of(id_, "support"))]
        return 100 * sum(w * s for w, s in known) / sum(2 * w for w, _ in known) if known else None

    def status(self) -> str:
        ours = [id_ for id_ in self.places if self.key(id_) and self.of(id_, "support") in ("SPONSOR", "SUPPORTER")]
        decides = any({"APPROVER", "DECIDER"} & {role.value for role in self.places[id_].roles} for id_ in ours)
        return "GREEN" if decides else "AMBER" if ours else "RED"

    def coverage(self, place: str) -> str:
        stated, when = self.known[place].get("coverage", (None, self.at))
        if stated is not None and when > self.at - YEAR:
            return stated.value
        person = self.places[place].person_id
        kinds = [one.kind.value for at, one in self.met if person in one.person_ids and at > self.at - YEAR]
        if len(kinds) < 3:
            return ("NONE", "BRIEF", "BRIEF")[len(kinds)]
        return "IN_DEPTH" if len(kinds) >= 10 and kinds.count("MEETING") >= 3 else "MULTIPLE"

    def completeness(self) -> float:
        named = [id_ for id_, one in self.places.items() if one.person_id is not None]
        held = {role.value for id_ in named for role in self.places[id_].roles}
        key = [id_ for id_ in self.places if self.key(id_)]
        items = [
            *(role in held for role in ROLE),
            any(self.of(id_, "support") == "SPONSOR" for id_ in self.places),
            bool(key) and all(self.of(id_, "support") for id_ in key),
            bool(key) and all(self.coverage(id_) != "NONE" for id_ in key),
        ]
        return sum(items) / 7

    def strength(self, seller: str, place: str) -> float:
        person = self.places[place].person_id
        met = [(at, one) for at, one in self.met if person in one.person_ids and seller in one.seller_ids]
        if not met:
            return 0.0
        year = [(at, one) for at, one in met if at > self.at - YEAR]
        recency = 30 * 0.5 ** ((self.at - met[-1][0]) / timedelta(days=90))
        frequency = 25 * min(sum(at > self.at - HALF for at, _ in met), 12) / 12
        if not year:
            return recency + frequency
        reciprocity = 15 * sum(one.direction != "OUTBOUND" for _, one in year) / len(year)
        depth = 15 * sum(KINDS[one.kind.value] for _, one in year) / len(year)
        breadth = 15 * min(len({(at.year, at.month) for at, _ in year}), 12) / 12
        return recency + frequency + reciprocity + depth + breadth


async def ask(demo_file: Path, demo: Demo, at: datetime | None) -> dict[str, Any]:
    store = await open_sqlite(demo_file)
    viewer = await store.find_admin()
    assert viewer is not None
    given = {"id": demo.insurer.map_id, "at": at.isoformat() if at is not None else None}
    context = make_context(store, viewer, NOW, None)
    answer = await build_schema().execute(QUERY, variable_values=given, context_value=context)
    await store.close()
    assert answer.errors is None
    assert answer.data is not None
    return answer.data["decisionMap"]


@pytest.mark.parametrize("ago", [None, 45, 200, 350], ids=lambda ago: "now" if ago is None else f"{ago}-days-ago")
async def test_every_figure_of_the_insurer(demo_file: Path, demo: Demo, ago: int | None) -> None:
    at = NOW - timedelta(days=ago) if ago is not None else NOW
    plain, shown = Plain(demo, at), await ask(demo_file, demo, at if ago is not None else None)
    people = {one["id"]: one for one in shown["stakeholders"]}
    assert people.keys() == plain.places.keys()
    assert shown["supportScore"]["value"] == pytest.approx(plain.score())
    assert shown["status"] == plain.status()
    assert shown["completeness"]["value"] == pytest.approx(plain.completeness())
    ranks, passed, narrow = (
        PAGE_RANK(plain.graph, tol=1e-12, max_iter=1000),
        nx.betweenness_centrality(plain.graph.to_undirected()),
        nx.constraint(plain.graph.to_undirected()),
    )
    for id_, one in people.items():
        assert one["weight"] == plain.weight(id_)
        assert one["keyPlayer"] is plain.key(id_)
        assert one["coverage"]["value"] == plain.coverage(id_)
        person = plain.places[id_].person_id
        if person is None:
            assert one["network"] is None
            continue
        assert one["network"] == {
            "pageRank": pytest.approx(ranks[person], abs=1e-9),
            "betweenness": pytest.approx(passed[person]),
            "constraint": pytest.approx(narrow[person]),
        }
    assert shown["contacts"]
    for cell in shown["contacts"]:
        expected = plain.strength(cell["seller"]["id"], cell["stakeholder"]["id"])
        assert cell["strength"]["value"] == pytest.approx(expected)
