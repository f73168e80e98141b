"""Rows of ties: who reports to, moves and knows whom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.codes import Circle, Polarity
from graph.person import change_employment
from graph.tie import record_acquaintance, set_influence, set_manager
from tests.imports import NOW, Desk, sqlite_desk, tell, wrongs

HEAD = "kind,source_id,target_id,strength,polarity,circle,since\n"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with sqlite_desk(tmp_path) as desk:
        await desk.take(
            sellers="email,name\nann@example.com,Ann\nben@example.com,Ben\n",
            accounts="id,name\nA1,Acme\nA2,Bolt\n7,Seven\n",
            people="""
                id,name,account_id,since,until
                P1,Pia,A1,2020-01-01,
                P2,Qin,A1,2020-01-01,
                P3,Rao,A1,2020-01-01,
                P4,Sol,A2,2020-01-01,
                P5,Tao,A1,2020-01-01,2025-01-01
                P6,Uma,,,
                7,Viv,A1,2020-01-01,
            """,
        )
        yield desk


async def ids(desk: Desk) -> dict[str, str]:
    world = await desk.world()
    people = {p.external_id or "": str(p.id) for p in world.people.values()}
    return people | {s.name: str(s.id) for s in world.sellers.values()}


async def influences(desk: Desk) -> dict[tuple[str, str], tuple[int | None, Polarity]]:
    names = {id_: key for key, id_ in (await ids(desk)).items()}
    world = await desk.world()
    return {(names[t.source], names[t.target]): (t.strength, t.polarity) for t in world.influences.values()}


async def acquaintances(desk: Desk) -> dict[tuple[str, str], tuple[float | None, Circle | None]]:
    names = {id_: key for key, id_ in (await ids(desk)).items()}
    world = await desk.world()
    return {(names[t.source], names[t.target]): (t.strength, t.circle) for t in world.acquaintances.values()}


async def managers(desk: Desk) -> dict[str, str]:
    names = {id_: key for key, id_ in (await ids(desk)).items()}
    world = await desk.world()
    return {names[t.person_id]: names[t.manager_id] for t in world.reports.values() if t.manager_id}


# ── who moves whom ──


async def test_influence_and_what_is_said_of_it_later(desk: Desk) -> None:
    text = HEAD + "INFLUENCES,P1,person:P2,4,,,2025-01-01\n影响,P2,P1,2,冲突,,\n"
    assert tell(await desk.take(ties=text)) == {"ties": (2, 0, 0, 0, 0)}
    assert await influences(desk) == {("P1", "P2"): (4, Polarity.POSITIVE), ("P2", "P1"): (2, Polarity.NEGATIVE)}
    assert (await desk.take(ties=text)).facts == 0
    # What a row leaves out stays; the old date still has the old strength.
    report = await desk.take(ties=HEAD + "INFLUENCES,P1,P2,5,,,2026-01-01\nINFLUENCES,P2,P1,3,,,\n")
    assert tell(report) == {"ties": (0, 2, 0, 0, 0)}
    assert await influences(desk) == {("P1", "P2"): (5, Polarity.POSITIVE), ("P2", "P1"): (3, Polarity.NEGATIVE)}
    assert (await desk.take(ties=HEAD + "INFLUENCES,P1,P2,4,,,2025-01-01\n")).facts == 0


async def test_a_tie_of_earlier_is_said_before_the_known_one(desk: Desk) -> None:
    await desk.take(ties=HEAD + "INFLUENCES,P1,P2,4,,,2025-01-01\n")
    assert tell(await desk.take(ties=HEAD + "INFLUENCES,P1,P2,2,,,2024-01-01\n")) == {"ties": (0, 1, 0, 0, 0)}
    assert await influences(desk) == {("P1", "P2"): (4, Polarity.POSITIVE)}


# ── who knows whom ──


async def test_acquaintance_of_people_and_sellers(desk: Desk) -> None:
    text = HEAD + (
        "KNOWS,P1,P2,0.5,,同学,2025-01-01\n"
        "KNOWS,seller:ANN@example.com,P3,,,CUSTOMER,\n"
        "人际圈,P4,我方人员：ben@example.com,1,,,\n"
        "KNOWS,person:7,P6,0,,,\n"
    )
    assert tell(await desk.take(ties=text)) == {"ties": (4, 0, 0, 0, 0)}
    assert await acquaintances(desk) == {
        ("P1", "P2"): (0.5, Circle.ALUMNI),
        ("Ann", "P3"): (None, Circle.CUSTOMER),
        ("P4", "Ben"): (1.0, None),
    }
    assert (await desk.take(ties=text)).facts == 0
    # From the other side a circle is another statement; without one it is the same tie.
    assert (await desk.take(ties=HEAD + "KNOWS,P2,P1,0.5,,,\nKNOWS,P2,P1,,,,2025-02-01\n")).facts == 0
    report = await desk.take(ties=HEAD + "KNOWS,P2,P1,,,FAMILY,\nKNOWS,P3,seller:ann@example.com,0.3,,,\n")
    assert tell(report) == {"ties": (0, 2, 0, 0, 0)}
    found = await acquaintances(desk)
    assert found["P2", "P1"] == (0.5, Circle.FAMILY)
    assert found["Ann", "P3"] == (0.3, Circle.CUSTOMER)


async def test_strength_0_ends_an_acquaintance(desk: Desk) -> None:
    text = HEAD + "KNOWS,P1,P2,0.5,,,\n"
    await desk.take(ties=text)
    assert tell(await desk.take(ties=HEAD + "KNOWS,P1,P2,0,,,\n")) == {"ties": (0, 1, 0, 0, 0)}
    assert await acquaintances(desk) == {}
    assert tell(await desk.take(ties=text)) == {"ties": (0, 0, 0, 1, 0)}


async def test_the_end_of_an_acquaintance_may_be_told_before_its_beginning(desk: Desk) -> None:
    text = HEAD + "KNOWS,P1,P2,0,,,2026-03-01\nKNOWS,P1,P2,0.5,,,2026-01-01\nKNOWS,P2,P1,0,,,2026-04-01\n"
    assert tell(await desk.take(ties=text)) == {"ties": (1, 1, 1, 0, 0)}
    assert await acquaintances(desk) == {}
    assert (await desk.take(ties=text)).facts == 0


async def test_what_was_ended_here_is_not_created_again_but_may_be_dated(desk: Desk) -> None:
    text = HEAD + "INFLUENCES,P1,P2,4,,,\nKNOWS,P1,P2,,,,\n"
    await desk.take(ties=text)
    found = await ids(desk)
    await desk.write(await set_influence(desk.viewed, desk.now, source_id=found["P1"], target_id=found["P2"]))
    await desk.write(
        await record_acquaintance(desk.viewed, desk.now, source_id=found["P1"], target_id=found["P2"], strength=0)
    )
    report = await desk.take(ties=text)
    assert tell(report) == {"ties": (0, 0, 0, 2, 0)}
    assert report.notes[0].text.en == "The tie was removed here; it is not created again."
    again = await desk.take(ties=HEAD + f"INFLUENCES,P1,P2,4,,,{desk.now.date()}\n")
    assert tell(again) == {"ties": (0, 1, 0, 0, 0)}
    assert await influences(desk) == {("P1", "P2"): (4, Polarity.POSITIVE)}


async def test_what_was_undone_here_is_not_created_again(desk: Desk) -> None:
    text = HEAD + "INFLUENCES,P1,P2,4,,,2025-01-01\nKNOWS,P1,P2,,,,\nREPORTS_TO,P1,P2,,,,2025-01-01\n"
    await desk.undo((await desk.take(ties=text)).change_id)
    report = await desk.take(ties=text)
    assert (tell(report), report.facts) == ({"ties": (0, 0, 0, 3, 0)}, 0)


# ── who reports to whom ──


async def test_reporting_lines_and_a_change_of_manager(desk: Desk) -> None:
    text = HEAD + "REPORTS_TO,P1,P2,,,,2025-01-01\n汇报,P2,P3,,,,\nREPORTS_TO,P5,P1,,,,2024-01-01\n"
    assert tell(await desk.take(ties=text)) == {"ties": (3, 0, 0, 0, 0)}
    # Tao has left: nobody manages them now.
    assert await managers(desk) == {"P1": "P2", "P2": "P3"}
    assert (await desk.take(ties=text)).facts == 0
    assert tell(await desk.take(ties=HEAD + "REPORTS_TO,P1,P3,,,,2026-01-01\n")) == {"ties": (0, 1, 0, 0, 0)}
    assert await managers(desk) == {"P1": "P3", "P2": "P3"}
    assert (await desk.take(ties=HEAD + "REPORTS_TO,P1,P2,,,,2025-01-01\n")).facts == 0


async def test_several_managers_one_after_the_other(desk: Desk) -> None:
    text = HEAD + "REPORTS_TO,P1,P3,,,,2026-01-01\nREPORTS_TO,P1,P2,,,,2025-01-01\n"
    await desk.take(ties=text)
    assert await managers(desk) == {"P1": "P3"}
    assert (await desk.take(ties=text)).facts == 0


async def test_a_line_that_was_ended_here_is_not_created_again(desk: Desk) -> None:
    text = HEAD + "REPORTS_TO,P1,P2,,,,\n"
    await desk.take(ties=text)
    await desk.write(await set_manager(desk.viewed, desk.now, person_id=(await ids(desk))["P1"]))
    report = await desk.take(ties=text)
    assert tell(report) == {"ties": (0, 0, 0, 1, 0)}
    assert await managers(desk) == {}


async def test_managers_may_change_places_over_time(desk: Desk) -> None:
    text = HEAD + "REPORTS_TO,P1,P2,,,,2025-01-01\nREPORTS_TO,P2,P1,,,,2026-01-01\nREPORTS_TO,P1,P3,,,,2025-12-01\n"
    assert tell(await desk.take(ties=text)) == {"ties": (2, 1, 0, 0, 0)}
    assert await managers(desk) == {"P1": "P3", "P2": "P1"}


async def test_a_line_that_ended_with_the_employment_closes_no_circle(desk: Desk) -> None:
    await desk.take(ties=HEAD + "REPORTS_TO,P1,P2,,,,2025-01-01\n")
    found = await ids(desk)
    left = await change_employment(desk.viewed, desk.now, person_id=found["P1"], account_id=None, at=date(2026, 1, 1))
    await desk.write(left)
    world = await desk.world()
    acme = next(a.id for a in world.accounts.values() if a.external_id == "A1")
    back = await change_employment(desk.viewed, desk.now, person_id=found["P1"], account_id=acme, at=date(2026, 2, 1))
    await desk.write(back)
    assert not (await desk.take(ties=HEAD + "REPORTS_TO,P2,P1,,,,2026-03-01\n")).refused
    assert await managers(desk) == {"P2": "P1"}


async def test_an_employment_without_a_break_may_close_a_circle_of_recorded_lines(desk: Desk) -> None:
    """Pia's old line holds again once it turns out that she never left."""
    head = "id,name,account_id,since,until\n"
    await desk.take(ties=HEAD + "REPORTS_TO,P1,P2,,,,2025-01-01\n")
    await desk.take(people=head + "P1,Pia,A1,2020-01-01,2026-01-01\n")
    await desk.take(people=head + "P1,Pia,A1,2026-02-01,\n")
    await desk.take(ties=HEAD + "REPORTS_TO,P2,P1,,,,2026-03-01\n")
    assert await managers(desk) == {"P2": "P1"}
    report = await desk.take(people=head + "P1,Pia,A1,2020-01-01,2026-02-01\nP3,Rao,A1,2020-01-02,\n")
    assert [error[1:] for error in wrongs(report)] == [(2, "since", CIRCLE)]
    assert not (await desk.take(people=head + "P1,Pia,A1,2020-01-01,2026-01-15\n")).refused


CIRCLE = "The lines of reporting would close on themselves; end one of those above first."
NOT_THERE = "The manager is not employed at the person's account then."
NOBODY = "No seller who@example.com is in these files or in the database."
OTHERWISE = "Line 2 of ties.csv says otherwise of the same time."


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ("REPORTS_TO,P1,P1,,,,", [(2, "target_id", "Nobody reports to themselves.")]),
        ("REPORTS_TO,P1,P2,,,,\nREPORTS_TO,P1,P3,,,,", [(3, "target_id", OTHERWISE)]),
        ("REPORTS_TO,P1,P2,,,,2025-01-01\nREPORTS_TO,P1,P3,,,,2025-01-01", [(3, "target_id", OTHERWISE)]),
        ("REPORTS_TO,P1,P2,,,,2025-01-01\nREPORTS_TO,P1,P3,,,,", [(3, "target_id", OTHERWISE)]),
        ("REPORTS_TO,P1,P4,,,,", [(2, "target_id", NOT_THERE)]),
        ("REPORTS_TO,P1,P5,,,,", [(2, "target_id", NOT_THERE)]),
        ("REPORTS_TO,P1,P6,,,,", [(2, "target_id", NOT_THERE)]),
        ("REPORTS_TO,P6,P1,,,,", [(2, "source_id", "The person is not employed then.")]),
        ("REPORTS_TO,P1,P2,,,,2019-01-01", [(2, "source_id", "The person is not employed then.")]),
        ("REPORTS_TO,P1,P2,,,,\nREPORTS_TO,P2,P1,,,,", [(2, "target_id", CIRCLE), (3, "target_id", CIRCLE)]),
        (
            "REPORTS_TO,P1,P2,,,,2025-01-01\nREPORTS_TO,P2,P3,,,,2025-01-01\nREPORTS_TO,P3,P1,,,,2026-01-01",
            [(4, "target_id", CIRCLE)],
        ),
        # The circle is closed by the earlier statement, at the date of the later one.
        (
            "REPORTS_TO,P3,P1,,,,2026-01-01\nREPORTS_TO,P1,P2,,,,2025-01-01\nREPORTS_TO,P2,P3,,,,2025-06-01",
            [(2, "target_id", CIRCLE)],
        ),
        ("REPORTS_TO,P1,seller:ann@example.com,,,,", [(2, "target_id", "Only KNOWS has a seller at one end.")]),
        ("REPORTS_TO,P1,P9,,,,", [(2, "target_id", "No person P9 is in these files or in the database.")]),
        ("INFLUENCES,P1,P1,3,,,", [(2, "target_id", "Nobody influences themselves; name two people.")]),
        ("INFLUENCES,P1,P2,,,,", [(2, "strength", "A new influence needs a strength.")]),
        ("INFLUENCES,P1,P2,3,,,\nINFLUENCES,P1,P2,4,,,", [(3, "since", OTHERWISE)]),
        ("INFLUENCES,seller:ann@example.com,P2,3,,,", [(2, "source_id", "Only KNOWS has a seller at one end.")]),
        ("KNOWS,P1,P1,,,,", [(2, "target_id", "Nobody is an acquaintance of themselves; name two people.")]),
        (
            "KNOWS,seller:ann@example.com,seller:ben@example.com,,,,",
            [(2, "target_id", "Both ends are on our side; one end must be a person on the customer's side.")],
        ),
        ("KNOWS,P1,P2,0.1,,,\nKNOWS,P2,P1,0.2,,,", [(3, "since", OTHERWISE)]),
        ("KNOWS,P1,account:A1,,,,", [(2, "target_id", "It is an account; ties are between people.")]),
        ("KNOWS,A1,P1,,,,", [(2, "source_id", "It is an account; ties are between people.")]),
        ("KNOWS,P1,seller:who@example.com,,,,", [(2, "target_id", NOBODY)]),
    ],
)  # fmt: skip
async def test_ties_that_cannot_be(desk: Desk, rows: str, errors: list) -> None:
    report = await desk.take(ties=HEAD + rows + "\n")
    assert sorted(error[1:] for error in wrongs(report)) == errors
    world = await desk.world()
    assert (world.reports, world.influences, world.acquaintances) == ({}, {}, {})


async def test_a_circle_with_stored_lines_is_found(desk: Desk) -> None:
    await desk.take(ties=HEAD + "REPORTS_TO,P1,P2,,,,2025-01-01\nREPORTS_TO,P2,P3,,,,2025-01-01\n")
    report = await desk.take(ties=HEAD + "REPORTS_TO,P3,P1,,,,2024-01-01\n")
    assert [error[1:] for error in wrongs(report)] == [(2, "target_id", CIRCLE)]
    # A line further up that leads nowhere near is none of it.
    assert not (await desk.take(ties=HEAD + "REPORTS_TO,7,P1,,,,\n")).refused


async def test_a_bare_id_that_is_a_persons_and_an_accounts_is_the_persons(desk: Desk) -> None:
    await desk.take(ties=HEAD + "KNOWS,7,P1,,,,\n")
    assert list(await acquaintances(desk)) == [("7", "P1")]


async def test_the_present_is_when_the_import_is_made(desk: Desk) -> None:
    await desk.take(ties=HEAD + "KNOWS,P1,P2,,,,\n")
    (fact,) = (await desk.store.list_changes(2, 1))[0].facts
    assert fact.observed_at == NOW + timedelta(days=1)
    assert fact.observed_at > datetime(2026, 1, 1, tzinfo=UTC)
