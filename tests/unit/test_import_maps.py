"""Rows of stakeholders: places in maps and what was seen of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.codes import (
    Adaptability,
    BuyingRole,
    Confidence,
    Coverage,
    DecisionOrientation,
    Influence,
    MapStatus,
    OpportunityStatus,
    SellerRole,
    Support,
)
from domain.ids import map_of
from domain.stakeholder import Stakeholder, StatedCoverage
from domain.viewer import Viewer
from graph.assessment import assess
from graph.opportunity import close_opportunity
from graph.stakeholder import add_stakeholder, give_roles, name_stakeholder, remove_stakeholder
from tests.imports import NOW, Desk, sqlite_desk, tell, wrongs

HEAD = (
    "account_id,opportunity_id,person_id,label,roles,influence,support,adaptability,coverage,orientation,"
    "observed_at,by_email,evidence,confidence\n"
)
MAY = datetime(2026, 5, 1, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with sqlite_desk(tmp_path) as desk:
        await desk.take(
            sellers="email,name\nann@example.com,Ann\n",
            accounts="id,name\nA1,Acme\nA2,Bolt\n",
            people="id,name,account_id\nP1,Pia,A1\nP2,Qin,A1\nP3,Rao,A2\n",
            opportunities="""
                id,account_id,name,opened_at,status,closed_at
                O1,A1,Core,2026-01-01,,
                O2,A2,Data,2026-01-01,WON,2026-09-01
            """,
        )
        yield desk


async def places(desk: Desk) -> list[Stakeholder]:
    world = await desk.world()
    return sorted(world.stakeholders.values(), key=lambda s: (s.map_id, s.label or "", s.since, s.id))


async def only(desk: Desk) -> Stakeholder:
    (found,) = await places(desk)
    return found


async def test_a_stakeholder_with_everything_in_the_map_of_its_opportunity(desk: Desk) -> None:
    text = HEAD + "A1,O1,P1,,D;A,核心圈,*,务实者,多次接触,业务,2026-05-01,ann@example.com,Said so.,高\n"
    assert tell(await desk.take(stakeholders=text)) == {"stakeholders": (1, 0, 0, 0, 0)}
    world = await desk.world()
    found = await only(desk)
    core = next(o for o in world.opportunities.values() if o.external_id == "O1")
    assert found == Stakeholder(
        id=found.id,
        version=1,
        map_id=map_of(core.id),
        account_id=core.account_id,
        since=MAY,
        person_id=next(p.id for p in world.people.values() if p.external_id == "P1"),
        roles=(BuyingRole.APPROVER, BuyingRole.DECIDER),
        influence=Influence.INNER_CIRCLE,
        support=Support.SPONSOR,
        adaptability=Adaptability.PRAGMATIST,
        orientation=DecisionOrientation.BUSINESS,
        coverage=StatedCoverage(Coverage.MULTIPLE, MAY),
    )
    (seen,) = world.assessments.values()
    ann = next(s.id for s in world.sellers.values() if s.name == "Ann")
    assert (seen.by, seen.observed_at, seen.confidence, seen.evidence) == (ann, MAY, Confidence.HIGH, "Said so.")
    assert world.statuses[found.map_id] is MapStatus.GREEN
    assert (await desk.take(stakeholders=text)).facts == 0


async def test_without_an_opportunity_it_is_the_standing_map_and_without_a_date_now(desk: Desk) -> None:
    text = HEAD + "A1,,P1,,,,+,,,,,,,\n"
    await desk.take(stakeholders=text)
    found = await only(desk)
    assert (found.map_id, found.since, found.roles) == (map_of(found.account_id), NOW + timedelta(days=1), ())
    (seen,) = (await desk.world()).assessments.values()
    assert (seen.by, seen.support) == (desk.viewer.id, Support.SUPPORTER)
    assert (await desk.take(stakeholders=text)).facts == 0


async def test_what_is_seen_without_a_date_is_compared_with_what_holds(desk: Desk) -> None:
    await desk.take(stakeholders=HEAD + "A1,,P1,,A,OUTSIDE,+,,,,,,,\n")
    report = await desk.take(stakeholders=HEAD + "A1,,P1,,A,INNER_CIRCLE,+,,,,,,New head,LOW\n")
    assert tell(report) == {"stakeholders": (0, 1, 0, 0, 0)}
    (_, second) = sorted((await desk.world()).assessments.values(), key=lambda a: a.observed_at)
    assert (second.influence, second.support, second.evidence) == (Influence.INNER_CIRCLE, None, "New head")


async def test_assessments_are_known_by_date_and_seller(desk: Desk) -> None:
    text = (
        HEAD
        + "A1,,P1,,A,,+,,,,2026-05-01,ann@example.com,,\n"
        + "A1,,P1,,,,-,,,,2026-05-01,root@example.com,,\n"
        + "A1,,P1,,,,=,,,,2026-06-01,ann@example.com,,\n"
    )
    assert tell(await desk.take(stakeholders=text)) == {"stakeholders": (1, 2, 0, 0, 0)}
    assert len((await desk.world()).assessments) == 3
    assert (await only(desk)).support is Support.NEUTRAL
    assert (await desk.take(stakeholders=text)).facts == 0
    # The same assessment with more in it replaces the recorded one.
    report = await desk.take(stakeholders=HEAD + "A1,,P1,,,,-,,,技术,2026-06-01,ann@example.com,Heard,\n")
    assert tell(report) == {"stakeholders": (0, 1, 0, 0, 0)}
    assert len((await desk.world()).assessments) == 3
    found = await only(desk)
    assert (found.support, found.orientation) == (Support.NON_SUPPORTER, DecisionOrientation.TECHNICAL)
    await desk.undo(report.change_id)
    assert (await only(desk)).support is Support.NEUTRAL


async def test_without_a_seller_another_admins_import_is_the_same(desk: Desk) -> None:
    text = HEAD + "A1,,P1,,,,+,,,,2026-05-01,,,\n"
    await desk.take(stakeholders=text)
    ann = next(s.id for s in (await desk.world()).sellers.values() if s.name == "Ann")
    desk.viewer = Viewer(ann, SellerRole.ADMIN, frozenset({ann}))
    assert (await desk.take(stakeholders=text)).facts == 0
    await desk.take(stakeholders=text.replace(",+,", ",-,"))
    assert len((await desk.world()).assessments) == 2


async def test_roles_hold_from_their_date(desk: Desk) -> None:
    text = HEAD + "A1,,P1,,A,,,,,,2026-05-01,,,\nA1,,P1,,A;U,,,,,,2026-06-01,,,\nA1,,P1,,,,+,,,,2026-06-02,,,\n"
    assert tell(await desk.take(stakeholders=text)) == {"stakeholders": (1, 2, 0, 0, 0)}
    found = await only(desk)
    assert (found.since, found.roles) == (MAY, (BuyingRole.APPROVER, BuyingRole.USER))
    assert (await desk.take(stakeholders=text)).facts == 0
    # The old file does not take back what was said here since.
    now = await give_roles(desk.viewed, desk.now, stakeholder_id=found.id, roles=(BuyingRole.EVALUATOR,))
    await desk.write(now)
    assert (await desk.take(stakeholders=text)).facts == 0
    report = await desk.take(stakeholders=HEAD + "A1,,P1,,D,,,,,,,,,\n")
    assert tell(report) == {"stakeholders": (0, 1, 0, 0, 0)}
    assert (await only(desk)).roles == (BuyingRole.DECIDER,)


async def test_a_placeholder_is_known_by_its_label_and_can_be_named(desk: Desk) -> None:
    text = HEAD + "A1,,,An approver,A,,,,,,2026-05-01,,,\nA1,,,A user,U,,,,,,2026-05-01,,,\n"
    assert tell(await desk.take(stakeholders=text)) == {"stakeholders": (2, 0, 0, 0, 0)}
    approver, user = sorted(await places(desk), key=lambda s: s.roles)
    assert (approver.label, approver.person_id, user.label) == ("An approver", None, "A user")
    report = await desk.take(stakeholders=HEAD + "A1,,P1,An approver,,INNER_CIRCLE,,,,,2026-06-01,,,\n")
    assert tell(report) == {"stakeholders": (0, 1, 0, 0, 0)}
    world = await desk.world()
    assert world.stakeholders[approver.id].influence is Influence.INNER_CIRCLE
    assert world.people[world.stakeholders[approver.id].person_id].name == "Pia"  # pyright: ignore[reportArgumentType]
    # Rows by the label, by the person and by both mean the same one now.
    again = await desk.take(
        stakeholders=HEAD
        + "A1,,,An approver,A,,,,,,2026-05-01,,,\n"
        + "A1,,P1,An approver,,INNER_CIRCLE,,,,,2026-06-01,,,\n"
        + "A1,,P1,,A,,,,,,2026-05-02,,,\n"
    )
    assert again.facts == 0
    # Somebody else with that label is another stakeholder.
    await desk.take(stakeholders=HEAD + "A1,,P2,An approver,A,,,,,,,,,\n")
    assert len(await places(desk)) == 3


async def test_a_placeholder_that_was_named_here_is_still_known_by_its_label(desk: Desk) -> None:
    text = HEAD + "A1,,,An approver,A,,,,,,,,,\n"
    await desk.take(stakeholders=text)
    qin = next(p.id for p in (await desk.world()).people.values() if p.name == "Qin")
    await desk.write(await name_stakeholder(desk.viewed, desk.now, stakeholder_id=(await only(desk)).id, person_id=qin))
    assert (await desk.take(stakeholders=text)).facts == 0


async def test_what_was_removed_here_is_not_created_again(desk: Desk) -> None:
    text = HEAD + "A1,,P1,,A,,+,,,,2026-05-01,,,\nA1,,,Somebody,U,,,,,,2026-05-01,,,\n"
    await desk.take(stakeholders=text)
    for place in await places(desk):
        await desk.write(await remove_stakeholder(desk.viewed, desk.now, stakeholder_id=place.id))
    report = await desk.take(stakeholders=text)
    assert (tell(report), report.facts) == ({"stakeholders": (0, 0, 0, 2, 0)}, 0)
    assert report.notes[0].text.en == "The stakeholder was removed here; it is not created again."


async def test_of_a_removed_and_a_live_one_the_live_one_is_meant(desk: Desk) -> None:
    text = HEAD + "A1,,P1,,A,,,,,,2026-05-01,,,\n"
    await desk.take(stakeholders=text)
    await desk.write(await remove_stakeholder(desk.viewed, desk.now, stakeholder_id=(await only(desk)).id))
    removed = await only(desk)
    await desk.write(await add_stakeholder(desk.viewed, desk.now, map_id=removed.map_id, person_id=removed.person_id))
    report = await desk.take(stakeholders=HEAD + "A1,,P1,,D,,,,,,,,,\n")
    assert tell(report) == {"stakeholders": (0, 1, 0, 0, 0)}
    live = next(s for s in await places(desk) if s.until is None)
    assert live.roles == (BuyingRole.DECIDER,)


async def test_what_was_undone_here_is_not_created_again(desk: Desk) -> None:
    text = HEAD + "A1,,P1,,A,,+,,,,2026-05-01,,,\nA1,,,Somebody,U,,,,,,2026-05-01,,,\n"
    await desk.undo((await desk.take(stakeholders=text)).change_id)
    report = await desk.take(stakeholders=text)
    assert (tell(report), report.facts) == ({"stakeholders": (0, 0, 0, 2, 0)}, 0)
    assert report.notes[0].text.en == "The stakeholder was undone here; it is not created again."


async def test_an_undone_assessment_is_not_made_again(desk: Desk) -> None:
    await desk.take(stakeholders=HEAD + "A1,,P1,,A,,,,,,2026-05-01,,,\n")
    place = await only(desk)
    change = await desk.write(
        await assess(desk.viewed, desk.now, stakeholder_id=place.id, observed_at=JUNE, support=Support.OPPONENT)
    )
    await desk.undo(change)
    report = await desk.take(stakeholders=HEAD + "A1,,P1,,,,X,,,,2026-06-01,,,\n")
    assert tell(report) == {"stakeholders": (0, 0, 0, 1, 0)}
    assert "assessment" in report.notes[0].text.en


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ("A9,,P1,,A,,,,,,,,,", (2, "account_id", "No account A9")),
        ("A1,,P9,,A,,,,,,,,,", (2, "person_id", "No person P9")),
        ("A1,O9,P1,,A,,,,,,,,,", (2, "opportunity_id", "No opportunity O9")),
        ("A1,O2,P1,,A,,,,,,,,,", (2, "opportunity_id", "another account's")),
        ("A1,,P1,,A,,+,,,,,who@example.com,,", (2, "by_email", "No seller who@example.com")),
        ("A2,O2,P3,,A,,,,,,,,,", (2, "opportunity_id", "its map is read-only")),
        ("A2,O2,P3,,A,,,,,,2026-05-01,,,", (2, "opportunity_id", "its map is read-only")),
        ("A1,,P1,,A,,,,,,2026-05-01,,,\nA1,,P1,,D,,,,,,2026-05-01,,,", (3, "roles", "says otherwise")),
        ("A1,,P1,,A,,+,,,,2026-05-01,,,\nA1,,P1,,,,-,,,,2026-05-01,,,", (3, "support", "says otherwise")),
        ("A1,,P1,,,,+,,,,,,,\nA1,,P1,,,,-,,,,,,,", (3, "support", "says otherwise")),
    ],
)
async def test_stakeholders_that_cannot_be(desk: Desk, rows: str, error: tuple) -> None:
    report = await desk.take(stakeholders=HEAD + rows + "\n")
    ((_, line, heading, wrong),) = wrongs(report)
    assert (line, heading) == error[:2]
    assert error[2] in wrong
    assert await places(desk) == []


async def test_a_map_that_this_import_closes_may_tell_what_was_before(desk: Desk) -> None:
    report = await desk.take(
        opportunities="id,account_id,name,status,closed_at\nO1,A1,Core,LOST,2026-06-01\n",
        stakeholders=HEAD + "A1,O1,P1,,A,,,,,,2026-05-01,,,\nA1,O1,P2,,A,,,,,,2026-06-01,,,\n",
    )
    assert wrongs(report) == [
        ("stakeholders.csv", 3, "opportunity_id", "The opportunity is closed, and its map is read-only.")
    ]


async def test_a_map_that_was_closed_since_takes_the_old_file_as_said(desk: Desk) -> None:
    text = HEAD + "A1,O1,P1,,A,,+,,,,2026-05-01,,,\n"
    await desk.take(stakeholders=text)
    core = next(o for o in (await desk.world()).opportunities.values() if o.external_id == "O1")
    await desk.write(
        await close_opportunity(desk.viewed, desk.now, opportunity_id=core.id, status=OpportunityStatus.WON, at=None)
    )
    assert (await desk.take(stakeholders=text)).facts == 0
