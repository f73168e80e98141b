"""What can be read: nodes, pages, filters, search, history, referrals, boards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.api.client import Api


def tag(api: Api, name: str, *accounts: dict[str, Any]) -> list[str]:
    """Create accounts with one tag of their own; return their ids."""
    return [api.account(tags=[name], **given) for given in accounts]


def names(api: Api, filter_: str, **variables: Any) -> list[str]:
    found = api.read(f"{{ accounts(filter: {filter_}, first: 1000) {{ totalCount edges {{ node {{ name }} }} }} }}")
    listed = [edge["node"]["name"] for edge in found["accounts"]["edges"]]
    assert found["accounts"]["totalCount"] == len(listed)
    return listed


def test_node_finds_everything_that_has_an_id(api: Api) -> None:
    account = api.account("Noded")
    person = api.person("Nod", account)
    place = api.place(account, person)
    made = {
        "Account": account,
        "Person": person,
        "Stakeholder": place,
        "DecisionMap": f"map_{account}",
        "Seller": api.read("{ viewer { id } }")["viewer"]["id"],
        "Opportunity": api.written("createOpportunity", "opportunity { id }", accountId=account, name="D")[
            "opportunity"
        ]["id"],
        "Assessment": api.written("assess", "assessment { id }", stakeholderId=place, support="NEUTRAL")["assessment"][
            "id"
        ],
        "Interaction": api.written(
            "recordInteraction",
            "interaction { id }",
            accountId=account,
            kind="CALL",
            at="2026-01-01T00:00:00Z",
            direction="INBOUND",
            sellerIds=[],
            personIds=[],
        )["interaction"]["id"],
        "Order": api.written(
            "recordOrder", "order { id }", accountId=account, at="2026-01-01T00:00:00Z", amount="1", currency="EUR"
        )["order"]["id"],
        "Referral": api.written("recordReferral", "referral { id }", referrerId=person, referredId=account)["referral"][
            "id"
        ],
        "StageTransition": api.written("moveStage", "transition { id }", accountId=account, ladder="CLASS", to="KEY")[
            "transition"
        ]["id"],
    }
    nodes = api.read("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", ids=[*made.values(), "nothing"])
    assert nodes["nodes"] == [*({"__typename": name, "id": id_} for name, id_ in made.items()), None]
    for name, id_ in made.items():
        node = api.read("query($id: ID!) { node(id: $id) { __typename id } }", id=id_)["node"]
        assert node == {"__typename": name, "id": id_}


def test_at_most_a_thousand_nodes_are_read_at_once(api: Api) -> None:
    error = api.error("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["x"] * 1001)
    assert (error["code"], error["argument"]) == ("LIMIT", "ids")


def test_pages_follow_each_other_in_each_order(api: Api) -> None:
    made = tag(api, "paged", *({"name": f"Paged {n}"} for n in (2, 1, 3, 1)))
    by_name = [made[1], made[3], made[0], made[2]]
    orders = {
        "NAME_ASC": [*sorted(by_name[:2]), *by_name[2:]],
        "CREATED_ASC": made,
        "CREATED_DESC": made[::-1],
    }
    query = (
        "query($after: String, $order: AccountOrder) { accounts(first: 3, after: $after, orderBy: $order, "
        'filter: { tag: ["paged"] }) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } '
        "edges { cursor node { id } } } }"
    )
    for order, expected in orders.items():
        first = api.read(query, order=order)["accounts"]
        second = api.read(query, order=order, after=first["pageInfo"]["endCursor"])["accounts"]
        assert [e["node"]["id"] for e in (*first["edges"], *second["edges"])] == expected
        assert first["totalCount"] == second["totalCount"] == 4
        assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
        assert (second["pageInfo"]["hasNextPage"], second["pageInfo"]["hasPreviousPage"]) == (False, True)
        assert first["pageInfo"]["startCursor"] == first["edges"][0]["cursor"]
        inner = api.read(query, order=order, after=first["edges"][1]["cursor"])["accounts"]
        assert [e["node"]["id"] for e in inner["edges"]] == expected[2:]


def test_a_cursor_of_another_list_or_order_is_refused(api: Api) -> None:
    tag(api, "foreign", {"name": "F"})
    cursor = api.read("{ accounts(first: 1, orderBy: NAME_ASC) { edges { cursor } } }")["accounts"]["edges"][0][
        "cursor"
    ]
    for field in (
        "accounts(after: $c, orderBy: NAME_DESC)",
        "accounts(after: $c, orderBy: CREATED_ASC)",
        "sellers(after: $c)",
    ):
        error = api.error(f"query($c: String) {{ {field} {{ totalCount }} }}", c=cursor)
        assert (error["code"], error["argument"]) == ("INVALID", "after")


def test_lists_of_an_account_are_paged_and_counted(api: Api) -> None:
    account = api.account("Listed")
    people = [api.person(f"P{n}", account) for n in range(3)]
    for n in range(3):
        api.written("createOpportunity", accountId=account, name=f"O{n}", openedAt=f"2025-01-0{n + 1}T00:00:00Z")
        api.written(
            "recordInteraction",
            accountId=account,
            kind="CALL",
            at=f"2025-01-0{n + 1}T00:00:00Z",
            direction="INBOUND",
            sellerIds=[],
            personIds=[people[n]],
        )
    query = (
        "query($id: ID!, $p: String, $o: String, $i: String) { account(id: $id) { "
        "people(first: 2, after: $p) { totalCount pageInfo { endCursor } edges { node { name } } } "
        "opportunities(first: 2, after: $o) { totalCount pageInfo { endCursor } edges { node { name } } } "
        "interactions(first: 2, after: $i) { totalCount pageInfo { endCursor } edges { node { people { name } } } } } }"
    )
    first = api.read(query, id=account)["account"]
    ends = {name: first[key]["pageInfo"]["endCursor"] for name, key in zip("poi", first, strict=True)}
    second = api.read(query, id=account, **ends)["account"]
    assert [e["node"]["name"] for page in (first, second) for e in page["people"]["edges"]] == ["P0", "P1", "P2"]
    assert [e["node"]["name"] for page in (first, second) for e in page["opportunities"]["edges"]] == ["O2", "O1", "O0"]
    talked = [e["node"]["people"][0]["name"] for page in (first, second) for e in page["interactions"]["edges"]]
    assert talked == ["P2", "P1", "P0"]
    assert [first[key]["totalCount"] for key in first] == [3, 3, 3]


def test_contacts_with_a_person_are_told_over_all_accounts_the_latest_first(api: Api) -> None:
    here, there = api.account("Here"), api.account("There")
    ann, bob = api.person("Ann", here), api.person("Bob", here)
    contacts = [(here, "CALL", ann), (there, "EMAIL", ann), (here, "MEETING", bob), (here, "VISIT", ann)]
    for n, (account, kind, person) in enumerate(contacts):
        api.written(
            "recordInteraction",
            accountId=account,
            kind=kind.replace("VISIT", "SITE_VISIT"),
            at=f"2025-01-0{n + 1}T00:00:00Z",
            direction="MUTUAL",
            sellerIds=[],
            personIds=[person],
        )
    query = (
        "query($id: ID!, $after: String) { person(id: $id) { interactions(first: 2, after: $after) { totalCount "
        "pageInfo { hasNextPage endCursor } edges { node { kind account { name } } } } } }"
    )
    first = api.read(query, id=ann)["person"]["interactions"]
    second = api.read(query, id=ann, after=first["pageInfo"]["endCursor"])["person"]["interactions"]
    told = [(e["node"]["kind"], e["node"]["account"]["name"]) for page in (first, second) for e in page["edges"]]
    assert told == [("SITE_VISIT", "Here"), ("EMAIL", "There"), ("CALL", "Here")]
    assert (first["totalCount"], second["pageInfo"]["hasNextPage"]) == (3, False)


def test_accounts_are_filtered_by_each_field_and_by_and_or_not(api: Api) -> None:
    seller, _ = api.seller("Filter")
    alpha, beta, gamma = tag(
        api,
        "filtered",
        {"name": "Alpha Insurance", "industry": "Insurance", "tier": "A", "ownerId": seller},
        {"name": "Beta 保险公司", "industry": "Banking", "tier": "B", "kind": "GOVERNMENT"},
        {"name": "Gamma"},
    )
    api.written("moveStage", accountId=alpha, ladder="LOYALTY", to="CLIENT")
    person = api.person("Filt", beta)
    place = api.place(beta, person, roles=["DECIDER"])
    api.written("assess", stakeholderId=place, support="SPONSOR", influence="INNER_CIRCLE")
    api.written("updateAccount", accountId=gamma, archived=True)
    within = 'and: [{ tag: ["filtered"] }]'
    expected = {
        'name: { eq: "Gamma" }': ["Gamma"],
        'name: { in: ["Gamma", "Alpha Insurance"] }': ["Alpha Insurance", "Gamma"],
        'name: { contains: "INSUR" }': ["Alpha Insurance"],
        'name: { contains: "保险" }': ["Beta 保险公司"],
        'name: { contains: "!" }': [],
        'industry: { eq: "Banking" }': ["Beta 保险公司"],
        'industry: { contains: "bank" }': ["Beta 保险公司"],
        "kind: [GOVERNMENT]": ["Beta 保险公司"],
        "kind: []": [],
        "tier: [A, B]": ["Alpha Insurance", "Beta 保险公司"],
        f'ownerId: ["{seller}"]': ["Alpha Insurance"],
        'stage: { ladder: "LOYALTY", in: ["CLIENT", "ADVOCATE"] }': ["Alpha Insurance"],
        "mapStatus: [GREEN]": ["Beta 保险公司"],
        "stakeholder: { roles: [DECIDER], support: [SPONSOR], influence: [INNER_CIRCLE] }": ["Beta 保险公司"],
        f'stakeholder: {{ personId: "{person}" }}': ["Beta 保险公司"],
        "stakeholder: { support: [OPPONENT] }": [],
        "archived: true": ["Gamma"],
        "archived: false": ["Alpha Insurance", "Beta 保险公司"],
        "archived: null": ["Alpha Insurance", "Beta 保险公司", "Gamma"],
        "or: [{ tier: [A] }, { archived: true }]": ["Alpha Insurance", "Gamma"],
        "or: []": [],
        "not: { tier: [A] }": ["Beta 保险公司", "Gamma"],
        "not: { or: [{ tier: [A] }, { tier: [B] }] }": ["Gamma"],
    }
    assert {said: names(api, f"{{ {within} {said} }}") for said in expected} == expected


def test_a_filter_too_deep_or_too_wide_is_refused(api: Api) -> None:
    deep = "not: { " * 25 + "archived: true" + " }" * 25
    assert api.error(f"{{ accounts(filter: {{ {deep} }}) {{ totalCount }} }}")["code"] == "LIMIT"
    wide = ", ".join("{ or: [{ archived: true }, { archived: false }, { archived: true }] }" for _ in range(8))
    error = api.error(f"{{ accounts(filter: {{ and: [{wide}] }}) {{ totalCount }} }}")
    assert (error["code"], error["argument"]) == ("LIMIT", "filter")


def test_search_finds_by_name_title_address_number_and_pinyin(api: Api) -> None:
    account = api.account("Zephyr Holdings")
    person = api.person(
        "汪晓微", account, title="Quartermaster", emails=["zq@zephyr.example"], phones=["139 5555 0101"]
    )
    seller, email = api.seller("Zebedee Quill")
    found = {
        text: [one["id"] for one in api.read("query($t: String!) { search(text: $t) { id } }", t=text)["search"]]
        for text in ("zephyr hold", "汪", "wangxiaowei", "quarterm", "13955550101", "zebedee", "…", "")
    }
    assert found["zephyr hold"] == [account]
    assert found["zebedee"] == [seller]
    assert all(found[text] == [person] for text in ("汪", "wangxiaowei", "quarterm", "13955550101"))
    assert found["…"] == found[""] == []
    assert api.read("query($t: String!) { search(text: $t) { id } }", t=email)["search"] == [{"id": seller}]


def test_deals_are_found_by_name_and_pinyin(api: Api) -> None:
    account = api.account("Quiet Ltd")
    made = api.written("createOpportunity", "opportunity { id }", accountId=account, name="Zulu 仓储升级")
    query = "query($t: String!) { searchOpportunities(text: $t) { id account { id } } }"
    found = [{"id": made["opportunity"]["id"], "account": {"id": account}}]
    for text in ("zulu", "ZULU 仓", "储升", "cangchu", "ccsj"):
        assert api.read(query, t=text)["searchOpportunities"] == found, text
    for text in ("quiet", "ulu", "…", ""):
        assert api.read(query, t=text)["searchOpportunities"] == [], text


def test_objects_are_found_by_external_id(api: Api) -> None:
    account = api.account("External", externalId="ext-acc")
    person = api.person("Ext", account, externalId="ext-per")
    query = "query($a: String, $p: String) { account(externalId: $a) { id } person(externalId: $p) { id } }"
    assert api.read(query, a="ext-acc", p="ext-per") == {"account": {"id": account}, "person": {"id": person}}
    assert api.read(query, a="ext-per", p="ext-acc") == {"account": None, "person": None}


def test_lists_of_values_have_labels_in_both_languages(api: Api) -> None:
    found = api.read(
        "{ codeLists { name values { code label { en zh } symbol } } ladders { key loop stages { key order } } }"
    )
    support = next(one for one in found["codeLists"] if one["name"] == "Support")
    assert support["values"][0] == {"code": "SPONSOR", "label": {"en": "Sponsor", "zh": "赞助者"}, "symbol": "*"}
    assert [ladder["key"] for ladder in found["ladders"] if ladder["loop"]] == ["REPURCHASE"]
    assert found["ladders"][0]["stages"][0] == {"key": "SUSPECT", "order": 1}


def test_a_map_as_of_a_time_shows_what_was_known_then(api: Api) -> None:
    account = api.account("Historic")
    person = api.person("His", account, title="Old title")
    place = api.place(account, person, roles=["USER"], observedAt="2025-01-01T00:00:00Z")
    api.written("assess", stakeholderId=place, support="OPPONENT", observedAt="2025-02-01T00:00:00Z")
    api.written("assess", stakeholderId=place, support="SPONSOR", observedAt="2025-03-01T00:00:00Z")
    api.written("giveRoles", stakeholderId=place, roles=["DECIDER"], observedAt="2025-03-01T00:00:00Z")
    query = (
        "query($id: ID!, $asOf: DateTime, $knownAt: DateTime, $after: String) { decisionMap(id: $id, asOf: $asOf, "
        "knownAt: $knownAt) { asOf stakeholders { id roles support assessments(first: 1, after: $after) { totalCount "
        "pageInfo { hasNextPage endCursor } edges { node { support } } } map { id asOf } } } }"
    )

    def read(**how: Any) -> Any:
        return api.read(query, id=f"map_{account}", **how)["decisionMap"]

    assert read(asOf="2024-12-31T00:00:00Z")["stakeholders"] == []
    then = read(asOf="2025-02-15T08:00:00+08:00")
    assert then["asOf"] == "2025-02-15T00:00:00Z"
    (stakeholder,) = then["stakeholders"]
    assert (stakeholder["roles"], stakeholder["support"]) == (["USER"], "OPPONENT")
    assert stakeholder["assessments"]["totalCount"] == 1
    assert stakeholder["map"] == {"id": f"map_{account}", "asOf": "2025-02-15T00:00:00Z"}
    now = read()
    assert now["asOf"] is None
    assert now["stakeholders"][0]["support"] == "SPONSOR"
    # Everything here was learned just now: a year ago nothing of it was known.
    assert read(knownAt="2025-06-01T00:00:00Z")["stakeholders"] == []

    for how in ({}, {"asOf": "2025-04-01T00:00:00Z"}):
        first = read(**how)["stakeholders"][0]["assessments"]
        second = read(**how, after=first["pageInfo"]["endCursor"])["stakeholders"][0]["assessments"]
        said = [edge["node"]["support"] for page in (first, second) for edge in page["edges"]]
        assert said == ["SPONSOR", "OPPONENT"]
        assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)


def test_an_opportunity_has_a_map_of_its_own(api: Api) -> None:
    account = api.account("Two maps")
    deal = api.written("createOpportunity", "opportunity { id }", accountId=account, name="D")["opportunity"]["id"]
    api.place(account, label="In the standing map")
    api.written("addStakeholder", mapId=f"map_{deal}", label="In the deal's")
    query = (
        "query($id: ID!, $deal: ID) { account(id: $id) { decisionMap(opportunityId: $deal) { id account { id } "
        "opportunity { id } stakeholders { label } } } }"
    )
    standing = api.read(query, id=account)["account"]["decisionMap"]
    assert standing == {
        "id": f"map_{account}",
        "account": {"id": account},
        "opportunity": None,
        "stakeholders": [{"label": "In the standing map"}],
    }
    own = api.read(query, id=account, deal=deal)["account"]["decisionMap"]
    assert (own["opportunity"], own["stakeholders"]) == ({"id": deal}, [{"label": "In the deal's"}])


def test_a_persons_places_are_those_that_hold(api: Api) -> None:
    account = api.account("Places")
    person = api.person("Pla", account)
    place = api.place(account, person, roles=["USER"])
    query = "query($id: ID!) { person(id: $id) { standings { id label map { id } } } }"
    assert api.read(query, id=person)["person"]["standings"] == [
        {"id": place, "label": "Pla", "map": {"id": f"map_{account}"}}
    ]
    api.written("removeStakeholder", stakeholderId=place)
    assert api.read(query, id=person)["person"]["standings"] == []


def test_what_was_removed_as_soon_as_added_is_still_a_node(api: Api) -> None:
    account = api.account("Fleeting")
    place = api.place(account, api.person("Fle", account), observedAt="2026-01-01T00:00:00Z")
    api.written("removeStakeholder", stakeholderId=place, observedAt="2026-01-01T00:00:00Z")
    node = api.read("query($id: ID!) { node(id: $id) { ... on Stakeholder { label since until } } }", id=place)["node"]
    assert node == {"label": "Fle", "since": "2026-01-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}


def test_who_left_is_shown_and_counted_nowhere(api: Api) -> None:
    account = api.account("Left")
    person = api.person("Lef", account)
    place = api.place(account, person, roles=["DECIDER"])
    api.written("assess", stakeholderId=place, support="SPONSOR", influence="INNER_CIRCLE")
    api.written("changeEmployment", personId=person, accountId=None)
    found = api.read(
        "query($id: ID!) { decisionMap(id: $id) { status supportScore { value } stakeholders { label leftAt } } }",
        id=f"map_{account}",
    )["decisionMap"]
    assert found["status"] == "RED"
    assert found["supportScore"]["value"] is None
    assert found["stakeholders"][0]["leftAt"] is not None


@pytest.fixture(scope="module")
def chain(http: Any) -> list[str]:
    """Four accounts, each referred by the one before, the last by the first too, and back to the first."""
    api = Api(http)
    made = [api.account(f"Chain {n}") for n in range(4)]
    pairs = [(0, 1), (1, 2), (2, 3), (0, 3), (3, 0)]
    for day, (source, target) in enumerate(pairs, start=1):
        made_at = f"2025-01-{day:02d}T00:00:00Z"
        referral = api.written(
            "recordReferral", "referral { id }", referrerId=made[source], referredId=made[target], madeAt=made_at
        )["referral"]["id"]
        if (source, target) in {(0, 1), (1, 2)}:
            api.written(
                "advanceReferral", referralId=referral, status="CONVERTED", at=made_at, amount="100", currency="EUR"
            )
    return made


def test_the_tree_of_a_party_has_each_party_once_at_its_least_depth(api: Api, chain: list[str]) -> None:
    query = (
        "query($id: ID!, $depth: Int, $first: Int) { referralTree(partyId: $id, maxDepth: $depth, first: $first) { "
        "root { name } truncated figures { direct indirect conversions conversionRate depth directValue { amount } "
        "downstreamValue { amount } referralValue { amount currency } } nodes { depth party { name } parent { name } "
        "via { madeAt status } figures { direct } } } }"
    )
    tree = api.read(query, id=chain[0])["referralTree"]
    assert [(n["depth"], n["party"]["name"], n["parent"]["name"], n["figures"]["direct"]) for n in tree["nodes"]] == [
        (1, "Chain 1", "Chain 0", 1),
        (1, "Chain 3", "Chain 0", 1),
        (2, "Chain 2", "Chain 1", 1),
    ]
    assert (tree["root"]["name"], tree["truncated"]) == ("Chain 0", False)
    assert tree["figures"] == {
        "direct": 2,
        "indirect": 2,
        "conversions": 1,
        "conversionRate": 0.5,
        "depth": 2,
        "directValue": [{"amount": "100.00"}],
        "downstreamValue": [{"amount": "200.00"}],
        "referralValue": [{"amount": "150.00", "currency": "EUR"}],
    }
    assert api.read(query, id=chain[0], depth=1)["referralTree"]["truncated"] is True
    cut = api.read(query, id=chain[0], first=1)["referralTree"]
    assert (len(cut["nodes"]), cut["truncated"]) == (1, True)
    figures = "query($id: ID!) { account(id: $id) { referralFigures(discount: 1) { referralValue { amount } } } }"
    assert api.read(figures, id=chain[0])["account"]["referralFigures"] == {"referralValue": [{"amount": "200.00"}]}


def test_chains_lead_to_the_origins(api: Api, chain: list[str]) -> None:
    query = (
        "query($id: ID!, $asOf: DateTime) { referralChains(partyId: $id, asOf: $asOf) { complete chains { "
        "parties { name } referrals { madeAt } } } }"
    )
    found = api.read(query, id=chain[2], asOf="2025-01-02T12:00:00Z")["referralChains"]
    assert found["complete"] is True
    (way,) = found["chains"]
    assert [party["name"] for party in way["parties"]] == ["Chain 0", "Chain 1", "Chain 2"]
    assert [one["madeAt"] for one in way["referrals"]] == ["2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z"]
    # In the loop that the last referral closes, a way ends where everybody is in it already.
    looped = api.read(query, id=chain[2])["referralChains"]["chains"]
    assert [[party["name"] for party in one["parties"]] for one in looped] == [
        ["Chain 3", "Chain 0", "Chain 1", "Chain 2"]
    ]


def test_referrals_are_filtered_and_read_as_of_a_time(api: Api, chain: list[str]) -> None:
    query = (
        "query($filter: ReferralFilter, $asOf: DateTime) { referrals(filter: $filter, asOf: $asOf) { totalCount "
        "edges { node { referrer { name } referred { name } status } } } }"
    )

    def read(as_of: str | None = None, **filter_: Any) -> list[tuple[str, str, str]]:
        found = api.read(query, filter=filter_, asOf=as_of)["referrals"]
        listed = [edge["node"] for edge in found["edges"]]
        assert found["totalCount"] == len(listed)
        return [(one["referrer"]["name"][-1], one["referred"]["name"][-1], one["status"]) for one in listed]

    assert read(referrerId=chain[0]) == [("0", "3", "MADE"), ("0", "1", "CONVERTED")]
    assert read(referredId=chain[3]) == [("0", "3", "MADE"), ("2", "3", "MADE")]
    assert read(partyId=chain[1], status=["CONVERTED"]) == [("1", "2", "CONVERTED"), ("0", "1", "CONVERTED")]
    assert read(partyId=chain[0], status=[]) == []
    assert read(partyId=chain[0], madeFrom="2025-01-04T00:00:00Z", madeTo="2025-01-05T00:00:00Z") == [
        ("0", "3", "MADE")
    ]
    assert read(as_of="2025-01-01T00:00:00Z", partyId=chain[0]) == [("0", "1", "CONVERTED")]


def test_stages_their_history_and_the_board(api: Api) -> None:
    account, other = tag(api, "boarded", {"name": "Board 1"}, {"name": "Board 2"})
    for to, at in (("BASIC", "2025-01-01"), ("REACTIVE", "2025-02-01"), ("PARTNERSHIP", "2025-03-01")):
        api.written("moveStage", accountId=account, ladder="ENGAGEMENT", to=to, at=f"{at}T00:00:00Z")
    api.written("moveStage", accountId=other, ladder="ENGAGEMENT", to="REACTIVE")
    api.written(
        "createOpportunity", accountId=account, name="D", amount="5", currency="EUR", openedAt="2025-02-15T00:00:00Z"
    )
    found = api.read(
        "query($id: ID!, $asOf: DateTime) { account(id: $id) { stages { ladder { key } stage { key } stalled } "
        "then: stages(asOf: $asOf) { stage { key } days stalled } "
        'stageHistory(ladder: "ENGAGEMENT") { from { key } to { key } skip } '
        'before: stageHistory(ladder: "ENGAGEMENT", asOf: $asOf) { to { key } } } }',
        id=account,
        asOf="2025-02-20T00:00:00Z",
    )["account"]
    assert found["stages"] == [{"ladder": {"key": "ENGAGEMENT"}, "stage": {"key": "PARTNERSHIP"}, "stalled": True}]
    assert found["then"] == [{"stage": {"key": "REACTIVE"}, "days": 19, "stalled": False}]
    assert [(m["from"] and m["from"]["key"], m["to"]["key"], m["skip"]) for m in found["stageHistory"]] == [
        (None, "BASIC", False),
        ("BASIC", "REACTIVE", False),
        ("REACTIVE", "PARTNERSHIP", True),
    ]
    assert [m["to"]["key"] for m in found["before"]] == ["BASIC", "REACTIVE"]

    query = (
        'query($asOf: DateTime, $after: String) { stageBoard(ladder: "ENGAGEMENT", asOf: $asOf, '
        'filter: { tag: ["boarded"] }) '
        "{ asOf ladder { key } columns { stage { key } count value { amount currency } stalledAfterDays "
        "accounts(first: 1, after: $after) { totalCount pageInfo { hasNextPage } edges { cursor node { name } } } } } }"
    )
    board = api.read(query)["stageBoard"]
    assert (board["asOf"], board["ladder"]["key"]) == (None, "ENGAGEMENT")
    filled = {column["stage"]["key"]: column for column in board["columns"] if column["count"]}
    assert board["columns"][0]["stage"]["key"] == "BASIC"
    assert {key: [e["node"]["name"] for e in c["accounts"]["edges"]] for key, c in filled.items()} == {
        "REACTIVE": ["Board 2"],
        "PARTNERSHIP": ["Board 1"],
    }
    assert filled["PARTNERSHIP"]["value"] == [{"amount": "5.00", "currency": "EUR"}]
    assert filled["REACTIVE"]["stalledAfterDays"] == 90.0
    past = api.read(query, asOf="2025-02-20T00:00:00Z")["stageBoard"]
    (column,) = [one for one in past["columns"] if one["count"]]
    assert (column["stage"]["key"], column["accounts"]["totalCount"]) == ("REACTIVE", 1)
    cursor = filled["REACTIVE"]["accounts"]["edges"][0]["cursor"]
    after = {c["stage"]["key"]: c["accounts"]["edges"] for c in api.read(query, after=cursor)["stageBoard"]["columns"]}
    assert after["REACTIVE"] == []


def test_who_is_on_our_side(api: Api) -> None:
    boss, _ = api.seller("Team boss")
    report, email = api.seller("Team report", managerId=boss)
    assert api.by(email).read("{ viewer { id manager { id } } }")["viewer"] == {"id": report, "manager": {"id": boss}}
    found = api.read("{ sellers(first: 1000) { totalCount edges { node { id name } } } }")["sellers"]
    assert found["totalCount"] == len(found["edges"])
    listed = [edge["node"]["name"] for edge in found["edges"]]
    assert listed == sorted(listed)
    assert {boss, report} <= {edge["node"]["id"] for edge in found["edges"]}


def test_a_referrals_version_is_todays_as_of_any_time_and_then_that_which_was_known(api: Api) -> None:
    first, second = api.account("Version 1"), api.account("Version 2")
    made = api.written(
        "recordReferral", "referral { id }", referrerId=first, referredId=second, madeAt="2025-02-01T00:00:00Z"
    )["referral"]["id"]
    recorded = api.read("query($id: ID!) { node(id: $id) { ... on Referral { recordedAt } } }", id=made)["node"]
    api.written("advanceReferral", referralId=made, status="CONTACTED", at="2025-03-01T00:00:00Z")
    via = "{ nodes { via { version status } } }"
    query = (
        "query($id: ID!, $up: ID!, $at: DateTime, $then: DateTime, $now: DateTime) { "
        "referrals(filter: {partyId: $id}, asOf: $at) { edges { node { version status } } } "
        f"tree: referralTree(partyId: $id, asOf: $at) {via} "
        f"then: referralTree(partyId: $id, asOf: $at, knownAt: $then) {via} "
        f"now: referralTree(partyId: $id, asOf: $at, knownAt: $now) {via} "
        "referralChains(partyId: $up, asOf: $at) { chains { referrals { version status } } } }"
    )
    known = {"then": recorded["recordedAt"], "now": datetime.now(UTC).isoformat()}
    found = api.read(query, id=first, up=second, at="2025-02-15T00:00:00Z", **known)
    then = {"version": 2, "status": "MADE"}
    assert found == {
        "referrals": {"edges": [{"node": then}]},
        "tree": {"nodes": [{"via": then}]},
        "then": {"nodes": [{"via": {"version": 1, "status": "MADE"}}]},
        "now": {"nodes": [{"via": then}]},
        "referralChains": {"chains": [{"referrals": [then]}]},
    }
    stale = {"referralId": made, "status": "DECLINED", "expectedVersion": 1}
    assert api.refused("advanceReferral", **stale)[0] == "CONFLICT"
    api.written("advanceReferral", referralId=made, status="DECLINED", expectedVersion=then["version"])
