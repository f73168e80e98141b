"""The worked numbers of docs/figures.md are what the program computes from the demo's insurer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from domain.decision_map import DecisionMap, build_decision_map
from domain.fold import fold
from domain.ids import PersonId, map_of
from domain.network_influence import NetworkInfluence, Surroundings, cut_off, key_people
from domain.world import World
from graph.analytics import MOST_WORK, network_influence
from graph.decision_map import map_graph
from graph.demo.building import Demo, build_demo
from graph.demo.insurer import EXTERNAL_ID
from graph.store import MapFacts, Store
from resolvers.root import build_schema
from schema.context import make_context
from tests.guide import FIGURES, read_tables

NOW = datetime.now(UTC)


@cache
def insurer() -> tuple[World, DecisionMap]:
    """Return the world of the demo, and the standing map of its insurer."""
    facts = tuple(fact for change in build_demo(NOW.date()).changes for fact in change.facts)
    world = fold(facts, as_of=NOW)
    account = next(one for one in world.accounts.values() if one.external_id == EXTERNAL_ID)
    graph = map_graph(map_of(account.id), MapFacts(account, None, facts, {}), NOW, None)
    return world, build_decision_map(graph)


def surroundings() -> Surroundings:
    """Return whom we have met in the last year, and all ties of the map."""
    world, map_ = insurer()
    met = {
        person
        for one in world.interactions.values()
        if NOW - timedelta(days=365) < one.at <= NOW
        for person in one.person_ids
    }
    ties: dict[PersonId, frozenset[PersonId]] = {}
    for tie in (*map_.graph.reports, *map_.graph.influences):
        a, b = map(PersonId, tie.mentions)
        ties[a] = ties.get(a, frozenset()) | {b}
        ties[b] = ties.get(b, frozenset()) | {a}
    unmet = {person: others for person, others in ties.items() if person not in met}
    return Surroundings(dict.fromkeys(met & map_.graph.people.keys(), frozenset()), unmet)


def named() -> dict[str, NetworkInfluence]:
    _, map_ = insurer()
    labels = {one.stakeholder.id: one.label for one in map_.standings}
    return {labels[id_]: one for id_, one in network_influence(map_, surroundings()).items()}


def test_network_influence_is_what_the_page_says() -> None:
    (rows,) = read_tables("PageRank by hand", FIGURES)
    found = named()
    assert {row["Person"] for row in rows} == found.keys()
    for row in rows:
        one = found[row["Person"]]
        figures = (one.page_rank, one.betweenness, one.constraint)
        assert [f"{figure:.4f}" for figure in figures] == [row["PageRank"], row["Betweenness"], row["Constraint"]]
        assert row["Rank"] == str(one.rank)
        # The ys of nine people who all lead to somebody sum to 9 ÷ .15.
        assert float(row["y"]) == pytest.approx(one.page_rank * 60, abs=0.0001)
    assert not any(one.hidden or one.cut for one in found.values())


def test_what_would_make_a_cut_person() -> None:
    _, map_ = insurer()
    ids = {person.name: id_ for id_, person in map_.graph.people.items()}
    around = surroundings()
    assert len(around.met) == 7
    without = {one: who for one, who in around.met.items() if one != ids["唐小荻"]}
    changed = replace(around, met=without, ties={**around.ties, ids["唐小荻"]: frozenset({ids["苏映禾"]})})
    assert cut_off(changed, key_people(map_)) == {ids["苏映禾"]: (ids["唐小荻"],)}


def test_the_limits_are_those_said() -> None:
    text = FIGURES.read_text(encoding="utf-8")
    assert f"{MOST_WORK:,}" in text
    assert MOST_WORK >= 2_000 * 6_000
    assert MOST_WORK >= 500 * 20_500


MOVES = """
query($id: ID!) {
  decisionMap(id: $id) { ...Figures insights { severity } }
  bestMoves(mapId: $id, first: 5) {
    kind stakeholder { label } effect after { ...Figures } insightsGone { severity } insightsNew { severity }
  }
}
fragment Figures on DecisionMap {
  status supportScore { value } completeness { value } stakeholders { keyPlayer leftAt coverage { value } }
}
"""
STATUS = {"RED": 0, "AMBER": 50, "GREEN": 100}
SEVERITY = {"CRITICAL": -20, "WARNING": -10, "INFO": -2}


def points(shown: dict[str, Any], insights: int) -> list[float]:
    """Return what the standing of a map is the sum of, and the sum."""
    key = [one for one in shown["stakeholders"] if one["keyPlayer"] and one["leftAt"] is None]
    covered = sum(one["coverage"]["value"] != "NONE" for one in key)
    parts = [
        shown["supportScore"]["value"],
        STATUS[shown["status"]],
        100 * shown["completeness"]["value"],
        50 * covered / len(key),
        insights,
    ]
    return [*parts, sum(parts)]


async def test_best_moves_are_what_the_page_says(demo_store: Store, demo: Demo) -> None:
    viewer = await demo_store.find_admin()
    assert viewer is not None
    answer = await build_schema().execute(
        MOVES,
        variable_values={"id": demo.insurer.map_id},
        context_value=make_context(demo_store, viewer, datetime.now(UTC), None),
    )
    assert answer.errors is None
    assert answer.data is not None
    now, moves = answer.data["decisionMap"], answer.data["bestMoves"]

    def worth(insights: list[dict[str, str]]) -> int:
        return sum(SEVERITY[one["severity"]] for one in insights)

    before = points(now, worth(now["insights"]))
    worked = [["as it is", "", *before]]
    for move in moves:
        known = worth(now["insights"]) - worth(move["insightsGone"]) + worth(move["insightsNew"])
        after = points(move["after"], known)
        assert move["effect"] == pytest.approx(after[-1] - before[-1])
        worked.append([move["kind"], move["stakeholder"]["label"], *after, move["effect"]])
    (rows,) = read_tables("Best moves by hand", FIGURES)
    for row, found in zip(rows, worked, strict=True):
        told = [cell.replace("−", "-") for cell in row.values() if cell != ""]
        assert told[: 2 if row["Whom"] else 1] == [cell for cell in found[:2] if cell]
        assert [float(cell) for cell in told[2 if row["Whom"] else 1 :]] == pytest.approx(found[2:], abs=0.005)
