"""The portfolio: accounts side by side, sorted by what their maps and deals come to, page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.client import Api

NOW = datetime.now(UTC)
PORTFOLIO = """
query($by: PortfolioOrder, $down: Boolean, $first: Int, $after: String, $seller: ID, $team: String,
      $moved: DateTime, $currency: String, $tag: [String!]) {
  portfolio(orderBy: $by, descending: $down, first: $first, after: $after, sellerId: $seller, team: $team,
            movedSince: $moved, currency: $currency, filter: { tag: $tag }) {
    accounts {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node { name valueAtStake { amount currency } lastContactAt movedAt decisionMap { status } } }
    }
    byStatus { status count }
    valueAtStake { amount currency }
  }
}
"""
TAG = "portfolio"


def ago(days: int) -> str:
    return (NOW - timedelta(days=days)).isoformat()


class Book:
    """Four accounts: one won over, one half-way, one against us, one of which nothing is known."""

    def __init__(self, api: Api) -> None:
        self.seller, self.email = api.seller("Sam", team="East")
        self.mate, _ = api.seller("Mate", team="West")
        own: dict[str, Any] = {"tags": [TAG], "ownerId": self.seller}
        green = api.account("Green", **own)
        amber = api.account("Amber", **{**own, "ownerId": None, "teamIds": [self.mate]})
        red = api.account("Crimson", **own)
        api.account("Blank", tags=[TAG])
        self._map(api, green, "INNER_CIRCLE", "SPONSOR", ["APPROVER"], 5)
        self._map(api, amber, "POLITICAL_STRUCTURE", "SUPPORTER", ["USER"], 30)
        self._map(api, red, "OUTSIDE", "OPPONENT", ["DECIDER", "EVALUATOR"], 60)
        self._deal(api, green, "100.00", "EUR")
        self._deal(api, amber, "900.00", "EUR")
        self._deal(api, amber, "5", "JPY")
        lost = self._deal(api, red, "7000.00", "EUR")
        api.written("closeOpportunity", opportunityId=lost, status="LOST")
        self._deal(api, red, "70", "JPY")
        for account, days in ((green, 9), (green, 2), (red, 1)):
            said = {"kind": "CALL", "direction": "INBOUND", "sellerIds": [], "personIds": []}
            api.written("recordInteraction", accountId=account, at=ago(days), **said)

    def _map(self, api: Api, account: str, influence: str, support: str, roles: list[str], days: int) -> None:
        place = api.place(account, api.person("P", account), roles=roles, observedAt=ago(days))
        api.written("assess", stakeholderId=place, influence=influence, support=support, observedAt=ago(days))

    def _deal(self, api: Api, account: str, amount: str, currency: str) -> str:
        said = {"accountId": account, "name": "Deal", "amount": amount, "currency": currency}
        return api.written("createOpportunity", "opportunity { id }", **said)["opportunity"]["id"]


@pytest.fixture(scope="module")
def book(http: Any) -> Book:
    return Book(Api(http))


def names(found: dict[str, Any]) -> list[str]:
    return [edge["node"]["name"] for edge in found["accounts"]["edges"]]


def read(api: Api, **given: Any) -> dict[str, Any]:
    return api.read(PORTFOLIO, **{"tag": [TAG], **given})["portfolio"]


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("by", "down", "expected"),
    [
        ("NAME", False, ["Amber", "Blank", "Crimson", "Green"]),
        ("NAME", True, ["Green", "Crimson", "Blank", "Amber"]),
        ("STATUS", True, ["Green", "Amber", {"Crimson", "Blank"}]),
        ("SCORE", False, ["Crimson", "Amber", "Green", "Blank"]),
        ("SCORE", True, ["Green", "Amber", "Crimson", "Blank"]),
        ("COMPLETENESS", True, [{"Green"}, {"Amber", "Crimson"}, "Blank"]),
        ("VALUE_AT_STAKE", True, ["Amber", "Green", {"Crimson", "Blank"}]),
        ("MOVED", True, ["Green", "Amber", "Crimson", "Blank"]),
        ("MOVED", False, ["Crimson", "Amber", "Green", "Blank"]),
        ("TOP_INSIGHT", True, ["Crimson", {"Green", "Amber"}, "Blank"]),
        ("LAST_CONTACT", True, ["Crimson", "Green", {"Amber", "Blank"}]),
    ],
)
def test_accounts_are_sorted_by_each_figure(api: Api, by: str, down: bool, expected: list[Any]) -> None:
    found = names(read(api, by=by, down=down))
    for group in expected:
        tied = {group} if isinstance(group, str) else group
        assert {found.pop(0) for _ in tied} == tied
    assert found == []


@pytest.mark.usefixtures("book")
def test_amounts_are_compared_in_one_currency(api: Api) -> None:
    assert names(read(api, by="VALUE_AT_STAKE", down=True, currency="JPY"))[:2] == ["Crimson", "Amber"]


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("by", ["NAME", "STATUS", "SCORE", "MOVED"])
@pytest.mark.parametrize("down", [False, True])
def test_pages_follow_each_other(api: Api, by: str, down: bool) -> None:
    whole = names(read(api, by=by, down=down))
    paged: list[str] = []
    after: str | None = None
    for _ in whole:
        found = read(api, by=by, down=down, first=1, after=after)
        paged += names(found)
        after = found["accounts"]["pageInfo"]["endCursor"]
        assert found["accounts"]["totalCount"] == len(whole)
        assert found["accounts"]["pageInfo"]["hasNextPage"] == (len(paged) < len(whole))
    assert paged == whole


@pytest.mark.usefixtures("book")
def test_what_they_come_to_together(api: Api) -> None:
    found = read(api)
    assert found["byStatus"] == [
        {"status": "RED", "count": 2},
        {"status": "AMBER", "count": 1},
        {"status": "GREEN", "count": 1},
    ]
    assert found["valueAtStake"] == [{"amount": "1000.00", "currency": "EUR"}, {"amount": "75", "currency": "JPY"}]
    amber, blank = (edge["node"] for edge in found["accounts"]["edges"][:2])
    assert amber["valueAtStake"] == [{"amount": "900.00", "currency": "EUR"}, {"amount": "5", "currency": "JPY"}]
    assert (amber["lastContactAt"], amber["movedAt"] is not None) == (None, True)
    assert (blank["valueAtStake"], blank["movedAt"], blank["decisionMap"]["status"]) == ([], None, "RED")


@pytest.mark.usefixtures("book")
def test_the_top_insight_is_the_first_of_all(api: Api) -> None:
    query = """query($tag: [String!]) { portfolio(orderBy: TOP_INSIGHT, descending: true, filter: { tag: $tag }) {
        accounts { edges { node { name topInsight { id rule severity } insights { id } } } } } }"""
    nodes = [edge["node"] for edge in api.read(query, tag=[TAG])["portfolio"]["accounts"]["edges"]]
    assert [one["topInsight"]["id"] for one in nodes] == [one["insights"][0]["id"] for one in nodes]
    assert (nodes[0]["name"], nodes[0]["topInsight"]["severity"]) == ("Crimson", "CRITICAL")
    account = nodes[0]
    for insight in account["insights"]:
        api.written("dismissInsight", insightId=insight["id"], reason="seen")
    (none,) = (
        one["node"]
        for one in api.read(query, tag=[TAG])["portfolio"]["accounts"]["edges"]
        if one["node"]["name"] == "Crimson"
    )
    assert none["topInsight"] is None


def test_of_a_seller_and_of_a_team(api: Api, book: Book) -> None:
    assert names(read(api, seller=book.seller)) == ["Crimson", "Green"]
    assert names(read(api, seller=book.mate)) == ["Amber"]
    assert names(read(api, team="East")) == ["Crimson", "Green"]
    assert names(read(api, team="Nowhere")) == []
    error = api.error(PORTFOLIO, seller="seller_" + "0" * 32)
    assert (error["code"], error["argument"]) == ("NOT_FOUND", "sellerId")


@pytest.mark.usefixtures("book")
def test_only_what_moved_since(api: Api) -> None:
    assert names(read(api, moved=ago(31))) == ["Amber", "Green"]
    assert names(read(api, moved=ago(6))) == ["Green"]


def test_ties_and_who_leaves_move_a_map_too(api: Api) -> None:
    account, other, tag = api.account("Moving", tags=["moving"]), api.account("Elsewhere"), ["moving"]
    people = [api.person(name, account, since=ago(900)[:10]) for name in ("Ann", "Bob", "Cid")]
    for person in people[:2]:
        api.place(account, person, observedAt=ago(100))
    # Cid is not in the map, nor does a tie with one of us, or work elsewhere before, move it.
    me = api.read("{ viewer { id } }")["viewer"]["id"]
    for source, target in ((people[0], people[2]), (me, people[0])):
        api.written("recordAcquaintance", sourceId=source, targetId=target, observedAt=ago(1))

    def moved() -> str:
        (edge,) = api.read(PORTFOLIO, tag=tag)["portfolio"]["accounts"]["edges"]
        return edge["node"]["movedAt"][:10]

    def day(days: int) -> str:
        return ago(days)[:10]

    assert moved() == day(100)
    api.written("setInfluence", sourceId=people[0], targetId=people[1], strength=3, observedAt=ago(50))
    assert moved() == day(50)
    api.written("recordAcquaintance", sourceId=people[0], targetId=people[1], observedAt=ago(40))
    assert moved() == day(40)
    left = api.written("changeEmployment", personId=people[1], accountId=other, at=day(20))
    assert moved() == day(20)
    assert len(names(read(api, tag=tag, moved=ago(25)))) == 1
    assert names(read(api, tag=tag, moved=ago(19))) == []
    api.written("undo", changeId=left["changeId"])
    assert moved() == day(40)


def test_what_may_not_be_seen_counts_nowhere(api: Api, book: Book) -> None:
    found = read(api.by(book.email))
    assert names(found) == ["Crimson", "Green"]
    assert [one["count"] for one in found["byStatus"]] == [1, 0, 1]
    assert found["valueAtStake"] == [{"amount": "100.00", "currency": "EUR"}, {"amount": "70", "currency": "JPY"}]


@pytest.mark.usefixtures("book")
def test_a_change_taken_back_did_not_move_the_map(api: Api) -> None:
    account = api.account("Undone", tags=["undone"])
    made = api.written("addStakeholder", mapId=f"map_{account}", label="Somebody")
    api.written("undo", changeId=made["changeId"])
    (edge,) = read(api, tag=["undone"])["accounts"]["edges"]
    assert edge["node"]["movedAt"] is None


@pytest.mark.parametrize("after", ["nonsense", "WyJhY2NvdW50cy1uYW1lLWFzYyIsIngiLCJ5Il0"])
def test_a_cursor_of_another_list_is_refused(api: Api, after: str) -> None:
    error = api.error(PORTFOLIO, after=after)
    assert (error["code"], error["argument"]) == ("INVALID", "after")


def test_a_currency_that_is_none_is_refused(api: Api) -> None:
    error = api.error(PORTFOLIO, by="VALUE_AT_STAKE", currency="eur")
    assert (error["code"], error["argument"]) == ("INVALID", "currency")
