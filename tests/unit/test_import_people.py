"""Rows of people, and where they work: one employment at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fact import ALWAYS
from domain.fold import fold
from domain.ids import AccountId, PersonId
from domain.person import Employment, Person
from graph.importing.deciding import RefusedError
from graph.importing.employment import Point, Work, employments_of, points_of, state_work
from graph.person import change_employment, update_person
from tests.imports import NOW, Desk, sqlite_desk, tell, wrongs

A, B, C = (AccountId(f"account_{n}") for n in "abc")
HEAD = "id,name,account_id,title,since,until\n"
ACCOUNTS = "id,name\nA1,Acme\nA2,Bolt\nA3,Cog\n"


def on(year: int | None) -> datetime | None:
    return datetime(year, 1, 1, tzinfo=UTC) if year is not None else None


def line(*employments: tuple[AccountId, int | None, int | None]) -> tuple[Point, ...]:
    """Return the points of employments given as account, since, until."""
    person = Person(PersonId("p"), 1, NOW, None, "Ann")
    found = tuple(Employment(account, None, on(since), on(until)) for account, since, until in employments)
    return points_of(Person(person.id, 1, NOW, None, "Ann", employments=found))


def told(points: tuple[Point, ...]) -> list[tuple[AccountId, int | None, int | None]]:
    found = employments_of(PersonId("p"), points)
    return [(e.account_id, e.since and e.since.year, e.until and e.until.year) for e in found]


def test_employments_and_points_say_the_same() -> None:
    for employments in ([(A, None, None)], [(A, None, 2018), (B, 2018, 2020), (A, 2021, None)], [(A, 2018, 2020)]):
        assert told(line(*employments)) == employments


@pytest.mark.parametrize(
    ("known", "said", "then"),
    [
        # Nothing known.
        ([], (A, None, None), [(A, None, None)]),
        ([], (A, 2020, None), [(A, 2020, None)]),
        ([], (A, 2020, 2022), [(A, 2020, 2022)]),
        ([], (A, None, 2022), [(A, None, 2022)]),
        # The same, or less, is said again.
        ([(A, 2020, None)], (A, 2020, None), [(A, 2020, None)]),
        ([(A, 2020, None)], (A, None, None), [(A, 2020, None)]),
        ([(A, 2020, 2022)], (A, 2020, None), [(A, 2020, 2022)]),
        ([(A, None, 2022), (B, 2022, None)], (A, None, None), [(A, None, 2022), (B, 2022, None)]),
        ([(A, None, 2022), (B, 2022, None)], (A, None, 2022), [(A, None, 2022), (B, 2022, None)]),
        ([(A, 2018, 2020), (B, 2021, None)], (A, 2018, 2020), [(A, 2018, 2020), (B, 2021, None)]),
        ([(A, 2018, 2019)], (A, None, None), [(A, 2018, 2019)]),
        ([(A, 2018, 2019), (A, 2020, 2021)], (A, None, 2019), [(A, 2018, 2019), (A, 2020, 2021)]),
        # Its end is new, or another.
        ([(A, 2020, None)], (A, 2020, 2022), [(A, 2020, 2022)]),
        ([(A, 2020, None)], (A, None, 2022), [(A, 2020, 2022)]),
        ([(A, 2020, 2022)], (A, 2020, 2023), [(A, 2020, 2023)]),
        ([(A, 2018, 2020), (B, 2023, None)], (A, 2018, 2022), [(A, 2018, 2022), (B, 2023, None)]),
        ([(A, 2018, 2020), (B, 2023, None)], (A, 2018, 2023), [(A, 2018, 2023), (B, 2023, None)]),
        # Its beginning is new, or another.
        ([(A, None, None)], (A, 2020, None), [(A, 2020, None)]),
        ([(A, 2019, None)], (A, 2020, None), [(A, 2020, None)]),
        ([(A, 2021, None)], (A, 2020, None), [(A, 2020, None)]),
        ([(A, 2021, None)], (A, 2020, 2022), [(A, 2020, 2022)]),
        ([(A, 2018, 2019), (B, 2021, None)], (B, 2020, None), [(A, 2018, 2019), (B, 2020, None)]),
        ([(A, 2018, 2020), (B, 2020, None)], (B, 2019, None), [(A, 2018, 2019), (B, 2019, None)]),
        # A change of employer.
        ([(A, None, None)], (B, 2020, None), [(A, None, 2020), (B, 2020, None)]),
        ([(A, 2018, None)], (B, 2020, 2022), [(A, 2018, 2020), (B, 2020, 2022)]),
        ([(A, 2018, 2019)], (B, 2020, None), [(A, 2018, 2019), (B, 2020, None)]),
        ([(A, 2018, 2020)], (B, 2020, None), [(A, 2018, 2020), (B, 2020, None)]),
        ([(A, 2018, 2019)], (A, 2020, None), [(A, 2018, 2019), (A, 2020, None)]),
        # An earlier employment, where nothing is known.
        ([(B, 2020, None)], (A, 2018, 2019), [(A, 2018, 2019), (B, 2020, None)]),
        ([(B, 2020, None)], (A, 2018, 2020), [(A, 2018, 2020), (B, 2020, None)]),
        ([(B, 2020, None)], (B, 2018, 2019), [(B, 2018, 2019), (B, 2020, None)]),
        ([(A, 2015, 2016), (C, 2020, None)], (B, 2017, 2018), [(A, 2015, 2016), (B, 2017, 2018), (C, 2020, None)]),
        ([(A, 2015, 2016), (C, 2020, None)], (B, 2016, 2020), [(A, 2015, 2016), (B, 2016, 2020), (C, 2020, None)]),
    ],
)
def test_what_a_row_makes_of_what_is_known(known: list, said: tuple, then: list) -> None:
    account, since, until = said
    points = line(*known)
    timeline = state_work(points, Work(account, None, on(since), on(until)))
    assert told(timeline.points) == then
    assert timeline.same is (known == then)
    assert state_work(timeline.points, Work(account, None, on(since), on(until))).same


@pytest.mark.parametrize(
    ("known", "said", "heading"),
    [
        ([(A, 2018, None)], (B, None, None), "since"),
        ([(A, 2018, 2019)], (B, None, None), "since"),
        ([(A, 2018, None)], (B, 2017, None), "until"),
        ([(A, 2018, None)], (B, 2017, 2019), "until"),
        ([(A, None, None), ], (A, 2020, 2019), "until"),
        ([(A, None, 2018), (B, 2018, None)], (C, 2017, 2018), "since"),
        ([(A, 2018, 2020), (B, 2020, None)], (A, 2018, 2021), "until"),
        ([(A, 2018, 2019), (B, 2020, None)], (A, 2018, 2021), "until"),
        ([(A, 2018, 2020), (B, 2020, None)], (C, 2019, 2020), "since"),
    ],
)  # fmt: skip
def test_two_employments_at_once_are_refused(known: list, said: tuple, heading: str) -> None:
    account, since, until = said
    with pytest.raises(RefusedError) as refused:
        state_work(line(*known), Work(account, None, on(since), on(until)))
    assert refused.value.heading == heading
    assert refused.value.right is not None


YEARS = st.one_of(st.none(), st.integers(2000, 2009))


@given(st.lists(st.tuples(st.sampled_from([A, B, C]), YEARS, YEARS), max_size=6))
def test_whatever_rows_say_there_is_one_employment_at_a_time(rows: list) -> None:
    points: tuple[Point, ...] = ()
    for account, since, until in rows:
        if since is not None and until is not None and until <= since:
            continue
        said = Work(account, None, on(since), on(until))
        try:
            timeline = state_work(points, said)
        except RefusedError:
            continue
        # Each point stays, is new, or is one that was moved.
        assert {p for p in timeline.points if p not in points} == {*timeline.new, *(p for _, p in timeline.moved)}
        points = timeline.points
        assert [p.at for p in points] == sorted({p.at for p in points})
        assert state_work(points, said).same
    for before, after in zip(
        employments_of(PersonId("p"), points), employments_of(PersonId("p"), points)[1:], strict=False
    ):
        assert before.until is not None
        assert after.since is not None
        assert before.until <= after.since


# ── on a store ──


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with sqlite_desk(tmp_path) as desk:
        await desk.take(accounts=ACCOUNTS)
        yield desk


async def person(desk: Desk, key: str = "P1") -> Person:
    world = await desk.world()
    return next(found for found in world.people.values() if found.external_id == key)


async def works(desk: Desk, key: str = "P1") -> list[tuple[str | None, str | None, date | None, date | None]]:
    """Return a person's employments: account, title, since, until."""
    world = await desk.world()
    return [
        (
            world.accounts[e.account_id].external_id,
            e.title,
            e.since.date() if e.since else None,
            e.until.date() if e.until else None,
        )
        for e in (await person(desk, key)).employments
    ]


async def test_a_person_with_everything(desk: Desk) -> None:
    text = """
        id,name,account_id,title,department,emails,phones,seniority,since
        P1,安然,A1,CFO,Finance,an@example.com；a@example.com,+86 21 5550 0100|021 5550 0101,C,2020-06-01
        P2,Bo,,,,,,,
    """
    assert tell(await desk.take(people=text)) == {"people": (2, 0, 0, 0, 0)}
    found = await person(desk)
    assert (found.name, found.title, found.department, found.seniority) == ("安然", "CFO", "Finance", "C")
    assert found.emails == ("an@example.com", "a@example.com")
    assert found.phones == ("+86 21 5550 0100", "021 5550 0101")
    assert await works(desk) == [("A1", "CFO", date(2020, 6, 1), None)]
    assert await works(desk, "P2") == []
    assert (await desk.take(people=text)).facts == 0


async def test_without_a_beginning_they_have_always_worked_there(desk: Desk) -> None:
    await desk.take(people="id,name,account_id\nP1,Ann,A1\n")
    assert await works(desk) == [("A1", None, None, None)]
    facts = [fact for fact in await desk.facts() if fact.statement.subject == (await person(desk)).id]
    assert [fact.observed_at for fact in facts] == [NOW + timedelta(days=1), ALWAYS]


async def test_another_account_is_a_change_of_employer_on_its_first_day(desk: Desk) -> None:
    await desk.take(people=HEAD + "P1,Ann,A1,CFO,,\n")
    report = await desk.take(people=HEAD + "P1,Ann,A2,CEO,,\n")
    assert wrongs(report) == [("people.csv", 2, "since", "The person works elsewhere as far as is known.")]
    text = HEAD + "P1,Ann,A2,CEO,2026-10-01,\n"
    assert tell(await desk.take(people=text)) == {"people": (0, 1, 0, 0, 0)}
    assert await works(desk) == [("A1", "CFO", None, date(2026, 10, 1)), ("A2", "CEO", date(2026, 10, 1), None)]
    assert (await person(desk)).title == "CEO"
    assert (await desk.take(people=text)).facts == 0


async def test_whoever_moves_on_without_a_title_has_none(desk: Desk) -> None:
    await desk.take(people=HEAD + "P1,Ann,A1,CFO,,\n")
    await desk.take(people=HEAD + "P1,Ann,A2,,2026-10-01,\n")
    assert (await person(desk)).title is None


async def test_dates_that_were_wrong_are_replaced(desk: Desk) -> None:
    await desk.take(people=HEAD + "P1,Ann,A1,CFO,2020-01-01,2024-01-01\nP2,Bo,A1,,,\n")
    text = HEAD + "P1,Ann,A1,,2020-01-01,2025-01-01\nP2,Bo,A1,,2021-02-03,\n"
    assert tell(await desk.take(people=text)) == {"people": (0, 2, 0, 0, 0)}
    assert await works(desk) == [("A1", "CFO", date(2020, 1, 1), date(2025, 1, 1))]
    assert await works(desk, "P2") == [("A1", None, date(2021, 2, 3), None)]
    assert (await desk.take(people=text)).facts == 0
    await desk.undo((await desk.store.list_changes(3, 1))[0].id)
    assert await works(desk) == [("A1", "CFO", date(2020, 1, 1), date(2024, 1, 1))]


async def test_what_changed_here_since_is_not_taken_back_by_the_old_file(desk: Desk) -> None:
    text = HEAD + "P1,Ann,A1,CFO,2020-01-01,\n"
    await desk.take(people=text)
    world = await desk.world()
    bolt = next(a.id for a in world.accounts.values() if a.external_id == "A2")
    ann = await person(desk)
    moved = await change_employment(
        desk.viewed, desk.now, person_id=ann.id, account_id=bolt, title="CEO", at=desk.now.date()
    )
    await desk.write(moved)
    assert (await desk.take(people=text)).facts == 0
    assert (await person(desk)).title == "CEO"


@pytest.mark.parametrize(
    "files",
    [
        ["P1,Ann,A1,CFO,2020-01-01,"],
        ["P1,Ann,A1,CFO,,"],
        ["P1,Ann,A3,Clerk,2015-01-01,", "P1,Ann,A1,CFO,2020-01-01,"],
        ["P1,Ann,A1,CFO,2020-01-01,\nP1,Ann,A3,Clerk,2015-01-01,2018-01-01"],
        ["P1,Ann,A3,Clerk,2015-01-01,2018-01-01\nP1,Ann,A1,CFO,2020-01-01,"],
    ],
)
async def test_who_changed_employers_before_the_import_has_the_title_that_came_with_it(
    desk: Desk, files: list[str]
) -> None:
    """The title came with the employment, whenever that was imported; so a later employment brings another."""
    for rows in files:
        await desk.take(people=HEAD + rows + "\n")
        assert (await desk.take(people=HEAD + rows + "\n")).facts == 0
    assert (await person(desk)).title == "CFO"
    bolt = next(a.id for a in (await desk.world()).accounts.values() if a.external_id == "A2")
    moved = {"person_id": (await person(desk)).id, "account_id": bolt, "title": "CEO", "at": date(2022, 3, 1)}
    await desk.write(await change_employment(desk.viewed, desk.now, **moved))
    assert (await person(desk)).title == "CEO"
    assert (await desk.take(people=HEAD + files[-1] + "\n")).facts == 0
    assert (await person(desk)).title == "CEO"


async def test_the_first_title_of_a_known_employment_holds_since_that_began(desk: Desk) -> None:
    """So a change of employer that is recorded later, from a day before the import, brings another."""
    await desk.take(people=HEAD + "P1,Ann,A1,,2020-01-01,\nP2,Bo,A1,Clerk,2020-01-01,\n")
    text = HEAD + "P1,Ann,A1,CFO,2020-01-01,\nP2,Bo,A1,Head,2020-01-01,\n"
    assert tell(await desk.take(people=text)) == {"people": (0, 2, 0, 0, 0)}
    assert (await desk.take(people=text)).facts == 0
    ann, bo = (await person(desk)).id, (await person(desk, "P2")).id
    facts = [fact for one in await desk.store.list_changes(0, 100) for fact in one.facts]
    then = fold(facts, as_of=datetime(2021, 1, 1, tzinfo=UTC)).people
    # When Bo rose is not known: no later than the import.
    assert {id_: then[id_].title for id_ in (ann, bo)} == {ann: "CFO", bo: "Clerk"}
    assert (await person(desk, "P2")).title == "Head"
    bolt = next(a.id for a in (await desk.world()).accounts.values() if a.external_id == "A2")
    moved = {"person_id": ann, "account_id": bolt, "title": "CEO", "at": date(2022, 3, 1)}
    await desk.write(await change_employment(desk.viewed, desk.now, **moved))
    assert (await person(desk)).title == "CEO"


async def test_a_title_that_was_taken_away_comes_back_no_earlier(desk: Desk) -> None:
    await desk.take(people=HEAD + "P1,Ann,A1,Clerk,2020-01-01,\n")
    ann = (await person(desk)).id
    await desk.write(await update_person(desk.viewed, desk.now, person_id=ann, title=None))
    await desk.take(people=HEAD + "P1,Ann,A1,CFO,2020-01-01,\n")
    assert (await person(desk)).title == "CFO"


async def test_a_title_that_was_said_after_an_employment_began_gives_way_to_the_rows(desk: Desk) -> None:
    """Dated back to 2020 it would be older than what was said of Ann at the first import."""
    await desk.take(people=HEAD + "P1,Ann,,Clerk,,\n")
    text = HEAD + "P1,Ann,A1,CFO,2020-01-01,\n"
    assert tell(await desk.take(people=text)) == {"people": (0, 1, 0, 0, 0)}
    assert (await person(desk)).title == "CFO"
    assert (await desk.take(people=text)).facts == 0
    again = HEAD + "P1,Ann,A2,CEO,2021-01-01,\n"
    await desk.take(people=again)
    assert (await person(desk)).title == "CEO"
    assert (await desk.take(people=again)).facts == 0


async def test_several_rows_of_one_person_are_several_employments_in_any_order(desk: Desk) -> None:
    rows = [
        "P1,Ann,A1,Clerk,2015-01-01,2018-01-01",
        "P1,Ann,A2,Head,2018-01-01,2020-01-01",
        "P1,Ann,A3,CFO,2021-01-01,",
    ]
    for number, order in enumerate(((0, 1, 2), (2, 1, 0), (1, 0, 2))):
        key = f"Q{number}"
        text = HEAD + "\n".join(rows[index].replace("P1", key) for index in order) + "\n"
        report = await desk.take(people=text)
        assert tell(report) == {"people": (1, 2, 0, 0, 0)}
        assert await works(desk, key) == [
            ("A1", "Clerk", date(2015, 1, 1), date(2018, 1, 1)),
            ("A2", "Head", date(2018, 1, 1), date(2020, 1, 1)),
            ("A3", "CFO", date(2021, 1, 1), None),
        ]
        assert (await person(desk, key)).title == "CFO"
        assert (await desk.take(people=text)).facts == 0


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        # Two that both still hold, in either order.
        ("P1,Ann,A1,,2018-01-01,\nP1,Ann,A2,,2020-01-01,", (3, "since", "two employments at once")),
        ("P1,Ann,A2,,2020-01-01,\nP1,Ann,A1,,2018-01-01,", (3, "until", "two employments at once")),
        ("P1,Ann,A1,,2018-01-01,2021-01-01\nP1,Ann,A2,,2020-01-01,", (3, "since", "two employments at once")),
        ("P1,Ann,A1,,2018-01-01,\nP1,Ann,A1,,2019-01-01,", (3, "since", "says otherwise of the same time")),
        ("P1,Ann,A1,,2018-01-01,\nP1,Anna,A1,,2018-01-01,", (3, "name", "says otherwise of the same time")),
        ("P1,Ann,,CFO,,\nP1,Ann,,CEO,,", (3, "title", "says otherwise of the same time")),
        ("P1,Ann,A1,CFO,,\nP1,Ann,A1,CEO,,", (3, "title", "says otherwise of the same time")),
        ("P1,Ann,,CFO,,\nP1,Ann,A1,CEO,,", (3, "title", "says otherwise of the same time")),
        ("P1,Ann,A1,CFO,,\nP1,Ann,,CEO,,", (3, "title", "says otherwise of the same time")),
    ],
)
async def test_rows_of_one_person_that_contradict_each_other(desk: Desk, rows: str, error: tuple) -> None:
    report = await desk.take(people=HEAD + rows + "\n")
    ((_, line_, heading, wrong),) = wrongs(report)
    assert (line_, heading) == error[:2]
    assert error[2] in wrong


async def test_the_same_row_twice_does_no_harm(desk: Desk) -> None:
    report = await desk.take(people=HEAD + "P1,Ann,A1,CFO,2018-01-01,\nP1,Ann,A1,CFO,2018-01-01,\n")
    assert tell(report) == {"people": (1, 0, 1, 0, 0)}


async def test_an_employer_must_be_known(desk: Desk) -> None:
    await desk.take(people=HEAD + "P1,Ann,A1,,,\n")
    report = await desk.take(people=HEAD + "P1,Ann,A9,,2020-01-01,\n")
    assert wrongs(report) == [("people.csv", 2, "account_id", "No account A9 is in these files or in the database.")]


async def test_more_addresses_than_a_person_may_have(desk: Desk) -> None:
    emails = ";".join(f"a{n}@example.com" for n in range(21))
    report = await desk.take(people=f"id,name,emails\nP1,Ann,{emails}\n")
    assert wrongs(report) == [("people.csv", 2, "emails", "At most 20 are allowed.")]


async def test_people_who_were_undone_are_left_alone_with_all_that_is_about_them(desk: Desk) -> None:
    report = await desk.take(people=HEAD + "P1,Ann,A1,,,\n")
    await desk.undo(report.change_id)
    again = await desk.take(
        people=HEAD + "P1,Ann,A1,,,\nP2,Bo,A1,,,\n",
        interactions="id,account_id,kind,at,direction,person_ids\nI1,A1,CALL,2026-01-01,MUTUAL,P1\n",
    )
    assert tell(again) == {"people": (1, 0, 0, 1, 0), "interactions": (0, 0, 0, 1, 0)}
    assert [note.text.en for note in again.notes] == ["The person P1 was undone here; it is not created again."] * 2
