"""Each mutation: what it writes can be read, and is answered in its payload."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.api.client import Api

NOW = datetime.now(UTC)


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def test_an_account_is_created_changed_and_emptied(api: Api) -> None:
    seller, _ = api.seller("Owner")
    parent = api.account("Holding")
    told = (
        "account { id name version externalId kind channelPosition industry region tier "
        "parent { id } owner { id } team { id } tags open archived }"
    )
    created = api.written(
        "createAccount",
        told,
        name="  Acme  ",
        kind="COMPANY",
        externalId="crm-1",
        channelPosition="END_CUSTOMER",
        industry="Insurance",
        region="North",
        tier="A",
        parentId=parent,
        ownerId=seller,
        teamIds=[seller],
        tags=["b", "a", "a"],
        open=True,
    )
    account = created["account"]
    assert account == {
        "id": account["id"],
        "name": "Acme",
        "version": 1,
        "externalId": "crm-1",
        "kind": "COMPANY",
        "channelPosition": "END_CUSTOMER",
        "industry": "Insurance",
        "region": "North",
        "tier": "A",
        "parent": {"id": parent},
        "owner": {"id": seller},
        "team": [{"id": seller}],
        "tags": ["a", "b"],
        "open": True,
        "archived": False,
    }
    assert created["changeId"].startswith("change_")

    changed = api.written(
        "updateAccount", told, accountId=account["id"], region=None, tags=None, archived=True, expectedVersion=1
    )
    assert changed["account"] == account | {"version": 2, "region": None, "tags": [], "archived": True}
    read = f"query($id: ID!) {{ {told.replace('account {', 'account(id: $id) {')} }}"
    assert api.read(read, id=account["id"]) == {"account": changed["account"]}


def test_an_account_is_the_viewers_own_unless_said_otherwise(api: Api) -> None:
    viewer = api.read("{ viewer { id } }")["viewer"]
    created = api.written("createAccount", "account { owner { id } }", name="Mine", kind="COMPANY")
    assert created["account"]["owner"] == viewer


def test_what_changes_nothing_is_no_change(api: Api) -> None:
    account = api.account("Same")
    assert api.written("updateAccount", accountId=account, name="Same")["changeId"] is None


def test_a_person_is_created_changed_and_employed_elsewhere(api: Api) -> None:
    first, second = api.account("First"), api.account("Second")
    told = (
        "person { id name version externalId title department seniority emails phones account { id } "
        "employments { account { id } title since until } }"
    )
    created = api.written(
        "createPerson",
        told,
        name="王伟",
        accountId=first,
        externalId="p-1",
        title="CFO",
        department="Finance",
        seniority="C",
        emails=["wang@example.com"],
        phones=["+86 138 0013 8000"],
        since="2024-02-01",
    )["person"]
    assert created["account"] == {"id": first}
    assert created["employments"] == [{"account": {"id": first}, "title": "CFO", "since": "2024-02-01", "until": None}]

    changed = api.written("updatePerson", told, personId=created["id"], department=None, emails=[])["person"]
    assert changed == created | {"department": None, "emails": [], "version": changed["version"]}

    moved = api.written(
        "changeEmployment", told, personId=created["id"], accountId=second, title="CEO", at="2025-03-01"
    )["person"]
    assert moved["account"] == {"id": second}
    assert moved["employments"] == [
        {"account": {"id": first}, "title": "CFO", "since": "2024-02-01", "until": "2025-03-01"},
        {"account": {"id": second}, "title": "CEO", "since": "2025-03-01", "until": None},
    ]
    left = api.written("changeEmployment", told, personId=created["id"], accountId=None, at="2025-06-01")["person"]
    assert left["account"] is None

    back = api.written("changeEmployment", told, personId=created["id"], accountId=first, title="Chair")["person"]
    assert (back["account"], back["title"]) == ({"id": first}, "Chair")


def test_a_seller_is_created_and_changed(api: Api) -> None:
    boss, _ = api.seller("Boss", role="MANAGER")
    created = api.written(
        "createSeller",
        "seller { id name version email role team manager { id } }",
        name="Sue",
        email="sue@example.com",
        managerId=boss,
        team="East",
    )["seller"]
    assert created == {
        "id": created["id"],
        "name": "Sue",
        "version": 1,
        "email": "sue@example.com",
        "role": "MEMBER",
        "team": "East",
        "manager": {"id": boss},
    }
    changed = api.written(
        "updateSeller", "seller { version role team }", sellerId=created["id"], role="MANAGER", team=None
    )["seller"]
    assert changed == {"version": 2, "role": "MANAGER", "team": None}


def test_an_opportunity_is_opened_changed_and_closed(api: Api) -> None:
    account = api.account("Buyer")
    told = (
        "opportunity { id name version externalId account { id } amount { amount currency } openedAt closedAt "
        "expectedClose status lostReason }"
    )
    opened = api.written(
        "createOpportunity",
        told,
        accountId=account,
        name="Core system",
        externalId="o-1",
        amount="1200000.5",
        currency="CNY",
        expectedClose="2030-01-31",
        openedAt="2025-01-02T08:00:00+08:00",
    )["opportunity"]
    assert opened == {
        "id": opened["id"],
        "name": "Core system",
        "version": 1,
        "externalId": "o-1",
        "account": {"id": account},
        "amount": {"amount": "1200000.50", "currency": "CNY"},
        "openedAt": "2025-01-02T00:00:00Z",
        "closedAt": None,
        "expectedClose": "2030-01-31",
        "status": "OPEN",
        "lostReason": None,
    }
    changed = api.written(
        "updateOpportunity", told, opportunityId=opened["id"], amount="5", currency="JPY", expectedVersion=1
    )["opportunity"]
    assert changed == opened | {"version": 2, "amount": {"amount": "5", "currency": "JPY"}}
    closed = api.written(
        "closeOpportunity",
        told,
        opportunityId=opened["id"],
        status="LOST",
        at="2025-06-01T00:00:00Z",
        lostReason="Price",
    )["opportunity"]
    assert closed == changed | {
        "version": 3,
        "status": "LOST",
        "closedAt": "2025-06-01T00:00:00Z",
        "lostReason": "Price",
    }


def test_a_place_in_a_map_is_added_given_roles_named_moved_and_removed(api: Api) -> None:
    account = api.account("Decider Ltd")
    person = api.person("Dee", account)
    told = "stakeholder { id label placeholder person { id } roles position { x y } since until map { id } }"
    added = api.written(
        "addStakeholder",
        told,
        mapId=f"map_{account}",
        label="An approver",
        roles=["USER", "APPROVER"],
        observedAt=ago(9),
    )["stakeholder"]
    assert added == {
        "id": added["id"],
        "label": "An approver",
        "placeholder": True,
        "person": None,
        "roles": ["APPROVER", "USER"],
        "position": None,
        "since": added["since"],
        "until": None,
        "map": {"id": f"map_{account}"},
    }
    key = {"stakeholderId": added["id"]}
    assert api.written("giveRoles", told, **key, roles=["DECIDER"])["stakeholder"]["roles"] == ["DECIDER"]
    named = api.written("nameStakeholder", told, **key, personId=person)["stakeholder"]
    assert (named["label"], named["placeholder"], named["person"]) == ("Dee", False, {"id": person})
    placed = api.written("placeStakeholder", told, **key, x=10, y=-2.5)["stakeholder"]
    assert placed["position"] == {"x": 10.0, "y": -2.5}
    assert api.written("placeStakeholder", told, **key, x=None, y=None)["stakeholder"]["position"] is None

    api.written("removeStakeholder", **key)
    found = api.read(
        "query($map: ID!, $id: ID!) { decisionMap(id: $map) { stakeholders { id } } node(id: $id) "
        "{ ... on Stakeholder { label roles until map { id } } } }",
        map=f"map_{account}",
        id=added["id"],
    )
    assert found["decisionMap"] == {"stakeholders": []}
    assert found["node"]["until"] is not None
    assert found["node"] | {"until": None} == {
        "label": "Dee",
        "roles": ["DECIDER"],
        "until": None,
        "map": {"id": f"map_{account}"},
    }


def test_an_assessment_is_added_and_moves_the_scores(api: Api) -> None:
    account = api.account("Assessed Ltd")
    place = api.place(account, api.person("Ass", account), roles=["DECIDER"])
    payload = api.written(
        "assess",
        "stakeholder { support influence adaptability orientation keyPlayer weight coverage { value source } "
        "map { status supportScore { value terms { stakeholder { id } weight support } } } } "
        "assessment { support influence coverage evidence confidence by { id } stakeholder { id } observedAt }",
        stakeholderId=place,
        support="SPONSOR",
        influence="INNER_CIRCLE",
        adaptability="VISIONARY",
        coverage="IN_DEPTH",
        orientation="BUSINESS",
        observedAt="2026-01-01T00:00:00.000001Z",
        evidence="Said so.",
        confidence="HIGH",
    )
    viewer = api.read("{ viewer { id } }")["viewer"]
    assert payload["assessment"] == {
        "support": "SPONSOR",
        "influence": "INNER_CIRCLE",
        "coverage": "IN_DEPTH",
        "evidence": "Said so.",
        "confidence": "HIGH",
        "by": viewer,
        "stakeholder": {"id": place},
        "observedAt": "2026-01-01T00:00:00.000001Z",
    }
    assert payload["stakeholder"]["keyPlayer"] is True
    assert payload["stakeholder"]["weight"] == 12.0
    assert payload["stakeholder"]["map"] == {
        "status": "GREEN",
        "supportScore": {"value": 100.0, "terms": [{"stakeholder": {"id": place}, "weight": 12.0, "support": 2}]},
    }


def test_ties_are_set_changed_and_removed(api: Api) -> None:
    account = api.account("Tied Ltd")
    ann, bob = api.person("Ann", account), api.person("Bob", account)
    places = {api.place(account, ann): "Ann", api.place(account, bob): "Bob"}

    def ties() -> list[tuple[str, str, str, float | None, str | None, str | None]]:
        found = api.read(
            "query($id: ID!) { decisionMap(id: $id) { ties { id kind source { id } target { id } strength polarity "
            "circle } } }",
            id=f"map_{account}",
        )["decisionMap"]["ties"]
        return [
            (t["kind"], places[t["source"]["id"]], places[t["target"]["id"]], t["strength"], t["polarity"], t["circle"])
            for t in found
        ]

    assert api.written("setManager", "person { id }", personId=bob, managerId=ann)["person"] == {"id": bob}
    api.written(
        "setInfluence", "source { id } target { id }", sourceId=ann, targetId=bob, strength=4, polarity="NEGATIVE"
    )
    known = api.written(
        "recordAcquaintance",
        "source { id name } target { id }",
        sourceId=ann,
        targetId=bob,
        strength=0.25,
        circle="ALUMNI",
    )
    assert known["source"] == {"id": ann, "name": "Ann"}
    assert ties() == [
        ("REPORTS_TO", "Bob", "Ann", None, None, None),
        ("INFLUENCES", "Ann", "Bob", 4.0, "NEGATIVE", None),
        ("KNOWS", "Ann", "Bob", 0.25, None, "ALUMNI"),
    ]
    api.written("setManager", personId=bob, managerId=None)
    api.written("setInfluence", sourceId=ann, targetId=bob, strength=None)
    api.written("recordAcquaintance", sourceId=bob, targetId=ann, strength=0)
    assert ties() == []


def test_an_interaction_is_logged_and_counted_as_contact(api: Api) -> None:
    account = api.account("Met Ltd")
    person = api.person("Meg", account)
    place = api.place(account, person)
    seller, _ = api.seller("Seth")
    deal = api.written("createOpportunity", "opportunity { id }", accountId=account, name="Deal")["opportunity"]
    payload = api.written(
        "recordInteraction",
        "interaction { id kind at durationMinutes direction sentiment note sellers { id } people { id } account { id } "
        "opportunity { id } }",
        accountId=account,
        kind="MEETING",
        at="2026-02-03T04:05:06Z",
        direction="MUTUAL",
        durationMinutes=45,
        sentiment=-2,
        sellerIds=[seller],
        personIds=[person, person],
        opportunityId=deal["id"],
        note="Two\nlines",
    )["interaction"]
    assert payload == {
        "id": payload["id"],
        "kind": "MEETING",
        "at": "2026-02-03T04:05:06Z",
        "durationMinutes": 45,
        "direction": "MUTUAL",
        "sentiment": -2,
        "note": "Two\nlines",
        "sellers": [{"id": seller}],
        "people": [{"id": person}],
        "account": {"id": account},
        "opportunity": deal,
    }
    api.written(
        "recordInteraction",
        accountId=account,
        kind="CALL",
        at=ago(1),
        direction="OUTBOUND",
        sellerIds=[],
        personIds=[person],
    )
    read = "query($id: ID!) { node(id: $id) { ... on Stakeholder { coverage { value source interactions } } } }"
    coverage = api.read(read, id=place)["node"]["coverage"]
    assert (coverage["value"], coverage["source"]) == ("BRIEF", "COMPUTED")


def test_an_order_is_recorded(api: Api) -> None:
    account = api.account("Ordering Ltd")
    payload = api.written(
        "recordOrder",
        "order { id at value { amount currency } cost { amount currency } product account { id } opportunity { id } }",
        accountId=account,
        at=ago(3),
        amount="0.10",
        currency="EUR",
        cost="0.05",
        product="Licence",
    )["order"]
    assert payload["value"] == {"amount": "0.10", "currency": "EUR"}
    assert payload["cost"] == {"amount": "0.05", "currency": "EUR"}
    assert (payload["product"], payload["account"], payload["opportunity"]) == ("Licence", {"id": account}, None)


def test_a_referral_is_recorded_and_advanced(api: Api) -> None:
    account, person = api.account("Brought Ltd"), api.person("Ref", api.account("Referring Ltd"))
    told = (
        "referral { id version status madeAt note referrer { __typename id name } referred { id } recordedBy { id } "
        "valueWon { amount currency } }"
    )
    made = api.written(
        "recordReferral", told, referrerId=person, referredId=account, madeAt="2026-01-05T00:00:00Z", note="Warm"
    )["referral"]
    assert made["referrer"] == {"__typename": "Person", "id": person, "name": "Ref"}
    assert (made["status"], made["version"], made["note"]) == ("MADE", 1, "Warm")
    won = api.written(
        "advanceReferral",
        told,
        referralId=made["id"],
        status="CONVERTED",
        at="2026-02-05T00:00:00Z",
        amount="90",
        currency="USD",
        expectedVersion=1,
    )["referral"]
    assert won == made | {"version": 2, "status": "CONVERTED", "valueWon": {"amount": "90.00", "currency": "USD"}}


def test_an_account_moves_on_a_ladder(api: Api) -> None:
    account = api.account("Climbing Ltd")
    told = (
        "account { version stages { ladder { key } stage { key } since } } "
        "transition { id ladder { key } account { id } from { key } to { key } at by { id } reason evidence skip }"
    )
    first = api.written("moveStage", told, accountId=account, ladder="LOYALTY", to="SUSPECT", at="2025-01-01T00:00:00Z")
    assert first["transition"]["from"] is None
    second = api.written(
        "moveStage",
        told,
        accountId=account,
        ladder="LOYALTY",
        to="CUSTOMER",
        at="2025-02-01T00:00:00Z",
        reason="Ordered",
        evidence="Order 1",
    )
    viewer = api.read("{ viewer { id } }")["viewer"]
    assert second["transition"] == {
        "id": second["transition"]["id"],
        "ladder": {"key": "LOYALTY"},
        "account": {"id": account},
        "from": {"key": "SUSPECT"},
        "to": {"key": "CUSTOMER"},
        "at": "2025-02-01T00:00:00Z",
        "by": viewer,
        "reason": "Ordered",
        "evidence": "Order 1",
        "skip": True,
    }
    assert second["account"]["stages"] == [
        {"ladder": {"key": "LOYALTY"}, "stage": {"key": "CUSTOMER"}, "since": "2025-02-01T00:00:00Z"}
    ]


def test_a_change_is_undone_and_the_undo_too(api: Api) -> None:
    account = api.account("Undone Ltd")
    change = api.written("updateAccount", accountId=account, name="Other Ltd")["changeId"]
    undo = api.written("undo", "undone", changeId=change)
    assert undo["undone"] is True
    name = "query($id: ID!) { account(id: $id) { name } }"
    assert api.read(name, id=account)["account"]["name"] == "Undone Ltd"
    api.written("undo", "undone", changeId=undo["changeId"])
    assert api.read(name, id=account)["account"]["name"] == "Other Ltd"


def test_the_same_client_mutation_id_does_it_once(api: Api) -> None:
    given = {"name": "Once Ltd", "kind": "COMPANY", "clientMutationId": "once-1"}
    first = api.written("createAccount", "account { id }", **given)
    assert first["clientMutationId"] == "once-1"
    assert api.written("createAccount", "account { id }", **given) == first
    assert api.refused("createAccount", **given | {"name": "Twice Ltd"}) == ("CONFLICT", ["clientMutationId"])


def test_several_mutations_of_one_request_see_each_other(api: Api) -> None:
    account = api.account("Several Ltd")
    answer = api.read(
        'mutation($id: ID!) { a: updateAccount(input: { accountId: $id, region: "N" }) { account { version region } } '
        'b: updateAccount(input: { accountId: $id, industry: "I" }) { account { version region industry } } }',
        id=account,
    )
    assert answer["a"]["account"] == {"version": 2, "region": "N"}
    assert answer["b"]["account"] == {"version": 3, "region": "N", "industry": "I"}
