"""What a viewer may not see is answered like what there is not, byte for byte, and counts nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.client import Api

UNKNOWN = "0123456789abcdef" * 2


@dataclass
class Hidden:
    """An account of somebody else with one object of each kind, and somebody who may see none of it."""

    outsider: Api
    ids: dict[str, str]
    external: dict[str, str]


@pytest.fixture(scope="module")
def hidden(http: Any) -> Hidden:
    api = Api(http)
    account = api.account("Secretive 秘密", externalId="hidden-account", tags=["hidden"])
    person = api.person("Clandestine 隐身", account, externalId="hidden-person", emails=["spy@hidden.example"])
    place = api.place(account, person, roles=["DECIDER"])
    said = {"accountId": account}
    ids = {
        "account": account,
        "person": person,
        "stakeholder": place,
        "map": f"map_{account}",
        "assessment": api.written("assess", "assessment { id }", stakeholderId=place, support="SPONSOR")["assessment"][
            "id"
        ],
        "opportunity": api.written("createOpportunity", "opportunity { id }", **said, name="Secretive")["opportunity"][
            "id"
        ],
        "interaction": api.written(
            "recordInteraction",
            "interaction { id }",
            **said,
            kind="CALL",
            at="2026-01-01T00:00:00Z",
            direction="INBOUND",
            sellerIds=[],
            personIds=[person],
        )["interaction"]["id"],
        "order": api.written(
            "recordOrder", "order { id }", **said, at="2026-01-01T00:00:00Z", amount="1", currency="EUR"
        )["order"]["id"],
        "referral": api.written("recordReferral", "referral { id }", referrerId=person, referredId=account)["referral"][
            "id"
        ],
        "transition": api.written("moveStage", "transition { id }", **said, ladder="LOYALTY", to="CLIENT")[
            "transition"
        ]["id"],
    }
    _, email = api.seller("Outsider")
    return Hidden(api.by(email), ids, {"account": "hidden-account", "person": "hidden-person"})


def same_as_unknown(api: Api, query: str, hidden: str, unknown: str) -> bytes:
    """Ask for the one and the other; the answers must be the same bytes."""
    found, nothing = (api.send(query, {"id": id_}) for id_ in (hidden, unknown))
    assert (found.status_code, found.content) == (nothing.status_code, nothing.content)
    return found.content


def test_nodes_are_like_unknown_ones(hidden: Hidden) -> None:
    for kind, id_ in hidden.ids.items():
        unknown = f"map_account_{UNKNOWN}" if kind == "map" else f"{kind}_{UNKNOWN}"
        for query in (
            "query($id: ID!) { node(id: $id) { __typename id } }",
            "query($id: ID!) { nodes(ids: [$id]) { __typename id } }",
        ):
            assert b"null" in same_as_unknown(hidden.outsider, query, id_, unknown)


def test_reads_by_id_are_like_unknown_ones(hidden: Hidden) -> None:
    reads = {
        "account": "query($id: ID!) { account(id: $id) { id } }",
        "person": "query($id: ID!) { person(id: $id) { id } }",
        "map": "query($id: ID!) { decisionMap(id: $id) { id } }",
        "map as of": 'query($id: ID!) { decisionMap(id: $id, asOf: "2026-01-01T00:00:00Z") { id } }',
        "tree": "query($id: ID!) { referralTree(partyId: $id) { truncated } }",
        "chains": "query($id: ID!) { referralChains(partyId: $id) { complete chains { referrals { id } } } }",
        "referrals": "query($id: ID!) { referrals(filter: { partyId: $id }) { totalCount edges { cursor } } }",
        "by stakeholder": (
            "query($id: ID!) { accounts(filter: { stakeholder: { personId: $id } }) { totalCount edges { cursor } } }"
        ),
    }
    kinds = {"map": "map", "map as of": "map", "person": "person", "by stakeholder": "person"}
    for name, query in reads.items():
        kind = kinds.get(name, "account")
        unknown = f"map_account_{UNKNOWN}" if kind == "map" else f"{kind}_{UNKNOWN}"
        same_as_unknown(hidden.outsider, query, hidden.ids[kind], unknown)


def test_reads_by_external_id_are_like_unknown_ones(hidden: Hidden) -> None:
    for kind, external in hidden.external.items():
        query = f"query($id: String!) {{ {kind}(externalId: $id) {{ id }} }}"
        assert b"null" in same_as_unknown(hidden.outsider, query, external, "no-such-id")


def test_writes_are_refused_like_those_to_unknown_ones(hidden: Hidden) -> None:
    writes: dict[str, tuple[str, dict[str, Any]]] = {
        "updateAccount": ("account", {"accountId": None, "name": "A"}),
        "updatePerson": ("person", {"personId": None, "name": "A"}),
        "changeEmployment": ("person", {"personId": None}),
        "createOpportunity": ("account", {"accountId": None, "name": "A"}),
        "updateOpportunity": ("opportunity", {"opportunityId": None, "name": "A"}),
        "closeOpportunity": ("opportunity", {"opportunityId": None, "status": "WON"}),
        "addStakeholder": ("map", {"mapId": None, "label": "A"}),
        "giveRoles": ("stakeholder", {"stakeholderId": None, "roles": []}),
        "placeStakeholder": ("stakeholder", {"stakeholderId": None}),
        "removeStakeholder": ("stakeholder", {"stakeholderId": None}),
        "assess": ("stakeholder", {"stakeholderId": None, "support": "NEUTRAL"}),
        "setManager": ("person", {"personId": None}),
        "moveStage": ("account", {"accountId": None, "ladder": "LOYALTY", "to": "CLIENT"}),
        "advanceReferral": ("referral", {"referralId": None, "status": "DECLINED"}),
    }
    for mutation, (kind, given) in writes.items():
        field = next(name for name, value in given.items() if value is None)
        unknown = f"map_account_{UNKNOWN}" if kind == "map" else f"{kind}_{UNKNOWN}"
        answers = [hidden.outsider.write(mutation, **given | {field: id_}) for id_ in (hidden.ids[kind], unknown)]
        assert answers[0] == answers[1]
        assert answers[0]["userErrors"][0]["code"] == "NOT_FOUND"
        assert answers[0]["userErrors"][0]["field"] == [field]


def test_nothing_hidden_is_listed_counted_or_found(hidden: Hidden) -> None:
    found = hidden.outsider.read(
        """{
          accounts(filter: { tag: ["hidden"] }) { totalCount edges { node { id } } }
          byName: search(text: "Secretive") { id }
          byCharacter: search(text: "隐") { id }
          byMail: search(text: "spy@hidden.example") { id }
          deals: searchOpportunities(text: "Secretive") { id }
          stageBoard(ladder: "LOYALTY", filter: { tag: ["hidden"] }) { columns { count value { amount } } }
        }"""
    )
    assert found["accounts"] == {"totalCount": 0, "edges": []}
    assert found["byName"] == found["byCharacter"] == found["byMail"] == found["deals"] == []
    assert {column["count"] for column in found["stageBoard"]["columns"]} == {0}


def test_hidden_people_and_employers_are_left_out(api: Api) -> None:
    seller, email = api.seller("Insider")
    mine = api.account("Mine", teamIds=[seller])
    theirs = api.account("Theirs")
    person = api.person("Mover", theirs, since="2024-01-01")
    api.written("changeEmployment", personId=person, accountId=mine, at="2025-01-01")
    secret = api.person("Secret", theirs)
    api.written(
        "recordInteraction",
        accountId=mine,
        kind="MEETING",
        at="2026-01-01T00:00:00Z",
        direction="MUTUAL",
        sellerIds=[],
        personIds=[person, secret],
    )
    api.written(
        "recordInteraction",
        accountId=theirs,
        kind="CALL",
        at="2026-01-02T00:00:00Z",
        direction="MUTUAL",
        sellerIds=[],
        personIds=[person],
    )
    api.written("recordReferral", referrerId=mine, referredId=theirs)
    found = api.by(email).read(
        "query($mine: ID!, $person: ID!) { account(id: $mine) { interactions { edges { node { people { name } } } } "
        "referralFigures { direct } } person(id: $person) { account { name } employments { account { name } } "
        "interactions { totalCount edges { node { account { name } people { name } } } } } "
        "referrals(filter: { partyId: $mine }) { totalCount } }",
        mine=mine,
        person=person,
    )
    assert found["account"]["interactions"]["edges"] == [{"node": {"people": [{"name": "Mover"}]}}]
    assert found["account"]["referralFigures"] == {"direct": 0}
    assert found["person"] == {
        "account": {"name": "Mine"},
        "employments": [{"account": {"name": "Mine"}}],
        "interactions": {
            "totalCount": 1,
            "edges": [{"node": {"account": {"name": "Mine"}, "people": [{"name": "Mover"}]}}],
        },
    }
    assert found["referrals"] == {"totalCount": 0}
