"""Strength and the contacts matrix over HTTP: now, back then, as known then, supposed, and as far as one may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.client import Api

NOW = datetime.now(UTC)
CONTACTS = """
query($map: ID!, $asOf: DateTime, $knownAt: DateTime) {
  decisionMap(id: $map, asOf: $asOf, knownAt: $knownAt) {
    contacts {
      seller { name } stakeholder { label } ownsRelation desired current gap
      strength { value lastAt seller { name } person { name } parts { name value max } }
    }
    overlaps { stakeholder { label } sellers { name } alone { name } }
    stakeholders { label coverage { value source interactions } }
  }
}
"""
STRENGTHS = """
query($id: ID!, $asOf: DateTime, $knownAt: DateTime) {
  person(id: $id) { strengths(asOf: $asOf, knownAt: $knownAt) { seller { name } person { id } value lastAt } }
}
"""


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


class Firm:
    """Olga owns an account with Ann and Bob in its map; Hugo met Ann there, Mia elsewhere."""

    def __init__(self, api: Api) -> None:
        self.olga, self.olgas_mail = api.seller("Olga")
        self.hugo, self.hugos_mail = api.seller("Hugo")
        self.mia, _ = api.seller("Mia")
        self.account = api.account("Contacts", ownerId=self.olga)
        self.other = api.account("Elsewhere", ownerId=self.mia)
        self.map = f"map_{self.account}"
        self.ann, self.bob = api.person("Ann", self.account), api.person("Bob", self.account)
        for person in (self.ann, self.bob):
            api.place(self.account, person, observedAt=ago(60))
        api.place(self.account, label="Somebody")
        self.meet(api, 10, self.ann, self.hugo, kind="MEETING", direction="MUTUAL")
        self.meet(api, 100, self.ann, self.olga, kind="CALL", direction="OUTBOUND")
        self.first_known = datetime.now(UTC)
        self.late = self.meet(api, 20, self.ann, self.olga, kind="EMAIL", direction="INBOUND")
        self.meet(api, 30, self.ann, self.mia, account=self.other, kind="EVENT", direction="MUTUAL")

    def meet(self, api: Api, days: float, person: str, *sellers: str, account: str | None = None, **said: Any) -> str:
        given = {"accountId": account or self.account, "at": ago(days), "personIds": [person], **said}
        return api.written("recordInteraction", sellerIds=list(sellers), **given)["changeId"]


@pytest.fixture(scope="module")
def firm(http: Any) -> Firm:
    return Firm(Api(http))


def contacts(api: Api, firm: Firm, **moments: str) -> dict[str, Any]:
    return api.read(CONTACTS, map=firm.map, **moments)["decisionMap"]


def cells(found: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(one["seller"]["name"], one["stakeholder"]["label"]): one for one in found["contacts"]}


def last(found: dict[str, Any]) -> dict[tuple[str, str], float | None]:
    """Return how many days ago each pair met last."""
    return {
        pair: round((NOW - datetime.fromisoformat(one["strength"]["lastAt"])).total_seconds() / 86_400, 3)
        if one["strength"]["lastAt"]
        else None
        for pair, one in cells(found).items()
    }


def test_the_matrix(api: Api, firm: Firm) -> None:
    found = contacts(api, firm)
    assert list(last(found).items()) == [
        (("Hugo", "Ann"), 10),
        (("Hugo", "Bob"), None),
        (("Mia", "Ann"), 30),
        (("Mia", "Bob"), None),
        (("Olga", "Ann"), 20),
        (("Olga", "Bob"), None),
    ]
    assert [pair for pair, one in cells(found).items() if one["ownsRelation"]] == [("Hugo", "Ann")]
    assert found["overlaps"] == [
        {
            "stakeholder": {"label": "Ann"},
            "sellers": [{"name": "Hugo"}, {"name": "Mia"}, {"name": "Olga"}],
            "alone": [{"name": "Hugo"}, {"name": "Mia"}, {"name": "Olga"}],
        }
    ]
    never = cells(found)["Olga", "Bob"]
    assert (never["strength"]["value"], never["desired"], never["current"], never["gap"]) == (0, None, None, None)


def test_the_parts_of_a_strength(api: Api, firm: Firm) -> None:
    strength = cells(contacts(api, firm))["Olga", "Ann"]["strength"]
    parts = {part["name"]: (part["value"], part["max"]) for part in strength["parts"]}
    months = len({f"{NOW - timedelta(days=days):%Y-%m}" for days in (20, 100)})
    assert parts == {
        "RECENCY": (pytest.approx(30 * 2 ** (-20 / 90), abs=0.01), 30),
        "FREQUENCY": (pytest.approx(25 * 2 / 12), 25),
        "RECIPROCITY": (7.5, 15),
        "DEPTH": (pytest.approx(15 * (0.7 + 0.3) / 2), 15),
        "BREADTH": (pytest.approx(15 * months / 12), 15),
    }
    assert strength["value"] == pytest.approx(sum(value for value, _ in parts.values()))


def test_as_of_a_time(api: Api, firm: Firm) -> None:
    found = contacts(api, firm, asOf=ago(50))
    assert last(found) == {("Olga", "Ann"): 100, ("Olga", "Bob"): None}
    assert found["overlaps"] == []
    readings = {one["label"]: one["coverage"] for one in found["stakeholders"]}
    assert readings["Ann"] == {"value": "BRIEF", "source": "COMPUTED", "interactions": 1}
    assert contacts(api, firm, asOf=ago(5))["overlaps"] == contacts(api, firm)["overlaps"]


def test_as_known_at_a_time(api: Api, firm: Firm) -> None:
    found = contacts(api, firm, knownAt=firm.first_known.isoformat())
    assert last(found) == {
        ("Hugo", "Ann"): 10,
        ("Hugo", "Bob"): None,
        ("Olga", "Ann"): 100,
        ("Olga", "Bob"): None,
    }
    readings = {one["label"]: one["coverage"] for one in found["stakeholders"]}
    assert readings["Ann"] == {"value": "BRIEF", "source": "COMPUTED", "interactions": 2}
    now = {one["label"]: one["coverage"] for one in contacts(api, firm)["stakeholders"]}
    assert now["Ann"] == {"value": "MULTIPLE", "source": "COMPUTED", "interactions": 4}
    assert now["Somebody"] == {"value": "NONE", "source": "COMPUTED", "interactions": 0}


def test_strengths_of_a_person(api: Api, firm: Firm) -> None:
    (found,) = api.read(STRENGTHS, id=firm.ann).values()
    assert [one["seller"]["name"] for one in found["strengths"]] == ["Hugo", "Mia", "Olga"]
    assert {one["person"]["id"] for one in found["strengths"]} == {firm.ann}
    values = [one["value"] for one in found["strengths"]]
    assert values == sorted(values, reverse=True)
    then = api.read(STRENGTHS, id=firm.ann, asOf=ago(50))["person"]["strengths"]
    assert [one["seller"]["name"] for one in then] == ["Olga"]
    known = api.read(STRENGTHS, id=firm.ann, knownAt=firm.first_known.isoformat())["person"]["strengths"]
    assert [one["seller"]["name"] for one in known] == ["Hugo", "Olga"]
    assert api.read(STRENGTHS, id=firm.bob)["person"]["strengths"] == []


def test_an_interaction_that_is_taken_back_is_gone_and_known_before(api: Api, firm: Firm) -> None:
    said = firm.meet(api, 1, firm.bob, firm.hugo, kind="CALL", direction="INBOUND")
    assert last(contacts(api, firm))["Hugo", "Bob"] == 1
    before = datetime.now(UTC).isoformat()
    api.written("undo", changeId=said)
    assert last(contacts(api, firm))["Hugo", "Bob"] is None
    assert last(contacts(api, firm, knownAt=before))["Hugo", "Bob"] == 1


def test_what_may_not_be_seen_counts_nowhere(api: Api, firm: Firm) -> None:
    olga = api.by(firm.olgas_mail)
    # What Mia did at an account of her own is hidden from Olga.
    assert {seller for seller, _ in last(contacts(olga, firm))} == {"Hugo", "Olga"}
    assert [one["seller"]["name"] for one in olga.read(STRENGTHS, id=firm.ann)["person"]["strengths"]] == [
        "Hugo",
        "Olga",
    ]
    assert api.by(firm.hugos_mail).read(CONTACTS, map=firm.map)["decisionMap"] is None


def test_a_supposed_map_has_contacts_too(api: Api, firm: Firm) -> None:
    query = """
    query($map: ID!, $changes: [SupposedChange!]!) {
      whatIf(mapId: $map, changes: $changes) {
        before { contacts { ...cell } } after { contacts { ...cell } overlaps { stakeholder { leftAt } } }
      }
    }
    fragment cell on ContactCell { seller { name } stakeholder { label leftAt } strength { value } }
    """
    stakeholders = api.read("query($id: ID!) { decisionMap(id: $id) { stakeholders { id label } } }", id=firm.map)
    places = {one["label"]: one["id"] for one in stakeholders["decisionMap"]["stakeholders"]}
    found = api.read(query, map=firm.map, changes=[{"leave": places["Ann"]}, {"name": places["Somebody"]}])["whatIf"]
    before, after = ({(c["seller"]["name"], c["stakeholder"]["label"]) for c in found[w]["contacts"]} for w in found)
    assert after - before == {(seller, "Somebody") for seller in ("Hugo", "Mia", "Olga")}
    assert {c["stakeholder"]["leftAt"] is None for c in found["before"]["contacts"]} == {True}
    assert found["after"]["overlaps"][0]["stakeholder"]["leftAt"] is not None


@pytest.mark.parametrize("argument", ["asOf", "knownAt"])
def test_the_future_is_refused(api: Api, firm: Firm, argument: str) -> None:
    error = api.error(STRENGTHS, id=firm.ann, **{argument: ago(-1)})
    assert (error["code"], error["argument"]) == ("INVALID", argument)


def test_owner_and_team_are_those_of_the_time(api: Api, firm: Firm) -> None:
    account = api.account("Handed over", ownerId=firm.olga, teamIds=[firm.mia])
    api.place(account, api.person("Cy", account))
    before = datetime.now(UTC).isoformat()
    api.written("updateAccount", accountId=account, ownerId=firm.hugo, teamIds=[])
    query = """
    query($id: ID!, $asOf: DateTime) { decisionMap(id: $id, asOf: $asOf) { contacts { seller { name } } } }
    """
    now = api.read(query, id=f"map_{account}")["decisionMap"]["contacts"]
    then = api.read(query, id=f"map_{account}", asOf=before)["decisionMap"]["contacts"]
    assert [[one["seller"]["name"] for one in found] for found in (now, then)] == [["Hugo"], ["Mia", "Olga"]]
