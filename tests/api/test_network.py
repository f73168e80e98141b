"""Network influence over HTTP: now, at past dates, as known, supposed; and for large maps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.account import AccountDescribed
from domain.assessment import Assessed
from domain.codes import AccountKind, Influence
from domain.fact import Stated
from domain.ids import AccountId, AssessmentId, ChangeId, PersonId, StakeholderId, map_of, new_id
from domain.person import PersonDescribed
from domain.stakeholder import StakeholderAdded
from domain.tie import Influences
from graph.founding import found
from graph.sqlite import SqliteStore, open_sqlite
from graph.store import Append
from tests.api.client import Api
from tests.api.test_store_calls import NOW, cost

NETWORK = """
  stakeholders {
    label
    network {
      rank pageRank betweenness constraint hidden cut cutKnown
      ties { kind source { label } target { label } strength polarity }
      cutsOff { label }
    }
  }
"""
MAP = (
    "query($id: ID!, $asOf: DateTime, $knownAt: DateTime) { decisionMap(id: $id, asOf: $asOf, knownAt: $knownAt) { "
    f"{NETWORK} }} }}"
)
WHAT_IF = (
    "query($id: ID!, $changes: [SupposedChange!]!) { whatIf(mapId: $id, changes: $changes) { "
    f"before {{ {NETWORK} }} after {{ {NETWORK} }} }} }}"
)


class Firm:
    """Bo moves Ann, to whom Cy reports; we met Bo in February 2025, and know Cy from June on. Dee has left."""

    def __init__(self, api: Api) -> None:
        self.account = api.account("Networked")
        self.map = f"map_{self.account}"
        self.ann, self.bo, self.cy, self.dee = (api.person(name, self.account) for name in ("Ann", "Bo", "Cy", "Dee"))
        early = {"observedAt": "2025-01-01T00:00:00Z"}
        for person, influence in (
            (self.ann, "INNER_CIRCLE"),
            (self.bo, "OUTSIDE"),
            (self.cy, "POLITICAL_STRUCTURE"),
            (self.dee, "INNER_CIRCLE"),
        ):
            place = api.place(self.account, person, **early)
            api.written("assess", stakeholderId=place, influence=influence, **early)
        api.place(self.account, label="Somebody", roles=["USER"], **early)
        february = {"observedAt": "2025-02-01T00:00:00Z"}
        api.written("setInfluence", sourceId=self.bo, targetId=self.ann, strength=5, **february)
        api.written("setInfluence", sourceId=self.dee, targetId=self.ann, strength=5, **february)
        api.written("setInfluence", sourceId=self.cy, targetId=self.bo, strength=2, polarity="NEGATIVE", **february)
        api.written("setManager", personId=self.cy, managerId=self.ann, **february)
        api.written(
            "recordInteraction",
            accountId=self.account,
            kind="CALL",
            at="2025-02-15T00:00:00Z",
            direction="MUTUAL",
            sellerIds=[],
            personIds=[self.bo],
        )
        api.written("changeEmployment", personId=self.dee, at="2025-02-20")
        self.learned = datetime.now(UTC)
        seller, _ = api.seller("Knows Cy")
        june = "2025-06-01T00:00:00Z"
        api.written("recordAcquaintance", sourceId=seller, targetId=self.cy, observedAt=june)


@pytest.fixture(scope="module")
def firm(http: Any) -> Firm:
    return Firm(Api(http))


def networks(map_: dict[str, Any]) -> dict[str, Any]:
    return {one["label"]: one["network"] for one in map_["stakeholders"]}


def cuts(map_: dict[str, Any]) -> dict[str, list[str]]:
    """Whom each person cuts off, where it is anybody; `cut` says the same."""
    known = {label: one for label, one in networks(map_).items() if one is not None}
    found_ = {label: [other["label"] for other in one["cutsOff"]] for label, one in known.items()}
    assert {label: one["cut"] for label, one in known.items()} == {label: bool(lost) for label, lost in found_.items()}
    assert all(one["cutKnown"] for one in known.values())
    return {label: lost for label, lost in found_.items() if lost}


def read(api: Api, firm: Firm, **how: Any) -> dict[str, Any]:
    return api.read(MAP, id=firm.map, **how)["decisionMap"]


def test_figures_and_what_they_came_from(api: Api, firm: Firm) -> None:
    figures = networks(read(api, firm))
    # A placeholder has none, and who has left neither.
    assert figures["Somebody"] is None
    assert figures["Dee"] is None
    # Cy leads to Ann, Ann to Bo: y = 1, 1 + .85, 1 + .85 × 1.85.
    total = 1 + 1.85 + 2.5725
    assert {label: figures[label]["pageRank"] for label in ("Ann", "Bo", "Cy")} == pytest.approx(
        {"Ann": 1.85 / total, "Bo": 2.5725 / total, "Cy": 1 / total}, abs=1e-12
    )
    assert {label: figures[label]["rank"] for label in ("Ann", "Bo", "Cy")} == {"Bo": 1, "Ann": 2, "Cy": 3}
    assert {label: figures[label]["betweenness"] for label in ("Ann", "Bo", "Cy")} == {"Ann": 1, "Bo": 0, "Cy": 0}
    assert {label: figures[label]["constraint"] for label in ("Ann", "Bo", "Cy")} == {"Ann": 0.5, "Bo": 1, "Cy": 1}
    assert {label: figures[label]["hidden"] for label in ("Ann", "Bo", "Cy")} == {"Ann": False, "Bo": True, "Cy": False}
    moves = {
        "kind": "INFLUENCES",
        "source": {"label": "Bo"},
        "target": {"label": "Ann"},
        "strength": 5,
        "polarity": "POSITIVE",
    }
    reports = {
        "kind": "REPORTS_TO",
        "source": {"label": "Cy"},
        "target": {"label": "Ann"},
        "strength": None,
        "polarity": None,
    }
    assert {label: figures[label]["ties"] for label in ("Ann", "Bo", "Cy")} == {
        "Ann": [reports, moves],
        "Bo": [moves],
        "Cy": [reports],
    }


def test_whom_we_reach_only_through_somebody_now_and_at_past_dates(api: Api, firm: Firm) -> None:
    # Before there were ties nobody was reached.
    assert cuts(read(api, firm, asOf="2025-01-15T00:00:00Z")) == {}
    # We had met Bo, who moves Ann, to whom Cy reports; Bo and Cy are tied by a conflict, which is a way too.
    assert cuts(read(api, firm, asOf="2025-03-01T00:00:00Z")) == {"Bo": ["Ann", "Cy"]}
    # We know Cy, and the call to Bo is not a year ago.
    assert cuts(read(api, firm, asOf="2025-07-01T00:00:00Z")) == {}
    # It is more than a year ago.
    assert cuts(read(api, firm)) == {"Cy": ["Ann"]}


def test_what_was_known_then(api: Api, firm: Firm) -> None:
    known_at = firm.learned.isoformat()
    # That we know Cy was not known yet.
    assert cuts(read(api, firm, asOf="2025-07-01T00:00:00Z", knownAt=known_at)) == {"Bo": ["Ann", "Cy"]}
    assert cuts(read(api, firm, knownAt=known_at)) == {}
    figures = networks(read(api, firm, asOf="2025-02-10T00:00:00Z"))
    # Dee had not left: Ann follows Bo and Dee alike.
    assert figures["Dee"]["pageRank"] == pytest.approx(figures["Bo"]["pageRank"], abs=1e-15)
    assert (figures["Bo"]["rank"], figures["Dee"]["rank"]) == (2, 3)


def test_what_would_be(api: Api, firm: Firm) -> None:
    def suppose(*changes: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        found_ = api.read(WHAT_IF, id=firm.map, changes=list(changes))["whatIf"]
        return found_["before"], found_["after"]

    before, after = suppose({"meet": {"stakeholderId": firm.bo}})
    assert (cuts(before), cuts(after)) == ({"Cy": ["Ann"]}, {})
    before, after = suppose(
        {"tie": {"kind": "INFLUENCES", "sourceId": firm.bo, "targetId": firm.ann, "strength": None}}
    )
    assert networks(after)["Bo"]["ties"] == []
    assert networks(before)["Bo"]["ties"] != []
    _, after = suppose({"leave": firm.ann})
    assert cuts(after) == {}
    assert networks(after)["Ann"] is None
    _, after = suppose({"assess": {"stakeholderId": firm.bo, "influence": "INNER_CIRCLE"}})
    assert networks(after)["Bo"]["hidden"] is False


def test_what_a_viewer_may_not_see_counts_nowhere(api: Api, firm: Firm) -> None:
    # Another account's employee, whom we met, knows Ann: a way in, for those who see them.
    hidden = api.account("Hidden", ownerId=api.seller("Other")[0])
    gus = api.person("Gus", hidden)
    change = api.written("recordAcquaintance", sourceId=gus, targetId=firm.ann)["changeId"]
    seller, email = api.seller("Part")
    met = api.written("recordAcquaintance", sourceId=seller, targetId=gus)["changeId"]
    api.written("updateAccount", accountId=firm.account, teamIds=[seller])
    assert cuts(read(api, firm)) == {}
    assert cuts(read(api.by(email), firm)) == {"Cy": ["Ann"]}
    past = {"asOf": datetime.now(UTC).isoformat()}
    assert cuts(read(api, firm, **past)) == {}
    assert cuts(read(api.by(email), firm, **past)) == {"Cy": ["Ann"]}
    for one in (met, change):
        api.written("undo", changeId=one)


# ── many maps, and large ones ──


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await open_sqlite(tmp_path / "rapport.db")
    yield opened
    await opened.close()


OF_ALL = "{ accounts(first: 100) { edges { node { decisionMap%s { leftOut { en zh } " + NETWORK + " } } } } }"


async def grow(store: SqliteStore, size: int) -> None:
    """Make accounts with two key players, one of whom moves the other and somebody who is in no map."""
    viewer = await found(store, NOW)
    assert viewer is not None
    said: list[Stated] = []
    for _ in range(size):
        account = AccountId(new_id("account"))
        people = [PersonId(new_id("person")) for _ in range(3)]
        said.append(Stated(AccountDescribed(account, name="A", kind=AccountKind.COMPANY), NOW))
        said += [Stated(PersonDescribed(one, name=name), NOW) for one, name in zip(people, "PQR", strict=True)]
        for one in people[:2]:
            place = StakeholderId(new_id("stakeholder"))
            assessment = AssessmentId(new_id("assessment"))
            said += [
                Stated(StakeholderAdded(place, map_of(account), account, one, None), NOW),
                Stated(Assessed(assessment, place, account, influence=Influence.INNER_CIRCLE), NOW),
            ]
        said += [Stated(Influences(people[0], other, 3), NOW) for other in people[1:]]
    await store.for_viewer(viewer).append(Append(ChangeId(new_id("change")), "test", tuple(said), {}))


def answers(data: Any) -> list[Any]:
    return [edge["node"]["decisionMap"] for edge in data["accounts"]["edges"]]


@pytest.mark.parametrize("size", [2, 60])
async def test_the_networks_of_many_maps_take_one_call(store: SqliteStore, size: int) -> None:
    await grow(store, size)
    calls, _, data = await cost(store, OF_ALL % "", {})
    assert calls == {"page_accounts": 1, "list_map_graphs": 1, "load_surroundings": 1}
    assert [[one["network"]["rank"] for one in map_["stakeholders"]] for map_ in answers(data)] == [[1, 2]] * size
    past, _, same = await cost(store, OF_ALL % f'(asOf: "{NOW.isoformat()}")', {})
    # Each map is folded by itself; what is around all of them is read in two rounds of three reads.
    assert past == {"page_accounts": 1, "load_map_facts": size, "load_facts": 4, "list_met": 2}
    assert answers(same) == answers(data)


async def test_what_is_too_much_for_all_maps_together_is_read_of_fewer(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await grow(store, 2)
    monkeypatch.setattr("graph.network.MOST_SURROUNDINGS", 1)
    calls, _, data = await cost(store, OF_ALL % "", {})
    assert calls["load_surroundings"] == 3
    assert all(one["network"]["cutKnown"] for map_ in answers(data) for one in map_["stakeholders"])
    monkeypatch.setattr("graph.network.MOST_SURROUNDINGS", 0)
    _, _, data = await cost(store, OF_ALL % "", {})
    assert not any(one["network"]["cutKnown"] for map_ in answers(data) for one in map_["stakeholders"])


async def test_much_work_is_done_in_a_thread_and_says_the_same(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await grow(store, 2)
    _, _, before = await cost(store, OF_ALL % "", {})
    monkeypatch.setattr("schema.loaders.MOST_WORK_AT_ONCE", 0)
    _, _, after = await cost(store, OF_ALL % "", {})
    assert after == before


async def test_a_map_that_is_too_large_says_what_is_left_out(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await grow(store, 1)
    _, _, data = await cost(store, OF_ALL % "", {})
    assert [map_["leftOut"] for map_ in answers(data)] == [[]]
    monkeypatch.setattr("graph.analytics.MOST_WORK", 5)
    _, _, data = await cost(store, OF_ALL % "", {})
    (map_,) = answers(data)
    assert [one["network"] for one in map_["stakeholders"]] == [None, None]
    (told,) = map_["leftOut"]
    assert "2 people and 1 ties" in told["en"]
    assert "2 人、1 条" in told["zh"]
