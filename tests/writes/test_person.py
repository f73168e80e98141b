"""Creating and changing people, and where they are employed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.errors import ErrorCode
from domain.ids import PersonId, map_of
from domain.person import Employment, Person
from graph.person import change_employment, create_person, update_person
from graph.stakeholder import add_stakeholder
from graph.tie import set_manager
from tests.worlds import account, day, person
from tests.writes.conftest import ACME, ANN, BOB, CID, DEE, EVE, FAY, NOBODYS, OPEN, OTHER, OUT, OWEN, Firm

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND


def date_of(number: int) -> date:
    return day(number).date()


async def found(firm: Firm, id_: str) -> Person:
    return (await firm.world()).people[PersonId(id_)]


async def worked(firm: Firm, id_: str) -> list[tuple[str, str | None, int | None, int | None]]:
    """Return where somebody worked under which title, from and until which day."""

    def number(one: Any) -> int | None:
        return None if one is None else (one - day(0)).days

    return [(e.account_id, e.title, number(e.since), number(e.until)) for e in (await found(firm, id_)).employments]


# ── creating and changing ──


async def test_a_person_is_created_whole(firm: Firm) -> None:
    made = await firm.write(
        create_person,
        name=" 王伟 ",
        account_id=ACME,
        since=date_of(100),
        external_id="x",
        title=" 主任 ",
        department="采购部",
        seniority=None,
        emails=[" a@example.com ", "b@example.com", "a@example.com"],
        phones=["010-1234"],
    )
    id_ = PersonId(made.result["person"])
    employed = (Employment(ACME, "主任", day(100), None),)
    assert await found(firm, id_) == Person(
        id_,
        1,
        firm.now,
        OWEN,
        "王伟",
        "x",
        "主任",
        "采购部",
        None,
        ("a@example.com", "b@example.com"),
        ("010-1234",),
        employed,
    )


async def test_without_since_one_was_always_there(firm: Firm) -> None:
    made = await firm.write(create_person, name="New", account_id=ACME)
    assert await worked(firm, made.result["person"]) == [(ACME, None, None, None)]


REFUSED: list[tuple[dict[str, Any], ErrorCode, str]] = [
    ({"name": " "}, INVALID, "name"),
    ({"name": "\ufeff\u200b"}, INVALID, "name"),
    ({"name": "x" * 10_000}, INVALID, "name"),
    ({"title": "a\nb"}, INVALID, "title"),
    ({"department": "x" * 201}, INVALID, "department"),
    ({"seniority": "\x00"}, INVALID, "seniority"),
    ({"emails": ["a@example.com", "nobody"]}, INVALID, "emails"),
    ({"emails": [f"a{number}@example.com" for number in range(21)]}, INVALID, "emails"),
    ({"phones": ["none"]}, INVALID, "phones"),
    ({"phones": ["1" * 41]}, INVALID, "phones"),
    ({"external_id": "p-1"}, ErrorCode.DUPLICATE, "externalId"),
]


@pytest.mark.parametrize(("given", "code", "field"), REFUSED)
async def test_what_is_wrong_with_a_field_is_said_of_both_writes(
    firm: Firm, given: dict[str, Any], code: ErrorCode, field: str
) -> None:
    with firm.refused(code, field):
        await firm.write(create_person, **{"name": "New", **given})
    with firm.refused(code, field):
        await firm.write(update_person, person_id=BOB, **given)


@pytest.mark.parametrize("name", ["👩\u200d💻", "محمد", "\u200fمحمد", "José", "\ue000"])
async def test_unusual_names_are_fine(firm: Firm, name: str) -> None:
    made = await firm.write(create_person, name=name)
    assert (await found(firm, made.result["person"])).name == name


async def test_what_is_left_out_stays_and_null_empties(firm: Firm) -> None:
    await firm.write(update_person, person_id=ANN, emails=["a@example.com"], department="Sales")
    await firm.write(update_person, person_id=ANN, emails=None, external_id=None)
    after = await found(firm, ANN)
    assert (after.emails, after.external_id, after.department, after.title) == ((), None, "Sales", "Chief")
    assert after.version == 3
    with firm.refused(INVALID, "name"):
        await firm.write(update_person, person_id=ANN, name=None)
    assert (await firm.write(update_person, person_id=ANN, department=" Sales ", emails=[])).change_id is None
    with firm.refused(ErrorCode.CONFLICT, "expectedVersion", names="version 2 was expected, it is at 3"):
        await firm.write(update_person, person_id=ANN, title="x", expected_version=2)


async def test_since_when_needs_where_and_has_begun(firm: Firm) -> None:
    with firm.refused(INVALID, "since"):
        await firm.write(create_person, name="New", since=date_of(1))
    with firm.refused(INVALID, "since"):
        await firm.write(create_person, name="New", account_id=ACME, since=date_of(502))
    await firm.write(create_person, name="New", account_id=ACME, since=firm.now.date())


# ── who ──


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ("admin", None),
        ("manager", None),
        ("owner", None),
        ("team", None),
        ("outsider", NOT_FOUND),
        ("VIEWER", FORBIDDEN),
    ],
)
async def test_who_writes_to_people_of_an_account(firm: Firm, by: str, code: ErrorCode | None) -> None:
    if code is None:
        await firm.write(update_person, by, person_id=ANN, title="x")
        await firm.write(create_person, by, name="New", account_id=ACME)
        return
    with firm.refused(code, "personId"):
        await firm.write(update_person, by, person_id=ANN, title="x")
    with firm.refused(code, *(["accountId"] if code is NOT_FOUND else [])):
        await firm.write(create_person, by, name="New", account_id=ACME)


async def test_a_person_of_nobody_is_their_creators(firm: Firm) -> None:
    await firm.write(update_person, "outsider", person_id=FAY, title="x")
    await firm.write(update_person, "admin", person_id=FAY, title="y")
    for by in ("owner", "team", "manager", "VIEWER"):
        with firm.refused(NOT_FOUND, "personId"):
            await firm.write(update_person, by, person_id=FAY, title="z")


async def test_the_past_employer_and_the_owner_of_a_map_write_too(firm: Firm) -> None:
    await firm.write(change_employment, "admin", person_id=BOB, account_id=OTHER)
    await firm.write(update_person, "owner", person_id=BOB, title="of the past")
    await firm.write(update_person, "outsider", person_id=BOB, title="of now")
    with firm.refused(FORBIDDEN, "personId"):
        await firm.write(update_person, person_id=EVE, title="of an open account")
    await firm.write(add_stakeholder, map_id=map_of(ACME), person_id=EVE)
    await firm.write(update_person, person_id=EVE, title="a stakeholder of ours")


async def test_the_creator_of_a_person_who_is_employed_elsewhere_has_no_say(firm: Firm) -> None:
    await firm.write(change_employment, "outsider", person_id=FAY, account_id=OPEN)
    await firm.write(change_employment, "admin", person_id=FAY, account_id=NOBODYS)
    await firm.write(update_person, "outsider", person_id=FAY, title="still of Open")
    made = await firm.write(create_person, "owner", name="New")
    await firm.write(change_employment, "admin", person_id=made.result["person"], account_id=OPEN)
    with firm.refused(FORBIDDEN, "personId"):
        await firm.write(update_person, person_id=made.result["person"], title="x")


@pytest.mark.parametrize("id_", [person(99), DEE, ACME, OUT, "", "nonsense"])
async def test_unknown_invisible_and_of_another_type_are_told_alike(firm: Firm, id_: str) -> None:
    for decide in (update_person, change_employment):
        with firm.refused(NOT_FOUND, "personId", names="There is no such object that you may see; check the id."):
            await firm.write(decide, person_id=id_, title="x")


# ── employment ──


async def test_an_employment_ends_the_one_before_and_its_title_is_the_persons(firm: Firm) -> None:
    await firm.write(change_employment, "admin", person_id=ANN, account_id=OTHER, title=" Boss ", at=date_of(200))
    assert await worked(firm, ANN) == [(ACME, "Chief", None, 200), (OTHER, "Boss", 200, None)]
    after = await found(firm, ANN)
    assert (after.title, after.account_id, after.version) == ("Boss", OTHER, 2)
    assert (await firm.world(as_of=day(199))).people[ANN].employer_at(day(199)) == ACME
    await firm.write(change_employment, "admin", person_id=ANN, account_id=OPEN)
    after = await found(firm, ANN)
    assert (after.title, after.employments[-1].since) == (None, firm.now - timedelta(minutes=1))


async def test_a_promotion_is_a_new_employment_at_the_same_account(firm: Firm) -> None:
    await firm.write(set_manager, person_id=BOB, manager_id=ANN, observed_at=day(100))
    await firm.write(change_employment, person_id=ANN, account_id=ACME, title="CEO", at=date_of(200))
    assert await worked(firm, ANN) == [(ACME, "Chief", None, 200), (ACME, "CEO", 200, None)]
    world = await firm.world()
    assert world.people[ANN].title == "CEO"
    assert (ACME, BOB) in world.reports  # nobody has left
    made = await firm.write(change_employment, person_id=ANN, account_id=ACME, title="CEO")
    assert made.change_id is None
    assert (await firm.write(change_employment, person_id=ANN, account_id=ACME)).change_id is None


async def test_leaving_ends_lines_of_reporting_and_keeps_the_place_in_the_map(firm: Firm) -> None:
    await firm.write(set_manager, person_id=BOB, manager_id=ANN, observed_at=day(100))
    await firm.write(set_manager, person_id=ANN, manager_id=CID, observed_at=day(100))
    await firm.write(change_employment, person_id=ANN, at=date_of(200))
    assert await worked(firm, ANN) == [(ACME, "Chief", None, 200)]
    world = await firm.world()
    assert (world.people[ANN].account_id, world.people[ANN].left_at(ACME), world.reports) == (None, day(200), {})
    assert len((await firm.world(as_of=day(199))).reports) == 2
    assert (await firm.write(change_employment, person_id=ANN)).change_id is None


async def test_coming_back(firm: Firm) -> None:
    await firm.write(set_manager, person_id=BOB, manager_id=ANN, observed_at=day(100))
    await firm.write(change_employment, person_id=ANN, at=date_of(200))
    with firm.refused(INVALID, "at", names="2024-07-19"):
        await firm.write(change_employment, person_id=ANN, account_id=ACME, at=date_of(199))
    await firm.write(change_employment, person_id=ANN, account_id=ACME, at=date_of(300))
    assert await worked(firm, ANN) == [(ACME, "Chief", None, 200), (ACME, None, 300, None)]
    assert (await firm.world()).reports == {}


async def test_coming_back_at_the_moment_of_leaving_is_never_having_left(firm: Firm) -> None:
    await firm.write(set_manager, person_id=BOB, manager_id=ANN, observed_at=day(100))
    await firm.write(change_employment, person_id=ANN, at=date_of(200))
    await firm.write(change_employment, person_id=ANN, account_id=ACME, at=date_of(200))
    assert len((await firm.world()).reports) == 1


async def test_but_closes_no_circle(firm: Firm) -> None:
    await firm.write(set_manager, person_id=ANN, manager_id=BOB, observed_at=day(100))
    await firm.write(set_manager, person_id=BOB, manager_id=CID, observed_at=day(100))
    await firm.write(change_employment, person_id=BOB, at=date_of(200))
    await firm.write(set_manager, person_id=CID, manager_id=ANN)
    with firm.refused(ErrorCode.CYCLE, "accountId"):
        await firm.write(change_employment, person_id=BOB, account_id=ACME, at=date_of(200))
    await firm.write(change_employment, person_id=BOB, account_id=ACME, at=date_of(201))


async def test_a_date_is_not_in_the_future_nor_before_the_last_employment(firm: Firm) -> None:
    with firm.refused(INVALID, "at"):
        await firm.write(change_employment, "admin", person_id=ANN, account_id=OTHER, at=date_of(501))
    await firm.write(change_employment, "admin", person_id=ANN, account_id=OTHER, at=date_of(200))
    with firm.refused(INVALID, "at"):
        await firm.write(change_employment, "admin", person_id=ANN, account_id=OPEN, at=date_of(199))
    await firm.write(change_employment, "admin", person_id=ANN, account_id=OPEN, at=date_of(200))
    assert await worked(firm, ANN) == [(ACME, "Chief", None, 200), (OPEN, None, 200, None)]


async def test_a_title_that_was_stated_since_stays_today(firm: Firm) -> None:
    await firm.write(update_person, "admin", person_id=ANN, title="Later said")
    await firm.write(change_employment, "admin", person_id=ANN, account_id=OTHER, title="Then", at=date_of(200))
    assert (await found(firm, ANN)).title == "Later said"
    assert (await firm.world(as_of=day(200))).people[ANN].title == "Then"


async def test_who_employs(firm: Firm) -> None:
    for by, code in (("VIEWER", FORBIDDEN), ("outsider", NOT_FOUND)):
        with firm.refused(code, *(["personId"] if code is NOT_FOUND else [])):
            await firm.write(change_employment, by, person_id=ANN)
    # To an account of theirs, whoever sees the person; away from it, whoever writes to the person.
    with firm.refused(FORBIDDEN):
        await firm.write(change_employment, person_id=EVE)
    await firm.write(change_employment, person_id=EVE, account_id=ACME)
    with firm.refused(NOT_FOUND, "accountId"):
        await firm.write(change_employment, person_id=ANN, account_id=OTHER)
    with firm.refused(NOT_FOUND, "accountId"):
        await firm.write(change_employment, person_id=ANN, account_id=account(99))
    with firm.refused(INVALID, "title"):
        await firm.write(change_employment, person_id=ANN, account_id=ACME, title="a\nb")
    with firm.refused(ErrorCode.CONFLICT, "expectedVersion"):
        await firm.write(change_employment, person_id=ANN, expected_version=9)
