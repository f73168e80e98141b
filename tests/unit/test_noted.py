"""Commitments, levels of contacts and notes on findings: what they mean at a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import CommitmentSide, CommitmentStatus, PlayTopic, RelationshipLevel
from domain.commitment import Commitment, CommitmentSettled, due_day, settle
from domain.contact_level import ContactLevelStated, state_level
from domain.errors import InvalidError
from domain.fact import NEVER
from domain.finding_note import (
    Completion,
    Dismissal,
    FindingAssigned,
    FindingDismissed,
    FindingDone,
    FindingNote,
    FindingReopened,
)
from domain.fold import fold
from domain.ids import PlayId
from domain.playbook import own_plays
from domain.playbook_entry import Answer, PlayDescribed
from tests.worlds import TICK, History, account, commitment, day, ident, insight, on, seller, stakeholder

AT = account(1)
OPEN, KEPT, BROKEN, WITHDRAWN = CommitmentStatus
VENDOR, SOURCE, SOLVER, ADVISOR = RelationshipLevel
HASH, OTHER = "0" * 32, "1" * 32


def promise(due: date | None = None, status: CommitmentStatus = OPEN) -> Commitment:
    return Commitment(commitment(1), 1, AT, None, CommitmentSide.OURS, "x", day(0), due, status)


@pytest.mark.parametrize(
    ("due", "status", "at", "overdue"),
    [
        (day(9).date(), OPEN, day(10) - TICK, False),
        (day(9).date(), OPEN, day(10), True),
        (day(9).date(), OPEN, day(9), False),
        *((day(9).date(), status, day(99), False) for status in (KEPT, BROKEN, WITHDRAWN)),
        (None, OPEN, day(9_999), False),
        (date.max, OPEN, NEVER - TICK, False),
    ],
)
def test_it_is_overdue_from_the_end_of_its_day(
    due: date | None, status: CommitmentStatus, at: datetime, *, overdue: bool
) -> None:
    assert promise(due, status).is_overdue(at) is overdue


@pytest.mark.parametrize("at", [day(9), day(9.5), day(10) - TICK])
def test_it_may_be_due_on_the_day_it_is_made_on_and_not_before(at: datetime) -> None:
    assert due_day(day(9).date(), at) == day(9).date()
    assert due_day(None, at) is None
    with pytest.raises(InvalidError):
        due_day(day(8).date(), at)


@pytest.mark.parametrize("known", CommitmentStatus)
@pytest.mark.parametrize("said", CommitmentStatus)
def test_only_what_is_open_is_settled_and_not_as_open(known: CommitmentStatus, said: CommitmentStatus) -> None:
    if known is OPEN and said is not OPEN:
        assert settle(promise(status=known), said, day(0)).status is said
        return
    with pytest.raises(InvalidError) as error:
        settle(promise(status=known), said, day(0))
    assert error.value.field == ("status",)


def test_an_outcome_of_nothing_is_nothing() -> None:
    made = History()
    made.record(on(1, CommitmentSettled(commitment(1), AT, KEPT)))
    assert fold(made.facts).commitments == {}


LEVELS = st.none() | st.sampled_from(RelationshipLevel)


@given(LEVELS, LEVELS, st.dictionaries(st.sampled_from(["current", "desired"]), LEVELS))
def test_a_level_that_is_left_out_stays(current: Any, desired: Any, said: dict[str, Any]) -> None:
    known = ContactLevelStated(seller(1), stakeholder(1), AT, current, desired)
    expected = {"current": current, "desired": desired} | said
    found = state_level(known, said)
    same = expected == {"current": current, "desired": desired}
    assert (found is None) is same
    if found is not None:
        assert {"current": found.current, "desired": found.desired} == expected


@pytest.mark.parametrize(
    ("until", "evidence", "since", "at", "holds"),
    [
        (None, HASH, None, day(9_999), True),
        (None, HASH, day(0), day(9_999), True),
        (None, HASH, day(0) + TICK, day(9_999), False),
        (None, OTHER, None, day(1), False),
        (day(9).date(), HASH, None, day(9) - TICK, True),
        (day(9).date(), HASH, None, day(9), False),
        (day(9).date(), OTHER, None, day(1), False),
    ],
)
def test_a_dismissal_holds_until_its_day_on_its_evidence_for_its_stretch(
    until: date | None, evidence: str, since: datetime | None, at: datetime, *, holds: bool
) -> None:
    note = FindingNote(insight(1), AT, Dismissal(day(0), None, "Known.", HASH, until))
    assert note.shut_at(evidence, since, at) == ([day(0)] if holds else [])
    assert FindingNote(insight(1), AT).shut_at(evidence, since, at) == []


def test_what_is_done_is_done_on_its_evidence_for_its_stretch() -> None:
    note = FindingNote(insight(1), AT, done=Completion(day(0), None, HASH))
    told = [note.shut_at(HASH, since, day(9)) for since in (None, day(0), day(0) + TICK)]
    assert told == [[day(0)], [day(0)], []]
    assert note.shut_at(OTHER, None, day(9)) == []


def test_from_a_moment_on_there_is_what_was_noted_then() -> None:
    dismissed, done = Dismissal(day(1), None, "Known.", HASH), Completion(day(2), None, HASH)
    note = FindingNote(insight(1), AT, dismissed, seller(1), done)
    left = [note.from_then_on(at) for at in (day(1), day(1) + TICK, day(2), day(2) + TICK)]
    assert [(one.dismissed, one.done) for one in left] == [(dismissed, done), (None, done), (None, done), (None, None)]
    assert {one.assignee_id for one in left} == {seller(1)}


def test_notes_hold_in_the_order_of_validity_in_whatever_order_they_are_recorded() -> None:
    about = (insight(1), AT)
    said = [
        on(1, FindingDismissed(*about, "Known.", HASH)),
        on(2, FindingDone(*about, HASH, "Met her.")),
        on(3, FindingAssigned(*about, seller(1))),
        on(4, FindingReopened(*about)),
        on(5, FindingDone(*about, OTHER)),
    ]
    for order in permutations(said):
        made = History()
        for one in order:
            made.record(one, by=seller(2))
        (note,) = fold(made.facts).finding_notes.values()
        assert note == FindingNote(*about, None, seller(1), Completion(day(5), seller(2), OTHER))
        (then,) = fold(made.facts, as_of=day(2)).finding_notes.values()
        assert (then.shut_at(HASH, None, day(2)), then.assignee_id) == ([day(1), day(2)], None)


def test_advice_whose_beginning_is_gone_is_gone() -> None:
    play = PlayId(ident("play", 1))
    made = History()
    added = made.record(on(1, PlayDescribed(play, (Answer(PlayTopic.TRUST),), "Call.", None, withdrawn=False)))
    made.record(on(2, PlayDescribed(play, zh="致电。")))
    assert [one.text.zh for one in own_plays(made.facts)] == ["致电。"]
    assert [one.added_by for one in own_plays(made.facts)] == [None]
    made.undo(added)
    assert own_plays(made.facts) == ()
    assert own_plays(added.facts)[0].text.zh == "Call."


def test_days_are_utc() -> None:
    made_at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert due_day(date(2026, 3, 1), made_at) == date(2026, 3, 1)
    with pytest.raises(InvalidError):
        due_day(date(2026, 3, 1), made_at + timedelta(minutes=30))
