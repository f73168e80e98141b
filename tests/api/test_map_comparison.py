"""Maps together: compared, and the people of one copied to another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.api.client import Api

COMPARE = """
query($left: ID!, $right: ID!, $leftAsOf: DateTime, $rightAsOf: DateTime) {
  compareMaps(leftId: $left, rightId: $right, leftAsOf: $leftAsOf, rightAsOf: $rightAsOf) {
    left { id supportScore { value } asOf } right { id status asOf }
    people { person { name } left { support } right { support roles } differences }
  }
}
"""


def test_a_deal_is_compared_with_its_account(api: Api) -> None:
    account = api.account("Compared")
    ann, bob = api.person("Ann", account), api.person("Bob", account)
    place = api.place(account, ann, roles=["DECIDER"])
    api.place(account, bob)
    api.written("assess", stakeholderId=place, support="SPONSOR")
    deal = api.written("createOpportunity", "opportunity { id }", accountId=account, name="D")["opportunity"]["id"]
    maps = {"fromMapId": f"map_{account}", "mapId": f"map_{deal}", "personIds": [ann]}
    copied = api.written("copyStakeholders", "map { stakeholders { label roles support } }", **maps)
    assert copied["map"] == {"stakeholders": [{"label": "Ann", "roles": [], "support": None}]}
    found = api.read(COMPARE, left=f"map_{account}", right=f"map_{deal}")["compareMaps"]
    assert found["people"] == [
        {
            "person": {"name": "Ann"},
            "left": {"support": "SPONSOR"},
            "right": {"support": None, "roles": []},
            "differences": ["ROLES", "SUPPORT"],
        },
        {"person": {"name": "Bob"}, "left": {"support": None}, "right": None, "differences": []},
    ]
    assert (found["left"]["supportScore"]["value"], found["right"]["status"]) == (100, "RED")


def test_one_map_is_compared_at_two_moments(api: Api) -> None:
    account = api.account("Then and now")
    then = (datetime.now(UTC) - timedelta(days=50)).isoformat()
    place = api.place(account, api.person("Ann", account), observedAt=then)
    api.written("assess", stakeholderId=place, support="NEUTRAL", observedAt=then)
    api.written("assess", stakeholderId=place, support="SPONSOR")
    found = api.read(COMPARE, left=f"map_{account}", right=f"map_{account}", leftAsOf=then)["compareMaps"]
    assert [(one["left"]["support"], one["right"]["support"], one["differences"]) for one in found["people"]] == [
        ("NEUTRAL", "SPONSOR", ["SUPPORT"])
    ]
    assert found["left"]["asOf"] is not None
    assert found["right"]["asOf"] is None


def test_what_may_not_be_seen_is_compared_with_nothing(api: Api) -> None:
    account = api.account("Hidden")
    _, email = api.seller("Outsider")
    own = f"map_{api.by(email).account('Own')}"
    for left, right in ((own, f"map_{account}"), (f"map_{account}", own), (own, "nonsense")):
        assert api.by(email).read(COMPARE, left=left, right=right)["compareMaps"] is None
    error = api.error(COMPARE, left=own, right=own, leftAsOf="2999-01-01T00:00:00Z")
    assert (error["code"], error["argument"]) == ("INVALID", "asOf")
