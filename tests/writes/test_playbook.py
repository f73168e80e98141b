"""The playbook: what a team adds, changes and withdraws of its own."""

from __future__ import annotations

from typing import Any

import pytest

from domain.codes import PlayTopic
from domain.errors import ErrorCode
from domain.playbook_entry import Answer, PlaybookEntry
from domain.shipped_plays import SHIPPED
from domain.text import Text
from graph.playbook import add_play, change_play, load_playbook, withdraw_play
from graph.recording import Recorded
from tests.worlds import ident
from tests.writes.conftest import ACME, MAX, ROOT, Firm

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND
CONFLICT = ErrorCode.CONFLICT
NO_SPONSOR, TRUST = Answer(PlayTopic.RULE, "no-sponsor"), Answer(PlayTopic.TRUST)
SAID: dict[str, Any] = {"answers": [NO_SPONSOR, TRUST, TRUST], "en": " Call them. "}


async def own(firm: Firm, by: str = "outsider") -> list[PlaybookEntry]:
    found = await load_playbook(firm.viewer(by))
    assert found[: len(SHIPPED)] == SHIPPED
    return list(found[len(SHIPPED) :])


async def add(firm: Firm, by: str = "manager", **given: Any) -> Recorded:
    return await firm.write(add_play, by, **{**SAID, **given})


@pytest.mark.parametrize("reader", ["admin", "owner", "outsider", "VIEWER"])
async def test_what_one_adds_everybody_reads(firm: Firm, reader: str) -> None:
    id_ = (await add(firm)).result["entry"]
    expected = PlaybookEntry(id_, (NO_SPONSOR, TRUST), Text("Call them.", "Call them."), MAX, 1)
    assert await own(firm, reader) == [expected]
    for_rule = await load_playbook(firm.viewer(reader), PlayTopic.RULE, "no-sponsor")
    assert [one.id for one in for_rule] == [*(f"sponsor-{number}" for number in range(1, 6)), id_]
    assert expected not in await load_playbook(firm.viewer(reader), PlayTopic.UPKEEP)


async def test_it_is_changed_field_by_field_and_withdrawn(firm: Firm) -> None:
    first = (await add(firm)).result["entry"]
    second = (await add(firm, "admin", en=None, zh="登门拜访。")).result["entry"]
    await firm.write(change_play, "admin", play_id=first, zh="致电。")
    await firm.write(change_play, "manager", play_id=first, answers=[TRUST])
    assert await own(firm) == [
        PlaybookEntry(first, (TRUST,), Text("Call them.", "致电。"), MAX, 3),
        PlaybookEntry(second, (NO_SPONSOR, TRUST), Text("登门拜访。", "登门拜访。"), ROOT, 1),
    ]
    assert (await firm.write(change_play, "manager", play_id=first, en="Call them.")).change_id is None
    gone = await firm.write(withdraw_play, "manager", play_id=first)
    assert [one.id for one in await own(firm)] == [second]
    for write in (change_play, withdraw_play):
        with firm.refused(NOT_FOUND, "playId"):
            await firm.write(write, "manager", play_id=first)
    await firm.undo(gone, "manager")
    assert [one.id for one in await own(firm)] == [first, second]


async def test_undo_and_what_stands_in_its_way(firm: Firm) -> None:
    made = await add(firm)
    changed = await firm.write(change_play, "admin", play_id=made.result["entry"], en="Visit them.")
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(made, "manager")
    undone = await firm.undo(changed, "admin")
    await firm.undo(undone, "admin")
    assert [one.text.en for one in await own(firm)] == ["Visit them."]
    with firm.refused(FORBIDDEN, "changeId"):
        await firm.undo(changed, "owner")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"en": None}, "en"),
        ({"en": " "}, "en"),
        ({"en": "a\nb"}, "en"),
        ({"en": "x" * 1_001}, "en"),
        ({"zh": "a\x00"}, "zh"),
        ({"answers": []}, "answers"),
        ({"answers": [Answer(PlayTopic.RULE, f"rule-{number}") for number in range(51)]}, "answers"),
        ({"answers": [Answer(PlayTopic.RULE)]}, "answers"),
        ({"answers": [Answer(PlayTopic.TRUST, "x")]}, "answers"),
        ({"answers": [Answer(PlayTopic.RULE, "a b")]}, "answers"),
    ],
)
async def test_what_is_wrong_with_advice(firm: Firm, given: dict[str, Any], field: str) -> None:
    made = await add(firm)
    with firm.refused(INVALID, field):
        await add(firm, **given)
    with firm.refused(INVALID, field):
        await firm.write(change_play, "manager", play_id=made.result["entry"], **given)


@pytest.mark.parametrize("play_id", ["sponsor-1", "", ACME, ident("play", 99)])
@pytest.mark.parametrize("write", [change_play, withdraw_play])
async def test_what_ships_or_is_not_there_is_not_changed(firm: Firm, write: Any, play_id: str) -> None:
    with firm.refused(NOT_FOUND, "playId"):
        await firm.write(write, "admin", play_id=play_id)


@pytest.mark.parametrize("write", [change_play, withdraw_play])
async def test_of_two_who_saw_the_same_one_changes_it(firm: Firm, write: Any) -> None:
    id_ = (await add(firm)).result["entry"]
    changed = await firm.write(change_play, "manager", play_id=id_, en="Ring them.", expected_version=1)
    with firm.refused(CONFLICT, "expectedVersion"):
        await firm.write(write, "admin", play_id=id_, expected_version=1)
    # What was taken back is not what it was before: the version goes on.
    await firm.undo(changed, "manager")
    (one,) = await own(firm)
    assert (one.text.en, one.version) == ("Call them.", 3)
    await firm.write(write, "admin", play_id=id_, expected_version=3)


async def test_there_are_as_many_as_one_can_read(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.playbook.MOST_OWN", 2)
    first, _ = await add(firm), await add(firm)
    with firm.refused(ErrorCode.LIMIT, names="withdraw one first"):
        await add(firm)
    await firm.write(withdraw_play, "manager", play_id=first.result["entry"])
    await add(firm)


@pytest.mark.parametrize("by", ["owner", "team", "outsider", "VIEWER"])
async def test_members_and_viewers_write_nothing(firm: Firm, by: str) -> None:
    made = await add(firm)
    for write, given in (
        (add_play, SAID),
        (change_play, {"play_id": made.result["entry"], "en": "x"}),
        (withdraw_play, {"play_id": made.result["entry"]}),
    ):
        with firm.refused(FORBIDDEN):
            await firm.write(write, by, **given)
