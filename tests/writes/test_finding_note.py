"""Notes on findings: dismissed until a day or new evidence, assigned, done, taken up again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.codes import BuyingRole, Support
from domain.errors import ErrorCode
from domain.finding_note import Completion, Dismissal, FindingNote
from domain.ids import InsightId
from domain.insight import account_of_finding, finding_id
from domain.insight_ranking import Ranked
from graph.assessment import assess
from graph.finding_note import assign_insight, complete_insight, dismiss_insight, reopen_insight
from graph.insight import load_insights
from graph.stakeholder import give_roles
from tests.worlds import account, seller
from tests.writes.conftest import ACME, ANN, ANNS, MAX, MIA, OPEN, OTHER, OUT, OWEN, ROOT, START, Firm

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND
CONFLICT = ErrorCode.CONFLICT
UNSET_ID = InsightId(f"insight_{ACME.removeprefix('account_')}{'0' * 32}")
MINUTE = timedelta(minutes=1)
"""The clock goes on by it while a decision is written."""
EVERY_WRITE = [dismiss_insight, assign_insight, complete_insight, reopen_insight]


async def against(firm: Firm) -> Ranked:
    """Let Ann approve and be against us, and return that finding."""
    await firm.write(give_roles, stakeholder_id=ANNS, roles=[BuyingRole.APPROVER])
    await firm.write(assess, stakeholder_id=ANNS, support=Support.OPPONENT)
    return await read(firm)


async def read(firm: Firm) -> Ranked:
    found = await load_insights(firm.viewer("owner"), now=firm.now, account_id=ACME, every=True)
    (one,) = [one for one in found if one.finding.rule == "opponent-decides"]
    return one


async def listed(firm: Firm) -> bool:
    """Whether it is among what needs attention."""
    found = await load_insights(firm.viewer("owner"), now=firm.now, account_id=ACME)
    return any(one.finding.rule == "opponent-decides" for one in found)


def given(write: Any) -> dict[str, Any]:
    return {"reason": "Known."} if write is dismiss_insight else {}


def test_an_id_tells_the_account_and_is_the_same_for_the_same_subjects() -> None:
    one = finding_id(ACME, "no-user", f"map_{ACME}", ())
    assert account_of_finding(one) == ACME
    assert one == finding_id(ACME, "no-user", f"map_{ACME}", ())
    assert one != finding_id(ACME, "no-user", f"map_{ACME}", (ANNS,))
    assert [account_of_finding(text) for text in ("", ACME, one[:-1], f"{one}0", "insight_x")] == [None] * 5


async def test_a_finding_is_dismissed_with_a_reason_and_a_day(firm: Firm) -> None:
    one = await against(firm)
    until = START.date() + timedelta(days=30)
    made = await firm.write(dismiss_insight, insight_id=one.finding.id, reason=" She retires. ", until=until)
    assert made.result == {"insight": one.finding.id}
    id_ = InsightId(one.finding.id)
    dismissed = Dismissal(firm.now - MINUTE, OWEN, "She retires.", one.finding.evidence_hash, until)
    assert (await firm.world()).finding_notes == {(ACME, id_): FindingNote(id_, ACME, dismissed)}
    assert not await listed(firm)
    firm.clock.now += timedelta(days=30)
    assert await listed(firm)


async def test_it_comes_back_when_its_evidence_changes(firm: Firm) -> None:
    one = await against(firm)
    await firm.write(dismiss_insight, insight_id=one.finding.id, reason="Known.")
    firm.clock.now += timedelta(days=400)
    assert not await listed(firm)
    await firm.write(assess, stakeholder_id=ANNS, support=Support.NON_SUPPORTER)
    assert await listed(firm)
    assert (await read(firm)).finding.id == one.finding.id


async def test_what_is_done_comes_back_when_its_evidence_changes(firm: Firm) -> None:
    one = await against(firm)
    await firm.write(complete_insight, insight_id=one.finding.id, note=" Met her. ")
    note = (await read(firm)).note
    assert note is not None
    assert note.done == Completion(firm.now - MINUTE, OWEN, one.finding.evidence_hash, "Met her.")
    assert not await listed(firm)
    firm.clock.now += timedelta(days=1)
    await firm.write(assess, stakeholder_id=ANNS, support=Support.NON_SUPPORTER)
    assert await listed(firm)


async def test_it_is_assigned_to_one_of_us_and_to_nobody(firm: Firm) -> None:
    one = await against(firm)
    await firm.write(assign_insight, insight_id=one.finding.id, seller_id=MIA)
    mine = await load_insights(firm.viewer("team"), now=firm.now, assignee_id=MIA)
    assert [found.finding.id for found in mine] == [one.finding.id]
    assert (await firm.write(assign_insight, insight_id=one.finding.id, seller_id=MIA)).change_id is None
    # A manager above its owner and ADMIN may read it too.
    for other in (MAX, ROOT):
        await firm.write(assign_insight, insight_id=one.finding.id, seller_id=other)
    await firm.write(assign_insight, insight_id=one.finding.id)
    note = (await read(firm)).note
    assert note is not None
    assert note.assignee_id is None
    assert await listed(firm)


@pytest.mark.parametrize("write", [dismiss_insight, complete_insight])
async def test_it_is_taken_up_again(firm: Firm, write: Any) -> None:
    one = await against(firm)
    await firm.write(write, insight_id=one.finding.id, **given(write))
    again = await firm.write(write, insight_id=one.finding.id, **given(write))
    assert again.change_id is None
    await firm.write(reopen_insight, insight_id=one.finding.id)
    assert await listed(firm)
    with firm.refused(INVALID, "insightId", names="It is open"):
        await firm.write(reopen_insight, insight_id=one.finding.id)


@pytest.mark.parametrize("write", EVERY_WRITE)
async def test_what_is_resolved_is_not_written_to(firm: Firm, write: Any) -> None:
    one = await against(firm)
    await firm.write(assess, stakeholder_id=ANNS, support=Support.SUPPORTER)
    with firm.refused(INVALID, "insightId", names="It is resolved"):
        await firm.write(write, insight_id=one.finding.id, **given(write))


@pytest.mark.parametrize(
    ("insight_id", "code"),
    [
        ("", NOT_FOUND),
        ("insight_1", NOT_FOUND),
        (ACME, NOT_FOUND),
        (ANN, NOT_FOUND),
        (finding_id(account(99), "no-user", "map_", ()), NOT_FOUND),
        (finding_id(OTHER, "no-user", f"map_{OTHER}", ()), NOT_FOUND),
        (finding_id(OPEN, "no-user", f"map_{OPEN}", ()), FORBIDDEN),
        (UNSET_ID, INVALID),
    ],
    ids=str,
)
@pytest.mark.parametrize("write", EVERY_WRITE)
async def test_what_is_no_finding_to_write_to(firm: Firm, write: Any, insight_id: str, code: ErrorCode) -> None:
    with firm.refused(code, "insightId"):
        await firm.write(write, insight_id=insight_id, **given(write))


@pytest.mark.parametrize(
    ("write", "wrong", "field", "code"),
    [
        (dismiss_insight, {"reason": " "}, "reason", INVALID),
        (dismiss_insight, {"reason": "x" * 10_001}, "reason", INVALID),
        (dismiss_insight, {"reason": "x", "until": date(2024, 1, 1)}, "until", INVALID),
        (dismiss_insight, {"reason": "x", "until": START.date()}, "until", INVALID),
        (complete_insight, {"note": "a\x00"}, "note", INVALID),
        (assign_insight, {"seller_id": seller(99)}, "sellerId", NOT_FOUND),
        (assign_insight, {"seller_id": ANN}, "sellerId", NOT_FOUND),
        # Who may not read the account can see to nothing there.
        (assign_insight, {"seller_id": OUT}, "sellerId", INVALID),
    ],
)
async def test_what_is_wrong_with_a_note(
    firm: Firm, write: Any, wrong: dict[str, Any], field: str, code: ErrorCode
) -> None:
    one = await against(firm)
    with firm.refused(code, field):
        await firm.write(write, insight_id=one.finding.id, **wrong)


async def test_undo_takes_a_note_back_if_none_of_its_kind_came_after(firm: Firm) -> None:
    one = await against(firm)
    dismissed = await firm.write(dismiss_insight, insight_id=one.finding.id, reason="Known.")
    assigned = await firm.write(assign_insight, insight_id=one.finding.id, seller_id=MIA)
    undone = await firm.undo(dismissed)
    assert await listed(firm)
    await firm.undo(undone)
    assert not await listed(firm)
    await firm.write(reopen_insight, insight_id=one.finding.id)
    with firm.refused(CONFLICT, "changeId", names="The reopening of an insight (Acme) was recorded"):
        await firm.undo(dismissed)
    await firm.undo(assigned)
    note = (await read(firm)).note
    assert note is not None
    assert (note.dismissed, note.assignee_id) == (None, None)


@pytest.mark.parametrize(("by", "code"), [("team", None), ("outsider", NOT_FOUND), ("VIEWER", FORBIDDEN)])
@pytest.mark.parametrize("write", EVERY_WRITE[:3])
async def test_who_writes(firm: Firm, write: Any, by: str, code: ErrorCode | None) -> None:
    one = await against(firm)
    if code is None:
        await firm.write(write, by, insight_id=one.finding.id, **given(write))
        return
    with firm.refused(code, "insightId"):
        await firm.write(write, by, insight_id=one.finding.id, **given(write))
